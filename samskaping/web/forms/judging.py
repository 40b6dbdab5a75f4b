"""The form of one deed against many texts: what, why in code and in words, and whether the writers are blocked."""

from collections import Counter
from collections.abc import Sequence

from samskaping.actions.judging import Judgement
from samskaping.actions.rulings import WORDS_MOST
from samskaping.language import gettext as _
from samskaping.queries.moderation import Thing
from samskaping.rules.blocking import SPANS, Span
from samskaping.rules.judging import TOGETHER
from samskaping.rules.moderation import Deed
from samskaping.rules.speech import REPORT_REASON_NAMES, ReportReason
from samskaping.web.forms.base import ProseField
from samskaping.web.forms.choices import OneOf, Radios
from samskaping.web.forms.selection import Together


class JudgeTogether(Together):
    """``shown`` is the deed and the block that the preview told of; the reason changes nothing of what happens."""

    deed = Radios()
    reason = OneOf(default="")
    text = ProseField(most=WORDS_MOST, public=False)
    span = OneOf(default="")

    def offer(self) -> None:
        """What can be chosen."""
        names = {Deed.SKJULT: _("Skjul tekstene"), Deed.AVVIST: _("Avvis tekstene")}
        self.deed.choices = [(deed.value, names[deed]) for deed in TOGETHER]
        self.reason.choices = [
            ("", _("Velg hva som er galt")),
            *((str(reason), str(words)) for reason, words in REPORT_REASON_NAMES.items()),
        ]
        self.span.choices = [
            ("", _("Ikke blokker")),
            *((str(span), str(words)) for span, (words, _days) in SPANS.items()),
        ]

    def suggest(self, things: Sequence[Thing]) -> None:
        """The deed that most of the texts stand open for, until another is chosen."""
        if not self.deed.data:
            waiting = Counter(bool(thing.waits_since) for thing in things)
            self.deed.data = (Deed.AVVIST if waiting[True] > waiting[False] else Deed.SKJULT).value

    @property
    def asked(self) -> str:
        return f"{self.deed.data}.{self.span.data}"

    def judgement(self) -> Judgement:
        """What is decided."""
        reason, span = self.reason.data, self.span.data
        return Judgement(
            Deed(self.deed.data),
            ReportReason(reason) if reason else None,
            self.text.data or "",
            span=Span(span) if span else None,
        )
