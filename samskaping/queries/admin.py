"""What an administrator sees of the municipality's own setup, and what is still missing in it."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from samskaping.context import Context
from samskaping.db import Texts
from samskaping.models import Area, Event, Membership, Municipality, Person, Route, Theme, Unit
from samskaping.queries import cursors
from samskaping.queries.cursors import Order, Place, Slice
from samskaping.rules.events import What
from samskaping.rules.moderation import TRUST_AFTER
from samskaping.rules.policy import HANDLING
from samskaping.rules.roles import Role

_NONE = Texts()


@dataclass(frozen=True)
class Setup:
    """The settings page: how the municipality answers, looks and can be reached. No form means the register's."""

    answer_days: int = 28
    approval: bool = False
    comment_approval: bool = False
    trust_after: int = TRUST_AFTER
    read_first_words: str = ""
    old_names_unlisted: bool = False
    accent: str = "blabaer"
    default_form: str = ""
    contact_email: str = ""
    contact_phone: str = ""
    contact_address: str = ""


@dataclass(frozen=True)
class Wording:
    """The page of the municipality's own texts."""

    accessibility_url: Texts = _NONE
    welcome: Texts = _NONE
    about: Texts = _NONE
    privacy: Texts = _NONE


def mark(wish: "Setup | Wording") -> str:
    """A short mark of the values, so that two who change them at once find out."""
    return hashlib.sha256(json.dumps(asdict(wish), sort_keys=True).encode()).hexdigest()[:16]


def setup(ctx: Context) -> Setup:
    """The settings as they are."""
    return Setup(**_values(ctx, Setup))


def wording(ctx: Context) -> Wording:
    """The texts as they are."""
    return Wording(**_values(ctx, Wording))


def _values(ctx: Context, kind: "type[Setup] | type[Wording]") -> dict[str, Any]:
    fields = tuple(kind.__dataclass_fields__)
    row = ctx.db.execute(select(*(getattr(Municipality, field) for field in fields)).where(_own(ctx))).one()
    return {field: "" if value is None else value for field, value in zip(fields, row, strict=True)}


def _own(ctx: Context) -> Any:
    return Municipality.id == ctx.here.id


@dataclass(frozen=True)
class Overview:
    """How much there is of each kind, and the keys of what is missing before the municipality is ready."""

    administrators: int
    handlers: int
    staff: int
    units: int
    units_without_leader: int
    themes: int
    themes_without_unit: int
    areas: int
    missing: tuple[str, ...]


def overview(ctx: Context) -> Overview:
    """One statement for the counts, two for the settings."""
    counts = ctx.db.execute(
        select(
            _people(Membership.role == Role.ADMINISTRATOR),
            _people(Membership.role.in_(HANDLING)),
            _people(),
            _count(Unit),
            _count(Unit, Unit.leader_id.is_(None)),
            _count(Theme),
            _count(Theme, Theme.unit_id.is_(None), ~_has_rest()),
            _count(Area),
        )
    ).one()
    own, words = setup(ctx), wording(ctx)
    administrators, handlers, staff, units, unled, themes, unrouted, areas = counts
    lacks = {
        "contact": not own.contact_email,
        "accessibility": not words.accessibility_url,
        "form": not own.default_form and not ctx.here.own_form,
        "welcome": not words.welcome,
        "privacy": not words.privacy,
        "units": not units,
        "leaders": bool(unled),
        "handlers": not handlers,
        "themes": not themes,
        "routes": bool(unrouted),
        "areas": not areas,
    }
    missing = tuple(key for key, is_missing in lacks.items() if is_missing)
    return Overview(administrators, handlers, staff, units, unled, themes, unrouted, areas, missing)


def _has_rest() -> Any:
    """Whether a unit gets all other cases, those on themes without a unit too."""
    return select(Route.id).where(Route.municipality_id == Theme.municipality_id, Route.area_id.is_(None)).exists()


def _people(*conditions: Any) -> Any:
    distinct = select(func.count(func.distinct(Membership.person_id)))
    return distinct.where(Membership.ended_at.is_(None), *conditions).scalar_subquery()


def _count(table: Any, *conditions: Any) -> Any:
    return select(func.count()).select_from(table).where(table.ended_at.is_(None), *conditions).scalar_subquery()


@dataclass(frozen=True)
class Change:
    """One event in the municipality's own history."""

    number: int
    what: What
    happened_at: datetime
    by: str | None
    details: dict[str, Any]
    whom: str | None
    thing: Texts | str | None


def history(ctx: Context, place: Place | None = None, size: int = 50) -> Slice:
    """What was changed in the setup, by whom, newest first."""
    by, whom = select(Person.name).where(Person.id == Event.actor_id), select(Person.name)
    whom = whom.where(Person.public_id == Event.details["person"].as_string())
    events = select(
        Event.number,
        Event.what,
        Event.happened_at,
        by.correlate(Event).scalar_subquery(),
        Event.details,
        whom.correlate(Event).scalar_subquery(),
        *(_named(table, kind) for kind, table in _LISTS.items()),
    ).where(Event.subject_kind == "municipality", Event.subject_id == ctx.here.id)
    order = Order(Event.number, Event.subject_kind)
    found: Any = ctx.db.execute(cursors.window(events, order, place, size))
    rows = [Change(*(*row[:6], next(filter(None, row[6:]), None))) for row in found]
    return cursors.cut(rows, place, size, lambda row: (row.number, "municipality"))


_LISTS: dict[str, Any] = {"unit": Unit, "theme": Theme, "area": Area, "staff": Person}


def _named(table: Any, kind: str) -> Any:
    """What the unit, theme, area or person that an event is about is called now."""
    thing, its_kind = Event.details["thing"].as_string(), Event.details["kind"].as_string()
    return select(table.name).where(table.public_id == thing, its_kind == kind).correlate(Event).scalar_subquery()
