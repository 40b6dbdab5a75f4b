"""Somebody is away: the stand-in sees their cases marked, hears of them, and is told when nobody is left."""

import pytest
from sqlalchemy import select

from samskaping.actions import absences, casework
from samskaping.errors import Refused, Unfit
from samskaping.models import Event
from samskaping.queries.audiences import hearers
from samskaping.rules.events import What
from samskaping.rules.roles import Role

pytestmark = pytest.mark.second_in_matrix


@pytest.fixture
def ivar(halden):
    return halden.caseworker("Ivar Demo")


def away(world, who, stand_in, first=0, last=9, by=None):
    return absences.say(
        world.context(by or who),
        person=who.public_id,
        stand_in=stand_in.public_id,
        from_on=world.in_days(first),
        until_on=world.in_days(last),
    )


def test_the_stand_in_sees_the_cases_marked_while_it_lasts(site, halden, kari, ivar):
    ref, own = halden.proposal(), halden.proposal()
    casework.take(halden.sure(kari, ref), ref)
    casework.take(halden.sure(ivar, own), own)
    visitor = site.visitor(ivar)
    shown = [row["data-ref"] for row in visitor.get("/arbeid?ko=mine").select(".sk-inbox tbody tr")]
    assert shown == [own]
    absence = away(halden, kari, ivar)
    page = visitor.get("/arbeid?ko=mine")
    assert {row["data-ref"] for row in page.select(".sk-inbox tbody tr")} == {ref, own}
    assert "borte, du er vikar" in visitor.text
    assert "2 Mine" in {link.get_text(" ", strip=True) for link in page.select(".sk-queues a")}
    absences.end(halden.context(kari), absence)
    visitor.get("/arbeid?ko=mine")
    assert "du er vikar" not in visitor.text


@pytest.mark.parametrize("where", ["valgte?gjor=tildel&sak={}", "sak/{}/tildel"])
def test_whoever_gives_cases_away_sees_who_is_away(site, halden, kari, ivar, where):
    away(halden, ivar, kari)
    away(halden, kari, ivar, first=20, last=25)
    page = site.visitor(kari).get(f"/arbeid/{where.format(halden.proposal())}")
    named = [one.get_text() for one in page.select("select[name=person] option")]
    assert "Ivar Demo, Rådgiver (borte til 11. mars 2026, vikar: Kari Demo)" in named
    assert "Kari Demo, Rådgiver" in named


def test_a_case_says_that_its_handler_is_away_while_it_lasts(site, halden, kari, ivar):
    ref = halden.proposal()
    casework.take(halden.sure(kari, ref), ref)
    absence = away(halden, kari, ivar, first=2)
    visitor = site.visitor(ivar)
    visitor.get(f"/arbeid/sak/{ref}")
    assert "vikar:" not in visitor.text
    absences.end(halden.context(kari), absence)
    away(halden, kari, ivar)
    visitor.get(f"/arbeid/sak/{ref}")
    assert "Borte til 11. mars 2026, vikar: Ivar Demo" in visitor.text


def test_one_says_it_in_the_browser_and_ends_it_there(site, halden, kari, ivar):
    visitor = site.visitor(kari)
    visitor.get("/arbeid/fravaer")
    page = visitor.fill(until_on="2020-01-01").press("Meld fravær", 422)
    assert [link["href"] for link in page.select("#error-summary a")] == ["#stand_in"]
    visitor.fill(until_on=str(halden.in_days(7)), stand_in=ivar.public_id).press("Meld fravær")
    assert "Kari Demo" in visitor.text
    assert "Borte nå" in visitor.text
    visitor.press("Avslutt")
    assert "Ingen er borte" in visitor.text


def test_a_stand_in_who_is_away_too_is_said_so(site, halden, kari, ivar):
    third = halden.caseworker("Tone Demo")
    away(halden, kari, ivar)
    away(halden, ivar, third, first=2, last=20)
    visitor = site.visitor(kari)
    visitor.get("/arbeid/fravaer")
    assert "Vikaren er også borte 4. mars 2026–22. mars 2026" in visitor.text
    ref = halden.proposal()
    casework.take(halden.sure(kari, ref), ref)
    visitor.get("/arbeid")
    assert "borte, vikar: Ivar Demo" in visitor.text
    site.now = halden.later(days=2).now
    visitor = site.visitor(kari)
    visitor.get("/arbeid")
    assert "borte, vikaren også" in visitor.text


def test_what_the_handler_is_told_the_stand_in_is_told(halden, kari, ivar):
    leader, ref = halden.person("Leder", Role.LEDER), halden.proposal()
    away(halden, kari, ivar)
    casework.assign(halden.sure(leader, ref), ref, person=kari.public_id)
    event = halden.db.scalar(select(Event).where(Event.what == What.PROPOSAL_ASSIGNED))
    assert set(hearers(halden.context(), event)) == {kari.id, ivar.id}
    event = halden.db.scalar(select(Event).where(Event.what == What.ABSENCE_SAID))
    assert set(hearers(halden.context(), event)) == {ivar.id}


def test_for_others_only_their_own_leader_and_administrators(halden, kari, ivar):
    leader, admin = halden.person("Leder", Role.LEDER), halden.person("Adam", Role.ADMINISTRATOR)
    with pytest.raises(Refused):
        away(halden, kari, ivar, by=ivar)
    with pytest.raises(Unfit):
        away(halden, kari, ivar, by=leader)
    away(halden, kari, ivar, by=admin)
    with pytest.raises(Unfit):
        away(halden, kari, ivar, first=5)
    with pytest.raises(Unfit):
        away(halden, ivar, ivar)


@pytest.mark.parametrize("many", [1, 3])
def test_the_page_and_the_inbox_take_a_fixed_number_of_statements(site, halden, kari, statements, many):
    for number in range(many):
        colleague = halden.caseworker(f"Kollega {number}")
        away(halden, colleague, kari)
        casework.take(halden.context(colleague), halden.proposal(), impartial=True)
    visitor = site.visitor(kari)
    with statements.at_most(5):
        visitor.get("/arbeid/fravaer")
    with statements.exactly(6):
        visitor.get("/arbeid?ko=mine")
