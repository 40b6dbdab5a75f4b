"""Answers, interim replies and moves, written now, published later: planned, changed, stopped, done by the worker."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from samskaping.actions import authors, impartiality, merging, moves, statements, taking
from samskaping.actions.moves import Wish
from samskaping.actions.proposals import in_case, same_version
from samskaping.actions.record import Fact, public_id, record, record_each
from samskaping.actions.statements import Said
from samskaping.clock import oslo_date
from samskaping.context import Context
from samskaping.errors import Clash, Denied, Missing, Refused, Unfit
from samskaping.language import day as spoken_day
from samskaping.language import gettext as _
from samskaping.models import Batch, Person, Planned, Proposal
from samskaping.rules.events import What
from samskaping.rules.moves import find
from samskaping.rules.pipeline import STATES, Body
from samskaping.rules.planned import OBSTACLES, Obstacle, PlannedState
from samskaping.rules.policy import Can
from samskaping.rules.speech import Decision

#: Nothing is planned further ahead.
FURTHEST = timedelta(days=366)
_READ: dict[str, Any] = {
    "decision": Decision,
    "body": Body,
    **dict.fromkeys(("due", "next_on", "look_again_on"), date.fromisoformat),
}


@dataclass(frozen=True)
class When:
    """The instant at which something shall be published, or the public id of the batch that decides it."""

    at: datetime | None = None
    batch: str = ""


def plan(
    ctx: Context, ref: str, deed: Said | Wish, when: When, *, impartial: bool = False, once: str | None = None
) -> str:
    """Write an answer, an interim reply (it has a ``due``) or a move now, to be published later.

    Answers the public id of what was planned. It must hold now, and is judged once more when its hour comes, by the
    dates of that day. At most one waits in each case. ``impartial`` when whoever plans says so now; a case that
    nobody has is theirs from now on.
    """
    proposal = in_case(ctx, ref)
    _holds(ctx, proposal, deed)
    impartiality.require_word(ctx, [proposal], impartial=impartial)
    if ctx.db.scalar(select(Planned.id).where(*_waits_in(proposal))):
        raise Unfit(_("Det venter et planlagt svar i saken fra før. Endre det, eller stopp det først."))
    row = Planned(
        municipality_id=proposal.municipality_id, public_id=public_id(), proposal_id=proposal.id, made_at=ctx.now,
        version=0,
    )  # fmt: skip
    _write(ctx, proposal, row, deed, when)
    ctx.db.add(row)
    _tell(ctx, What.ANSWER_PLANNED, proposal, row, when, once)
    return row.public_id


def replan(
    ctx: Context,
    planned: str,
    deed: Said | Wish,
    when: When,
    *,
    version: int,
    impartial: bool = False,
    once: str | None = None,
) -> None:
    """Change what waits. Whoever changes it, stands for it from now on. Raises ``Clash`` when it changed meanwhile."""
    proposal, row = _waiting(ctx, planned)
    if row.version != version:
        raise Clash(_("Noen andre endret det planlagte svaret mens du skrev. Teksten din er tatt vare på."))
    _holds(ctx, proposal, deed)
    impartiality.require_word(ctx, [proposal], impartial=impartial)
    _write(ctx, proposal, row, deed, when)
    _tell(ctx, What.ANSWER_REPLANNED, proposal, row, when, once)


def stop(ctx: Context, planned: str, *, once: str | None = None) -> None:
    """It is not published after all."""
    proposal, row = _waiting(ctx, planned)
    ctx.require(Can.PROPOSAL_HANDLE, proposal)
    row.state, row.settled_at, row.version = PlannedState.STOPPET, ctx.now, row.version + 1
    record(
        ctx, What.ANSWER_STOPPED, proposal, author_id=authors.municipal(ctx), once=once, planned=row.public_id
    )  # fmt: skip


def publish(ctx: Context, writer: Context, proposal: Proposal, row: Planned) -> bool:
    """Its hour has come: the deed is done by whoever wrote it, with the rights they have now.

    What cannot be published, is held, and its writer is told why. ``ctx`` is the worker's own, without a person.
    """
    try:
        with ctx.db.begin_nested():
            _do(writer, proposal, row)
            # Inside, so that it is written together with the deed's own entry in the history.
            row.state, row.settled_at = PlannedState.PUBLISERT, ctx.now
    except Denied as denied:
        row.obstacle = _obstacle(writer, proposal, denied)
        row.state, row.settled_at, row.why = PlannedState.HOLDT, ctx.now, _why(row.obstacle, denied)
        person = ctx.db.scalars(select(Person.public_id).where(Person.id == row.person_id)).one()
        record(ctx, What.ANSWER_HELD, proposal, planned=row.public_id, people=[person], obstacle=row.obstacle)
        return False
    return True


def _do(writer: Context, proposal: Proposal, row: Planned) -> None:
    if writer.me is None or not writer.may(Can.PROPOSAL_HANDLE, proposal):
        raise Refused
    deed, ref = read(row.verb, row.words, row.case_version), str(proposal.reference)
    once = hashlib.sha256(f"planned:{row.public_id}".encode()).hexdigest()
    if isinstance(deed, Wish):
        moves.move(writer, ref, deed, once=once)
    else:
        say = statements.answer if deed.due is None else statements.interim
        say(writer, ref, deed, once=once)


def _obstacle(writer: Context, proposal: Proposal, denied: Denied) -> Obstacle:
    if not writer.may(Can.PROPOSAL_HANDLE, proposal):
        return Obstacle.RETTIGHET
    return Obstacle.MANGLER if isinstance(denied, Unfit) else Obstacle.ENDRET


def _why(obstacle: Obstacle, denied: Denied) -> str:
    return (denied.message if obstacle is Obstacle.MANGLER else str(OBSTACLES[obstacle]))[:500]


def read(verb: str, kept: Mapping[str, Any], case_version: int) -> Said | Wish:
    """What was planned, from the words that are kept of it."""
    kind: type[Said] | type[Wish] = Wish if verb else Said
    words = {name: _READ[name](value) if name in _READ and value else value for name, value in kept.items()}
    if verb:
        words["verb"] = verb
    known = {field.name for field in fields(kind)}
    return kind(version=case_version, **{name: value for name, value in words.items() if name in known})


def _holds(ctx: Context, proposal: Proposal, deed: Said | Wish) -> None:
    """The rules of the deed, as it would meet them now. Raises what the deed would."""
    if isinstance(deed, Wish):
        step = find(proposal.state, deed.verb) if proposal.version == deed.version else None
        same_version(proposal, deed.version)
        if step is None or step.by_writer or not ctx.may(step.takes, proposal):
            raise Missing
        found = moves.flaws(ctx, proposal, step, deed)
    else:
        ctx.require(Can.PROPOSAL_HANDLE, proposal)
        same_version(proposal, deed.version)
        if not STATES[proposal.state].is_public:
            raise Unfit(_("Saken er ikke synlig for alle ennå"))
        merging.refuse_joined(ctx, proposal)
        found = statements.flaws(deed)
        if deed.due is not None:
            found |= statements.interim_flaws(ctx, proposal, deed)
        elif deed.decision is None:
            found["decision"] = _("Velg hva svaret er")
    if found:
        raise Unfit(**found)


def _write(ctx: Context, proposal: Proposal, row: Planned, deed: Said | Wish, when: When) -> None:
    batch_id, at = _time(ctx, when)
    due = deed.due if isinstance(deed, Said) else None
    if due is not None and at is not None and (found := out_of_time(ctx, proposal, due, oslo_date(at))):
        raise Unfit(**found)
    row.batch_id, row.publish_at = batch_id, at
    given = {name: value for name, value in asdict(deed).items() if value}
    words: dict[str, Any] = {name: str(value) if isinstance(value, date) else value for name, value in given.items()}
    row.verb, row.case_version = words.pop("verb", ""), words.pop("version")
    row.words = words
    row.person_id = ctx.actor.person_id or 0
    row.version += 1


def _time(ctx: Context, when: When) -> tuple[int | None, datetime | None]:
    if when.batch:
        batch = ctx.db.scalar(select(Batch).where(Batch.public_id == when.batch).with_for_update(read=True))
        if batch is None or (batch.publish_at is not None and batch.publish_at <= ctx.now):
            raise Unfit(batch=_("Velg en bunke som ikke er publisert"))
        return batch.id, batch.publish_at
    if when.at is None:
        raise Unfit(publish_on=_("Velg dag og klokkeslett, eller en bunke"))
    check_time(ctx, when.at)
    return None, when.at


def out_of_time(ctx: Context, proposal: Proposal, due: date, day: date) -> dict[str, str]:
    """Field → words: an interim reply is out on the promised day at the latest, its new date still to come then."""
    promised = proposal.answer_due
    if promised is not None and ctx.today <= promised < day:
        words = _("Det foreløpige svaret må være publisert senest %(day)s, som er fristen i saken.")
        return {"publish_on": words % {"day": spoken_day(promised)}}
    if due <= day:
        return {"due": _("Den nye datoen må være etter dagen da svaret blir publisert.")}
    return {}


def check_time(ctx: Context, at: datetime) -> None:
    """Raises ``Unfit`` for an hour that has passed, or that is too far ahead."""
    if at <= ctx.now:
        raise Unfit(publish_at=_("Tidspunktet er passert. Velg et fram i tid."))
    if at > ctx.now + FURTHEST:
        raise Unfit(publish_on=_("Velg et tidspunkt innen ett år"))


def _waits_in(proposal: Proposal) -> tuple[Any, Any]:
    return Planned.proposal_id == proposal.id, Planned.state == PlannedState.VENTER


def _waiting(ctx: Context, planned: str) -> tuple[Proposal, Planned]:
    """The case, locked, and what waits in it, locked after it. Raises ``Missing``, ``Unfit``."""
    ref = ctx.db.scalar(
        select(Proposal.reference).join(Planned, Planned.proposal_id == Proposal.id).where(Planned.public_id == planned)
    )
    if ref is None:
        raise Missing
    proposal = in_case(ctx, ref)
    row = ctx.db.scalars(select(Planned).where(Planned.public_id == planned).with_for_update()).one()
    if row.state is not PlannedState.VENTER:
        raise Unfit(_("Dette venter ikke lenger. Se i saken hva som skjedde med det."))
    return proposal, row


def _tell(ctx: Context, what: What, proposal: Proposal, row: Planned, when: When, once: str | None) -> None:
    at = row.publish_at.isoformat(timespec="minutes") if row.publish_at else None
    told = {"planned": row.public_id, "at": at, "batch": when.batch or None}
    facts: list[Fact] = [(proposal, what, told), *taking.by_answering(ctx, proposal)]
    record_each(ctx, facts, author_id=authors.municipal(ctx), once=once)
