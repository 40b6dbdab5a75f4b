"""Sladding: passages of a text that stand as a mark to everybody, while the original is kept for the archive."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from samskaping import text
from samskaping.rules.speech import REPORT_REASON_NAMES, ReportReason

#: Passages are redacted in these fields of a kept version; the rest of it (its language) is no text of anybody's.
FIELDS = ("title", "need", "idea", "place", "text", "why", "mail_text")
_MARKS = {"nn": "[sladda]"}


def mark(language: str) -> str:
    """What stands where a passage stood, in the form of the text around it."""
    return _MARKS.get(language, "[sladdet]")


def reason_name(code: str | None) -> str:
    """Why, in the reader's form; nothing where nothing is redacted."""
    return str(REPORT_REASON_NAMES[ReportReason(code)]) if code else ""


def passages(written: str) -> tuple[str, ...]:
    """One passage a line, as a moderator writes them; each once."""
    lines = (text.tidy(line) for line in text.tidy(written).split("\n"))
    return tuple(dict.fromkeys(line for line in lines if line))


def redacted(written: str, hidden: Iterable[str], language: str) -> str:
    """The text with a mark for each passage; a longer passage goes before a shorter one inside it."""
    longest_first = sorted(set(hidden), key=len, reverse=True)
    if not longest_first:
        return written
    return re.sub("|".join(map(re.escape, longest_first)), mark(language), written)


def version(original: Mapping[str, Any], hidden: Iterable[str]) -> dict[str, Any]:
    """The texts of a kept version as everybody may read them."""
    language = str(original.get("language", ""))
    return {
        name: redacted(value, hidden, language) if name in FIELDS and isinstance(value, str) else value
        for name, value in original.items()
    }


def standing(wanted: Iterable[str], versions: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """The passages that stand, letter for letter, in some version of the text."""
    wanted = tuple(wanted)
    missing = set(unfound(wanted, versions))
    return tuple(passage for passage in wanted if passage not in missing)


def unfound(wanted: Iterable[str], versions: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """The passages that stand, letter for letter, in no version of the text."""
    texts = [str(one[name]) for one in versions for name in FIELDS if one.get(name)]
    return tuple(passage for passage in wanted if not any(passage in written for written in texts))
