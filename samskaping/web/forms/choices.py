"""Fields to choose in, with our own words for what is not among the choices."""

from collections.abc import Iterable
from typing import Any

from wtforms import RadioField, SelectField, ValidationError

from samskaping.language import gettext as _
from samskaping.queries.organisations import Choice
from samskaping.rules.languages import LANGUAGES
from samskaping.rules.speech import ORGANISATION_KIND_NAMES
from samskaping.web.forms.base import own_language


class Radios(RadioField):
    """A choice among a few that are all seen; choosing none is for the form to judge."""

    def __init__(self, choices: Any = (), **kwargs: Any) -> None:
        super().__init__("", choices=list(choices), validate_choice=False, **kwargs)

    def pre_validate(self, form: Any) -> None:
        if self.data not in {choice[0] for choice in self.choices or ()}:
            self.data = None
            raise ValidationError(_("Velg en av mulighetene"))


class OneOf(SelectField):
    """A choice from a list."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__("", validate_choice=False, **kwargs)

    def pre_validate(self, form: Any) -> None:
        if self.data not in {choice[0] for choice in self.choices or ()}:
            raise ValidationError(_("Velg en av mulighetene i lista"))


class Language(OneOf):
    """What a text is written in; the form in force where nothing is chosen yet."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=lambda: list(LANGUAGES.items()), default=own_language, **kwargs)


def speakers(organisations: Iterable[Choice]) -> list[tuple[str, str]]:
    """Whom somebody may write for: themselves, and each of the organisations that they act for."""
    named = [(one.public_id, f"{one.name} ({ORGANISATION_KIND_NAMES[one.kind]})") for one in organisations]
    return [("", _("Meg selv")), *named]
