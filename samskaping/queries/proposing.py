"""What the four steps of proposing show: the draft, what one can choose from, and the receipt."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, false, func, or_, select
from sqlalchemy.orm import aliased

from samskaping.context import Context
from samskaping.db import Texts
from samskaping.errors import Missing
from samskaping.models import (
    Area,
    Challenge,
    ChallengePartner,
    File,
    Organisation,
    Person,
    Proposal,
    ProposalGoal,
    Theme,
    Unit,
)
from samskaping.queries import attached, organisations, phases
from samskaping.queries.attached import HoldsFiles
from samskaping.rules.drafts import flaws
from samskaping.rules.kinds import ChallengeState, MailChoice
from samskaping.rules.partners import Standing
from samskaping.rules.phases import Opening
from samskaping.rules.pipeline import State


@dataclass(frozen=True)
class Draft(HoldsFiles):
    """A draft as its writer sees it; area, theme, challenge and organisation are public ids and names."""

    key: int
    public_id: str
    reference: str | None
    state: State
    language: str
    title: str
    need: str
    idea: str
    place: str
    edited_at: datetime
    area: str | None
    area_name: str | None
    theme: str | None
    theme_name: Texts | None
    challenge: str | None
    challenge_title: Texts | None
    challenge_state: ChallengeState | None
    challenge_closes: date | None
    challenge_shared: Standing | None
    challenge_takes: bool
    organisation: str | None
    organisation_name: str | None
    file_list: Any
    goals: tuple[int, ...] = ()

    @property
    def is_sent(self) -> bool:
        return self.state is not State.UTKAST

    @property
    def flaws(self) -> dict[str, str]:
        """Field → what it lacks before the draft can be sent in."""
        return flaws(self)

    def misses_challenge(self, today: date) -> bool:
        """Whether the challenge that it belongs to was closed meanwhile, or takes no proposal from its writer now: the
        municipality left it, or its phase does not.
        """
        if self.challenge is None:
            return False
        left = self.challenge_shared is not Standing.MED
        over = self.challenge_closes is not None and self.challenge_closes < today
        return left or over or self.challenge_state is not ChallengeState.APEN or not self.challenge_takes


@dataclass(frozen=True)
class Unsent:
    """A draft in a list of one's own."""

    public_id: str
    title: str
    need: str
    edited_at: datetime


@dataclass(frozen=True)
class Choices:
    """What step three offers: pairs of public id and name."""

    areas: tuple[tuple[str, str], ...]
    themes: tuple[tuple[str, Texts], ...]
    challenges: tuple[tuple[str, Texts], ...]
    organisations: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Receipt:
    """What the one who sent in a proposal is told at once (eForvaltningsforskriften § 6)."""

    reference: str
    title: str
    language: str
    state: State
    submitted_at: datetime
    answer_due: date
    unit: Texts | None
    leader_title: Texts | None
    is_public: bool
    mail: MailChoice


#: The row of the draft's municipality in its challenge.
_SHARED_HERE = and_(
    ChallengePartner.challenge_id == Proposal.challenge_id,
    ChallengePartner.municipality_id == Proposal.municipality_id,
)


def draft(ctx: Context, public_id: str) -> Draft:
    """One's own draft, or what became of it. Raises ``Missing`` for anybody else's. Two statements."""
    row: Any = ctx.db.execute(
        select(
            Proposal.id,
            Proposal.public_id,
            Proposal.reference,
            Proposal.state,
            Proposal.language,
            Proposal.title,
            Proposal.need,
            Proposal.idea,
            Proposal.place,
            Proposal.edited_at,
            Area.public_id,
            Area.name,
            Theme.public_id,
            Theme.name,
            Challenge.public_id,
            Challenge.title,
            Challenge.state,
            Challenge.closes_on,
            ChallengePartner.standing,
            _takes(ctx),
            Organisation.public_id,
            Organisation.name,
            attached.beside(File.proposal_id, Proposal.id),
        )
        .select_from(Proposal)
        .outerjoin(Area, Area.id == Proposal.area_id)
        .outerjoin(Theme, Theme.id == Proposal.theme_id)
        .outerjoin(Challenge, Challenge.id == Proposal.challenge_id)
        .outerjoin(ChallengePartner, _SHARED_HERE)
        .outerjoin(Organisation, Organisation.id == Proposal.organisation_id)
        .where(Proposal.public_id == public_id, own(ctx))
    ).one_or_none()
    if row is None:
        raise Missing
    goals = ctx.db.scalars(select(ProposalGoal.goal).where(ProposalGoal.proposal_id == row[0]).order_by("goal"))
    return Draft(*(*row, tuple(goals)))


def unsent(ctx: Context) -> tuple[Unsent, ...]:
    """One's own drafts in this municipality, the newest first."""
    statement = (
        select(Proposal.public_id, Proposal.title, func.substr(Proposal.need, 1, 120), Proposal.edited_at)
        .where(own(ctx), Proposal.state == State.UTKAST)
        .order_by(Proposal.edited_at.desc())
        .limit(20)
    )
    return tuple(Unsent(*row) for row in ctx.db.execute(statement))


def challenge(ctx: Context, public_id: str) -> Texts:
    """The title of a challenge that takes proposals from here. Raises ``Missing`` for any other."""
    found = _open_challenges(ctx).with_only_columns(Challenge.title)
    title: Texts | None = ctx.db.scalar(found.where(Challenge.public_id == public_id))
    if title is None:
        raise Missing
    return title


def choices(ctx: Context) -> Choices:
    """What can be chosen here and now. Three statements, four when signed in."""
    areas = select(Area.public_id, Area.name).where(Area.ended_at.is_(None)).order_by(Area.sort_key)
    themes = select(Theme.public_id, Theme.name).where(Theme.ended_at.is_(None)).order_by(Theme.position, Theme.id)
    return Choices(
        areas=tuple((row[0], row[1]) for row in ctx.db.execute(areas)),
        themes=tuple((row[0], row[1]) for row in ctx.db.execute(themes)),
        challenges=tuple((row[0], row[1]) for row in ctx.db.execute(_open_challenges(ctx))),
        organisations=tuple((one.public_id, one.name) for one in organisations.mine(ctx)),
    )


def receipt(ctx: Context, ref: str) -> Receipt:
    """The receipt of a proposal that the visitor sent in. Raises ``Missing`` for anybody else's."""
    row: Any = ctx.db.execute(
        select(
            Proposal.reference,
            Proposal.title,
            Proposal.language,
            Proposal.state,
            Proposal.submitted_at,
            Proposal.answer_due,
            Unit.name,
            Unit.leader_title,
            Proposal.is_public,
            Person.mail_choice,
        )
        .join(Person, Person.id == Proposal.writer_id)
        .outerjoin(Unit, Unit.id == Proposal.unit_id)
        .where(Proposal.reference == ref, Proposal.writer_id == (ctx.actor.person_id or 0))
    ).one_or_none()
    if row is None or row.answer_due is None:
        raise Missing
    return Receipt(*row)


def own(ctx: Context) -> ColumnElement[bool]:
    """Whose a draft is: a person's, or the browser's as long as nobody has signed in."""
    person = Proposal.writer_id == ctx.actor.person_id if ctx.actor.is_known else false()
    session_id = ctx.actor.session_id
    browser = and_(Proposal.writer_id.is_(None), Proposal.session_id == session_id) if session_id else false()
    return or_(person, browser)


def _takes(ctx: Context) -> ColumnElement[bool]:
    """Whether the phase of a challenge takes proposals from this visitor."""
    return and_(phases.takes(Opening.FORSLAG, Challenge.id, ctx.today), phases.lets_in(ctx, Challenge.id))


def _open_challenges(ctx: Context) -> Any:
    partner = aliased(ChallengePartner)
    statement: Any = (
        select(Challenge.public_id, Challenge.title)
        .join(partner, partner.challenge_id == Challenge.id)
        .where(
            partner.municipality_id == ctx.here.id,
            partner.standing == Standing.MED,
            Challenge.state == ChallengeState.APEN,
            or_(Challenge.closes_on.is_(None), Challenge.closes_on >= ctx.today),
            _takes(ctx),
        )
        .order_by(Challenge.published_at.desc(), Challenge.public_id)
        .limit(50)
    )
    return statement
