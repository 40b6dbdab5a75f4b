"""A vote in the browser: set, announced, voted in, changed, counted, and counted again by anyone."""

from datetime import timedelta

import pytest

from samskaping.actions import votes
from samskaping.rules import pabulib
from samskaping.rules.tally import counted
from samskaping.rules.votes import BallotKind
from tests.votes import Asked, vote_for

pytestmark = pytest.mark.second_in_matrix


@pytest.fixture
def asked(site):
    return Asked(site.world)


@pytest.fixture
def eva(site):
    return site.world.person("Eva Egen")


def test_from_the_sum_to_the_ballot(site, asked, eva):
    staff, voter = site.visitor(asked.staff), site.visitor(eva)
    today = site.world.context().today
    staff.get(f"/arbeid/utfordringer/{asked.challenge}/avstemning")
    days = {"opens_on": str(today), "closes_on": str(today + timedelta(days=7))}
    days["decided_on"] = str(today + timedelta(days=30))
    words = {"decides_nb": "Rådet.", "decides_nn": "Rådet.", "counts_nb": "Som råd."}
    costs = {f"cost_{ref}": "40 000" for ref in asked.refs}
    staff.fill(kind="kryss", proof="epost", budget="100 000", **days, **words, **costs)
    staff.press("Lagre, og se hvordan det blir", 422)
    assert "begge målformene" in staff.text
    staff.fill(counts_nn="Som råd.").press("Lagre, og se hvordan det blir")
    site.visitor().get(f"/utfordring/{asked.challenge}/avstemning", 404)
    staff.press("Kunngjør avstemningen")
    voter.get(f"/utfordring/{asked.challenge}")
    voter.click("Avstemningen")
    assert "Avstemningen er et råd." in voter.text
    voter.click("Gå til stemmeseddelen")
    voter.press("Stem", 422)
    assert "Velg minst ett forslag" in voter.text
    voter.fill(marks=["1", "2"]).press("Stem")
    assert "Stemmen din er lagret." in voter.page.text
    voter.click("Endre stemmen")
    voter.fill(marks=["3"]).press("Endre stemmen")
    assert "Du har stemt." in voter.text


def test_a_ballot_that_distributes_stays_within_the_sum(site, asked, eva):
    asked.announced(kind=BallotKind.FORDEL)
    voter = site.visitor(eva)
    voter.get(f"/utfordring/{asked.challenge}/avstemning/stem")
    voter.fill(marks=["1", "2"]).press("Stem", 422)
    assert "Ta bort noe" in voter.text


def test_both_rules_stand_side_by_side_and_anyone_counts_again(site, asked):
    world = site.world
    asked.announced()
    for number in range(6):
        vote_for(world.context(world.person(f"Per {number}")), asked.challenge, 1)
    for number in range(4):
        vote_for(world.context(world.person(f"Siri {number}")), asked.challenge, 2, 3)
    votes.close(world.later(days=8).context(None), asked.row().id)
    anyone = site.visitor()
    anyone.get(f"/utfordring/{asked.challenge}/avstemning")
    assert "Flest stemmer først" in anyone.text
    assert "Like deler" in anyone.text
    assert "vinner" not in anyone.text.lower()
    anyone.click("Last ned alle stemmesedlene")
    read = pabulib.read(anyone.answer.get_data(as_text=True))
    assert [row.votes for row in counted(read.election).values()] == [6, 4, 4]


def test_ballots_are_given_to_nobody_while_it_is_open(site, asked):
    asked.announced()
    site.visitor().get(f"/utfordring/{asked.challenge}/avstemning/stemmesedler.pb", 404)
