"""Pages that mailed links open. Looking uses nothing up: only the button does, for scanners open links too."""

from flask import Blueprint, g, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from samskaping.actions import addresses, openid
from samskaping.actions import people as deeds
from samskaping.actions.people import Account
from samskaping.actions.sessions import token_hash
from samskaping.errors import Denied, Missing, Unfit
from samskaping.language import gettext as _
from samskaping.outside import passwords
from samskaping.queries import people
from samskaping.queries.people import Link
from samskaping.rules.addresses import account_mark
from samskaping.rules.kinds import Purpose
from samskaping.rules.openid import Issued
from samskaping.web import login, openid_client, replies
from samskaping.web.access import PUBLIC, Where, open_to
from samskaping.web.forms.base import Form
from samskaping.web.forms.people import ConfirmForm, PasswordForm
from samskaping.web.people import enter, say

bp = Blueprint("links", __name__)


@bp.route("/bekreft/<token>", methods=["GET", "POST"])
@open_to(PUBLIC, Where.BOTH)
def confirm(token: str) -> ResponseReturnValue:
    """Confirm an address and sign in."""
    return _enter(token, Purpose.CONFIRM)


@bp.route("/logg-inn/<token>", methods=["GET", "POST"])
@open_to(PUBLIC, Where.BOTH)
def sign_in(token: str) -> ResponseReturnValue:
    """Sign in without a password; it confirms the address too."""
    return _enter(token, Purpose.SIGN_IN)


@bp.route("/nytt-passord/<token>", methods=["GET", "POST"])
@open_to(PUBLIC, Where.BOTH)
def new_password(token: str) -> ResponseReturnValue:
    """Choose a new password; every other session ends."""
    link = _looked_up(token, Purpose.RESET)
    if link is None:
        return _expired(Purpose.RESET)
    form = PasswordForm()
    form.about = (link.name, link.email)
    if form.is_sent:
        hashed = passwords.hashed(str(form.password.data))
        try:
            account = deeds.reset_password(g.ctx, token, hashed)
        except Missing:
            return _expired(Purpose.RESET)
        say(_("Passordet er byttet. Andre steder der du var logget inn, er nå logget ut."))
        return enter(account, "reset")
    return _private(replies.page("people/new-password.html", form, link=link, canonical=""))


@bp.route("/ny-adresse/<token>", methods=["GET", "POST"])
@open_to(PUBLIC, Where.BOTH)
def new_address(token: str) -> ResponseReturnValue:
    """Confirm a new address; nobody is signed in by it."""
    link = _looked_up(token, Purpose.CHANGE_EMAIL)
    if link is None:
        return _expired(Purpose.CHANGE_EMAIL)
    form, error = Form(), None
    if form.is_sent:
        try:
            addresses.change_address(g.ctx, token)
        except Missing:
            return _expired(Purpose.CHANGE_EMAIL)
        except Denied as denied:
            error = denied
            form.refuse(error)
        else:
            say(_("Adressen er byttet. Bruk den nye når du logger inn."))
            return redirect(url_for("accounts.settings" if g.ctx.actor.is_known else "people.sign_in"), 303)
    new = str(link.payload.get("email", ""))
    return _private(replies.page("people/new-address.html", form, error, link=link, email=new, canonical=""))


@bp.route("/adresse-tilbake/<token>", methods=["GET", "POST"])
@open_to(PUBLIC, Where.BOTH)
def address_back(token: str) -> ResponseReturnValue:
    """Whoever had an account's old address takes it back; nobody is signed in by it."""
    link = _looked_up(token, Purpose.RESTORE_EMAIL)
    if link is None:
        return _expired(Purpose.RESTORE_EMAIL)
    form, error = Form(), None
    if form.is_sent:
        try:
            account = addresses.take_back(g.ctx, token)
        except Missing:
            return _expired(Purpose.RESTORE_EMAIL)
        except Denied as denied:
            error = denied
            form.refuse(error)
        else:
            if g.ctx.actor.person_id == account.id:
                login.sign_out()
            say(_("Den gamle adressen er tilbake, og alle er logget ut. Få en lenke hit og velg et nytt passord."))
            return redirect(url_for("people.forgotten"), 303)
    old = str(link.payload.get("email", ""))
    return _private(replies.page("people/address-back.html", form, error, link=link, email=old, canonical=""))


def _enter(token: str, purpose: Purpose) -> ResponseReturnValue:
    link = _looked_up(token, purpose)
    if link is None:
        return _expired(purpose)
    waits = _asked_here(link)
    chooses = not link.is_confirmed and waits is None
    form = ConfirmForm() if chooses else Form()
    if isinstance(form, ConfirmForm):
        form.about = (link.name, link.email)
    if form.is_sent:
        return _use(link, token, purpose, form, waits)
    return _private(replies.page("people/link.html", form, link=link, purpose=purpose, chooses=chooses, canonical=""))


def _use(link: Link, token: str, purpose: Purpose, form: Form, waits: dict[str, str] | None) -> ResponseReturnValue:
    hashed = (waits or {}).get("chosen") or None
    if isinstance(form, ConfirmForm) and form.password.data:
        hashed = passwords.hashed(form.password.data)
    try:
        account = deeds.confirm(g.ctx, token, purpose, hashed)
    except Missing:
        return _expired(purpose)
    if waits is None:
        login.browser().pop("asked", None)
    if purpose is Purpose.CONFIRM:
        say(_("Adressen er bekreftet. Du er logget inn."))
    return enter(account, "link", issued=None if link.is_confirmed or waits is None else _came_for(account))


def _came_for(account: Account) -> Issued | None:
    """Who came by ID-porten in this browser and asked for this account, which is new: it is theirs from now on."""
    issued = openid_client.waiting()
    if issued is None or not openid_client.is_wished(account):
        return None
    try:
        openid.link(g.ctx, account.id, issued)
    except Unfit:  # somebody was quicker with the same identity: the account is there without it
        return None
    return issued


def _looked_up(token: str, purpose: Purpose) -> Link | None:
    return people.link(g.ctx, token_hash(token), purpose)


def _asked_here(link: Link) -> dict[str, str] | None:
    """What this browser remembers of having asked for the link; None when another one asked."""
    asked: dict[str, str] | None = login.browser().get("asked")
    return asked if asked and asked.get("mark") == account_mark(link.email) else None


def _expired(purpose: Purpose) -> ResponseReturnValue:
    return make_response(render_template("people/expired.html", purpose=purpose, canonical=""), 410)


def _private(answer: ResponseReturnValue) -> ResponseReturnValue:
    """The address holds a secret: it goes nowhere with the next request."""
    response = make_response(answer)
    response.headers["Referrer-Policy"] = "same-origin"
    return response
