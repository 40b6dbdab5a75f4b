"""The desk of a challenge that several municipalities share: who is in, inviting, answering, leaving."""

from collections.abc import Callable

from flask import Blueprint, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from samskaping.actions import partners as deeds
from samskaping.errors import Denied, Missing
from samskaping.language import gettext as _
from samskaping.queries import challenges, partners
from samskaping.queries.challenges import Page
from samskaping.rules.partners import STANDING_NAMES
from samskaping.rules.policy import Can
from samskaping.rules.speech import LEVEL_NAMES
from samskaping.web import replies, sending
from samskaping.web.access import open_to
from samskaping.web.forms.base import Form
from samskaping.web.forms.partners import AnswerForm, InviteForm, LeaveForm, PlaceForm

bp = Blueprint("partners", __name__)
#: Proposals of the other municipalities that are shown beside the challenge.
_SOME = 20


@bp.route("/arbeid/felles/<public_id>", methods=["GET", "POST"])
@open_to(Can.CHALLENGE_WRITE)
def listing(public_id: str) -> ResponseReturnValue:
    """The municipalities in a challenge; the leading one invites more here."""
    challenge = _published(public_id)
    found = partners.at_desk(g.ctx, challenge.key)
    leads = challenge.slug == g.ctx.here.slug
    form = InviteForm().offer(partners.askable(g.ctx, found) if leads else [])
    error: Denied | None = None
    if form.is_sent:
        slug, words = form.municipality.data, form.words.data or ""
        error = sending.once(form, lambda key: deeds.invite(g.ctx, public_id, slug, words, once=key))
        if error is None:
            sending.say(_("Invitasjonen er sendt. De som leder og publiserer der, får beskjed."))
            return _back(public_id)
    keeps = [(one.slug, one.full_name) for one, _said in found if one.is_in]
    return replies.page(
        "partners/listing.html",
        form,
        error,
        challenge=challenge,
        partners=found,
        leads=leads,
        keeping=PlaceForm(formdata=None, data={"archivist": _keeper(found)}).offer(keeps),
        drop=Form(formdata=None),
        standings=STANDING_NAMES,
        others=partners.others(g.ctx, challenge.key, _SOME),
    )


@bp.post("/arbeid/felles/<public_id>/trekk")
@open_to(Can.PARTNER_INVITE)
def uninvite(public_id: str) -> ResponseReturnValue:
    """Take back an invitation that is not answered."""
    return _named(public_id, "municipality", deeds.uninvite, _("Invitasjonen er trukket."))


@bp.post("/arbeid/felles/<public_id>/arkiv")
@open_to(Can.PARTNER_INVITE)
def keep(public_id: str) -> ResponseReturnValue:
    """Name the municipality that keeps the record."""
    return _named(public_id, "archivist", deeds.name_archivist, _("Ansvaret for arkivet er lagt."))


@bp.route("/arbeid/felles/<public_id>/ga-ut", methods=["GET", "POST"])
@open_to(Can.PARTNER_ANSWER)
def leave(public_id: str) -> ResponseReturnValue:
    """Leave a challenge that another municipality leads, after asking once."""
    challenge = _published(public_id)
    own = next((one for one in partners.of_challenge(g.ctx, challenge.key) if one.slug == g.ctx.here.slug), None)
    if own is None or own.is_lead:
        raise Missing
    form = LeaveForm()
    error: Denied | None = None
    if form.is_sent:
        error = sending.once(form, lambda key: deeds.leave(g.ctx, public_id, form.words.data or "", once=key))
        if error is None:
            sending.say(_("Dere har gått ut av utfordringen. Forslagene fra innbyggerne deres blir stående hos dere."))
            return redirect(url_for("challenge_desk.listing"), 303)
    return replies.page("partners/leave.html", form, error, challenge=challenge, own=own)


@bp.route("/arbeid/invitasjon/<public_id>", methods=["GET", "POST"])
@open_to(Can.CHALLENGE_WRITE)
def invitation(public_id: str) -> ResponseReturnValue:
    """What another municipality invites ours to; those who answer for it, answer here."""
    asked = partners.invitation(g.ctx, public_id)
    form = AnswerForm()
    error: Denied | None = None
    if form.is_sent:
        accepts, words = form.answer.data == "ja", form.words.data or ""
        error = sending.once(form, lambda key: deeds.answer(g.ctx, public_id, accepts=accepts, words=words, once=key))
        if error is None and accepts:
            sending.say(_("Dere er med. Utfordringen står nå på sidene deres."))
            return _back(public_id)
        if error is None:
            sending.say(_("Svaret er sendt til %(name)s.") % {"name": asked.lead})
            return redirect(url_for("challenge_desk.listing"), 303)
    return replies.page(
        "partners/invitation.html", form, error, asked=asked, standings=STANDING_NAMES, levels=LEVEL_NAMES
    )


def _named(public_id: str, field: str, deed: Callable[..., None], said: str) -> ResponseReturnValue:
    """Do a deed with the municipality that a field of the list names, and say on the list what came of it."""
    _published(public_id)
    form, slug = Form(), request.form.get(field, "")[:60]
    if form.is_sent:
        error = sending.once(form, lambda key: deed(g.ctx, public_id, slug, once=key))
        sending.say(error.message if error else said, "danger" if error else "success")
    return _back(public_id)


def _published(public_id: str) -> Page:
    challenge = challenges.page(g.ctx, public_id)
    if challenge.published_at is None:
        raise Missing
    return challenge


def _keeper(found: tuple[tuple[partners.Partner, partners.Said], ...]) -> str:
    """The slug of the one that keeps the record; the leading one's where none is named."""
    return next((one.slug for one, _said in found if one.is_archivist), found[0][0].slug if found else "")


def _back(public_id: str) -> ResponseReturnValue:
    return redirect(url_for("partners.listing", public_id=public_id), 303)
