"""Moving a proposal along the pipeline: one deed for every row of the table of moves."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from samskaping import text
from samskaping.actions import (
    authors,
    ball,
    group_turns,
    impartiality,
    merging,
    rulings,
    statements,
    taking,
    visibility,
)
from samskaping.actions.proposals import locked, same_version
from samskaping.actions.record import Fact, record_each
from samskaping.context import Context
from samskaping.db import held
from samskaping.errors import Missing, Unfit
from samskaping.language import gettext as _
from samskaping.models import Proposal, Statement, Unit
from samskaping.queries import approval, benefits, lessons
from samskaping.rules import limits
from samskaping.rules.events import What
from samskaping.rules.moderation import Deed
from samskaping.rules.moves import Move, find, must_answer
from samskaping.rules.pipeline import ENDED, OPEN, STATES, Body, Demand, State
from samskaping.rules.policy import Can
from samskaping.rules.speech import Decision, ReportReason, StatementKind


@dataclass(frozen=True)
class Wish:
    """What somebody wants to do with a case. ``version`` is the case's as their form showed it."""

    verb: str
    version: int
    reason: str = ""
    language: str = "nb"
    unit: str = ""
    next_on: date | None = None
    body: Body | None = None
    body_name: str = ""
    look_again_on: date | None = None
    forward_to: str = ""
    into: str = ""
    #: Set when the public reason shall also stand as the official answer; some moves always answer.
    decision: Decision | None = None
    #: What the one who proposed gets by mail, where it differs from the public reason.
    mail_text: str = ""
    #: What is wrong, as moderators say it when they send something back.
    code: ReportReason | None = None


def move(ctx: Context, ref: str, wish: Wish, *, impartial: bool = False, once: str | None = None) -> None:
    """Take a proposal one move. Raises ``Clash`` when it changed meanwhile, ``Unfit`` for what the table demands.

    ``impartial`` when whoever handles the case says so now; see ``impartiality.require_word``.
    """
    proposal, target = merging.both(ctx, ref, wish.into.strip()) if wish.into else (_locked(ctx, ref), None)
    step = find(proposal.state, wish.verb) if proposal.version == wish.version else None
    same_version(proposal, wish.version)
    if step is None or not ctx.may(step.takes, proposal):
        raise Missing
    unit = _unit(ctx, wish.unit)
    if found := flaws(ctx, proposal, step, wish, unit_id=unit.id if unit else None):
        raise Unfit(**found)
    if step.takes is Can.PROPOSAL_HANDLE:
        impartiality.refuse_unit(proposal, unit.leader_id if unit else None)
        impartiality.require_word(ctx, [proposal], impartial=impartial)
    before, stood = proposal.state, merging.standing(proposal)
    statement = _reason(ctx, proposal, step, wish)
    with ctx.db.no_autoflush:  # all of it is one UPDATE
        change(ctx, proposal, step, wish, statement, unit.id if unit else None)
        what = _what(ctx, proposal, step)
        ruling = _rule(ctx, proposal, step, wish)
        facts: list[Fact] = [(proposal, what, {**details(ctx, proposal, step, wish, before, statement), **ruling})]
        facts += taking.by_moving(ctx, proposal) if step.takes is Can.PROPOSAL_HANDLE else []
        facts += group_turns.by_moving(ctx, [(proposal, before)])
        merge = merging.begin(ctx, proposal, target, stood) if target and proposal.into_id else None
        if merge and target:
            facts += merging.facts(merge, proposal, target)
        speaker = statement.author_id if statement else _speaker(ctx, proposal, step)
        record_each(ctx, facts, author_id=speaker, once=once)
    if merge:
        merging.ask(ctx, merge)


def _locked(ctx: Context, ref: str) -> Proposal:
    """The case, which a moderator's step may have locked already."""
    return rulings.at_hand(ctx, ref)[0] or locked(ctx, ref)


def _what(ctx: Context, proposal: Proposal, step: Move) -> What:
    """Approval publishes; a text that was published before it was changed, is not told as new a second time."""
    if step.verb != "godkjenn":
        return What.PROPOSAL_MOVED
    again = approval.has_happened(ctx, What.PROPOSAL_PUBLISHED, proposal.id)
    return What.PROPOSAL_REPUBLISHED if again else What.PROPOSAL_PUBLISHED


def _rule(ctx: Context, proposal: Proposal, step: Move, wish: Wish) -> dict[str, str]:
    """The two moves that are a moderator's, are kept among the rulings too. Answers what the event says of it."""
    if step.verb == "godkjenn":
        proposal.approved_at, proposal.trust = ctx.now, None
        rulings.rule(ctx, proposal, None, Deed.GODKJENT)
    elif step.verb == "send_tilbake":
        return {"ruling": rulings.rule(ctx, proposal, None, Deed.AVVIST, wish.code, text.tidy(wish.reason))}
    return {}


def flaws(ctx: Context, proposal: Proposal, step: Move, wish: Wish, *, unit_id: int | None = None) -> dict[str, str]:
    """Field → words, for each demand of the move that the wish does not meet; ``unit_id`` where its key is known."""
    unit_id, target = unit_id or _unit_id(ctx, wish.unit), _target(ctx, proposal, wish.into)
    plan = _plan(ctx, proposal, step)
    held: dict[Demand, tuple[str, bool, str]] = {
        Demand.REASON: ("reason", bool(wish.reason.strip()), _("Skriv en begrunnelse som alle kan lese")),
        Demand.UNIT: ("unit", unit_id is not None, _("Velg enheten som har ansvaret")),
        Demand.NEXT_DATE: (
            "next_on",
            _is_ahead(ctx, wish.next_on),
            _("Velg en dato fram i tid, når neste steg kommer"),
        ),
        Demand.BODY: ("body", wish.body is not None, _("Velg hvem som bestemmer")),
        Demand.LOOK_AGAIN: ("look_again_on", _is_ahead(ctx, wish.look_again_on), _("Velg når dere ser på saken igjen")),
        Demand.FORWARD_TO: ("forward_to", bool(wish.forward_to.strip()), _("Skriv hvem saken er sendt til")),
        Demand.INTO: (
            "into",
            target is not None,
            _("Skriv nummeret til det andre forslaget"),
        ),
        Demand.BENEFIT: (
            "benefit",
            plan.has_one_ready,
            _("Gevinstplanen trenger minst én gevinst med ansvarlig, nullpunkt og måldato, før dette steget"),
        ),
        Demand.LESSON: ("lesson", _has_learnt(ctx, proposal, step), _("Skriv først ned hva dere lærte i saken")),
        Demand.MEASURED: ("benefit", plan.all_measured, _("Mål hver gevinst i planen minst én gang før dette steget")),
    }
    found = {held[demand][0]: held[demand][2] for demand in step.demands if not held[demand][1]}
    if wish.decision is None and must_answer(step, is_owed=proposal.waiting_since is not None):
        found["decision"] = _("Saken venter på svar. Velg hva svaret er, så er begrunnelsen svaret")
    if target is not None and _waits_alone(proposal, target):
        found["into"] = _("Ingen venter på svar i den andre saken. Svar i denne først, så kan de slås sammen.")
    for field, written in (("reason", wish.reason), ("mail_text", wish.mail_text)):
        if flaw := statements.flaw_in(written):
            found[field] = flaw
    return found


def _plan(ctx: Context, proposal: Proposal, step: Move) -> benefits.Ready:
    """How far the plan of benefits has come; asked of the database only where the move demands something of it."""
    demands_plan = not step.demands.isdisjoint({Demand.BENEFIT, Demand.MEASURED})
    return (
        benefits.readiness(ctx, proposal.id) if demands_plan else benefits.Ready(has_one_ready=True, all_measured=True)
    )


def _has_learnt(ctx: Context, proposal: Proposal, step: Move) -> bool:
    """Whether what was learnt is written; asked of the database only where the move demands it."""
    return Demand.LESSON not in step.demands or lessons.is_written(ctx, proposal.id)


def _is_ahead(ctx: Context, day: date | None) -> bool:
    return day is not None and ctx.today <= day <= date(ctx.today.year + 10, 12, 31)


def _unit(ctx: Context, public_id: str) -> Unit | None:
    """A unit in use; asked for once, while whoever asked first holds it."""
    if not public_id:
        return None
    wanted = select(Unit).where(Unit.public_id == public_id, Unit.ended_at.is_(None))
    return held(ctx.db, Unit, "public_id", public_id) or ctx.db.scalar(wanted)


def _unit_id(ctx: Context, public_id: str) -> int | None:
    unit = _unit(ctx, public_id)
    return unit.id if unit and unit.ended_at is None else None


def _target(ctx: Context, proposal: Proposal, ref: str) -> Proposal | None:
    """The other proposal, when it is open and seen by all; locked with the first, it is at hand."""
    if not ref:
        return None
    other = held(ctx.db, Proposal, "reference", ref.strip())
    if other is None:
        other = ctx.db.scalar(select(Proposal).where(Proposal.reference == ref.strip()))
    is_open = other is not None and other.is_public and other.state in OPEN and other.id != proposal.id
    return other if is_open else None


def _waits_alone(proposal: Proposal, target: Proposal) -> bool:
    """Whether an answer is owed here and none in the other case: nobody would be minded to give it there."""
    return proposal.waiting_since is not None and target.waiting_since is None


def _reason(ctx: Context, proposal: Proposal, step: Move, wish: Wish) -> Statement | None:
    if not wish.reason.strip():
        return None
    decision = step.decision or (None if step.by_writer else wish.decision)
    said = statements.Said(
        wish.reason, wish.version, wish.language, decision=decision, is_public=STATES[proposal.state].is_public,
        mail_text=wish.mail_text,
    )  # fmt: skip
    return statements.say(
        ctx,
        proposal,
        StatementKind.ANSWER if decision else StatementKind.REASON,
        said,
        author_id=_speaker(ctx, proposal, step),
    )


def _speaker(ctx: Context, proposal: Proposal, step: Move) -> int | None:
    return proposal.author_id if step.by_writer else authors.municipal(ctx)


def change(
    ctx: Context, proposal: Proposal, step: Move, wish: Wish, statement: Statement | None, unit_id: int | None
) -> None:
    """What a move changes in a case, when nothing stands in its way.

    Who decides stands until the case ends or is taken up again: an end that nobody else decided is not theirs.
    """
    proposal.state = _after(ctx, proposal, step)
    proposal.state_since = ctx.now
    proposal.version += 1
    proposal.ball = STATES[proposal.state].ball
    proposal.unit_id = unit_id or proposal.unit_id
    proposal.next_on = wish.next_on
    if wish.body or step.after in ENDED or step.before <= ENDED:
        proposal.body, proposal.body_name = wish.body, text.tidy(wish.body_name)[:120]
    proposal.look_again_on = wish.look_again_on
    proposal.forward_to = text.tidy(wish.forward_to)[: limits.SHORT]
    target = _target(ctx, proposal, wish.into)
    proposal.into_id = target.id if target else None
    if statement is not None and statement.kind is StatementKind.ANSWER:
        statements.stop_clock(ctx, proposal)
    elif step.after in ENDED:
        proposal.waiting_since = None
    elif proposal.answered_at is None:
        proposal.waiting_since = proposal.submitted_at
    proposal.ball_until = ball.until(proposal)
    visibility.settle(ctx, proposal)


def _after(ctx: Context, proposal: Proposal, step: Move) -> State:
    """Where the move leads; what nobody has approved yet is not published by withdrawing it and sending it in again."""
    unread = step.by_writer and step.after is State.MOTTATT and proposal.published_at is None
    waits = unread and approval.of_proposal(ctx, proposal.challenge_id, proposal).waits
    return State.TIL_GODKJENNING if waits else step.after


def details(
    ctx: Context, proposal: Proposal, step: Move, wish: Wish, before: str, statement: Statement | None
) -> dict[str, str | int | None]:
    """What a move's event carries."""
    basic: dict[str, str | int | None] = {"verb": step.verb, "before": before, "after": proposal.state}
    if step.verb == "godkjenn":
        return basic
    return basic | {
        "statement": statement.public_id if statement else None,
        "unit": wish.unit or None,
        "next": str(wish.next_on) if wish.next_on else None,
        "body": wish.body,
        "body_name": text.tidy(wish.body_name)[:120] or None,
        "look_again": str(wish.look_again_on) if wish.look_again_on else None,
        "forward_to": proposal.forward_to or None,
        "into": wish.into or None,
    }
