"""Signing in and out, registering, and asking for a mailed link."""

from dataclasses import replace

from flask import Blueprint, current_app, flash, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from samskaping.actions import attempts, second_factor, support
from samskaping.actions import people as deeds
from samskaping.actions.people import Account, Newcomer
from samskaping.errors import Denied, TooMuch, Unfit
from samskaping.language import Words
from samskaping.language import gettext as _
from samskaping.outside import passwords
from samskaping.queries import mine, notifications, organisations, own_groups, own_needs, people
from samskaping.rules.addresses import account_mark
from samskaping.rules.kinds import LetterKind
from samskaping.rules.openid import Issued
from samskaping.rules.policy import Actor
from samskaping.rules.rates import RATES
from samskaping.web import devices, login, openid_client, rates, replies
from samskaping.web.access import PUBLIC, SIGNED_IN, Where, open_to
from samskaping.web.forms.people import RESIDENT, AddressForm, IssuedForm, RegisterForm, SignInForm

bp = Blueprint("people", __name__)
#: Rows of each part on the overview; the rest has pages of its own.
SHOWN = 5
#: What somebody pressed that asks who they are, by the word that the button puts in the address.
_PRESSED = {
    "stott": Words("Logg inn for å støtte forslaget", "Logg inn for å støtte forslaget"),
    "folg": Words("Logg inn for å følge med", "Logg inn for å følgje med"),
    "gjelder": Words("Logg inn for å si at det gjelder deg også", "Logg inn for å seie at det gjeld deg òg"),
    "skriv": Words("Logg inn for å skrive", "Logg inn for å skrive"),
}


@bp.route("/logg-inn", methods=["GET", "POST"])
@open_to(PUBLIC, Where.BOTH)
def sign_in() -> ResponseReturnValue:
    """With address and password, or by asking for a link."""
    if g.ctx.actor.is_known:
        return redirect(next_page(), 303)
    form, error = SignInForm(), None
    if form.is_sent:
        try:
            if form.by_link:
                return mail_link(str(form.email.data), LetterKind.SIGN_IN)
            account = by_password(str(form.email.data), str(form.password.data))
        except Denied as denied:
            error = denied
            form.refuse(error)
        else:
            return enter(account, "password")
    pressed = str(_PRESSED.get(request.args.get("for", ""), ""))
    return replies.page("people/sign-in.html", form, error, after=request.args.get("neste", ""), pressed=pressed)


@bp.route("/registrer", methods=["GET", "POST"])
@open_to(PUBLIC, Where.BOTH)
def register() -> ResponseReturnValue:
    """Begin an account. What follows is the same whether the address has one already."""
    if g.ctx.actor.is_known:
        return redirect(next_page(), 303)
    here = g.ctx.municipality
    form = RegisterForm(people.places(g.ctx), data={"form": g.ctx.language, "home": here.slug if here else ""})
    error = None
    if form.is_sent:
        try:
            rates.within(rates.count_registration)
            chosen = passwords.hashed(form.password.data) if form.password.data else ""
            deeds.register(g.ctx, newcomer(form))
        except Denied as denied:
            error = denied
            form.refuse(error)
        else:
            remember(str(form.email.data), LetterKind.CONFIRM, chosen)
            return redirect(url_for("people.mailed"), 303)
    return replies.page("people/register.html", form, error, after=request.args.get("neste", ""), age_limit=age_limit())


@bp.route("/glemt-passord", methods=["GET", "POST"])
@open_to(PUBLIC, Where.BOTH)
def forgotten() -> ResponseReturnValue:
    """Ask for a link to choose a new password by."""
    form, error = AddressForm(), None
    if form.is_sent:
        try:
            return mail_link(str(form.email.data), LetterKind.RESET)
        except Denied as denied:
            error = denied
            form.refuse(error)
    return replies.page("people/forgotten.html", form, error)


@bp.get("/sjekk-e-posten")
@open_to(PUBLIC, Where.BOTH)
def mailed() -> ResponseReturnValue:
    """What to look for in the mailbox now."""
    asked = login.browser().get("asked")
    if not asked:
        return redirect(url_for("people.sign_in"), 303)
    after = login.own_path(asked.get("after"), "")
    return render_template("people/mailed.html", email=asked["email"], kind=asked["kind"], after=after)


@bp.post("/logg-ut")
@open_to(SIGNED_IN, Where.BOTH)
def sign_out() -> ResponseReturnValue:
    """End this browser's session; what it kept of pages goes too."""
    out = openid_client.way_out()
    deeds.left(g.ctx)
    login.sign_out()
    g.ctx = replace(g.ctx, me=None, actor=Actor())  # a page that is made now is nobody's
    page = render_template("people/signed-out.html", out=out) if out else redirect(url_for("home.page"), 303)
    answer = make_response(page)
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


@bp.get("/min-side")
@open_to(SIGNED_IN, Where.BOTH)
def me() -> ResponseReturnValue:
    """What waits for the person, and the newest of all that is theirs."""
    ctx = g.ctx
    return render_template(
        "people/me.html",
        questions=mine.questions(ctx),
        drafts=mine.drafts(ctx),
        cases=mine.cases(ctx, size=SHOWN),
        needs=own_needs.mine(ctx),
        follows=mine.follows(ctx, size=SHOWN),
        counts=mine.counts(ctx),
        told=notifications.listing(ctx, size=SHOWN).rows,
        profile=people.profile(ctx),
        invitations=organisations.invitations(ctx),
        seats=own_groups.invitations(ctx),
    )


def by_password(email: str, password: str) -> Account:
    """The account that address and password fit. Raises ``Unfit`` or ``TooMuch``, alike for every other account."""
    # Where the owner has been before, neither strangers' tries nor those of others behind the same address count.
    device = devices.mark(email)
    if not device:
        rates.within(rates.count_sign_in)
    account = deeds.account(g.ctx, email)
    counted = attempts.DEVICE if device else attempts.PASSWORD
    if seconds := attempts.wait(g.ctx, device or account_mark(email), counted):
        deeds.failed(g.ctx, email, device, is_tried=False)
        g.keeps_refusal = True
        raise TooMuch(_too_many(seconds), retry_after=seconds)
    usable = account is not None and account.is_confirmed and not account.is_blocked
    fits = passwords.fits(account.password_hash if account and usable else None, password)
    if account is None or not fits:
        deeds.failed(g.ctx, email, device)
        g.keeps_refusal = True
        raise Unfit(
            password=_(
                "E-post og passord passer ikke sammen, eller adressen er ikke bekreftet. "
                "Prøv igjen, eller få en lenke på e-post."
            )
        )
    return account


def _too_many(seconds: int) -> str:
    if seconds > RATES["sign_in"].within.total_seconds() + 1:
        return _("Passordet er stengt etter mange feil. Få en lenke på e-post, så er det åpent igjen.")
    return _("Det har vært mange forsøk på kort tid. Vent et kvarter, eller få en lenke på e-post nå.")


def enter(account: Account, way: str, *, after: str = "", issued: Issued | None = None) -> ResponseReturnValue:
    """Seat the person in this browser, and go on with what they were doing; first to the identity that waits here."""
    deeds.entered(g.ctx, account, way)
    after = after or next_page()
    login.sign_in(account.id, account.public_id, issued)
    _follow_as_wished(account, after)
    if issued:
        openid_client.forget()
    after = openid_client.way_to_link(after)
    is_sure = issued is not None and issued.has_second
    if not is_sure and second_factor.is_wanted(g.ctx, account.id, needs_second=_needs_second()):
        after = url_for("second_factor.give", neste=after)
    for name in ("asked", "proven_at"):
        login.browser().pop(name, None)
    answer = make_response(redirect(openid_client.by_roles(issued, account.id, after) if issued else after, 303))
    devices.remember(answer, account.id)
    return answer


def _needs_second() -> bool:
    return bool(current_app.config["SETTINGS"].needs_second)


def _follow_as_wished(account: Account, after: str) -> None:
    """Whoever signs in to follow a proposal, does so by it; not by signing in for something else later."""
    wish = login.browser().pop("follows", None)
    if wish and wish["page"] == after:
        support.follow_as_wished(g.ctx, account.id, wish["proposal"])
        say(_("Du følger forslaget. Utkastet ditt er lagret på Min side."))


def mail_link(email: str, letter: LetterKind) -> ResponseReturnValue:
    """Mail a link, if the address has an account; the answer is the same if not."""
    rates.within(rates.count_letter)
    deeds.ask_for_link(g.ctx, email, letter)
    remember(email, letter)
    return redirect(url_for("people.mailed"), 303)


def remember(email: str, letter: LetterKind, chosen: str = "", after: str = "") -> None:
    """What this browser waits for: so that the mailed link finds its way back, and a password its owner.

    ``chosen`` is the hash of a password that counts only when the same browser confirms the same address.
    """
    browser = login.browser()
    before = browser.get("asked") or {}
    same = before.get("mark") == account_mark(email)
    browser["asked"] = {
        "mark": account_mark(email),
        "email": email,
        "kind": letter.value,
        "after": login.own_path(request.args.get("neste"), after or before.get("after", "")),
        "chosen": chosen or (before.get("chosen", "") if same else ""),
    }


def next_page() -> str:
    """Where to go after signing in: the address says, or this browser remembers; Min side otherwise."""
    asked = login.browser().get("asked") or {}
    return login.own_path(request.args.get("neste"), asked.get("after") or url_for("people.me"))


def say(words: str, kind: str = "success") -> None:
    """A message on the next page."""
    flash(words, kind)


def age_limit() -> int:
    """Years that whoever makes an account says they have filled."""
    return int(current_app.config["SETTINGS"].age_limit)


def newcomer(form: RegisterForm | IssuedForm) -> Newcomer:
    """What somebody wrote of themselves when they registered."""
    return Newcomer(
        email=str(form.email.data),
        name=str(form.name.data),
        shows_name=form.shown_as.data != RESIDENT,
        form=str(form.form.data),
        home=form.home.data or "",
    )
