"""Rows that an older release made come through every migration since, and back again, as they were."""

import pytest
import sqlalchemy as sa
from alembic import command

from samskaping.actions import erasure, support
from samskaping.db import Scoped
from samskaping.models import Erasure
from samskaping.queries import search
from tests.house.test_migrations import alembic
from tests.world import municipality

#: The release that had all of the desk but moderation.
OLDER = "0008"
#: The last whose search knew whole words and their stems alone.
BEFORE_COMPOUNDS = "0011"
#: The last in which every support was somebody's.
BEFORE_ERASURE = "0036"


@pytest.fixture
def filled(own_engine):
    with Scoped(own_engine, expire_on_commit=False) as db:
        world = municipality(db)
        kari = world.caseworker()
        first, _second = (world.proposal(title=f"Benker nummer {number}") for number in range(2))
        world.move(first, "vurder", kari)
        db.commit()
    return own_engine


def migrated(engine: sa.Engine, revision: str, *, down: bool = False) -> None:
    engine.dispose()
    with alembic(engine) as config:
        (command.downgrade if down else command.upgrade)(config, revision)
    engine.dispose()


def rows(engine: sa.Engine, like: dict[str, list[str]] | None = None) -> dict[str, tuple[list[str], list[str]]]:
    """Each table's columns and rows; only the tables and columns of ``like`` when it is given."""
    found = {}
    with engine.connect() as connection:
        seen = sa.inspect(connection)
        for name in sorted(like or seen.get_table_names()):
            if name.startswith(("alembic_", "search_index")):
                continue
            columns = like[name] if like else [column["name"] for column in seen.get_columns(name)]
            listed = ", ".join(f'"{column}"' for column in columns if column != "lexemes")
            held = connection.execute(sa.text(f'SELECT {listed} FROM "{name}"'))  # noqa: S608  names from the database
            found[name] = (columns, sorted(repr(tuple(row)) for row in held))
    return found


def test_nothing_that_an_older_release_wrote_is_lost(filled):
    migrated(filled, OLDER, down=True)
    before = rows(filled)
    assert len(before["proposals"][1]) == 2
    assert len(before["events"][1]) > 3
    for revision, down in (("head", False), (OLDER, True), ("head", False)):
        migrated(filled, revision, down=down)
        after = rows(filled, {name: columns for name, (columns, _) in before.items()})
        assert {name for name in before if before[name] != after[name]} == set(), revision


def test_what_was_there_before_compounds_were_is_found_by_their_ends(own_engine):
    with Scoped(own_engine, expire_on_commit=False) as db:
        world = municipality(db)
        world.proposal(title="Butikkbuss til grenda")
        db.commit()
        migrated(own_engine, BEFORE_COMPOUNDS, down=True)
        migrated(own_engine, "head")
        found = search.hits(world.context(), "proposal", "buss")
        assert len(db.execute(sa.select(found.c.thing_id)).all()) == 1
        db.rollback()


def test_support_that_is_nobodys_stays_counted_up_and_goes_with_its_count_down(own_engine):
    with Scoped(own_engine, expire_on_commit=False) as db:
        world = municipality(db)
        ref = world.proposal()
        for name in ("Liv", "Per"):
            support.give(world.context(world.person(name)), ref)
        erasure.erase(world.context(world.person("Siv")))
        gone = world.person("Eva")
        support.give(world.context(gone), ref)
        erasure.erase(world.context(gone))
        for left in db.scalars(sa.select(Erasure)).all():
            erasure.forget(world.context(), left)
        db.commit()
    counted = sa.text("SELECT support_count, (SELECT count(*) FROM supports) FROM proposals")
    told = [(3, 3)]
    for down in (True, False):
        migrated(own_engine, BEFORE_ERASURE if down else "head", down=down)
        with own_engine.connect() as connection:
            told.append(tuple(connection.execute(counted).one()))
            assert connection.scalar(sa.text("SELECT count(*) FROM authors WHERE name = ''")) == 2
    assert told == [(3, 3), (2, 2), (2, 2)]
