"""Who wrote what: for each sentence of a text, whose version brought it in."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Generic, NamedTuple, TypeVar

Who = TypeVar("Who")
#: Pairs of sentences that are compared at most at a time; of a larger piece all is taken to be new.
_MOST_PAIRS = 160_000
#: A sentence with the space after it, or the breaks between lines.
_SENTENCE = re.compile(r"[^.!?…\n]+[.!?…]*[^\S\n]*|[.!?…]+[^\S\n]*|\n+")


class Passage(NamedTuple, Generic[Who]):
    """A run of text that came in with one person's versions."""

    who: Who
    text: str


def passages(versions: Sequence[tuple[Who, str]]) -> list[Passage[Who]]:
    """The newest text, parted by whose version each sentence came in with; ``versions`` are oldest first.

    A sentence that somebody changes is theirs from then on; one that stands as it was, stays its writer's.
    """
    before: list[tuple[Who, str]] = []
    for who, text in versions:
        before = _with(before, who, _SENTENCE.findall(text))
    return _joined(before)


def _with(before: list[tuple[Who, str]], who: Who, after: list[str]) -> list[tuple[Who, str]]:
    old = [sentence.strip() for _who, sentence in before]
    new = [sentence.strip() for sentence in after]
    owners = [who] * len(after)
    if len(old) * len(new) <= _MOST_PAIRS:
        for start, begins, length in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks():
            for step in range(length):
                owners[begins + step] = before[start + step][0]
    return list(zip(owners, after, strict=True))


def _joined(sentences: list[tuple[Who, str]]) -> list[Passage[Who]]:
    found: list[Passage[Who]] = []
    for who, sentence in sentences:
        is_break = not sentence.strip()
        if found and (is_break or found[-1].who == who):
            found[-1] = Passage(found[-1].who, found[-1].text + sentence)
        else:
            found.append(Passage(who, sentence))
    return found
