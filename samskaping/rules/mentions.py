"""«@Kari» in a note: which of the colleagues it names."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from samskaping.text import sort_key

_AT = re.compile(r"(?<![\w@.])@(?=\w)")
_WORD = r"(?:\w\.(?=\s)|\w[\w'’-]*)"
#: Words that nothing but space parts: a comma or a full stop ends a name.
_WORDS = re.compile(rf"{_WORD}(?:[^\S\n]+{_WORD})*")
#: Of what follows an «@»; no name is longer.
_REACH = 130


@dataclass(frozen=True)
class Doubt:
    """An «@» that names nobody, or more than one; ``between`` are the keys of those whom it may mean."""

    written: str
    between: tuple[int, ...] = ()


def named(written: str, names: Iterable[tuple[int, str]]) -> tuple[set[int], list[Doubt]]:
    """The keys of those who are named after an «@», and what names nobody or more than one.

    A name is a colleague's whole name, or its first words: «@Kari» when only one is called that, «@Kari Demo» when
    there are more. What follows belongs to the sentence, unless it has a capital as another surname would.
    Upper and lower case do not matter otherwise.
    """
    known = [(key, _keys(name.split())) for key, name in names if name.strip()]
    found: set[int] = set()
    doubtful: list[Doubt] = []
    for at in _AT.finditer(written):
        match = _WORDS.match(written, at.end(), at.end() + _REACH)
        said = match[0].split() if match else []
        fits, length = _longest(_keys(said), known)
        is_whole = any(key in fits and len(name) == length for key, name in known)
        shown = max(length, 1)
        is_longer = not is_whole and said[shown : shown + 1] and said[shown][:1].isupper()
        if len(fits) == 1 and not is_longer:
            found.update(fits)
        else:
            doubtful.append(Doubt("@" + " ".join(said[: shown + bool(is_longer)]), fits))
    return found, doubtful


def _keys(words: Iterable[str]) -> list[str]:
    return [sort_key(word.rstrip(".")) for word in words]


def _longest(said: Sequence[str], known: Sequence[tuple[int, list[str]]]) -> tuple[tuple[int, ...], int]:
    """Those of whose names most words are said, from the first, and how many words that is.

    A name that is said whole goes before those that are longer: «Kari Demo» before «Kari Demo Ås».
    """
    shared = {key: _shared(said, name) for key, name in known}
    most = max(shared.values(), default=0)
    if not most:
        return (), 0
    best = [(key, name) for key, name in known if shared[key] == most]
    whole = [key for key, name in best if len(name) == most]
    return tuple(whole or [key for key, _name in best]), most


def _shared(said: Sequence[str], name: Sequence[str]) -> int:
    pairs = enumerate(zip(said, name, strict=False))
    return next((at for at, (one, own) in pairs if one != own), min(len(said), len(name)))
