"""The staff in the browser: named by address, given roles, let go, and asked who they are."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from samskaping.models import Area, Event, Letter, Membership, Person
from samskaping.rules.kinds import LetterKind
from samskaping.rules.roles import Role

pytestmark = pytest.mark.second_in_matrix


@pytest.fixture(autouse=True)
def looks_at_halden(halden):
    """The test itself reads Halden's rows."""
    halden.db.info["municipality_id"] = halden.here.id


@pytest.fixture
def boss(halden):
    return halden.person("Sjefen", Role.ADMINISTRATOR)


@pytest.fixture
def visitor(site, boss):
    return site.visitor(boss)


def test_somebody_new_is_named_and_gets_a_letter(halden, visitor):
    unit = halden.unit()
    visitor.get("/oppsett/ansatte")
    visitor.click("Legg til en ansatt")
    visitor.fill(email="Nina@Halden.no", name="Nina Ny", title_nb="Rådgiver", unit=unit.public_id)
    visitor.fill(roles=["saksbehandler", "moderator"]).press("Gi rollene")
    assert "Nina Ny" in visitor.text
    assert "Moderator, Saksbehandler" in visitor.text
    assert "Har ikke logget inn ennå" in visitor.text
    letter = halden.db.scalar(select(Letter))
    assert (letter.kind, letter.params) == (LetterKind.APPOINTED, {"roles": ["moderator", "saksbehandler"]})


def test_naming_nobody_is_told_field_by_field(halden, visitor):
    visitor.get("/oppsett/ansatte/ny")
    visitor.press("Gi rollene", 422)
    assert "Skriv e-postadressen til den det gjelder" in visitor.text
    visitor.fill(email="nina", name="Nina Ny", title_nn="Rådgivar").press("Gi rollene", 422)
    assert "Skriv en hel e-postadresse" in visitor.text
    visitor.fill(email="nina@halden.no").press("Gi rollene", 422)
    assert "Velg minst én rolle" in visitor.text
    assert visitor.page.select_one("[name=title_nn]")["value"] == "Rådgivar"
    assert halden.db.scalars(select(Letter.id)).all() == []


def test_pressing_twice_names_once(halden, visitor):
    visitor.get("/oppsett/ansatte/ny")
    sent = {"csrf_token": visitor.token, "once": visitor.page.select_one("[name=once]")["value"]}
    sent |= {"email": "nina@halden.no", "name": "Nina Ny", "roles": "leder", "unit": ""}
    visitor.post("/oppsett/ansatte/ny", sent)
    visitor.post("/oppsett/ansatte/ny", sent)
    assert len(halden.db.scalars(select(Event.id)).all()) == 1


def test_roles_are_taken_away_and_the_last_administrator_stays(halden, boss, visitor):
    kari = halden.caseworker()
    visitor.get("/oppsett/ansatte")
    visitor.click("Kari Demo")
    visitor.fill(roles=[]).press("Lagre endringene")
    assert "Kari Demo" not in [tag.get_text() for tag in visitor.page.select("table a")]
    visitor.get(f"/oppsett/ansatte/{kari.public_id}")
    assert "har ingen rolle her nå" in visitor.text
    visitor.get(f"/oppsett/ansatte/{boss.public_id}")
    visitor.fill(roles=["innsyn"], title_nb="Sjef").press("Lagre endringene", 422)
    assert "Kommunen må ha minst én administrator. Gi rollen til en annen først." in visitor.text
    assert visitor.page.select_one("[name=title_nb]")["value"] == "Sjef"
    assert [box["value"] for box in visitor.page.select("[name=roles][checked]")] == ["innsyn"]


def test_whoever_gives_up_the_role_is_let_out_kindly(halden, boss, visitor):
    halden.person("Avløseren", Role.ADMINISTRATOR)
    visitor.get(f"/oppsett/ansatte/{boss.public_id}")
    visitor.fill(roles=[]).press("Lagre endringene")
    assert visitor.path.endswith("/min-side")
    visitor.get("/oppsett", 403)


@pytest.mark.case("AC-20")
@pytest.mark.parametrize(("form", "words"), [("nb", "ikke gi deg selv"), ("nn", "ikkje gi deg sjølv")])
def test_whoever_asks_for_a_role_for_themselves_is_told_to_ask_a_colleague(halden, site, boss, form, words):
    halden.person("Kollegaen", Role.ADMINISTRATOR)
    own = site.visitor(boss, form=form)
    own.get(f"/oppsett/ansatte/{boss.public_id}")
    own.fill(roles=["administrator", "leder"]).press("Lagre endringene" if form == "nb" else "Lagre endringane", 422)
    assert words in own.text


@pytest.mark.case("AC-20")
def test_a_role_that_is_none_is_refused(halden, visitor):
    visitor.get("/oppsett/ansatte/ny")
    visitor.fill(email="nina@halden.no", name="Nina Ny", roles=["plattform"]).press("Gi rollene", 422)
    assert "Velg blant rollene" in visitor.text or "Velg blant mulighetene" in visitor.text


@pytest.mark.case("AU-25")
def test_eleven_minutes_after_signing_in_roles_ask_who_one_is(halden, site, boss, visitor):
    """AU-25."""
    visitor.get("/oppsett/ansatte/ny")
    site.now += timedelta(minutes=11)
    visitor.fill(email="nina@halden.no", name="Nina Ny", roles=["leder"]).press("Gi rollene", 422)
    assert halden.db.scalars(select(Person.id).where(Person.email == "nina@halden.no")).all() == []
    visitor.get("/oppsett/ansatte/ny")
    assert "Vis at det er deg ved å åpne en lenke" in visitor.text
    assert not visitor.page.select("[name=roles]")


@pytest.mark.case("AC-20")
def test_somebody_elses_staff_is_unknown(halden, site, visitor):
    stranger = halden.person("Ukjent")
    visitor.get(f"/oppsett/ansatte/{stranger.public_id}", 404)
    visitor.get("/oppsett/ansatte/finnesikke", 404)


@pytest.mark.case("AC-20")
def test_a_role_taken_away_counts_at_once(halden, site, boss, visitor):
    """AC-20: the form was open when the role went."""
    visitor.get("/oppsett/omrader")
    for membership in halden.db.scalars(select(Membership).where(Membership.person_id == boss.id)):
        membership.ended_at = halden.now
    halden._quietly()
    visitor.fill(name="Os").press("Legg til området", 403)
    assert halden.db.scalars(select(Area.id)).all() == []
