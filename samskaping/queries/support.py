"""What the visitor has to do with a proposal, a challenge or a municipality: supports it, follows it, may speak for."""

from dataclasses import dataclass

from sqlalchemy import Exists, exists, select

from samskaping.context import Context
from samskaping.models import Follow, GroupMember, Organisation, Person, Representative, Support
from samskaping.queries.groups import own_seat
from samskaping.rules.groups import MemberRole
from samskaping.rules.speech import OrganisationKind


@dataclass(frozen=True)
class Voice:
    """An organisation that the person may speak for, and whether it supports the proposal."""

    public_id: str
    name: str
    kind: OrganisationKind
    supports: bool


@dataclass(frozen=True)
class Own:
    """What a signed-in person has to do with a proposal."""

    supports: bool = False
    follows: bool = False
    voices: tuple[Voice, ...] = ()
    #: What they are in its working group.
    seat: MemberRole | None = None


def own(ctx: Context, proposal_id: int) -> Own:
    """The person's own part in a proposal, in one statement; nothing, and no statement, for somebody unknown."""
    if ctx.me is None:
        return Own()
    given = exists().where(Support.proposal_id == proposal_id, Support.municipality_id == ctx.here.id)
    rows = ctx.db.execute(
        select(
            given.where(Support.person_id == Person.id, Support.organisation_id.is_(None)).label("supports"),
            _followed("proposal", proposal_id).label("follows"),
            select(GroupMember.role).where(own_seat(ctx, proposal_id)).scalar_subquery().label("seat"),
            Organisation.public_id,
            Organisation.name,
            Organisation.kind,
            given.where(Support.organisation_id == Organisation.id).label("voiced"),
        )
        .select_from(Person)
        .outerjoin(Representative, (Representative.person_id == Person.id) & Representative.left_at.is_(None))
        .outerjoin(Organisation, Organisation.id == Representative.organisation_id)
        .where(Person.id == ctx.me.id)
        .order_by(Organisation.name, Organisation.public_id)
        .limit(100)
    ).all()
    voices = (Voice(row.public_id, row.name, row.kind, row.voiced) for row in rows if row.public_id)
    return Own(rows[0].supports, rows[0].follows, tuple(voices), rows[0].seat)


def follows(ctx: Context, kind: str, thing_id: int) -> bool:
    """Whether the visitor follows a ``proposal``, ``challenge`` or ``municipality``."""
    if ctx.me is None:
        return False
    return bool(ctx.db.scalar(select(_followed(kind, thing_id)).select_from(Person).where(Person.id == ctx.me.id)))


def _followed(kind: str, thing_id: int) -> Exists:
    return exists().where(Follow.person_id == Person.id, Follow.kind == kind, Follow.thing_id == thing_id)
