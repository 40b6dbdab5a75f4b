"""Support, once for each person or organisation, also when twenty press at once; and following."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, insert, select, text, update

from samskaping.actions import support
from samskaping.context.doors import without_browser
from samskaping.db import transaction
from samskaping.errors import Missing, Refused, Unfit
from samskaping.models import Follow, Organisation, Proposal, Representative, Support
from samskaping.rules.pipeline import STATES
from samskaping.rules.speech import OrganisationKind
from tests.world import municipality

AT_ONCE = 20


def club(world, *people):
    row = Organisation(
        public_id="historielag", name="Historielaget", kind=OrganisationKind.FRIVILLIG,
        registered_by_id=people[0].id, registered_at=world.now,
    )  # fmt: skip
    world.db.add(row)
    world.db.flush()
    for person in people:
        world.db.add(Representative(organisation_id=row.id, person_id=person.id, joined_at=world.now))
    world.db.flush()
    return row


def rows(db):
    return db.scalar(select(func.count()).select_from(Support))


def test_support_counts_once_and_can_be_taken_back(halden):
    ref, liv = halden.proposal(), halden.person("Liv")
    ctx = halden.context(liv)
    assert [support.give(ctx, ref), support.give(ctx, ref)] == [True, False]
    assert (halden.row(ref).support_count, rows(halden.db)) == (1, 1)
    assert [support.take_back(ctx, ref), support.take_back(ctx, ref)] == [True, False]
    assert (halden.row(ref).support_count, rows(halden.db)) == (0, 0)


def test_an_organisation_supports_once_whoever_presses(halden):
    liv, per = halden.person("Liv"), halden.person("Per")
    ref, lag = halden.proposal(), club(halden, liv, per)
    assert support.give(halden.context(liv), ref, organisation=lag.public_id)
    assert not support.give(halden.context(per), ref, organisation=lag.public_id)
    assert support.give(halden.context(per), ref)
    assert halden.row(ref).support_count == 2
    assert support.take_back(halden.context(per), ref, organisation=lag.public_id)
    assert halden.row(ref).support_count == 1
    with pytest.raises(Unfit):
        support.give(halden.context(halden.person("Fremmed")), ref, organisation=lag.public_id)


@pytest.mark.case("BL-03")
def test_whether_support_is_open_is_the_state_s_column(halden):
    ref = halden.proposal()
    given = 0
    for state, rule in STATES.items():
        if not rule.is_public:
            continue
        halden.row(ref).state = state
        someone = halden.context(halden.person("Noen"))
        if rule.takes_support:
            given += support.give(someone, ref)
            continue
        with pytest.raises(Unfit):
            support.give(someone, ref)
    assert halden.row(ref).support_count == given == sum(rule.takes_support for rule in STATES.values())


@pytest.mark.case("BL-03")
def test_hidden_unknown_unconfirmed_and_strangers(halden):
    ref = halden.proposal()
    for who in (halden.person("Ny", confirmed=False), None):
        with pytest.raises(Refused):
            support.give(halden.context(who), ref)
    with pytest.raises(Missing):
        support.give(halden.context(halden.person()), "2026-999999")
    halden.row(ref).is_public = False
    with pytest.raises(Missing):
        support.give(halden.context(halden.person()), ref)


def test_following_twice_is_following(halden):
    ref, liv = halden.proposal(), halden.person("Liv")
    ctx = halden.context(liv)
    for kind, thing in (("proposal", ref), ("municipality", "")):
        support.follow(ctx, kind, thing)
        support.follow(ctx, kind, thing)
    follows = select(Follow.kind).where(Follow.person_id == liv.id).order_by(Follow.kind)
    assert halden.db.scalars(follows).all() == ["municipality", "proposal"]
    support.unfollow(ctx, "proposal", ref)
    support.unfollow(ctx, "proposal", ref)
    assert halden.db.scalars(follows).all() == ["municipality"]


@pytest.mark.parametrize(("what", "thing"), [("proposal", "2026-999999"), ("challenge", "x"), ("person", "1")])
def test_nothing_else_can_be_followed(halden, what, thing):
    with pytest.raises(Missing):
        support.follow(halden.context(halden.person()), what, thing)
    with pytest.raises(Refused):
        support.follow(halden.context(None), what, thing)


class Crowd:
    """Some persons, a proposal, and a deed that all do in the same instant, each in a transaction of its own."""

    def __init__(self, engine, persons=1):
        self.engine = engine
        with transaction(engine) as db:
            world = municipality(db, "halden")
            self.here, self.now = world.here, world.now
            people = [world.person(f"P{number}") for number in range(persons)]
            self.ref, self.ids = world.proposal(), [person.id for person in people]

    def presses(self, deed, times=AT_ONCE):
        start = Barrier(times)

        def press(number):
            start.wait()
            person = self.ids[number % len(self.ids)]
            with transaction(self.engine, self.here.id) as db:
                return deed(without_browser(db, self.here, person, self.now), self.ref)

        with ThreadPoolExecutor(times) as pool:
            return [future.result() for future in [pool.submit(press, number) for number in range(times)]]

    @property
    def state(self):
        """(rows, stored count)"""
        with transaction(self.engine, self.here.id) as db:
            return rows(db), db.scalar(select(Proposal.support_count).where(Proposal.reference == self.ref))


@pytest.mark.case("BL-01")
def test_one_person_pressing_twenty_times_at_once_supports_once(own_engine, rounds):
    crowd = Crowd(own_engine)
    for _round in range(rounds):
        assert sorted(crowd.presses(support.give)) == [False] * (AT_ONCE - 1) + [True]
        assert crowd.state == (1, 1)
        assert sorted(crowd.presses(support.take_back)) == [False] * (AT_ONCE - 1) + [True]
        assert crowd.state == (0, 0)


@pytest.mark.case("BL-02")
def test_twenty_persons_at_once_are_twenty(own_engine, rounds):
    crowd = Crowd(own_engine, AT_ONCE)
    for _round in range(rounds):
        assert crowd.presses(support.give) == [True] * AT_ONCE
        assert crowd.state == (AT_ONCE, AT_ONCE)
        assert crowd.presses(support.take_back) == [True] * AT_ONCE
        assert crowd.state == (0, 0)


def careless(ctx, ref):
    """The twin without upsert: it adds a row and counts it."""
    proposal = support._public(ctx, ref)
    ctx.db.add(
        Support(municipality_id=ctx.here.id, proposal_id=proposal.id, person_id=ctx.actor.person_id, given_at=ctx.now)
    )
    ctx.db.flush()
    support.count(ctx, proposal, 1)
    return True


@pytest.mark.case("BL-01")
def test_the_same_press_is_seen_red_without_the_index_and_the_upsert(own_engine):
    crowd = Crowd(own_engine)
    with own_engine.begin() as connection:
        connection.execute(text("DROP INDEX uq_supports_person"))
    crowd.presses(careless)
    assert crowd.state == (AT_ONCE, AT_ONCE)


class Forgetful:
    """The twin that reads the count in one transaction and writes it in another, without holding the row between."""

    def __init__(self, crowd):
        self.crowd, self.all_have_seen = crowd, Barrier(AT_ONCE)

    def __call__(self, number):
        with transaction(self.crowd.engine, self.crowd.here.id, reading=True) as db:
            seen = db.scalar(select(Proposal.support_count).where(Proposal.reference == self.crowd.ref))
        self.all_have_seen.wait()
        with transaction(self.crowd.engine, self.crowd.here.id) as db:
            proposal = db.scalar(select(Proposal.id).where(Proposal.reference == self.crowd.ref))
            person = self.crowd.ids[number]
            values = {"municipality_id": self.crowd.here.id, "proposal_id": proposal, "person_id": person}
            db.execute(insert(Support).values(**values, given_at=self.crowd.now))
            db.execute(update(Proposal).where(Proposal.id == proposal).values(support_count=seen + 1))


@pytest.mark.case("BL-02")
def test_the_same_crowd_is_seen_red_when_the_count_is_read_without_holding_the_row(own_engine):
    crowd = Crowd(own_engine, AT_ONCE)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(Forgetful(crowd), range(AT_ONCE)))
    assert crowd.state == (AT_ONCE, 1)
