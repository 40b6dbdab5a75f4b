"""Tasks of a working group."""

from flask import Blueprint, g
from flask.typing import ResponseReturnValue

from samskaping.actions import group_tasks as deeds
from samskaping.errors import Denied
from samskaping.language import gettext as _
from samskaping.queries import groups as queries
from samskaping.rules.policy import Can
from samskaping.web import replies, sending
from samskaping.web.access import SIGNED_IN, open_to
from samskaping.web.forms.base import Form
from samskaping.web.forms.groups import TaskForm
from samskaping.web.groups import group_of, to_group
from samskaping.web.spoken_for import author_name

bp = Blueprint("group_tasks", __name__)


@bp.route("/arbeidsgruppe/<ref>/oppgave", methods=["GET", "POST"])
@open_to(SIGNED_IN, is_writing=True)
def give(ref: str) -> ResponseReturnValue:
    """Give a member something to do."""
    found = group_of(ref, Can.GROUP_WRITE)
    seated = [
        (one.id, author_name(one.author_kind, one.author or ""))
        for one in queries.members(g.ctx, found)
        if one.joined_at and one.author_kind
    ]
    form = TaskForm().offer(seated)
    error: Denied | None = None
    if form.is_sent:
        error = sending.once(form, lambda key: deeds.give(g.ctx, ref, form.wanted(), once=key))
        if error is None:
            sending.say(_("Oppgaven er gitt."))
            return to_group(ref, "oppgaver")
    return replies.page("groups/task.html", form, error, group=found)


@bp.post("/arbeidsgruppe/<ref>/oppgave/<task>/<any(gjort,igjen):how>")
@open_to(SIGNED_IN, is_writing=True)
def settle(ref: str, task: str, how: str) -> ResponseReturnValue:
    """A task is done, or is open again."""
    group_of(ref, Can.GROUP_WRITE)
    form = Form()
    if form.is_sent:
        error = sending.once(form, lambda key: deeds.settle(g.ctx, ref, task, is_done=how == "gjort", once=key))
        if error is not None:
            sending.say(error.message, "danger")
    return to_group(ref, "oppgaver")
