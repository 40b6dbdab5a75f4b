"""A vote in the browser: set, announced, voted in, changed, counted, and counted again by anyone."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from samskaping.actions import votes
from samskaping.models import Ballot, Version
from samskaping.rules import pabulib
from samskaping.rules.tally import counted
from samskaping.rules.votes import BallotKind
from tests.visitor import MOST_OF_A_POST
from tests.votes import Asked, vote_for
from tests.world import municipality

pytestmark = pytest.mark.second_in_matrix

WORDS_NB = (
    "Telt slik: flest stemmer først", "Telt slik: like deler", "Avstemningen er et råd.", "Kommunestyret bestemmer.",
    "Senest", "Rådet legges fram i saken.", "Da rekker summen til:", "Stemmesedler",
)  # fmt: skip
WORDS_NN = (
    "Talt slik: flest stemmer først", "Talt slik: like delar", "Avstemminga er eit råd.", "Kommunestyret avgjer.",
    "Seinast", "Rådet blir lagt fram i saka.", "Då rekk summen til:", "Stemmesetlar",
)  # fmt: skip


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


@pytest.mark.parametrize("rows", [1, 3])
def test_pages_take_as_many_statements_however_much_there_is(site, asked, eva, statements, rows):
    world, address = site.world, f"/utfordring/{asked.challenge}/avstemning"
    writer = world.person("Fia Til")
    asked.refs += [world.proposal(writer, challenge=asked.challenge) for _each in range(rows - 1)]
    costs = dict.fromkeys(asked.refs, 30_000)
    staff, anyone, voter = site.visitor(asked.staff), site.visitor(), site.visitor(eva)
    asked.set(costs=costs)
    for path in ("", "/kunngjor"):
        with statements.at_most(12):
            staff.get(f"/arbeid/utfordringer/{asked.challenge}/avstemning{path}")
    staff.press("Kunngjør avstemningen")
    assert staff.took <= MOST_OF_A_POST
    with statements.at_most(6):
        anyone.get(address)
    with statements.at_most(8):
        voter.get(address)
    with statements.at_most(8):
        voter.get(f"{address}/stem")
    for marks in (["1"], ["2", "1"]):
        voter.get(f"{address}/stem")
        voter.fill(marks=marks).press("Stem" if marks == ["1"] else "Endre stemmen")
        assert voter.took <= MOST_OF_A_POST
    for number in range(rows):
        vote_for(world.context(world.person(f"Per {number}")), asked.challenge, 1)
    votes.close(world.later(days=8).context(None), asked.row().id)
    for path in ("", "/stemmesedler.pb"):
        with statements.at_most(6):
            anyone.get(f"{address}{path}")


def test_the_result_names_its_rule_and_says_who_decides_when_and_how_it_counts(site, asked):
    world = site.world
    asked.announced()
    for name, marks in (("Per", (1,)), ("Siri", (2, 3)), ("Ola", (1,))):
        vote_for(world.context(world.person(name)), asked.challenge, *marks)
    votes.close(world.later(days=8).context(None), asked.row().id)
    for form, words in (("nb", WORDS_NB), ("nn", WORDS_NN)):
        anyone = site.visitor(form=form)
        anyone.get(f"/utfordring/{asked.challenge}/avstemning")
        for one in words:
            assert one in anyone.text
        for name in ("Per", "Siri", "vinner", "vinnar"):
            assert name not in anyone.text


def test_another_municipality_answers_as_if_it_had_never_been(site, asked, eva):
    municipality(site.world.db, "voss")
    asked.announced()
    for path in ("", "/stem", "/stemmesedler.pb"):
        site.visitor(eva, place="/voss/nb").get(f"/utfordring/{asked.challenge}/avstemning{path}", 404)
    there = site.visitor(asked.staff, place="/voss/nb")
    there.get(f"/arbeid/utfordringer/{asked.challenge}/avstemning", 403)


def test_opening_the_ballot_or_the_announcement_changes_nothing(site, asked, eva):
    asked.set()
    site.visitor(asked.staff).get(f"/arbeid/utfordringer/{asked.challenge}/avstemning/kunngjor")
    assert asked.row().announced_at is None
    votes.announce(site.world.context(asked.staff), asked.challenge, version=1)
    site.visitor(eva).get(f"/utfordring/{asked.challenge}/avstemning/stem")
    assert site.world.db.scalar(select(Ballot.id)) is None


def test_what_is_taken_back_says_why_and_another_stands_beside_it(site, asked, eva):
    asked.announced()
    vote_for(site.world.context(eva), asked.challenge, 1)
    staff, anyone, address = site.visitor(asked.staff), site.visitor(), f"/utfordring/{asked.challenge}/avstemning"
    staff.get(address)
    staff.click("Trekk avstemningen tilbake")
    staff.press("Trekk avstemningen tilbake", 422)
    assert "Skriv hvorfor" in staff.text
    staff.fill(why="Summen var feil.").press("Trekk avstemningen tilbake")
    assert staff.took <= MOST_OF_A_POST
    anyone.get(f"/utfordring/{asked.challenge}")
    assert "Avstemningen ble trukket tilbake" in anyone.text
    anyone.click("Avstemningen")
    assert "Summen var feil." in anyone.text
    for path in ("/stem", "/stemmesedler.pb"):
        site.visitor(eva).get(f"{address}{path}", 404)
    asked.announced(budget=120_000)
    anyone.get(address)
    assert "120 000" in anyone.text.replace("\xa0", " ")
    assert "Summen var feil." in anyone.text
    assert "Trekk avstemningen tilbake" not in anyone.text


def test_ballots_are_given_to_nobody_while_it_is_open(site, asked):
    asked.announced()
    site.visitor().get(f"/utfordring/{asked.challenge}/avstemning/stemmesedler.pb", 404)


def test_what_was_decided_is_told_once_it_is_counted_and_can_be_told_anew(site, asked, eva):
    desk = f"/arbeid/utfordringer/{asked.challenge}/avstemning/bestemt"
    asked.announced()
    site.visitor(asked.staff).get(desk, 404)
    votes.close(site.world.later(days=8).context(None), asked.row().id)
    site.now = site.world.later(days=30).now
    staff, reader = site.visitor(asked.staff), site.visitor(form="nn")
    staff.get(f"/utfordring/{asked.challenge}/avstemning")
    staff.click("Fortell hva som ble bestemt")
    today = str(site.world.later(days=30).context().today)
    staff.fill(on=today, decision_nb="Utvalget valgte benkene.").press("Fortell hva som ble bestemt", 422)
    assert "begge målformene" in staff.text
    assert "Utvalget valgte benkene." in staff.text
    early = str(site.world.context().today)
    staff.fill(on=early, decision_nn="Utvalet valde benkene.").press("Fortell hva som ble bestemt", 422)
    assert "etter at avstemningen var over" in staff.text
    staff.fill(on=today).press("Fortell hva som ble bestemt")
    assert "Utvalget valgte benkene." in staff.text
    reader.get(f"/utfordring/{asked.challenge}/avstemning")
    assert "Dette vart bestemt" in reader.text
    assert "Utvalet valde benkene." in reader.text
    assert "Rett det som" not in reader.text
    staff.click("Rett det som ble bestemt")
    staff.fill(decision_nb="Utvalget valgte alle benkene.").press("Fortell hva som ble bestemt")
    kept = site.world.db.scalars(select(Version.fields).where(Version.subject_kind == "vote").order_by(Version.number))
    assert [fields["decision"]["nb"] for fields in kept] == [
        "Utvalget valgte benkene.", "Utvalget valgte alle benkene.",
    ]  # fmt: skip
    site.visitor(eva).get(desk, 403)
