"""Whether those who work on a case are impartial: said once for each person and case, lifted when it was a mistake."""

from collections.abc import Sequence

from sqlalchemy import func, select

from samskaping import text
from samskaping.actions import authors
from samskaping.actions.proposals import in_case
from samskaping.actions.record import Fact, public_id, record, record_each, record_first
from samskaping.context import Context
from samskaping.db import upsert
from samskaping.errors import Missing, Unfit
from samskaping.language import gettext as _
from samskaping.models import Declaration, Evaluation, Person, Proposal, Route, Staff, Unit
from samskaping.rules.events import What
from samskaping.rules.policy import Can

_MOST = 500


class Word:
    """Whose a declaration is, as permissions ask."""

    session_id = None

    def __init__(self, writer_id: int) -> None:
        self.writer_id: int | None = writer_id


def declare(ctx: Context, ref: str, *, partial: bool, reason: str = "", once: str | None = None) -> None:
    """Say whether one is impartial in a case (forvaltningsloven 1967 §§ 6–8; 2025 §§ 25–29).

    Whoever is partial writes and decides nothing in the case from now on, nor do those whose unit they lead; the
    case is handed on when one of them had it, and away from the unit that they lead. Raises ``Unfit`` for taking
    one's own word back.
    """
    proposal = in_case(ctx, ref)
    ctx.require(Can.IMPARTIALITY_DECLARE, proposal)
    me = ctx.actor.person_id or 0
    if me in proposal.partial_ids:
        raise Unfit(_("Du har meldt deg inhabil i saken. En leder eller administrator kan oppheve det."))
    said = text.tidy(reason)
    if len(said) > _MOST:
        raise Unfit(reason=_("Teksten kan ha %(most)s tegn.") % {"most": _MOST})
    _keep(ctx, proposal, me, partial=partial, reason=said if partial else "")
    if not partial:
        record(ctx, What.IMPARTIALITY_ASSURED, proposal, author_id=authors.municipal(ctx), once=once)
        return
    held = _hand_on(ctx, proposal, me)
    facts: list[Fact] = [(proposal, What.IMPARTIALITY_DENIED, {"held": held or None}), *_leave_unit(ctx, proposal, me)]
    record_each(ctx, facts, author_id=authors.municipal(ctx), once=once)


def lift(ctx: Context, declaration: str, why: str, *, once: str | None = None) -> None:
    """Lift a mistaken declaration: by a leader or administrator, never by the one whose it is."""
    ctx.require(Can.IMPARTIALITY_LIFT)
    found = ctx.db.execute(
        select(Proposal.reference, Declaration.person_id)
        .join(Proposal, Proposal.id == Declaration.proposal_id)
        .where(Declaration.public_id == declaration)
    ).one_or_none()
    if found is None:
        raise Missing
    ctx.require(Can.IMPARTIALITY_LIFT, Word(found.person_id))
    proposal = in_case(ctx, found.reference)
    row = ctx.db.scalars(select(Declaration).where(Declaration.public_id == declaration).with_for_update()).one()
    if not row.is_partial:
        raise Unfit(_("Meldingen er opphevet fra før"))
    said = text.tidy(why)
    if not said:
        raise Unfit(why=_("Skriv hvorfor meldingen var en feil"))
    if len(said) > _MOST:
        raise Unfit(why=_("Teksten kan ha %(most)s tegn.") % {"most": _MOST})
    row.is_partial, row.lifted_at, row.lifted_by_id, row.lifted_why = False, ctx.now, ctx.actor.person_id, said
    proposal.partial_ids = [one for one in proposal.partial_ids if one != row.person_id]
    people = list(ctx.db.scalars(select(Person.public_id).where(Person.id == row.person_id)))
    record(ctx, What.IMPARTIALITY_LIFTED, proposal, author_id=authors.municipal(ctx), once=once, people=people)


def refuse_partial(proposal: Proposal, *people: int | None) -> None:
    """Raises ``Unfit`` when a person, or the leader they stand under, is partial in the case."""
    if not set(people).isdisjoint(proposal.partial_ids):
        raise Unfit(person=_("Denne kollegaen er inhabil i saken. Velg en annen."))


def refuse_unit(proposal: Proposal, leader_id: int | None) -> None:
    """Raises ``Unfit`` when the unit's leader is partial in the case: then nobody in it may decide there."""
    if leader_id in proposal.partial_ids:
        raise Unfit(unit=_("Lederen for enheten er inhabil i saken. Velg en annen enhet."))


def _keep(ctx: Context, proposal: Proposal, me: int, *, partial: bool, reason: str) -> None:
    told = {"is_partial": partial, "reason": reason, "declared_at": ctx.now, "lifted_at": None}
    row = upsert(ctx.db, Declaration).values(
        municipality_id=proposal.municipality_id,
        public_id=public_id(),
        proposal_id=proposal.id,
        person_id=me,
        lifted_why="",
        **told,
    )
    ctx.db.execute(row.on_conflict_do_update(index_elements=["proposal_id", "person_id"], set_=told))
    if partial:
        proposal.partial_ids = sorted({*proposal.partial_ids, me})


def _hand_on(ctx: Context, proposal: Proposal, me: int) -> bool:
    """Take the case from whoever may no longer handle it, and the evaluations that they have not submitted."""
    under = select(Staff.person_id).join(Unit, Unit.id == Staff.unit_id).where(Unit.leader_id == me)
    affected = {me, *ctx.db.scalars(under)}
    waiting = select(Evaluation).where(Evaluation.proposal_id == proposal.id, Evaluation.version == 0)
    for row in ctx.db.scalars(waiting.where(Evaluation.evaluator_id.in_(affected))):
        ctx.db.delete(row)
        proposal.open_evaluations -= 1
    held = proposal.handler_id in affected
    if held:
        proposal.handler_id = None
    return held


def _leave_unit(ctx: Context, proposal: Proposal, me: int) -> list[Fact]:
    """No unit keeps a case that its own people may not decide. It goes to the unit for all other cases, if that can.

    Else no unit has it, and all who handle cases are told. Answers what to record of it.
    """
    led = select(Unit.id).where(Unit.id == proposal.unit_id, Unit.leader_id == me)
    if proposal.unit_id is None or ctx.db.scalar(led) is None:
        return []
    rest = (
        select(Unit.id, Unit.public_id)
        .join(Route, Route.unit_id == Unit.id)
        .where(
            Route.municipality_id == ctx.here.id, Route.area_id.is_(None), Unit.ended_at.is_(None),
            func.coalesce(Unit.leader_id, 0).not_in(proposal.partial_ids),
        )
    )  # fmt: skip
    found = ctx.db.execute(rest).one_or_none()
    proposal.unit_id = found.id if found else None
    return [(proposal, What.PROPOSAL_ASSIGNED, {"unit": found.public_id if found else None, "person": None})]


def require_word(ctx: Context, proposals: Sequence[Proposal], *, impartial: bool) -> None:
    """Whoever decides in cases has said that they are impartial in each of them, or says so now. Raises ``Unfit``.

    What is said now, is recorded by the deed that follows, before the deed itself.
    """
    keys = [one.id for one in proposals]
    if impartial:
        ctx.require(Can.IMPARTIALITY_DECLARE)
        record_first(ctx, What.IMPARTIALITY_ASSURED, _say_once(ctx, keys))
        return
    mine = (Declaration.person_id == ctx.actor.person_id, Declaration.proposal_id.in_(keys))
    if not set(keys) <= set(ctx.db.scalars(select(Declaration.proposal_id).where(*mine))):
        raise Unfit(impartial=_("Si at du er habil, eller meld fra hvis du ikke er det"))


def _say_once(ctx: Context, keys: Sequence[int]) -> set[int]:
    rows = [
        {
            "municipality_id": ctx.here.id, "public_id": public_id(), "proposal_id": key,
            "person_id": ctx.actor.person_id or 0, "is_partial": False, "reason": "", "declared_at": ctx.now,
            "lifted_why": "",
        }
        for key in keys
    ]  # fmt: skip
    if not rows:
        return set()
    new = upsert(ctx.db, Declaration).values(rows).on_conflict_do_nothing().returning(Declaration.proposal_id)
    return set(ctx.db.scalars(new))
