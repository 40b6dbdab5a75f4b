"""A large sheet on its way in, and a resident who sends in something meanwhile: neither waits for the other."""

import threading

import pytest
from sqlalchemy import func, select

from samskaping.actions import intakes, proposals, visibility
from samskaping.actions.intakes import FromSheet
from samskaping.actions.record import digest, record
from samskaping.actions.visibility import Past
from samskaping.context.doors import without_browser
from samskaping.db import transaction
from samskaping.models import Event, Municipality, Proposal, ReferenceCounter
from samskaping.rules.events import What
from samskaping.rules.intakes import Channel, Entry
from tests.truths import broken
from tests.world import World, municipality

ROWS = 100


class Office:
    """One who takes in a sheet, and a resident with a draft."""

    def __init__(self, engine):
        self.engine = engine
        with transaction(engine) as db:
            world = municipality(db)
            self.here, self.now = world.here, world.now
            self.kari = world.caseworker().id
        self.meanwhile: list[str] = []
        self.was_first = False

    def entries(self, count=ROWS):
        return [
            Entry(title=f"Benk nummer {number}", need="Det er langt å stå for den som er dårlig til beins.",
                  received=self.now.date(), channel=Channel.PAPIR)
            for number in range(count)
        ]  # fmt: skip

    def take_in(self, *, fails=False):
        with transaction(self.engine, self.here.id) as db:
            refs = intakes.enter_all(without_browser(db, self.here, self.kari, self.now), self.entries())
            if fails:
                raise InterruptedError
            return refs

    def send_in(self):
        """A resident's own, in a transaction of its own; another each time, since nobody may send in without end."""
        with transaction(self.engine, self.here.id) as db:
            world = World(db, self.here, self.now)
            ola = world.person("Ola Nordmann")
            self.meanwhile.append(proposals.submit(world.context(ola), world.draft(ola)))

    def write_history(self):
        """Somebody writes in the municipality's history, in a transaction of their own."""
        with transaction(self.engine, self.here.id) as db:
            ctx = without_browser(db, self.here, self.kari, self.now)
            record(ctx, What.MUNICIPALITY_CHANGED, db.get_one(Municipality, self.here.id, with_for_update=True))
        self.meanwhile.append("")

    def beside(self, monkeypatch, where, name, other):
        """Somebody does something while the sheet is at this step; it goes on when that is done, or waits."""
        step = getattr(where, name)

        def stop(*given, **named):
            if not other.ident:
                other.start()
                other.join(0.5 if self.engine.dialect.name == "sqlite" else 30)
                self.was_first = bool(self.meanwhile)
            return step(*given, **named)

        monkeypatch.setattr(where, name, stop)


@pytest.fixture
def desk(own_engine):
    return Office(own_engine)


def all_numbered(desk, count):
    """Every number stands once, the totals are right, and the counter is past them all."""
    with transaction(desk.engine, desk.here.id) as db:
        refs = list(db.scalars(select(Proposal.reference).where(Proposal.reference.is_not(None))))
        assert len(refs) == len(set(refs)) == count
        assert db.scalar(select(Municipality.proposal_count).where(Municipality.id == desk.here.id)) == count
        assert db.scalar(select(ReferenceCounter.last)) >= max(int(ref[5:]) for ref in refs)
        assert broken(db) == []


@pytest.mark.parametrize(("where", "step"), [(intakes, "_keep"), (visibility, "counted")])
def test_whoever_sends_in_does_not_wait_for_a_large_sheet(desk, kind, monkeypatch, where, step):
    resident = threading.Thread(target=desk.send_in)
    desk.beside(monkeypatch, where, step, resident)
    assert len(desk.take_in()) == ROWS
    resident.join(60)
    assert len(desk.meanwhile) == 1
    # Where one can write at a time, everybody waits for everybody.
    assert desk.was_first is (kind != "sqlite")
    all_numbered(desk, ROWS + 1)


def test_what_others_write_in_the_municipality_s_history_meanwhile_stands_before_the_sheet(desk, kind, monkeypatch):
    other = threading.Thread(target=desk.write_history)
    desk.beside(monkeypatch, intakes, "_keep", other)
    with transaction(desk.engine, desk.here.id) as db:
        ctx = without_browser(db, desk.here, desk.kari, desk.now)
        intakes.enter_all(ctx, desk.entries(3), sheet=FromSheet("ark", Past(desk.here.id, 0, "")))
    other.join(60)
    assert desk.was_first is (kind != "sqlite")
    all_numbered(desk, 3)
    with transaction(desk.engine, desk.here.id) as db:
        events = db.scalars(select(Event).where(Event.subject_kind == "municipality").order_by(Event.number)).all()
        first, last = (What.MUNICIPALITY_CHANGED, What.SHEET_TAKEN_IN)[:: 1 if desk.was_first else -1]
        assert [(event.number, event.what) for event in events] == [(1, first), (2, last)]
        assert [event.digest for event in events] == [
            digest(before, event) for before, event in zip(["", events[0].digest], events, strict=True)
        ]
        here = db.get_one(Municipality, desk.here.id)
        assert (here.history_length, here.history_digest) == (2, events[-1].digest)


def test_both_come_in_whoever_is_first(desk, rounds):
    for _ in range(rounds // 4):
        crew = [threading.Thread(target=deed) for deed in (desk.take_in, desk.send_in)]
        for one in crew:
            one.start()
        for one in crew:
            one.join(60)
    all_numbered(desk, (ROWS + 1) * (rounds // 4))


def test_a_sheet_that_comes_to_nothing_leaves_a_gap_and_no_number_comes_twice(desk):
    with pytest.raises(InterruptedError):
        desk.take_in(fails=True)
    desk.send_in()
    all_numbered(desk, 1)
    with transaction(desk.engine, desk.here.id) as db:
        assert db.scalar(select(func.count()).select_from(Proposal)) == 1


def test_a_transaction_that_has_taken_a_number_does_not_wait_for_itself(desk):
    with transaction(desk.engine, desk.here.id) as db:
        world = World(db, desk.here, desk.now)
        world.proposal(world.person())
        intakes.enter_all(without_browser(db, desk.here, desk.kari, desk.now), desk.entries(3))
    all_numbered(desk, 4)
