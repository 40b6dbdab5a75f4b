"""``municipalities activate`` and ``rename``: what the one at the shell reads, and what stands afterwards."""

from functools import partial

import pytest
from sqlalchemy import select

from samskaping.db import transaction
from samskaping.models import Letter, LetterKind, Membership, Municipality, OldSlug, Person
from samskaping.rules.roles import Role
from tests.shell import Shell
from tests.world import municipality


@pytest.fixture
def run(own_engine, tmp_path):
    with transaction(own_engine) as db:
        municipality(db, "halden", activated_at=None)
        municipality(db, "voss", activated_at=None)
    return partial(Shell(own_engine, tmp_path).call, "municipalities")


def one(engine, statement):
    with engine.connect() as connection:
        return connection.execute(statement).all()


def test_a_municipality_joins_with_its_administrator(run, own_engine):
    found = run("activate", "halden", "--administrator", "kari@halden.example.no", "--name", "Kari Demo")
    assert (found.exit_code, "halden er med." in found.output) == (0, True), found.output
    rows = one(own_engine, select(Person.name, Membership.role).join(Membership, Membership.person_id == Person.id))
    assert [tuple(row) for row in rows] == [("Kari Demo", Role.ADMINISTRATOR)]
    assert [row[0] for row in one(own_engine, select(Letter.kind))] == [LetterKind.APPOINTED]
    active = one(own_engine, select(Municipality.slug).where(Municipality.activated_at.is_not(None)))
    assert [row[0] for row in active] == ["halden"]
    again = run("activate", "halden", "--administrator", "kari@halden.example.no", "--name", "Kari Demo")
    assert (again.exit_code, "Halden er med fra før." in again.output) == (1, True)


@pytest.mark.parametrize(
    ("slug", "email", "words"),
    [
        ("atlantis", "kari@halden.example.no", "Ingen kommune i registeret heter atlantis."),
        ("halden", "kari", "Skriv en e-postadresse"),
    ],
)
@pytest.mark.one_database
def test_what_cannot_be_done_is_told_and_undone(run, own_engine, slug, email, words):
    found = run("activate", slug, "--administrator", email, "--name", "Kari Demo")
    assert (found.exit_code, words in found.output) == (1, True), found.output
    assert one(own_engine, select(Municipality.slug).where(Municipality.activated_at.is_not(None))) == []


def test_an_address_is_changed_and_the_old_one_kept(run, own_engine):
    assert run("rename", "halden", "fredriksten").exit_code == 0
    assert [row[0] for row in one(own_engine, select(OldSlug.slug))] == ["halden"]
    assert run("rename", "voss", "halden").exit_code == 1
    assert "opptatt" in run("rename", "voss", "static").output


@pytest.mark.one_database
def test_a_host_of_its_own_is_given_and_taken(run, own_engine):
    hosts = select(Municipality.host).order_by(Municipality.slug)
    assert "https://deltar.halden.no/" in run("host", "halden", "Deltar.Halden.no").output
    assert [row[0] for row in one(own_engine, hosts)] == ["deltar.halden.no", None]
    for slug, host, words in (
        ("voss", "deltar.halden.no", "En annen kommune har «deltar.halden.no»."),
        ("voss", "https://deltar.voss.no/", "Skriv bare navnet på verten"),
        ("voss", "127.0.0.1", ""),
        ("atlantis", "deltar.atlantis.no", "Ingen kommune i registeret heter atlantis."),
    ):
        found = run("host", slug, host)
        assert (found.exit_code, words in found.output) == (1, True), found.output
    assert [row[0] for row in one(own_engine, hosts)] == ["deltar.halden.no", None]
    assert run("host", "halden").exit_code == 0
    assert [row[0] for row in one(own_engine, hosts)] == [None, None]
