"""The chosen cases as they are answered together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from samskaping.context import Context
from samskaping.db import Texts
from samskaping.errors import Missing
from samskaping.language import gettext as _
from samskaping.models import Author, Intake, IntakeContact, Proposal, Theme, Unit
from samskaping.queries import impartiality
from samskaping.rules.intakes import Channel
from samskaping.rules.merging import joined_words
from samskaping.rules.pipeline import STATES, State
from samskaping.rules.policy import Can

#: As many are answered at once.
MOST = 50


@dataclass(frozen=True)
class Asked:
    """One chosen case, with what an answer is written from."""

    reference: str
    title: str
    language: str
    state: State
    version: int
    need: str
    need_html: str
    answer_due: date | None
    waiting_since: datetime | None
    answered_at: datetime | None
    ball_until: date | None
    next_on: date | None
    support_count: int
    comment_count: int
    writer_id: int | None
    partial_ids: list[int]
    author: str
    unit: Texts | None
    theme_id: str | None
    has_answered: bool
    key: int
    given_through: Channel | None
    given_email: str | None

    @property
    def session_id(self) -> int | None:
        """Sent-in proposals hang on no session; permissions ask."""
        return None


def chosen(ctx: Context, refs: Sequence[str]) -> tuple[Asked, ...]:
    """The chosen cases in the order in which they were chosen. One statement. Raises ``Missing``."""
    ctx.require(Can.PROPOSAL_HANDLE)
    unique = list(dict.fromkeys(refs))
    if not unique or len(unique) > MOST:
        raise Missing(_("Velg mellom én og %(most)s saker i innboksen.") % {"most": MOST})
    own = [getattr(Proposal, name) for name in list(Asked.__dataclass_fields__)[:16]]
    statement: Any = (
        select(
            *own, Author.name, Unit.name, Theme.public_id, impartiality.answered(ctx), Proposal.id,
            Intake.channel, IntakeContact.email,
        )
        .select_from(Proposal)
        .join(Author, Author.id == Proposal.author_id)
        .outerjoin(Unit, Unit.id == Proposal.unit_id)
        .outerjoin(Theme, Theme.id == Proposal.theme_id)
        .outerjoin(Intake, Intake.proposal_id == Proposal.id)
        .outerjoin(IntakeContact, IntakeContact.proposal_id == Intake.proposal_id)
        .where(Proposal.municipality_id == ctx.here.id, Proposal.reference.in_(unique), Proposal.state != State.UTKAST)
    )  # fmt: skip
    found = {row[0]: Asked(*row) for row in ctx.db.execute(statement)}
    if set(found) != set(unique):
        raise Missing
    return tuple(found[ref] for ref in unique)


def obstacle(ctx: Context, one: Asked) -> str:
    """Why this person cannot answer this case now, in words; nothing when they can."""
    if not ctx.may(Can.PROPOSAL_HANDLE, one):
        return _("Du er inhabil i saken.")
    if not STATES[one.state].is_public:
        return _("Saken er ikke synlig for alle ennå.")
    if one.state is State.SLATT_SAMMEN:
        return joined_words()
    return ""
