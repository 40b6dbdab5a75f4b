"""Who is partial in a case: what they lose, who loses it with them, and how a mistake is lifted."""

from datetime import timedelta
from itertools import product

import pytest
from sqlalchemy import select

from samskaping.actions import (
    batches,
    casework,
    evaluations,
    impartiality,
    moves,
    notes,
    planned,
    routing,
    statements,
    tasks,
)
from samskaping.actions.evaluations import Judgement
from samskaping.actions.moves import Wish
from samskaping.actions.planned import When
from samskaping.actions.statements import Said
from samskaping.actions.tasks import Wanted
from samskaping.errors import Missing, Refused, Unfit
from samskaping.models import Declaration, Evaluation, Event, Staff, Task
from samskaping.queries import case_choices, case_page, selection
from samskaping.queries import casework as inbox
from samskaping.queries import evaluations as judging
from samskaping.queries import planned as planned_one
from samskaping.queries import tasks as given_tasks
from samskaping.queries.audiences import hearers
from samskaping.queries.casework import Filters
from samskaping.rules.evaluation import Feasibility
from samskaping.rules.events import PUBLIC_FACTS, What
from samskaping.rules.roles import Role
from samskaping.rules.selection import Doing
from samskaping.rules.speech import Decision
from samskaping.rules.tasks import TaskKind
from tests.world import municipality

pytestmark = pytest.mark.second_in_matrix


@pytest.fixture
def halden(db):
    return municipality(db)


@pytest.fixture
def people(halden):
    """A leader with two caseworkers under her, and one in no unit."""
    halden.context()
    leader = halden.person("Leder Lie", Role.LEDER)
    unit = halden.unit(leader=leader)
    under = halden.caseworker("Under Lie")
    free = halden.caseworker("Fri Franke")
    for person in (leader, under):
        halden.db.scalars(select(Staff).where(Staff.person_id == person.id)).one().unit_id = unit.id
    halden._quietly()
    return {"leader": leader, "under": under, "free": free, "unit": unit}


def deeds(world, ref):
    """Every deed in a case that a partial person may not do."""
    version = world.row(ref).version
    return {
        "note": lambda ctx: notes.write(ctx, ref, "Merknad"),
        "answer": lambda ctx: statements.answer(ctx, ref, Said("Ja.", version, decision=Decision.JA), impartial=True),
        "interim": lambda ctx: statements.interim(
            ctx, ref, Said("Mer tid.", version, due=world.in_days(40)), impartial=True
        ),
        "ask": lambda ctx: statements.ask(ctx, ref, Said("Hvor?", version)),
        "update": lambda ctx: statements.update(ctx, ref, Said("Nytt.", version)),
        "move": lambda ctx: moves.move(ctx, ref, Wish("vurder", version, unit=world.unit().public_id), impartial=True),
        "take": lambda ctx: casework.take(ctx, ref, impartial=True),
        "classify": lambda ctx: casework.classify(ctx, ref, casework.Place(), version=version),
        "ask evaluators": lambda ctx: evaluations.ask(ctx, ref, [world.caseworker("Ny Nilsen").public_id]),
        "task": lambda ctx: tasks.give(ctx, ref, Wanted(TaskKind.OPPGAVE, world.caseworker("To To").public_id, "Ring")),
    }


NAMES = ("note", "answer", "interim", "ask", "update", "move", "take", "classify", "ask evaluators", "task")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("partial", "who", "may"),
    [
        (None, "free", True),
        ("free", "free", False),
        ("free", "under", True),
        ("leader", "leader", False),
        ("leader", "under", False),
        ("leader", "free", True),
        ("under", "leader", True),
    ],
)
def test_what_a_partial_person_and_those_they_lead_lose(halden, people, name, partial, who, may):
    ref = halden.proposal()
    if partial:
        impartiality.declare(halden.context(people[partial]), ref, partial=True)
    deed = deeds(halden, ref)[name]
    if may:
        deed(halden.context(people[who]))
    else:
        with pytest.raises((Refused, Missing)):
            deed(halden.context(people[who]))


def test_an_evaluator_who_is_partial_evaluates_no_more(halden, people):
    ref, free = halden.proposal(), people["free"]
    evaluations.ask(halden.context(people["leader"]), ref, [free.public_id, people["under"].public_id])
    evaluations.submit(halden.context(free), ref, Judgement(0, Feasibility.DELVIS))
    for person in (free, people["under"]):
        impartiality.declare(halden.context(person), ref, partial=True)
    with pytest.raises(Refused):
        evaluations.submit(halden.context(free), ref, Judgement(1, Feasibility.IKKE, "Nei"))
    with pytest.raises(Missing):  # what was not submitted is asked of nobody any more
        evaluations.submit(halden.context(people["under"]), ref, Judgement(0, Feasibility.DELVIS))


@pytest.mark.parametrize(
    ("partial", "handler", "kept"), [("free", "free", False), ("leader", "under", False), ("free", "under", True)]
)
def test_the_case_is_handed_on(halden, people, partial, handler, kept):
    ref = halden.proposal()
    casework.assign(
        halden.sure(people["leader"], ref), ref, person=people[handler].public_id, unit=people["unit"].public_id
    )
    impartiality.declare(halden.context(people[partial]), ref, partial=True, reason="Naboen min")
    assert (halden.row(ref).handler_id is not None) is kept
    [event] = events(halden, What.IMPARTIALITY_DENIED)
    assert "Nabo" not in str(event.details)
    may_act = {"free": {people["leader"].id, people["under"].id}, "leader": {people["free"].id}}
    assert set(hearers(halden.context(), event)) == may_act[partial]


def events(world, *what):
    found = select(Event).where(Event.what.in_(what)).order_by(Event.id)
    return list(world.db.scalars(found))


@pytest.mark.parametrize("rest", [True, False])
def test_a_case_leaves_the_unit_that_its_partial_leader_leads(halden, people, rest):
    """It goes to the unit for all other cases, or to no unit; it is nobody's, and so new to everyone who may act."""
    leader, free, unit = people["leader"], people["free"], people["unit"]
    common = halden.unit("Service", leader=halden.person("Annen Leder", Role.LEDER))
    if rest:
        routing.lay(halden.context(halden.person("Adm", Role.ADMINISTRATOR)), unit=common.public_id)
    ref = halden.proposal()
    casework.assign(halden.sure(leader, ref), ref, person=people["under"].public_id, unit=unit.public_id, before="")
    impartiality.declare(halden.context(leader), ref, partial=True)
    assert halden.row(ref).unit_id == (common.id if rest else None)
    assert ref in [row.reference for row in inbox.inbox(halden.context(free), Filters(queue="nye")).rows]
    denied = events(halden, What.IMPARTIALITY_DENIED)[0]
    assert set(hearers(halden.context(), denied)) == ({common.leader_id} if rest else {free.id, common.leader_id})


@pytest.mark.parametrize("what", [What.DEADLINE_PASSED, What.DEADLINE_NEAR, What.CASE_QUIET, What.QUESTION_REPLIED])
def test_only_those_who_may_act_are_told_what_must_be_done(halden, people, what):
    """Also where the case stands in the partial leader's unit: who leads it may have changed since."""
    leader, free, unit = people["leader"], people["free"], people["unit"]
    other, administrator = halden.person("Annen Leder", Role.LEDER), halden.person("Adm", Role.ADMINISTRATOR)
    ref = halden.proposal()
    impartiality.declare(halden.context(leader), ref, partial=True)
    halden.row(ref).unit_id = unit.id
    halden.db.flush()
    event = Event(
        municipality_id=halden.here.id, subject_kind="proposal", subject_id=halden.row(ref).id, what=what,
        details={}, happened_at=halden.now,
    )  # fmt: skip
    told = set(hearers(halden.context(), event))
    inside = {leader.id, people["under"].id}
    assert not told & inside
    assert other.id in told
    if what is not What.QUESTION_REPLIED:
        assert (free.id in told) is True
    for person in (other, free):
        impartiality.declare(halden.context(person), ref, partial=True)
    assert set(hearers(halden.context(), event)) <= {administrator.id}
    assert what is What.QUESTION_REPLIED or set(hearers(halden.context(), event)) == {administrator.id}


def test_no_unit_whose_leader_is_partial_is_given_the_case(halden, people):
    ref, free, unit = halden.proposal(), people["free"], people["unit"].public_id
    impartiality.declare(halden.context(people["leader"]), ref, partial=True)
    with pytest.raises(Unfit) as refused:
        casework.assign(halden.sure(free, ref), ref, unit=unit)
    assert set(refused.value.fields) == {"unit"}
    with pytest.raises(Unfit) as refused:
        moves.move(halden.sure(free, ref), ref, Wish("vurder", halden.row(ref).version, unit=unit))
    assert set(refused.value.fields) == {"unit"}
    for wanted in (selection.Wanted(Doing.TILDEL, unit=unit), selection.Wanted(Doing.FLYTT, unit=unit, verb="vurder")):
        [verdict] = selection.verdicts(
            halden.context(free),
            selection.cases(halden.context(free), [ref]),
            selection.order(halden.context(), wanted),
        )
        assert verdict.obstacle == "Lederen for enheten er inhabil i saken"


def test_partial_people_are_offered_and_given_nothing(halden, people):
    ref = halden.proposal()
    impartiality.declare(halden.context(people["leader"]), ref, partial=True)
    ctx = halden.context(people["free"])
    offered = {one.public_id for one in case_choices.handlers(ctx, but=halden.row(ref).partial_ids)}
    assert offered == {people["free"].public_id}
    for name in ("leader", "under"):
        with pytest.raises(Unfit) as refused:
            casework.assign(halden.sure(people["free"], ref), ref, person=people[name].public_id)
        assert set(refused.value.fields) == {"person"}


@pytest.mark.parametrize(("partial", "reads"), [("under", True), ("free", False), ("leader", True)])
def test_what_is_internal_is_closed_to_whoever_is_partial(halden, people, partial, reads):
    """Notes, evaluations, tasks, private questions and what is planned; those under a partial leader read on."""
    ref, under, leader = halden.proposal(), people["under"], people["leader"]
    reader = under if partial == "leader" else people["free"]
    notes.write(halden.context(under), ref, "Bare for ansatte")
    evaluations.ask(halden.context(leader), ref, [under.public_id])
    evaluations.submit(halden.context(under), ref, Judgement(0, Feasibility.DELVIS))
    tasks.give(halden.context(leader), ref, Wanted(TaskKind.OPPGAVE, under.public_id, "Ring"))
    statements.ask(halden.context(leader), ref, Said("Hvor bor du?", halden.row(ref).version, is_public=False))
    answer = Said("Ja.", halden.row(ref).version, decision=Decision.JA)
    waits = planned.plan(halden.sure(leader, ref), ref, answer, planned.When(halden.later(days=3).now))
    impartiality.declare(halden.context(people[partial]), ref, partial=True)
    ctx = halden.context(reader)
    page = case_page.page(ctx, ref)
    judged, given = judging.in_case(ctx, page.case).rows, given_tasks.in_case(ctx, page.case)
    assert [bool(found) for found in (page.notes, page.statements, judged, given)] == [reads] * 4
    assert all(event.is_public for event in page.history) is not reads
    single = (
        lambda: planned_one.one(ctx, waits),
        lambda: judging.versions(ctx, page.case, halden.db.scalars(select(Evaluation.public_id)).one()),
        lambda: given_tasks.one(ctx, page.case, halden.db.scalars(select(Task.public_id)).one()),
    )
    for read in single:
        if reads:
            assert read()
        else:
            with pytest.raises(Refused):
                read()


def test_nobody_partial_is_mentioned_in_a_note(halden, people):
    ref, free = halden.proposal(), people["free"]
    impartiality.declare(halden.context(free), ref, partial=True)
    with pytest.raises(Unfit):
        notes.write(halden.context(people["leader"]), ref, "Se på dette", mentions=[free.public_id])


def test_a_mistake_is_lifted_by_somebody_else_with_a_reason(halden, people):
    ref, administrator = halden.proposal(), halden.person("Adm", Role.ADMINISTRATOR)
    impartiality.declare(halden.context(people["leader"]), ref, partial=True)
    with pytest.raises(Unfit):
        impartiality.declare(halden.context(people["leader"]), ref, partial=False)
    word = halden.db.scalars(select(Declaration.public_id)).one()
    for who, error in (("leader", Refused), ("free", Refused)):
        with pytest.raises(error):
            impartiality.lift(halden.context(people[who]), word, "Feil")
    with pytest.raises(Unfit):
        impartiality.lift(halden.context(administrator), word, "  ")
    impartiality.lift(halden.context(administrator), word, "Forvekslet med en annen sak")
    assert halden.row(ref).partial_ids == []
    notes.write(halden.context(people["under"]), ref, "Nå går det.")
    voss = municipality(halden.db, "voss")
    with pytest.raises(Missing):
        impartiality.lift(voss.context(voss.person("Vossing", Role.ADMINISTRATOR)), word, "Feil")


def test_nothing_of_it_is_public():
    assert not {What.IMPARTIALITY_ASSURED, What.IMPARTIALITY_DENIED, What.IMPARTIALITY_LIFTED} & PUBLIC_FACTS


@pytest.mark.parametrize("partial", ["free", "leader"])
def test_when_a_batch_is_published_is_decided_by_nobody_who_is_partial_in_it(halden, people, partial):
    ref, ivar, now = halden.proposal(), halden.caseworker("Ivar"), halden.context().now
    batch = batches.make(halden.context(ivar), "Svar før jul")
    yes = Said("Ja.", halden.row(ref).version, decision=Decision.JA)
    planned.plan(halden.sure(ivar, ref), ref, yes, When(batch=batch))
    impartiality.declare(halden.context(people[partial]), ref, partial=True)
    barred = {"free": [people["free"]], "leader": [people["leader"], people["under"]]}[partial]
    for person, at in product(barred, (None, now + timedelta(days=1))):
        with pytest.raises(Unfit, match=ref):
            batches.schedule(halden.context(person), batch, at)
    assert batches.schedule(halden.context(ivar), batch, None) == 1
