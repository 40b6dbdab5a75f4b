"""What caseworkers do with a case beside moving and answering it: take it, give it to somebody, put it in its place."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, insert, select

from samskaping.actions import authors, impartiality, merging, routing, visibility
from samskaping.actions.proposals import in_case, same_version
from samskaping.actions.record import record
from samskaping.context import Context
from samskaping.errors import Clash, Unfit
from samskaping.language import gettext as _
from samskaping.models import (
    Area,
    Challenge,
    ChallengePartner,
    Person,
    Proposal,
    ProposalGoal,
    Theme,
    Unit,
)
from samskaping.queries import colleagues
from samskaping.rules.events import What
from samskaping.rules.policy import Can

_MOST_GOALS = 3


@dataclass(frozen=True)
class Place:
    """Where a case belongs. All are public ids, or empty for none."""

    theme: str = ""
    area: str = ""
    challenge: str = ""
    goals: tuple[int, ...] = ()


def take(ctx: Context, ref: str, *, before: str = "", impartial: bool = False, once: str | None = None) -> None:
    """Become the one who handles a case. ``before`` is whoever had it when the page was shown."""
    me = ctx.me.public_id if ctx.me else ""
    assign(ctx, ref, person=me, before=before, impartial=impartial, once=once)


def assign(
    ctx: Context,
    ref: str,
    *,
    person: str = "",
    unit: str = "",
    before: str = "",
    impartial: bool = False,
    once: str | None = None,
) -> None:
    """Give a case to a person who handles cases here, to a unit, or to both. Raises ``Clash``, ``Unfit``.

    ``before`` is the public id of the handler that the form showed: two who take a case at once, are told apart
    by it, while those who write in the case meanwhile are not disturbed. ``impartial`` when whoever takes it says so
    now.
    """
    proposal = in_case(ctx, ref)
    ctx.require(Can.PROPOSAL_HANDLE, proposal)
    merging.refuse_joined(ctx, proposal)
    held = ctx.db.scalar(select(Person.public_id).where(Person.id == proposal.handler_id)) or ""
    if held != before:
        raise Clash(_("Noen andre har fått eller gitt fra seg saken i mellomtiden. Se hvem som har den nå."))
    if not person and not unit:
        raise Unfit(person=_("Velg en person, en enhet eller begge"))
    if person:
        handler = _handler(ctx, proposal, person)
        if handler == ctx.actor.person_id != proposal.handler_id:
            impartiality.require_word(ctx, [proposal], impartial=impartial)
        proposal.handler_id = handler
    if unit:
        proposal.unit_id = _unit(ctx, proposal, unit)
    record(
        ctx,
        What.PROPOSAL_ASSIGNED,
        proposal,
        author_id=authors.municipal(ctx),
        once=once,
        person=person or None,
        unit=unit or None,
    )


def classify(ctx: Context, ref: str, wanted: Place, *, version: int, once: str | None = None) -> None:
    """Change theme, area, challenge and goals of a case; lists and totals follow at once. Raises ``Clash``."""
    proposal = in_case(ctx, ref)
    ctx.require(Can.PROPOSAL_HANDLE, proposal)
    same_version(proposal, version)
    proposal.version += 1
    stood = proposal.theme_id, proposal.area_id
    with ctx.db.no_autoflush:  # the case is written when all is found
        proposal.theme_id = _own(ctx, Theme, wanted.theme, "theme", proposal.theme_id)
        proposal.area_id = _own(ctx, Area, wanted.area, "area", proposal.area_id)
    visibility.transfer(ctx, proposal, _challenge(ctx, wanted.challenge))
    _set_goals(ctx, proposal, wanted.goals)
    was_elsewhere = (proposal.theme_id, proposal.area_id) != stood
    routed = routing.send_again(ctx, proposal) if was_elsewhere else None
    record(
        ctx, What.PROPOSAL_CLASSIFIED, proposal, author_id=authors.municipal(ctx), once=once,
        theme=wanted.theme or None, area=wanted.area or None,
        goals=sorted(set(wanted.goals)), challenge=wanted.challenge or None,
    )  # fmt: skip
    if routed:
        record(ctx, What.PROPOSAL_ROUTED, proposal, author_id=authors.municipal(ctx), **routed)


def _handler(ctx: Context, proposal: Proposal, public_id: str) -> int:
    found = colleagues.handler(ctx, public_id)
    if found is None:
        raise Unfit(person=_("Velg noen som behandler saker i kommunen"))
    impartiality.refuse_partial(proposal, *found)
    return found.id


def _unit(ctx: Context, proposal: Proposal, public_id: str) -> int:
    wanted = select(Unit.id, Unit.leader_id).where(Unit.public_id == public_id, Unit.ended_at.is_(None))
    found = ctx.db.execute(wanted).one_or_none()
    if found is None:
        raise Unfit(unit=_("Velg en enhet i lista"))
    impartiality.refuse_unit(proposal, found.leader_id)
    return int(found.id)


def _own(ctx: Context, table: Any, public_id: str, field: str, held: int | None) -> int | None:
    """The key behind a public id; one that has ended may be kept by the case that has it, but not be chosen."""
    if not public_id:
        return None
    row = ctx.db.execute(select(table.id, table.ended_at).where(table.public_id == public_id)).one_or_none()
    if row is None or (row.ended_at is not None and row.id != held):
        raise Unfit(**{field: _("Velg en av mulighetene i lista")})
    return int(row.id)


def _challenge(ctx: Context, public_id: str) -> int | None:
    if not public_id:
        return None
    found = ctx.db.scalar(
        select(Challenge.id)
        .join(ChallengePartner, ChallengePartner.challenge_id == Challenge.id)
        .where(
            Challenge.public_id == public_id,
            Challenge.published_at.is_not(None),
            ChallengePartner.takes_part(ctx.here.id),
        )
    )
    if found is None:
        raise Unfit(challenge=_("Velg en av mulighetene i lista"))
    return found


def _set_goals(ctx: Context, proposal: Proposal, goals: tuple[int, ...]) -> None:
    if len(set(goals)) > _MOST_GOALS:
        raise Unfit(goals=_("Velg høyst tre mål"))
    ctx.db.execute(delete(ProposalGoal).where(ProposalGoal.proposal_id == proposal.id))
    of_case = {"municipality_id": proposal.municipality_id, "proposal_id": proposal.id}
    known = of_case | {"submitted_at": proposal.submitted_at, "reference": proposal.reference}
    if goals:
        ctx.db.execute(insert(ProposalGoal), [{**known, "goal": goal} for goal in sorted(set(goals))])
