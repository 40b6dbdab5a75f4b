"""Fields that answers and moves have beside their words: a template, a mail text of its own, and a time to come."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from flask import request

from samskaping import clock
from samskaping.actions.moves import Wish
from samskaping.actions.planned import When
from samskaping.actions.statements import Said
from samskaping.errors import Unfit
from samskaping.language import gettext as _
from samskaping.queries.answer_templates import Filled, Template
from samskaping.rules import limits
from samskaping.rules.times import hour
from samskaping.web.forms.assuring import own_word
from samskaping.web.forms.base import DayField, Form, ProseField, Required, TextField
from samskaping.web.forms.casework import AnswerForm, InterimForm, MoveForm, SayForm, words_to_send
from samskaping.web.forms.choices import OneOf, Radios


def instant(day: date | None, written: str) -> datetime | None:
    """The instant of a day and an hour as people write it; none when neither is given.

    Raises ``Unfit`` for what is no hour, and for one that clocks jump over when they are set forward.
    """
    if day is None and not written.strip():
        return None
    if day is None:
        raise Unfit(publish_on=_("Velg dagen også"))
    found = hour(written)
    if found is None:
        raise Unfit(publish_at=_("Skriv klokkeslettet som 08.00"))
    moments = clock.wall(day, *found)
    if not moments:
        words = _("Klokka stilles fram denne natta, og går fra 02.00 til 03.00. Velg et annet tidspunkt.")
        raise Unfit(publish_at=words)
    return moments[0]


class TimedForm(Form):
    """A day and an hour on a Norwegian wall clock."""

    publish_on = DayField()
    publish_at = TextField(most=8, public=False)

    def moment(self) -> datetime | None:
        """The instant that is typed. Raises ``Unfit``."""
        return instant(self.publish_on.data, self.publish_at.data or "")


class BatchForm(Form):
    """A new batch."""

    name = TextField(most=120, public=False)


def as_typed(moment: datetime | None) -> dict[str, Any]:
    """A moment as the fields of a time hold it."""
    if moment is None:
        return {}
    shown = clock.oslo(moment)
    return {"publish_on": shown.date(), "publish_at": f"{shown:%H.%M}"}


class Later:
    """Mixed into forms of words: their fields stand after the words themselves."""

    template = OneOf(default="")
    mail_text = ProseField(most=limits.REASON)
    publish_on = DayField()
    publish_at = TextField(most=8, public=False)
    batch = OneOf(default="")
    batch_name = TextField(most=120, public=False)

    def offer_later(self: Any, templates: Iterable[Template], batches: Iterable[tuple[str, str]]) -> None:
        """The choices: templates in the order in which they fit, and batches that can take more."""
        self.template.choices = [(one.public_id, one.name) for one in templates] or [("", "")]
        self.batch.choices = [("", _("Ingen bunke")), *batches]
        if not self.template.data:
            self.template.data = self.template.choices[0][0]

    @property
    def wants_plan(self) -> bool:
        return "_plan" in request.form

    @property
    def wants_template(self) -> bool:
        return "_mal" in request.form

    def when(self: Any) -> When:
        """When it shall be published, but for a batch that is only named. Raises ``Unfit``."""
        if self.batch.data:
            return When(batch=self.batch.data)
        return When(instant(self.publish_on.data, self.publish_at.data or ""))

    def take_in(self: Any, filled: Filled) -> None:
        """Put a template's words in, after those that are there already."""
        words = self["reason"] if "reason" in self else self["text"]
        language = self["language"]
        if not (words.data or "").strip():
            language.data = filled.form
        words.data = "\n\n".join(part for part in ((words.data or "").strip(), filled.text) if part)
        self.mail_text.data = (self.mail_text.data or "").strip() or filled.mail_text
        if "title" in self:
            self["title"].data = (self["title"].data or "").strip() or filled.title
        if filled.decision and "decision" in self and not self["decision"].data:
            choices = {choice[0] for choice in self["decision"].choices}
            self["decision"].data = filled.decision.value if filled.decision.value in choices else self["decision"].data


#: The names of those fields.
_LATER = ("template", "mail_text", "publish_on", "publish_at", "batch", "batch_name")


class OfficialAnswerForm(AnswerForm, Later):
    """The official answer, now or later."""

    def said(self) -> Said:
        return replace(super().said(), mail_text=self.mail_text.data or "")


class InterimMailForm(InterimForm, Later):
    """An interim reply, now or later."""

    def said(self) -> Said:
        return replace(super().said(), mail_text=self.mail_text.data or "")


class CheckInForm(SayForm):
    """Why a slow matter is still alive, and when the next thing happens."""

    due = DayField("", [Required(lambda: _("Velg en dato fram i tid, når neste steg kommer"))])
    language = Radios()
    text = words_to_send()

    def said(self) -> Said:
        return replace(super().said(), due=self.due.data)


class DeclineForm(SayForm):
    """Why an ended case is not taken up again."""

    language = Radios()
    text = words_to_send()
    impartial = own_word()


class LaterMoveForm(MoveForm, Later):
    """One move, now or later."""

    def suit_later(self) -> None:
        """A move without a reason says nothing that a mail or a template could say otherwise."""
        if "reason" not in self:
            for name in _LATER:
                del self[name]

    def wish(self, verb: str) -> Wish:
        found = super().wish(verb)
        return replace(found, mail_text=self.mail_text.data or "") if "mail_text" in self else found
