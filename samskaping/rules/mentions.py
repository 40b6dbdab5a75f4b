"""«@Kari Demo» in a note: which of the colleagues it names."""

import re
from collections.abc import Iterable

from samskaping.text import sort_key

_AT = re.compile(r"(?<![\w@.])@(?=\w)")


def named(written: str, names: Iterable[tuple[int, str]]) -> tuple[set[int], list[str]]:
    """The keys of those whose whole names follow an «@», and the beginnings that fit nobody or more than one.

    The longest name that fits wins. ``names`` are (key, name); upper and lower case do not matter.
    """
    known = sorted(((sort_key(name), key) for key, name in names if name.strip()), key=lambda one: -len(one[0]))
    found: set[int] = set()
    doubtful: list[str] = []
    for at in _AT.finditer(written):
        rest = sort_key(written[at.end() : at.end() + 130])
        fits = [(name, key) for name, key in known if rest.startswith(name) and not rest[len(name) :][:1].isalnum()]
        longest = [key for name, key in fits if name == fits[0][0]]
        if len(longest) == 1:
            found.add(longest[0])
        else:
            doubtful.append(" ".join(written[at.start() : at.end() + 40].split()[:2]).rstrip(".,;:!?"))
    return found, doubtful
