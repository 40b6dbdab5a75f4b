"""Forms of moderators: the one step about a text, and a word on whether somebody is let through."""

from typing import Any

from wtforms import HiddenField

from samskaping.actions.judging import NEEDS_REASON, Judgement
from samskaping.actions.rulings import WORDS_MOST
from samskaping.language import gettext as _
from samskaping.queries.moderation import Thing
from samskaping.rules.blocking import SPANS, Span
from samskaping.rules.moderation import Deed
from samskaping.rules.pipeline import State
from samskaping.rules.redaction import passages
from samskaping.rules.speech import REPORT_REASON_NAMES, ReportReason
from samskaping.web.forms.base import Form, ProseField, Required
from samskaping.web.forms.choices import OneOf, Radios


class JudgeForm(Form):
    """What is done with a text, what is wrong with it, and why in words; whoever wrote it reads them."""

    seen = HiddenField()
    deed = Radios()
    passages = ProseField(most=8000, public=False)
    reason = OneOf(default="")
    span = OneOf(default="")
    text = ProseField(most=WORDS_MOST, public=False)

    def offer(self) -> None:
        """What can be sent; whether the text stands open for it, is for the deed to say: others may have been first."""
        self.deed.choices = [(deed.value, deed.value) for deed in Deed]
        self.reason.choices = [
            ("", _("Velg hva som er galt")),
            *((str(reason), str(words)) for reason, words in REPORT_REASON_NAMES.items()),
        ]
        self.span.choices = [
            ("", _("Ikke blokker")),
            *((str(span), str(words)) for span, (words, _days) in SPANS.items()),
        ]

    def narrow(self, thing: Thing, *, is_new: bool, wanted: str = "") -> None:
        """The deeds that the text stands open for now; ``is_new``: this is how it is seen from now on.

        ``wanted`` is the deed that the moderator came to do, chosen beforehand where it is open.
        """
        self.deed.choices = [(deed.value, words) for deed, words in offered(thing)]
        if is_new:
            names = [deed.value for deed, _words in offered(thing)]
            self.seen.data = thing.mark
            self.deed.data = names[0] if len(names) == 1 else wanted if wanted in names else None

    def judgement(self) -> Judgement:
        """What is decided; reason, words and passages count where the deed asks for them."""
        deed, reason, span = Deed(self.deed.data), self.reason.data, self.span.data
        return Judgement(
            deed,
            ReportReason(reason) if reason and deed in NEEDS_REASON else None,
            self.text.data or "",
            passages(self.passages.data or ""),
            Span(span) if span else None,
        )


def offered(thing: Thing) -> list[tuple[Deed, str]]:
    """The deeds that can be done with a text as it stands, and the words for each."""
    refuse, hide, show = {
        "forslag": (_("Send tilbake til den som skrev"), _("Skjul forslaget"), _("Vis forslaget igjen")),
        "kommentar": (_("Ikke publiser kommentaren"), _("Skjul kommentaren"), _("Vis kommentaren igjen")),
        "behov": (_("Ikke publiser behovet"), _("Skjul behovet"), _("Vis behovet igjen")),
    }[thing.kind]
    names = {
        Deed.GODKJENT: _("Godkjenn og publiser"),
        Deed.AVVIST: refuse,
        Deed.BEHOLDT: _("La teksten stå, og lukk meldingene"),
        Deed.SKJULT: hide,
        Deed.SLADDET: _("Sladd en del av teksten"),
        Deed.VIST: show,
    }
    return [(deed, names[deed]) for deed in _open(thing)]


def _open(thing: Thing) -> list[Deed]:
    if thing.hidden_at:
        return [Deed.VIST]
    if thing.waits_since:
        return [Deed.GODKJENT, Deed.AVVIST, Deed.SLADDET]
    if thing.is_refused or thing.state is State.UTKAST:
        return []
    return [*([Deed.BEHOLDT] if thing.open_reports else []), Deed.SKJULT, Deed.SLADDET]


class TrustForm(Form):
    """Whether somebody is let through, and why; for colleagues."""

    is_trusted = Radios()
    text = ProseField("", [Required(lambda: _("Skriv hvorfor. Kolleger leser det."))], most=WORDS_MOST, public=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_trusted.choices = [
            ("ja", _("Publiser det de skriver, med en gang")),
            ("nei", _("Les alltid først det de skriver")),
        ]
