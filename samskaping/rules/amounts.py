"""Exact numbers as Norwegian writes them: «1 234,50», «−3,5». What was written is kept, to the last decimal."""

import re
from decimal import Decimal

#: Digits before the comma, and after it.
_MOST_WHOLE, _MOST_REST = 12, 4
_WRITTEN = re.compile(r"(?P<minus>-?)(?P<whole>\d{1,3}(?:[ .]\d{3})+|\d+)(?:,(?P<rest>\d+))?")
_SPACES = re.compile(r"[\s\u00a0\u202f]+")


def read(written: str) -> Decimal | None:
    """«1 234,50» → an exact number; None for anything else. Spaces may be hard ones, and the minus a real one."""
    plain = _SPACES.sub(" ", written.strip()).replace("\u2212", "-").replace("- ", "-")
    found = _WRITTEN.fullmatch(plain)
    if not found or not plain.isascii():
        return None
    whole, rest = re.sub("[ .]", "", found["whole"]), found["rest"] or ""
    if len(whole.lstrip("0")) > _MOST_WHOLE or len(rest) > _MOST_REST:
        return None
    value = Decimal(f"{found['minus']}{whole}.{rest}" if rest else f"{found['minus']}{whole}")
    return value or abs(value)


def spelled(value: Decimal) -> str:
    """«1 234,50» with hard spaces and a real minus, with the decimals that the number was written with."""
    sign = "\u2212" if value < 0 else ""
    whole, _point, rest = f"{abs(value):f}".partition(".")
    grouped = f"{int(whole):,}".replace(",", "\u00a0")
    return f"{sign}{grouped},{rest}" if rest else f"{sign}{grouped}"


def with_unit(value: Decimal | None, unit: object) -> str:
    """«37,5 besøk»; empty where there is no number."""
    if value is None:
        return ""
    return f"{spelled(value)}\u00a0{unit}" if str(unit) else spelled(value)
