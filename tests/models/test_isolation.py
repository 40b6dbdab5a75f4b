"""A session sees one municipality, whatever it asks and in whatever order; outside any it sees nothing."""

import pytest
from sqlalchemy import delete, exists, func, select, update
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import aliased

from samskaping.db import Scoped
from samskaping.models import Area, Event, Proposal, SecurityEvent, Theme
from tests.world import municipality

SLUGS = [f"by{number}" for number in range(5)]


@pytest.fixture
def worlds(db):
    """Five municipalities; the nth has n proposals."""
    made = []
    for number, slug in enumerate(SLUGS, start=1):
        world = municipality(db, slug, number=str(9000 + number))
        world.context()
        writer = world.person(f"Innbygger {slug}")
        world.area(f"Område {slug}")
        for _ in range(number):
            world.proposal(writer)
        made.append(world)
    return made


STATEMENTS = {
    "count": lambda: select(func.count()).select_from(Proposal),
    "column": lambda: select(func.count(Proposal.reference)),
    "alias": lambda: select(func.count()).select_from(aliased(Proposal)),
    "join": lambda: select(func.count()).select_from(Proposal).join(Theme, Theme.id == Proposal.theme_id, isouter=True),
    "subquery": lambda: select(func.count()).select_from(select(Proposal.id).subquery()),
    "cte": lambda: select(func.count()).select_from(select(Proposal.id).cte()),
    "in": lambda: select(func.count()).select_from(Proposal).where(Proposal.id.in_(select(Proposal.id))),
}


@pytest.mark.parametrize("shape", STATEMENTS)
def test_every_shape_of_statement_sees_its_own_municipality(worlds, shape):
    for world in [*worlds, *reversed(worlds)]:
        world.context()
        assert world.db.scalar(STATEMENTS[shape]()) == SLUGS.index(world.here.slug) + 1


def test_a_kept_statement_sees_the_municipality_that_asks(worlds):
    kept = {shape: make() for shape, make in STATEMENTS.items()}
    for world in [*worlds, *reversed(worlds)]:
        world.context()
        assert {world.db.scalar(statement) for statement in kept.values()} == {SLUGS.index(world.here.slug) + 1}


def test_exists_update_and_delete_stay_at_home(worlds):
    first, second = worlds[:2]
    first.context()
    foreign = select(exists().where(Area.name == f"Område {second.here.slug}"))
    assert first.db.scalar(foreign) is False
    assert first.db.execute(update(Proposal).values(place="her")).rowcount == 1
    assert first.db.execute(delete(Area).where(Area.name == f"Område {second.here.slug}")).rowcount == 0


def test_outside_any_municipality_nothing_tenanted_can_be_asked(connection):
    with Scoped(connection, join_transaction_mode="create_savepoint") as outside:
        with pytest.raises(RuntimeError, match="outside any municipality"):
            outside.scalars(select(Proposal))
        assert {shape: outside.scalar(STATEMENTS[shape]()) for shape in ("count", "subquery", "in")} == {
            "count": 0,
            "subquery": 0,
            "in": 0,
        }


def test_the_database_refuses_a_cross_reference(worlds):
    first, second = worlds[:2]
    second.context()
    foreign_area = second.db.scalar(select(Area.id))
    first.context()
    mine = first.db.scalar(select(Proposal.id))
    with pytest.raises(IntegrityError), first.db.begin_nested():
        first.db.execute(update(Proposal).where(Proposal.id == mine).values(area_id=foreign_area))


def test_a_write_without_history_is_refused(worlds):
    world = worlds[0]
    world.context()
    world.db.commit()
    row = world.db.scalars(select(Proposal)).one()
    row.title = "Endret i det stille"
    with pytest.raises(RuntimeError, match="without an entry in the history"):
        world.db.commit()


@pytest.mark.case("LG-01")
def test_history_cannot_be_edited(worlds, db):
    for verb in ("UPDATE events SET what = 'x'", "DELETE FROM events"):
        with pytest.raises(Exception, match="history is never edited"), db.begin_nested():
            db.connection().exec_driver_sql(verb)


@pytest.mark.case("LG-01")
@pytest.mark.parametrize("table", [Event, SecurityEvent])
def test_neither_history_nor_log_can_be_emptied(worlds, db, table):
    """TRUNCATE passes by what stands on rows. SQLite has none: there it would be a DELETE of every row."""
    db.add(SecurityEvent(happened_at=worlds[0].now, what="hide"))
    db.flush()
    is_real = db.get_bind().dialect.name == "postgresql"
    # What refers to it would go as well; without CASCADE a table that others refer to is refused for that alone.
    verb, end = ("TRUNCATE", " CASCADE") if is_real else ("DELETE FROM", "")
    deed = f"{verb} {table.__tablename__}{end}"
    with pytest.raises(DBAPIError, match=r"history is never edited|security log is kept"), db.begin_nested():
        db.connection().exec_driver_sql(deed)
    assert db.scalar(select(func.count()).select_from(table)) > 0
