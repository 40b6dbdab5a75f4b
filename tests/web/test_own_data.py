"""The page where people fetch what is kept about them: after showing who they are, and nobody else's."""

import pytest
from sqlalchemy import select

from samskaping.jobs.own_copy import own_copy
from samskaping.jobs.place import Place
from samskaping.models import OwnCopy, SecurityEvent
from samskaping.outside import passwords

PATH = "/min-side/opplysninger"
SECRET = "fire helt vanlige ord her"


@pytest.fixture
def place(site, settings):
    return Place(site.bind, settings, "prøve", lambda: site.now, is_once=True)


@pytest.fixture
def proven(site, liv):
    """Liv, who signed in a moment ago."""
    return site.visitor(liv)


def test_it_is_asked_for_made_and_fetched(site, proven, place, liv):
    proven.get("/min-side/innstillinger")
    proven.click("Last ned opplysningene mine")
    proven.press("Lag fila")
    assert "Fila lages nå" in proven.text
    own_copy(place)
    proven.click("Se om den er ferdig")
    proven.press("Hent fila", 200)
    answer = proven.answer
    assert answer.mimetype == "application/zip"
    assert answer.get_data()[:2] == b"PK"
    assert "no-store" in answer.headers["Cache-Control"]
    logged = site.world.db.scalars(select(SecurityEvent.what).where(SecurityEvent.person_id == liv.id)).all()
    assert [what for what in logged if what.startswith("own_data")] == ["own_data.asked", "own_data.fetched"]


@pytest.mark.case("AU-25")
def test_whoever_came_a_while_ago_shows_who_they_are_first(site, liv, place):
    liv.password_hash = passwords.hashed(SECRET)
    site.world.db.flush()
    visitor = site.visitor(liv)
    site.now = site.world.later(minutes=11).now
    visitor.get(PATH)
    token = visitor.token
    visitor.post(PATH, {"csrf_token": token}, status=422)
    visitor.post(PATH, {"csrf_token": token, "current": "feil ord her nå da"}, status=422)
    assert site.world.db.scalar(select(OwnCopy.id)) is None
    visitor.post(PATH, {"csrf_token": token, "current": SECRET})
    assert site.world.db.scalar(select(OwnCopy.id)) is not None


@pytest.mark.case("AU-25")
def test_the_file_itself_asks_again_too(site, liv, place):
    liv.password_hash = passwords.hashed(SECRET)
    site.world.db.flush()
    visitor = site.visitor(liv)
    visitor.get(PATH)
    visitor.press("Lag fila")
    own_copy(place)
    site.now = site.world.later(minutes=11).now
    visitor.get(PATH)
    visitor.press("Hent fila", 422)
    visitor.fill(current=SECRET).press("Hent fila", 200)
    assert visitor.answer.get_data()[:2] == b"PK"


def test_without_a_password_it_is_a_link(site, liv):
    visitor = site.visitor(liv)
    site.now = site.world.later(minutes=11).now
    visitor.get(PATH)
    assert "Send meg en lenke" in visitor.text
    assert "Lag fila" not in visitor.text


@pytest.mark.case("AC-10")
def test_another_persons_file_is_as_one_that_never_was(site, proven, place):
    proven.get(PATH)
    proven.press("Lag fila")
    own_copy(place)
    theirs = site.world.db.scalar(select(OwnCopy.public_id))
    other = site.visitor(site.world.person("Annen"))
    other.get(PATH)
    token = other.token
    for name in (theirs, "finnes-ikke"):
        other.post(PATH, {"csrf_token": token, "fil": name}, status=404)


def test_nobody_unknown_comes_in(site):
    site.visitor().get(PATH, 302)
