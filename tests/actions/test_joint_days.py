"""Whose answer is owed when cases are joined: nobody waits longer for it than they were promised."""

from dataclasses import replace
from datetime import timedelta

import pytest

from samskaping.actions import merging, moves, planned, statements
from samskaping.actions.moves import Wish
from samskaping.actions.planned import When
from samskaping.actions.statements import Said
from samskaping.errors import Unfit
from samskaping.rules.deadlines import legal_limit
from samskaping.rules.pipeline import State
from samskaping.rules.speech import Decision
from tests.truths import broken
from tests.world import municipality


@pytest.fixture
def halden(db):
    world = municipality(db)
    return replace(world, here=replace(world.here, answer_days=30))


def on_days(world, *days):
    """Proposals that came so many days after the first."""
    return [world.later(days=day).proposal(title=f"Benk nummer {day}") for day in days]


def undo(world, ref, by):
    merging.undo(world.context(by), ref, version=world.row(ref).version)


def test_the_case_that_goes_on_is_answered_on_the_first_of_the_two_days(halden, kari):
    first, second, third = on_days(halden, 0, 9, 16)
    limit = legal_limit(halden.context().today)
    later = halden.later(days=20)
    later.move(first, "sla_sammen", kari, into=second)
    later.move(second, "sla_sammen", kari, into=third)  # a chain puts nothing off
    row = halden.row(third)
    assert (row.answer_due, row.ball_until, row.due_on) == (limit, limit, limit)
    assert broken(halden.db) == []


def test_a_later_day_changes_nothing(halden, kari):
    first, second = on_days(halden, 0, 9)
    before = halden.row(first).answer_due
    halden.later(days=10).move(second, "sla_sammen", kari, into=first)
    assert halden.row(first).answer_due == before


def test_undoing_gives_the_day_back_unless_another_needs_it_or_a_new_one_was_promised(halden, kari):
    first, second, third, target = on_days(halden, 0, 4, 6, 9)
    own, limit, next_limit = (halden.row(ref).answer_due for ref in (target, first, second))
    later = halden.later(days=10)
    later.move(first, "sla_sammen", kari, into=target)
    later.move(second, "sla_sammen", kari, into=target)
    assert halden.row(target).answer_due == limit
    undo(later, first, kari)
    assert halden.row(target).answer_due == next_limit
    later.move(third, "sla_sammen", kari, into=target)
    promised = halden.in_days(60)
    said = Said("Mer tid.", halden.row(target).version, due=promised)
    statements.interim(later.sure(kari, target), target, said)
    undo(later, second, kari)
    assert (halden.row(target).answer_due, own < promised) == (promised, True)
    assert halden.row(second).answer_due == next_limit
    assert broken(halden.db) == []


def test_a_case_that_waits_is_not_joined_into_one_in_which_nobody_does(halden, kari):
    one, answered = on_days(halden, 0, 1)
    said = Said("Ja.", 1, decision=Decision.JA)
    statements.answer(halden.sure(kari, answered), answered, said)
    halden.db.flush()
    unit = halden.unit().public_id
    joining = Wish("sla_sammen", halden.row(one).version, reason="Det samme.", unit=unit, into=answered)
    tomorrow = When(halden.now + timedelta(days=1))
    for join in (moves.move, lambda *wanted: planned.plan(*wanted, tomorrow)):
        with pytest.raises(Unfit) as refused:
            join(halden.sure(kari, one), one, joining)
        assert set(refused.value.fields) == {"into"}
    statements.answer(halden.sure(kari, one), one, said)
    halden.move(one, "sla_sammen", kari, into=answered)
    assert halden.row(one).state is State.SLATT_SAMMEN


@pytest.mark.parametrize("decision", [None, Decision.NEI])
def test_a_case_that_waits_ends_with_its_answer(halden, kari, decision):
    ref = halden.proposal()
    halden.move(ref, "vurder", kari)
    if decision is None:
        with pytest.raises(Unfit) as refused:
            halden.move(ref, "avslutt_med_laering", kari, decision=None)
        assert set(refused.value.fields) == {"decision"}
        statements.answer(halden.sure(kari, ref), ref, Said("Nei.", halden.row(ref).version, decision=Decision.NEI))
    halden.move(ref, "avslutt_med_laering", kari, decision=decision)
    row = halden.row(ref)
    assert (row.state, row.waiting_since) == (State.AVSLUTTET_LAERING, None)
    assert row.answered_at is not None
