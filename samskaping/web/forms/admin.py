"""Forms of the municipality's setup: settings, texts, staff, units, themes, areas, and joining."""

from typing import Any

from wtforms import BooleanField, HiddenField, SelectMultipleField, StringField, ValidationError

from samskaping.actions.staff import Post
from samskaping.actions.structure import ThemeWish, UnitWish
from samskaping.db import Texts
from samskaping.language import NAMES
from samskaping.language import gettext as _
from samskaping.queries.admin import Setup, Wording
from samskaping.rules import limits
from samskaping.rules.municipalities import ACCENTS
from samskaping.rules.roles import MUNICIPAL_ROLES, ROLE_NAMES, Role
from samskaping.rules.second_factor import RESET_REASONS
from samskaping.web.forms.base import Form, ProseField, Required, TextField
from samskaping.web.forms.choices import OneOf, Radios
from samskaping.web.forms.people import AddressField, ProvenForm, SecretField

#: Texts are measured by the deed, in each form; the form only keeps whole books out.
_AMPLE = 20_000


class DaysField(StringField):
    """A whole number of days."""

    def pre_validate(self, form: Any) -> None:
        written = (self.data or "").strip()
        if not (written.isascii() and written.isdecimal() and len(written) < 4):
            raise ValidationError(_("Skriv et helt tall, for eksempel 28"))


class Several(SelectMultipleField):
    """Boxes to tick."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__("", validate_choice=False, **kwargs)

    def pre_validate(self, form: Any) -> None:
        if set(self.data or ()) - {choice[0] for choice in self.choices or ()}:
            raise ValidationError(_("Velg blant mulighetene i lista"))


class SetupForm(Form):
    """How the municipality answers, looks and can be reached."""

    seen = HiddenField()
    answer_days = DaysField("")
    approval = BooleanField("")
    comment_approval = BooleanField("")
    trust_after = DaysField("")
    read_first_words = ProseField(most=_AMPLE, public=False)
    old_names_unlisted = BooleanField("")
    default_form = Radios()
    accent = Radios()
    contact_email = TextField(most=limits.EMAIL, public=False)
    contact_phone = TextField(most=40, public=False)
    contact_address = ProseField(most=300, public=False)

    def offer(self, form_of_decision: str | None) -> None:
        """The choices; what is not set follows the register's språkvedtak."""
        follows = {
            None: _("Ikke valgt. Leserens egen nettleser avgjør."),
            "nb": _("Som språkvedtaket: bokmål"),
            "nn": _("Som språkvedtaket: nynorsk"),
        }
        self.default_form.choices = [("", follows[form_of_decision]), *NAMES.items()]
        self.accent.choices = [(key, str(words)) for key, words in ACCENTS.items()]

    def wish(self) -> Setup:
        """The settings as they are typed."""
        return Setup(
            answer_days=int(self.answer_days.data or 0),
            approval=bool(self.approval.data),
            comment_approval=bool(self.comment_approval.data),
            trust_after=int(self.trust_after.data or 0),
            read_first_words=self.read_first_words.data or "",
            old_names_unlisted=bool(self.old_names_unlisted.data),
            accent=str(self.accent.data),
            default_form=self.default_form.data or "",
            contact_email=self.contact_email.data or "",
            contact_phone=self.contact_phone.data or "",
            contact_address=self.contact_address.data or "",
        )


class TextsForm(Form):
    """A form with municipal texts: a field for each form of each text, named ``welcome_nb`` and so on."""

    def texts(self, name: str) -> Texts:
        """What is typed in both forms of one text."""
        return Texts(nb=self[f"{name}_nb"].data or "", nn=self[f"{name}_nn"].data or "")


def typed(**texts: Texts) -> dict[str, str]:
    """Texts as the fields of a ``TextsForm`` hold them."""
    return {f"{name}_{form}": value.get(form) for name, value in texts.items() for form in NAMES}


class WordingForm(TextsForm):
    """The municipality's own texts."""

    seen = HiddenField()
    accessibility_url_nb = TextField(most=_AMPLE)
    accessibility_url_nn = TextField(most=_AMPLE)
    welcome_nb = ProseField(most=_AMPLE)
    welcome_nn = ProseField(most=_AMPLE)
    about_nb = ProseField(most=_AMPLE)
    about_nn = ProseField(most=_AMPLE)
    privacy_nb = ProseField(most=_AMPLE)
    privacy_nn = ProseField(most=_AMPLE)

    def wish(self) -> Wording:
        """The texts as they are typed."""
        return Wording(**{name: self.texts(name) for name in Wording.__dataclass_fields__})


class _Somebody(Form):
    """By address, with a name for those who have no account yet."""

    email = AddressField(is_own=False)
    name = TextField(most=limits.NAME)


class MemberForm(ProvenForm, TextsForm):
    """Title, unit and roles of one of the staff. ``seen`` are the roles that the page was opened with."""

    seen = HiddenField()
    title_nb = TextField(most=_AMPLE)
    title_nn = TextField(most=_AMPLE)
    unit = OneOf(default="")
    roles = Several()
    current = SecretField()

    def offer(self, units: list[tuple[str, str]]) -> None:
        """The choices."""
        self.unit.choices = [("", _("Ingen enhet")), *units]
        self.roles.choices = [(role.value, str(ROLE_NAMES[role])) for role in MUNICIPAL_ROLES]

    def post(self) -> Post:
        """What is typed."""
        return Post(frozenset(map(Role, self.roles.data or ())), self.texts("title"), self.unit.data or "")

    def seen_roles(self) -> frozenset[Role]:
        """The roles that the page was opened with; nothing that is no role."""
        known = {role.value for role in Role}
        return frozenset(Role(name) for name in (self.seen.data or "").split() if name in known)


class ResetForm(ProvenForm):
    """Why somebody's second factor is taken away."""

    reason = Radios()
    current = SecretField()

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self["reason"].choices = [(reason.value, str(words)) for reason, words in RESET_REASONS.items()]


class AppointForm(MemberForm, _Somebody):
    """Somebody new, and what they are to be."""


class UnitForm(TextsForm):
    """A unit, what it answers for, and who leads it."""

    name_nb = TextField(most=_AMPLE)
    name_nn = TextField(most=_AMPLE)
    answers_for_nb = ProseField(most=_AMPLE)
    answers_for_nn = ProseField(most=_AMPLE)
    leader = OneOf(default="")
    leader_title_nb = TextField(most=_AMPLE)
    leader_title_nn = TextField(most=_AMPLE)

    def offer(self, leaders: list[tuple[str, str]]) -> None:
        """The choices."""
        self.leader.choices = [("", _("Ingen ennå")), *leaders]

    def wish(self) -> UnitWish:
        """The unit as it is typed."""
        texts = {name: self.texts(name) for name in ("name", "answers_for", "leader_title")}
        return UnitWish(leader=self.leader.data or "", **texts)


class ThemeForm(TextsForm):
    """A theme, and who answers on it."""

    name_nb = TextField(most=_AMPLE)
    name_nn = TextField(most=_AMPLE)
    unit = OneOf(default="")

    def offer(self, units: list[tuple[str, str]]) -> None:
        """The choices."""
        self.unit.choices = [("", _("Ingen bestemt enhet")), *units]

    def wish(self) -> ThemeWish:
        """The theme as it is typed."""
        return ThemeWish(self.texts("name"), self.unit.data or "")


class AreaForm(Form):
    """An area of the municipality."""

    name = TextField(most=_AMPLE)


#: In the place of an area: the cases that no other rule is about.
REST = "resten"


class RouteForm(Form):
    """Cases from an area, on one theme or on any, go to a unit; or all other cases do."""

    area = OneOf(validators=[Required(lambda: _("Velg et område i lista"))], default="")
    theme = OneOf(default="")
    unit = OneOf(validators=[Required(lambda: _("Velg en enhet i lista"))], default="")

    def offer(self, areas: list[tuple[str, str]], themes: list[tuple[str, str]], units: list[tuple[str, str]]) -> None:
        """The choices."""
        self.area.choices = [("", _("Velg område")), (REST, _("Alle andre saker")), *areas]
        self.theme.choices = [("", _("Alle temaer")), *themes]
        self.unit.choices = [("", _("Velg enhet")), *units]

    def laid(self) -> dict[str, str]:
        """Area, theme and unit (public ids) of the rule; no area when it is about all other cases."""
        area = "" if self.area.data == REST else self.area.data or ""
        return {"area": area, "theme": self.theme.data or "", "unit": self.unit.data or ""}


class ActivateForm(ProvenForm):
    """The first administrator of a municipality that joins."""

    email = AddressField(is_own=False)
    name = TextField(validators=[Required(lambda: _("Skriv navnet på administratoren"))], most=limits.NAME)
    current = SecretField()
