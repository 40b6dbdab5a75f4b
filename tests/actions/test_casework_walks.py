"""Long random walks through the table of moves: whatever way a case goes, all that must hold, holds."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from samskaping.actions.proposals import submit
from samskaping.db import transaction
from samskaping.models import Municipality
from samskaping.rules.moves import BY_VERB, moves_from
from samskaping.rules.pipeline import Demand, State
from tests.truths import broken
from tests.world import municipality


def step(world, ref, verb, people, other, unit):
    """Take one move with all that it demands; the writer's own by the writer, the rest by a caseworker."""
    kari, writer = people
    move = BY_VERB[verb]
    if verb in ("send_inn", "send_til_godkjenning"):
        submit(world.context(writer), world.row(ref).public_id)
        return
    wish = {"into": other} if Demand.INTO in move.demands else {}
    if Demand.UNIT in move.demands:
        wish["unit"] = unit
    world.move(ref, verb, writer if move.by_writer else kari, **wish)


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(choices=st.lists(st.integers(0, 99), min_size=1, max_size=25), approval=st.booleans())
def test_whatever_way_a_case_goes_all_holds(connection, choices, approval):
    with transaction(connection) as db:
        world = municipality(
            db, f"kommune-{db.scalar(select(func.count()).select_from(Municipality))}", approval=approval
        )
        people = world.caseworker(), world.person()
        unit = world.unit().public_id
        ref, other = world.proposal(people[1]), world.proposal(people[1])
        if approval:
            world.move(other, "godkjenn", people[0])
        for day, choice in enumerate(choices):
            world = world.later(days=1) if day % 3 == 0 else world
            state = world.row(ref).state
            allowed = [*moves_from(state), *moves_from(state, by_writer=True)]
            if state is State.UTKAST:
                allowed = [
                    move for move in allowed if move.verb == ("send_til_godkjenning" if approval else "send_inn")
                ]
            move = allowed[choice % len(allowed)]
            step(world, ref, move.verb, people, other, unit)
            # What nobody has approved goes to those who approve, also when it is sent in again.
            waits = move.verb == "send_inn_igjen" and world.row(ref).state is State.TIL_GODKJENNING
            assert world.row(ref).state is move.after or (approval and waits)
            assert broken(world.db) == []


def test_a_broken_chain_and_a_wrong_total_are_seen(halden):
    ref = halden.proposal()
    halden.row(ref)
    assert broken(halden.db) == []
    halden.row(ref).history_digest = "0" * 64
    halden.db.flush()
    assert len(broken(halden.db)) == 1
    halden.db.execute(Municipality.__table__.update().values(proposal_count=7))
    assert "the stored total is not the recount" in broken(halden.db)
