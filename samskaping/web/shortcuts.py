"""The keys of the inbox: which there are, and whether single letters work for me."""

from flask import Blueprint, g, redirect, url_for
from flask.typing import ResponseReturnValue

from samskaping.actions import shortcuts
from samskaping.language import gettext as _
from samskaping.rules.policy import Can
from samskaping.web import replies, sending
from samskaping.web.access import open_to
from samskaping.web.forms.base import Form

bp = Blueprint("shortcuts", __name__)


@bp.route("/arbeid/taster", methods=["GET", "POST"])
@open_to(Can.STAFF_ENTER)
def page() -> ResponseReturnValue:
    """The list of keys, and the switch."""
    form = Form()
    if form.is_sent:
        is_off = shortcuts.switch(g.ctx)
        sending.say(_("Bokstavtastene er slått av.") if is_off else _("Bokstavtastene er slått på."))
        return redirect(url_for("casework.inbox"), 303)
    return replies.page("casework/shortcuts.html", form)
