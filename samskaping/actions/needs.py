"""Telling of a need, with an account or without; who confirms or reads it first; and taking it back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, func, select, update

from samskaping import text
from samskaping.actions import authors, indexing, letters
from samskaping.actions.proposals import next_reference
from samskaping.actions.record import public_id as new_public_id
from samskaping.actions.record import record_all
from samskaping.actions.sessions import token_hash
from samskaping.context import Context
from samskaping.errors import Missing, TooMuch, Unfit
from samskaping.language import gettext as _
from samskaping.models import Area, Author, Letter, LetterKind, Need, NeedContact
from samskaping.queries import approval
from samskaping.queries.approval import Verdict
from samskaping.rules import limits, names
from samskaping.rules.addresses import address_key
from samskaping.rules.events import What
from samskaping.rules.moderation import found_words
from samskaping.rules.policy import Can
from samskaping.rules.speech import AuthorKind
from samskaping.rules.thresholds import Act

Fact = tuple[What, dict[str, Any]]


@dataclass(frozen=True)
class Told:
    """What somebody tells. ``alias`` is the name that is shown, empty for «Innbygger»; ``area`` a public id, and
    ``organisation`` that of the one it is told for, whose name is shown instead.

    ``email`` is where somebody without an account gets the link; empty when the municipality shall read it instead.
    """

    text: str
    alias: str = ""
    language: str = "nb"
    area: str = ""
    organisation: str = ""
    email: str = ""


def tell(ctx: Context, told: Told, *, once: str | None = None) -> Need:
    """Tell of a need. It has its number at once, but none while a mailed link is waited for."""
    if lacks := ctx.lacks(Act.BEHOV):
        raise Unfit(f"{lacks} " + _("Teksten din er tatt vare på."))
    ctx.require(Can.NEED_TELL)
    if not ctx.here.is_active:
        raise Missing
    _fits(ctx, told)
    area_id = _area_within_limits(ctx, told)
    waits_for_link = ctx.me is None and bool(told.email)
    if waits_for_link and (known := _asked_before(ctx, told)):
        return known
    verdict = Verdict() if waits_for_link else _verdict(ctx, told)
    need = _written(ctx, told, verdict, area_id)
    if waits_for_link:
        _ask(ctx, need, told)
    else:
        _number(ctx, need, once)
    return need


def confirm(ctx: Context, token: str, *, once: str | None = None) -> str:
    """Whoever told it without an account confirms it by the mailed link. Answers its reference. Raises ``Missing``."""
    since = ctx.now - timedelta(days=limits.NEED_LINK_DAYS)
    asked = select(NeedContact.need_id).where(NeedContact.token_hash == token_hash(token), NeedContact.asked_at > since)
    need = ctx.db.scalar(select(Need).where(Need.id == asked.scalar_subquery()).with_for_update())
    if need is None or need.reference is not None:
        raise Missing
    need.told_at = ctx.now
    alias = ctx.db.scalar(select(Author.name).where(Author.id == need.author_id)) or ""
    if ctx.here.approval or found_words(ctx.here.read_first_words, need.text, alias):
        need.held_since = ctx.now
    _number(ctx, need, once)
    # The address is kept nowhere any more: not where the letter went, either.
    ctx.db.execute(delete(NeedContact).where(NeedContact.need_id == need.id))
    ctx.db.execute(
        delete(Letter).where(Letter.kind == LetterKind.NEED, Letter.params["need"].as_string() == need.public_id),
        execution_options={"synchronize_session": False},
    )
    return str(need.reference)


def keep_link(ctx: Context, need: str, secret: str) -> None:
    """The letter is being written: from now on its link confirms the need."""
    found = select(Need.id).where(Need.public_id == need).scalar_subquery()
    ctx.db.execute(
        update(NeedContact).where(NeedContact.need_id == found).values(token_hash=token_hash(secret)),
        execution_options={"synchronize_session": False},
    )


def retract(ctx: Context, ref: str, *, once: str | None = None) -> None:
    """Take one's own need back: its words are gone for everyone."""
    need = locked(ctx, ref)
    if not ctx.may(Can.NEED_RETRACT, need) or need.retracted_at is not None:
        raise Missing
    need.retracted_at = ctx.now
    settle(ctx, need)
    record_all(ctx, need, [(What.NEED_RETRACTED, {})], author_id=need.author_id, once=once)


def settle(ctx: Context, need: Need) -> None:
    """Bring ``is_public`` and the search in step with what has happened to a new need, or a locked one."""
    was_found = need.is_public
    shown = (need.held_since, need.refused_at, need.retracted_at, need.hidden_at) == (None, None, None, None)
    need.is_public = shown and need.reference is not None
    if need.is_public and need.published_at is None:
        need.published_at = ctx.now
    ctx.db.flush()
    if need.is_public or was_found:
        indexing.need(ctx, need)


def hidden(ctx: Context, rows: Sequence[Need]) -> None:
    """The same for many that are hidden by now. Statements do not grow with them."""
    gone = [row for row in rows if row.is_public]
    if not gone:
        return
    for row in gone:
        row.is_public = False
    indexing.drop(ctx, "need", gone)


def locked(ctx: Context, ref: str) -> Need:
    """A need that was told, locked. Raises ``Missing``."""
    need = ctx.db.scalar(select(Need).where(Need.reference == ref).with_for_update())
    if need is None:
        raise Missing
    return need


def public(ctx: Context, ref: str) -> Need:
    """A need that everyone can see, locked. Raises ``Missing``."""
    need = locked(ctx, ref)
    if not need.is_public:
        raise Missing
    return need


def _verdict(ctx: Context, told: Told) -> Verdict:
    """Whether a moderator reads it first: always when nobody knows who told it, or where they can be reached."""
    if not ctx.actor.confirmed:
        return Verdict(waits=True)
    return approval.verdict(ctx, ctx.here.approval, told.text, told.alias)


def _fits(ctx: Context, told: Told) -> None:
    found = {}
    if not told.text.strip():
        found["text"] = _("Skriv noen ord om hva du trenger, eller hva som er vanskelig")
    if flaw := limits.too_long(text.tidy(told.text), limits.NEED):
        found["text"] = flaw
    if told.alias and (flaw := names.person_flaw(names.tidy_name(told.alias))):
        found["alias"] = flaw
    if found:
        raise Unfit(**found)


def _area_within_limits(ctx: Context, told: Told) -> int | None:
    """The key of the area, read in one with a person's own rate. Raises ``TooMuch``, ``Unfit``.

    People whom nobody knows are counted at the door, by their address.
    """
    here, writer, since = ctx.here.id, ctx.actor.person_id, ctx.now - timedelta(hours=1)
    if writer is None and not told.area:
        return None
    lately = select(func.count()).where(Need.municipality_id == here, Need.writer_id == writer, Need.told_at > since)
    named = select(Area.id).where(Area.municipality_id == here, Area.public_id == told.area, Area.ended_at.is_(None))
    many, area_id = ctx.db.execute(select(lately.scalar_subquery(), named.scalar_subquery())).one()
    if writer is not None and many >= limits.NEEDS_HOUR:
        raise TooMuch(_("Du har fortalt om mange behov på kort tid. Teksten er tatt vare på. Prøv igjen om en time."))
    if told.area and area_id is None:
        raise Unfit(area=_("Velg en av mulighetene i lista"))
    key: int | None = area_id
    return key


def _written(ctx: Context, told: Told, verdict: Verdict, area_id: int | None) -> Need:
    need = Need(
        municipality_id=ctx.here.id,
        public_id=new_public_id(),
        author_id=_author(ctx, told),
        writer_id=ctx.actor.person_id,
        language=told.language,
        text=text.tidy(told.text),
        html=text.stored(told.text),
        area_id=area_id,
        told_at=ctx.now,
        held_since=ctx.now if verdict.waits else None,
        trust=verdict.trust,
    )
    ctx.db.add(need)
    return need


def _author(ctx: Context, told: Told) -> int:
    if told.organisation:
        return authors.for_organisation(ctx, told.organisation)
    # The name stands on its own: nobody can see which needs are told by the same person.
    author = Author(kind=AuthorKind.GJEST, municipality_id=ctx.here.id, name=names.tidy_name(told.alias))
    ctx.db.add(author)
    ctx.db.flush()
    return author.id


def _number(ctx: Context, need: Need, once: str | None) -> None:
    """The need is told from now on: its number, and its first events."""
    with ctx.db.no_autoflush:  # a new need is written once, with its number
        need.reference = next_reference(ctx)
    settle(ctx, need)
    facts: list[Fact] = [(What.NEED_TOLD, {"reference": need.reference})]
    facts.append((What.NEED_PUBLISHED if need.is_public else What.NEED_HELD, {}))
    record_all(ctx, need, facts, author_id=need.author_id, once=once)


def _asked_before(ctx: Context, told: Told) -> Need | None:
    """The same words that a link has gone out for already: a second press sends no second one."""
    found = select(Need).join(NeedContact, NeedContact.need_id == Need.id)
    mine = found.where(NeedContact.email_key == address_key(told.email), Need.text == text.tidy(told.text))
    return ctx.db.scalar(mine.where(Need.reference.is_(None)).limit(1))


def _ask(ctx: Context, need: Need, told: Told) -> None:
    """Mail the link. A need that nobody has confirmed leaves no trace in the history: nothing has happened yet."""
    key = address_key(told.email)
    lately = select(func.count()).select_from(NeedContact)
    lately = lately.where(NeedContact.email_key == key, NeedContact.asked_at > ctx.now - timedelta(days=1))
    if (ctx.db.scalar(lately, execution_options={"every_municipality": True}) or 0) >= limits.NEED_LINKS_DAY:
        raise TooMuch(_("Vi har sendt flere lenker til denne adressen. Bruk en av dem, eller prøv igjen i morgen."))
    ctx.db.flush()
    ctx.db.add(NeedContact(municipality_id=ctx.here.id, need_id=need.id, email_key=key, asked_at=ctx.now))
    expires = ctx.now + timedelta(days=limits.NEED_LINK_DAYS)
    letters.post(
        ctx, LetterKind.NEED, address=told.email, expires_at=expires, need=need.public_id, language=ctx.language
    )
    ctx.db.flush()
    ctx.db.info.pop("untold", None)
