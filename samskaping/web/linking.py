"""Linking a case to another one, and taking the link away."""

from flask import Blueprint, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from samskaping.actions import linking
from samskaping.errors import Denied
from samskaping.language import gettext as _
from samskaping.queries import case_page
from samskaping.queries import linking as queries
from samskaping.rules.identifiers import is_reference
from samskaping.rules.policy import Can
from samskaping.web import casework_tables, replies, sending
from samskaping.web.access import open_to
from samskaping.web.forms.base import Form, Required, TextField
from samskaping.web.forms.casework import CaseForm

bp = Blueprint("linking", __name__)
bp.context_processor(casework_tables.names)
_SIMILAR = 8


class LinkForm(CaseForm):
    """The number of the other case."""

    other = TextField("", [Required(lambda: _("Skriv nummeret til den andre saken"))], most=14, public=False)


@bp.route("/arbeid/sak/<ref>/knytt", methods=["GET", "POST"])
@open_to(Can.PROPOSAL_HANDLE)
def link(ref: str) -> ResponseReturnValue:
    """Link the case to another one, by its number; similar ones are shown."""
    case = case_page.case(g.ctx, ref)
    g.ctx.require(Can.PROPOSAL_HANDLE, case)
    wanted = request.args.get("til", "")
    form = LinkForm.of(case, other=wanted if is_reference(wanted) else "")
    error: Denied | None = None
    if form.is_sent:
        error = sending.once(form, lambda once: linking.link(g.ctx, ref, form.other.data or "", once=once))
        if error is None:
            sending.say(_("Sakene er knyttet sammen."))
            return redirect(url_for("casework.case", ref=ref, _anchor="knyttet"), 303)
    near = queries.near(g.ctx, case, most=_SIMILAR)
    return replies.page("linking/link.html", form, error, case=case, near=near, drop=Form(formdata=None))


@bp.post("/arbeid/sak/<ref>/knytt/<other>/fjern")
@open_to(Can.PROPOSAL_HANDLE)
def unlink(ref: str, other: str) -> ResponseReturnValue:
    """Take a link away."""
    form = Form()
    if form.is_sent:
        error = sending.once(form, lambda once: linking.unlink(g.ctx, ref, other, once=once))
        sending.say(
            error.message if error else _("Sakene er ikke lenger knyttet sammen."), "danger" if error else "success"
        )
    return redirect(url_for("casework.case", ref=ref, _anchor="knyttet"), 303)
