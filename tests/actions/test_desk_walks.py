"""Random days at a desk of several: moves, answers, tasks, joinings, planned words, by partial and impartial people.

Whatever they do, and in whatever order: what is counted is what is there, what is listed is what was counted, nobody
who is partial has a hand in it, and history only grows.
"""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from samskaping.actions import (
    casework,
    comments,
    evaluations,
    impartiality,
    merging,
    moves,
    planned,
    statements,
    support,
    tasks,
)
from samskaping.actions.comments import Remark
from samskaping.actions.moves import Wish
from samskaping.actions.planned import When
from samskaping.actions.statements import Said
from samskaping.actions.tasks import Wanted
from samskaping.context.doors import without_browser
from samskaping.db import transaction
from samskaping.errors import Denied
from samskaping.models import Comment, Evaluation, Event, Municipality, Person, Planned, Proposal, Staff, Support, Task
from samskaping.queries import casework as inbox
from samskaping.queries.casework import QUEUES, Filters
from samskaping.rules.events import What
from samskaping.rules.moves import moves_from
from samskaping.rules.pipeline import Body
from samskaping.rules.planned import PlannedState
from samskaping.rules.roles import Role
from samskaping.rules.speech import Decision
from samskaping.rules.tasks import OPINIONS, TaskKind
from tests.truths import broken
from tests.world import World, municipality

pytestmark = pytest.mark.second_in_matrix

#: What even a partial person may do: say so, be asked, and what any resident may.
HARMLESS = {"declare", "support", "comment", "choose"}


@dataclass
class Desk:
    """A leader, two under her, one in no unit, a writer and a supporter; three cases. ``seen``: history so far."""

    world: World
    staff: list[Person]
    leader_of: dict[int, int]
    residents: list[Person]
    refs: list[str]
    unit: str
    seen: list[tuple[int, str]] = field(default_factory=list)

    def deeds(self, ref, other, who, n):
        """Every deed of the desk in this case, with what it needs; the nth of what can be chosen among."""
        world, row = self.world, self.world.row(ref)
        version, later = row.version, world.in_days(5 + n)
        beyond = (row.answer_due or later) + timedelta(days=n + 1)
        colleague = self.staff[n % len(self.staff)].public_id
        said = Said("Det sier vi om dette.", version)
        answer = replace(said, decision=Decision.JA)
        possible = [*moves_from(row.state)]
        verb = possible[n % len(possible)].verb if possible else "vurder"
        wish = Wish(
            verb, version, reason="Fordi.", unit=self.unit, next_on=later, look_again_on=later,
            body=Body.ADMINISTRASJONEN, forward_to="Fylket", into=other,
        )  # fmt: skip
        hour = When(at=world.now + timedelta(hours=n + 1))
        wanted = Wanted(TaskKind.OPPGAVE, colleague, "Ring")
        asked = Wanted(TaskKind.ENHET, self.unit, "Hva mener dere?", due=later)
        given = list(world.db.scalars(select(Task.public_id).where(Task.proposal_id == row.id)))
        task = given[n % len(given)] if given else "finnes-ikke"
        return {
            "move": partial(moves.move, ref=ref, wish=wish, impartial=True),
            "take": partial(casework.assign, ref=ref, person=who.public_id, before=self._handler(row), impartial=True),
            "assign": partial(casework.assign, ref=ref, person=colleague, before=self._handler(row), impartial=True),
            "answer": partial(statements.answer, ref=ref, said=answer, impartial=True),
            "interim": partial(statements.interim, ref=ref, said=replace(said, due=beyond), impartial=True),
            "check in": partial(statements.check_in, ref=ref, said=replace(said, due=later)),
            "ask": partial(statements.ask, ref=ref, said=said),
            "update": partial(statements.update, ref=ref, said=said),
            "plan answer": partial(planned.plan, ref=ref, deed=answer, when=hour, impartial=True),
            "plan move": partial(planned.plan, ref=ref, deed=wish, when=hour, impartial=True),
            "task": partial(tasks.give, ref=ref, wanted=wanted if n % 2 else asked),
            "drop": partial(tasks.drop, ref=ref, task=task),
            "finish": partial(tasks.finish, ref=ref, task=task),
            "evaluators": partial(evaluations.ask, ref=ref, people=[colleague]),
            "declare": partial(impartiality.declare, ref=ref, partial=n % 3 == 0),
            "undo": partial(merging.undo, ref=ref, version=version),
            "support": partial(support.give, ref=ref),
            "choose": partial(merging.answer, ref=ref, follows=bool(n % 2)),
            "comment": partial(comments.write, ref=ref, remark=Remark("Vi trenger dette.")),
        }

    def _handler(self, row):
        return self.world.db.scalar(select(Person.public_id).where(Person.id == row.handler_id)) or ""

    def act(self, name, case, who, n):
        """One deed by one of them; what is refused leaves nothing behind."""
        crowd = self.residents if name in ("support", "comment", "choose") else self.staff
        who, ref, other = crowd[who % len(crowd)], self.refs[case % 3], self.refs[(case + 1 + n % 2) % 3]
        deed = self.deeds(ref, other, who, n)[name]
        shut = {who.id, self.leader_of.get(who.id, 0)} & set(self.world.row(ref).partial_ids)
        try:
            with self.world.db.begin_nested():
                deed(self.world.context(who))
        except Denied:
            self.world.db.expire_all()
            return
        assert not shut or name in HARMLESS, f"{who.name} is partial in {ref}, and did: {name}"

    def pass_time(self, hours):
        """Time passes, and what was planned for it is published as the worker does it."""
        self.world = self.world.later(hours=hours)
        self.world.context()
        due = select(Planned).where(Planned.state == PlannedState.VENTER, Planned.publish_at <= self.world.now)
        for row in self.world.db.scalars(due.order_by(Planned.publish_at)).all():
            proposal = self.world.db.get_one(Proposal, row.proposal_id)
            writer = without_browser(self.world.db, self.world.here, row.person_id, self.world.now)
            shut = {row.person_id, self.leader_of.get(row.person_id, 0)} & set(proposal.partial_ids)
            is_out = planned.publish(self.world.context(), writer, proposal, row)
            assert not (shut and is_out), "what a partial person had planned was published"

    def flaws(self):
        """What does not hold, after a deed."""
        db = self.world.db
        self.world.context()
        db.flush()
        yield from broken(db)
        yield from self._uncounted(db)
        yield from self._unlisted()
        events = [(row.id, row.digest) for row in db.execute(select(Event.id, Event.digest).order_by(Event.id))]
        if events[: len(self.seen)] != self.seen:
            yield "history was changed"
        self.seen = events

    def _uncounted(self, db):
        opinions = (Task.kind.in_(sorted(OPINIONS)), Task.done_at.is_(None), Task.dropped_at.is_(None))
        shown = (Comment.retracted_at.is_(None), Comment.hidden_at.is_(None))
        for row in db.scalars(select(Proposal)):
            real = {
                "support_count": (Support, ()),
                "comment_count": (Comment, shown),
                "open_tasks": (Task, opinions),
                "open_evaluations": (Evaluation, (Evaluation.submitted_at.is_(None),)),
            }
            for column, (table, conditions) in real.items():
                found = db.scalar(select(func.count()).where(table.proposal_id == row.id, *conditions))
                if getattr(row, column) != found:
                    yield f"{row.reference}: {column} is {getattr(row, column)}, and there are {found}"
            if {row.handler_id, self.leader_of.get(row.handler_id or 0, 0)} & set(row.partial_ids):
                yield f"{row.reference} is with somebody who is partial"

    def _unlisted(self):
        """Every view of everybody's inbox counts what it lists."""
        for person in (self.staff[0], self.staff[1 + len(self.seen) % 3]):
            ctx = self.world.context(person)
            counted = inbox.counts(ctx).queues
            for name in QUEUES:
                listed = len(inbox.inbox(ctx, Filters(queue=name)).rows)
                if counted[name] != listed:
                    yield f"{person.name} has {counted[name]} in «{name}», and sees {listed}"


def desk(db):
    number = db.scalar(select(func.count()).select_from(Municipality))
    world = municipality(db, f"kommune-{number}", number=str(8000 + number))
    leader, free = world.person("Leder", Role.LEDER), world.caseworker("Fri")
    under = [world.caseworker("Under En"), world.caseworker("Under To")]
    unit = world.unit(leader=leader)
    world.context()
    for person in (leader, *under):
        db.scalars(select(Staff).where(Staff.person_id == person.id)).one().unit_id = unit.id
    world._quietly()
    residents = [world.person("Ola"), world.person("Liv")]
    refs = [world.proposal(residents[number % 2]) for number in range(3)]
    return Desk(world, [leader, *under, free], {one.id: leader.id for one in under}, residents, refs, unit.public_id)


NAMES = (
    "move", "move", "take", "assign", "answer", "interim", "check in", "ask", "update", "plan answer", "plan move",
    "task", "drop", "finish", "evaluators", "declare", "undo", "support", "choose", "comment", "time",
)  # fmt: skip
STEPS = st.tuples(st.sampled_from(NAMES), st.integers(0, 2), st.integers(0, 3), st.integers(0, 11))


@pytest.mark.case("BL-14")
@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(steps=st.lists(STEPS, min_size=5, max_size=20))
def test_whatever_they_do_together_all_holds(connection, steps):
    with transaction(connection) as db:
        day = desk(db)
        for name, case, who, n in steps:
            if name == "time":
                day.pass_time(n * 5)
            else:
                day.act(name, case, who, n)
            assert list(day.flaws()) == [], (name, case, who, n)


def test_what_does_not_hold_is_seen(db):
    day = desk(db)
    assert list(day.flaws()) == []
    row = day.world.row(day.refs[0])
    row.open_tasks, row.support_count = 1, 2
    row.handler_id, row.partial_ids = day.staff[1].id, [day.staff[0].id]
    found = " ".join(day.flaws())
    assert "open_tasks is 1" in found
    assert "support_count is 2" in found
    assert "with somebody who is partial" in found
    day.seen[0] = (day.seen[0][0], "0")
    assert "history was changed" in list(day.flaws())


def test_a_walk_does_what_it_says(db):
    """The walk is no row of refusals: these come through, and are found in the history."""
    day = desk(db)
    for name in ("take", "task", "interim", "plan answer", "support", "comment"):
        day.act(name, 0, 0, 1)
    day.pass_time(3)
    day.world.context()
    told = set(db.scalars(select(Event.what)))
    wanted = {What.PROPOSAL_ASSIGNED, What.INTERIM_REPLIED, What.TASK_GIVEN, What.ANSWER_PLANNED, What.COMMENT_WRITTEN}
    assert wanted <= told
    assert told & {What.ANSWER_PUBLISHED, What.ANSWER_HELD}
