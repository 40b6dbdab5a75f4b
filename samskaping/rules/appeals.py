"""Which rulings can be appealed, for how long, how soon somebody else decides, and what comes of it."""

from calendar import monthrange
from datetime import date, timedelta
from enum import StrEnum

from samskaping.language import Words
from samskaping.rules.kinds import Outcome
from samskaping.rules.moderation import Deed


class Conclusion(StrEnum):
    """What came of an appeal."""

    OPPRETTHOLDT = "opprettholdt"
    OMGJORT = "omgjort"


CONCLUSION_NAMES = {
    Conclusion.OPPRETTHOLDT: Words("Avgjørelsen står", "Avgjerda står"),
    Conclusion.OMGJORT: Words("Avgjørelsen er omgjort", "Avgjerda er gjord om"),
}

#: What became of a report, to whoever made it: nothing about the one who wrote.
OUTCOME_WORDS = {
    Outcome.SKJULT: Words("teksten er skjult", "teksten er skjult"),
    Outcome.BEHOLDT: Words("teksten bryter ikke reglene og blir stående", "teksten bryt ikkje reglane og blir ståande"),
}

#: Rulings against a text or its writer: they are told why, and can appeal.
AGAINST = frozenset({Deed.SKJULT, Deed.AVVIST, Deed.SLADDET, Deed.BLOKKERT})

#: What was done, as the writer reads it: to a proposal, to a comment, and to a need.
RULING_NAMES: dict[Deed, tuple[Words, Words, Words]] = {
    Deed.SKJULT: (
        Words("Forslaget ditt er skjult", "Forslaget ditt er skjult"),
        Words("Kommentaren din er skjult", "Kommentaren din er skjult"),
        Words("Behovet ditt er skjult", "Behovet ditt er skjult"),
    ),
    Deed.AVVIST: (
        Words("Forslaget ditt ble ikke publisert", "Forslaget ditt vart ikkje publisert"),
        Words("Kommentaren din ble ikke publisert", "Kommentaren din vart ikkje publisert"),
        Words("Behovet ditt ble ikke publisert", "Behovet ditt vart ikkje publisert"),
    ),
    Deed.SLADDET: (
        Words("En del av forslaget ditt er sladdet", "Ein del av forslaget ditt er sladda"),
        Words("En del av kommentaren din er sladdet", "Ein del av kommentaren din er sladda"),
        Words("En del av behovet ditt er sladdet", "Ein del av behovet ditt er sladda"),
    ),
    Deed.BLOKKERT: (
        Words("Du kan ikke skrive i en tid", "Du kan ikkje skrive i ei tid"),
        Words("Du kan ikke skrive i en tid", "Du kan ikkje skrive i ei tid"),
        Words("Du kan ikke skrive i en tid", "Du kan ikkje skrive i ei tid"),
    ),
}

#: A file is hidden, or it is not: nothing else is ruled on it.
FILE_RULING = Words("Fila du la ved, er skjult", "Fila du la ved, er skjult")

#: A ruling can be appealed for so long. Six months is the least that Regulation (EU) 2022/2065 (DSA) art. 20 (1) gives;
#: it is longer than the three weeks of forvaltningsloven 1967 § 29, so nobody loses by it.
APPEAL_MONTHS = 6
#: Days within which somebody else decides: «uten ugrunnet opphold» (forvaltningsloven 1967 § 11 a), and well within
#: the month after which a preliminary reply is due.
DECIDE_DAYS = 14
#: Code points of the reason for a conclusion, and as many as a moderator has.
WORDS_MOST = 500


def open_until(decided_on: date) -> date:
    """The last day on which a ruling of this day can be appealed."""
    years, month = divmod(decided_on.month - 1 + APPEAL_MONTHS, 12)
    year = decided_on.year + years
    return date(year, month + 1, min(decided_on.day, monthrange(year, month + 1)[1]))


def due(appealed_on: date) -> date:
    """The day by which an appeal is decided."""
    return appealed_on + timedelta(days=DECIDE_DAYS)


def ruling_name(deed: Deed, *, of_comment: bool = False, of_need: bool = False, of_file: bool = False) -> str:
    """What was done to a text or a file, in words to the one who wrote or attached it."""
    if of_file:
        return str(FILE_RULING)
    return str(RULING_NAMES[deed][2 if of_need else int(of_comment)])
