"""What a proposal belongs with: others merged into it, the needs that it and they meet, and who is in its group."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import String, cast, literal, null, select, union_all

from samskaping.context import Context
from samskaping.models import Author, GroupMember, Need, Organisation, Proposal
from samskaping.queries import ties
from samskaping.queries.proposal_page import Case, Link, Merged
from samskaping.rules.groups import MemberRole
from samskaping.rules.pipeline import State
from samskaping.rules.speech import AuthorKind
from samskaping.text import excerpt

_MOST = 50
#: Code points of a need's beginning where it stands as a link.
_HEADING = 90


@dataclass(frozen=True)
class Seated:
    """Somebody in the working group."""

    role: MemberRole
    author_kind: AuthorKind
    author: str
    organisation_id: str | None


@dataclass(frozen=True)
class Related:
    """Proposals that were merged into one, needs that it meets, and who shapes it: all of which everyone can see."""

    merged: tuple[Merged, ...]
    meets: tuple[Link, ...]
    group: tuple[Seated, ...]


def of_proposal(ctx: Context, proposal: Case) -> Related:
    """All of it, in one statement."""
    merged: Any = (
        select(
            literal("merged").label("kind"), Proposal.reference, Proposal.title, Proposal.language,
            Author.kind.label("author_kind"), Author.name, Organisation.public_id, Organisation.kind.label("of_kind"),
            literal(0),
        )
        .join(Author, Author.id == Proposal.author_id)
        .outerjoin(Organisation, Organisation.id == Author.organisation_id)
        .where(
            Proposal.into_id == proposal.id,
            Proposal.state == State.SLATT_SAMMEN,
            Proposal.is_public,
            Proposal.municipality_id == ctx.here.id,
        )
        .order_by(Proposal.reference)
        .limit(_MOST)
        .subquery()
    )  # fmt: skip
    meets: Any = (
        select(
            literal("meets").label("kind"), Need.reference, Need.text, Need.language, null().label("a"),
            null().label("b"), null().label("c"), null().label("d"), Need.concern_count,
        )
        .where(Need.id.in_(ties.said_by(proposal.id)), Need.is_public)
        .order_by(Need.concern_count.desc(), Need.reference.desc())
        .limit(_MOST)
        .subquery()
    )  # fmt: skip
    rows = ctx.db.execute(union_all(select(merged), select(meets), select(_group(proposal)))).all()
    needs = sorted((row for row in rows if row.kind == "meets"), key=lambda row: (row[8], row[1]), reverse=True)
    group = [row for row in rows if row.kind == "group"]
    group.sort(key=lambda row: (row[2] != MemberRole.FORFATTER, row[8]))
    return Related(
        tuple(sorted((Merged(*row[1:8]) for row in rows if row.kind == "merged"), key=lambda one: one.reference)),
        tuple(Link(row[1], excerpt(row[2], _HEADING), row[3]) for row in needs),
        tuple(Seated(MemberRole(row[2]), *row[4:7]) for row in group),
    )


def _group(proposal: Case) -> Any:
    """Those who sit in the working group."""
    return (
        select(
            literal("group").label("kind"), GroupMember.public_id, cast(GroupMember.role, String), null().label("a"),
            Author.kind, Author.name, Organisation.public_id, Organisation.kind.label("of_kind"), GroupMember.id,
        )
        .join(Author, Author.id == GroupMember.author_id)
        .outerjoin(Organisation, Organisation.id == GroupMember.organisation_id)
        .where(GroupMember.proposal_id == proposal.id, GroupMember.is_taken())
        .order_by(GroupMember.id)
        .limit(_MOST)
        .subquery()
    )  # fmt: skip
