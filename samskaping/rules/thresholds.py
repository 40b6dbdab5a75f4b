"""What a person must have shown of themselves before each act, as data: what each act asks at least, and how the
words say what is missing.

A municipality can ask more of an act than the product does, and a challenge more than its municipality; nobody asks
less than the one above. What a municipality says on «Slik virker det» so holds everywhere in it, and no challenge lets
in by a side door somebody whom the municipality has said it must know. Staff and what is written for the municipality
itself are known to it by the role.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from samskaping.language import Words
from samskaping.language import gettext as _


class Act(StrEnum):
    """What people do."""

    BEHOV = "behov"
    GJELDER = "gjelder"
    FORSLAG = "forslag"
    KOMMENTAR = "kommentar"
    STOTTE = "stotte"
    BIDRAG = "bidrag"
    ENDRING = "endring"
    UTFORDRING = "utfordring"
    UNDERSKRIFT = "underskrift"
    AVSTEMNING = "avstemning"


class Proof(StrEnum):
    """What somebody has shown, each more than the one before it."""

    INGEN = "ingen"
    EPOST = "epost"
    BEKREFTET = "bekreftet"
    BOSATT = "bosatt"


@dataclass(frozen=True)
class ActRule:
    """One act: what it is called alone and after «for å», what it asks at least, and whether a challenge has it."""

    label: Words
    infinitive: Words
    least: Proof = Proof.EPOST
    in_challenge: bool = True


ACTS: dict[Act, ActRule] = {
    Act.BEHOV: ActRule(
        Words("Fortelle om et behov", "Fortelje om eit behov"), Words("fortelle om et behov", "fortelje om eit behov"), Proof.INGEN
    ),
    Act.GJELDER: ActRule(
        Words("Si at et behov gjelder en selv også", "Seie at eit behov gjeld ein sjølv òg"), Words("si at behovet gjelder deg også", "seie at behovet gjeld deg òg"), in_challenge=False
    ),
    Act.FORSLAG: ActRule(Words("Foreslå noe", "Foreslå noko"), Words("sende inn et forslag", "sende inn eit forslag")),
    Act.KOMMENTAR: ActRule(Words("Kommentere forslag", "Kommentere forslag"), Words("kommentere", "kommentere")),
    Act.STOTTE: ActRule(Words("Støtte forslag", "Støtte forslag"), Words("støtte", "støtte")),
    Act.BIDRAG: ActRule(Words("Tilby å bidra", "Tilby å bidra"), Words("tilby å bidra", "tilby å bidra")),
    Act.ENDRING: ActRule(
        Words("Foreslå en endring i en utfordring", "Foreslå ei endring i ei utfordring"), Words("foreslå en endring", "foreslå ei endring")
    ),
    Act.UTFORDRING: ActRule(
        Words("Reise en utfordring", "Reise ei utfordring"), Words("reise en utfordring", "reise ei utfordring"), in_challenge=False
    ),
    # Paper stays open to whoever does not show so much: kommuneloven § 12-1 asks for no account.
    Act.UNDERSKRIFT: ActRule(
        Words("Skrive under på et innbyggerforslag", "Skrive under på eit innbyggjarforslag"), Words("skrive under på innbyggerforslag", "skrive under på innbyggjarforslag"), in_challenge=False
    ),
    Act.AVSTEMNING: ActRule(
        Words("Stemme over hva en sum skal gå til", "Stemme over kva ein sum skal gå til"), Words("stemme", "stemme"), in_challenge=False
    ),
}  # fmt: skip

PROOF_NAMES: dict[Proof, Words] = {
    Proof.INGEN: Words("Ingenting, heller ikke konto", "Ingenting, heller ikkje konto"),
    Proof.EPOST: Words("Konto med bekreftet e-postadresse", "Konto med stadfesta e-postadresse"),
    Proof.BEKREFTET: Words("Bekreftet identitet", "Stadfesta identitet"),
    Proof.BOSATT: Words("Bekreftet identitet, og bosatt i kommunen", "Stadfesta identitet, og busett i kommunen"),
}
#: What each means, and how we know: for «Slik virker det».
PROOF_MEANINGS: dict[Proof, Words] = {
    Proof.INGEN: Words("Alle kan gjøre det, uten å logge inn.", "Alle kan gjere det, utan å logge inn."),
    Proof.EPOST: Words(
        "Du har en konto, og har åpnet lenken vi sendte til adressen din.", "Du har ein konto, og har opna lenkja vi sende til adressa di."
    ),
    Proof.BEKREFTET: Words(
        "Du har logget inn med ID-porten der det er mulig, eller vist legitimasjon i servicetorget. Vi lagrer ikke fødselsnummeret. Den som har en rolle i kommunen, er kjent der fra før.", "Du har logga inn med ID-porten der det går an, eller vist legitimasjon i servicetorget. Vi lagrar ikkje fødselsnummeret. Den som har ei rolle i kommunen, er kjend der frå før."
    ),
    Proof.BOSATT: Words(
        "Identiteten din er bekreftet, og du har selv oppgitt på Min side at du bor i kommunen. Vi slår ikke opp i Folkeregisteret, så bostedet er det du selv har sagt.", "Identiteten din er stadfesta, og du har sjølv sagt på Mi side at du bur i kommunen. Vi slår ikkje opp i Folkeregisteret, så bustaden er det du sjølv har sagt."
    ),
}  # fmt: skip
_ORDER = tuple(Proof)
#: Act → proof, where more is asked than the least; as a municipality and a challenge keep it.
Thresholds = Mapping[str, str]
NONE: Thresholds = {}


class Known(Protocol):
    """Whoever is asked: what they have shown, and what the municipality at hand asks."""

    @property
    def proof(self) -> Proof: ...
    @property
    def thresholds(self) -> Thresholds: ...
    @property
    def is_known(self) -> bool: ...


def asked(act: Act, *thresholds: Thresholds) -> Proof:
    """What is asked for an act: the most of what the product, the municipality and the challenge ask."""
    given = (Proof(one[act]) for one in thresholds if one.get(act) in set(Proof))
    return max((ACTS[act].least, *given), key=_ORDER.index)


def meets(who: Known, act: Act, challenge: Thresholds = NONE) -> bool:
    """Whether somebody has shown what is asked of them here."""
    return _ORDER.index(who.proof) >= _ORDER.index(asked(act, who.thresholds, challenge))


def choices(act: Act, floor: Thresholds = NONE) -> tuple[Proof, ...]:
    """What can be asked for an act, from what is asked already and upwards."""
    return _ORDER[_ORDER.index(asked(act, floor)) :]


def tidied(wanted: Thresholds, floor: Thresholds = NONE, *, in_challenge: bool = False) -> dict[str, str]:
    """What is kept of a wish: acts that ask more than is asked anyway. Nothing unknown, nothing lower."""
    found = {}
    for act, rule in ACTS.items():
        if in_challenge and not rule.in_challenge:
            continue
        proof = asked(act, floor, wanted)
        if proof != asked(act, floor):
            found[act.value] = proof.value
    return found


def mark(thresholds: Thresholds) -> str:
    """A short mark of what is asked, so that two who change it at once find out."""
    return hashlib.sha256(json.dumps(dict(thresholds), sort_keys=True).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Lacking:
    """What somebody lacks for an act, in words, and what would help: ``proof`` is what they must show next."""

    words: str
    how: str
    proof: Proof
    is_known: bool = True

    def __str__(self) -> str:
        return f"{self.words} {self.how}"


def lacking(who: Known, act: Act, place: str, challenge: Thresholds = NONE) -> Lacking | None:
    """What somebody lacks for an act in the ``place`` (a municipality's name); None when nothing."""
    if meets(who, act, challenge):
        return None
    wanted = asked(act, who.thresholds, challenge)
    needs = {
        Proof.EPOST: _("en konto med bekreftet e-postadresse"),
        Proof.BEKREFTET: _("bekreftet identitet"),
        Proof.BOSATT: _("bekreftet identitet, og å bo i %(place)s") % {"place": place},
    }[wanted]
    words = _("For å %(act)s her trenger du %(needs)s.") % {"act": ACTS[act].infinitive, "needs": needs}
    return Lacking(words, _how(who, wanted), _next(who, wanted), who.is_known)


def _next(who: Known, wanted: Proof) -> Proof:
    """What is to be shown first: an address before an identity, and that before a home."""
    return min(_ORDER[_ORDER.index(who.proof) + 1], wanted, key=_ORDER.index)


def _how(who: Known, wanted: Proof) -> str:
    if not who.is_known:
        return _("Logg inn, så kommer du tilbake hit.")
    return {
        Proof.EPOST: _("Åpne lenken i e-posten fra oss. På Min side kan du be om en ny."),
        Proof.BEKREFTET: _("Identiteten bekrefter du med ID-porten der det er mulig, eller med legitimasjon i servicetorget."),
        Proof.BOSATT: _("Hvor du bor, sier du i innstillingene på Min side."),
    }[_next(who, wanted)]  # fmt: skip
