"""Contributions: what can be offered or asked for, how much of it, what becomes of an offer, and who speaks."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from samskaping.language import Words
from samskaping.rules.evaluation import kroner, spelled


class OfferKind(StrEnum):
    """What somebody can contribute."""

    TID = "tid"
    KOMPETANSE = "kompetanse"
    LOKALE = "lokale"
    UTSTYR = "utstyr"
    DATA = "data"
    PENGER = "penger"


OFFER_KIND_NAMES = {
    OfferKind.TID: Words("Tid", "Tid"),
    OfferKind.KOMPETANSE: Words("Kompetanse", "Kompetanse"),
    OfferKind.LOKALE: Words("Lokale", "Lokale"),
    OfferKind.UTSTYR: Words("Utstyr", "Utstyr"),
    OfferKind.DATA: Words("Data", "Data"),
    OfferKind.PENGER: Words("Penger", "Pengar"),
}
#: What an amount of each kind counts: of one, and of any other number.
_UNITS = {
    OfferKind.TID: (Words("time", "time"), Words("timer", "timar")),
    OfferKind.KOMPETANSE: (Words("time", "time"), Words("timer", "timar")),
    OfferKind.LOKALE: (Words("dag", "dag"), Words("dager", "dagar")),
    OfferKind.UTSTYR: (Words("stykke", "stykke"), Words("stykker", "stykke")),
    OfferKind.DATA: (Words("datasett", "datasett"), Words("datasett", "datasett")),
    OfferKind.PENGER: (Words("krone", "krone"), Words("kroner", "kroner")),
}


class OfferState(StrEnum):
    """Where an offer stands."""

    VENTER = "venter"
    ANTATT = "antatt"
    LEVERT = "levert"
    AVSLATT = "avslatt"
    TRUKKET = "trukket"


OFFER_STATE_NAMES = {
    OfferState.VENTER: Words("Venter på svar", "Ventar på svar"),
    OfferState.ANTATT: Words("Takket ja", "Takka ja"),
    OfferState.LEVERT: Words("Levert", "Levert"),
    OfferState.AVSLATT: Words("Takket nei", "Takka nei"),
    OfferState.TRUKKET: Words("Trukket", "Trekt"),
}
#: What everyone can see: the rest is between whoever offers and the municipality.
PUBLIC_STATES = (OfferState.ANTATT, OfferState.LEVERT)
#: What still stands: nobody offers the same kind twice for one thing meanwhile.
STANDING = (OfferState.VENTER, OfferState.ANTATT)
#: Amounts are kept in hundredths, so that they are exact on every database.
HUNDREDTHS = 100


class Side(StrEnum):
    """The two parties of a partnership."""

    KOMMUNE = "kommune"
    ORGANISASJON = "organisasjon"


@dataclass(frozen=True)
class Mobilised:
    """What has been promised and delivered of one kind: how many offers, and how much where it was said."""

    kind: OfferKind
    count: int
    amount: Decimal
    delivered: Decimal

    @property
    def words(self) -> str:
        """«120 timer»; empty where nobody said how much."""
        return with_unit(self.kind, self.amount) if self.amount else ""

    @property
    def delivered_words(self) -> str:
        return with_unit(self.kind, self.delivered) if self.delivered else ""


def read_amount(written: str) -> Decimal | None:
    """«1 234,50» → an exact amount with at most two decimals; None for anything else, and for nothing at all."""
    found = kroner(written)
    return found or None


def with_unit(kind: OfferKind, amount: Decimal | None) -> str:
    """«37,5 timer», «1 234,50 kroner», with hard spaces; empty where there is no amount, or none of it."""
    if not amount:
        return ""
    one, more = _UNITS[kind]
    figure = spelled(amount)
    if kind is not OfferKind.PENGER and "," in figure:
        figure = figure.rstrip("0")
    return f"{figure}\u00a0{one if amount == 1 else more}"


def unit(kind: OfferKind) -> Words:
    """What an amount of this kind counts."""
    return _UNITS[kind][1]


def kept(amount: Decimal | None) -> int | None:
    """An amount as its column holds it."""
    return None if amount is None else int(amount * HUNDREDTHS)


def held(kept_amount: "int | Decimal | None") -> Decimal | None:
    """An amount as it was written; sums come as Decimal from one of the databases."""
    return None if kept_amount is None else Decimal(int(kept_amount)) / HUNDREDTHS
