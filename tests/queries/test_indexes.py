"""Each sort alone, and each single filter with the default sort, is read along an index on both databases."""

from collections.abc import Callable

import pytest
from sqlalchemy import event, select

from samskaping.models import Proposal
from samskaping.queries import home, proposals
from samskaping.queries.proposals import Filters
from samskaping.rules.pipeline import State
from tests.world import municipality

#: filters → the index that the page of cards must be read along.
ALONG = {
    "nyeste": "ix_proposals_newest",
    "stotte": "ix_proposals_supported",
    "samtale": "ix_proposals_discussed",
    "venter": "ix_proposals_waiting",
    "state": "ix_proposals_state",
    "theme": "ix_proposals_theme",
    "area": "ix_proposals_area",
    "goal": "ix_proposals_newest",
}


@pytest.fixture
def halden(db):
    world = municipality(db)
    world.context()
    area, theme = world.area(), world.theme()
    writer = world.person()
    for _ in range(3):
        world.proposal(writer, area=area.public_id, theme=theme.public_id, goals=(11,))
    return world, {"area": {"area": area.public_id}, "theme": {"theme": theme.public_id}}


def plan(world, filters: Filters) -> str:
    """How the database says that it reads the page of cards."""
    return explained(world, lambda: proposals.listing(world.context(), filters))


def explained(world, reading: Callable[[], object]) -> str:
    """How the database says that it does the last statement of a reading."""
    heard: list[tuple[str, object]] = []
    connection = world.db.connection()

    def listen(_connection, _cursor, statement, parameters, _context, _many):
        heard.append((statement, parameters))

    event.listen(connection, "before_cursor_execute", listen)
    reading()
    event.remove(connection, "before_cursor_execute", listen)
    cards, parameters = heard[-1]
    is_sqlite = connection.dialect.name == "sqlite"
    if not is_sqlite:
        # Three rows are read fastest whole; the question is what is read when there are many.
        for way in ("seqscan", "bitmapscan", "sort", "hashjoin", "mergejoin"):
            connection.exec_driver_sql(f"SET LOCAL enable_{way} = off")
    asked = connection.exec_driver_sql(f"EXPLAIN {'QUERY PLAN ' if is_sqlite else ''}{cards}", parameters)
    return "\n".join(str(row[-1]) for row in asked)


@pytest.mark.case("IN-13")
@pytest.mark.parametrize("wanted", ALONG)
def test_a_page_is_read_along_its_index(halden, wanted):
    world, chosen = halden
    single = {"state": {"state": State.MOTTATT}, "goal": {"goal": 11}, **chosen}.get(wanted)
    told = plan(world, Filters(**single) if single else Filters(sort=wanted))
    # With three rows PostgreSQL may find the newest as cheap as the filter's own: both are in order, and neither sorts.
    assert ALONG[wanted] in told or "Scan Backward using ix_proposals_newest" in told, told
    assert "TEMP B-TREE" not in told, told
    assert "Sort" not in told, told


def test_what_came_of_it_is_read_along_the_index_of_each_state(halden):
    world, _ = halden
    told = explained(world, lambda: home.results(world.context()))
    assert told.count("ix_proposals_since") == 3, told


def test_what_came_of_it_read_along_no_index_is_seen(halden, monkeypatch):
    """The twin: all three states at once, as it was, are gathered and sorted."""
    world, _ = halden

    def gathered(_state, most):
        found = select(Proposal.id).where(Proposal.is_public, Proposal.state.in_(home.HAPPENED))
        return found.order_by(Proposal.edited_at.desc()).limit(most)

    monkeypatch.setattr(home, "_last_in", gathered)
    monkeypatch.setattr(home, "_results", home._results.__wrapped__)  # made now, and not kept
    assert explained(world, lambda: home.results(world.context())).count("ix_proposals_since") != 3


@pytest.mark.case("IN-13")
def test_a_sort_without_an_index_is_seen(halden):
    """The twin: nothing is kept in the order of titles."""
    world, _ = halden
    order = proposals.ORDERS["stotte"]
    proposals.ORDERS["stotte"] = type(order)(proposals.Proposal.title, proposals.Proposal.reference)
    try:
        told = plan(world, Filters(sort="stotte"))
    finally:
        proposals.ORDERS["stotte"] = order
    assert "TEMP B-TREE" in told or "Sort" in told, told
