"""Who may take part where not everyone does: the list of those invited to a challenge, and confirmed identities."""

from flask import Blueprint, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from samskaping.actions import identities as identifying
from samskaping.actions import participants as deeds
from samskaping.errors import Denied, Missing
from samskaping.language import gettext as _
from samskaping.queries import cursors, groups, identities, participants
from samskaping.rules.policy import Can
from samskaping.web import replies, sending
from samskaping.web.access import open_to
from samskaping.web.challenge_desk import own
from samskaping.web.forms.base import Form
from samskaping.web.forms.participants import IdentityForm, InviteForm

bp = Blueprint("participants", __name__)


@bp.route("/arbeid/utfordringer/<public_id>/inviterte", methods=["GET", "POST"])
@open_to(Can.CHALLENGE_WRITE)
def listing(public_id: str) -> ResponseReturnValue:
    """Those invited to take part in a challenge, and inviting one more."""
    challenge = own(public_id)
    if challenge.published_at is None:
        raise Missing
    form, error = InviteForm().offer(groups.organisations(g.ctx)), None
    if form.is_sent:
        email, organisation = form.email.data or "", form.organisation.data or ""
        error = sending.once(
            form, lambda key: deeds.invite(g.ctx, public_id, email=email, organisation=organisation, once=key)
        )
        if error is None:
            sending.say(_("Invitasjonen er sendt."))
            return redirect(url_for("participants.listing", public_id=public_id), 303)
    invited = participants.listing(g.ctx, challenge.key)
    return replies.page(
        "challenges/invited.html", form, error, challenge=challenge, invited=invited, drop=Form(formdata=None)
    )


@bp.post("/arbeid/invitert/<invitation>/trekk")
@open_to(Can.CHALLENGE_WRITE)
def take_back(invitation: str) -> ResponseReturnValue:
    """Take somebody off the list."""
    form, challenge = Form(), participants.challenge_of(g.ctx, invitation)
    if form.is_sent:
        error = sending.once(form, lambda key: deeds.take_back(g.ctx, invitation, once=key))
        sending.say(error.message if error else _("Invitasjonen er trukket."), "danger" if error else "success")
    return redirect(url_for("participants.listing", public_id=challenge), 303)


@bp.route("/arbeid/identitet", methods=["GET", "POST"])
@open_to(Can.IDENTITY_CONFIRM)
def confirmed() -> ResponseReturnValue:
    """Those whose identity the municipality has confirmed, and confirming one more."""
    form, name = IdentityForm(), [""]
    error: Denied | None = None
    if form.is_sent:
        code = form.code.data or ""
        error = sending.once(form, lambda key: name.append(identifying.confirm(g.ctx, code, once=key)))
        if error is None:
            sending.say(_("%(name)s er bekreftet.") % {"name": name[-1] or code})
            return redirect(url_for("participants.confirmed"), 303)
    place = cursors.read(request.args.get("etter", ""), request.args.get("for", ""))
    found = identities.listing(g.ctx, place)
    return replies.page("people/confirmed.html", form, error, slice=found, drop=Form(formdata=None))


@bp.post("/arbeid/identitet/<identity>/trekk")
@open_to(Can.IDENTITY_CONFIRM)
def take_word_back(identity: str) -> ResponseReturnValue:
    """The municipality's word holds no more."""
    form = Form()
    if form.is_sent:
        error = sending.once(form, lambda key: identifying.take_back(g.ctx, identity, once=key))
        sending.say(error.message if error else _("Bekreftelsen er trukket tilbake."), "danger" if error else "success")
    return redirect(url_for("participants.confirmed"), 303)
