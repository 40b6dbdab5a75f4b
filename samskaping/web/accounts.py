"""One's own account: profile, password, address, sessions."""

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from samskaping.actions import addresses
from samskaping.actions import people as deeds
from samskaping.actions.people import Profile
from samskaping.errors import Denied, Missing, Unfit
from samskaping.language import gettext as _
from samskaping.outside import passwords
from samskaping.queries import people
from samskaping.rules.kinds import LetterKind, MailChoice
from samskaping.web import login, rates, replies
from samskaping.web.access import SIGNED_IN, Where, open_to
from samskaping.web.forms.people import (
    OWN_NAME,
    RESIDENT,
    NewAddressForm,
    NewPasswordForm,
    ProvenForm,
    SettingsForm,
)
from samskaping.web.people import by_password, remember, say

bp = Blueprint("accounts", __name__)


@bp.route("/min-side/innstillinger", methods=["GET", "POST"])
@open_to(SIGNED_IN, Where.BOTH)
def settings() -> ResponseReturnValue:
    """Name, public name, form, home municipality and mail."""
    profile = people.profile(g.ctx)
    form = SettingsForm(people.places(g.ctx), data=_as_typed(profile))
    error = None
    if form.is_sent:
        try:
            deeds.change(g.ctx, _wish(form))
        except Denied as denied:
            error = denied
            form.refuse(error)
        else:
            say(_("Endringene er lagret."))
            return redirect(login.own_path(request.args.get("neste"), url_for("accounts.settings")), 303)
    return replies.page("people/settings.html", form, error, profile=profile, work_places=people.work_places(g.ctx))


@bp.route("/min-side/passord", methods=["GET", "POST"])
@open_to(SIGNED_IN, Where.BOTH)
def password() -> ResponseReturnValue:
    """Choose a password, or another one; the person's other sessions end."""
    if way := second_first():
        return way
    profile = people.profile(g.ctx)
    form, error = NewPasswordForm(), None
    if form.is_sent:
        try:
            must_be_proven(form, profile)
            deeds.change_password(g.ctx, passwords.hashed(str(form.password.data)))
            login.browser().rekey()
        except Denied as denied:
            error = denied
            form.refuse(error)
        else:
            say(_("Passordet er byttet. Andre steder der du var logget inn, er nå logget ut."))
            return redirect(url_for("accounts.settings"), 303)
    return replies.page("people/password.html", form, error, profile=profile, proven=replies.is_proven())


@bp.route("/min-side/e-post", methods=["GET", "POST"])
@open_to(SIGNED_IN, Where.BOTH)
def address() -> ResponseReturnValue:
    """Ask to change the address; a link goes to the new one, and nothing changes before it is used."""
    if way := second_first():
        return way
    profile = people.profile(g.ctx)
    form, error = NewAddressForm(), None
    if form.is_sent:
        try:
            must_be_proven(form, profile)
            rates.within(rates.count_letter)
            addresses.ask_new_address(g.ctx, str(form.email.data))
        except Denied as denied:
            error = denied
            form.refuse(error)
        else:
            say(_("Vi har sendt en lenke til den nye adressen. Åpne den innen ett døgn."))
            return redirect(url_for("accounts.settings"), 303)
    return replies.page("people/address.html", form, error, profile=profile, proven=replies.is_proven())


@bp.post("/min-side/bevis")
@open_to(SIGNED_IN, Where.BOTH)
def prove() -> ResponseReturnValue:
    """Mail oneself a link: the way to show who one is for those who have no password."""
    rates.within(rates.count_letter)
    email = people.profile(g.ctx).email
    deeds.ask_for_link(g.ctx, email, LetterKind.SIGN_IN)
    remember(email, LetterKind.SIGN_IN)
    return redirect(url_for("people.mailed"), 303)


@bp.post("/min-side/bekreft")
@open_to(SIGNED_IN, Where.BOTH)
def confirm_again() -> ResponseReturnValue:
    """Mail the confirmation once more."""
    rates.within(rates.count_letter)
    email = people.profile(g.ctx).email
    if not g.ctx.actor.confirmed:
        deeds.ask_for_link(g.ctx, email, LetterKind.CONFIRM)
    remember(email, LetterKind.CONFIRM)
    return redirect(url_for("people.mailed"), 303)


@bp.get("/min-side/okter")
@open_to(SIGNED_IN, Where.BOTH)
def stays() -> ResponseReturnValue:
    """Where the person is signed in."""
    return render_template("people/stays.html", stays=people.stays(g.ctx))


@bp.post("/min-side/okter/avslutt")
@open_to(SIGNED_IN, Where.BOTH)
def end_stay() -> ResponseReturnValue:
    """Sign out somewhere else, or everywhere else."""
    mark = request.form.get("okt", "")
    if mark == "andre":
        deeds.end_other_sessions(g.ctx)
    else:
        found = [stay for stay in people.stays(g.ctx) if stay.mark == mark and not stay.is_here]
        if not found:
            raise Missing
        deeds.end_session(g.ctx, found[0].id)
    say(_("Økten er avsluttet."))
    return redirect(url_for("accounts.stays"), 303)


def second_first() -> ResponseReturnValue | None:
    """The way to the second factor, and back here, for whoever is asked for it; the deeds ask too."""
    if not g.ctx.actor.awaits_second:
        return None
    return redirect(url_for("second_factor.give", neste=request.path), 303)


def must_be_proven(form: ProvenForm, profile: people.Profile) -> None:
    """The person has just shown who they are, or gives their password now. Raises ``Unfit``."""
    if replies.is_proven():
        return
    if not profile.has_password:
        raise Unfit(_("Vis at det er deg først: få en lenke på e-post."))
    if not form.current.data:
        raise Unfit(current=_("Skriv passordet du har nå"))
    try:
        by_password(profile.email, form.current.data)
    except Unfit:
        raise Unfit(current=_("Passordet stemmer ikke. Prøv igjen.")) from None
    replies.prove()


def unproven(form: ProvenForm, profile: people.Profile) -> Denied | None:
    """What ``must_be_proven`` refused, told in the form; asked before the deed, so that a wrong try stays counted."""
    try:
        must_be_proven(form, profile)
    except Denied as denied:
        form.refuse(denied)
        return denied
    return None


def _as_typed(profile: people.Profile) -> dict[str, str]:
    return {
        "name": profile.name,
        "shown_as": OWN_NAME if profile.shows_name else RESIDENT,
        "form": profile.form,
        "home": profile.home,
        "mail": profile.mail_choice.value,
    }


def _wish(form: SettingsForm) -> Profile:
    return Profile(
        name=str(form.name.data),
        shows_name=form.shown_as.data != RESIDENT,
        form=str(form.form.data),
        home=form.home.data or "",
        mail_choice=MailChoice(form.mail.data),
    )
