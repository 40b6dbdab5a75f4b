"""Names that people and organisations choose: never one that passes for the municipality speaking."""

import re
import unicodedata

from samskaping.language import gettext as _
from samskaping.language import number
from samskaping.rules import limits
from samskaping.rules.identifiers import is_reserved_name
from samskaping.rules.speech import OrganisationKind

#: Public bodies are called this by right.
_PUBLIC_BODIES = re.compile(r"(?i)\b(fylkeskommune\w*|statsforvalt\w*|politiet|interkommunal\w*)\b")


def tidy_name(written: str) -> str:
    """The name with single spaces."""
    return " ".join(unicodedata.normalize("NFC", written).split())


def person_flaw(name: str) -> str:
    """What is wrong with a person's name, in words; nothing when it can be used."""
    if flaw := _shape(name, limits.NAME):
        return flaw
    if _looks_official(name):
        return _("Navnet ligner på et som kommunen eller tjenesten bruker selv. Velg et annet.")
    return ""


def organisation_flaw(name: str, kind: OrganisationKind) -> str:
    """What is wrong with an organisation's name, in words."""
    if flaw := _shape(name, 2 * limits.NAME):
        return flaw
    public = kind is OrganisationKind.OFFENTLIG
    if _looks_official(_PUBLIC_BODIES.sub(" ", name) if public else name):
        return _("Navnet ligner på et som kommunen eller tjenesten bruker selv. Velg et annet.")
    return ""


def _shape(name: str, most: int) -> str:
    if not any(character.isalpha() for character in name):
        return _("Skriv et navn")
    if len(name) > most:
        return _("Navnet kan ha %(most)s tegn. Nå har det %(now)s.") % {"most": number(most), "now": number(len(name))}
    if any(unicodedata.category(character).startswith("C") for character in name):
        return _("Navnet har tegn som ikke synes. Fjern dem.")
    return ""


def _looks_official(name: str) -> bool:
    """Reserved words, also with accents put on, letters spaced out, or look-alikes of other scripts."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c) or c == "\u030a")
    bare = unicodedata.normalize("NFC", bare)
    spaced_out = "".join(bare.split()) if all(len(word) == 1 for word in bare.split()) else ""
    return any(is_reserved_name(candidate) for candidate in (name, bare, spaced_out) if candidate)
