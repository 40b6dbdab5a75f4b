"""Evaluations: who is asked, what they come to, and the criteria that a challenge sets. Nothing here is ever public."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import and_, select

from samskaping import text
from samskaping.actions import authors, merging
from samskaping.actions.proposals import in_case
from samskaping.actions.record import keep_version, public_id, record
from samskaping.context import Context
from samskaping.db import Texts
from samskaping.errors import Clash, Missing, Unfit
from samskaping.language import gettext as _
from samskaping.models import Challenge, Evaluation, Person, Proposal
from samskaping.queries import colleagues
from samskaping.rules import limits
from samskaping.rules.evaluation import CRITERION, MOST_CRITERIA, SCORES, Feasibility, are_same, says_the_same
from samskaping.rules.events import What
from samskaping.rules.pipeline import ENDED
from samskaping.rules.policy import Can


@dataclass(frozen=True)
class Judgement:
    """What an evaluator comes to. ``version`` is the evaluation's as the form showed it; costs are kroner."""

    version: int
    feasibility: Feasibility | None = None
    explanation: str = ""
    least_cost: Decimal | None = None
    most_cost: Decimal | None = None
    responsible: str = ""
    time_needed: str = ""
    scores: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Mine:
    """Whose an evaluation is, and who is partial in its case: as permissions ask."""

    writer_id: int | None
    partial_ids: list[int]
    session_id: int | None = None


def ask(ctx: Context, ref: str, people: Iterable[str], *, due: date | None = None, once: str | None = None) -> None:
    """Ask colleagues (public ids) to evaluate a proposal; each is told at once. Raises ``Unfit``."""
    proposal = in_case(ctx, ref)
    ctx.require(Can.EVALUATION_ASK, proposal)
    if proposal.state in ENDED:
        raise Unfit(_("Saken er avsluttet. Ta den opp igjen før du ber om vurderinger."))
    if due and not ctx.today <= due <= date(ctx.today.year + 10, 12, 31):
        raise Unfit(due=_("Velg en dag fram i tid, eller la feltet stå tomt"))
    wanted = set(people)
    asked = [one for one in colleagues.insiders(ctx, but=proposal.partial_ids) if one.public_id in wanted]
    if not wanted or len(asked) != len(wanted):
        raise Unfit(people=_("Velg kolleger i lista"))
    known = set(ctx.db.scalars(select(Evaluation.evaluator_id).where(Evaluation.proposal_id == proposal.id)))
    new = [one for one in asked if one.id not in known]
    if not new:
        raise Unfit(people=_("De er spurt fra før"))
    if any(one.id == ctx.actor.person_id for one in new) and _has_hidden(ctx, proposal):
        raise Unfit(people=_("Du kan ha lest de andres vurderinger, og kan ikke be deg selv om en nå. En kollega kan."))
    proposal.open_evaluations += len(new)
    for one in new:
        ctx.db.add(
            Evaluation(
                municipality_id=proposal.municipality_id,
                public_id=public_id(),
                proposal_id=proposal.id,
                evaluator_id=one.id,
                asked_by_id=ctx.actor.person_id,
                asked_at=ctx.now,
                due=due,
            )
        )
    record(
        ctx, What.EVALUATION_ASKED, proposal, author_id=authors.municipal(ctx), once=once,
        people=[one.public_id for one in new], due=str(due) if due else None,
    )  # fmt: skip


def drop(ctx: Context, ref: str, evaluation: str, *, once: str | None = None) -> None:
    """Somebody need not evaluate after all. Raises ``Unfit`` for what is submitted: it stays; and for oneself while
    the others' are hidden, for they would be no longer.
    """
    proposal = in_case(ctx, ref)
    ctx.require(Can.EVALUATION_ASK, proposal)
    row = _row(ctx, proposal, Evaluation.public_id == evaluation)
    if row.version:
        raise Unfit(_("Vurderingen er levert, og blir stående."))
    if row.evaluator_id == ctx.actor.person_id and _has_hidden(ctx, proposal):
        raise Unfit(_("De andres vurderinger er skjult for deg. En kollega må fjerne deg."))
    people = list(ctx.db.scalars(select(Person.public_id).where(Person.id == row.evaluator_id)))
    ctx.db.delete(row)
    proposal.open_evaluations -= 1
    record(ctx, What.EVALUATION_DROPPED, proposal, author_id=authors.municipal(ctx), once=once, people=people)


def submit(ctx: Context, ref: str, judgement: Judgement, *, once: str | None = None) -> None:
    """Submit one's own evaluation; each later one is a new version, and the ones before are kept."""
    proposal = in_case(ctx, ref)
    row = _row(ctx, proposal, Evaluation.evaluator_id == ctx.actor.person_id)
    ctx.require(Can.EVALUATION_WRITE, Mine(row.evaluator_id, proposal.partial_ids))
    merging.refuse_joined(ctx, proposal)
    if proposal.state in ENDED:
        raise Unfit(_("Saken er avsluttet, og skal ikke vurderes nå."))
    if row.version != judgement.version:
        raise Clash(_("Vurderingen er levert i mellomtiden. Se hva som står der nå."))
    criteria = _criteria(ctx, proposal)
    _refuse_flaws(judgement, criteria)
    proposal.open_evaluations -= row.version == 0
    row.version += 1
    row.submitted_at = ctx.now
    row.feasibility, row.explanation = judgement.feasibility, text.tidy(judgement.explanation)
    row.least_cost, row.most_cost = _ore(judgement.least_cost), _ore(judgement.most_cost)
    row.responsible, row.time_needed = text.tidy(judgement.responsible), text.tidy(judgement.time_needed)
    row.scores = dict(judgement.scores)
    author = authors.municipal(ctx)
    keep_version(ctx, row, _kept(row, criteria), number=row.version, author_id=author)
    record(
        ctx, What.EVALUATION_SUBMITTED, proposal, author_id=author, once=once,
        evaluation=row.public_id, version=row.version,
    )  # fmt: skip


def set_criteria(
    ctx: Context, challenge: str, criteria: Iterable[Texts], *, hides: bool, once: str | None = None
) -> None:
    """What a challenge's proposals are scored on, and whether evaluators see each other's before their own is in."""
    ctx.require(Can.CHALLENGE_WRITE)
    row = ctx.db.scalar(select(Challenge).where(Challenge.public_id == challenge).with_for_update())
    if row is None or row.municipality_id != ctx.here.id:
        raise Missing
    written = list(criteria)
    if len(written) > MOST_CRITERIA or any(len(one.get(form)) > CRITERION for one in written for form in ("nb", "nn")):
        raise Unfit(_("Inntil seks kriterier, med inntil 120 tegn i hvert."))
    kept = _keyed(
        ctx, row.criteria or [], [{"nb": text.tidy(one.nb), "nn": text.tidy(one.nn)} for one in written if one]
    )
    changed = not are_same(kept, row.criteria or [])
    row.criteria, row.hides_evaluations = kept, hides
    record(ctx, What.CHALLENGE_CRITERIA_SET, row, once=once, criteria=len(kept), hides=hides, changed=changed or None)


def _keyed(ctx: Context, held: list[dict[str, str]], written: list[dict[str, str]]) -> list[dict[str, str]]:
    """The criteria with their keys. A key follows the words: what says something else is another criterion, and no
    score that was given before is a score on it. Each knows since when the list has asked for just this.
    """
    left, kept = list(held), []
    for one in written:
        same = next((before for before in left if says_the_same(before, one)), None)
        if same:
            left.remove(same)
        kept.append({**(same or {"key": public_id()}), **one})
    if are_same(kept, held):
        return kept
    return [{**one, "since": str(ctx.today)} for one in kept]


def _has_hidden(ctx: Context, proposal: Proposal) -> bool:
    """Whether the challenge hides evaluations from each other's writers, and one is in."""
    hides = select(Challenge.id).where(Challenge.id == proposal.challenge_id, Challenge.hides_evaluations)
    is_in = select(Evaluation.id).where(Evaluation.proposal_id == proposal.id, Evaluation.submitted_at.is_not(None))
    return bool(ctx.db.scalar(select(and_(hides.exists(), is_in.exists()))))


def _row(ctx: Context, proposal: Proposal, which: Any) -> Evaluation:
    row = ctx.db.scalar(select(Evaluation).where(Evaluation.proposal_id == proposal.id, which).with_for_update())
    if row is None:
        raise Missing
    return row


def _criteria(ctx: Context, proposal: Proposal) -> list[dict[str, str]]:
    if proposal.challenge_id is None:
        return []
    return ctx.db.scalar(select(Challenge.criteria).where(Challenge.id == proposal.challenge_id)) or []


def _refuse_flaws(judgement: Judgement, criteria: list[dict[str, str]]) -> None:
    if not set(judgement.scores) <= {one["key"] for one in criteria}:
        raise Unfit(_("Kriteriene er endret. Se over og send på nytt."))
    found = _flaws(judgement)
    for one in criteria:
        if judgement.scores.get(one["key"]) not in SCORES:
            found[f"score{one['key']}"] = _("Gi poeng fra 1 til 5")
    if found:
        raise Unfit(**found)


def _flaws(judgement: Judgement) -> dict[str, str]:
    found: dict[str, str] = {}
    if judgement.feasibility is None:
        found["feasibility"] = _("Velg om det kan gjennomføres")
    if judgement.feasibility is Feasibility.IKKE and not judgement.explanation.strip():
        found["explanation"] = _("Forklar hvorfor det ikke kan gjennomføres")
    least, most = judgement.least_cost, judgement.most_cost
    if least is not None and most is not None and least > most:
        found["most_cost"] = _("Det høyeste beløpet kan ikke være lavere enn det laveste")
    longest = {"explanation": limits.NOTE, "responsible": limits.SHORT, "time_needed": limits.SHORT}
    for name, length in longest.items():
        if len(getattr(judgement, name)) > length:
            found[name] = _("Teksten kan ha %(most)s tegn.") % {"most": length}
    return found


def _ore(kroner: Decimal | None) -> int | None:
    return None if kroner is None else int(kroner * 100)


def _kept(row: Evaluation, criteria: list[dict[str, str]]) -> dict[str, Any]:
    """A version, with the criteria in the words that they had then."""
    names = ("feasibility", "explanation", "least_cost", "most_cost", "responsible", "time_needed")
    scored = [{**one, "score": row.scores.get(one["key"])} for one in criteria]
    return {name: getattr(row, name) for name in names} | {"scores": scored}
