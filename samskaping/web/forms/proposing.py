"""The four steps of proposing as forms: the need, the idea, place and sender, the last look."""

from typing import Any

from wtforms import BooleanField, RadioField, SelectField, SelectMultipleField, ValidationError

from samskaping.db import Texts
from samskaping.language import gettext as _
from samskaping.rules import goals as sustainability
from samskaping.rules import limits
from samskaping.rules.languages import FORMS, LANGUAGES, OTHERS
from samskaping.web.forms.base import Form, ProseField, TextField
from samskaping.web.spoken_for import here_noun

OTHER = "annet"
MOST_GOALS = 3


class OneOf(SelectField):
    """A choice from a list, with our own words when something else is sent."""

    def pre_validate(self, form: Any) -> None:
        if self.data not in {choice[0] for choice in self.choices or ()}:
            raise ValidationError(_("Velg en av mulighetene i lista"))


class Radios(RadioField):
    """A choice among a few that are all seen; choosing none is for the form to judge."""

    def pre_validate(self, form: Any) -> None:
        if self.data and self.data not in {choice[0] for choice in self.choices or ()}:
            self.data = None
            raise ValidationError(_("Velg en av mulighetene"))


class Several(SelectMultipleField):
    """Boxes to tick."""

    def pre_validate(self, form: Any) -> None:
        if set(self.data or ()) - {choice[0] for choice in self.choices or ()}:
            raise ValidationError(_("Velg blant mulighetene i lista"))


class Draftable(Form):
    """A step that can be left unfinished: what is too long or broken is still told, what is missing is not."""

    takes_word = False

    def is_complete(self) -> bool:
        """Tell what is missing before the next step; called only when somebody wants to go on."""
        return not self.mistakes


class NeedForm(Draftable):
    """Step one."""

    need = ProseField(most=limits.PROSE)


class IdeaForm(Draftable):
    """Step two: a title, perhaps an idea, and the language of it all."""

    has_idea = Radios()
    title = TextField(most=limits.TITLE)
    idea = ProseField(most=limits.PROSE)
    form = Radios()
    language = OneOf()
    #: Needs that others have told of, and that the proposal meets.
    needs = SelectMultipleField(validate_choice=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.has_idea.choices = [
            ("ja", _("Ja, jeg har en idé")),
            ("nei", _("Nei, jeg sender inn bare behovet")),
        ]
        self.form.choices = [("nb", "Bokmål"), ("nn", "Nynorsk"), (OTHER, _("Et annet språk"))]
        self.language.choices = [("", _("Velg språk")), *OTHERS]

    @staticmethod
    def spread(title: str, idea: str, language: str) -> dict[str, Any]:
        """The fields of a draft's texts."""
        return {
            "title": title,
            "idea": idea,
            "has_idea": "ja" if idea else "nei" if title else None,
            "form": language if language in FORMS else OTHER,
            "language": "" if language in FORMS else language,
        }

    @property
    def chosen_needs(self) -> tuple[str, ...]:
        """The references of those that are ticked."""
        return tuple(ref[:14] for ref in self.needs.data or ())

    @property
    def chosen_language(self) -> str | None:
        """The tag to keep; None when none was chosen."""
        return (self.language.data or None) if self.form.data == OTHER else self.form.data

    @property
    def kept_idea(self) -> str:
        """The idea, unless its writer has said that there is none."""
        return "" if self.has_idea.data == "nei" else self.idea.data or ""

    def is_complete(self) -> bool:
        if not self.has_idea.data and not self.idea.data:  # whoever has written an idea has answered
            self.has_idea.errors = [_("Velg om du vil foreslå en løsning")]
        elif self.has_idea.data == "ja" and not self.idea.data:
            self.idea.errors = [_("Skriv ideen din, eller velg at du sender inn bare behovet")]
        if not self.form.data:
            self.form.errors = [_("Velg språket du skriver på")]
        elif self.chosen_language is None:
            self.language.errors = [_("Velg hvilket språk")]
        return not self.mistakes


class PlaceForm(Draftable):
    """Step three: where it is, what it is about, and who says it."""

    area = OneOf()
    place = TextField(most=limits.SHORT)
    theme = OneOf()
    challenge = OneOf()
    goals = Several()
    organisation = OneOf()

    def offer(self, areas: Any, themes: Any, challenges: Any, organisations: Any) -> None:
        """Fill in what can be chosen here and now."""
        offer_place(self, areas, themes, challenges)
        self.organisation.choices = [("", _("Som meg selv")), *organisations]
        self.goals.choices = sustainability.choices()

    def validate_goals(self, field: Any) -> None:
        if len(field.data or ()) > MOST_GOALS:
            raise ValidationError(_("Velg inntil tre mål"))


def offer_place(form: Any, areas: Any, themes: Any, challenges: Any) -> None:
    """What can be chosen of area, theme and challenge, and first what each says when none is."""
    form.area.choices = [("", _("Hele %(place)s, eller et annet sted") % {"place": here_noun()}), *areas]
    form.theme.choices = [("", _("Vet ikke")), *map(marked, themes)]
    form.challenge.choices = [("", _("Ingen. Forslaget står for seg selv")), *map(marked, challenges)]


def offer_needs(form: Any, choices: Any) -> None:
    """The needs that can be chosen, each by how it begins; those that are said now are ticked in a new form."""
    form.needs.choices = [(card.reference, card.heading) for card, _is_said in choices]
    if not form.is_submitted():
        form.needs.data = [card.reference for card, is_said in choices if is_said]


def marked(offered: tuple[str, Texts]) -> tuple[Any, ...]:
    """A choice that says which form its text is in, when that is the other one alone."""
    value, words = offered
    if not words.is_foreign:
        return offered
    return value, f"{words} ({LANGUAGES[words.form].lower()})", {"lang": words.form}


class ReviewForm(Form):
    """Step four."""

    sure = BooleanField()

    def is_complete(self) -> bool:
        if not self.sure.data:
            self.sure.errors = [_("Se gjennom teksten, og kryss av når den ikke har private opplysninger om andre")]
        return not self.mistakes
