"""The working group of a proposal: who takes part, and what it has written for those who may read it."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, select, true

from samskaping.context import Context
from samskaping.errors import Missing
from samskaping.models import (
    Author,
    GroupDraft,
    GroupMember,
    GroupPost,
    GroupTask,
    Organisation,
    Proposal,
    Verification,
)
from samskaping.queries import visible
from samskaping.rules.groups import MemberRole, PostKind
from samskaping.rules.pipeline import STATES, State
from samskaping.rules.policy import Can
from samskaping.rules.speech import AuthorKind, OrganisationKind

#: The newest of the thread and of the minutes that a page shows.
MOST = 200


@dataclass(frozen=True)
class Group:
    """The case of a group, its draft's versions, and the visitor's own seat. Inner keys are for permissions alone."""

    id: int
    writer_id: int | None
    partial_ids: Collection[int]
    reference: str
    title: str
    language: str
    need: str
    idea: str
    state: State
    state_since: datetime
    is_public: bool
    draft_id: int | None
    version: int
    shown_version: int | None
    used_version: int | None
    seat: str | None
    seat_role: MemberRole | None
    is_member: bool = False
    session_id: int | None = None

    @property
    def is_open(self) -> bool:
        return STATES[self.state].takes_group

    @property
    def invites(self) -> bool:
        return STATES[self.state].invites


@dataclass(frozen=True)
class Member:
    """A seat that is taken, or (without ``joined_at``) offered: then ``email`` or the organisation says to whom."""

    id: str
    role: MemberRole
    author_kind: AuthorKind | None
    author: str | None
    organisation_id: str | None
    organisation: str | None
    organisation_kind: OrganisationKind | None
    email: str | None
    joined_at: datetime | None
    invited_at: datetime
    is_me: bool


@dataclass(frozen=True)
class Post:
    """Something said in the thread (without words once it is retracted), or the minutes of a meeting."""

    id: str
    kind: PostKind
    author_kind: AuthorKind
    author: str
    language: str
    text: str
    html: str
    posted_at: datetime
    held_on: date | None
    is_public: bool
    version: int
    edited_at: datetime | None
    retracted_at: datetime | None
    #: Inner matters.
    key: int
    is_mine: bool


@dataclass(frozen=True)
class Task:
    """Something that a member shall do, or has done."""

    id: str
    text: str
    language: str
    due: date | None
    done_at: datetime | None
    author_kind: AuthorKind
    author: str


def group(ctx: Context, ref: str) -> Group:
    """The group of a proposal that the visitor may see, with what they are in it. One statement. Raises ``Missing``."""
    statement: Any = (
        select(
            Proposal.id, Proposal.writer_id, Proposal.partial_ids, Proposal.reference, Proposal.title,
            Proposal.language, Proposal.need, Proposal.idea, Proposal.state, Proposal.state_since, Proposal.is_public,
            GroupDraft.id, GroupDraft.version, GroupDraft.shown_version, GroupDraft.used_version,
            GroupMember.public_id, GroupMember.role,
        )
        .outerjoin(GroupDraft, GroupDraft.proposal_id == Proposal.id)
        .outerjoin(GroupMember, own_seat(ctx, Proposal.id))
        .where(Proposal.reference == ref, visible.proposals(ctx))
    )  # fmt: skip
    row = ctx.db.execute(statement).one_or_none()
    if row is None:
        raise Missing
    cells: tuple[Any, ...] = (*row[:12], row[12] or 0, *row[13:])
    found = Group(*cells)
    return replace(found, is_member=sits(ctx, found.seat_role, found.partial_ids))


def own_seat(ctx: Context, case: Any) -> ColumnElement[bool]:
    """The visitor's own seat in the group of a case, by its key."""
    mine = GroupMember.person_id == (ctx.actor.person_id or 0)
    return and_(GroupMember.proposal_id == case, mine, GroupMember.is_taken())


def sits(ctx: Context, role: MemberRole | None, partial_ids: Collection[int]) -> bool:
    """Whether a seat counts: whoever has it for the municipality, must work there and not be partial in the case."""
    if role is not MemberRole.KOMMUNEN:
        return role is not None
    return ctx.actor.is_staff and {ctx.actor.person_id, ctx.actor.led_by}.isdisjoint(partial_ids)


def members(ctx: Context, found: Group) -> tuple[Member, ...]:
    """Who takes part, whoever proposed first; and for those who read the group, to whom seats are offered.

    Addresses only for those who lead it. One statement.
    """
    reads, leads = ctx.may(Can.GROUP_READ, found), ctx.may(Can.GROUP_LEAD, found)
    statement: Any = (
        select(
            GroupMember.public_id, GroupMember.role, Author.kind, Author.name, Organisation.public_id,
            Organisation.name, Organisation.kind, GroupMember.email_key, GroupMember.joined_at, GroupMember.invited_at,
            GroupMember.person_id,
        )
        .outerjoin(Author, Author.id == GroupMember.author_id)
        .outerjoin(Organisation, Organisation.id == GroupMember.organisation_id)
        .where(
            GroupMember.proposal_id == found.id,
            GroupMember.left_at.is_(None),
            true() if reads else GroupMember.joined_at.is_not(None),
        )
        .order_by(
            GroupMember.joined_at.is_(None), GroupMember.role != MemberRole.FORFATTER, GroupMember.id
        )
    )  # fmt: skip
    return tuple(_member(ctx, row, leads=leads) for row in ctx.db.execute(statement))


def _member(ctx: Context, row: Any, *, leads: bool) -> Member:
    is_me = ctx.actor.is_known and row[10] == ctx.actor.person_id
    cells: tuple[Any, ...] = (*row[:7], row[7] if leads else None, *row[8:10], is_me)
    return Member(*cells)


def posts(ctx: Context, found: Group) -> dict[PostKind, list[Post]]:
    """The thread, oldest first, and the minutes, newest first; for others than the group, public minutes alone."""
    reads = ctx.may(Can.GROUP_READ, found)
    statement: Any = (
        select(
            GroupPost.public_id, GroupPost.kind, Author.kind, Author.name, GroupPost.language, GroupPost.text,
            GroupPost.html, GroupPost.posted_at, GroupPost.held_on, GroupPost.is_public, GroupPost.version,
            GroupPost.edited_at, GroupPost.retracted_at, GroupPost.id, Author.person_id,
        )
        .join(Author, Author.id == GroupPost.author_id)
        .where(GroupPost.proposal_id == found.id, true() if reads else GroupPost.is_public)
        .order_by(GroupPost.id.desc())
        .limit(2 * MOST)
    )  # fmt: skip
    rows = [_post(ctx, row) for row in ctx.db.execute(statement)]
    return {
        PostKind.INNLEGG: [row for row in reversed(rows) if row.kind is PostKind.INNLEGG],
        PostKind.REFERAT: [row for row in rows if row.kind is PostKind.REFERAT],
    }


def _post(ctx: Context, row: Any) -> Post:
    is_mine = ctx.actor.is_known and row[-1] == ctx.actor.person_id
    cells: tuple[Any, ...] = (*row[:-1], is_mine)
    found = Post(*cells)
    return found if found.retracted_at is None else replace(found, text="", html="")


def post(ctx: Context, found: Group, public_id: str) -> Post:
    """Something said in the thread that has its words still. One statement. Raises ``Missing``."""
    said = next((one for one in posts(ctx, found)[PostKind.INNLEGG] if one.id == public_id), None)
    if said is None or said.retracted_at is not None:
        raise Missing
    return said


def tasks(ctx: Context, found: Group) -> tuple[Task, ...]:
    """What is to be done, the soonest first, and after that what is done; nothing for others than the group."""
    if not ctx.may(Can.GROUP_READ, found):
        return ()
    statement: Any = (
        select(
            GroupTask.public_id, GroupTask.text, GroupTask.language, GroupTask.due, GroupTask.done_at, Author.kind,
            Author.name,
        )
        .join(GroupMember, GroupMember.id == GroupTask.owner_id)
        .join(Author, Author.id == GroupMember.author_id)
        .where(GroupTask.proposal_id == found.id)
        .order_by(GroupTask.done_at.is_not(None), GroupTask.due.is_(None), GroupTask.due, GroupTask.id)
        .limit(MOST)
    )  # fmt: skip
    return tuple(Task(*row) for row in ctx.db.execute(statement))


def organisations(ctx: Context) -> list[tuple[str, str]]:
    """(public id, name) of those that the municipality has given its word for, by name."""
    found = (
        select(Organisation.public_id, Organisation.name)
        .join(Verification, Verification.organisation_id == Organisation.id)
        .where(Verification.municipality_id == ctx.here.id, Verification.verified_at.is_not(None))
        .order_by(Organisation.sort_key, Organisation.public_id)
        .limit(500)
    )
    return [(row[0], row[1]) for row in ctx.db.execute(found)]
