"""What is shown around joining cases: which are alike, what will happen, what happened, and who is asked."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import exists, func, select
from sqlalchemy.orm import aliased

from samskaping.context import Context
from samskaping.errors import Missing
from samskaping.models import AskedSupporter, Follow, Merge, Organisation, Person, Proposal, Representative, Support
from samskaping.queries import case_page, proposals
from samskaping.queries.case_page import Case
from samskaping.queries.proposals import Card
from samskaping.rules import merging as rules
from samskaping.rules.pipeline import OPEN, State

#: Cases that are weighed, and shown, when somebody looks for the one to join with.
_WEIGHED, _SHOWN = 24, 8


@dataclass(frozen=True)
class Foreseen:
    """How many a joining will concern: supporters who are asked, those who support both, and followers of each."""

    asked: int
    both: int
    followers: int
    target_followers: int


@dataclass(frozen=True)
class Joined:
    """A joining in force, as staff see it."""

    merged_at: datetime
    by: str
    into: str
    into_title: str
    into_language: str
    asked: int
    followed: int

    @property
    def undo_until(self) -> datetime:
        return rules.undo_until(self.merged_at)


@dataclass(frozen=True)
class Asked:
    """One support that may follow: the person's own (no organisation), or an organisation's."""

    organisation: str | None
    name: str | None
    answered_at: datetime | None
    follows: bool


@dataclass(frozen=True)
class Question:
    """The question to a supporter, with both proposals. ``is_open`` is false when it was undone or the case goes on."""

    reference: str
    title: str
    language: str
    into: str
    into_title: str
    into_language: str
    into_state: State
    is_open: bool
    supports: tuple[Asked, ...]


def alike(ctx: Context, case: Case) -> tuple[Card, ...]:
    """Open cases whose words are like this one's, most alike first."""
    found = proposals.similar(ctx, f"{case.title} {case.need}", most=_WEIGHED, but=case.reference)
    return tuple(card for card in found if card.state in OPEN)[:_SHOWN]


def target(ctx: Context, case: Case, ref: str) -> Case | None:
    """The case that this one may be joined into: another, open and public; None for any other number."""
    if ref == case.reference:
        return None
    try:
        found = case_page.case(ctx, ref)
    except Missing:
        return None
    return found if found.is_public and found.state in OPEN else None


def foreseen(ctx: Context, case: Case, into: Case) -> Foreseen:
    """What joining one case into another will concern, in one statement."""
    other = aliased(Support)
    also = exists().where(
        other.proposal_id == into.key,
        other.municipality_id == ctx.here.id,
        other.person_id == Support.person_id,
        other.organisation_id.is_not_distinct_from(Support.organisation_id),
    )
    supporting = select(func.count()).select_from(Support).where(Support.proposal_id == case.key)
    row = ctx.db.execute(
        select(
            supporting.scalar_subquery(),
            supporting.where(also).scalar_subquery(),
            _followers(case.key),
            _followers(into.key),
        )
    ).one()
    return Foreseen(*row)


def _followers(key: int) -> Any:
    return (
        select(func.count())
        .select_from(Follow)
        .where(Follow.kind == "proposal", Follow.thing_id == key)
        .scalar_subquery()
    )


def joined(ctx: Context, case: Case) -> Joined:
    """The joining in force of a case. Raises ``Missing``."""
    of = select(func.count()).select_from(AskedSupporter).where(AskedSupporter.merge_id == Merge.id).correlate(Merge)
    row = ctx.db.execute(
        select(
            Merge.merged_at, Person.name, Proposal.reference, Proposal.title, Proposal.language,
            of.scalar_subquery(), of.where(AskedSupporter.follows).scalar_subquery(),
        )
        .join(Person, Person.id == Merge.merged_by_id)
        .join(Proposal, Proposal.id == Merge.target_id)
        .where(Merge.proposal_id == case.key, Merge.undone_at.is_(None))
        .order_by(Merge.id.desc())
        .limit(1)
    ).one_or_none()  # fmt: skip
    if row is None or case.state is not State.SLATT_SAMMEN:
        raise Missing
    return Joined(*row)


def question(ctx: Context, ref: str) -> Question:
    """The newest question to this person about a proposal's support. Raises ``Missing`` for whoever was not asked."""
    mine, into = aliased(Proposal), aliased(Proposal)
    spoken = select(Representative.organisation_id).where(
        Representative.person_id == ctx.actor.person_id, Representative.left_at.is_(None)
    )
    own = (AskedSupporter.person_id == ctx.actor.person_id) & AskedSupporter.organisation_id.is_(None)
    rows: Any = ctx.db.execute(
        select(
            Merge.id, Merge.undone_at, mine.state, mine.into_id, mine.title, mine.language, into.id, into.reference,
            into.title, into.language, into.state, Organisation.public_id, Organisation.name,
            AskedSupporter.answered_at, AskedSupporter.follows,
        )
        .select_from(AskedSupporter)
        .join(Merge, Merge.id == AskedSupporter.merge_id)
        .join(mine, mine.id == Merge.proposal_id)
        .join(into, into.id == Merge.target_id)
        .outerjoin(Organisation, Organisation.id == AskedSupporter.organisation_id)
        .where(mine.reference == ref, mine.is_public, into.is_public, own | AskedSupporter.organisation_id.in_(spoken))
        .order_by(Merge.id.desc(), Organisation.name.asc())
        .limit(100)
    ).all()  # fmt: skip
    if not rows:
        raise Missing
    newest = rows[0]
    is_open = newest[1] is None and newest[2] is State.SLATT_SAMMEN and newest[3] == newest[6]
    supports = tuple(Asked(*row[11:]) for row in rows if row[0] == newest[0])
    return Question(
        reference=ref,
        title=newest[4],
        language=newest[5],
        into=newest[7],
        into_title=newest[8],
        into_language=newest[9],
        into_state=newest[10],
        is_open=is_open,
        supports=supports,
    )
