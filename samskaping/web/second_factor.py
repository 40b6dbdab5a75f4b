"""The second factor of whoever works here: set up, given after signing in, and its codes on paper made anew."""

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from samskaping.actions import second_factor as deeds
from samskaping.errors import Denied, Missing, Unfit
from samskaping.language import gettext as _
from samskaping.language import ngettext, number
from samskaping.outside import totp
from samskaping.queries import people
from samskaping.queries import second_factor as queries
from samskaping.rules.roles import Role
from samskaping.rules.second_factor import is_of_app, tidied
from samskaping.web import login, rates, replies, second_keys
from samskaping.web.access import SIGNED_IN, Where, open_to
from samskaping.web.accounts import unproven
from samskaping.web.forms.people import CodeForm, NewCodeForm, ProvenForm
from samskaping.web.people import say

bp = Blueprint("second_factor", __name__)


@bp.get("/min-side/to-trinn")
@open_to(SIGNED_IN, Where.BOTH)
def overview() -> ResponseReturnValue:
    """Whether it is set up, and what can be done about it."""
    factor = _own()
    if factor is not None and g.ctx.actor.awaits_second:
        return redirect(url_for("second_factor.give", neste=_after() or None), 303)
    is_needed = bool(g.ctx.actor.waiting) or g.ctx.actor.awaits_second
    return render_template("people/second-factor.html", factor=factor, after=_after(), is_needed=is_needed)


@bp.route("/min-side/to-trinn/kode", methods=["GET", "POST"])
@open_to(SIGNED_IN, Where.BOTH)
def give() -> ResponseReturnValue:
    """The code that opens for one's roles in this browser; then back to where somebody was going."""
    after = _after() or url_for("people.me")
    if not g.ctx.actor.awaits_second:
        return redirect(after, 303)
    if queries.own(g.ctx) is None:
        return redirect(url_for("second_factor.overview", neste=_after() or None), 303)
    form, error = CodeForm(), None
    if form.is_sent:
        try:
            _given(tidied(str(form.code.data)))
        except Denied as denied:
            error = denied
            g.keeps_refusal = True  # wrong codes are counted
            form.refuse(error)
        else:
            login.browser().rekey()
            return redirect(after, 303)
    return replies.page("people/second-give.html", form, error, after=after)


@bp.post("/min-side/to-trinn/begynn")
@open_to(SIGNED_IN, Where.BOTH)
def begin() -> ResponseReturnValue:
    """A new key, that waits in this browser until the app has shown that it has it."""
    _must_be_given()
    second_keys.wait()
    return redirect(url_for("second_factor.make", neste=_after() or None), 303)


@bp.route("/min-side/to-trinn/ny", methods=["GET", "POST"])
@open_to(SIGNED_IN, Where.BOTH)
def make() -> ResponseReturnValue:
    """The key as a square and in letters; a code from the app makes it the second factor."""
    _must_be_given()
    secret, profile = second_keys.waiting(), people.profile(g.ctx)
    if secret is None:
        return redirect(url_for("second_factor.overview", neste=_after() or None), 303)
    form, error = NewCodeForm(), None
    if form.is_sent:
        error = unproven(form, profile)
        if error is None:
            try:
                _made(secret, tidied(str(form.code.data)))
            except Denied as denied:
                error = denied
                form.refuse(error)
            else:
                return redirect(url_for("second_factor.codes", neste=_after() or None), 303)
    return replies.page(
        "people/second-make.html",
        form, error, profile=profile, proven=replies.is_proven(), key=totp.spoken(secret),
        square=totp.square(secret, profile.email),
    )  # fmt: skip


@bp.route("/min-side/to-trinn/koder", methods=["GET", "POST"])
@open_to(SIGNED_IN, Where.BOTH)
def codes() -> ResponseReturnValue:
    """The new codes on paper, until their owner says that they are kept; nobody can see them later."""
    after = _after() or url_for("second_factor.overview")
    shown = second_keys.shown()
    if request.method == "POST" or not shown:
        second_keys.forget()
        return redirect(after, 303)
    return render_template("people/second-codes.html", codes=shown, email=people.profile(g.ctx).email)


@bp.route("/min-side/to-trinn/nye-koder", methods=["GET", "POST"])
@open_to(SIGNED_IN, Where.BOTH)
def renew() -> ResponseReturnValue:
    """New codes on paper in place of the old."""
    _must_be_given()
    if queries.own(g.ctx) is None:
        raise Missing
    profile, form = people.profile(g.ctx), ProvenForm()
    error: Denied | None = None
    if form.is_sent:
        error = unproven(form, profile)
        if error is None:
            deeds.renew_codes(g.ctx, second_keys.show_new())
            return redirect(url_for("second_factor.codes"), 303)
    return replies.page("people/second-renew.html", form, error, profile=profile, proven=replies.is_proven())


def _own() -> queries.Factor | None:
    """One's own factor; the pages are nobody's who neither works anywhere nor has one."""
    factor, roles = queries.own(g.ctx), g.ctx.actor.roles | g.ctx.actor.waiting
    if factor is None and not (g.ctx.me and g.ctx.me.works_at_all) and Role.PLATTFORM not in roles:
        raise Missing
    return factor


def _must_be_given() -> None:
    """Whoever has a factor gives it before it is changed: what replaces it, else would get past it."""
    factor = _own()
    if factor is not None and not second_keys.is_given():
        raise Missing


def _given(code: str) -> None:
    by_app = is_of_app(code)
    rates.within(rates.count_sign_in)
    sealed = deeds.secret(g.ctx)
    deeds.may_try(g.ctx, by_app=by_app)
    try:
        if by_app:
            deeds.give(g.ctx, _step(second_keys.unsealed(sealed), code))
        else:
            _say_left(deeds.give_paper(g.ctx, second_keys.mark(code)))
    except Unfit:
        deeds.failed(g.ctx, by_app=by_app)
        raise


def _made(secret: str, code: str) -> None:
    step = _step(secret, code)
    deeds.make(g.ctx, second_keys.sealed(secret), step, second_keys.show_new())
    second_keys.done()
    login.browser().rekey()


def _step(secret: str | None, code: str) -> int:
    if secret is None:  # the installation's key is another one now
        raise Unfit(code=_("Koden kan ikke prøves. Be administratoren nullstille to-trinns innlogging for deg."))
    step = totp.step_of(secret, code, g.ctx.now)
    if step is None:
        raise Unfit(code=_("Koden stemmer ikke. Prøv igjen."))
    return step


def _say_left(left: int) -> None:
    words = ngettext("Du har %(num)s gjenopprettingskode igjen.", "Du har %(num)s gjenopprettingskoder igjen.", left)
    where = _("Du lager nye under Innstillinger.")
    say(f"{words % {'num': number(left)}} {where}", "info")


def _after() -> str:
    return login.own_path(request.args.get("neste"), "")
