"""The second factor of whoever works here: its codes on paper, and why somebody's is taken away."""

import re
import secrets
from enum import StrEnum

from samskaping.language import Words

#: How many codes on paper, of which alphabet, and how many groups of four: about 59 bits each.
CODES, _GROUPS = 10, 3
_ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"
#: What is asked for, at most, in one field: a code of the app, or one on paper as somebody types it.
LONGEST = 40
#: How long new codes are shown to whoever made them, unless they say sooner that they have kept them.
SHOWN_MINUTES = 15


class ResetReason(StrEnum):
    """Why an administrator takes somebody's second factor away; they read it."""

    MISTET = "mistet"
    BYTTET = "byttet"
    MISTANKE = "mistanke"


RESET_REASONS: dict[ResetReason, Words] = {
    ResetReason.MISTET: Words("Telefonen eller nøkkelen er mistet", "Telefonen eller nøkkelen er mist"),
    ResetReason.BYTTET: Words("Ny telefon, og den gamle er borte", "Ny telefon, og den gamle er borte"),
    ResetReason.MISTANKE: Words("Noen andre kan ha fått tak i den", "Nokon andre kan ha fått tak i han"),
}


def new_codes() -> list[str]:
    """Codes for one person, as they are written down."""
    return ["-".join(_group() for _number in range(_GROUPS)) for _code in range(CODES)]


def _group() -> str:
    return "".join(secrets.choice(_ALPHABET) for _letter in range(4))


def tidied(code: str) -> str:
    """A code without the spaces and dashes that people put in it."""
    return re.sub(r"[^0-9a-z]", "", code.casefold())


def is_of_app(code: str) -> bool:
    """Whether a tidied code is one that an app shows."""
    return re.fullmatch(r"[0-9]{6}", code, re.ASCII) is not None
