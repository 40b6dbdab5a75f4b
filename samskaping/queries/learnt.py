"""What another municipality answered and told, of something that we may begin from."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, or_, select

from samskaping.context import Context
from samskaping.language import gettext as _
from samskaping.models import Author, Proposal, Statement
from samskaping.queries.adoptions import Kind, Source
from samskaping.rules.speech import DECISION_NAMES, STATEMENT_NAMES, AuthorKind, Decision, StatementKind

_LEARNT = (StatementKind.ANSWER, StatementKind.UPDATE, StatementKind.REASON)
_MOST = 10


@dataclass(frozen=True)
class Learnt:
    """What the other municipality answered, or told of how it went."""

    kind: StatementKind
    decision: Decision | None
    title: str
    text: str
    html: str
    language: str
    said_at: datetime
    reference: str | None

    @property
    def heading(self) -> str:
        """What it is: «Offisielt svar: Ja, delvis», «Nytt i saken»."""
        if self.decision:
            return _("Offisielt svar: %(decision)s") % {"decision": DECISION_NAMES[self.decision]}
        return str(STATEMENT_NAMES[self.kind])


def learnt(ctx: Context, source: Source) -> tuple[Learnt, ...]:
    """What was answered and told of it, the newest first; of a challenge, the answers to its proposals too."""
    found: Any = (
        select(
            Statement.kind, Statement.decision, Statement.title, Statement.text, Statement.html, Statement.language,
            Statement.said_at, Proposal.reference,
        )
        .outerjoin(Proposal, Proposal.id == Statement.proposal_id)
        .join(Author, Author.id == Statement.author_id)
        # Those who proposed give reasons too: for withdrawing it, and for asking that it be taken up again.
        .where(Statement.is_public, Statement.kind.in_(_LEARNT), Author.kind == AuthorKind.KOMMUNE)
        .order_by(Statement.said_at.desc(), Statement.id.desc())
        .limit(_MOST)
    )  # fmt: skip
    about: ColumnElement[bool] = Statement.proposal_id == source.key
    if source.kind is Kind.UTFORDRING:
        proposals = select(Proposal.id).where(Proposal.challenge_id == source.key, Proposal.is_public)
        about = or_(Statement.challenge_id == source.key, Statement.proposal_id.in_(proposals))
    return tuple(
        Learnt(*row) for row in ctx.db.execute(found.where(about), execution_options={"every_municipality": True})
    )
