"""The desk's forms: a challenge in both forms, what a new version changes, and a word on how it goes."""

from typing import Any

from flask import g
from wtforms import IntegerField, SelectMultipleField, ValidationError

from samskaping.actions.challenges import Content, Quote
from samskaping.actions.statements import Said
from samskaping.db import Texts
from samskaping.errors import Denied, Unfit
from samskaping.language import FORMS
from samskaping.language import gettext as _
from samskaping.queries.challenges import Page
from samskaping.rules import limits
from samskaping.rules.challenges import ILLUSTRATIONS, MOST_GOALS, MOST_QUOTES, TEXTS
from samskaping.rules.goals import GOALS
from samskaping.rules.languages import OTHERS
from samskaping.rules.moderation import Reading
from samskaping.rules.speech import LEVEL_NAMES, Level
from samskaping.web.forms.base import DayField, Form, ProseField, TextField, own_language
from samskaping.web.forms.choices import OneOf, Radios

#: How long each text can be; the need and the box are prose.
_LONGEST = {"summary": 600}
_QUOTE = 400


class Goals(SelectMultipleField):
    """Up to three goals."""

    def pre_validate(self, form: Any) -> None:
        if len(set(self.data or ())) > MOST_GOALS or set(self.data or ()) - {
            choice[0] for choice in self.choices or ()
        }:
            raise ValidationError(_("Velg høyst %(most)s bærekraftsmål") % {"most": MOST_GOALS})


class Version(IntegerField):
    """The version that the form was opened on; unseen."""

    def process_formdata(self, valuelist: Any) -> None:
        try:
            self.data = min(int(valuelist[0]), 2**31) if valuelist else 0
        except ValueError:
            self.data = 0


class _Worded(Form):
    """What is written in a challenge, in the page's order, which is the error summary's too."""

    version = Version(default=0)


def _pairs(*names: str) -> None:
    for name in names:
        for form in FORMS:
            most = _LONGEST.get(name, limits.PROSE)
            setattr(
                _Worded, f"{name}_{form}", TextField(most=limits.SHORT) if name == "title" else ProseField(most=most)
            )


_pairs("title", "summary", "need", "effect", "success")
for _number in range(1, MOST_QUOTES + 1):
    setattr(_Worded, f"quote{_number}_text", TextField(most=_QUOTE))
    setattr(_Worded, f"quote{_number}_who", TextField(most=limits.NAME))
    setattr(_Worded, f"quote{_number}_language", OneOf(default=own_language))
_pairs("influence", "fixed", "decides", "use")


class ChallengeForm(_Worded):
    """A challenge. Texts stand in pairs ``title_nb``/``title_nn``; quotes in rows ``quote1_text`` and so on."""

    level = OneOf()
    answers_on = DayField()
    closes_on = DayField()
    unit = OneOf()
    theme = OneOf()
    goals = Goals(validate_choice=False, choices=[])
    illustration = OneOf()
    proposals_read = Radios(default="")
    comments_read = Radios(default="")
    why = TextField(most=500)

    def offer(self, units: list[tuple[str, Texts]], themes: list[tuple[str, Texts]]) -> None:
        """What can be chosen; a unit or theme that has ended since can be chosen no more."""
        self.level.choices = [("", _("Velg nivå")), *((level.value, str(LEVEL_NAMES[level])) for level in Level)]
        self.unit.choices = [("", _("Velg enhet")), *((key, str(name)) for key, name in units)]
        self.theme.choices = [("", _("Ikke noe tema")), *((key, str(name)) for key, name in themes)]
        self.illustration.choices = [(key, str(words)) for key, words in ILLUSTRATIONS.items()]
        first, after = _("Først leser kommunen, så publiseres det"), _("Det publiseres med en gang, og leses etterpå")
        for field, own in (
            (self.proposals_read, g.ctx.here.approval),
            (self.comments_read, g.ctx.here.comment_approval),
        ):
            as_usual = _("Som i kommunen ellers: %(how)s") % {"how": (first if own else after).lower()}
            field.choices = [("", as_usual), (Reading.FORST.value, first), (Reading.ETTER.value, after)]
        self.goals.choices = [(str(goal.number), f"{goal.number} {goal.title}") for goal in GOALS.values()]
        for number in range(1, MOST_QUOTES + 1):
            self[f"quote{number}_language"].choices = [("nb", "Bokmål"), ("nn", "Nynorsk"), *OTHERS]
        kept = {choice[0] for choice in self.unit.choices}
        self.unit.data = self.unit.data if self.is_submitted() or self.unit.data in kept else ""

    def content(self) -> Content:
        """What is written."""
        level = self.level.data
        return Content(
            **{name: Texts(**{form: self[f"{name}_{form}"].data or "" for form in FORMS}) for name in TEXTS},
            quotes=tuple(self._quotes()),
            goals=tuple(int(goal) for goal in self.goals.data or ()),
            level=Level(level) if level else None,
            illustration=self.illustration.data or "langbord",
            unit=self.unit.data or "",
            theme=self.theme.data or "",
            answers_on=self.answers_on.data,
            closes_on=self.closes_on.data,
            proposals_read=Reading(self.proposals_read.data) if self.proposals_read.data else None,
            comments_read=Reading(self.comments_read.data) if self.comments_read.data else None,
        )

    def refuse(self, error: Denied) -> None:
        """Words about a text stand beside the form in which it is written first."""
        if isinstance(error, Unfit) and error.fields:
            fields = {f"{name}_{FORMS[0]}" if name in TEXTS else name: words for name, words in error.fields.items()}
            error = Unfit(**fields)
        super().refuse(error)

    def _quotes(self) -> Any:
        for number in range(1, MOST_QUOTES + 1):
            if said := self[f"quote{number}_text"].data:
                who = self[f"quote{number}_who"].data or ""
                yield Quote(said.strip("«»\"' "), who, self[f"quote{number}_language"].data or own_language())


class UpdateForm(Form):
    """News on a challenge."""

    title = TextField(most=limits.SHORT)
    text = ProseField(most=limits.REASON)
    language = OneOf()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.language.choices = [("nb", "Bokmål"), ("nn", "Nynorsk")]

    def said(self) -> Said:
        """What is told."""
        return Said(self.text.data or "", 0, language=self.language.data or "nb", title=self.title.data or "")


def written(challenge: Page) -> dict[str, Any]:
    """A challenge as the form's first values."""
    texts = {f"{name}_{form}": getattr(challenge, name).get(form) for name in TEXTS for form in FORMS}
    quotes = {
        f"quote{number}_{part}": said.get(part, "")
        for number, said in enumerate(challenge.quotes[:MOST_QUOTES], 1)
        for part in ("text", "who", "language")
    }
    return {
        **texts,
        **quotes,
        "version": challenge.version,
        "level": challenge.level.value if challenge.level else "",
        "unit": challenge.unit_id or "",
        "theme": challenge.theme_id or "",
        "illustration": challenge.illustration if challenge.illustration in ILLUSTRATIONS else "langbord",
        "goals": [str(goal) for goal in challenge.goals],
        "answers_on": challenge.answers_on,
        "closes_on": challenge.closes_on,
        "proposals_read": challenge.proposals_read or "",
        "comments_read": challenge.comments_read or "",
    }


def saved_by_others(form: ChallengeForm, now: Page) -> dict[str, Any]:
    """Field → what stands there now, for each one in which the form says something else: words, or a day."""
    kept = written(now)
    return {
        field.short_name: _in_words(field, kept[field.short_name])
        for field in form
        if field.short_name in kept and field.short_name != "version" and kept[field.short_name] != field.data
    }


def _in_words(field: Any, kept: Any) -> Any:
    """What the field would show: the names of what is chosen, or the text itself."""
    if not hasattr(field, "choices"):
        return kept
    chosen = kept if isinstance(kept, list) else [kept]
    return ", ".join(str(name) for key, name in field.choices or () if key in chosen)
