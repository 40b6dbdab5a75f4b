"""What follows when a case is joined into another, the supporters' own answers, and undoing it within a day.

The joining itself is a move of the pipeline (``actions.moves``), which calls ``begin`` and ``ask`` in its transaction.
"""

from typing import Any

from sqlalchemy import bindparam, case, delete, exists, insert, literal, or_, select, update

from samskaping.actions import authors, follows, joint_days, visibility
from samskaping.actions.proposals import same_version
from samskaping.actions.record import Fact, public_id, record_each
from samskaping.context import Context
from samskaping.db import plain, upsert
from samskaping.errors import Missing, Refused, Unfit
from samskaping.language import gettext as _
from samskaping.models import AskedSupporter, Challenge, Follow, Merge, Proposal, Support
from samskaping.rules import merging as rules
from samskaping.rules.events import What
from samskaping.rules.pipeline import STATES, State
from samskaping.rules.policy import Can
from samskaping.rules.thresholds import Act

#: Where a case stands: what undoing puts back.
STANDING = (
    "state", "state_since", "ball", "ball_until", "next_on", "unit_id", "body", "body_name", "look_again_on",
    "forward_to", "answered_at", "waiting_since",
)  # fmt: skip


def both(ctx: Context, ref: str, into: str) -> tuple[Proposal, Proposal | None]:
    """Two proposals, locked in one order whichever joins the other. ``Missing`` when the first is not there."""
    found = {str(row.reference): row for row in _lock(ctx, Proposal.reference.in_({ref, into}))}
    if ref not in found:
        raise Missing
    return found[ref], found.get(into)


def refuse_joined(ctx: Context, proposal: Proposal) -> None:
    """Raises ``Unfit`` for a case that goes on in another: what is done, is done there."""
    if proposal.state is not State.SLATT_SAMMEN:
        return
    other = ctx.db.scalar(select(Proposal.reference).where(Proposal.id == proposal.into_id))
    raise Unfit(rules.joined_words(other or ""))


def _lock(ctx: Context, which: Any) -> list[Proposal]:
    wanted = select(Proposal).where(which).order_by(Proposal.id).with_for_update()
    return list(ctx.db.scalars(wanted.execution_options(populate_existing=True)))


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
    """What is told beside the move: the supporters' question, and that the other case carries this one on.

    That case answers both, on the earlier of their days.
    """
    days = joint_days.hasten(target, proposal.answer_due if merge.waiting_since else None)
    carried = {"merge": merge.public_id, "merged": proposal.reference, **days}
    told: list[Fact] = [(target, What.PROPOSAL_JOINED, carried)]
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
    with ctx.db.no_autoflush:  # both cases are one UPDATE
        _put_back(ctx, merge, proposal, target)
        undone = {"merge": merge.public_id, "into": target.reference, "state": proposal.state}
        parted = {"merge": merge.public_id, "merged": proposal.reference}
        told: list[Fact] = [(proposal, What.MERGE_UNDONE, undone), (target, What.PROPOSAL_PARTED, parted)]
        record_each(ctx, told, author_id=authors.municipal(ctx), once=once)


def _put_back(ctx: Context, merge: Merge, proposal: Proposal, target: Proposal) -> None:
    for name in STANDING:
        setattr(proposal, name, getattr(merge, name))
    proposal.into_id = None
    proposal.version += 1
    merge.undone_at, merge.undone_by_id = ctx.now, ctx.actor.person_id
    visibility.settle(ctx, proposal)
    joint_days.slow(ctx, merge, proposal, target)
    _return(ctx, merge, proposal, target)
    if merge.writer_follows:
        own = (Follow.person_id == proposal.writer_id, Follow.kind == "proposal", Follow.thing_id == target.id)
        ctx.db.execute(delete(Follow).where(*own))


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
    row.is_counted = _give(ctx, target, row.person_id, for_whom)
    _counted(ctx, (proposal, -1), (target, int(row.is_counted)))
    return True


def _may_move(ctx: Context, target: Proposal) -> None:
    if not ctx.may(Can.SUPPORT_GIVE, target):
        raise Refused(str(ctx.lacks(Act.STOTTE) or Can.SUPPORT_GIVE))
    if not target.is_public or not STATES[target.state].takes_support:
        state = STATES[target.state].label
        raise Unfit(_("Den andre saken tar ikke imot støtte nå, fordi den er i «%(state)s».") % {"state": state})


def _joined(ctx: Context, ref: str) -> tuple[Proposal, Proposal]:
    """A joined proposal and the one it went into, both locked. Raises ``Missing``, and ``Unfit`` when it is not so."""
    into = select(Proposal.into_id).where(Proposal.reference == ref).scalar_subquery()
    found = _lock(ctx, (Proposal.reference == ref) | (Proposal.id == into))
    proposal = next((row for row in found if row.reference == ref), None)
    if proposal is None or proposal.state is State.UTKAST:
        raise Missing
    other = next((row for row in found if row.id == proposal.into_id), None)
    if other is None or proposal.state is not State.SLATT_SAMMEN:
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
    ).where(
        Support.proposal_id == merge.proposal_id,
        # Those who have erased their accounts stay counted where they are; there is nobody to ask.
        or_(Support.person_id.is_not(None), Support.organisation_id.is_not(None)),
    )  # fmt: skip
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


def _give(ctx: Context, proposal: Proposal, person_id: int, organisation_id: int | None) -> bool:
    """Write a support that is not there yet. Answers whether it is new."""
    row = upsert(ctx.db, Support).values(
        municipality_id=proposal.municipality_id,
        proposal_id=proposal.id,
        person_id=person_id,
        organisation_id=organisation_id,
        given_at=ctx.now,
    )
    return ctx.db.scalar(row.on_conflict_do_nothing().returning(Support.id)) is not None


def _return(ctx: Context, merge: Merge, proposal: Proposal, target: Proposal) -> None:
    """Supports that followed go back; what was taken back at the other case meanwhile, stays withdrawn.

    Two statements, however many they are.
    """
    is_held = exists().where(Support.proposal_id == target.id, _theirs())
    asked = (AskedSupporter.merge_id == merge.id, AskedSupporter.municipality_id == merge.municipality_id)
    followed = (*asked, AskedSupporter.follows.is_(True))
    names = ["municipality_id", "proposal_id", "person_id", "organisation_id", "given_at"]
    back = select(
        AskedSupporter.municipality_id, literal(proposal.id), AskedSupporter.person_id,
        AskedSupporter.organisation_id, AskedSupporter.given_at,
    ).where(*followed, AskedSupporter.is_counted.is_(False) | is_held)  # fmt: skip
    given = upsert(ctx.db, Support).from_select(names, back, include_defaults=False).on_conflict_do_nothing()
    counted = exists().where(*followed, AskedSupporter.is_counted.is_(True), _theirs())
    taken = delete(Support).where(Support.proposal_id == target.id, counted)
    new: Any = ctx.db.execute(given, execution_options={"preserve_rowcount": True})
    gone: Any = ctx.db.execute(taken, execution_options={"synchronize_session": False})
    _counted(ctx, (proposal, new.rowcount), (target, -gone.rowcount))


def _theirs() -> Any:
    """Whether a support is the one that a supporter was asked about: a person's own, or an organisation's."""
    own = (Support.person_id == AskedSupporter.person_id) & AskedSupporter.organisation_id.is_(None)
    return (own & Support.organisation_id.is_(None)) | (Support.organisation_id == AskedSupporter.organisation_id)


def _counted(ctx: Context, *steps: tuple[Proposal, int]) -> None:
    """Totals follow: those of both cases, which are locked, in one statement, and of their challenges in another."""
    changed, moved = {proposal.id: step for proposal, step in steps if step}, dict[int, int]()
    if changed:
        new = Proposal.support_count + case(changed, value=Proposal.id)
        ctx.db.execute(update(Proposal).where(Proposal.id.in_(changed)).values(support_count=new))
    for proposal, step in steps:
        if proposal.challenge_id:
            moved[proposal.challenge_id] = moved.get(proposal.challenge_id, 0) + step
    # In the order of the challenges, so that two deeds never wait for each other.
    rows = [{"challenge": key, "step": step} for key, step in sorted(moved.items()) if step]
    if rows:
        ctx.db.execute(_COUNTED, rows)


_CHALLENGES = plain(Challenge).c
_COUNTED = (
    update(plain(Challenge))
    .where(_CHALLENGES.id == bindparam("challenge"))
    .values(support_count=_CHALLENGES.support_count + bindparam("step"))
)
