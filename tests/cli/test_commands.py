"""Commands of whoever runs an installation."""

import signal
import socket
import sqlite3
import urllib.request
from contextlib import closing
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from samskaping import clock
from samskaping.db import transaction
from samskaping.models import Letter, Membership, Municipality, Person, PlatformRole, Proposal, SignInAttempt
from samskaping.models import SearchDocument as Row
from samskaping.rules.kinds import LetterKind
from samskaping.rules.roles import Role
from tests.databases import command, said_until
from tests.ports import reserved


def test_verify_is_content_until_something_differs(shell):
    assert "Alt stemmer" in shell.run("verify")
    breaks = {
        "public proposals of halden: stored 7": update(Municipality).values(proposal_count=7),
        "supporters of 2026-000002: stored 4": update(Proposal)
        .where(Proposal.reference == "2026-000002")
        .values(support_count=4),
        "proposal 2026-000003: 2 events, but it remembers 9": update(Proposal)
        .where(Proposal.reference == "2026-000003")
        .values(history_length=9),
        "search rows of": Row.__table__.delete(),
    }
    with transaction(shell.engine) as db:
        for statement in breaks.values():
            db.execute(statement, execution_options={"every_municipality": True, "synchronize_session": False})
    said = shell.fails("verify")
    assert [words for words in breaks if words not in said] == []
    shell.run("search", "rebuild")
    assert "search rows" not in shell.fails("verify")


@pytest.mark.one_database
def test_verify_sees_an_event_that_was_changed(shell):
    """Somebody with the database in hand takes the guard away and rewrites what happened."""
    with closing(sqlite3.connect(shell.engine.url.database)) as raw, raw:
        raw.execute("DROP TRIGGER events_no_update")
        raw.execute("UPDATE events SET actor_id = NULL WHERE what = 'proposal.moved'")
    process = command("verify", **shell.environment)
    said, _ = process.communicate()
    assert process.returncode == 1
    assert "proposal 2026-000001: event 3 does not fit the one before it" in said
    assert "Traceback" not in said


def test_stored_html_is_rendered_anew(shell):
    with transaction(shell.engine) as db:
        old = update(Proposal).where(Proposal.reference == "2026-000001").values(need_html="0\n<p>gammelt</p>")
        db.execute(old, execution_options={"every_municipality": True, "synchronize_session": False})
    assert "proposals.need: 3 lest, 1 endret." in shell.run("text", "render")
    assert all(html.startswith("1\n<p>Mora") for html in shell.read(select(Proposal.need_html)))


def test_people_from_the_shell(shell):
    who = ("--email", "kari.nordmann@example.no", "--name", "Kari Nordmann")
    shell.run("people", "administrator", "--municipality", "halden", *who)
    shell.run("people", "grant", "--municipality", "halden", "--role", "leder", *who)
    mine = select(Person.id).where(Person.email == "kari.nordmann@example.no").scalar_subquery()
    assert set(shell.read(select(Membership.role).where(Membership.person_id == mine))) == {
        Role.ADMINISTRATOR,
        Role.LEDER,
    }
    assert shell.read(select(Letter.kind).where(Letter.person_id == mine)) == [LetterKind.APPOINTED]
    assert "er plattformansvarlig" in shell.run("people", "platform", *who)
    assert "fra før" in shell.run("people", "platform", *who)
    assert len(shell.read(select(PlatformRole.id))) == 1
    assert "Ingen kommune" in shell.fails("people", "administrator", "--municipality", "narnia", *who)
    assert "e-postadresse" in shell.fails("people", "platform", "--email", "kari", "--name", "Kari")


@pytest.mark.one_database
def test_run_serves_and_works_and_stops_both(tmp_path):
    port = reserved()
    with socket.create_server(("127.0.0.1", port)):
        busy = command("run", "--port", str(port), "--no-demo", SAMSKAPING_DATA=str(tmp_path))
        said, _ = busy.communicate()
        assert "opptatt" in said
    home = f"http://127.0.0.1:{port}"
    process = command("run", "--port", str(port), "--no-demo", "--workers", "1", SAMSKAPING_DATA=str(tmp_path))
    try:
        assert home in said_until("Ctrl-C", process)
        for path in ("/readyz", "/_postkasse"):
            with urllib.request.urlopen(f"{home}{path}", timeout=60) as answer:
                assert answer.status == 200
    finally:
        process.send_signal(signal.SIGINT)
        said, _ = process.communicate()
    assert process.returncode == 0, said
    with pytest.raises(OSError, match="refused"):
        urllib.request.urlopen(f"{home}/healthz", timeout=60)


def test_what_is_too_old_is_counted_before_it_goes(shell):
    old = {"account": "s", "kind": "email", "at": clock.now() - timedelta(days=31)}
    with transaction(shell.engine) as db:
        db.add(SignInAttempt(**old))
    said = shell.run("retain", "--dry-run")
    assert "sign_in_attempts: 1 (Mislykte innlogginger)" in said
    assert "Ingenting er slettet." in said
    assert len(shell.read(select(SignInAttempt.id))) == 1
    shell.run("retain")
    assert shell.read(select(SignInAttempt.id)) == []
