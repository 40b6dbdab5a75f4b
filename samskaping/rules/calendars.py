"""Calendar files (RFC 5545): events with times on clocks in Norway, that calendars can follow as they change."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone

_ZONE = ZoneInfo("Europe/Oslo")
#: Clocks in Norway since 1996: forward on the last Sunday of March, back on the last Sunday of October. Not icalendar's
#: own, which lets summer begin an hour late and lists each year by itself.
_TIMEZONE = Timezone.from_ical(
    """BEGIN:VTIMEZONE
TZID:Europe/Oslo
BEGIN:DAYLIGHT
DTSTART:19960331T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
TZNAME:CEST
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
TZNAME:CET
END:STANDARD
END:VTIMEZONE
"""
)


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
    found = Calendar()
    for key, value in (
        ("version", "2.0"), ("prodid", "-//Samskaping//Moter//NO"), ("calscale", "GREGORIAN"), ("method", "PUBLISH"),
        ("x-wr-calname", _plain(name)),
    ):  # fmt: skip
        found.add(key, value)
    found.add_component(_TIMEZONE)
    for entry in entries:
        found.add_component(_event(entry))
    whole: bytes = found.to_ical()
    return whole.decode()


def _event(entry: Entry) -> Event:
    event = Event()
    for key, value in (
        ("uid", entry.uid),
        ("dtstamp", entry.changed_at.astimezone(UTC)),
        ("last-modified", entry.changed_at.astimezone(UTC)),
        ("sequence", entry.sequence),
        ("dtstart", _moment(entry.starts_at)),
        ("dtend", _moment(entry.ends_at)),
        ("summary", _plain(entry.title)),
        ("description", _plain(entry.about)),
        ("location", _plain(entry.place)),
        ("url", entry.url),
        ("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED"),
    ):
        if value != "":
            event.add(key, value)
    return event


def _moment(moment: datetime) -> datetime:
    """On a clock in Norway; the second time round that a clock shows an hour, which no such clock can tell, in UTC."""
    local = moment.astimezone(_ZONE)
    return moment.astimezone(UTC) if local.fold else local


def _plain(words: str) -> str:
    """Without the signs that no line of the file may hold (RFC 5545 § 3.1); line ends are written as the file has them."""
    lines = words.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(one for one in lines if one == "\n" or (one >= " " and one != "\x7f"))
