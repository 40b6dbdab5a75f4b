"""Input that staff enter for somebody without an account, or for a school class; one, or a sheet's rows at once."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, and_, case, cast, literal, select, union_all

from samskaping import clock, text
from samskaping.actions import authors, visibility
from samskaping.actions.proposals import next_references, texts
from samskaping.actions.record import Fact, keep_version, public_id, record_each
from samskaping.context import Context
from samskaping.errors import Unfit
from samskaping.language import gettext as _
from samskaping.models import (
    Area,
    Author,
    Challenge,
    ChallengePartner,
    Intake,
    IntakeContact,
    Proposal,
    Route,
    Theme,
    Unit,
)
from samskaping.rules import deadlines
from samskaping.rules import intakes as rules
from samskaping.rules.events import What
from samskaping.rules.intakes import Entry
from samskaping.rules.pipeline import STATES, State
from samskaping.rules.policy import Can
from samskaping.rules.routing import Way, Ways, choose
from samskaping.rules.speech import AuthorKind

#: The hour of a day in the past at which input counts as received: the day is known, the hour is not.
NOON = 12


@dataclass(frozen=True)
class _Places:
    """Keys behind public ids: theme → (key, unit), area → key, challenge → (key, theme, unit), and the routes.

    ``units`` are the public ids of the units that any of these lead to.
    """

    themes: Mapping[str, Any]
    areas: Mapping[str, int]
    challenges: Mapping[str, Any]
    routes: Mapping[tuple[int | None, int | None], int]
    units: Mapping[int, str]


def enter(ctx: Context, entry: Entry, *, once: str | None = None) -> str:
    """Enter one and answer its reference. The clock counts from the day it came in."""
    ctx.require(Can.INTAKE_ENTER)
    if found := rules.flaws(entry, ctx.today):
        raise Unfit(**found)
    [(proposal, routed)] = _add(ctx, [entry])
    facts: list[Fact] = [
        (proposal, What.PROPOSAL_ENTERED, _facts(proposal, entry)),
        (proposal, What.PROPOSAL_PUBLISHED, {}),
        *_routings([(proposal, routed)]),
    ]
    record_each(ctx, facts, author_id=authors.municipal(ctx), once=once)
    visibility.published(ctx, [proposal])
    return str(proposal.reference)


def enter_all(ctx: Context, entries: Sequence[Entry]) -> list[str]:
    """Enter many at once, or none: the caller has shown their flaws. Statements grow by batches, not by rows."""
    ctx.require(Can.INTAKE_ENTER)
    if any(rules.flaws(entry, ctx.today) for entry in entries):
        raise Unfit(_("Noen av radene kan ikke tas inn. Se over en gang til."))
    added = _add(ctx, entries)
    proposals = [proposal for proposal, _routed in added]
    facts: list[Fact] = [
        (proposal, What.PROPOSAL_ENTERED, _facts(proposal, entry))
        for proposal, entry in zip(proposals, entries, strict=True)
    ]
    record_each(ctx, facts + _routings(added), author_id=authors.municipal(ctx))
    visibility.published(ctx, proposals)  # last of all: whoever sends in something meanwhile raises the same totals
    return [str(proposal.reference) for proposal in proposals]


def received_at(ctx: Context, day: date) -> datetime:
    """The instant at which input of a day counts as received: now for today, noon for a day in the past."""
    return ctx.now if day == ctx.today else clock.at(day, NOON)


def _add(ctx: Context, entries: Sequence[Entry]) -> list[tuple[Proposal, dict[str, Any] | None]]:
    """The cases, each with what its history says of the unit it went to, if it went to any."""
    places = _places(ctx, entries)
    speakers = [Author(kind=entry.kind, name=_shown(entry), municipality_id=ctx.here.id) for entry in entries]
    ctx.db.add_all(speakers)
    ctx.db.flush()
    ways = [_chosen(entry, places) for entry in entries]
    drawn = zip(entries, speakers, ways, strict=True)
    proposals = [_proposal(ctx, entry, speaker.id, _placed(entry, places, way)) for entry, speaker, way in drawn]
    for proposal, ref in zip(proposals, next_references(ctx, len(entries)), strict=True):
        proposal.reference = ref
    with ctx.db.no_autoflush:
        ctx.db.add_all(proposals)
        ctx.db.flush()
        for proposal, entry in zip(proposals, entries, strict=True):
            _keep(ctx, proposal, entry)
    routed = [{"by": way[1], "unit": places.units[way[0]]} if way else None for way in ways]
    return list(zip(proposals, routed, strict=True))


def _routings(added: Sequence[tuple[Proposal, dict[str, Any] | None]]) -> list[Fact]:
    return [(proposal, What.PROPOSAL_ROUTED, routed) for proposal, routed in added if routed]


def _shown(entry: Entry) -> str:
    """The public name: a class has one, a person has none."""
    return rules.class_name(text.tidy(entry.school), entry.language) if entry.kind is AuthorKind.SKOLEKLASSE else ""


def _proposal(ctx: Context, entry: Entry, author_id: int, placed: dict[str, int | None]) -> Proposal:
    received = received_at(ctx, entry.received)
    due = deadlines.answer_due(entry.received, ctx.here.answer_days)
    need, idea = text.tidy(entry.need), text.tidy(entry.idea)
    return Proposal(
        municipality_id=ctx.here.id,
        public_id=public_id(),
        state=State.MOTTATT,
        is_public=True,
        ball=STATES[State.MOTTATT].ball,
        ball_until=due,
        author_id=author_id,
        language=entry.language,
        title=text.tidy(entry.title),
        need=need,
        need_html=text.stored(need),
        idea=idea,
        idea_html=text.stored(idea) if idea else "",
        excerpt=text.excerpt(need),
        place=text.tidy(entry.place)[:200],
        created_at=ctx.now,
        edited_at=ctx.now,
        submitted_at=received,
        published_at=ctx.now,
        state_since=ctx.now,
        answer_due=due,
        waiting_since=received,
        history_length=0,
        history_digest="",
        **placed,
    )


def _chosen(entry: Entry, places: _Places) -> tuple[int, Way] | None:
    """The unit that an entry's places lead to, and by which of them."""
    theme, theme_unit = places.themes.get(entry.theme, (None, None))
    _challenge, _theme, challenge_unit = places.challenges.get(entry.challenge, (None, None, None))
    area = places.areas.get(entry.area)
    return choose(
        Ways(
            theme_and_area=places.routes.get((area, theme)) if area and theme else None,
            area=places.routes.get((area, None)) if area else None,
            theme=theme_unit,
            challenge=None if theme else challenge_unit,
            rest=places.routes.get((None, None)),
        )
    )


def _placed(entry: Entry, places: _Places, way: tuple[int, Way] | None) -> dict[str, int | None]:
    """Theme, area, challenge and the unit that they lead to."""
    theme, _theme_unit = places.themes.get(entry.theme, (None, None))
    challenge, challenge_theme, _challenge_unit = places.challenges.get(entry.challenge, (None, None, None))
    return {
        "theme_id": theme or challenge_theme,
        "area_id": places.areas.get(entry.area),
        "challenge_id": challenge,
        "unit_id": way[0] if way else None,
    }


def _places(ctx: Context, entries: Sequence[Entry]) -> _Places:
    """What the entries name. Raises ``Unfit`` for what is not there, or no longer in use. One statement."""
    found: dict[str, list[Any]] = {"theme": [], "area": [], "challenge": [], "route": []}
    for row in ctx.db.execute(_named(ctx.here.id, {entry.area for entry in entries if entry.area})):
        found[row.kind].append(row)
    for field in ("theme", "area", "challenge"):
        known = {"", *(row.public_id for row in found[field])}
        if any(getattr(entry, field) not in known for entry in entries):
            raise Unfit(**{field: _("Velg en av mulighetene i lista")})
    return _Places(
        themes={row.public_id: (row.id, row.unit_id) for row in found["theme"]},
        areas={row.public_id: row.id for row in found["area"]},
        challenges={row.public_id: (row.id, row.theme_id, row.unit_id) for row in found["challenge"]},
        routes={(row.id, row.theme_id): row.unit_id for row in found["route"]},
        units={row.unit_id: row.unit for rows in found.values() for row in rows},
    )


def _named(here: int, areas: Collection[str]) -> Any:
    """Themes, areas and challenges of a municipality, and the routes from some areas or any, each with its unit."""

    def part(kind: str, table: Any, key: Any, *, theme: Any = None, unit: Any = None) -> Any:
        columns = (
            literal(kind).label("kind"), table.public_id.label("public_id"), key.label("id"),
            cast(theme, BigInteger).label("theme_id"), cast(unit, BigInteger).label("unit_id"),
            Unit.public_id.label("unit"),
        )  # fmt: skip
        found = select(*columns).select_from(table)
        return found.outerjoin(Unit, and_(Unit.id == unit, Unit.municipality_id == here))

    is_own = Challenge.municipality_id == here  # a neighbour's challenge has the neighbour's theme and unit
    own = (case((is_own, Challenge.theme_id)), case((is_own, Challenge.unit_id)))
    partners = select(ChallengePartner.challenge_id).where(ChallengePartner.takes_part(here))
    themes, in_use = part("theme", Theme, Theme.id, unit=Theme.unit_id), part("area", Area, Area.id)
    routes = part("route", Route, Route.area_id, theme=Route.theme_id, unit=Route.unit_id)
    challenges = part("challenge", Challenge, Challenge.id, theme=own[0], unit=own[1])
    named = select(Area.id).where(Area.municipality_id == here, Area.public_id.in_(areas))
    return union_all(
        themes.where(Theme.municipality_id == here, Theme.ended_at.is_(None)),
        in_use.where(Area.municipality_id == here, Area.ended_at.is_(None)),
        challenges.where(Challenge.published_at.is_not(None), Challenge.id.in_(partners)),
        routes.where(Route.municipality_id == here, Route.area_id.in_(named) | Route.area_id.is_(None)),
    )


def _keep(ctx: Context, proposal: Proposal, entry: Entry) -> None:
    """The first version, how it came in, and whom from."""
    keep_version(ctx, proposal, texts(proposal), number=1, author_id=proposal.author_id)
    common = {"municipality_id": proposal.municipality_id, "proposal_id": proposal.id}
    ctx.db.add(
        Intake(
            **common,
            channel=entry.channel,
            received_on=entry.received,
            entered_by_id=ctx.actor.person_id,
            entered_at=ctx.now,
            row_digest=entry.row_digest,
        )
    )
    if entry.name or entry.contact or entry.email:
        name, contact = text.tidy(entry.name), text.tidy(entry.contact)
        ctx.db.add(IntakeContact(**common, name=name, contact=contact, email=entry.email, kept_since=ctx.now))


def _facts(proposal: Proposal, entry: Entry) -> dict[str, Any]:
    return {
        "reference": proposal.reference,
        "due": str(proposal.answer_due),
        "state": proposal.state,
        "after": proposal.state,
        "channel": entry.channel,
        "received": str(entry.received),
        "receipt": True if entry.email else None,
    }
