"""Forms about oneself: signing in, registering, settings."""

from typing import Any

from flask import current_app, g, request
from wtforms import BooleanField, EmailField, Field, PasswordField
from wtforms.validators import Optional, StopValidation, ValidationError

from samskaping.language import NAMES
from samskaping.language import gettext as _
from samskaping.rules import limits, passwords
from samskaping.rules.addresses import address
from samskaping.rules.kinds import MailChoice
from samskaping.rules.names import person_flaw, tidy_name
from samskaping.rules.second_factor import LONGEST
from samskaping.web.forms.base import AtMost, Form, Required, Showable, TextField
from samskaping.web.forms.choices import OneOf, Radios

OWN_NAME, RESIDENT = "eget", "innbygger"


def _write_own() -> str:
    return _("Skriv e-postadressen din")


def _write_theirs() -> str:
    return _("Skriv e-postadressen til den det gjelder")


def _too_young() -> str:
    words = _("Du må ha fylt %(age)s år for å lage konto. Er du yngre, kan en voksen skrive for deg")
    return words % {"age": current_app.config["SETTINGS"].age_limit}


class AddressField(EmailField):
    """An e-mail address, as mail can be sent to it; one's own, or somebody else's."""

    def __init__(self, *, is_own: bool = True, **kwargs: Any) -> None:
        required = Required(_write_own if is_own else _write_theirs)
        super().__init__("", [Showable(), required, AtMost(limits.EMAIL), Address()], **kwargs)


class Address:
    """Refuses what is not an address, and takes white space away from one that is."""

    def __call__(self, _form: Any, field: Field) -> None:
        found = address(field.data or "")
        if found is None:
            raise ValidationError(_("Skriv en hel e-postadresse, for eksempel kari@example.no"))
        field.data = found


class SecretField(PasswordField):
    """A password as it is typed, spaces and all; it is never given back to the page."""

    def __init__(self, *validators: Any, **kwargs: Any) -> None:
        super().__init__("", [Showable(), *validators], **kwargs)


class NewPassword:
    """Refuses a password that is short or easy to guess for somebody who knows its owner."""

    def __call__(self, form: Any, field: Field) -> None:
        if not field.data:
            return
        known = [getattr(form[name], "data", "") or "" for name in ("email", "name") if name in form]
        me, here = g.ctx.me, g.ctx.municipality
        known += [me.name, me.email] if me else []
        known += [*getattr(form, "about", ()), here.name if here else ""]
        if flaw := passwords.flaw(field.data, about=known):
            raise ValidationError(flaw)


class NeedsPassword:
    """The password is needed unless a mailed link was asked for instead."""

    def __call__(self, form: Any, field: Field) -> None:
        if form.by_link:
            field.errors = []
            raise StopValidation
        if not field.data:
            raise StopValidation(_("Skriv passordet ditt"))


class SignInForm(Form):
    """Address and password, or the wish for a link."""

    email = AddressField()
    password = SecretField(NeedsPassword())

    @property
    def by_link(self) -> bool:
        return "lenke" in request.form


class AddressForm(Form):
    """Only an address: to get a link."""

    email = AddressField()


class PasswordForm(Form):
    """A new password. ``about`` are words that it may not be made of, when nobody is signed in."""

    password = SecretField(Required(lambda: _("Skriv et passord")), NewPassword())
    about: tuple[str, ...] = ()


class ConfirmForm(Form):
    """The address is confirmed in another browser than the one where a password was chosen: it is chosen here."""

    password = SecretField(Optional(), NewPassword())
    about: tuple[str, ...] = ()


class ProvenForm(Form):
    """Something sensitive: the password is asked for again when it is a while since."""

    current = SecretField()


class CodeForm(Form):
    """A code of the second factor: the app's, or one on paper."""

    code = TextField(validators=[Required(lambda: _("Skriv koden"))], most=LONGEST)


class NewCodeForm(ProvenForm):
    """The first code of an app that has just got its key."""

    code = TextField(validators=[Required(lambda: _("Skriv koden som appen viser"))], most=LONGEST)
    current = SecretField()


class NewPasswordForm(ProvenForm):
    password = SecretField(Required(lambda: _("Skriv et passord")), NewPassword())


class NewAddressForm(ProvenForm):
    email = AddressField()
    current = SecretField()


class ProfileForm(Form):
    """Name, public name, form and home municipality."""

    name = TextField(validators=[Required(lambda: _("Skriv navnet ditt"))], most=limits.NAME)
    shown_as = Radios(default=OWN_NAME)
    form = Radios(default="nb")
    home = OneOf(default="")

    def __init__(self, places: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self["shown_as"].choices = [(OWN_NAME, _("Navnet mitt")), (RESIDENT, _("Innbygger"))]
        self["form"].choices = list(NAMES.items())
        self["home"].choices = [("", _("Ingen valgt")), *places]

    def validate_name(self, field: Field) -> None:
        field.data = tidy_name(field.data)
        if flaw := person_flaw(field.data):
            raise ValidationError(flaw)


class RegisterForm(ProfileForm):
    """A new account; the fields in the page's order, which is the error summary's too."""

    email = AddressField()
    name = TextField(validators=[Required(lambda: _("Skriv navnet ditt"))], most=limits.NAME)
    shown_as = Radios(default=OWN_NAME)
    password = SecretField(Optional(), NewPassword())
    form = Radios(default="nb")
    home = OneOf(default="")
    old_enough = BooleanField("", [Required(_too_young)])


class IssuedForm(ProfileForm):
    """A new account of somebody who signs in by an issuer of identities: no password is asked for."""

    email = AddressField()
    name = TextField(validators=[Required(lambda: _("Skriv navnet ditt"))], most=limits.NAME)
    shown_as = Radios(default=OWN_NAME)
    form = Radios(default="nb")
    home = OneOf(default="")
    old_enough = BooleanField("", [Required(_too_young)])


class SettingsForm(ProfileForm):
    """A profile, and when to get mail."""

    mail = Radios(default=MailChoice.DAGLIG)

    def __init__(self, places: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(places, **kwargs)
        self["mail"].choices = mail_choices()


class MailForm(Form):
    """Only when to get mail."""

    mail = Radios(default=MailChoice.DAGLIG)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self["mail"].choices = mail_choices()


def mail_choices() -> list[tuple[str, str]]:
    return [
        (MailChoice.STRAKS, _("Med en gang")),
        (MailChoice.DAGLIG, _("Én e-post om dagen")),
        (MailChoice.INGEN, _("Ingen e-post")),
    ]
