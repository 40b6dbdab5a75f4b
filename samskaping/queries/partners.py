"""The municipalities in a challenge: on its page, at the leading one's desk, and for one that is invited."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import aliased

from samskaping.context import Context
from samskaping.db import Texts
from samskaping.errors import Missing
from samskaping.models import Challenge, ChallengePartner, Municipality, Proposal
from samskaping.queries.challenges import SHARED
from samskaping.rules.challenges import TEXTS
from samskaping.rules.kinds import ChallengeState
from samskaping.rules.municipalities import full_name, own_form
from samskaping.rules.partners import MOST_PARTNERS, Standing
from samskaping.rules.pipeline import State
from samskaping.rules.policy import Can
from samskaping.rules.speech import Level

_LEAD = aliased(Municipality)


@dataclass(frozen=True)
class Partner:
    """One municipality in a challenge, with what its residents have proposed there that anyone can see."""

    slug: str
    host: str | None
    number: str
    name: str
    is_lead: bool
    is_archivist: bool
    standing: Standing
    since: datetime | None
    proposals: int
    support: int

    @property
    def full_name(self) -> str:
        return full_name(self.number, self.name)

    @property
    def is_in(self) -> bool:
        return self.standing is Standing.MED


@dataclass(frozen=True)
class Said:
    """What was said with an invitation, and in the answer to it; for the two municipalities alone."""

    invitation: Texts
    answer: Texts


@dataclass(frozen=True)
class Waiting:
    """An invitation on a list."""

    id: str
    title: Texts
    lead: str
    since: datetime | None


@dataclass(frozen=True)
class Invitation:
    """An invitation, and the challenge that it is about, which anyone can read at the one that invites."""

    id: str
    state: ChallengeState
    title: Texts
    summary: Texts
    need: Texts
    effect: Texts
    success: Texts
    decides: Texts
    fixed: Texts
    influence: Texts
    use: Texts
    level: Level | None
    answers_on: date | None
    closes_on: date | None
    lead_slug: str
    lead_host: str | None
    lead_number: str
    lead_name: str
    standing: Standing
    since: datetime | None
    invitation: Texts
    answer: Texts

    @property
    def lead(self) -> str:
        return full_name(self.lead_number, self.lead_name)

    @property
    def waits(self) -> bool:
        return self.standing is Standing.INVITERT


@dataclass(frozen=True)
class Other:
    """A public proposal of another partner's."""

    reference: str
    title: str
    language: str
    state: State
    support_count: int
    slug: str
    host: str | None
    municipality: str


def of_challenge(ctx: Context, challenge_id: int) -> tuple[Partner, ...]:
    """Those that share a challenge, or have shared it, the leading one first. One statement."""
    return tuple(Partner(*row) for row in _rows(ctx, challenge_id, ChallengePartner.has_joined()))


def at_desk(ctx: Context, challenge_id: int) -> tuple[tuple[Partner, Said], ...]:
    """All that were ever asked, with what was said to the reader's own municipality. One statement."""
    ctx.require(Can.CHALLENGE_WRITE)
    rows = _rows(ctx, challenge_id, None, ChallengePartner.invitation, ChallengePartner.answer)
    leads = any(row.is_lead and row.slug == ctx.here.slug for row in rows)
    shown = []
    for *columns, invitation, answer in rows:
        partner = Partner(*columns)
        if leads or partner.slug == ctx.here.slug:
            shown.append((partner, Said(invitation, answer)))
        elif partner.is_in or partner.standing is Standing.GIKK_UT:
            shown.append((partner, Said(Texts(), Texts())))
    return tuple(shown)


def forms(ctx: Context, challenge_id: int) -> frozenset[str]:
    """The forms that the other municipalities in a challenge have set, those that have not answered among them."""
    found = (
        select(Municipality.default_form, Municipality.language_decision)
        .join(ChallengePartner, ChallengePartner.municipality_id == Municipality.id)
        .where(
            ChallengePartner.challenge_id == challenge_id,
            ChallengePartner.is_lead.is_(False),
            ChallengePartner.standing.in_((Standing.MED, Standing.INVITERT)),
        )
    )
    return frozenset(form for row in ctx.db.execute(found) if (form := own_form(*row)))


def taking_part(ctx: Context, challenge: str) -> tuple[Partner, ...]:
    """The municipalities that take proposals under a challenge (a public id); empty where only one does."""
    key = select(Challenge.id).where(Challenge.public_id == challenge, Challenge.stands_in(ctx.here.id))
    found = _rows(ctx, key.scalar_subquery(), ChallengePartner.standing == Standing.MED)
    return tuple(Partner(*row) for row in found) if len(found) > 1 else ()


def others(ctx: Context, challenge_id: int, most: int) -> tuple[Other, ...]:
    """The newest public proposals under a challenge that belong to other municipalities. One statement."""
    found: Any = (
        select(
            Proposal.reference, Proposal.title, Proposal.language, Proposal.state, Proposal.support_count,
            Municipality.slug, Municipality.host, Municipality.name,
        )
        .join(Municipality, Municipality.id == Proposal.municipality_id)
        .where(
            Proposal.challenge_id == challenge_id, Proposal.is_public, Proposal.municipality_id != ctx.here.id
        )
        .order_by(Proposal.submitted_at.desc(), Proposal.reference.desc())
        .limit(most)
    )  # fmt: skip
    return tuple(Other(*row) for row in ctx.db.execute(found, execution_options=SHARED))


def waiting(ctx: Context) -> tuple[Waiting, ...]:
    """The invitations that our municipality has not answered, the oldest first. One statement."""
    ctx.require(Can.CHALLENGE_WRITE)
    return _list(ctx, ChallengePartner.standing == Standing.INVITERT)


def shared(ctx: Context) -> tuple[Waiting, ...]:
    """The challenges that others lead and we share. One statement."""
    ctx.require(Can.CHALLENGE_WRITE)
    return _list(ctx, and_(ChallengePartner.standing == Standing.MED, ChallengePartner.is_lead.is_(False)))


def invitation(ctx: Context, challenge: str) -> Invitation:
    """What our municipality was asked, by the challenge's public id. Raises ``Missing``."""
    ctx.require(Can.CHALLENGE_WRITE)
    names = ("public_id", "state", *TEXTS, "level", "answers_on", "closes_on")
    asked = (ChallengePartner.standing, ChallengePartner.since, ChallengePartner.invitation, ChallengePartner.answer)
    found: Any = (
        select(*(getattr(Challenge, name) for name in names), _LEAD.slug, _LEAD.host, _LEAD.number, _LEAD.name, *asked)
        .join(ChallengePartner, ChallengePartner.challenge_id == Challenge.id)
        .join(_LEAD, _LEAD.id == Challenge.municipality_id)
        .where(
            Challenge.public_id == challenge,
            Challenge.published_at.is_not(None),
            ChallengePartner.municipality_id == ctx.here.id,
            ChallengePartner.is_lead.is_(False),
        )
    )
    row = ctx.db.execute(found, execution_options=SHARED).one_or_none()
    if row is None:
        raise Missing
    return Invitation(*row)


def askable(ctx: Context, partners: tuple[tuple[Partner, Said], ...]) -> list[tuple[str, str]]:
    """(slug, name) of the municipalities that can be invited: all that take part in the service and are not in."""
    taken = {one.slug for one, _said in partners if one.standing in (Standing.MED, Standing.INVITERT)}
    found = select(Municipality.slug, Municipality.name).where(Municipality.activated_at.is_not(None))
    rows: Any = ctx.db.execute(found.order_by(Municipality.sort_key))
    return [(slug, name) for slug, name in rows if slug not in taken]


def _list(ctx: Context, condition: ColumnElement[bool]) -> tuple[Waiting, ...]:
    found: Any = (
        select(Challenge.public_id, Challenge.title, _LEAD.name, ChallengePartner.since)
        .join(ChallengePartner, ChallengePartner.challenge_id == Challenge.id)
        .join(_LEAD, _LEAD.id == Challenge.municipality_id)
        .where(ChallengePartner.municipality_id == ctx.here.id, Challenge.published_at.is_not(None), condition)
        .order_by(ChallengePartner.since, Challenge.public_id)
        .limit(100)
    )
    return tuple(Waiting(*row) for row in ctx.db.execute(found, execution_options=SHARED))


def _rows(ctx: Context, challenge_id: Any, condition: ColumnElement[bool] | None, *more: Any) -> Any:
    """Rows of partners with the numbers of what anyone can see, counted along the challenge's index."""
    seen = (
        select(
            Proposal.municipality_id.label("place"), func.count().label("proposals"),
            func.sum(Proposal.support_count).label("support"),
        )
        .where(Proposal.challenge_id == challenge_id, Proposal.is_public)
        .group_by(Proposal.municipality_id)
        .subquery()
    )  # fmt: skip
    found: Any = (
        select(
            Municipality.slug, Municipality.host, Municipality.number, Municipality.name, ChallengePartner.is_lead,
            ChallengePartner.is_archivist, ChallengePartner.standing, ChallengePartner.since,
            func.coalesce(seen.c.proposals, 0), func.coalesce(seen.c.support, 0), *more,
        )
        .join(Municipality, Municipality.id == ChallengePartner.municipality_id)
        .outerjoin(seen, seen.c.place == ChallengePartner.municipality_id)
        .where(ChallengePartner.challenge_id == challenge_id)
        .order_by(ChallengePartner.is_lead.desc(), ChallengePartner.since, ChallengePartner.id)
        .limit(MOST_PARTNERS + 1)
    )  # fmt: skip
    if condition is not None:
        found = found.where(condition)
    return ctx.db.execute(found, execution_options=SHARED).all()
