"""Organisations: their pages, those who act for them, and the municipality's word on who they are."""

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from samskaping.actions import organisations as deeds
from samskaping.actions.organisations import Wish
from samskaping.db import Conflict
from samskaping.errors import Denied, Missing, Unfit
from samskaping.language import gettext as _
from samskaping.queries import cursors, organisation_page, organisations
from samskaping.queries.organisation_page import Page
from samskaping.rules.policy import Can
from samskaping.rules.speech import ORGANISATION_KIND_NAMES, OrganisationKind
from samskaping.web import replies
from samskaping.web.access import PUBLIC, SIGNED_IN, Where, open_to
from samskaping.web.forms.organisations import InvitationForm, OrganisationForm
from samskaping.web.people import say

bp = Blueprint("organisations", __name__)


@bp.app_template_global()
def organisation_kind(kind: OrganisationKind) -> str:
    """«Frivillig lag eller forening», for templates."""
    return str(ORGANISATION_KIND_NAMES[kind])


@bp.app_template_global()
def spaced(number: str) -> str:
    """«974 760 673», with hard spaces."""
    return f"{number[:3]}\u00a0{number[3:6]}\u00a0{number[6:]}"


@bp.get("/min-side/organisasjoner")
@open_to(SIGNED_IN, Where.BOTH)
def mine() -> ResponseReturnValue:
    """Those the person acts for, and invitations."""
    return render_template(
        "organisations/mine.html",
        organisations=organisations.mine(g.ctx),
        invitations=organisations.invitations(g.ctx),
    )


@bp.route("/organisasjoner/ny", methods=["GET", "POST"])
@open_to(SIGNED_IN, Where.BOTH)
def register() -> ResponseReturnValue:
    """Register an organisation that the person acts for."""
    if not g.ctx.may(Can.ORGANISATION_REGISTER):
        return render_template("organisations/unconfirmed.html"), 403
    form, error = OrganisationForm(), None
    if form.is_sent:
        try:
            made = _registered(form)
        except Denied as denied:
            error = denied
            form.refuse(error)
        else:
            say(_("Organisasjonen er registrert. Du kan skrive for den fra nå av."))
            return redirect(url_for("organisations.page", public_id=made), 303)
    return replies.page("organisations/register.html", form, error)


@bp.get("/organisasjoner")
@open_to(PUBLIC)
def listing() -> ResponseReturnValue:
    """Those that take part in this municipality, by name."""
    if not g.ctx.here.is_active:
        raise Missing
    place = cursors.read(request.args.get("etter", ""), request.args.get("for", ""))
    return render_template("organisations/listing.html", slice=organisations.listing(g.ctx, place))


@bp.get("/organisasjon/<public_id>")
@open_to(PUBLIC, Where.BOTH)
def page(public_id: str) -> ResponseReturnValue:
    """What an organisation is, whether this municipality vouches for it, and what it wrote here."""
    return render_template("organisations/page.html", organisation=organisation_page.page(g.ctx, public_id))


@bp.route("/organisasjon/<public_id>/endre", methods=["GET", "POST"])
@open_to(SIGNED_IN, Where.BOTH)
def change(public_id: str) -> ResponseReturnValue:
    """Change what it is called, and what it is about."""
    found = _own(public_id)
    form = OrganisationForm(
        data={"name": found.name, "kind": found.kind.value, "number": found.number, "about": found.about}
    )
    error = None
    if form.is_sent:
        try:
            deeds.change(g.ctx, public_id, _wish(form))
        except Denied as denied:
            error = denied
            form.refuse(error)
        else:
            say(_("Endringene er lagret."))
            return redirect(url_for("organisations.page", public_id=public_id), 303)
    return replies.page("organisations/change.html", form, error, organisation=found)


@bp.route("/organisasjon/<public_id>/personer", methods=["GET", "POST"])
@open_to(SIGNED_IN, Where.BOTH)
def people(public_id: str) -> ResponseReturnValue:
    """Who acts for it; invite one more by address."""
    form, error = InvitationForm(), None
    if form.is_sent:
        try:
            deeds.invite(g.ctx, public_id, str(form.email.data))
        except Denied as denied:
            error = denied
            form.refuse(error)
        else:
            say(_("Invitasjonen er sendt. Den gjelder i sju dager."))
            return redirect(url_for("organisations.people", public_id=public_id), 303)
    return replies.page("organisations/people.html", form, error, organisation=_own(public_id))


@bp.post("/organisasjon/<public_id>/navn")
@open_to(SIGNED_IN, Where.BOTH)
def name_me(public_id: str) -> ResponseReturnValue:
    """Let everyone see one's own name on its page, or (``vis=nei``) nobody any more."""
    is_named = request.form.get("vis") != "nei"
    deeds.name_me(g.ctx, public_id, is_named=is_named)
    say(_("Navnet ditt står nå på siden til organisasjonen.") if is_named else _("Navnet ditt er tatt bort fra siden."))
    return redirect(url_for("organisations.people", public_id=public_id), 303)


@bp.post("/organisasjon/<public_id>/ga-ut")
@open_to(SIGNED_IN, Where.BOTH)
def leave(public_id: str) -> ResponseReturnValue:
    """Act for it no longer."""
    try:
        deeds.leave(g.ctx, public_id)
    except Unfit as error:
        say(error.message, "warning")
        return redirect(url_for("organisations.people", public_id=public_id), 303)
    say(_("Du skriver ikke lenger for organisasjonen."))
    return redirect(url_for("organisations.mine"), 303)


@bp.post("/organisasjon/<public_id>/be-om-bekreftelse")
@open_to(SIGNED_IN)
def ask_to_verify(public_id: str) -> ResponseReturnValue:
    """Ask this municipality for its word."""
    deeds.ask_to_verify(g.ctx, public_id)
    say(_("Kommunen har fått beskjed."))
    return redirect(url_for("organisations.page", public_id=public_id), 303)


@bp.post("/min-side/invitasjon/<public_id>")
@open_to(SIGNED_IN, Where.BOTH)
def answer(public_id: str) -> ResponseReturnValue:
    """Yes or no to an invitation."""
    if request.form.get("svar") == "nei":
        deeds.decline(g.ctx, public_id)
        say(_("Du har sagt nei til invitasjonen."))
        return redirect(url_for("organisations.mine"), 303)
    organisation = deeds.accept(g.ctx, public_id)
    say(_("Du kan skrive for organisasjonen fra nå av."))
    return redirect(url_for("organisations.page", public_id=organisation), 303)


@bp.get("/arbeid/organisasjoner")
@open_to(Can.ORGANISATION_VERIFY)
def verifying() -> ResponseReturnValue:
    """Organisations that asked this municipality, those that wait first."""
    place = cursors.read(request.args.get("etter", ""), request.args.get("for", ""))
    return render_template("organisations/verifying.html", asking=organisations.asking(g.ctx, place))


@bp.post("/arbeid/organisasjoner/<public_id>")
@open_to(Can.ORGANISATION_VERIFY)
def verify(public_id: str) -> ResponseReturnValue:
    """Give the municipality's word, or take it back."""
    if request.form.get("bekreft") == "nei":
        deeds.unverify(g.ctx, public_id)
        say(_("Bekreftelsen er trukket tilbake."))
    else:
        deeds.verify(g.ctx, public_id)
        say(_("Organisasjonen er bekreftet."))
    return redirect(url_for("organisations.verifying"), 303)


def _registered(form: OrganisationForm) -> str:
    """Register what the form says; a second press of its button comes to where the first one came."""
    before = organisations.registered(g.ctx, form.once_key)
    if before:
        return before
    try:
        return deeds.register(g.ctx, _wish(form), once=form.once_key)
    except (Conflict, Unfit):
        g.ctx.db.rollback()
        before = organisations.registered(g.ctx, form.once_key)
        if before is None:
            raise
        return before


def _own(public_id: str) -> Page:
    found = organisation_page.page(g.ctx, public_id)
    if not found.is_mine:
        raise Missing
    return found


def _wish(form: OrganisationForm) -> Wish:
    return Wish(
        name=str(form.name.data),
        kind=OrganisationKind(form.kind.data),
        number=form.number.data or "",
        about=form.about.data or "",
    )
