"""Calendar files, read by the parser of dateutil where it reads them, and by the standard's own words."""

import io
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import vobject
from dateutil.tz import tzical

from samskaping.rules.calendars import Entry, written

OSLO = ZoneInfo("Europe/Oslo")


def entry(**change):
    starts_at = change.get("starts_at", datetime(2026, 12, 1, 17, tzinfo=UTC))
    whole = {
        "uid": "abc@samskaping", "sequence": 0, "changed_at": datetime(2026, 11, 1, tzinfo=UTC), "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=2), "title": "Verksted", "about": "Vi tegner.", "place": "Torget",
        "url": "https://samskaping.example.no/halden/nb/moter/abc", "is_cancelled": False,
    }  # fmt: skip
    return Entry(**{**whole, **change})


def unfolded(words):
    return words.replace("\r\n ", "").split("\r\n")


def zone(words):
    """The time zone as the file itself says it."""
    plain = "\n".join(unfolded(words))
    return tzical(io.StringIO(plain[plain.index("BEGIN:VTIMEZONE") : plain.index("END:VTIMEZONE") + 13])).get()


def start(words):
    """When it begins, by the file's own time zone."""
    (line,) = (one for one in unfolded(words) if one.startswith("DTSTART") and "1996" not in one)
    key, value = line.split(":")
    if value.endswith("Z"):
        return datetime.strptime(value, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    assert key == "DTSTART;TZID=Europe/Oslo"
    return datetime.strptime(value, "%Y%m%dT%H%M%S").replace(tzinfo=zone(words)).astimezone(UTC)


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 1, 15, 17, tzinfo=UTC),
        datetime(2026, 7, 15, 17, tzinfo=UTC),
        # Around the night on which clocks are set forward, and both times that they show half past two in October.
        datetime(2026, 3, 29, 0, 30, tzinfo=UTC),
        datetime(2026, 3, 29, 1, 30, tzinfo=UTC),
        datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
        datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
        datetime(2026, 10, 25, 2, 30, tzinfo=UTC),
        datetime(2031, 10, 26, 12, tzinfo=UTC),
    ],
)
def test_the_file_says_the_same_instant(moment):
    assert start(written("Møter", [entry(starts_at=moment)])) == moment


def test_the_time_zone_is_norways_on_every_day_of_ten_years():
    there = zone(written("Møter", []))
    for number in range(3653):
        noon = datetime(2024, 1, 1, 12, tzinfo=there) + timedelta(days=number)
        assert noon.utcoffset() == noon.replace(tzinfo=OSLO).utcoffset()


def test_no_line_is_too_long_or_cut_within_a_character():
    words = written("Møter", [entry(about="Blåbærsyltetøy på Ålesund ærfugl 🫐 " * 30)])
    assert words.endswith("END:VCALENDAR\r\n")
    assert max(len(line.encode()) for line in words.split("\r\n")) <= 75
    assert "DESCRIPTION:" + "Blåbærsyltetøy på Ålesund ærfugl 🫐 " * 30 in unfolded(words)


def test_what_people_write_is_text_and_nothing_else():
    hostile = "A; B, C\\D\r\nEND:VEVENT\nATTENDEE:mailto:x@y.no\x07"
    lines = unfolded(written("Møter", [entry(title=hostile, place=hostile)]))
    assert r"SUMMARY:A\; B\, C\\D\nEND:VEVENT\nATTENDEE:mailto:x@y.no" in lines
    assert lines.count("END:VEVENT") == 1
    assert not [line for line in lines if line.startswith("ATTENDEE")]


def test_a_change_and_a_cancelling_are_of_the_same_event():
    first = unfolded(written("Møter", [entry()]))
    last = unfolded(written("Møter", [entry(sequence=2, is_cancelled=True)]))
    assert {"UID:abc@samskaping", "SEQUENCE:0", "STATUS:CONFIRMED", "DTSTAMP:20261101T000000Z"} <= set(first)
    assert {"UID:abc@samskaping", "SEQUENCE:2", "STATUS:CANCELLED"} <= set(last)


def test_another_parser_reads_what_was_written():
    """As calendars do: the times with their zone, the text as it was written, and nothing that the standard forbids."""
    about = "Ta med: blyant, papir; og «godt humør» \\ matpakke.\n\nVi møtes ved døra."
    moments = [datetime(2026, 7, 15, 17, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)]
    entries = [entry(uid=f"{number}@x", starts_at=one, about=about) for number, one in enumerate(moments)]
    read = vobject.readOne(written("Møter i Halden", entries))
    assert read.validate(raiseException=True)
    assert [one.dtstart.value.astimezone(UTC) for one in read.vevent_list] == moments
    assert {one.description.value for one in read.vevent_list} == {about}
