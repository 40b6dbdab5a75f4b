"""The page where people erase their accounts: told first, shown who they are, one press."""

import pytest
from sqlalchemy import select

from samskaping.models import Membership, Person, SecurityEvent
from samskaping.outside import passwords
from samskaping.rules.roles import Role
from tests.visitor import Site

PATH = "/min-side/slett"
SECRET = "fire helt vanlige ord her"
PRESS = "Slett kontoen min for godt"


def erased(site, person) -> bool:
    site.world.db.expire_all()
    return site.world.db.scalar(select(Person.erased_at).where(Person.id == person.id)) is not None


def test_whoever_is_told_and_presses_is_gone_and_signed_out(site, liv):
    ref = site.world.proposal(liv)
    visitor, other = site.visitor(liv), site.visitor(liv)
    visitor.get("/min-side/innstillinger")
    visitor.click("Slett kontoen min")
    for words in ("Dette blir borte", "Dette blir stående, uten navnet ditt", "arkivlova"):
        assert words in visitor.text
    visitor.press(PRESS)
    assert "Kontoen er slettet" in visitor.text
    assert erased(site, liv)
    for gone in (visitor, other):
        gone.get("/min-side", 302)
    page = site.visitor()
    page.get(f"/forslag/{ref}")
    assert "Tidligere innbygger" in page.text
    assert "Liv Lokal" not in page.text
    logged = site.world.db.scalars(select(SecurityEvent.what).where(SecurityEvent.person_id == liv.id)).all()
    assert "person.closed" in logged


@pytest.mark.parametrize("form", ["nb", "nn"])
def test_the_one_who_wrote_is_called_former_in_both_forms(site, liv, form):
    ref = site.world.proposal(liv)
    visitor = site.visitor(liv, form=form)
    visitor.get(PATH)
    visitor.press({"nb": PRESS, "nn": "Slett kontoen min for godt"}[form])
    page = site.visitor(site.world.caseworker(), form=form)
    page.get(f"/arbeid/sak/{ref}")
    assert {"nb": "Tidligere innbygger", "nn": "Tidlegare innbyggjar"}[form] in page.text


def test_a_page_that_is_kept_is_made_anew(connection, keeping, halden, liv_kept):
    site, liv, ref = liv_kept
    for _turn in range(2):
        page = site.visitor()
        page.get(f"/forslag/{ref}")
        assert "Liv Lokal" in page.text
    visitor = site.visitor(liv)
    visitor.get(PATH)
    visitor.press(PRESS)
    page.get(f"/forslag/{ref}")
    assert "Liv Lokal" not in page.text


@pytest.fixture
def liv_kept(keeping, connection, halden):
    site = Site(keeping, connection, halden)
    liv = halden.person("Liv Lokal")
    return site, liv, halden.proposal(liv)


def test_it_is_done_on_the_national_pages_too(site):
    world = site.world
    kari = world.person("Kari Leser", Role.INNSYN)
    visitor = site.visitor(kari, place="/nb")
    visitor.get(PATH)
    assert "Det gjelder Halden" in visitor.text
    visitor.press(PRESS)
    assert erased(site, kari)
    ended = select(Membership.ended_at).where(Membership.person_id == kari.id)
    assert world.db.scalars(ended, execution_options={"every_municipality": True}).all() == [site.now]


def test_whoever_came_a_while_ago_shows_who_they_are_first(site, liv):
    liv.password_hash = passwords.hashed(SECRET)
    site.world.db.flush()
    visitor = site.visitor(liv)
    site.now = site.world.later(minutes=11).now
    visitor.get(PATH)
    visitor.press(PRESS, 422)
    visitor.fill(current="feil ord her nå da").press(PRESS, 422)
    assert not erased(site, liv)
    visitor.fill(current=SECRET).press(PRESS)
    assert erased(site, liv)


def test_without_a_password_it_is_a_link(site, liv):
    visitor = site.visitor(liv)
    visitor.get(PATH)
    token = visitor.token
    site.now = site.world.later(minutes=11).now
    visitor.get(PATH)
    assert "Send meg en lenke" in visitor.text
    visitor.post(PATH, {"csrf_token": token}, status=422)
    assert not erased(site, liv)


def test_what_stands_in_the_way_is_told_and_there_is_no_button(site):
    kari = site.world.person("Kari Styrer", Role.ADMINISTRATOR)
    visitor = site.visitor(kari)
    visitor.get(PATH)
    assert "Du er den eneste administratoren i Halden" in visitor.text
    assert PRESS not in visitor.text
    visitor.get("/min-side/opplysninger")
    visitor.post(PATH, {"csrf_token": visitor.token}, status=422)
    assert not erased(site, kari)
