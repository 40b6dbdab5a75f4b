"""Calendar files (RFC 5545): events with times on clocks in Norway, that calendars can follow as they change."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

_ZONE = ZoneInfo("Europe/Oslo")
#: The longest line in octets, its end not counted (RFC 5545 § 3.1).
_LINE = 75
#: Clocks in Norway since 1996: forward on the last Sunday of March, back on the last Sunday of October.
_TIMEZONE = (
    ("BEGIN", "VTIMEZONE"), ("TZID", "Europe/Oslo"),
    ("BEGIN", "DAYLIGHT"), ("DTSTART", "19960331T020000"), ("RRULE", "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU"),
    ("TZOFFSETFROM", "+0100"), ("TZOFFSETTO", "+0200"), ("TZNAME", "CEST"), ("END", "DAYLIGHT"),
    ("BEGIN", "STANDARD"), ("DTSTART", "19961027T030000"), ("RRULE", "FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU"),
    ("TZOFFSETFROM", "+0200"), ("TZOFFSETTO", "+0100"), ("TZNAME", "CET"), ("END", "STANDARD"),
    ("END", "VTIMEZONE"),
)  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """One event. ``sequence`` grows with each change, and ``uid`` never does."""

    uid: str
    sequence: int
    changed_at: datetime
    starts_at: datetime
    ends_at: datetime
    title: str
    about: str
    place: str
    url: str
    is_cancelled: bool


def written(name: str, entries: Iterable[Entry]) -> str:
    """The file, with its lines ended and folded as the standard has it."""
    lines = [("BEGIN", "VCALENDAR"), ("VERSION", "2.0"), ("PRODID", "-//Samskaping//Moter//NO")]
    lines += [("CALSCALE", "GREGORIAN"), ("METHOD", "PUBLISH"), ("X-WR-CALNAME", _escaped(name)), *_TIMEZONE]
    for entry in entries:
        lines += _event(entry)
    return "".join(_folded(f"{key}:{value}") for key, value in [*lines, ("END", "VCALENDAR")])


def _event(entry: Entry) -> list[tuple[str, str]]:
    found = [
        ("BEGIN", "VEVENT"),
        ("UID", entry.uid),
        ("DTSTAMP", _utc(entry.changed_at)),
        ("LAST-MODIFIED", _utc(entry.changed_at)),
        ("SEQUENCE", str(entry.sequence)),
        _moment("DTSTART", entry.starts_at),
        _moment("DTEND", entry.ends_at),
        ("SUMMARY", _escaped(entry.title)),
        ("DESCRIPTION", _escaped(entry.about)),
        ("LOCATION", _escaped(entry.place)),
        ("URL", entry.url),
        ("STATUS", "CANCELLED" if entry.is_cancelled else "CONFIRMED"),
        ("END", "VEVENT"),
    ]
    return [(key, value) for key, value in found if value]


def _moment(key: str, moment: datetime) -> tuple[str, str]:
    """On a clock in Norway; the second time round that a clock shows an hour, which no such clock can tell, in UTC."""
    local = moment.astimezone(_ZONE)
    if local.fold:
        return key, _utc(moment)
    return f"{key};TZID=Europe/Oslo", f"{local:%Y%m%dT%H%M%S}"


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escaped(words: str) -> str:
    """TEXT (§ 3.3.11): what means something in the file is marked, and no line ends within it."""
    for found, instead in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r\n", "\\n"), ("\n", "\\n"), ("\r", "\\n")):
        words = words.replace(found, instead)
    return "".join(one for one in words if one >= " " and one != "\x7f")


def _folded(line: str) -> str:
    """Lines of at most 75 octets, never cut within a character."""
    parts, part, size = [], "", 0
    for one in line:
        width = len(one.encode())
        if size + width > _LINE:
            parts.append(part)
            part, size = " ", 1
        part, size = part + one, size + width
    return "\r\n".join([*parts, part]) + "\r\n"
