"""How values are written in the cells of an export: days, codes with their words, texts in both forms."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from samskaping.clock import oslo, oslo_date
from samskaping.db import Texts
from samskaping.language import Words
from samskaping.rules.exports import JOINT

#: A row, by the names of its columns.
Values = Mapping[str, str | int]


def both(name: str, texts: Texts | None) -> dict[str, str]:
    """A municipal text in both forms."""
    return {f"{name}_{form}": texts.get(form) if texts else "" for form in ("nb", "nn")}


def coded(name: str, code: StrEnum | None, words: Words | None) -> dict[str, str | int]:
    """A code, and what it is called in both forms."""
    nb, nn = words or ("", "")
    return {name: said(code), f"{name}_nb": nb, f"{name}_nn": nn}


def said(value: datetime | date | StrEnum | None) -> str:
    """Days as 2026-03-02, moments as 2026-03-02 14:05 on a Norwegian wall clock."""
    if isinstance(value, datetime):
        return f"{oslo_date(value).isoformat()} {oslo(value):%H:%M}"
    return "" if value is None else str(value)


def joined(name: str, codes: Iterable[Any], words: Mapping[Any, Words]) -> dict[str, str | int]:
    """Several codes in one cell, and their words in as many, in the same order."""
    known = [(str(code if code is not None else ""), words.get(code, Words("", ""))) for code in codes]
    return {
        name: JOINT.join(code for code, _words in known),
        f"{name}_nb": JOINT.join(one.nb for _code, one in known),
        f"{name}_nn": JOINT.join(one.nn for _code, one in known),
    }
