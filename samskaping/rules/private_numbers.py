"""Numbers and addresses that should not stand in public text: what they look like, and where they stand.

A fødselsnummer or D-number may never be published (offentlegforskrifta § 7), so it stops a text. Account numbers,
telephone numbers and e-mail addresses are the writer's own to give away: they are asked about once.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from samskaping.language import Words
from samskaping.language import gettext as _


class Private(StrEnum):
    """What was found."""

    FODSELSNUMMER = "fodselsnummer"
    KONTONUMMER = "kontonummer"
    TELEFON = "telefon"
    E_POST = "e_post"


PRIVATE_NAMES = {
    Private.FODSELSNUMMER: Words("et fødselsnummer eller D-nummer", "eit fødselsnummer eller D-nummer"),
    Private.KONTONUMMER: Words("et kontonummer", "eit kontonummer"),
    Private.TELEFON: Words("et telefonnummer", "eit telefonnummer"),
    Private.E_POST: Words("en e-postadresse", "ei e-postadresse"),
}


@dataclass(frozen=True)
class Found:
    """One such thing in a text, as it is written there, and where it begins."""

    kind: Private
    written: str
    at: int

    @property
    def shown(self) -> str:
        """As it is told to the writer: a fødselsnummer is never repeated whole, not even in a message about it."""
        if self.kind is not Private.FODSELSNUMMER:
            return self.written
        digits = iter(range(len(self.written)))
        return "".join("•" if sign.isdigit() and next(digits) >= 6 else sign for sign in self.written)


#: What people put between digits, at most three in a row: spaces, hyphens, dots, strokes, and signs that do not show.
_BETWEEN = r"[\s.\-‐-―−/_·\u00ad\u200b-\u200d\u2060]{0,3}"
#: A number begins and ends where no digit and no decimal sign goes on, so that coordinates and prices are left alone.
_BEGINS, _ENDS = r"(?<!\d)(?<!\d[.,])", r"(?![.,]?\d)"
_ELEVEN = re.compile(rf"{_BEGINS}(?=((?:\d{_BETWEEN}){{10}}\d){_ENDS})")
_SPACE = r"[ \u00a0\u2009\u202f]"
_PHONE = re.compile(
    rf"{_BEGINS}(?:(?P<abroad>(?:\+|00){_SPACE}?47{_SPACE}?)\d(?:[ \u00a0\u2009\u202f-]?\d){{7}}"
    rf"|[2-79]\d{{7}}|[2-79]\d\d{_SPACE}\d\d{_SPACE}\d{{3}}|[2-79]\d(?:{_SPACE}\d\d){{3}}){_ENDS}"
)
_DAY_IN_DIGITS = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$")
_MONEY_BEFORE, _MONEY_AFTER = (
    re.compile(r"(?i)\b(?:kr|nok|kroner)\.?\s*$"),
    re.compile(r"(?i)\s*(?:kr\b|nok\b|krone|,-)"),
)
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
#: Numbers in these say something else: addresses on the web, and our own references.
_NOT_NUMBERS = re.compile(r"(?i)(?:https?://|www\.)\S+|(?<!\d)20\d\d-\d{6,9}(?!\d)")

_FIRST = (3, 7, 6, 1, 8, 9, 4, 5, 2, 1)
_SECOND = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
_ACCOUNT = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
#: What may be left of the first sum: 0 for numbers given until 2031, 0 to 3 for those given from 1 January 2032.
_FIRST_REST = frozenset({0, 1, 2, 3})
#: Added to the month: 40 in help numbers and NAV's synthetic ones, 80 in Skatteetaten's synthetic ones (Tenor).
_MONTH_SERIES = (0, 40, 80)
_D_NUMBER = 40


def find(written: str) -> tuple[Found, ...]:
    """Everything of the kind in a text, in the order it stands."""
    plain = _masked(_plain_digits(written))
    taken: list[tuple[int, int]] = []
    found = []
    for kind, start, end in (*_elevens(plain), *_addresses(plain), *_phones(plain)):
        if all(end <= begins or start >= ends for begins, ends in taken):
            taken.append((start, end))
            found.append(Found(kind, written[start:end], start))
    return tuple(sorted(found, key=lambda one: one.at))


def stops(found: Sequence[Found]) -> bool:
    """Whether something was found that may never be published."""
    return any(one.kind is Private.FODSELSNUMMER for one in found)


def parted(found: Sequence[Found]) -> tuple[list[Found], list[Found]]:
    """What may never be published, and what is the writer's own to give away."""
    barred = [one for one in found if one.kind is Private.FODSELSNUMMER]
    return barred, [one for one in found if one.kind is not Private.FODSELSNUMMER]


def words(found: Sequence[Found]) -> str:
    """What was found, and what to do about it, for the one who wrote the text."""
    what = {"what": named(found)}
    if stops(found):
        return _("Teksten har %(what)s. Det kan ikke stå der alle kan lese det. Ta det bort.") % what
    return _("Teksten har %(what)s. Alle kan lese det. Ta det bort, eller kryss av for at det skal stå.") % what


def named(found: Sequence[Found]) -> str:
    """«et telefonnummer (912 34 567) og en e-postadresse (kari@example.no)»."""
    names = [f"{PRIVATE_NAMES[one.kind]} ({one.shown})" for one in found]
    return _(" og ").join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def national_number_flaw(written: str) -> str:
    """Words about a fødselsnummer or D-number in a text; empty when there is none."""
    found = [one for one in find(written) if one.kind is Private.FODSELSNUMMER]
    return words(found) if found else ""


def covered(written: str) -> str:
    """The text with every fødselsnummer in it as it may be shown to those who look it over."""
    for one in find(written):  # what is shown is as long as what was written, so that places in the text hold
        written = written[: one.at] + one.shown + written[one.at + len(one.written) :]
    return written


def mark(found: Iterable[Found]) -> str:
    """A short name for just these things; whoever sends it has seen what was found."""
    things = sorted(f"{one.kind}:{one.written}" for one in found)
    return hashlib.sha256("\n".join(things).encode()).hexdigest()[:16]


def is_national_number(digits: str) -> bool:
    """Whether eleven digits are a fødselsnummer or a D-number, also by the rule that comes in 2032, also synthetic.

    The first control digit may leave 0, 1, 2 or 3 (before 2032: 0), the second always 0. From 2032 the three digits
    after the date say neither century nor sex, so they are not asked; the date is read as one after 2000, which
    takes 29 February in the year 00 as well. Source: Skatteetaten, «Nytt fødselsnummer fra 2032»,
    skatteetaten.github.io/folkeregisteret-api-dokumentasjon/nytt-fodselsnummer-fra-2032/.
    """
    if _rest(digits, _FIRST) not in _FIRST_REST or _rest(digits, _SECOND):
        return False
    day, month, year = int(digits[:2]), int(digits[2:4]), int(digits[4:6])
    day -= _D_NUMBER if day > _D_NUMBER else 0
    return any(_is_day(2000 + year, month - added, day) for added in _MONTH_SERIES)


def is_account_number(digits: str) -> bool:
    """Whether eleven digits are a Norwegian account number: modulus 11, weights 5 4 3 2 7 6 5 4 3 2 (Bits)."""
    return not _rest(digits, _ACCOUNT) and not digits.startswith("0000") and len(set(digits)) > 1


def _rest(digits: str, weights: Iterable[int]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False)) % 11


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _elevens(plain: str) -> Iterator[tuple[Private, int, int]]:
    """Eleven digits that mean something.

    Every eleventh fødselsnummer is also a right account number, and one account number in 150 a right
    fødselsnummer. What is both, is taken as a fødselsnummer: the harm of showing one is greater than that of asking.
    """
    for match in _ELEVEN.finditer(plain):
        digits = re.sub(r"\D", "", match[1])
        start, end = match.span(1)
        if is_national_number(digits):
            yield Private.FODSELSNUMMER, start, end
        elif is_account_number(digits) and _is_grouped_as_account(match[1]):
            yield Private.KONTONUMMER, start, end


def _is_grouped_as_account(written: str) -> bool:
    """Eleven in a row, or four, two and five: other groupings are other numbers that happen to fit."""
    return [len(part) for part in re.split(r"\D+", written)] in ([11], [4, 2, 5])


def _phones(plain: str) -> Iterator[tuple[Private, int, int]]:
    for match in _PHONE.finditer(plain):
        if not match["abroad"] and _is_something_else(plain, match):
            continue
        yield Private.TELEFON, *match.span()


def _is_something_else(plain: str, match: re.Match[str]) -> bool:
    """Money, or a day written in digits alone."""
    before = plain[max(0, match.start() - 10) : match.start()]
    money = _MONEY_BEFORE.search(before) or _MONEY_AFTER.match(plain, match.end())
    return bool(money or _DAY_IN_DIGITS.match(match[0]))


def _addresses(plain: str) -> Iterator[tuple[Private, int, int]]:
    for match in _EMAIL.finditer(plain):
        yield Private.E_POST, match.start(), match.end()


def _plain_digits(written: str) -> str:
    """Every digit of any script as 0–9, sign for sign, so that places in the text hold."""
    if written.isascii():
        return written
    return "".join(str(unicodedata.digit(sign)) if sign.isdigit() else sign for sign in written)


def _masked(plain: str) -> str:
    return _NOT_NUMBERS.sub(lambda match: "?" * len(match[0]), plain)
