"""Innbyggerforslag: the states of one, how many must sign, and the council's six months.

Source: kommuneloven § 12-1. The council itself takes a stand when at least two per cent of the inhabitants stand behind,
and 300 are always enough in a municipality, 500 in a county; within six months from when it is put forward, unless it is
referred to an ongoing plan case; not the same again within one election period.
"""

import hashlib
import hmac
import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from samskaping.language import Words

#: So many signatures are always enough, and otherwise two in a hundred.
ENOUGH, ENOUGH_IN_A_COUNTY, ONE_IN = 300, 500, 50
#: Months that the council has, and after how many of them those who handle it are warned.
MONTHS, WARNED_AT = 6, (3, 5)
#: The longest that signatures are collected, and how long it is when nothing is said, in days.
LONGEST_DRIVE, USUAL_DRIVE = 365, 90
#: How long it is known who signed, after all is over.
SIGNATURES_KEPT = timedelta(days=182)
#: The first election period that is counted from, and the years in one. A period turns in October of an election year:
#: the new council is constituted by the end of that month (kommuneloven § 7-1).
_ELECTION, _TERM, _TURN = 2023, 4, (10, 1)


class InitiativeState(StrEnum):
    UTKAST = "utkast"
    UNDERSKRIFT = "underskrift"
    SENDT = "sendt"
    PLANSAK = "plansak"
    BEHANDLET = "behandlet"
    FULGT_OPP = "fulgt_opp"
    IKKE_NOK = "ikke_nok"
    TRUKKET = "trukket"


S = InitiativeState
INITIATIVE_STATE_NAMES: dict[InitiativeState, Words] = {
    S.UTKAST: Words("Utkast", "Utkast"),
    S.UNDERSKRIFT: Words("Samler underskrifter", "Samlar underskrifter"),
    S.SENDT: Words("Til behandling i kommunestyret", "Til behandling i kommunestyret"),
    S.PLANSAK: Words("Henvist til en plansak", "Vist til ei plansak"),
    S.BEHANDLET: Words("Behandlet i kommunestyret", "Behandla i kommunestyret"),
    S.FULGT_OPP: Words("Behandlet og fulgt opp", "Behandla og følgt opp"),
    S.IKKE_NOK: Words("Fikk ikke nok underskrifter", "Fekk ikkje nok underskrifter"),
    S.TRUKKET: Words("Trukket", "Trekt"),
}
#: What everyone can read; drafts nobody but those who write them.
SEEN = frozenset(InitiativeState) - {S.UTKAST}
#: What the council has been sent and has not decided.
BEFORE_COUNCIL = frozenset({S.SENDT, S.PLANSAK})
#: What counts as treated in an election period, when somebody asks whether the same was there before.
PUT_FORWARD = BEFORE_COUNCIL | {S.BEHANDLET, S.FULGT_OPP}
#: Where nothing more happens, and the signatures are soon of no use.
OVER = frozenset({S.FULGT_OPP, S.IKKE_NOK, S.TRUKKET})


class InitiativeOutcome(StrEnum):
    """What the council decided."""

    VEDTATT = "vedtatt"
    DELVIS = "delvis"
    IKKE_VEDTATT = "ikke_vedtatt"
    IKKE_REIST = "ikke_reist"


OUTCOME_NAMES: dict[InitiativeOutcome, Words] = {
    InitiativeOutcome.VEDTATT: Words("Vedtatt", "Vedteke"),
    InitiativeOutcome.DELVIS: Words("Delvis vedtatt", "Delvis vedteke"),
    InitiativeOutcome.IKKE_VEDTATT: Words("Ikke vedtatt", "Ikkje vedteke"),
    InitiativeOutcome.IKKE_REIST: Words(
        "Kommunestyret tok det ikke opp til behandling", "Kommunestyret tok det ikkje opp til behandling"
    ),
}


class SignatureKind(StrEnum):
    """By what the signature is known to be one person's."""

    ERKLART = "erklart"
    BEKREFTET = "bekreftet"
    PAPIR = "papir"


SIGNATURE_KIND_NAMES: dict[SignatureKind, Words] = {
    SignatureKind.ERKLART: Words("Med konto, etter egen erklæring", "Med konto, etter eiga erklæring"),
    SignatureKind.BEKREFTET: Words("Med ID-porten", "Med ID-porten"),
    SignatureKind.PAPIR: Words("På papir", "På papir"),
}


def threshold(inhabitants: int | None, *, in_a_county: bool = False) -> int:
    """How many signatures bind the council: two per cent rounded up, or what is always enough.

    Where the number of inhabitants is not known, what is always enough.
    """
    always = ENOUGH_IN_A_COUNTY if in_a_county else ENOUGH
    return min(always, -(-inhabitants // ONE_IN)) if inhabitants else always


def months_after(day: date, months: int) -> date:
    """The same day of the month so many months later, or that month's last."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@dataclass(frozen=True)
class Clock:
    """The council's time, in Norwegian days: from ``sent``, and standing still from ``stopped`` until it goes on.

    ``paused`` is for how many days it has stood still before.
    """

    sent: date
    paused: int = 0
    stopped: date | None = None

    @property
    def due(self) -> date:
        """The last day of the six months; while it stands still, as it would be if it went on the day it stopped."""
        return self.mark(MONTHS)

    def mark(self, months: int) -> date:
        """The day on which so many months are used."""
        return months_after(self.sent, months) + timedelta(days=self.paused)

    def reached(self, today: date) -> int:
        """The last of the warnings' months that are used by today, or all six; 0 before, and while it stands still."""
        if self.stopped:
            return 0
        if today > self.due:
            return MONTHS
        return max((months for months in WARNED_AT if today >= self.mark(months)), default=0)

    def resumed(self, today: date) -> int:
        """``paused`` when it goes on again today."""
        return self.paused + ((today - self.stopped).days if self.stopped else 0)


def election_period(day: date) -> tuple[date, date]:
    """The first and last day of the election period that a day is in."""
    year = day.year if (day.month, day.day) >= _TURN else day.year - 1
    first = year - (year - _ELECTION) % _TERM
    return date(first, *_TURN), date(first + _TERM, *_TURN) - timedelta(days=1)


def signature_mark(key: str, place: int, initiative: str, who: str) -> str:
    """A keyed hash of who signs, for one municipality and one initiative: nobody can tell from it who it was."""
    said = f"signature:{place}:{initiative}:{who}"
    return hmac.digest(key.encode(), said.encode(), hashlib.sha256).hex()


def paper_signer(name: str, born: date) -> str:
    """Who stands on a list of paper, whichever way the name is written."""
    return f"paper:{' '.join(unicodedata.normalize('NFC', name).casefold().split())}|{born.isoformat()}"
