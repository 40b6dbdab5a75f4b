"""Each view and filter of the inbox is read along an index, in the order in which it is shown, on both databases."""

import pytest
from sqlalchemy import event

from samskaping.models import Staff
from samskaping.queries import absences, casework
from samskaping.queries.casework import Filters
from samskaping.queries.inbox_views import QUEUES
from tests.world import municipality

#: View or filter → the index that its page must be read along.
ALONG = {
    "nye": "ix_proposals_open_handler_id",
    "mine": "ix_proposals_open_handler_id",
    "enhet": "ix_proposals_open_unit_id",
    "frist": "ix_proposals_shelf",
    "uka": "ix_proposals_shelf",
    "igjen": "ix_proposals_reopening",
    "innbygger": "ix_proposals_open_ball",
    "andre": "ix_proposals_tasked",
    "venter-vurdering": "ix_proposals_judged",
    "alle": "ix_proposals_shelf",
    "godkjenning": "ix_proposals_shelf",
    "avsluttet": "ix_proposals_shelf",
    "challenge": "ix_proposals_open_challenge_id",
    "theme": "ix_proposals_open_theme_id",
    "area": "ix_proposals_open_area_id",
    "organisation": "ix_proposals_open_organisation_id",
    "language": "ix_proposals_open_language",
    "unit": "ix_proposals_open_unit_id",
}


@pytest.fixture
def world(db):
    halden = municipality(db)
    halden.context()
    kari, unit = halden.caseworker(), halden.unit()
    area, theme = halden.area(), halden.theme(unit=unit)
    db.query(Staff).filter(Staff.person_id == kari.id).update({"unit_id": unit.id})
    for _ in range(3):
        halden.proposal(area=area.public_id, theme=theme.public_id)
    chosen = {"area": area.public_id, "theme": theme.public_id, "unit": unit.public_id, "language": "nb"}
    return halden, kari, chosen


def is_sqlite(world):
    return world.db.connection().dialect.name == "sqlite"


def plan(world, ask) -> str:
    """How the database says that it reads the rows that are asked for last."""
    heard: list[tuple[str, object]] = []
    connection = world.db.connection()

    def listen(_connection, _cursor, statement, parameters, _context, _many):
        heard.append((statement, parameters))

    event.listen(connection, "before_cursor_execute", listen)
    ask()
    event.remove(connection, "before_cursor_execute", listen)
    rows, parameters = heard[-1]
    if not is_sqlite(world):
        # Three rows are read fastest whole; the question is what is read when there are many.
        for way in ("seqscan", "bitmapscan", "sort", "hashjoin", "mergejoin"):
            connection.exec_driver_sql(f"SET LOCAL enable_{way} = off")
    asked = connection.exec_driver_sql(f"EXPLAIN {'QUERY PLAN ' if is_sqlite(world) else ''}{rows}", parameters)
    return "\n".join(str(row[-1]) for row in asked)


def explained(halden, kari, chosen, wanted):
    ctx = halden.context(kari)
    is_view = wanted in QUEUES
    filters = Filters(queue=wanted) if is_view else Filters(**{wanted: chosen.get(wanted, "finnes-ikke")})
    return plan(halden, lambda: casework.inbox(ctx, filters))


@pytest.mark.case("IN-13")
@pytest.mark.parametrize("wanted", ALONG)
def test_each_view_and_filter_is_read_along_an_index(world, wanted):
    said = explained(*world, wanted)
    # With three rows PostgreSQL may find another of the ordered indexes as cheap: none of them sorts.
    others = () if is_sqlite(world[0]) else {*ALONG.values()}
    assert ALONG[wanted] in said or any(f"using {index}" in said for index in others), said
    assert "TEMP B-TREE" not in said, said
    assert "Sort" not in said, said


@pytest.mark.case("IN-13")
@pytest.mark.parametrize("queue", ["alle", "nye", "godkjenning", "avsluttet"])
def test_words_are_looked_for_along_indexes_of_their_own(world, queue):
    """What is not public stands in no search index: it is read along one as well, and a view is not read for words."""
    halden, kari, _ = world
    ctx = halden.context(kari)
    said = plan(halden, lambda: casework.inbox(ctx, Filters(queue=queue, query="benk")))
    # With three rows PostgreSQL may find the other index that parts off what is not public as cheap.
    alike = () if is_sqlite(halden) else ("ix_proposals_newest",)
    assert any(index in said for index in ("ix_proposals_state", *alike)), said
    assert "SCAN proposals" not in said, said


#: Views that begin with what waits, a short list of its own, and not with the cases.
FROM_ELSEWHERE = {"mine-vurderinger", "oppgaver"}


def test_every_view_is_written_here():
    assert set(QUEUES) <= set(ALONG) | FROM_ELSEWHERE


def test_a_view_in_another_order_is_seen(world, monkeypatch):
    """The twin: no index is kept in the order of titles."""
    monkeypatch.setattr(
        casework, "ORDER", type(casework.ORDER)(casework.Proposal.title, casework.Proposal.reference, False)
    )
    said = explained(*world, "alle")
    assert "TEMP B-TREE" in said or "Sort" in said, said


def test_the_columns_follow_whatever_is_done(world):
    halden, kari, _ = world
    ref = halden.proposal()
    row = halden.row(ref)
    assert (row.shelf, row.due_on) == ("apen", row.answer_due)
    halden.move(ref, "vurder", kari)
    halden.move(ref, "utvikle", kari, next_on=halden.in_days(5))
    assert halden.row(ref).due_on == halden.in_days(5)
    halden.move(ref, "avslutt_med_laering", kari)
    halden.db.flush()
    assert (halden.row(ref).shelf, halden.row(ref).due_on.year) == ("avsluttet", 9999)


def test_absences_are_one_statement(world, statements):
    halden, kari, _ = world
    ctx = halden.context(kari)
    with statements.exactly(1):
        assert absences.known(ctx) == ()


def test_those_whom_one_stands_in_for_are_each_read_along_the_index(world):
    halden, kari, _ = world
    ctx, day = halden.context(kari), halden.in_days(1)
    away = tuple(absences.Away(f"a{n}", n, f"p{n}", "Ola", kari.id, "k", "Kari", day, day, None, None) for n in (7, 8))
    said = plan(halden, lambda: casework.inbox(ctx, Filters(queue="mine"), away=away))
    assert said.count("ix_proposals_open_handler_id") == 3, said
