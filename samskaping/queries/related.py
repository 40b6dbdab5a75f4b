"""What a proposal belongs with: others that were merged into it, and the needs that it and they say they meet."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import literal, null, select, union_all

from samskaping.context import Context
from samskaping.models import Author, Need, Organisation, Proposal
from samskaping.queries import ties
from samskaping.queries.proposal_page import Case, Link, Merged
from samskaping.rules.pipeline import State
from samskaping.text import excerpt

_MOST = 50
#: Code points of a need's beginning where it stands as a link.
_HEADING = 90


@dataclass(frozen=True)
class Related:
    """Proposals that were merged into one, and needs that it meets, all of which everyone can see."""

    merged: tuple[Merged, ...]
    meets: tuple[Link, ...]


def of_proposal(ctx: Context, proposal: Case) -> Related:
    """Both, in one statement."""
    merged: Any = (
        select(
            literal(True).label("is_merged"), Proposal.reference, Proposal.title, Proposal.language,
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
            literal(False).label("is_merged"), Need.reference, Need.text, Need.language, null().label("a"),
            null().label("b"), null().label("c"), null().label("d"), Need.concern_count,
        )
        .where(Need.id.in_(ties.said_by(proposal.id)), Need.is_public)
        .order_by(Need.concern_count.desc(), Need.reference.desc())
        .limit(_MOST)
        .subquery()
    )  # fmt: skip
    rows = ctx.db.execute(union_all(select(merged), select(meets))).all()
    needs = sorted((row for row in rows if not row.is_merged), key=lambda row: (row[8], row[1]), reverse=True)
    return Related(
        tuple(sorted((Merged(*row[1:8]) for row in rows if row.is_merged), key=lambda one: one.reference)),
        tuple(Link(row[1], excerpt(row[2], _HEADING), row[3]) for row in needs),
    )
