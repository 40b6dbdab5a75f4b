"""Atom feeds (RFC 4287) of a municipality, a challenge and a proposal: public events, in the form of the address."""

from datetime import datetime
from xml.etree.ElementTree import Element, SubElement, tostring

from flask import Blueprint, Response, current_app, g, url_for
from flask.typing import ResponseReturnValue

from samskaping import text
from samskaping.errors import Missing
from samskaping.language import gettext as _
from samskaping.queries import feeds
from samskaping.queries.feeds import Entry, Feed
from samskaping.rules.events import FACTS, What
from samskaping.rules.moves import BY_VERB
from samskaping.rules.phases import name_of
from samskaping.web import filters
from samskaping.web.access import PUBLIC, open_to

bp = Blueprint("feeds", __name__)
_ATOM = "http://www.w3.org/2005/Atom"
_EXCERPT = 600
#: Code points of a need's beginning, which stands for the title it has not.
_HEADING = 90


@bp.get("/feed.atom")
@open_to(PUBLIC)
def municipality() -> ResponseReturnValue:
    """All that is public in the municipality."""
    if not g.ctx.here.is_active:
        raise Missing
    title = _("Nytt fra %(name)s") % {"name": g.ctx.here.full_name}
    return _answer(feeds.municipality(g.ctx), title, url_for("home.page"))


@bp.get("/utfordring/<public_id>/feed.atom")
@open_to(PUBLIC)
def challenge(public_id: str) -> ResponseReturnValue:
    """A challenge, its proposals, and its needs."""
    feed = feeds.challenge(g.ctx, public_id)
    return _answer(feed, feed.title, url_for("challenges.page", public_id=public_id))


@bp.get("/forslag/<ref>/feed.atom")
@open_to(PUBLIC)
def proposal(ref: str) -> ResponseReturnValue:
    """One proposal."""
    feed = feeds.proposal(g.ctx, ref)
    return _answer(feed, feed.title, url_for("proposals.page", ref=ref))


def _answer(feed: Feed, title: str, page: str) -> Response:
    root = Element("feed", {"xmlns": _ATOM, "xml:lang": g.ctx.language})
    self_address = filters.address()
    _add(root, "id", self_address)
    _add(root, "title", title).set("xml:lang", feed.language or g.ctx.language)
    _add(root, "updated", _instant(feed.entries[0].at if feed.entries else g.ctx.here.activated_at or g.ctx.now))
    SubElement(root, "link", {"rel": "self", "type": "application/atom+xml", "href": self_address})
    SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": filters.address(page)})
    author = SubElement(root, "author")
    _add(author, "name", g.ctx.here.full_name)
    for entry in feed.entries:
        _entry(root, feed, entry)
    return Response(tostring(root, encoding="utf-8", xml_declaration=True), mimetype="application/atom+xml")


def _entry(root: Element, feed: Feed, entry: Entry) -> None:
    made = SubElement(root, "entry")
    _add(made, "id", _mark(entry))
    language = entry.language if entry.reference else entry.challenge.form if entry.challenge else None
    title = _add(made, "title", f"{_name(entry)} – {sentence(entry)}")
    title.set("xml:lang", language or g.ctx.language)
    _add(made, "updated", _instant(entry.at))
    SubElement(made, "link", {"rel": "alternate", "type": "text/html", "href": filters.address(_page(entry))})
    words, spoken = _words(feed, entry, language)
    if words:
        summary = _add(made, "summary", words)
        summary.set("xml:lang", spoken or g.ctx.language)


def sentence(entry: Entry) -> str:
    """What happened, in the form in force; a move has its own sentence, and a phase its name."""
    move = BY_VERB.get(str(entry.details.get("verb"))) if entry.what is What.PROPOSAL_MOVED else None
    words = str(move.sentence if move else FACTS[entry.what].sentence)
    return f"{words}: {phase}" if (phase := name_of(entry.details)) else words


def _name(entry: Entry) -> str:
    if entry.is_need:
        return text.excerpt(entry.title or "", _HEADING)
    return str(entry.title if entry.reference else entry.challenge)


def _words(feed: Feed, entry: Entry, language: str | None) -> tuple[str, str | None]:
    """What was said with the event, else the beginning of what it is about; and its language."""
    said = feed.said.get(str(entry.details.get("statement")))
    if said:
        return text.excerpt(f"{said.title} {said.text}", _EXCERPT), said.language
    if entry.reference:
        words = entry.excerpt or ""
        return text.excerpt(words, _EXCERPT) if entry.is_need else words, language
    return str(entry.summary or ""), entry.summary.form if entry.summary else None


def _page(entry: Entry) -> str:
    if entry.is_need:
        return url_for("needs.page", ref=entry.reference)
    if entry.reference:
        return url_for("proposals.page", ref=entry.reference)
    return url_for("challenges.page", public_id=entry.challenge_id)


def _mark(entry: Entry) -> str:
    """An id that stays the same wherever and in whichever form it is read (RFC 4151)."""
    host = str(current_app.config["BASE_URL"]).partition("//")[2].partition("/")[0].partition(":")[0]
    thing = entry.reference or entry.challenge_id
    return f"tag:{host},2026:{g.ctx.here.number}/{thing}/{entry.number}"


def _instant(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")


def _add(parent: Element, name: str, words: str) -> Element:
    """A child with text; characters that XML cannot hold are marked."""
    child = SubElement(parent, name)
    child.text = text.showable(words)
    return child
