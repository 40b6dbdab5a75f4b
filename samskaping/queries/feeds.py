"""What news readers and search engines are told: public events of things that anyone can see, and addresses."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import and_, func, or_, select

from samskaping.context import Context
from samskaping.db import Texts
from samskaping.errors import Missing
from samskaping.models import Challenge, ChallengeNeed, Event, Municipality, Need, Proposal, Raised, Statement, Wording
from samskaping.queries import challenges
from samskaping.rules.events import NEWS, What

ENTRIES = 40
#: Addresses in one sitemap; the protocol allows 50,000.
_MOST_ADDRESSES = 10_000


@dataclass(frozen=True)
class Entry:
    """One public event: of a proposal (``reference``), a need (also ``is_need``) or a challenge (``challenge_id``)."""

    what: What
    at: datetime
    number: int
    details: dict[str, Any]
    reference: str | None
    title: str | None
    language: str | None
    excerpt: str | None
    challenge_id: str | None
    challenge: Texts | None
    summary: Texts | None
    is_need: bool


@dataclass(frozen=True)
class Said:
    """The words that went with an event."""

    title: str
    text: str
    language: str


@dataclass(frozen=True)
class Feed:
    """A feed's name with its language, and entries, the newest first, with what was said in each (by public id)."""

    title: str
    language: str
    entries: tuple[Entry, ...]
    said: dict[str, Said]


def municipality(ctx: Context) -> Feed:
    """All that is public in the municipality. Two statements."""
    return _feed(ctx, "", "", Event.municipality_id == ctx.here.id)


def challenge(ctx: Context, public_id: str) -> Feed:
    """A challenge, its proposals, and the needs that are tied to it. Three statements. Raises ``Missing``."""
    shown = challenges.page(ctx, public_id)
    if shown.published_at is None:
        raise Missing
    own = and_(Event.subject_kind == "challenge", Event.subject_id == shown.key)
    tied = select(ChallengeNeed.need_id).where(
        ChallengeNeed.challenge_id == shown.key, ChallengeNeed.loosened_at.is_(None)
    )
    # The leading municipality writes in the challenge; its proposals and needs here are our own.
    within = or_(Proposal.challenge_id == shown.key, Need.id.in_(tied))
    here = and_(Event.municipality_id == ctx.here.id, within)
    return _feed(ctx, str(shown.title), shown.title.form, or_(own, here))


def proposal(ctx: Context, reference: str) -> Feed:
    """One proposal that anyone can see. Three statements. Raises ``Missing``."""
    found = ctx.db.execute(
        select(Proposal.id, Proposal.title, Proposal.language).where(
            Proposal.reference == reference, Proposal.is_public
        )
    ).one_or_none()
    if found is None:
        raise Missing
    here = and_(Event.municipality_id == ctx.here.id, Event.subject_kind == "proposal", Event.subject_id == found.id)
    return _feed(ctx, found.title, found.language, here)


def active(ctx: Context) -> list[tuple[str, str | None]]:
    """(slug, host) of every municipality that takes part, for the index of sitemaps."""
    found = select(Municipality.slug, Municipality.host).where(Municipality.activated_at.is_not(None))
    return [(row[0], row[1]) for row in ctx.db.execute(found.order_by(Municipality.slug))]


Addresses = list[tuple[str, datetime]]


def addresses(ctx: Context) -> tuple[Addresses, Addresses, Addresses]:
    """(reference, last changed) of the newest public proposals, (public id, last changed) of the challenges, and
    (reference, told) of the newest public needs; without what search engines are asked not to list.
    """
    listed_since = ctx.listed_since or datetime.min.replace(tzinfo=UTC)
    proposals = (
        select(Proposal.reference, Proposal.state_since)
        .where(Proposal.municipality_id == ctx.here.id, Proposal.is_public, Proposal.submitted_at >= listed_since)
        .order_by(Proposal.submitted_at.desc(), Proposal.reference.desc())
        .limit(_MOST_ADDRESSES)
    )
    published = (
        select(Challenge.public_id, Challenge.edited_at, Challenge.published_at)
        .where(Challenge.stands_in(ctx.here.id), Challenge.published_at.is_not(None))
        .where(or_(Challenge.published_at >= listed_since, ~_names_others()))
        .order_by(Challenge.published_at.desc())
        .limit(_MOST_ADDRESSES)
    )
    told = (
        select(Need.reference, Need.told_at)
        .where(Need.municipality_id == ctx.here.id, Need.is_public, Need.told_at >= listed_since)
        .order_by(Need.told_at.desc(), Need.reference.desc())
        .limit(_MOST_ADDRESSES)
    )
    first: Any = ctx.db.execute(proposals)
    second: Any = ctx.db.execute(published)
    third: Any = ctx.db.execute(told)
    return (
        [(row[0], row[1]) for row in first],
        [(row[0], max(filter(None, row[1:]))) for row in second],
        [(row[0], row[1]) for row in third],
    )


def _names_others() -> Any:
    """A challenge that others than the municipality have raised, or suggested words for: its page names them."""
    raised = select(Raised.id).where(Raised.challenge_id == Challenge.id)
    suggested = select(Wording.id).where(Wording.challenge_id == Challenge.id, Wording.is_shown())
    return or_(raised.exists(), suggested.exists())


def _feed(ctx: Context, title: str, language: str, which: Any) -> Feed:
    found: Any = (
        select(
            Event.what, Event.happened_at, Event.number, Event.details,
            func.coalesce(Proposal.reference, Need.reference), func.coalesce(Proposal.title, Need.text),
            func.coalesce(Proposal.language, Need.language), func.coalesce(Proposal.excerpt, Need.text),
            Challenge.public_id, Challenge.title, Challenge.summary, Need.id.is_not(None),
        )
        .outerjoin(Proposal, and_(Event.subject_kind == "proposal", Proposal.id == Event.subject_id))
        .outerjoin(Challenge, and_(Event.subject_kind == "challenge", Challenge.id == Event.subject_id))
        .outerjoin(Need, and_(Event.subject_kind == "need", Need.id == Event.subject_id))
        .where(
            which,
            Event.what.in_(NEWS),
            or_(Proposal.is_public, Challenge.published_at.is_not(None), Need.is_public),
        )
        .order_by(Event.happened_at.desc(), Event.id.desc())
        .limit(ENTRIES)
    )  # fmt: skip
    entries = tuple(Entry(*row) for row in ctx.db.execute(found))
    return Feed(title, language, entries, _said(ctx, entries))


def _said(ctx: Context, entries: tuple[Entry, ...]) -> dict[str, Said]:
    wanted = [str(entry.details["statement"]) for entry in entries if "statement" in entry.details]
    found = select(Statement.public_id, Statement.title, Statement.text, Statement.language)
    found = found.where(Statement.public_id.in_(wanted), Statement.is_public)
    rows = ctx.db.execute(found, execution_options=challenges.SHARED)
    return {row[0]: Said(*row[1:]) for row in rows}
