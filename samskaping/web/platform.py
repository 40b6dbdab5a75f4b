"""The platform's own pages beside the register: who looks after it, and signing an account out everywhere."""

from collections.abc import Callable, Mapping

from flask import Blueprint, g, redirect, url_for
from flask.typing import ResponseReturnValue

from samskaping.actions import ending, shutting
from samskaping.actions import platform as deeds
from samskaping.context import Context
from samskaping.errors import Denied
from samskaping.language import Words, ngettext
from samskaping.language import gettext as _
from samskaping.queries import people, platform
from samskaping.rules import limits
from samskaping.rules.policy import Can
from samskaping.rules.shutting import OPEN_REASONS, SHUT_REASONS, ShutReason
from samskaping.web import login, replies, sending
from samskaping.web.access import Where, open_to
from samskaping.web.accounts import unproven
from samskaping.web.forms.admin import ActivateForm
from samskaping.web.forms.base import Required, TextField
from samskaping.web.forms.choices import Radios
from samskaping.web.forms.people import AddressField, ProvenForm, SecretField

bp = Blueprint("platform", __name__)


class KeeperForm(ActivateForm):
    """Somebody who is to look after the platform too."""

    name = TextField(validators=[Required(lambda: _("Skriv navnet"))], most=limits.NAME)


class SignOutForm(ProvenForm):
    """An account that is to be signed out everywhere."""

    email = AddressField(is_own=False)
    current = SecretField()


class ShutForm(SignOutForm):
    """An account that is to be shut, or opened again, and why."""

    reason = Radios()

    def offer(self, reasons: Mapping[ShutReason, Words]) -> None:
        """The choices."""
        self.reason.choices = [(reason.value, str(words)) for reason, words in reasons.items()]


class EndForm(ProvenForm):
    """Nothing but who one is."""

    current = SecretField()


@bp.route("/plattform/ansvarlige", methods=["GET", "POST"])
@open_to(Can.PLATFORM_LOOK_AFTER, Where.NATION)
def listing() -> ResponseReturnValue:
    """Those who look after the platform, now and before; and one more is named."""
    form, profile = KeeperForm(), people.profile(g.ctx)
    error: Denied | None = None
    if form.is_sent:
        named = form.email.data or "", form.name.data or ""
        error = unproven(form, profile) or sending.once(form, lambda _key: deeds.appoint(g.ctx, *named))
        if error is None:
            sending.say(_("Rollen er gitt. Den som ikke har konto, får et brev med veien videre."))
            return redirect(url_for("platform.listing"), 303)
    return replies.page(
        "platform/people.html",
        form,
        error,
        keepers=platform.everyone(g.ctx),
        profile=profile,
        proven=replies.is_proven(),
    )


@bp.route("/plattform/ansvarlige/<person>/avslutt", methods=["GET", "POST"])
@open_to(Can.PLATFORM_LOOK_AFTER, Where.NATION)
def end(person: str) -> ResponseReturnValue:
    """End it for one of them, after saying who one is."""
    keeper, profile, form = platform.keeper(g.ctx, person), people.profile(g.ctx), EndForm()
    error: Denied | None = None
    if form.is_sent:
        error = unproven(form, profile) or sending.once(form, lambda _key: deeds.end(g.ctx, person))
        if error is None:
            sending.say(_("%(name)s har ikke lenger ansvar for plattformen.") % {"name": keeper.name})
            return _ended(person)
    return replies.page("platform/end.html", form, error, keeper=keeper, profile=profile, proven=replies.is_proven())


@bp.route("/plattform/logg-ut", methods=["GET", "POST"])
@open_to(Can.PLATFORM_LOOK_AFTER, Where.NATION)
def sign_out() -> ResponseReturnValue:
    """Sign anybody out everywhere, by the address of the account."""
    form, profile, ended = SignOutForm(), people.profile(g.ctx), [0]
    error: Denied | None = None
    if form.is_sent:

        def deed(_key: str) -> None:
            ended.append(ending.end_sessions_of(g.ctx, form.email.data or ""))

        error = unproven(form, profile) or sending.once(form, deed)
        if error is None:
            told = ngettext("Kontoen er logget ut %(num)s sted.", "Kontoen er logget ut %(num)s steder.", ended[-1])
            sending.say(told % {"num": ended[-1]} if ended[-1] else _("Kontoen var ikke logget inn noe sted."))
            return redirect(url_for("platform.sign_out"), 303)
    return replies.page("platform/sign-out.html", form, error, profile=profile, proven=replies.is_proven())


@bp.route("/plattform/steng-konto", methods=["GET", "POST"])
@open_to(Can.PLATFORM_LOOK_AFTER, Where.NATION)
def shut_account() -> ResponseReturnValue:
    """Shut an account, by its address."""
    form = ShutForm()
    form.offer(SHUT_REASONS)
    return _shutting(form, shutting.shut, _("Kontoen er stengt."), opens=False)


@bp.route("/plattform/apne-konto", methods=["GET", "POST"])
@open_to(Can.PLATFORM_LOOK_AFTER, Where.NATION)
def open_account() -> ResponseReturnValue:
    """Open one again."""
    form = ShutForm()
    form.offer(OPEN_REASONS)
    return _shutting(form, shutting.open_again, _("Kontoen er åpnet igjen."), opens=True)


def _shutting(
    form: ShutForm, deed: Callable[[Context, str, ShutReason], object], done: str, *, opens: bool
) -> ResponseReturnValue:
    profile = people.profile(g.ctx)
    error: Denied | None = None
    if form.is_sent:
        error = unproven(form, profile) or sending.once(
            form, lambda _key: deed(g.ctx, form.email.data or "", ShutReason(form.reason.data))
        )
        if error is None:
            sending.say(done)
            return redirect(url_for("platform.open_account" if opens else "platform.shut_account"), 303)
    return replies.page("platform/shut.html", form, error, profile=profile, proven=replies.is_proven(), opens=opens)


def _ended(person: str) -> ResponseReturnValue:
    is_own = g.ctx.me is not None and g.ctx.me.public_id == person
    if is_own:
        login.browser().rekey()
    return redirect(url_for("people.me" if is_own else "platform.listing"), 303)
