"""Published elections counted again: the same counts, and the same result where the rule is one of ours."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from samskaping.cli.tally import counts_agree, decided_alike, results, tally
from samskaping.rules import pabulib

#: Real elections, which may be used and not handed on; they lie beside the house where there are any.
PUBLISHED = Path(__file__).parents[3] / "shared" / "data" / "medvirkning" / "pabulib"
there = pytest.mark.skipif(not PUBLISHED.is_dir(), reason=f"no published elections at {PUBLISHED}")
FILES = sorted(PUBLISHED.glob("*.pb"))

SMALL = """META
key;value
budget;100
vote_type;approval
rule;greedy
PROJECTS
project_id;cost;votes;name;selected
a;60;2;Benk;1
b;50;1;"Lys; mange";0
VOTES
voter_id;age;vote
1;33;a,b
2;14;a
3;70;
"""


@there
def test_all_fourteen_are_there():
    assert len(FILES) == 14


@there
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_counted_as_it_was_published(file):
    published = pabulib.read(file.read_text("utf-8"))
    known = json.loads((PUBLISHED / "fasit.json").read_text("utf-8"))[file.name]
    assert counts_agree(published)
    assert published.votes == known["votes_per_project"]
    assert (len(published.election.ballots), len(published.election.items)) == (
        known["num_votes"],
        known["num_projects"],
    )
    assert sorted(results(published)["greedy"]) == known["greedy_recomputed"]
    chosen = known["official_selected"]
    assert decided_alike(published) is (True if chosen and known["rule"] != "unknown" else None)


@there
def test_the_command_says_which_rule_gave_what():
    said = CliRunner().invoke(tally, [str(file) for file in FILES])
    assert said.exit_code == 0
    assert said.output.count("Tallene er de samme") == 14
    assert "IKKE" not in said.output


def written(folder: Path, words: str) -> str:
    file = folder / "valg.pb"
    file.write_text(words, "utf-8")
    return str(file)


def test_a_small_election(tmp_path):
    said = CliRunner().invoke(tally, [written(tmp_path, SMALL)])
    assert said.exit_code == 0
    assert "2 forslag, 3 stemmesedler (approval), sum 100, avgjort av: greedy" in said.output
    assert "grådig (greedy): a; koster 60 = det publiserte" in said.output
    assert "33" not in said.output


@pytest.mark.parametrize(
    ("before", "after", "word"),
    [
        ("a;60;2", "a;60;3", "Tallene er IKKE"),
        ("Benk;1", "Benk;0", "greedy gir IKKE"),
        ("1;33;a,b", "1;33;a,c", "Kan ikke leses"),
        ("1;33;a,b", "1;33;a,a", "Kan ikke leses"),
        ("budget;100", "budget;mye", "Kan ikke leses"),
        ("budget;100", "sum;100", "Kan ikke leses"),
        ("VOTES\n", "", "Kan ikke leses"),
    ],
)
def test_what_differs_is_said(tmp_path, before, after, word):
    said = CliRunner().invoke(tally, [written(tmp_path, SMALL.replace(before, after))])
    assert (said.exit_code, word in said.output) == (1, True), said.output
