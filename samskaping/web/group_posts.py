"""What a working group says and minutes."""

from flask import Blueprint, g
from flask.typing import ResponseReturnValue

from samskaping.actions import group_posts as deeds
from samskaping.errors import Clash, Denied, Missing
from samskaping.language import gettext as _
from samskaping.queries import groups as queries
from samskaping.queries import timeline
from samskaping.queries.groups import Group, Post
from samskaping.rules.policy import Can
from samskaping.web import replies, sending
from samskaping.web.access import PUBLIC, SIGNED_IN, open_to
from samskaping.web.forms.base import Form
from samskaping.web.forms.groups import MinutesForm, SaidForm, SayForm
from samskaping.web.groups import group_of, to_group
from samskaping.web.proposals import compared

bp = Blueprint("group_posts", __name__)


@bp.route("/arbeidsgruppe/<ref>/skriv", methods=["GET", "POST"])
@open_to(SIGNED_IN, is_writing=True)
def say(ref: str) -> ResponseReturnValue:
    """Say something in the thread."""
    found = group_of(ref, Can.GROUP_WRITE)
    form = SayForm()
    error: Denied | None = None
    if form.is_sent:
        words, language = form.text.data or "", form.language.data
        error = sending.once(form, lambda key: deeds.say(g.ctx, ref, words, language=language, once=key))
        if error is None:
            sending.say(_("Det du skrev, er sendt til gruppen."))
            return to_group(ref, "samtalen")
    return replies.page("groups/say.html", form, error, group=found)


@bp.route("/arbeidsgruppe/<ref>/innlegg/<post>/endre", methods=["GET", "POST"])
@open_to(SIGNED_IN, is_writing=True)
def change(ref: str, post: str) -> ResponseReturnValue:
    """Write one's own anew; when it was changed in another window, what is new stands beside."""
    found, said = _own(ref, post)
    form = SaidForm(data={"text": said.text, "version": said.version})
    error: Denied | None = None
    if form.is_sent:
        words, version = form.text.data or "", form.version.data
        error = sending.once(form, lambda key: deeds.change(g.ctx, ref, post, words, version=version, once=key))
        if error is None:
            sending.say(_("Innlegget er endret."))
            return to_group(ref, f"innlegg-{post}")
    clashed = isinstance(error, Clash)
    if clashed:
        said = queries.post(g.ctx, found, post)
        form.version.data = said.version
    return replies.page("groups/change.html", form, error, group=found, said=said, clashed=clashed)


@bp.route("/arbeidsgruppe/<ref>/innlegg/<post>/trekk", methods=["GET", "POST"])
@open_to(SIGNED_IN, is_writing=True)
def retract(ref: str, post: str) -> ResponseReturnValue:
    """Take one's own back, after asking once."""
    found, said = _own(ref, post)
    form = Form()
    error: Denied | None = None
    if form.is_sent:
        error = sending.once(form, lambda key: deeds.retract(g.ctx, ref, post, once=key))
        if error is None:
            sending.say(_("Innlegget er trukket."))
            return to_group(ref, "samtalen")
    return replies.page("groups/retract.html", form, error, group=found, said=said)


@bp.get("/arbeidsgruppe/<ref>/innlegg/<post>/versjoner")
@open_to(PUBLIC)
def versions(ref: str, post: str) -> ResponseReturnValue:
    """Every version of something said, and what differs between two; for others than the group nothing is here."""
    found = group_of(ref, Can.GROUP_READ, writes=False)
    said = queries.post(g.ctx, found, post)
    kept = timeline.versions(g.ctx, "group_post", said.key)
    return compared("groups/post_versions.html", kept, ("text",), case=found, said=said)


def _own(ref: str, post: str) -> tuple[Group, Post]:
    """What the visitor has said in an open group. Raises ``Missing``."""
    found = group_of(ref, Can.GROUP_WRITE)
    said = queries.post(g.ctx, found, post)
    if not said.is_mine:
        raise Missing
    return found, said


@bp.route("/arbeidsgruppe/<ref>/referat", methods=["GET", "POST"])
@open_to(SIGNED_IN, is_writing=True)
def minute(ref: str) -> ResponseReturnValue:
    """Write the minutes of a meeting."""
    found = group_of(ref, Can.GROUP_WRITE)
    form = MinutesForm()
    error: Denied | None = None
    if form.is_sent:
        error = sending.once(form, lambda key: deeds.minute(g.ctx, ref, form.minutes(), once=key))
        if error is None:
            sending.say(_("Referatet er lagret. Bare gruppen og ansatte ser det til noen viser det for alle."))
            return to_group(ref, "referater")
    return replies.page("groups/minute.html", form, error, group=found)


@bp.post("/arbeidsgruppe/<ref>/referat/<post>/<any(vis,skjul):how>")
@open_to(SIGNED_IN, is_writing=True)
def turn(ref: str, post: str, how: str) -> ResponseReturnValue:
    """Let everyone read some minutes, or the group alone."""
    group_of(ref, Can.GROUP_LEAD, writes=False)
    form = Form()
    if form.is_sent:
        error = sending.once(form, lambda key: deeds.turn(g.ctx, ref, post, is_public=how == "vis", once=key))
        done = _("Alle kan lese referatet.") if how == "vis" else _("Bare gruppen og ansatte kan lese referatet.")
        sending.say(error.message if error else done, "danger" if error else "success")
    return to_group(ref, "referater")
