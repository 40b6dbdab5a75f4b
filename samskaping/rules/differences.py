"""What was taken out of a text and what was put in: words marked as kept, gone or new."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from enum import StrEnum
from typing import NamedTuple

#: Pairs of words that are compared at most at a time; a larger piece is shown as replaced whole.
_MOST_PAIRS = 160_000


class Mark(StrEnum):
    KEPT = "kept"
    GONE = "gone"
    NEW = "new"


class Piece(NamedTuple):
    """A run of text with one mark."""

    mark: Mark
    text: str


def differences(before: str, after: str) -> list[Piece]:
    """The way from one text to another: by lines first, and by words within the lines that differ."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    return list(_joined(_compared(old, new, by_words=True)))


def _compared(old: list[str], new: list[str], *, by_words: bool) -> Iterator[Piece]:
    if len(old) * len(new) > _MOST_PAIRS:
        yield from _replaced(old, new)
        return
    for kind, a1, a2, b1, b2 in SequenceMatcher(None, old, new).get_opcodes():
        if kind == "equal":
            yield Piece(Mark.KEPT, "".join(new[b1:b2]))
        elif kind == "replace" and by_words:
            yield from _compared(_words(old[a1:a2]), _words(new[b1:b2]), by_words=False)
        else:
            yield from _replaced(old[a1:a2], new[b1:b2])


def _replaced(old: list[str], new: list[str]) -> Iterator[Piece]:
    yield Piece(Mark.GONE, "".join(old))
    yield Piece(Mark.NEW, "".join(new))


def _words(lines: list[str]) -> list[str]:
    return re.findall(r"\s+|[^\s]+", "".join(lines))


def _joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Neighbours with the same mark as one, and nothing empty."""
    held: Piece | None = None
    for piece in pieces:
        if not piece.text:
            continue
        if held is not None and held.mark is piece.mark:
            held = Piece(held.mark, held.text + piece.text)
            continue
        if held is not None:
            yield held
        held = piece
    if held is not None:
        yield held
