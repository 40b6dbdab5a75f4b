"""What follows when a case is joined into another, the supporters' own answers, and undoing it within a day.

The joining itself is a move of the pipeline (``actions.moves``), which calls ``begin`` and ``ask`` in its transaction.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, insert, literal, select

from samskaping.actions import authors, follows, support, visibility
from samskaping.actions.proposals import in_case, same_version
from samskaping.actions.record import Subject, public_id, record_each
from samskaping.context import Context
from samskaping.db import upsert
from samskaping.errors import Missing, Refused, Unfit
from samskaping.language import gettext as _
from samskaping.models import AskedSupporter, Follow, Merge, Proposal, Support
from samskaping.rules import merging as rules
from samskaping.rules.events import What
from samskaping.rules.pipeline import STATES, State
from samskaping.rules.policy import Can

#: Where a case stands: what undoing puts back.
STANDING = (
    "state", "state_since", "ball", "ball_until", "next_on", "unit_id", "body", "body_name", "look_again_on",
    "forward_to", "answered_at", "waiting_since",
)  # fmt: skip
Fact = tuple[Subject, What, dict[str, Any]]
#: Supports written in one statement.
_BATCH = 1_000


def both(ctx: Context, ref: str, into: str) -> tuple[Proposal, Proposal | None]:
    """Two proposals, locked in one order whichever joins the other. ``Missing`` when the first is not there."""
    wanted = select(Proposal).where(Proposal.reference.in_({ref, into})).order_by(Proposal.id).with_for_update()
    found = {row.reference: row for row in ctx.db.scalars(wanted.execution_options(populate_existing=True))}
    if ref not in found:
        raise Missing
    return found[ref], found.get(into)


def standing(proposal: Proposal) -> dict[str, Any]:
    """Where a case stands now."""
    return {name: getattr(proposal, name) for name in STANDING}


def begin(ctx: Context, proposal: Proposal, target: Proposal, stood: dict[str, Any]) -> Merge:
    """Keep where the case stood, and let its writer follow the other case. Written with the move's own events."""
    merge = Merge(
        municipality_id=proposal.municipality_id,
        public_id=public_id(),
        proposal_id=proposal.id,
        target_id=target.id,
        merged_at=ctx.now,
        merged_by_id=ctx.actor.person_id,
        writer_follows=_writer_follows(ctx, proposal, target),
        **stood,
    )
    ctx.db.add(merge)
    return merge


def facts(merge: Merge, proposal: Proposal, target: Proposal) -> list[Fact]:
    """What is told beside the move: the supporters' question, and that the other case carries this one on."""
    told: list[Fact] = [(target, What.PROPOSAL_JOINED, {"merge": merge.public_id, "merged": proposal.reference})]
    if proposal.support_count:
        told.append((proposal, What.SUPPORT_ASKED, {"merge": merge.public_id, "into": target.reference}))
    return told


def undo(ctx: Context, ref: str, *, version: int, once: str | None = None) -> None:
    """Put a joined case back where it stood, and the supports that followed too. Raises ``Unfit`` after a day."""
    proposal, target = _joined(ctx, ref)
    ctx.require(Can.PROPOSAL_HANDLE, proposal)
    same_version(proposal, version)
    merge = _newest(ctx, proposal)
    if not rules.can_undo(merge.merged_at, ctx.now):
        raise Unfit(
            _(
                "Det er mer enn et døgn siden sakene ble slått sammen, og da kan det ikke angres."
                " Ta heller saken opp igjen."
            )
        )
    for name in STANDING:
        setattr(proposal, name, getattr(merge, name))
    proposal.into_id = None
    proposal.version += 1
    merge.undone_at, merge.undone_by_id = ctx.now, ctx.actor.person_id
    visibility.settle(ctx, proposal)
    _return(ctx, merge, proposal, target)
    if merge.writer_follows:
        own = (Follow.person_id == proposal.writer_id, Follow.kind == "proposal", Follow.thing_id == target.id)
        ctx.db.execute(delete(Follow).where(*own))
    undone = {"merge": merge.public_id, "into": target.reference, "state": proposal.state}
    parted = {"merge": merge.public_id, "merged": proposal.reference}
    told: list[Fact] = [(proposal, What.MERGE_UNDONE, undone), (target, What.PROPOSAL_PARTED, parted)]
    record_each(ctx, told, author_id=authors.municipal(ctx), once=once)


def answer(ctx: Context, ref: str, *, follows: bool, organisation: str = "") -> bool:
    """A supporter's own answer: whether the support shall follow to the other case. Answers whether it moved.

    Yes after no moves it; a support that has moved is taken back at the other case. Raises ``Missing`` for
    whoever was not asked, ``Unfit`` when there is nothing to answer any longer.
    """
    ctx.require(Can.FOLLOW)
    proposal, target = _joined(ctx, ref)
    for_whom = authors.organisation(ctx, organisation)
    merge = _newest(ctx, proposal)
    row = ctx.db.scalar(select(AskedSupporter).where(AskedSupporter.merge_id == merge.id, *_of(ctx, for_whom)))
    if row is None:
        raise Missing
    if row.follows:
        return False
    row.answered_at = ctx.now
    if not follows:
        return False
    _may_move(ctx, target)
    gone = delete(Support).where(Support.proposal_id == proposal.id, *_support_of(ctx, for_whom))
    if ctx.db.scalar(gone.returning(Support.id), execution_options={"synchronize_session": False}) is None:
        raise Unfit(_("Du har trukket støtten i mellomtiden. Du kan støtte den andre saken på siden dens."))
    row.follows = True
    row.is_counted = _give(ctx, target, [(row.person_id, for_whom, ctx.now)]) == 1
    _counted(ctx, (proposal, -1), (target, int(row.is_counted)))
    return True


def _may_move(ctx: Context, target: Proposal) -> None:
    if not ctx.may(Can.SUPPORT_GIVE, target):
        raise Refused(_("Bekreft e-postadressen din før du støtter forslag."))
    if not target.is_public or not STATES[target.state].takes_support:
        state = STATES[target.state].label
        raise Unfit(_("Den andre saken tar ikke imot støtte nå, fordi den er i «%(state)s».") % {"state": state})


def _joined(ctx: Context, ref: str) -> tuple[Proposal, Proposal]:
    """A joined proposal and the one it went into, both locked. Raises ``Missing``, and ``Unfit`` when it is not so."""
    into = select(Proposal.into_id).where(Proposal.reference == ref).scalar_subquery()
    target = ctx.db.scalar(select(Proposal.reference).where(Proposal.id == into))
    proposal, other = both(ctx, ref, target) if target else (in_case(ctx, ref), None)
    if other is None or proposal.state is not State.SLATT_SAMMEN or proposal.into_id != other.id:
        raise Unfit(_("Saken er ikke slått sammen med en annen nå."))
    return proposal, other


def _newest(ctx: Context, proposal: Proposal) -> Merge:
    """The joining that is in force. Raises ``Unfit`` for one from before joinings were kept."""
    kept = select(Merge).where(Merge.proposal_id == proposal.id, Merge.undone_at.is_(None))
    found = ctx.db.scalar(kept.order_by(Merge.id.desc()).limit(1))
    if found is None or found.target_id != proposal.into_id:
        raise Unfit(_("Saken er ikke slått sammen med en annen nå."))
    return found


def _writer_follows(ctx: Context, proposal: Proposal, target: Proposal) -> bool:
    """The writer hears of the case that carries the proposal on. Answers whether that is new."""
    if proposal.writer_id is None:
        return False
    return follows.lay(ctx, proposal.writer_id, "proposal", target.id)


def ask(ctx: Context, merge: Merge) -> None:
    """Ask the supporters: a row for each support, in one statement however many there are."""
    supports = select(
        literal(merge.municipality_id), literal(merge.id), Support.person_id, Support.organisation_id,
        Support.given_at, literal(ctx.now, AskedSupporter.asked_at.type), literal(value=False), literal(value=False),
    ).where(Support.proposal_id == merge.proposal_id)  # fmt: skip
    names = [
        "municipality_id",
        "merge_id",
        "person_id",
        "organisation_id",
        "given_at",
        "asked_at",
        "follows",
        "is_counted",
    ]
    ctx.db.execute(insert(AskedSupporter).from_select(names, supports, include_defaults=False))


def _of(ctx: Context, organisation_id: int | None) -> tuple[Any, ...]:
    if organisation_id is not None:
        return (AskedSupporter.organisation_id == organisation_id,)
    return (AskedSupporter.person_id == ctx.actor.person_id, AskedSupporter.organisation_id.is_(None))


def _support_of(ctx: Context, organisation_id: int | None) -> tuple[Any, ...]:
    if organisation_id is not None:
        return (Support.organisation_id == organisation_id,)
    return (Support.person_id == ctx.actor.person_id, Support.organisation_id.is_(None))


def _give(ctx: Context, proposal: Proposal, supports: Sequence[tuple[Any, ...]]) -> int:
    """Write supports (person, organisation, when) that are not there yet. Answers how many are new."""
    new = 0
    for start in range(0, len(supports), _BATCH):
        rows = [
            {"municipality_id": proposal.municipality_id, "proposal_id": proposal.id, "person_id": person,
             "organisation_id": organisation, "given_at": given}
            for person, organisation, given in supports[start : start + _BATCH]
        ]  # fmt: skip
        written = upsert(ctx.db, Support).values(rows).on_conflict_do_nothing().returning(Support.id)
        new += len(ctx.db.scalars(written).all())
    return new


def _return(ctx: Context, merge: Merge, proposal: Proposal, target: Proposal) -> None:
    """Supports that followed go back; what was taken back at the other case meanwhile, stays withdrawn."""
    asked = select(AskedSupporter).where(AskedSupporter.merge_id == merge.id, AskedSupporter.follows)
    followed = list(ctx.db.scalars(asked))
    if not followed:
        return
    held = _held(ctx, target)
    staying = [row for row in followed if not row.is_counted or _whose(row) in held]
    taken = [held[_whose(row)] for row in staying if row.is_counted]
    for start in range(0, len(taken), _BATCH):
        ctx.db.execute(
            delete(Support).where(Support.id.in_(taken[start : start + _BATCH])),
            execution_options={"synchronize_session": False},
        )
    given = _give(ctx, proposal, [(row.person_id, row.organisation_id, row.given_at) for row in staying])
    _counted(ctx, (proposal, given), (target, -len(taken)))


def _held(ctx: Context, target: Proposal) -> dict[tuple[str, int], int]:
    """The supports of a proposal by whose they are: a person's own, or an organisation's."""
    found = select(Support.id, Support.person_id, Support.organisation_id).where(Support.proposal_id == target.id)
    return {_whose(row): row.id for row in ctx.db.execute(found)}


def _whose(row: Any) -> tuple[str, int]:
    return ("organisation", row.organisation_id) if row.organisation_id else ("person", row.person_id)


def _counted(ctx: Context, *steps: tuple[Proposal, int]) -> None:
    """Totals follow, in the order of the challenges, so that two deeds never wait for each other."""
    for proposal, step in sorted(steps, key=lambda pair: pair[0].challenge_id or 0):
        if step:
            support.count(ctx, proposal, step)
