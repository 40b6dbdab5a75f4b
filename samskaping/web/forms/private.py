"""What should not stand in public text: told beside the field, and let through when the writer says so once more."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import g, request

from samskaping.actions.record import log
from samskaping.language import gettext as _
from samskaping.rules import private_numbers
from samskaping.rules.policy import Can
from samskaping.web import logged

#: The name of the box to tick; its value says what was found, so that a new find is asked about anew.
BOX = "send_likevel"


@dataclass(frozen=True)
class Asks:
    """The box under a field: its value, what it says, and whether it is ticked."""

    value: str
    words: str
    ticked: bool
    name: str = BOX


def holds(form: Any) -> bool:
    """Whether every public text of a form may stand as it is; tells in the fields what may not."""
    answers = [_may_stand(field, takes_word=form.takes_word) for field in form if getattr(field, "public", False)]
    return all(answers)


def _may_stand(field: Any, *, takes_word: bool) -> bool:
    """What may never stand, and what is asked about, are told at once: each in a sentence of its own."""
    found = private_numbers.find(field.data or "")
    barred, asked = ([], found) if takes_word and g.ctx.may(Can.NUMBER_VOUCH) else private_numbers.parted(found)
    if asked:
        field.asks = _asks(field.name, asked, private_numbers.stops(asked))
    told: list[Sequence[private_numbers.Found]] = [barred] if barred else []
    if field.asks and not field.asks.ticked:
        told.append(asked)
    elif private_numbers.stops(asked):
        log(g.ctx, "number_vouched", field=field.name, path=logged.path())
    field.errors = [*field.errors, *(private_numbers.words(those) for those in told)]
    return not told


def _asks(name: str, found: Sequence[private_numbers.Found], stops: bool) -> Asks:
    value = f"{name}:{private_numbers.mark(found)}"
    words = _("Det er ikke et fødselsnummer. Send likevel.") if stops else _("Ja, det skal stå. Send likevel.")
    return Asks(value, words, value in request.form.getlist(BOX))
