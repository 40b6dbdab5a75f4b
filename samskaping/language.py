"""Bokmål and nynorsk: the form in force, its catalogue, and how dates and numbers read.

The message id is the bokmål text; nynorsk is the one catalogue to keep complete. No Flask here, so mail
and shell speak too. Accept-Language is read by our own rule, because the common libraries do not know
that ``no`` is bokmål and that ``nn-NO`` beats ``nb`` when its weight does.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from babel import Locale, dates, numbers
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

FORMS = ("nb", "nn")
NAMES = {"nb": "Bokmål", "nn": "Nynorsk"}
CATALOGUES = Path(__file__).parent.parent / "translations"
_in_force: ContextVar[str] = ContextVar("form", default="nb")
_called: ContextVar[str] = ContextVar("called", default="kommunen")
#: The municipality at hand in our own texts; not «kommunen din», which is any, nor an address.
_AT_HAND = re.compile(r"(?<![@.])\b([Kk])ommunen(s?)\b(?! (?:din|min)\b)")


@contextmanager
def speaking(form: str) -> Iterator[None]:
    """Everything said inside is said in this form."""
    token = _in_force.set(form)
    try:
        yield
    finally:
        _in_force.reset(token)


@contextmanager
def calling(noun: str) -> Iterator[None]:
    """Inside, our own texts call the municipality by its noun: «heradet» where they are written with «kommunen»."""
    token = _called.set(noun)
    try:
        yield
    finally:
        _called.reset(token)


def called() -> str:
    """«kommunen», or what the municipality at hand is called instead."""
    return _called.get()


def _about_here(words: str) -> str:
    return words if called() == "kommunen" else _renamed(words, called())


@lru_cache(maxsize=5_000)
def _renamed(words: str, noun: str) -> str:
    return _AT_HAND.sub(lambda found: (noun.capitalize() if found[1] == "K" else noun) + found[2], words)


def current() -> str:
    return _in_force.get()


def other(form: str) -> str:
    """The other of the two forms."""
    return "nn" if form == "nb" else "nb"


class Words(NamedTuple):
    """A short text that lives in a table of rules, in both forms; ``str()`` gives the one in force."""

    nb: str
    nn: str

    def __str__(self) -> str:
        return _about_here(self.nn if current() == "nn" else self.nb)


@cache
def _catalogue(form: str) -> NullTranslations:
    path = CATALOGUES / form / "LC_MESSAGES" / "messages.po"
    if not path.exists():
        return NullTranslations()
    compiled = BytesIO()
    with path.open("rb") as source:
        write_mo(compiled, read_po(source, locale=form))
    compiled.seek(0)
    return Translations(compiled)


def gettext(message: str) -> str:
    return _about_here(_catalogue(current()).ugettext(message))


def ngettext(one: str, many: str, count: int) -> str:
    return _about_here(_catalogue(current()).ungettext(one, many, count))


def negotiate(accept: str | None, default: str = "nb") -> str:
    """The form that an Accept-Language header (RFC 9110 § 12.5.4) asks for.

    ``nn*`` is nynorsk; ``nb*`` and ``no*`` are bokmål; the highest weight wins, the first among equals.
    Other languages and weight 0 do not count.
    """
    best, chosen = 0.0, default
    for part in (accept or "").split(",")[:50]:
        tag, *parameters = (piece.strip().lower() for piece in part.split(";"))
        form = {"nn": "nn", "nb": "nb", "no": "nb"}.get(tag.partition("-")[0])
        weight = _weight(parameters)
        if form and weight > best:
            best, chosen = weight, form
    return chosen


def _weight(parameters: list[str]) -> float:
    for parameter in parameters:
        if parameter.startswith("q="):
            try:
                return min(max(float(parameter[2:]), 0.0), 1.0)
            except ValueError:
                return 0.0
    return 1.0


def tongue(tag: str) -> str:
    """What a language is called inside a sentence: «bokmål», «engelsk»; the tag itself when nobody knows it."""
    if tag in NAMES:
        return NAMES[tag].lower()
    name: str | None = Locale.parse(current()).languages.get(tag)
    return name or tag


def day(value: date, *, year: bool = True) -> str:
    """«4. desember 2026», or without the year."""
    return _written(value, "d. MMMM y" if year else "d. MMMM", current())


def short_day(value: date, *, year: bool = True) -> str:
    """«4. des. 2026», or without the year."""
    return _written(value, "medium" if year else "d. MMM", current())


def month(value: date) -> str:
    """«nov.»."""
    return dates.format_date(value, "MMM", locale=current())


def month_year(value: date) -> str:
    """«nov. 2026»."""
    return dates.format_date(value, "MMM y", locale=current())


def weekday(value: date, *, year: bool = False) -> str:
    """«torsdag 19. november»; with the year on request."""
    return _written(value, "EEEE d. MMMM y" if year else "EEEE d. MMMM", current())


@lru_cache(maxsize=5_000)
def _written(value: date, pattern: str, form: str) -> str:
    """A list says the same few days over and over, and finding the words costs more than all else on its card."""
    return dates.format_date(value, pattern, locale=form)


def clock_time(value: datetime) -> str:
    """«14.32», as Norwegian writes the hour; the value is already on the wall clock."""
    return f"{value:%H.%M}"


def number(value: int | float) -> str:
    """«1 234», with a hard space."""
    return _figures(value, current())


@lru_cache(maxsize=5_000)
def _figures(value: int | float, form: str) -> str:
    return numbers.format_decimal(value, locale=form)


def percent(share: float) -> str:
    """«94 %», with a hard space."""
    return numbers.format_percent(share, locale=current())


def days(count: int) -> str:
    """«1 dag», «11 dager» / «11 dagar»."""
    return ngettext("%(num)s dag", "%(num)s dager", count) % {"num": number(count)}
