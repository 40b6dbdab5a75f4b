"""What a working group says and minutes."""

from flask import Blueprint, g
from flask.typing import ResponseReturnValue

from samskaping.actions import group_posts as deeds
from samskaping.errors import Denied
from samskaping.language import gettext as _
from samskaping.rules.policy import Can
from samskaping.web import replies, sending
from samskaping.web.access import SIGNED_IN, open_to
from samskaping.web.forms.base import Form
from samskaping.web.forms.groups import MinutesForm, SayForm
from samskaping.web.groups import group_of, to_group

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
