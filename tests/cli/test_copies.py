"""Copies, and moving to another kind of database: every row of every table comes along, and nothing else is left."""

import stat

import pytest
from sqlalchemy import select, text, update

from samskaping.cli import move
from samskaping.db import Base, Scoped, make_engine, transaction
from samskaping.jobs.place import Place
from samskaping.jobs.tell import tell
from samskaping.models import Letter, Notification, Proposal
from tests.databases import DEMONSTRATION, EMPTY, command, finish
from tests.shell import Shell, contents, tables
from tests.world import municipality

#: Restoring silences what waited to be mailed, so these differ from the copy.
SILENCED = {"letters", "notifications"}


@pytest.fixture
def demonstration(kind, templates, worker, tmp_path):
    """A demonstration of this test's own."""
    made = templates.demonstration(kind)
    engine = make_engine(templates.copy(kind, f"copied_{worker}", tmp_path, of=made))
    yield Shell(engine, tmp_path)
    engine.dispose()


def everything(shell) -> dict[str, tuple[int, str]]:
    found = contents(shell.engine)
    shell.engine.dispose()
    return found


def test_a_demonstration_comes_back_whole_in_an_empty_database(demonstration, kind, templates, worker, tmp_path):
    """Empty means empty: not even migrated."""
    before, copy = everything(demonstration), tmp_path / "kopier" / "kopi"
    assert sum(rows > 0 for rows, _ in before.values()) > len(before) * 2 / 3
    demonstration.run("backup", str(copy))
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert [file.name for file in copy.parent.iterdir()] == ["kopi"]
    name = f"empty_{worker}"
    empty = templates.server.create(name) if kind == "postgresql" else f"sqlite:///{tmp_path / name}.db"
    there = Shell(make_engine(empty), tmp_path)
    there.run("restore", str(copy), "--yes", "--send-waiting")
    assert everything(there) == before
    assert "Alt stemmer" in there.run("verify")
    assert "annen utgave" not in there.run("restore", str(copy), "--yes")
    after = everything(there)
    assert {table for table in before if before[table] != after[table]} <= SILENCED
    assert {table: rows for table, (rows, _) in after.items()} == {table: rows for table, (rows, _) in before.items()}


def test_a_copy_of_an_older_release_replaces_a_newer_one_and_is_brought_up_to_date(shell):
    """An upgrade went wrong: what it added must not stand in the way, and the command to go on is said."""
    copy = shell.folder / "kopi"
    shell.engine.dispose()
    shell.run("db", "downgrade", "--", "-1")
    older = set(tables(shell.engine))
    shell.engine.dispose()
    shell.run("backup", str(copy))
    shell.run("db", "upgrade")
    with shell.engine.begin() as connection:
        connection.execute(text("CREATE TABLE left_over (id INTEGER PRIMARY KEY, proposal_id INTEGER)"))
    shell.engine.dispose()
    assert "Kjør: python -m samskaping db upgrade" in shell.run("restore", str(copy), "--yes")
    assert set(tables(shell.engine)) == older
    shell.engine.dispose()
    shell.run("db", "upgrade")
    assert "Alt stemmer" in shell.run("verify")
    assert len(shell.read(select(Proposal.id))) == 3


def test_copy_and_back_again_sends_no_old_mail(shell):
    tell(Place(shell.engine, None))
    copy = shell.folder / "kopi"
    shell.run("backup", str(copy))
    with transaction(shell.engine) as db:
        gone = update(Proposal).values(title="Borte")
        db.execute(gone, execution_options={"every_municipality": True, "synchronize_session": False})
    shell.engine.dispose()
    shell.run("restore", str(copy), "--yes")
    assert "Benker nummer 0" in shell.read(select(Proposal.title))
    assert set(shell.read(select(Letter.error))) == {"not to be sent"}
    assert set(shell.read(select(Notification.mail))) == {""}
    assert "Alt stemmer" in shell.run("verify")


def test_what_is_no_copy_is_refused_and_nothing_is_lost(shell):
    other, before = shell.folder / "noe.txt", everything(shell)
    other.write_text("Dette er ikke en database.")
    said = shell.fails("restore", str(other), "--yes")
    assert "Error: " in said
    assert everything(shell) == before


@pytest.mark.one_database
def test_everything_moves_to_postgresql(shell, templates, worker):
    target = templates.copy("postgresql", f"moved_{worker}", shell.folder)
    with transaction(shell.engine) as db:
        first, second = db.scalars(
            select(Proposal).order_by(Proposal.id).limit(2), execution_options={"every_municipality": True}
        )
        db.execute(
            update(Proposal).where(Proposal.id == first.id).values(into_id=second.id),
            execution_options={"every_municipality": True, "synchronize_session": False},
        )
    assert "proposals: 3" in shell.run("db", "move", "--to", target)
    there = Shell(make_engine(target), shell.folder)
    assert everything(there) == everything(shell)
    with Scoped(there.engine, expire_on_commit=False) as db:  # its own numbers go on where the old ones ended
        world = municipality(db, "rakkestad")
        assert world.proposal() == "2026-000001"
        db.commit()
    assert "ikke tom" in shell.fails("db", "move", "--to", target)
    there.engine.dispose()


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("postgresql://u:hemmelig@127.0.0.1:1/x", "Når ikke databasen"),
        ("sqlite:///x", "postgresql://"),
        ("x", "postgresql://"),
    ],
)
def test_a_database_that_cannot_be_reached_is_named_in_words(shell, target, said):
    told = shell.fails("db", "move", "--to", target)
    assert said in told
    assert "hemmelig" not in told


@pytest.mark.one_database
def test_the_whole_demonstration_moves_to_postgresql(demonstration, templates, worker, tmp_path):
    """Nearly every table has rows there, with every reference between them."""
    there = Shell(make_engine(templates.server.create(f"moved_demo_{worker}")), tmp_path)
    demonstration.run("db", "move", "--to", there.url)
    assert "Alt stemmer" in there.run("verify")
    assert everything(there) == everything(demonstration)


@pytest.mark.one_database
def test_a_table_that_is_forgotten_is_seen(demonstration, templates, worker, tmp_path, monkeypatch):
    """The twin: a move that leaves one table out does not bring the same."""
    for name, value in demonstration.environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(move, "Base", forgetting("supports"))
    there = make_engine(templates.server.create(f"forgetful_{worker}"))
    move.move.callback(there.url.render_as_string(hide_password=False))
    before, after = contents(demonstration.engine), contents(there)
    there.dispose()
    assert [table for table in before if before[table] != after[table]] == ["supports"]


def forgetting(name: str):
    class Forgetful:
        class metadata:  # noqa: N801  stands where Base.metadata does
            sorted_tables = [table for table in Base.metadata.sorted_tables if table.name != name]

    return Forgetful


@pytest.mark.one_database
def test_every_table_of_the_database_is_one_that_moving_knows(engine):
    assert tables(engine) == sorted(table.name for table in move.Base.metadata.sorted_tables)


@pytest.mark.matrix
@pytest.mark.one_database
def test_the_deeds_of_the_demonstration_leave_as_much_on_postgresql(demonstration, templates, worker, tmp_path):
    """The demonstration that tests stand on is moved there; here its deeds are done there."""
    there = Shell(make_engine(templates.server.create(f"deeds_{worker}", template=EMPTY)), tmp_path)
    for words in DEMONSTRATION:
        finish(command(*words, **there.environment))
    here, moved = ({table: rows for table, (rows, _) in everything(one).items()} for one in (there, demonstration))
    assert here == moved
