"""Signing in by ID-porten, as OpenID Connect has it: out, back, tied to an account, loosened, and out for good."""

import logging
from typing import Any

from flask import Blueprint, Response, g, make_response, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from samskaping.actions import openid as deeds
from samskaping.actions import people as accounts
from samskaping.actions.people import Account
from samskaping.errors import Clash, Denied, Missing, Refused
from samskaping.language import gettext as _
from samskaping.outside.openid import TooLow, Unreachable, Untrusted
from samskaping.queries import people as queries
from samskaping.rules.kinds import LetterKind
from samskaping.rules.openid import Issued
from samskaping.web import login, openid_client, rates, replies
from samskaping.web.access import PUBLIC, SIGNED_IN, Where, open_to
from samskaping.web.accounts import unproven
from samskaping.web.forms.people import IssuedForm, ProvenForm
from samskaping.web.openid_client import ANSWER, END
from samskaping.web.people import age_limit, enter, newcomer, remember, say

bp = Blueprint("openid", __name__)
_RETRY_SECONDS = "10"
_LONGEST_MESSAGE = 20_000
_log = logging.getLogger(__name__)


@bp.post("/logg-inn/id-porten")
@open_to(PUBLIC, Where.BOTH)
def start() -> ResponseReturnValue:
    """Send the browser to the issuer. Not by a redirect: browsers hold those of a form to the page's CSP."""
    client = openid_client.client()
    rates.within(rates.count_sign_in)
    openid_client.let_go()
    answer_at = openid_client.own_host() + ANSWER
    try:
        begun = client.begin(answer_at, g.ctx.language)
    except Unreachable as error:
        return _away(error)
    after = login.own_path(request.args.get("neste"), url_for("people.me"))
    place, form = request.script_root, g.ctx.language
    openid_client.keep_asked(begun, redirect_uri=answer_at, place=place, form=form, after=after)
    answer = make_response(render_template("people/to-issuer.html", address=begun.address))
    answer.headers["Refresh"] = f"0; url={begun.address}"
    return answer


@bp.get(ANSWER)
@open_to(PUBLIC, Where.ROOT)
def answered() -> ResponseReturnValue:
    """The browser comes back, as the one that went."""
    client = openid_client.client()
    asked = openid_client.take_asked(request.args.get("state"))
    if asked is None:
        return _failed(400, _("Innloggingen hører ikke til denne nettleseren, eller den er for gammel. Prøv igjen."))
    openid_client.speak(asked["form"])
    if "error" in request.args:
        return _failed(400, _("Innloggingen i ID-porten ble avbrutt. Ingenting er endret."), asked)
    openid_client.let_go()
    try:
        issued = client.finish(request.args, asked, g.ctx.now)
    except TooLow:
        return _failed(403, _("Du logget inn med et sikkerhetsnivå som er for lavt her. Velg en annen e-ID."), asked)
    except Untrusted as error:
        _log.warning("an answer that cannot be trusted: %s", error)
        return _failed(400, _("Vi kunne ikke stole på svaret fra ID-porten, så du er ikke logget inn."), asked)
    except Unreachable as error:
        return _away(error, asked)
    try:
        with openid_client.writing():
            return _arrive(issued, asked)
    except Denied as denied:
        return _failed(403, denied.message, asked)


def _arrive(issued: Issued, asked: dict[str, str]) -> ResponseReturnValue:
    me, found = g.ctx.me, deeds.arrive(g.ctx, issued)
    if found is None:
        openid_client.wait(issued, asked["after"])
        return redirect(asked["place"] + url_for("openid.link" if me else "openid.new"), 303)
    if me is not None and found.id != me.id:
        raise Refused(_("Du har en annen konto som er koblet til ID-porten. Logg ut av denne først."))
    return enter(found, "openid", after=asked["after"], issued=openid_client.sealed(issued))


@bp.route("/logg-inn/id-porten/ny", methods=["GET", "POST"])
@open_to(PUBLIC, Where.BOTH)
def new() -> ResponseReturnValue:
    """Whoever has come by the issuer for the first time: a new account, or one that they have."""
    openid_client.client()
    if openid_client.waiting() is None:
        return redirect(url_for("people.sign_in"), 303)
    if g.ctx.actor.is_known:
        return redirect(url_for("openid.link"), 303)
    here = g.ctx.municipality
    form = IssuedForm(queries.places(g.ctx), data={"form": g.ctx.language, "home": here.slug if here else ""})
    error = None
    if form.is_sent:
        try:
            rates.within(rates.count_registration)
            accounts.register(g.ctx, newcomer(form))
        except Denied as denied:
            error = denied
            form.refuse(error)
        else:
            remember(str(form.email.data), LetterKind.CONFIRM, after=openid_client.after())
            openid_client.wish_for(str(form.email.data))
            return redirect(url_for("people.mailed"), 303)
    asked = {"after": openid_client.after(), "is_issued": True, "age_limit": age_limit()}
    return replies.page("people/register.html", form, error, **asked)


@bp.route("/min-side/id-porten", methods=["GET", "POST"])
@open_to(SIGNED_IN, Where.BOTH)
def link() -> ResponseReturnValue:
    """Tie the identity that waits in this browser to the account that is signed in, having seen what it means."""
    openid_client.client()
    if g.ctx.actor.awaits_second:
        return redirect(url_for("second_factor.give", neste=url_for("openid.link")), 303)
    issued, profile, form = openid_client.waiting(), queries.profile(g.ctx), ProvenForm()
    after = openid_client.after() or url_for("accounts.settings")
    if issued is None or "nei" in request.form:
        openid_client.forget()
        return redirect(after if "nei" in request.form else url_for("accounts.settings"), 303)
    error: Denied | None = None
    if form.is_sent:
        error = unproven(form, profile) or _tied(issued, form)
        if error is None:
            say(_("Kontoen er koblet til ID-porten."))
            return enter(_own_account(), "openid", after=after, issued=issued)
    return replies.page(
        "people/link-issuer.html",
        form, error, profile=profile, proven=replies.is_proven(), since=openid_client.waiting_since(),
    )  # fmt: skip


@bp.route("/min-side/id-porten/koble-fra", methods=["GET", "POST"])
@open_to(SIGNED_IN, Where.BOTH)
def unlink() -> ResponseReturnValue:
    """Sign in by the issuer no more."""
    profile, form = queries.profile(g.ctx), ProvenForm()
    if not profile.is_linked:
        raise Missing
    error: Denied | None = None
    if form.is_sent:
        error = unproven(form, profile)
        if error is None:
            deeds.unlink(g.ctx)
            say(_("ID-porten er koblet fra kontoen."))
            return redirect(url_for("accounts.settings"), 303)
    return replies.page("people/unlink-issuer.html", form, error, profile=profile, proven=replies.is_proven())


@bp.get(END)
@open_to(PUBLIC, Where.ROOT)
def ended() -> ResponseReturnValue:
    """Back from signing out at the issuer: to the front page of where somebody was."""
    openid_client.client()
    place = login.own_path(f"{request.args.get('state', '')}/", "/")
    return redirect(place if place.count("/") <= 3 else "/", 303)


@bp.get("/id-porten/avslutt")
@open_to(PUBLIC, Where.ROOT)
def end_by_frame() -> ResponseReturnValue:
    """The issuer frames this when somebody signs out there (Front-Channel Logout 1.0); no cookie comes along."""
    client, sid = openid_client.client(), request.args.get("sid", "")
    if request.args.get("iss") != client.settings.issuer or not 0 < len(sid) <= 255:
        return _plain("ukjent", 400)
    with openid_client.writing():
        deeds.end_sessions(g.ctx, client.settings.issuer, sid)
    g.framers = client.framers()
    return _plain("ok")


@bp.post("/id-porten/logg-ut")
@open_to(PUBLIC, Where.ROOT)
def end_by_message() -> ResponseReturnValue:
    """The issuer's server says that somebody has signed out there (Back-Channel Logout 1.0); its signature is proof."""
    client, message = openid_client.client(), request.form.get("logout_token", "")
    if not message or len(message) > _LONGEST_MESSAGE:
        return _plain("logout_token", 400)
    openid_client.let_go()
    try:
        deeds.signed_out(g.ctx, client.signed_out(message, g.ctx.now))
    except Untrusted as error:
        _log.warning("a message of signing out that cannot be trusted: %s", error)
        return _plain("invalid_request", 400)
    except Clash:
        return _plain("said before", 400)
    except Unreachable as error:
        _log.warning("no keys to read a message of signing out by: %s", error)
        return _plain("unreachable", 503)
    return _plain("ok")


@bp.record_once
def _exempt(state: BlueprintSetupState) -> None:
    # The issuer's server has no cookie and no form; what it sends is signed.
    state.app.extensions["csrf"].exempt(end_by_message)


def _tied(issued: Issued, form: ProvenForm) -> Denied | None:
    try:
        deeds.link(g.ctx, g.ctx.me.id, issued)
    except Denied as denied:
        form.refuse(denied)
        return denied
    return None


def _own_account() -> Account:
    return accounts.account_of(accounts.me(g.ctx))


def _away(error: Unreachable, asked: dict[str, str] | None = None) -> Response:
    _log.warning("the issuer of identities does not answer: %s", error)
    words = _("ID-porten svarer ikke akkurat nå. Prøv igjen om litt, eller logg inn på en annen måte.")
    answer = _failed(503, words, asked)
    answer.headers["Retry-After"] = _RETRY_SECONDS
    return answer


def _failed(status: int, words: str, asked: dict[str, Any] | None = None) -> Response:
    """Nobody has been signed in; why, and the way to try again."""
    place, after = (asked or {}).get("place", request.script_root), (asked or {}).get("after")
    again = place + url_for("people.sign_in", neste=after).removeprefix(request.script_root)
    return make_response(render_template("people/not-signed-in.html", words=words, again=again), status)


def _plain(words: str, status: int = 200) -> Response:
    answer = Response(f"{words}\n", status, mimetype="text/plain")
    answer.headers["Cache-Control"] = "no-store"
    return answer
