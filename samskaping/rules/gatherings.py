"""Meetings that people can come to («møte»): their kinds, where one is in time, and how long it is known who came.

In code it is a gathering: what meets a need is something else (``actions/meeting.py``).
"""

from datetime import date, datetime, timedelta
from enum import StrEnum

from samskaping.language import Words

#: How long it is known who had signed up, after it is over.
SEATS_KEPT = timedelta(days=30)
#: The longest one lasts, the most places, and how far ahead it is planned.
LONGEST, MOST_PLACES, AHEAD = timedelta(days=3), 5_000, timedelta(days=730)

#: The most proposals that minutes name.
MOST_CAME_OF = 50
#: How long one that is over stays in calendars that follow, and the most that stand in one file.
CALENDAR_BACK, CALENDAR_MOST = timedelta(days=60), 200


class GatheringKind(StrEnum):
    MEDVIRKNING = "medvirkning"
    VERKSTED = "verksted"
    BEFARING = "befaring"


GATHERING_KIND_NAMES: dict[GatheringKind, Words] = {
    GatheringKind.MEDVIRKNING: Words("Medvirkningsmøte", "Medverknadsmøte"),
    GatheringKind.VERKSTED: Words("Verksted", "Verkstad"),
    GatheringKind.BEFARING: Words("Befaring", "Synfaring"),
}
GATHERING_KIND_MEANINGS: dict[GatheringKind, Words] = {
    GatheringKind.MEDVIRKNING: Words(
        "Folk hører, spør og sier hva de mener.", "Folk høyrer, spør og seier kva dei meiner."
    ),
    GatheringKind.VERKSTED: Words("Folk lager noe sammen, i grupper.", "Folk lagar noko saman, i grupper."),
    GatheringKind.BEFARING: Words("Vi går og ser på stedet det gjelder.", "Vi går og ser på staden det gjeld."),
}


class Held(StrEnum):
    """Where a gathering is in time."""

    UTKAST = "utkast"
    AVLYST = "avlyst"
    KOMMER = "kommer"
    PAGAR = "pagar"
    OVER = "over"


HELD_NAMES: dict[Held, Words] = {
    Held.UTKAST: Words("Utkast", "Utkast"),
    Held.AVLYST: Words("Avlyst", "Avlyst"),
    Held.KOMMER: Words("Kommer", "Kjem"),
    Held.PAGAR: Words("Pågår nå", "Går føre seg no"),
    Held.OVER: Words("Har vært", "Har vore"),
}


def held(
    starts_at: datetime, ends_at: datetime, now: datetime, *, is_published: bool = True, is_cancelled: bool = False
) -> Held:
    """Where it is at an instant."""
    if not is_published:
        return Held.UTKAST
    if is_cancelled:
        return Held.AVLYST
    if now < starts_at:
        return Held.KOMMER
    return Held.PAGAR if now < ends_at else Held.OVER


def takes_names(where: Held, until: date, today: date) -> bool:
    """Whether one can sign up: until the last day for it is over in Norway, and never after it has begun."""
    return where is Held.KOMMER and today <= until


def is_open_seat(seated: int, waiting: int, capacity: int | None) -> bool:
    """Whether the next one who signs up gets a seat. Nobody comes before those who wait already."""
    return capacity is None or (seated < capacity and not waiting)
