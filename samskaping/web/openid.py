"""Signing in by ID-porten, as OpenID Connect has it: out, back, tied to an account, loosened, and out for good.

Municipalities' own issuers go the same ways at addresses of their own (``web/staff_openid.py``).
"""

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
from samskaping.outside.openid import Client, TooLow, TooMany, Unreachable, Untrusted
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
    """Send the browser to the issuer."""
    return depart(openid_client.client())


@bp.get(ANSWER)
@open_to(PUBLIC, Where.ROOT)
def answered() -> ResponseReturnValue:
    """The browser comes back, as the one that went."""
    return come_back(openid_client.client())


def depart(known: Client) -> ResponseReturnValue:
    """To an issuer. Not by a redirect: browsers hold those of a form to the page's CSP."""
    rates.within(rates.count_sign_in)
    openid_client.let_go()
    answer_at = openid_client.own_host() + openid_client.answer_path(known)
    try:
        begun = known.begin(answer_at, g.ctx.language)
    except Unreachable as error:
        return _away(known, error)
    after = login.own_path(request.args.get("neste"), url_for("people.me"))
    place, form = request.script_root, g.ctx.language
    openid_client.keep_asked(known, begun, redirect_uri=answer_at, place=place, form=form, after=after)
    page = render_template("people/to-issuer.html", address=begun.address, issuer=openid_client.called(known))
    answer = make_response(page)
    answer.headers["Refresh"] = f"0; url={begun.address}"
    return answer


def come_back(known: Client) -> ResponseReturnValue:
    """From an issuer, at the address that is its own: what another's browser asked is not looked at."""
    asked = openid_client.take_asked(known, request.args.get("state"))
    if asked is None:
        return _failed(400, _("Innloggingen hører ikke til denne nettleseren, eller den er for gammel. Prøv igjen."))
    openid_client.speak(asked["form"])
    if "error" in request.args:
        words = _("Innloggingen i %(issuer)s ble avbrutt. Ingenting er endret.")
        return _failed(400, words % {"issuer": openid_client.called(known)}, asked)
    openid_client.let_go()
    try:
        issued = known.finish(request.args, asked, g.ctx.now)
    except (TooLow, TooMany, Untrusted) as error:
        return _unbelieved(known, error, asked)
    except Unreachable as error:
        return _away(known, error, asked)
    try:
        with openid_client.writing():
            return _arrive(known, issued, asked)
    except Denied as denied:
        return _refused("account" if issued.roles or not issued.place else "no_role", 403, denied.message, asked)


def _refused(why: str, status: int, words: str, asked: dict[str, str]) -> ResponseReturnValue:
    """Somebody whom an issuer knows does not come in here; the log says why, and nothing of who it was."""
    with openid_client.writing():
        deeds.refused(g.ctx, why)
    return _failed(status, words, asked)


def _unbelieved(known: Client, error: Exception, asked: dict[str, str]) -> ResponseReturnValue:
    if isinstance(error, TooMany):
        words = _(
            "Du er med i så mange grupper at innloggingen ikke sier hvilke. Be den som styrer den i kommunen, "
            "om å sende bare gruppene som hører til denne tjenesten."
        )
        return _refused("groups", 403, words, asked)
    if isinstance(error, TooLow):
        low = _("Du logget inn med et sikkerhetsnivå som er for lavt her. Velg en annen e-ID.")
        one = _("Du logget inn uten to-trinns innlogging, og kommunen krever det. Logg inn igjen, med to trinn.")
        return _refused("level", 403, one if known.desk else low, asked)
    _log.warning("an answer that cannot be trusted: %s", error)
    words = _("Vi kunne ikke stole på svaret fra %(issuer)s, så du er ikke logget inn.")
    return _refused("untrusted", 400, words % {"issuer": openid_client.called(known)}, asked)


def _arrive(known: Client, issued: Issued, asked: dict[str, str]) -> ResponseReturnValue:
    me, found = g.ctx.me, deeds.arrive(g.ctx, issued)
    if found is None:
        if issued.place and not issued.roles:
            raise Refused(
                _("Ingen av gruppene dine gir en rolle her. Be administratoren i kommunen om å få den du trenger.")
            )
        openid_client.wait(issued, asked["after"])
        return redirect(asked["place"] + url_for("openid.link" if me else "openid.new"), 303)
    if me is not None and found.id != me.id:
        words = _("Du har en annen konto som er koblet til %(issuer)s. Logg ut av denne først.")
        raise Refused(words % {"issuer": openid_client.called(known)})
    return enter(found, "openid", after=asked["after"], issued=openid_client.sealed(issued))


@bp.route("/logg-inn/id-porten/ny", methods=["GET", "POST"])
@open_to(PUBLIC, Where.BOTH)
def new() -> ResponseReturnValue:
    """Whoever has come by the issuer for the first time: a new account, or one that they have."""
    known = openid_client.of_waiting()
    if known is None:
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
    asked = {"after": openid_client.after(), "age_limit": age_limit(), "is_staff": known.desk is not None}
    return replies.page("people/register.html", form, error, by=openid_client.called(known), **asked)


@bp.route("/min-side/id-porten", methods=["GET", "POST"])
@open_to(SIGNED_IN, Where.BOTH)
def link() -> ResponseReturnValue:
    """Tie the identity that waits in this browser to the account that is signed in, having seen what it means."""
    known = openid_client.of_waiting()
    if g.ctx.actor.awaits_second:
        return redirect(url_for("second_factor.give", neste=url_for("openid.link")), 303)
    issued, profile, form = openid_client.waiting(), queries.profile(g.ctx), ProvenForm()
    after = openid_client.after() or url_for("accounts.settings")
    if issued is None or known is None or "nei" in request.form:
        openid_client.forget()
        return redirect(after if "nei" in request.form else url_for("accounts.settings"), 303)
    error: Denied | None = None
    if form.is_sent:
        error = unproven(form, profile) or _tied(issued, form)
        if error is None:
            say(_("Kontoen er koblet til %(issuer)s.") % {"issuer": openid_client.called(known)})
            return enter(_own_account(), "openid", after=after, issued=issued)
    return replies.page(
        "people/link-issuer.html",
        form, error, profile=profile, proven=replies.is_proven(), since=openid_client.waiting_since(),
        issuer=openid_client.called(known), is_staff=known.desk is not None,
    )  # fmt: skip


@bp.route("/min-side/id-porten/koble-fra", methods=["GET", "POST"])
@open_to(SIGNED_IN, Where.BOTH)
def unlink() -> ResponseReturnValue:
    """Sign in by the issuer no more."""
    if not queries.profile(g.ctx).is_linked:
        raise Missing
    return loosen("", "ID-porten")


def loosen(place: str, issuer: str) -> ResponseReturnValue:
    """Whoever proves to be the person signs in by an issuer no more."""
    profile, form = queries.profile(g.ctx), ProvenForm()
    error: Denied | None = None
    if form.is_sent:
        error = unproven(form, profile)
        if error is None:
            deeds.unlink(g.ctx, place)
            say(_("Kontoen er koblet fra %(issuer)s.") % {"issuer": issuer})
            return redirect(url_for("accounts.settings"), 303)
    return replies.page(
        "people/unlink-issuer.html",
        form, error, profile=profile, proven=replies.is_proven(), issuer=issuer, place=place,
    )  # fmt: skip


@bp.get(END)
@open_to(PUBLIC, Where.ROOT)
def ended() -> ResponseReturnValue:
    """Back from signing out at the issuer."""
    return home(openid_client.client())


@bp.get("/id-porten/avslutt")
@open_to(PUBLIC, Where.ROOT)
def end_by_frame() -> ResponseReturnValue:
    """The issuer frames this when somebody signs out there (Front-Channel Logout 1.0); no cookie comes along."""
    return framed(openid_client.client())


@bp.post("/id-porten/logg-ut")
@open_to(PUBLIC, Where.ROOT)
def end_by_message() -> ResponseReturnValue:
    """The issuer's server says that somebody has signed out there (Back-Channel Logout 1.0); its signature is proof."""
    return told(openid_client.client())


def home(_known: Client) -> ResponseReturnValue:
    """To the front page of where somebody was."""
    place = login.own_path(f"{request.args.get('state', '')}/", "/")
    return redirect(place if place.count("/") <= 3 else "/", 303)


def framed(known: Client) -> ResponseReturnValue:
    """A session of the issuer's is over."""
    sid = request.args.get("sid", "")
    if request.args.get("iss") != known.settings.issuer or not 0 < len(sid) <= 255:
        return _plain("ukjent", 400)
    with openid_client.writing():
        deeds.end_sessions(g.ctx, known.name, sid)
    g.framers = known.framers()
    return _plain("ok")


def told(known: Client) -> ResponseReturnValue:
    """The issuer's server has sent a message."""
    message = request.form.get("logout_token", "")
    if not message or len(message) > _LONGEST_MESSAGE:
        return _plain("logout_token", 400)
    openid_client.let_go()
    try:
        deeds.signed_out(g.ctx, known.signed_out(message, g.ctx.now))
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


def _away(known: Client, error: Unreachable, asked: dict[str, str] | None = None) -> Response:
    _log.warning("the issuer of identities does not answer: %s", error)
    words = _("%(issuer)s svarer ikke akkurat nå. Prøv igjen om litt, eller logg inn på en annen måte.")
    name = openid_client.called(known)
    answer = _failed(503, words % {"issuer": name[0].upper() + name[1:]}, asked)
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
