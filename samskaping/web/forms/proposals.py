"""Forms of the one who proposes: change the text, withdraw, send in again, reply to a question."""

from typing import Any

from wtforms import HiddenField, SelectField, ValidationError

from samskaping.language import gettext as _
from samskaping.queries.proposal_page import Case
from samskaping.queries.proposing import Choices
from samskaping.rules import limits
from samskaping.rules.languages import LANGUAGES
from samskaping.web.forms.base import Form, ProseField, Required, TextField
from samskaping.web.forms.proposing import OneOf, offer_place

_LONGEST_ID = 14


class VersionField(HiddenField):
    """The version of the thing that the form was opened on; whatever else is sent fits no version."""

    data: int  # type: ignore[assignment]

    def process_data(self, value: Any) -> None:
        self.data = int(value or 0)

    def process_formdata(self, valuelist: Any) -> None:
        written = str(valuelist[0]) if valuelist else ""
        self.data = int(written) if written.isascii() and written.isdecimal() and len(written) < 10 else 0

    def _value(self) -> str:
        return str(self.data)


class Versioned(Form):
    """A form about a thing as it stood when the form was opened."""

    version = VersionField()


class Named(SelectField):
    """A choice by public id; whether it can be chosen, is for the deed to say: what is offered is read to be shown."""

    def pre_validate(self, form: Any) -> None:
        if self.data and not (self.data.isascii() and self.data.isalnum() and len(self.data) <= _LONGEST_ID):
            raise ValidationError(_("Velg en av mulighetene i lista"))


class EditForm(Versioned):
    """What its writer may correct in a proposal: the texts, their language, and where they belong."""

    takes_word = False

    need = ProseField(validators=[Required(lambda: _("Fortell om behovet med minst noen få ord"))], most=limits.PROSE)
    title = TextField(validators=[Required(lambda: _("Gi forslaget en tittel"))], most=limits.TITLE)
    idea = ProseField(most=limits.PROSE)
    language = OneOf()
    area = Named()
    place = TextField(most=limits.SHORT)
    theme = Named()
    challenge = Named()

    def know(self, case: Case) -> None:
        """The languages that can be chosen."""
        self.language.choices = _with(list(LANGUAGES.items()), case.language, case.language)

    def offer(self, found: Choices, case: Case) -> None:
        """What can be chosen here and now; what the case has may be kept though it is offered no more."""
        offer_place(self, found.areas, found.themes, found.challenges)
        for field, kept, name in (
            (self.area, case.area_id, case.area),
            (self.theme, case.theme_id, case.theme),
            (self.challenge, case.challenge_id, case.challenge),
        ):
            field.choices = _with(field.choices, kept, str(name))

    def changed(self, case: Case) -> list[str]:
        """The fields that say something else than the case does."""
        stands = {"area": case.area_id, "theme": case.theme_id, "challenge": case.challenge_id}
        texts = {name: getattr(case, name) for name in ("title", "need", "idea", "place", "language")}
        return [name for name, stood in {**texts, **stands}.items() if (self[name].data or "") != (stood or "")]


def _with(choices: Any, kept: str | None, name: str) -> list[tuple[str, str]]:
    return [*choices, *([(kept, name)] if kept and kept not in {choice[0] for choice in choices} else [])]


class ReasonForm(Versioned):
    """A reason that everyone can read."""

    reason = ProseField(validators=[Required(lambda: _("Skriv en begrunnelse som alle kan lese"))], most=limits.REASON)


class ReplyForm(Versioned):
    """The reply to a question from the municipality."""

    text = ProseField(validators=[Required(lambda: _("Skriv svaret før du sender det"))], most=limits.REASON)
