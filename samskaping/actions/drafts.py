"""Writing a proposal: a draft that belongs to a person, or to a browser until somebody signs in."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, delete, func, select, update

from samskaping import text
from samskaping.actions import authors, meeting
from samskaping.actions.record import public_id as new_public_id
from samskaping.context import Context
from samskaping.errors import Missing, TooMuch, Unfit
from samskaping.language import gettext as _
from samskaping.models import Area, Challenge, ChallengePartner, ChallengeState, Proposal, ProposalGoal, Theme
from samskaping.queries import phases
from samskaping.rules import limits
from samskaping.rules.partners import Standing
from samskaping.rules.phases import Opening, closed
from samskaping.rules.pipeline import Ball, State
from samskaping.rules.policy import Can
from samskaping.rules.thresholds import NONE, Act, Thresholds


@dataclass(frozen=True)
class Change:
    """Fields of a draft to set; None leaves one as it is. Area, theme, challenge, organisation are public ids.

    ``needs`` are the references of those that it says it meets.
    """

    need: str | None = None
    idea: str | None = None
    title: str | None = None
    language: str | None = None
    area: str | None = None
    place: str | None = None
    theme: str | None = None
    challenge: str | None = None
    organisation: str | None = None
    goals: tuple[int, ...] | None = None
    needs: tuple[str, ...] | None = None


def start(ctx: Context, *, challenge: str | None = None) -> str:
    """Begin a draft in the municipality at hand, under an open challenge or on its own. Answers its public id."""
    if not ctx.here.is_active:
        raise Missing
    if ctx.me is None and ctx.session is None:
        raise Unfit(_("Nettleseren tok ikke imot informasjonskapselen som holder på utkastet ditt."))
    _not_too_many(ctx)
    draft = Proposal(
        municipality_id=ctx.here.id,
        public_id=new_public_id(),
        challenge_id=open_challenge(ctx, challenge or ""),
        writer_id=ctx.actor.person_id,
        session_id=None if ctx.me else ctx.actor.session_id,
        language=ctx.language,
        ball=Ball.FORFATTER,
        created_at=ctx.now,
        edited_at=ctx.now,
        state_since=ctx.now,
    )
    ctx.db.add(draft)
    ctx.db.flush()
    _unremarked(ctx)
    return draft.public_id


def save(ctx: Context, public_id: str, change: Change) -> None:
    """Keep what is written so far."""
    draft = mine(ctx, public_id)
    for field, limit in (("need", limits.PROSE), ("idea", limits.PROSE), ("title", 200), ("place", limits.SHORT)):
        written = getattr(change, field)
        if written is not None:
            setattr(draft, field, text.tidy(written)[:limit])
    put(ctx, draft, change)
    if change.challenge is not None:
        draft.challenge_id = open_challenge(ctx, change.challenge)
    if change.organisation is not None:
        draft.organisation_id = authors.organisation(ctx, change.organisation)
    if change.goals is not None:
        _set_goals(ctx, draft, change.goals)
    if change.needs is not None:
        meeting.put(ctx, draft, change.needs)
    draft.edited_at = ctx.now
    _unremarked(ctx)


def put(ctx: Context, proposal: Proposal, change: Change) -> None:
    """Put a proposal in the area and under the theme that are named, in its language. Raises ``Unfit``."""
    proposal.language = change.language or proposal.language
    wanted = {"area": change.area, "theme": change.theme}
    keys = _offered(ctx, {name: value for name, value in wanted.items() if value})
    for name in (name for name, value in wanted.items() if value is not None):
        setattr(proposal, f"{name}_id", keys.get(name))


def discard(ctx: Context, public_id: str) -> None:
    """Delete a draft that was never sent in. One that was sent back keeps its history, and is withdrawn instead."""
    draft = mine(ctx, public_id)
    if draft.reference:
        raise Unfit(_("Forslaget har vært sendt inn, og kan ikke slettes. Du kan la det ligge."))
    ctx.db.execute(delete(ProposalGoal).where(ProposalGoal.proposal_id == draft.id))
    ctx.db.delete(draft)
    _unremarked(ctx)


def claim(ctx: Context, session_id: int, person_id: int) -> None:
    """Drafts of a browser become the person's who signs in there, in whichever municipality they are."""
    ctx.db.execute(
        update(Proposal)
        .where(Proposal.session_id == session_id, Proposal.writer_id.is_(None))
        .values(writer_id=person_id, session_id=None),
        execution_options={"every_municipality": True, "unshown": True, "synchronize_session": False},
    )


_LOCKED = select(Proposal).where(Proposal.public_id == bindparam("public_id")).with_for_update()


def mine(ctx: Context, public_id: str) -> Proposal:
    """A draft that the visitor may write on, locked. Raises ``Missing`` for anybody else's."""
    draft = ctx.db.scalar(_LOCKED, {"public_id": public_id})
    if draft is None or draft.state is not State.UTKAST or not ctx.may(Can.PROPOSAL_DRAFT, draft):
        raise Missing
    return draft


def _unremarked(ctx: Context) -> None:
    # A private draft leaves no trace in the history: nothing has happened yet.
    ctx.db.flush()
    ctx.db.info.pop("untold", None)


def _not_too_many(ctx: Context) -> None:
    whose = Proposal.writer_id == ctx.me.id if ctx.me else Proposal.session_id == ctx.actor.session_id
    held = ctx.db.scalar(select(func.count()).select_from(Proposal).where(whose, Proposal.state == State.UTKAST))
    if (held or 0) >= limits.DRAFTS_MOST:
        raise TooMuch(_("Du har %(most)s utkast fra før. Send inn eller slett ett av dem først.") % {"most": held})


def open_challenge(ctx: Context, public_id: str) -> int | None:
    """The key of a challenge that takes proposals from here, or of none. Raises ``Missing``, ``Unfit``."""
    if not public_id:
        return None
    found: Any = (
        select(Challenge.id, Challenge.state, Challenge.closes_on, ChallengePartner.standing)
        .join(ChallengePartner, ChallengePartner.challenge_id == Challenge.id)
        .where(Challenge.public_id == public_id, ChallengePartner.reads_in(ctx.here.id))
    )
    row = ctx.db.execute(phases.beside(found, Challenge.id), phases.asked(ctx)).one_or_none()
    if row is None or row.state is ChallengeState.UTKAST:
        raise Missing
    still_open(ctx, row)
    return int(row.id)


def must_have_shown(ctx: Context, challenge: Thresholds = NONE) -> None:
    """Whoever sends a draft in has shown what is asked of them, here and in its challenge. Raises ``Unfit``."""
    if lacks := ctx.lacks(Act.FORSLAG, challenge):
        raise Unfit(f"{lacks} " + _("Utkastet er lagret."))


def still_open(ctx: Context, row: Any) -> None:
    """Raises ``Unfit`` when a challenge takes no proposals now, by its ``state``, ``closes_on`` and phases beside, or
    none from here, by the municipality's ``standing`` in it.
    """
    if row.standing is not Standing.MED:
        raise Unfit(
            challenge=_("Kommunen er ikke med i utfordringen lenger. Du kan foreslå noe uten å knytte det til den.")
        )
    if words := closed(phases.read(row), Opening.FORSLAG, is_known=ctx.actor.is_known):
        raise Unfit(challenge=f"{words} " + _("Du kan foreslå noe uten å knytte det til den."))
    if row.state is not ChallengeState.APEN or (row.closes_on and row.closes_on < ctx.today):
        raise Unfit(
            challenge=_("Utfordringen er stengt for nye forslag. Du kan foreslå noe uten å knytte det til den.")
        )


_TABLES: dict[str, Any] = {"area": Area, "theme": Theme}


def _offered(ctx: Context, wanted: Mapping[str, str]) -> dict[str, int]:
    """The keys of those that can be chosen still, in one statement. Raises ``Unfit`` beside each that cannot."""
    if not wanted:
        return {}
    keys = (
        select(table.id).where(table.public_id == wanted[name], table.ended_at.is_(None)).scalar_subquery().label(name)
        for name, table in _TABLES.items()
        if name in wanted
    )
    found = ctx.db.execute(select(*keys)).one()._asdict()
    if strange := [name for name, key in found.items() if key is None]:
        raise Unfit(**dict.fromkeys(strange, _("Velg en av mulighetene i lista")))
    return found


def _set_goals(ctx: Context, draft: Proposal, goals: tuple[int, ...]) -> None:
    ctx.db.execute(delete(ProposalGoal).where(ProposalGoal.proposal_id == draft.id))
    for goal in sorted(set(goals))[:3]:
        ctx.db.add(
            ProposalGoal(
                municipality_id=draft.municipality_id,
                proposal_id=draft.id,
                goal=goal,
                submitted_at=draft.submitted_at,
                reference=draft.reference,
            )
        )


def recently_sent() -> tuple[Any, Any]:
    """How many proposals the ``person`` sent in after the ``hour`` and the ``day``, anywhere, as subqueries."""
    sent = select(func.count()).select_from(Proposal).where(Proposal.writer_id == bindparam("person"))
    return (
        sent.where(Proposal.submitted_at > bindparam("hour")).scalar_subquery(),
        sent.where(Proposal.submitted_at > bindparam("day")).scalar_subquery(),
    )
