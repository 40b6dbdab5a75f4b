"""Finding a municipality by any of its official names, and the ones near it that take part."""

import math
import re
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, or_, select

from samskaping.context import Context
from samskaping.models import Municipality
from samskaping.text import slug as plain

#: A written name is taken for a real one when at least this share of it fits.
_ALIKE = 0.75
_SURE = 3
_EVERYWHERE = {"every_municipality": True}


@dataclass(frozen=True)
class Place:
    """One municipality to choose."""

    slug: str
    host: str | None
    number: str
    name: str
    official_name: str
    search_names: str
    county: str
    activated_at: datetime | None
    latitude: float
    longitude: float
    proposal_count: int

    @property
    def is_active(self) -> bool:
        return self.activated_at is not None

    @property
    def other_names(self) -> list[str]:
        """Its official names in other languages."""
        return [name for name in self.search_names.split("|") if name and name != self.name]


@dataclass(frozen=True)
class Found:
    """Places that fit a search; ``is_guess`` when none fits as it is written, and these are like it."""

    places: tuple[Place, ...]
    is_guess: bool = False


def everyone(ctx: Context) -> tuple[Place, ...]:
    """The whole register in alphabetical order."""
    return tuple(Place(*row) for row in ctx.db.execute(_places().order_by(Municipality.sort_key, Municipality.number)))


def active(ctx: Context, most: int = 400) -> tuple[Place, ...]:
    """Those that take part, in alphabetical order."""
    taking_part = _places().where(Municipality.activated_at.is_not(None)).order_by(Municipality.sort_key)
    return tuple(Place(*row) for row in ctx.db.execute(taking_part.limit(most)))


def search(places: tuple[Place, ...], written: str) -> Found:
    """The places whose name, official names or number fit what is written, the best first.

    «karasjok», «Kárášjohka», «aalesund» and «tromsoe» all find theirs; when nothing fits, names that are
    spelt almost so are offered.
    """
    wanted = folded(written)
    if not wanted:
        return Found(())
    scored = sorted(
        (score, index) for index, place in enumerate(places) if (score := _score(place, wanted)) < _SURE + 1
    )
    if scored:
        return Found(tuple(places[index] for _score_, index in scored))
    alike = sorted(((_likeness(place, wanted), index) for index, place in enumerate(places)), reverse=True)[:5]
    return Found(tuple(places[index] for likeness, index in alike if likeness >= _ALIKE), is_guess=True)


def near(ctx: Context, most: int = 3) -> tuple[tuple[Place, int], ...]:
    """The nearest municipalities that take part, and how far away their middle is, in whole kilometres."""
    wanted = or_(Municipality.activated_at.is_not(None), Municipality.id == ctx.here.id)
    places = [Place(*row) for row in ctx.db.execute(_places().where(wanted), execution_options=_EVERYWHERE)]
    own = next(place for place in places if place.slug == ctx.here.slug)
    others = [(place, _kilometres(own, place)) for place in places if place is not own]
    return tuple(sorted(others, key=lambda pair: pair[1])[:most])


@lru_cache(maxsize=2_000)
def folded(name: str) -> str:
    """A name as it is compared: no case, accents, spaces; «aa» as å, «oe» as ø, «ae» as æ."""
    bare = plain(name).replace("-", "")
    return re.sub("aa|ae", "a", bare).replace("oe", "o")


def _places() -> Select[Any]:
    return select(*(getattr(Municipality, name) for name in Place.__dataclass_fields__))


def _names(place: Place) -> list[str]:
    return [place.name, *place.search_names.split("|")]


def _score(place: Place, wanted: str) -> int:
    """0 the very name or number, 1 its beginning, 2 the beginning of a word, 3 anywhere inside, 4 not at all."""
    names = [folded(name) for name in _names(place)]
    if wanted in (*names, place.number):
        return 0
    if any(name.startswith(wanted) for name in names):
        return 1
    words = [folded(word) for name in _names(place) for word in name.split()]
    if any(word.startswith(wanted) for word in words):
        return 2
    return _SURE if len(wanted) > 2 and any(wanted in name for name in names) else _SURE + 1


def _likeness(place: Place, wanted: str) -> float:
    return max(SequenceMatcher(None, folded(name), wanted[:60]).ratio() for name in _names(place))


def _kilometres(one: Place, other: Place) -> int:
    """Along the surface (haversine)."""
    north, south = math.radians(one.latitude), math.radians(other.latitude)
    across = math.radians(other.longitude - one.longitude)
    part = math.sin((south - north) / 2) ** 2 + math.cos(north) * math.cos(south) * math.sin(across / 2) ** 2
    return round(2 * 6371 * math.asin(math.sqrt(part)))
