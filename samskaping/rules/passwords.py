"""What a password must be: long, and not one that guessers try first (NIST SP 800-63B-4 § 3.1.1.2).

No rules about which characters: any of them, spaces and all, as long as there are enough.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from samskaping.language import gettext as _
from samskaping.rules import limits

_BAD = Path(__file__).parent.parent / "data" / "bad_passwords.txt"
_LEET = str.maketrans("0134578@$!|", "oieastbasil")
#: Letters that must be left when everything about oneself and the site is taken away.
_OWN_LEFT = 8
_FEWEST_DIFFERENT = 5
_RUNS = (
    "abcdefghijklmnopqrstuvwxyzæøå" * 2,
    "01234567890" * 4,
    "1234567890" * 4,
    "qwertyuiopåasdfghjkløæzxcvbnm" * 2,
    "qwertyuiopasdfghjklzxcvbnm" * 2,
    "1q2w3e4r5t6y7u8i9o0p" * 2,
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p" * 2,
    "qazwsxedcrfvtgbyhnujmikolp" * 2,
)


def flaw(password: str, *, about: Iterable[str] = ()) -> str:
    """What is wrong with a password, in words; nothing when it can be used.

    ``about`` are the words that others know of the person: name, e-mail address, municipality.
    """
    password = unicodedata.normalize("NFC", password)
    if len(password) < limits.PASSWORD_SHORTEST:
        return _("Passordet må ha minst %(least)s tegn. Tre eller fire ord etter hverandre er lett å huske.") % {
            "least": limits.PASSWORD_SHORTEST
        }
    if len(password) > limits.PASSWORD_LONGEST:
        return _("Passordet kan ha høyst %(most)s tegn.") % {"most": limits.PASSWORD_LONGEST}
    if _is_common(password):
        return _("Dette passordet er lett å gjette, for mange bruker det. Velg noen andre ord.")
    if _is_about(password, about):
        return _("Passordet ligner for mye på navnet, e-posten eller stedet ditt. Velg noen andre ord.")
    return ""


def _is_common(password: str) -> bool:
    """Whether it is on the list, repeats itself, runs along the keyboard, or is two of the list's words joined."""
    folded = password.casefold()
    if len(set(folded)) < _FEWEST_DIFFERENT:
        return True
    return any(_is_guessed(candidate) for candidate in _readings(folded))


def _readings(folded: str) -> set[str]:
    """The password, and what is left of it without the decoration that guessers see through."""
    plain = re.sub(r"[\W_]+", "", folded)
    bare = re.sub(r"^\d+|\d+$", "", plain)
    return {folded, plain, bare, plain.translate(_LEET), bare.translate(_LEET)} - {""}


def _is_guessed(word: str) -> bool:
    bad = _bad()
    unit = _unit(word)
    if unit in bad or word in bad or any(len(unit) >= 4 and unit in run + run[::-1] for run in _RUNS):
        return True
    if len(unit) < len(word) and len(unit) < _OWN_LEFT:
        return True
    return any(word[:cut] in bad and _is_tail(word[cut:], bad) for cut in range(3, len(word) - 1))


def _is_tail(rest: str, bad: frozenset[str]) -> bool:
    return rest in bad or _unit(rest) in bad or any(rest in run for run in _RUNS)


def _unit(word: str) -> str:
    """The shortest piece that the word is a repetition of; the word itself when it is none."""
    return word[: (word + word).find(word, 1)]


def _is_about(password: str, about: Iterable[str]) -> bool:
    left = folded = password.casefold()
    pieces = {piece for words in about for piece in re.split(r"[\W_]+", words.casefold()) if len(piece) > 2}
    for piece in sorted(pieces | {"samskaping", "kommune"}, key=len, reverse=True):
        left = left.replace(piece, "")
    return left != folded and len(re.sub(r"[\W_\d]+", "", left)) < _OWN_LEFT


@cache
def _bad() -> frozenset[str]:
    return frozenset(_BAD.read_text("utf-8").split())
