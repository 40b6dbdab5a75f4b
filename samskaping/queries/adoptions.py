"""What other municipalities have done, as something to begin from: one of it, and a search.

All of it is what everyone can see there: no draft, nothing hidden or held back, nothing that was taken back.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, String, cast, exists, func, literal, select
from sqlalchemy.orm import aliased

from samskaping.context import Context
from samskaping.db import Texts
from samskaping.errors import Missing
from samskaping.models import (
    Adoption,
    Author,
    Challenge,
    ChallengePartner,
    Membership,
    Municipality,
    Proposal,
    ProposalGoal,
)
from samskaping.models.sessions import counts_in
from samskaping.queries import search
from samskaping.rules.municipalities import full_name
from samskaping.rules.pipeline import State
from samskaping.rules.policy import PUBLISHING
from samskaping.rules.speech import AuthorKind, Level

_EVERYWHERE = {"every_municipality": True}
#: So many of each kind are found.
MOST = 10
_NOT_BEGUN_FROM = (State.TRUKKET, State.SLATT_SAMMEN)


class Kind(StrEnum):
    """What can be taken over; the word in addresses."""

    UTFORDRING = "utfordring"
    FORSLAG = "forslag"


@dataclass(frozen=True)
class Home:
    """A municipality where the visitor may write challenges."""

    slug: str
    host: str | None
    name: str


@dataclass(frozen=True)
class Source:
    """What a challenge can be begun from. ``key`` is an inner key; ``taken`` is the challenge that we have made of it.

    Of a proposal there are its own words in ``language``, and who proposed it; of a challenge, texts in each form.
    """

    kind: Kind
    key: int
    thing: str
    title: Texts | str
    language: str | None
    slug: str
    host: str | None
    place: str
    taken: str | None
    need: Texts | str
    idea: str = ""
    excerpt: str = ""
    summary: Texts = Texts()  # noqa: RUF009  frozen
    influence: Texts = Texts()  # noqa: RUF009
    fixed: Texts = Texts()  # noqa: RUF009
    goals: tuple[int, ...] = ()
    level: Level | None = None
    illustration: str = ""
    state: State | None = None
    author_kind: AuthorKind | None = None
    author: str = ""

    @property
    def path(self) -> str:
        """Where it stands, in its municipality."""
        return f"/{self.kind}/{self.thing}"


@dataclass(frozen=True)
class Found:
    """Something that another municipality has done, in a list."""

    kind: Kind
    thing: str
    title: Texts | str
    summary: Texts | str
    language: str | None
    state: State | None
    slug: str
    place: str
    taken: str | None


def homes(ctx: Context, challenge_id: int | None = None) -> tuple[Home, ...]:
    """Where a visitor who works elsewhere may begin from what they read here; one statement, and none for others.

    Not where the challenge is theirs already, because they share it.
    """
    if ctx.me is None or not ctx.me.works_at_all or ctx.actor.is_staff or ctx.actor.awaits_second:
        return ()
    works = exists().where(
        Membership.person_id == ctx.me.id,
        Membership.municipality_id == Municipality.id,
        Membership.role.in_(PUBLISHING),
        Membership.ended_at.is_(None),
        counts_in(Membership, ctx.session),
    )
    shares = exists().where(
        ChallengePartner.challenge_id == (challenge_id or 0), ChallengePartner.takes_part(Municipality.id)
    )
    found = (
        select(Municipality.slug, Municipality.host, Municipality.number, Municipality.name)
        .where(works, ~shares, Municipality.activated_at.is_not(None), Municipality.id != ctx.here.id)
        .order_by(Municipality.sort_key)
        .limit(MOST)
    )
    rows = ctx.db.execute(found, execution_options=_EVERYWHERE)
    return tuple(Home(row.slug, row.host, full_name(row.number, row.name)) for row in rows)


def homes_of_proposal(ctx: Context, state: State, *, is_public: bool) -> tuple[Home, ...]:
    """The same beside a proposal that others may begin from: it is public, and neither withdrawn nor joined to one."""
    return homes(ctx) if is_public and state not in _NOT_BEGUN_FROM else ()


def source(ctx: Context, slug: str, kind: Kind, thing: str) -> Source:
    """What everyone can see of another municipality by its name there. One statement. Raises ``Missing``."""
    found = _source(ctx, kind, Municipality.slug == slug, _name(kind) == thing, *_not_ours(ctx, kind))
    if found is None:
        raise Missing
    return found


def credited(ctx: Context, details: Mapping[str, Any]) -> Source | None:
    """What an event says that a challenge builds on, while everyone can see it. One statement."""
    kind = Kind(details["kind"])
    return _source(ctx, kind, Municipality.slug == details["slug"], _name(kind) == details["thing"])


def origin(ctx: Context, challenge_id: int) -> Source | None:
    """What a challenge of our own was begun from, while everyone can see it. One statement, two where there is one."""
    found = select(Adoption.from_challenge_id, Adoption.from_proposal_id).where(Adoption.challenge_id == challenge_id)
    row = ctx.db.execute(found).one_or_none()
    if row is None:
        return None
    if row.from_challenge_id:
        return _source(ctx, Kind.UTFORDRING, Challenge.id == row.from_challenge_id)
    return _source(ctx, Kind.FORSLAG, Proposal.id == row.from_proposal_id)


def of_others(ctx: Context, query: str) -> tuple[Found, ...]:
    """What others have done that holds the words, best first; without words the newest challenges. Two statements."""
    found = _listed(ctx, Kind.UTFORDRING, query)
    return found + _listed(ctx, Kind.FORSLAG, query) if query else found


def _listed(ctx: Context, kind: Kind, query: str) -> tuple[Found, ...]:
    table = Challenge if kind is Kind.UTFORDRING else Proposal
    own: Any = (
        select(Challenge.public_id, Challenge.title, Challenge.summary, literal(None), literal(None))
        if kind is Kind.UTFORDRING
        else select(Proposal.reference, Proposal.title, Proposal.excerpt, Proposal.language, Proposal.state)
    )
    found = (
        own.add_columns(Municipality.slug, Municipality.number, Municipality.name, _taken(ctx, kind))
        .select_from(table)
        .join(Municipality, Municipality.id == table.municipality_id)
        .where(*_public(kind), *_not_ours(ctx, kind))
        .limit(MOST)
    )
    if query:
        hits = search.hits(ctx, "challenge" if kind is Kind.UTFORDRING else "proposal", query, outside=ctx.here.id)
        if hits is None:
            return ()
        found = found.join(hits, hits.c.thing_id == table.id).order_by(hits.c.rank, table.id)
    else:
        found = found.order_by(Challenge.published_at.desc(), Challenge.id.desc())
    rows: Any = ctx.db.execute(found, execution_options=_EVERYWHERE)
    names = ("thing", "title", "summary", "language", "state", "slug")
    return tuple(
        Found(kind, **dict(zip(names, row, strict=False)), place=full_name(row[6], row[7]), taken=row[8])
        for row in rows
    )


def _name(kind: Kind) -> Any:
    """What it is called in addresses."""
    return Challenge.public_id if kind is Kind.UTFORDRING else Proposal.reference


def _public(kind: Kind) -> tuple[Any, ...]:
    """What everyone can see, where the municipality takes part."""
    active = Municipality.activated_at.is_not(None)
    if kind is Kind.UTFORDRING:
        return (active, Challenge.published_at.is_not(None))
    return (active, Proposal.is_public, Proposal.state.not_in(_NOT_BEGUN_FROM))


def _not_ours(ctx: Context, kind: Kind) -> tuple[ColumnElement[bool], ...]:
    """Of another municipality, and not a challenge that we share with it."""
    if kind is Kind.FORSLAG:
        return (Proposal.municipality_id != ctx.here.id,)
    shares = exists().where(ChallengePartner.challenge_id == Challenge.id, ChallengePartner.takes_part(ctx.here.id))
    return (Challenge.municipality_id != ctx.here.id, ~shares)


def _taken(ctx: Context, kind: Kind) -> Any:
    """The public id of the challenge that we have made of it."""
    own = aliased(Challenge)
    begun = Adoption.from_challenge_id == Challenge.id
    if kind is Kind.FORSLAG:
        begun = Adoption.from_proposal_id == Proposal.id
    found = select(own.public_id).join(Adoption, Adoption.challenge_id == own.id)
    return found.where(begun, Adoption.municipality_id == ctx.here.id).correlate(Challenge, Proposal).scalar_subquery()


def _source(ctx: Context, kind: Kind, *wanted: ColumnElement[bool]) -> Source | None:
    build = _challenge if kind is Kind.UTFORDRING else _proposal
    row: Any = ctx.db.execute(
        build(_taken(ctx, kind)).where(*_public(kind), *wanted), execution_options=_EVERYWHERE
    ).one_or_none()
    if row is None:
        return None
    values = dict(row._mapping)
    place, goals = full_name(values.pop("number"), values.pop("name")), values.pop("goals")
    told = goals.split(",") if isinstance(goals, str) else goals or ()
    return Source(kind=kind, place=place, goals=tuple(sorted(int(goal) for goal in told if goal)), **values)


def _challenge(taken: Any) -> Any:
    return (
        select(
            Challenge.id.label("key"), Challenge.public_id.label("thing"), Challenge.title,
            literal(None).label("language"), Challenge.need, Challenge.summary, Challenge.influence, Challenge.fixed,
            Challenge.goals, Challenge.level, Challenge.illustration, Municipality.slug, Municipality.host,
            Municipality.number, Municipality.name, taken.label("taken"),
        )
        .select_from(Challenge)
        .join(Municipality, Municipality.id == Challenge.municipality_id)
    )  # fmt: skip


def _proposal(taken: Any) -> Any:
    goals = select(func.aggregate_strings(cast(ProposalGoal.goal, String), ","))
    return (
        select(
            Proposal.id.label("key"), Proposal.reference.label("thing"), Proposal.title, Proposal.language,
            Proposal.need, Proposal.idea, Proposal.excerpt, Proposal.state, Author.kind.label("author_kind"),
            Author.name.label("author"), Municipality.slug, Municipality.host, Municipality.number, Municipality.name,
            goals.where(ProposalGoal.proposal_id == Proposal.id).correlate(Proposal).scalar_subquery().label("goals"),
            taken.label("taken"),
        )
        .select_from(Proposal)
        .join(Author, Author.id == Proposal.author_id)
        .join(Municipality, Municipality.id == Proposal.municipality_id)
    )  # fmt: skip
