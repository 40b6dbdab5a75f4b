"""Forms of moderators: what is blacked out in a text, who is kept from writing, and both undone."""

from typing import Any

from flask import request

from samskaping.actions.rulings import WORDS_MOST
from samskaping.language import gettext as _
from samskaping.rules.blocking import SPANS
from samskaping.rules.redaction import passages
from samskaping.rules.speech import REPORT_REASON_NAMES
from samskaping.web.forms.base import Form, ProseField, Required
from samskaping.web.forms.choices import Radios


def _reason() -> Radios:
    return Radios(validators=[Required(lambda: _("Velg hva som er galt"))])


def _words() -> ProseField:
    wanted = Required(lambda: _("Skriv en begrunnelse. Den som skrev teksten, får lese den."))
    return ProseField("", [wanted], most=WORDS_MOST, public=False)


class _Reasoned(Form):
    """Why, as a code and in words that the writer reads; each form has the fields where they stand on its page."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self["reason"].choices = [(str(reason), str(words)) for reason, words in REPORT_REASON_NAMES.items()]


class RedactForm(_Reasoned):
    """The passages, one a line; what stands in them is what shall not be seen, so it is not asked about."""

    passages = ProseField(
        "", [Required(lambda: _("Skriv det som skal sladdes, slik det står i teksten"))], most=8000, public=False
    )
    reason = _reason()
    text = _words()

    @property
    def wanted(self) -> tuple[str, ...]:
        return passages(self.passages.data or "")

    @property
    def wants_preview(self) -> bool:
        return "_vis" in request.form


class BlockForm(_Reasoned):
    """For how long, and why."""

    span = Radios(validators=[Required(lambda: _("Velg hvor lenge"))])
    reason = _reason()
    text = _words()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.span.choices = [(str(span), str(words)) for span, (words, _days) in SPANS.items()]


class UndoForm(Form):
    """Why it is undone; for colleagues."""

    text = ProseField("", [Required(lambda: _("Skriv hvorfor"))], most=WORDS_MOST, public=False)
