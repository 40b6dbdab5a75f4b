"""Joining cases: supporters are asked and never moved silently, everything can be taken back within a day."""

import pytest
from sqlalchemy import func, select

from samskaping.actions import merging, moves, support
from samskaping.actions.moves import Wish
from samskaping.errors import Clash, Missing, Refused, Unfit
from samskaping.models import AskedSupporter, Event, Follow, Merge, Support
from samskaping.rules.events import What
from samskaping.rules.pipeline import State
from samskaping.rules.roles import Role
from tests.actions.test_support import club
from tests.truths import broken


@pytest.fixture
def pair(halden, kari):
    """Two proposals: the first was taken under assessment, and both have supporters; one person supports both."""
    one, other = halden.proposal(title="Suppe i grendehuset"), halden.proposal(title="Langbord på torget")
    halden.move(one, "vurder", kari)
    both, first = halden.person("Begge To"), halden.person("Bare Den Ene")
    for person, ref in ((both, one), (both, other), (first, one)):
        support.give(halden.context(person), ref)
    return one, other, both, first


def counts(world, *refs):
    """The stored and the counted supports of each, which must agree."""
    found = []
    for ref in refs:
        row = world.row(ref)
        real = world.db.scalar(select(func.count()).select_from(Support).where(Support.proposal_id == row.id))
        assert row.support_count == real
        found.append(real)
    return found


def merged(world, one, other, by):
    world.move(one, "sla_sammen", by, into=other)


def test_nothing_moves_before_somebody_says_so(halden, kari, pair):
    one, other, both, first = pair
    merged(halden, one, other, kari)
    assert counts(halden, one, other) == [2, 1]
    asked = halden.db.scalars(select(AskedSupporter.person_id)).all()
    assert sorted(asked) == sorted([both.id, first.id])
    assert broken(halden.db) == []


def test_a_yes_moves_one_support_once_and_a_no_none(halden, kari, pair):
    one, other, both, first = pair
    merged(halden, one, other, kari)
    assert merging.answer(halden.context(first), one, follows=False) is False
    assert counts(halden, one, other) == [2, 1]
    assert merging.answer(halden.context(first), one, follows=True) is True
    assert merging.answer(halden.context(first), one, follows=True) is False
    assert counts(halden, one, other) == [1, 2]
    assert merging.answer(halden.context(both), one, follows=True) is True  # supported the other already
    assert counts(halden, one, other) == [0, 2]
    with pytest.raises(Missing):
        merging.answer(halden.context(halden.person("En Annen")), one, follows=True)


def test_undoing_puts_everything_back(halden, kari, pair):
    one, other, both, first = pair
    before = {name: getattr(halden.row(one), name) for name in merging.STANDING}
    follows = halden.db.scalars(select(Follow.person_id).order_by(Follow.id)).all()
    merged(halden, one, other, kari)
    for person in (both, first):
        merging.answer(halden.context(person), one, follows=True)
    later = halden.later(hours=23)
    merging.undo(later.context(kari), one, version=halden.row(one).version)
    row = halden.row(one)
    assert {name: getattr(row, name) for name in merging.STANDING} == before
    assert row.state is State.VURDERES
    assert row.into_id is None
    assert counts(halden, one, other) == [2, 1]
    assert halden.db.scalars(select(Follow.person_id).order_by(Follow.id)).all() == follows
    assert broken(halden.db) == []
    with pytest.raises(Unfit):
        merging.undo(later.context(kari), one, version=row.version)
    with pytest.raises(Unfit):
        merging.answer(later.context(first), one, follows=True)


def test_a_support_withdrawn_meanwhile_stays_withdrawn(halden, kari, pair):
    one, other, _both, first = pair
    merged(halden, one, other, kari)
    merging.answer(halden.context(first), one, follows=True)
    support.take_back(halden.context(first), other)
    merging.undo(halden.context(kari), one, version=halden.row(one).version)
    assert counts(halden, one, other) == [1, 1]


def test_after_a_day_it_is_refused_in_clear_words(halden, kari, pair):
    one, other, _both, _first = pair
    merged(halden, one, other, kari)
    version = halden.row(one).version
    with pytest.raises(Clash):
        merging.undo(halden.context(kari), one, version=version - 1)
    with pytest.raises(Unfit, match="Ta heller saken opp igjen"):
        merging.undo(halden.later(hours=24, seconds=1).context(kari), one, version=version)
    assert halden.row(one).state is State.SLATT_SAMMEN
    merging.undo(halden.later(hours=24).context(kari), one, version=version)


@pytest.mark.parametrize("after", ["sla_sammen", "avsla", "trekk"])
def test_a_case_is_joined_into_an_open_one_only(halden, kari, pair, after):
    one, other, _both, _first = pair
    third = halden.proposal(title="Et tredje")
    if after == "trekk":
        writer = halden.person("Trekker Seg")
        other = halden.proposal(writer, title="Skal trekkes")
        halden.move(other, "trekk", writer)
    else:
        halden.move(other, after, kari, **({"into": third} if after == "sla_sammen" else {}))
    for into in (other, one, "2026-999999"):
        with pytest.raises(Unfit) as refused:
            merged(halden, one, into, kari)
        assert "into" in refused.value.fields


def test_an_organisations_support_follows_when_one_who_acts_for_it_says_so(halden, kari, pair):
    one, other, _both, first = pair
    per = halden.person("Per")
    lag = club(halden, first, per)
    support.give(halden.context(first), one, organisation=lag.public_id)
    merged(halden, one, other, kari)
    assert merging.answer(halden.context(per), one, follows=True, organisation=lag.public_id) is True
    assert counts(halden, one, other) == [2, 2]
    with pytest.raises(Missing):
        merging.answer(halden.context(per), one, follows=True)
    merging.undo(halden.context(kari), one, version=halden.row(one).version)
    assert counts(halden, one, other) == [3, 1]


def test_the_target_moves_on_and_takes_no_support(halden, kari, pair):
    one, other, _both, first = pair
    merged(halden, one, other, kari)
    halden.move(other, "avsla", kari)
    with pytest.raises(Unfit, match="tar ikke imot støtte"):
        merging.answer(halden.context(first), one, follows=True)
    assert counts(halden, one, other) == [2, 1]


def test_both_histories_tell_it(halden, kari, pair):
    one, other, _both, _first = pair
    merged(halden, one, other, kari)
    merging.undo(halden.context(kari), one, version=halden.row(one).version)
    told = [what for (what,) in halden.db.execute(select_events(halden, one))]
    assert told[-3:] == [What.PROPOSAL_MOVED, What.SUPPORT_ASKED, What.MERGE_UNDONE]
    told = [what for (what,) in halden.db.execute(select_events(halden, other))]
    assert told[-2:] == [What.PROPOSAL_JOINED, What.PROPOSAL_PARTED]


def select_events(world, ref):
    of = (Event.subject_kind == "proposal", Event.subject_id == world.row(ref).id)
    return select(Event.what).where(*of).order_by(Event.number)


def test_somebody_without_the_right_is_refused(halden, kari, pair):
    one, other, _both, first = pair
    merged(halden, one, other, kari)
    version = halden.row(one).version
    for person in (first, halden.person("Leser", Role.INNSYN)):
        with pytest.raises(Refused):
            merging.undo(halden.context(person), one, version=version)
    with pytest.raises(Missing):
        moves.move(halden.sure(first, other), other, Wish("sla_sammen", halden.row(other).version, into=one))
    assert halden.db.scalar(select(func.count()).select_from(Merge)) == 1
