"""``import participation``: what the one at the shell reads, and that a broken file leaves nothing behind."""

import pytest
from sqlalchemy import func, select

from samskaping.db import transaction
from samskaping.models import Author, Challenge, Comment, Event, Proposal
from tests.outside.test_participation_files import COMMENTS, ONE, PROPOSALS, SAID
from tests.rules.test_private_numbers import SYNTHETIC
from tests.shell import Shell
from tests.world import municipality


@pytest.fixture
def halden(own_engine):
    with transaction(own_engine) as db:
        municipality(db)
    return own_engine


@pytest.fixture
def run(halden, tmp_path):
    shell = Shell(halden, tmp_path)

    def started(proposals, comments, *options):
        (tmp_path / "proposals.csv").write_text("\n".join([PROPOSALS, *proposals]), encoding="utf-8")
        (tmp_path / "comments.csv").write_text("\n".join([COMMENTS, *comments]), encoding="utf-8")
        return shell.call("import", "participation", str(tmp_path), "--municipality", "halden", *options)

    started.again = shell.call
    return started


def rows(engine):
    with engine.connect() as connection:
        return [
            connection.scalar(select(func.count()).select_from(table))
            for table in (Author, Challenge, Proposal, Comment, Event)
        ]


def test_it_says_what_landed_and_then_that_nothing_did(run, halden):
    first = run([ONE], [SAID])
    assert (first.exit_code, "Hentet inn: 1 forslag og 1 kommentar." in first.output) == (0, True), first.output
    assert "2 av 2 rader" in first.output
    assert "/halden/nb/utfordring/" in first.output
    landed = rows(halden)
    second = run([ONE], [SAID])
    assert "Ingenting er endret." in second.output
    assert rows(halden) == landed == [2, 1, 1, 1, 2]


def test_a_broken_file_is_refused_whole(run, halden):
    found = run([ONE, ONE.replace("6560", "x")], [SAID] + ["kort"] * 70)
    assert (found.exit_code, rows(halden)) == (1, [0, 0, 0, 0, 0])
    assert "comments.csv, linje 3: linjen har 1 felt, ikke 11" in found.output
    assert found.output.count("linje") == 50 + found.output.count("linjen")
    assert "… og 22 til." in found.output
    assert "Ingenting er hentet inn." in found.output


def test_what_breaks_on_the_way_leaves_nothing(run, halden, monkeypatch):
    def broken(*_args):
        raise RuntimeError("the lights went out")

    monkeypatch.setattr("samskaping.actions.imports._count", broken)
    assert run([ONE], [SAID]).exit_code == 1
    assert rows(halden) == [0, 0, 0, 0, 0]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--state", "open=slatt_sammen"], "open=slatt_sammen"),
        (["--state", "open"], "Skriv status=tilstand"),
        (["--language", "spansk!"], "språkkode"),
        (["--source", "Madrid By"], "Små bokstaver"),
        (["--municipality", "finnes-ikke"], "Ingen kommune heter finnes-ikke."),
    ],
)
@pytest.mark.one_database
def test_wrong_options_are_told(run, halden, options, words):
    found = run([ONE], [SAID], *options)
    assert (found.exit_code != 0, words in found.output, rows(halden)) == (True, True, [0, 0, 0, 0, 0]), found.output


@pytest.mark.one_database
def test_a_state_of_ones_own(run, halden):
    assert run([ONE.replace("archived", "hecho")], [SAID], "--state", "hecho=effekt_malt").exit_code == 0
    with halden.connect() as connection:
        assert connection.scalar(select(Proposal.state)) == "effekt_malt"


def test_chains_and_counters_hold_afterwards(run):
    run([ONE], [SAID, SAID.replace("10,-1", "11,10"), SAID.replace("10,-1", "12,99")])
    found = run.again("verify")
    assert (found.exit_code, "Alt stemmer" in found.output) == (0, True), found.output


def test_a_national_number_is_refused_by_its_line_until_somebody_has_read_it(run, halden):
    told = SAID.replace("Pero si", f"Soy {SYNTHETIC}")
    found = run([ONE], [told])
    assert (found.exit_code, rows(halden)) == (1, [0, 0, 0, 0, 0])
    assert f"comments.csv, linje 2: text har et fødselsnummer eller D-nummer ({SYNTHETIC[:6]}•••••)" in found.output
    assert "--numbers-checked" in found.output
    assert SYNTHETIC not in found.output
    assert run([ONE], [told], "--numbers-checked").exit_code == 0
    assert rows(halden)[2:4] == [1, 1]


def test_what_may_be_private_comes_in_and_is_told_by_its_line(run, halden):
    found = run([ONE], [SAID.replace("Pero si", "Llama al 912 34 567")])
    assert (found.exit_code, rows(halden)[2:4]) == (0, [1, 1]), found.output
    assert "comments.csv, linje 2: text har et telefonnummer (912 34 567)" in found.output
    assert "kan en moderator sladde det" in found.output
