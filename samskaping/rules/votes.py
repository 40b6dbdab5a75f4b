"""Votes on what a sum goes to: the kinds of ballot, the days, who may vote, and how the result is read.

Every such vote is advisory (kommuneloven knows no binding one), and says so, with who decides, when, and how it counts.
"""

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from samskaping.language import Words
from samskaping.rules.tally import Election, Item, approving
from samskaping.rules.thresholds import Proof

#: The most that can stand on a ballot, and the largest sum, in whole kroner.
MOST_ITEMS, MOST_KRONER = 40, 1_000_000_000
#: The longest that a vote is open, in days.
LONGEST = 365


class BallotKind(StrEnum):
    """How one votes."""

    KRYSS = "kryss"
    FORDEL = "fordel"


BALLOT_KIND_NAMES: dict[BallotKind, Words] = {
    BallotKind.KRYSS: Words("Kryss av for alt du vil ha", "Kryss av for alt du vil ha"),
    BallotKind.FORDEL: Words("Fordel summen", "Fordel summen"),
}
BALLOT_KIND_MEANINGS: dict[BallotKind, Words] = {
    BallotKind.KRYSS: Words(
        "Du krysser av for så mange forslag du vil. Hvert kryss teller likt.",
        "Du kryssar av for så mange forslag du vil. Kvart kryss tel likt.",
    ),
    BallotKind.FORDEL: Words(
        "Du lager ditt eget budsjett: forslagene du krysser av for, kan til sammen ikke koste mer enn summen.",
        "Du lagar ditt eige budsjett: forslaga du kryssar av for, kan til saman ikkje koste meir enn summen.",
    ),
}
#: What can be asked of those who vote, besides what the municipality asks of everyone.
VOTER_PROOFS = (Proof.EPOST, Proof.BEKREFTET, Proof.BOSATT)
VOTER_NAMES: dict[Proof, Words] = {
    Proof.EPOST: Words("Alle med konto og bekreftet e-postadresse", "Alle med konto og stadfesta e-postadresse"),
    Proof.BEKREFTET: Words("Alle med bekreftet identitet", "Alle med stadfesta identitet"),
    Proof.BOSATT: Words(
        "De som har bekreftet identitet og bor i en kommune som er med",
        "Dei som har stadfesta identitet og bur i ein kommune som er med",
    ),
}


class Rule(StrEnum):
    """How ballots are counted; both, always."""

    GRADIG = "gradig"
    LIKE_DELER = "like_deler"


RULE_NAMES: dict[Rule, Words] = {
    Rule.GRADIG: Words("Flest stemmer først", "Flest stemmer først"),
    Rule.LIKE_DELER: Words("Like deler", "Like delar"),
}
RULE_MEANINGS: dict[Rule, Words] = {
    Rule.GRADIG: Words(
        "Forslagene tas etter hvor mange som har stemt på dem. Det som ikke får plass i det som er igjen av summen, hoppes over. Ved likt antall går det billigste foran, og så det som står først på stemmeseddelen.",
        "Forslaga blir tekne etter kor mange som har stemt på dei. Det som ikkje får plass i det som er att av summen, blir hoppa over. Ved likt tal går det billegaste føre, og så det som står først på stemmesetelen.",
    ),
    Rule.LIKE_DELER: Words(
        "Hver stemmeseddel får like mye av summen, og betaler for det den krysser av for. De som vil ha et forslag, deler prisen likt. Slik får også mindre grupper noe av summen. Er det penger igjen, økes delen til hver med én krone om gangen, så lenge alt holder seg innenfor summen. Derfor kan noe bli igjen. Ved likt går det billigste foran, så det flest har krysset av for, og så det som står først på stemmeseddelen.",
        "Kvar stemmesetel får like mykje av summen, og betaler for det han kryssar av for. Dei som vil ha eit forslag, deler prisen likt. Slik får òg mindre grupper noko av summen. Er det pengar att, aukar delen til kvar med éi krone om gongen, så lenge alt held seg innanfor summen. Derfor kan noko bli att. Ved likt går det billegaste føre, så det flest har kryssa av for, og så det som står først på stemmesetelen.",
    ),
}


class Standing(StrEnum):
    """Where a vote is in its days."""

    UTKAST = "utkast"
    VENTER = "venter"
    APEN = "apen"
    TELLES = "telles"
    AVSLUTTET = "avsluttet"


STANDING_NAMES: dict[Standing, Words] = {
    Standing.UTKAST: Words("Utkast", "Utkast"),
    Standing.VENTER: Words("Kunngjort", "Kunngjord"),
    Standing.APEN: Words("Åpen nå", "Open no"),
    Standing.TELLES: Words("Telles opp", "Blir talt opp"),
    Standing.AVSLUTTET: Words("Avsluttet", "Avslutta"),
}


def standing(opens_on: date, closes_on: date, today: date, *, is_announced: bool, is_closed: bool) -> Standing:
    """Both days are Norway's, and both are included: it opens at midnight, and the last day lasts until midnight."""
    if not is_announced:
        return Standing.UTKAST
    if is_closed:
        return Standing.AVSLUTTET
    if today < opens_on:
        return Standing.VENTER
    return Standing.APEN if today <= closes_on else Standing.TELLES


def voter_mark(key: str, vote: int, who: str) -> str:
    """A keyed hash of who votes, for one vote: nobody can tell from it who it was. Gone when the vote is over."""
    return hmac.digest(key.encode(), f"vote:{vote}:{who}".encode(), hashlib.sha256).hex()


@dataclass(frozen=True)
class Choice:
    """Something on a ballot, by its number there, and what it costs in whole kroner."""

    number: int
    cost: int


def election(budget: int, choices: Iterable[Choice], ballots: Iterable[Iterable[int]]) -> Election:
    """The vote as it is counted."""
    items = tuple(Item(str(one.number), Fraction(one.cost)) for one in choices)
    return Election(Fraction(budget), items, tuple(approving(*map(str, marks)) for marks in ballots))
