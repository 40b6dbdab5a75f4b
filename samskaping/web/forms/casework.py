"""Forms of a case: moving it, what is said in it, who has it, and where it belongs."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Self

from flask import request
from wtforms import BooleanField, HiddenField, SelectMultipleField, ValidationError

from samskaping.actions.casework import Place
from samskaping.actions.moves import Wish
from samskaping.actions.statements import Said
from samskaping.language import NAMES
from samskaping.language import gettext as _
from samskaping.queries.case_page import Case
from samskaping.rules import goals as sustainability
from samskaping.rules import limits
from samskaping.rules.languages import FORMS
from samskaping.rules.moves import MAY_ANSWER, Move, must_answer
from samskaping.rules.pipeline import BODY_NAMES, Body, Demand
from samskaping.rules.policy import Can
from samskaping.rules.speech import DECISION_NAMES, Decision
from samskaping.web.forms.assuring import own_word, unasked
from samskaping.web.forms.base import DayField, Form, ProseField, Required, TextField, own_language
from samskaping.web.forms.choices import OneOf, Radios
from samskaping.web.spoken_for import here_noun

#: Which fields meet each demand of a move.
_MEETS: dict[Demand, tuple[str, ...]] = {
    Demand.REASON: ("reason", "language"),
    Demand.UNIT: ("unit",),
    Demand.NEXT_DATE: ("next_on",),
    Demand.BODY: ("body", "body_name"),
    Demand.LOOK_AGAIN: ("look_again_on",),
    Demand.FORWARD_TO: ("forward_to",),
    Demand.INTO: ("into",),
}
_MOST_GOALS = 3


class Several(SelectMultipleField):
    """Boxes to tick, at most so many."""

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        super().__init__("", validate_choice=False, **kwargs)
        self.most = most

    def pre_validate(self, form: Any) -> None:
        known = {str(choice[0]) for choice in self.choices or ()}
        if set(self.data or ()) - known:
            raise ValidationError(_("Velg blant mulighetene i lista"))
        if len(set(self.data or ())) > self.most:
            raise ValidationError(_("Velg høyst %(most)s") % {"most": self.most})


class Perhaps(Radios):
    """A choice that the deed itself asks for, together with all else that it lacks."""

    def pre_validate(self, form: Any) -> None:
        if self.data:
            super().pre_validate(form)


class CaseForm(Form):
    """A deed in a case. ``version`` and ``seen`` (the newest event) are the case's as the form showed it."""

    case_keys: tuple[int, ...] = ()
    version = HiddenField()
    seen = HiddenField()

    @classmethod
    def of(cls, case: Case, **data: Any) -> Self:
        """The form for a case: with what was sent, or with what is said about it now."""
        form = cls(data={"version": str(case.version), "seen": str(case.history_length), **data})
        form.case_keys = (case.key,)
        return unasked(form, case.has_answered)

    @property
    def shown_version(self) -> int:
        return number(self.version.data)

    @property
    def wants_preview(self) -> bool:
        return "_vis" in request.form

    def freshen(self, case: Case) -> None:
        """The words stay; the form is about the case as it is now."""
        self.version.data, self.seen.data = str(case.version), str(case.history_length)


def number(written: Any) -> int:
    """A whole number that a hidden field holds; −1 for anything else."""
    text = str(written or "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else -1


def writers_form(case: Case) -> str:
    """The form to answer in: the writer's own, or the one in force when they wrote another language."""
    return case.language if case.language in FORMS else own_language()


def _forms() -> Iterable[tuple[str, str]]:
    return tuple((form, NAMES[form]) for form in FORMS)


class Spoken(CaseForm):
    """Something that others will read, and the form it is written in."""

    language = Radios()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "language" in self:
            self.language.choices = list(_forms())


class MoveForm(Spoken):
    """One move, with exactly the fields that it demands."""

    into = TextField(most=14, public=False)
    forward_to = TextField(most=limits.SHORT)
    body = Perhaps()
    body_name = TextField(most=120)
    unit = OneOf()
    next_on = DayField()
    look_again_on = DayField()
    language = Radios()
    reason = ProseField(most=limits.REASON)
    decision = OneOf()
    impartial = own_word()
    #: The step ends a case that waits for its answer: the reason is that answer.
    owes_answer = False

    def suit(self, move: Move, case: Case, units: Iterable[tuple[str, str]]) -> "MoveForm":
        """Leave out what this move does not ask for, and fill in what can be chosen."""
        for demand, names in _MEETS.items():
            if demand not in move.demands:
                for name in names:
                    del self[name]
        answers = MAY_ANSWER.get(move.verb, ()) if case.answered_at is None else ()
        if answers:
            owed = must_answer(move, is_owed=case.waiting_since is not None)
            without = _("Velg hva svaret er") if owed else _("Nei, det er en begrunnelse for steget")
            self.owes_answer = owed
            self.decision.choices = [("", without), *_decisions(answers)]
        else:
            del self.decision
        unasked(self, move.takes is not Can.PROPOSAL_HANDLE)
        if "unit" in self:
            self.unit.choices = [("", _("Velg enhet")), *units]
        if "body" in self:
            self.body.choices = [(str(body), str(words)) for body, words in BODY_NAMES.items()]
        return self

    def wish(self, verb: str) -> Wish:
        """What the form asks the deed to do."""
        body, decision = self._given("body"), self._given("decision")
        return Wish(
            verb,
            self.shown_version,
            reason=self._given("reason") or "",
            language=self._given("language") or "nb",
            unit=self._given("unit") or "",
            next_on=self._given("next_on"),
            body=Body(body) if body else None,
            body_name=self._given("body_name") or "",
            look_again_on=self._given("look_again_on"),
            forward_to=self._given("forward_to") or "",
            into=self._given("into") or "",
            decision=Decision(decision) if decision else None,
        )

    def _given(self, name: str) -> Any:
        return self[name].data if name in self else None


def _decisions(among: Iterable[Decision]) -> list[tuple[str, str]]:
    return [(str(decision), str(DECISION_NAMES[decision])) for decision in among]


def words_to_send() -> ProseField:
    """The text that must be there; each form says it where it stands on its page, which orders the mistakes."""
    return ProseField("", [Required(lambda: _("Skriv teksten som skal sendes"))], most=limits.REASON)


class SayForm(Spoken):
    """Something said in a case; what further fields it has is for the kinds below."""

    text = words_to_send()

    def said(self) -> Said:
        return Said(self.text.data or "", self.shown_version, self.language.data or "nb")


class AnswerForm(SayForm):
    """The official answer."""

    decision = Radios(validators=[Required(lambda: _("Velg hva svaret er"))])
    title = TextField(most=limits.SHORT)
    language = Radios()
    text = words_to_send()
    impartial = own_word()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.decision.choices = _decisions(DECISION_NAMES)

    def said(self) -> Said:
        decision = Decision(self.decision.data) if self.decision.data else None
        return replace(super().said(), title=self.title.data or "", decision=decision)


class InterimForm(SayForm):
    """More time is needed: why, and the new date."""

    due = DayField("", [Required(lambda: _("Velg den nye datoen for svar, fram i tid"))])
    language = Radios()
    text = words_to_send()
    impartial = own_word()

    def said(self) -> Said:
        return replace(super().said(), due=self.due.data)


class QuestionForm(SayForm):
    """A question to the one who proposed, for everyone to read or between the two."""

    openness = Radios(validators=[Required(lambda: _("Velg hvem som skal kunne lese spørsmålet og svaret"))])
    language = Radios()
    text = words_to_send()
    due = DayField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.openness.choices = [
            ("alle", _("Åpent: alle kan lese spørsmålet og svaret")),
            ("oss", _("Privat: bare dere to og kommunens ansatte")),
        ]

    def said(self) -> Said:
        return replace(super().said(), due=self.due.data, is_public=self.openness.data == "alle")


class UpdateForm(SayForm):
    """News in a case."""

    title = TextField(most=limits.SHORT)
    language = Radios()
    text = words_to_send()

    def said(self) -> Said:
        return replace(super().said(), title=self.title.data or "")


class CorrectionForm(UpdateForm):
    """Something published, corrected; ``version`` is the statement's own."""

    why = ProseField("", [Required(lambda: _("Skriv hva du har rettet, og hvorfor"))], most=500)

    def freshen(self, case: Case) -> None:
        self.seen.data = str(case.history_length)


class AssignForm(CaseForm):
    """Who shall have the case. ``before`` is who had it when the form was shown."""

    before = HiddenField()
    person = OneOf()
    unit = OneOf()
    impartial = BooleanField("")

    def offer(self, people: Iterable[tuple[str, str]], units: Iterable[tuple[str, str]]) -> "AssignForm":
        self.person.choices = [("", _("Ingen bestemt person")), *people]
        self.unit.choices = [("", _("Behold enheten saken har")), *units]
        return self


class ClassifyForm(CaseForm):
    """Where a case belongs."""

    theme = OneOf()
    area = OneOf()
    challenge = OneOf()
    goals = Several(most=_MOST_GOALS)

    def offer(self, themes: Any, areas: Any, challenges: Any) -> "ClassifyForm":
        self.theme.choices = [("", _("Ikke noe tema")), *themes]
        self.area.choices = [("", _("Hele %(place)s, eller et annet sted") % {"place": here_noun()}), *areas]
        self.challenge.choices = [("", _("Ingen, forslaget står for seg selv")), *challenges]
        self.goals.choices = sustainability.choices()
        return self

    def place(self) -> Place:
        return Place(
            theme=self.theme.data or "",
            area=self.area.data or "",
            challenge=self.challenge.data or "",
            goals=tuple(int(goal) for goal in self.goals.data or ()),
        )
