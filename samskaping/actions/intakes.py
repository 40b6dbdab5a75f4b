"""Input that staff enter for somebody without an account, or for a school class; one, or a sheet's rows at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from samskaping import clock, text
from samskaping.actions import authors, indexing, visibility
from samskaping.actions.proposals import next_numbers, texts
from samskaping.actions.record import Fact, add_version, chained, keep, mark_text, public_id
from samskaping.actions.visibility import Past
from samskaping.context import Context
from samskaping.errors import Unfit
from samskaping.language import gettext as _
from samskaping.models import Author, Intake, IntakeContact, Proposal
from samskaping.queries import intake_places
from samskaping.queries.intake_places import Places
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
class _Added:
    """An entry, the case that it becomes, who speaks in it, and what its history says of the unit that it went to."""

    entry: Entry
    proposal: Proposal
    speaker: Author
    routed: dict[str, Any] | None


@dataclass(frozen=True)
class FromSheet:
    """The sheet that entries came from, and the end of the municipality's history, where that is told."""

    public_id: str
    past: Past


def enter(ctx: Context, entry: Entry, *, once: str | None = None) -> str:
    """Enter one and answer its reference. The clock counts from the day it came in."""
    ctx.require(Can.INTAKE_ENTER)
    if found := rules.flaws(entry, ctx.today):
        raise Unfit(**found)
    places = intake_places.places(ctx, areas={entry.area})
    [added] = _drawn(ctx, [entry], places)
    facts: list[Fact] = [
        (added.proposal, What.PROPOSAL_ENTERED, _facts(added)),
        (added.proposal, What.PROPOSAL_PUBLISHED, {}),
        *_routings([added]),
    ]
    mark_text(ctx, added.proposal, texts(added.proposal))
    events = chained(ctx, facts, author_id=authors.municipal(ctx), once=once)
    _keep(ctx, [added])
    keep(ctx, events)
    visibility.published(ctx, [added.proposal])
    return str(added.proposal.reference)


def enter_all(
    ctx: Context, entries: Sequence[Entry], places: Places | None = None, *, sheet: FromSheet | None = None
) -> list[str]:
    """Enter many at once, or none: the caller has shown their flaws. As many statements for a thousand as for two.

    ``places``: what they can be put under, when the caller has it. ``sheet``: that they came from, to be told.
    """
    ctx.require(Can.INTAKE_ENTER)
    if any(rules.flaws(entry, ctx.today) for entry in entries):
        raise Unfit(_("Noen av radene kan ikke tas inn. Se over en gang til."))
    many = _drawn(ctx, entries, places or intake_places.places(ctx))
    facts: list[Fact] = [(one.proposal, What.PROPOSAL_ENTERED, _facts(one)) for one in many]
    for one in many:
        mark_text(ctx, one.proposal, texts(one.proposal))
    events = chained(ctx, facts + _routings(many), author_id=authors.municipal(ctx))
    _keep(ctx, many)
    proposals = [one.proposal for one in many]
    indexing.new_proposals(ctx, proposals)
    # Last of all: whoever sends in something meanwhile raises the same totals.
    if sheet is None:
        visibility.counted(ctx, len(many))
    else:
        told = {"sheet": sheet.public_id, "rows": len(many)}
        events += visibility.counted_and_told(ctx, len(many), sheet.past, What.SHEET_TAKEN_IN, told)
    keep(ctx, events)
    visibility.counted_under(ctx, proposals)
    return [str(proposal.reference) for proposal in proposals]


def received_at(ctx: Context, day: date) -> datetime:
    """The instant at which input of a day counts as received: now for today, noon for a day in the past."""
    return ctx.now if day == ctx.today else clock.at(day, NOON)


def _drawn(ctx: Context, entries: Sequence[Entry], places: Places) -> list[_Added]:
    """The cases with their numbers and keys, not written yet."""
    _known(entries, places)
    many = []
    for entry in entries:
        way = _chosen(entry, places)
        routed = {"by": way[1], "unit": places.units[way[0]]} if way else None
        speaker = Author(kind=entry.kind, name=_shown(entry), municipality_id=ctx.here.id)
        many.append(_Added(entry, _proposal(ctx, entry, _placed(entry, places, way)), speaker, routed))
    for one, numbers in zip(many, next_numbers(ctx, len(many)), strict=True):
        one.proposal.id, one.proposal.reference = numbers.proposal_id, numbers.reference
        one.speaker.id = one.proposal.author_id = numbers.author_id
    return many


def _keep(ctx: Context, many: Sequence[_Added]) -> None:
    """Write the cases, whose histories have begun by now: first who speaks, and last what belongs to each."""
    with ctx.db.no_autoflush:
        ctx.db.add_all(one.speaker for one in many)
        ctx.db.flush()
        ctx.db.add_all(one.proposal for one in many)
        ctx.db.flush()
        for one in many:
            _keep_beside(ctx, one.proposal, one.entry)
        ctx.db.flush()


def _routings(many: Sequence[_Added]) -> list[Fact]:
    return [(one.proposal, What.PROPOSAL_ROUTED, one.routed) for one in many if one.routed]


def _shown(entry: Entry) -> str:
    """The public name: a class has one, a person has none."""
    return rules.class_name(text.tidy(entry.school), entry.language) if entry.kind is AuthorKind.SKOLEKLASSE else ""


def _proposal(ctx: Context, entry: Entry, placed: dict[str, int | None]) -> Proposal:
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


def _chosen(entry: Entry, places: Places) -> tuple[int, Way] | None:
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


def _placed(entry: Entry, places: Places, way: tuple[int, Way] | None) -> dict[str, int | None]:
    """Theme, area, challenge and the unit that they lead to."""
    theme, _theme_unit = places.themes.get(entry.theme, (None, None))
    challenge, challenge_theme, _challenge_unit = places.challenges.get(entry.challenge, (None, None, None))
    return {
        "theme_id": theme or challenge_theme,
        "area_id": places.areas.get(entry.area),
        "challenge_id": challenge,
        "unit_id": way[0] if way else None,
    }


def _known(entries: Sequence[Entry], places: Places) -> None:
    """Raises ``Unfit`` for what is not there, or no longer in use."""
    named = {"theme": places.themes, "area": places.areas, "challenge": places.challenges}
    for field, known in named.items():
        if {getattr(entry, field) for entry in entries} - known.keys() - {""}:
            raise Unfit(**{field: _("Velg en av mulighetene i lista")})


def _keep_beside(ctx: Context, proposal: Proposal, entry: Entry) -> None:
    """The first version, how it came in, and whom from."""
    add_version(ctx, proposal, texts(proposal), number=1, author_id=proposal.author_id)
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


def _facts(added: _Added) -> dict[str, Any]:
    proposal, entry = added.proposal, added.entry
    return {
        "reference": proposal.reference,
        "due": str(proposal.answer_due),
        "state": proposal.state,
        "after": proposal.state,
        "channel": entry.channel,
        "received": str(entry.received),
        "receipt": True if entry.email else None,
    }
