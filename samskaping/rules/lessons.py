"""What was learnt in a case: the questions that are answered before it is closed, and where the answers are told."""

from samskaping.language import Words
from samskaping.language import gettext as _
from samskaping.rules import limits
from samskaping.rules.pipeline import PLANS, State

#: The questions, in order; the last may be left open.
PARTS: dict[str, Words] = {
    "worked": Words("Dette virket", "Dette verka"),
    "failed": Words("Dette virket ikke", "Dette verka ikkje"),
    "otherwise": Words("Dette ville vi gjort annerledes", "Dette ville vi gjort annleis"),
    "routine": Words("Rutinen som ble endret", "Rutinen som vart endra"),
}
NEEDED = ("worked", "failed", "otherwise")
#: Code points of each answer.
MOST = limits.NEED
#: Ends in which everyone can read what was learnt; it can be written from assessment on.
TOLD = frozenset({State.EFFEKT_MALT, State.AVSLUTTET_LAERING})
WRITTEN = PLANS | TOLD


def flaws(written: dict[str, str]) -> dict[str, str]:
    """Question → words, for each answer that is missing or too long."""
    found = {name: _("Skriv noe her. Var det ingenting, så skriv det.") for name in NEEDED if not written[name].strip()}
    return found | {name: flaw for name, answer in written.items() if (flaw := limits.too_long(answer, MOST))}
