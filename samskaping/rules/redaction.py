"""Sladding: passages of a text that stand as a mark to everybody, while the original is kept for the archive."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from samskaping import text
from samskaping.language import FORMS, Words
from samskaping.rules.speech import REPORT_REASON_NAMES, ReportReason

#: Passages are redacted in these fields of a kept version; the rest of it (its language) is no text of anybody's.
FIELDS = (
    *("title", "need", "idea", "place", "text", "why", "mail_text"),
    *("summary", "effect", "success", "decides", "fixed", "influence", "use", "quotes"),
    *("question", "answer", "before"),
    *("worked", "failed", "otherwise", "routine"),
)
#: What stands beside a text, by what versions call it.
BESIDE_NAMES = {
    "ask": Words("Det kommunen trenger", "Det kommunen treng"),
    "offer": Words("Tilbud om bidrag", "Tilbod om bidrag"),
    "group_post": Words("Skrevet i arbeidsgruppen", "Skrive i arbeidsgruppa"),
    "group_draft": Words("Utkastet til arbeidsgruppen", "Utkastet til arbeidsgruppa"),
    "reflection": Words("Tanker underveis", "Tankar undervegs"),
    "lesson": Words("Det kommunen lærte", "Det kommunen lærte"),
    "wording": Words("Foreslått endring", "Foreslått endring"),
}
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
    return {name: _shown(value, hidden, language) if name in FIELDS else value for name, value in original.items()}


def _shown(value: Any, hidden: Iterable[str], language: str) -> Any:
    """A text, a text in each form, or a list of quotes that each say their language."""
    if isinstance(value, str):
        return redacted(value, hidden, language)
    if isinstance(value, Mapping):
        own = str(value.get("language", language))
        return {
            key: one if key == "language" else _shown(one, hidden, key if key in FORMS else own)
            for key, one in value.items()
        }
    return [_shown(one, hidden, language) for one in value] if isinstance(value, list) else value


def words(value: Any) -> Iterator[str]:
    """Every text in a field of a version."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, one in value.items():
            yield from words(one) if key != "language" else ()
    elif isinstance(value, list):
        for one in value:
            yield from words(one)


def standing(wanted: Iterable[str], versions: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """The passages that stand, letter for letter, in some version of the text."""
    wanted = tuple(wanted)
    missing = set(unfound(wanted, versions))
    return tuple(passage for passage in wanted if passage not in missing)


def unfound(wanted: Iterable[str], versions: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """The passages that stand, letter for letter, in no version of the text."""
    texts = [written for one in versions for name in FIELDS for written in words(one.get(name))]
    return tuple(passage for passage in wanted if not any(passage in written for written in texts))
