"""What every deed that decides in a case asks first, and who has the case from then on."""

import pytest
from sqlalchemy import select

from samskaping.actions import answering, casework, evaluations, impartiality, moves, planned, selection, statements
from samskaping.actions.evaluations import Judgement
from samskaping.actions.moves import Wish
from samskaping.actions.planned import When
from samskaping.actions.statements import Said
from samskaping.errors import Denied, Unfit
from samskaping.models import Declaration, Event, Planned
from samskaping.queries import casework as inbox
from samskaping.queries import selection as chosen
from samskaping.queries.casework import Filters
from samskaping.queries.selection import Wanted
from samskaping.rules.evaluation import Feasibility
from samskaping.rules.events import What
from samskaping.rules.pipeline import Body
from samskaping.rules.selection import Doing
from samskaping.rules.speech import Decision

pytestmark = pytest.mark.second_in_matrix


def together(world, refs, wanted, wish=None):
    def deed(ctx, *, impartial):
        found = chosen.verdicts(ctx, chosen.cases(ctx, refs), chosen.order(ctx, wanted))
        seen = " ".join(one.mark for one in found)
        selection.do(ctx, refs, wanted, seen=seen, wish=wish, impartial=impartial)

    return deed


def deeds(world, kari, ref):
    """Every deed that decides in a case, or gives it to whoever does it."""
    version, unit, other = world.row(ref).version, world.unit().public_id, world.proposal()
    yes, more = Said("Ja.", version, decision=Decision.JA), Said("Mer tid.", version, due=world.in_days(40))
    wish, hour = Wish("vurder", version, unit=unit), When(world.later(days=1).now)
    into = Wish("sla_sammen", version, reason="Det samme.", unit=unit, into=other)
    taking = Wanted(Doing.TILDEL, person=kari.public_id)
    return {
        "answer": lambda ctx, **sure: statements.answer(ctx, ref, yes, **sure),
        "interim": lambda ctx, **sure: statements.interim(ctx, ref, more, **sure),
        "move": lambda ctx, **sure: moves.move(ctx, ref, wish, **sure),
        "merge": lambda ctx, **sure: moves.move(ctx, ref, into, **sure),
        "plan an answer": lambda ctx, **sure: planned.plan(ctx, ref, yes, hour, **sure),
        "plan an interim reply": lambda ctx, **sure: planned.plan(ctx, ref, more, hour, **sure),
        "plan a move": lambda ctx, **sure: planned.plan(ctx, ref, wish, hour, **sure),
        "answer many": lambda ctx, **sure: answering.answer_all(ctx, {ref: yes}, **sure),
        "move many": together(world, [ref], Wanted(Doing.FLYTT, unit=unit, verb="vurder"), wish),
        "take": lambda ctx, **sure: casework.take(ctx, ref, **sure),
        "take many": together(world, [ref], taking),
    }


NAMES = (
    "answer", "interim", "move", "merge", "plan an answer", "plan an interim reply", "plan a move", "answer many",
    "move many", "take", "take many",
)  # fmt: skip
#: Deeds that leave an open case with whoever did them.
TAKES = set(NAMES) - {"merge"}


@pytest.mark.parametrize("name", NAMES)
def test_whoever_decides_has_said_that_they_are_impartial_or_says_so_now(halden, kari, name):
    ref = halden.proposal()
    deed = deeds(halden, kari, ref)[name]
    length = halden.row(ref).history_length
    with pytest.raises(Unfit) as refused:
        deed(halden.context(kari), impartial=False)
    assert list(refused.value.fields) == ["impartial"]
    halden.db.expire_all()
    assert halden.row(ref).history_length == length
    assert halden.db.scalar(select(Planned.id)) is None
    deed(halden.context(kari), impartial=True)
    assert halden.db.scalars(select(Declaration.is_partial)).one() is False
    key = halden.row(ref).id
    told = list(
        halden.db.scalars(
            select(Event.what).where(Event.subject_id == key, Event.number > length).order_by(Event.number)
        )
    )
    assert told[0] == What.IMPARTIALITY_ASSURED
    assert told.count(What.IMPARTIALITY_ASSURED) == 1
    assert halden.row(ref).handler_id == (kari.id if name in TAKES else None)


def test_whoever_has_said_it_is_not_asked_again(halden, kari):
    ref = halden.proposal()
    impartiality.declare(halden.context(kari), ref, partial=False)
    deeds(halden, kari, ref)["answer"](halden.context(kari), impartial=False)
    told = select(Event.id).where(Event.what == What.IMPARTIALITY_ASSURED)
    assert len(halden.db.scalars(told).all()) == 1


def test_one_case_of_several_is_enough_to_refuse_all(halden, kari):
    refs = [halden.proposal(), halden.proposal()]
    halden.sure(kari, refs[0])
    said = {ref: Said("Ja.", halden.row(ref).version, decision=Decision.JA) for ref in refs}
    with pytest.raises(Unfit):
        answering.answer_all(halden.context(kari), said)
    assert not any(halden.row(ref).answered_at for ref in refs)


def test_a_change_of_what_is_planned_is_a_decision_too(halden, kari):
    ref, ivar = halden.proposal(), halden.caseworker("Ivar Demo")
    yes, hour = Said("Ja.", halden.row(ref).version, decision=Decision.JA), When(halden.later(days=1).now)
    waits = planned.plan(halden.sure(ivar, ref), ref, yes, hour)
    with pytest.raises(Unfit):
        planned.replan(halden.context(kari), waits, yes, hour, version=1)
    planned.replan(halden.context(kari), waits, yes, hour, version=1, impartial=True)


# Who has the case from then on.


def new(world, person):
    return [row.reference for row in inbox.inbox(world.context(person), Filters(queue="nye")).rows]


@pytest.mark.parametrize("name", ["answer", "interim", "answer many"])
def test_whoever_answers_in_a_case_that_nobody_has_has_it(halden, kari, name):
    ref, ivar = halden.proposal(), halden.caseworker("Ivar Demo")
    halden.joins(kari, halden.unit("En annen enhet"))
    halden.row(ref).unit_id = halden.unit().id
    deeds(halden, kari, ref)[name](halden.sure(kari, ref), impartial=False)
    assert halden.row(ref).handler_id == kari.id
    assert ref not in new(halden, kari)
    deeds(halden, kari, ref)["answer"](halden.sure(ivar, ref), impartial=False)
    assert halden.row(ref).handler_id == kari.id


def test_whoever_moves_a_case_has_it_unless_another_unit_gets_it(halden, kari):
    halden.context()
    own, other = halden.unit("Vei"), halden.unit("Skole")
    halden.joins(kari, own)
    kept, given, ended = (halden.proposal() for _ in range(3))
    halden.move(kept, "vurder", kari, unit=own.public_id)
    halden.move(given, "vurder", kari, unit=other.public_id)
    halden.move(ended, "avsla", kari, unit=own.public_id)
    assert [halden.row(ref).handler_id for ref in (kept, given, ended)] == [kari.id, None, None]
    assert new(halden, kari) == [given]  # nobody has it, and it is open: the unit finds it among the new ones
    assert inbox.counts(halden.context(kari)).queues["nye"] == 1
    assert halden.context(kari).me.new_cases == 1


# A case that goes on in another.


@pytest.fixture
def joined(halden, kari):
    ref, into = halden.proposal(), halden.proposal()
    expert = halden.caseworker("Fagperson En")
    evaluations.ask(halden.context(kari), ref, [expert.public_id])
    halden.move(ref, "sla_sammen", kari, into=into)
    return ref, into, expert


@pytest.mark.parametrize("name", [*NAMES, "assign", "ask", "check in", "evaluate"])
def test_in_a_joined_case_nothing_is_done(halden, kari, joined, name):
    ref, into, expert = joined
    version = halden.row(ref).version
    found = deeds(halden, kari, ref) | {
        "assign": lambda ctx, **_sure: casework.assign(ctx, ref, person=expert.public_id),
        "ask": lambda ctx, **_sure: statements.ask(ctx, ref, Said("Hvor?", version)),
        "check in": lambda ctx, **_sure: statements.check_in(ctx, ref, Said("I gang.", version, due=halden.in_days(3))),
        "evaluate": lambda _ctx, **_sure: evaluations.submit(
            halden.context(expert), ref, Judgement(0, Feasibility.DELVIS)
        ),
    }
    before = halden.row(ref).history_length
    with pytest.raises(Denied) as refused:
        found[name](halden.sure(kari, ref), impartial=True)
    words = refused.value.message
    assert f"slått sammen med {into}" in words or "slått sammen med en annen" in words or "Slått sammen" in words or (
        name.endswith("many") and "Dette kan ikke gjøres i noen av sakene." in words
    ), words  # fmt: skip
    halden.db.expire_all()
    row = halden.row(ref)
    assert (row.history_length, row.handler_id, row.answered_at) == (before, None, None)


def test_a_joined_case_can_be_taken_up_again(halden, kari, joined):
    ref = joined[0]
    halden.move(ref, "ta_opp_igjen", kari, body=Body.ADMINISTRASJONEN)
    assert halden.row(ref).handler_id == kari.id
