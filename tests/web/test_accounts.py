"""One's own account: profile, password, address and sessions, with the proof that sensitive deeds ask for."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from samskaping.actions import tokens
from samskaping.models import Author, Letter, LetterKind, Person
from samskaping.outside import passwords
from samskaping.rules.kinds import MailChoice, Purpose
from samskaping.rules.roles import Role
from samskaping.rules.speech import AuthorKind
from tests.visitor import Site

pytestmark = pytest.mark.second_in_matrix

PASSWORD = "grønne epler på låven"
ANOTHER = "tre store blå hvaler"


@pytest.fixture
def ola(site: Site) -> Person:
    person = site.world.person("Ola Nordmann", Role.SAKSBEHANDLER)
    person.password_hash = passwords.hashed(PASSWORD)
    site.world.db.commit()
    return person


@pytest.fixture
def resident(site: Site) -> Person:
    person = site.world.person("Mona Demo")
    person.password_hash = passwords.hashed(PASSWORD)
    site.world.db.commit()
    return person


def again(site: Site, person: Person) -> Person:
    found = site.world.db.scalar(select(Person).where(Person.id == person.id))
    assert found is not None
    return found


def test_a_profile_is_changed_everywhere_one_speaks(site: Site, ola: Person):
    visitor = site.visitor(ola)
    visitor.get("/min-side/innstillinger")
    visitor.fill(name="Ola  N", shown_as="innbygger", form="nn", home="halden", mail="ingen").press("Lagre endringene")
    person = again(site, ola)
    assert (person.name, person.shows_name, person.form, person.home_id, person.mail_choice) == (
        "Ola N", False, "nn", site.world.here.id, MailChoice.INGEN,
    )  # fmt: skip
    rows = site.world.db.execute(select(Author.kind, Author.name).where(Author.person_id == ola.id)).all()
    assert {row.kind: row.name for row in rows} == {AuthorKind.PERSON: "", AuthorKind.KOMMUNE: "Ola N"}
    assert visitor.page.select_one("[name=home] [selected]")["value"] == "halden"


def test_fields_that_the_form_does_not_have_change_nothing(site: Site, resident: Person):
    visitor = site.visitor(resident)
    visitor.get("/min-side/innstillinger")
    extra = {"role": "administrator", "email": "a@example.no", "confirmed_at": "", "blocked_at": "1", "id": "1"}
    fields = {"name": "Mona", "shown_as": "eget", "form": "nb", "home": "", "mail": "daglig"}
    visitor.post("/min-side/innstillinger", {**fields, **extra, "csrf_token": visitor.token})
    person = again(site, resident)
    assert (person.email, person.name, person.blocked_at) == (resident.email, "Mona", None)
    assert person.confirmed_at is not None


def test_a_new_password_ends_the_other_sessions_and_stays_here(site: Site, resident: Person):
    here, elsewhere = site.visitor(resident), site.visitor(resident)
    here.get("/min-side/passord")
    here.fill(password=ANOTHER).press("Bytt passord")
    assert "Passordet er byttet" in here.text
    elsewhere.get("/min-side", 302)
    here.get("/min-side")
    assert passwords.fits(again(site, resident).password_hash, ANOTHER)


@pytest.mark.case("AU-25")
def test_after_ten_minutes_the_old_password_is_asked_for(site: Site, resident: Person):
    visitor = site.visitor(resident)
    site.now += timedelta(minutes=11)
    visitor.get("/min-side/passord")
    visitor.fill(password=ANOTHER).press("Bytt passord", 422)
    visitor.fill(password=ANOTHER, current="feil passord helt feil").press("Bytt passord", 422)
    assert passwords.fits(again(site, resident).password_hash, PASSWORD)
    visitor.fill(password=ANOTHER, current=PASSWORD).press("Bytt passord")
    assert passwords.fits(again(site, resident).password_hash, ANOTHER)


@pytest.mark.case("AU-25")
def test_a_page_kept_open_too_long_keeps_the_new_address_and_asks(site: Site, resident: Person):
    visitor = site.visitor(resident)
    visitor.get("/min-side/e-post")
    assert visitor.page.select_one("[name=current]") is None
    site.now += timedelta(minutes=11)
    visitor.fill(email="ny@example.no").press("Send lenken", 422)
    assert visitor.page.select_one("[name=email]")["value"] == "ny@example.no"
    visitor.fill(current=PASSWORD).press("Send lenken")
    letter = site.world.db.scalars(select(Letter)).one()
    assert (letter.kind, letter.address) == (LetterKind.CHANGE_EMAIL, "ny@example.no")


def test_without_a_password_a_link_proves_it(site: Site):
    person = site.world.person("Uten Passord")
    visitor = site.visitor(person)
    site.now += timedelta(minutes=11)
    visitor.get("/min-side/passord")
    visitor.press("Send meg en lenke")
    token = tokens.issue(site.world.db, person.id, Purpose.SIGN_IN, site.now)
    visitor.get(f"/logg-inn/{token}")
    visitor.press("Logg inn")
    assert visitor.path == "/halden/nb/min-side/passord"
    visitor.fill(password=ANOTHER).press("Velg et passord")
    assert passwords.fits(again(site, person).password_hash, ANOTHER)


@pytest.mark.case("AU-25")
def test_a_new_address_counts_when_its_link_is_used_and_the_old_one_is_told(site: Site, resident: Person):
    old = resident.email
    visitor = site.visitor(resident)
    visitor.get("/min-side/e-post")
    visitor.fill(email="Ny@Example.no").press("Send lenken")
    assert again(site, resident).email == old
    token = tokens.issue(site.world.db, resident.id, Purpose.CHANGE_EMAIL, site.now, {"email": "Ny@example.no"})
    anywhere = site.visitor()
    anywhere.get(f"/ny-adresse/{token}")
    anywhere.press("Bruk den nye adressen")
    assert "Adressen er byttet" in anywhere.text
    assert (again(site, resident).email, again(site, resident).email_key) == ("Ny@example.no", "ny@example.no")
    told = site.world.db.scalars(select(Letter).where(Letter.kind == LetterKind.EMAIL_CHANGED)).one()
    assert told.address == old
    visitor.get("/min-side", 302)
    anywhere.get(f"/ny-adresse/{token}", 410)


def test_an_address_that_somebody_has_gives_the_same_answer_and_is_never_taken(site: Site, resident: Person):
    other = site.world.person("En Annen")
    visitor = site.visitor(resident)
    visitor.get("/min-side/e-post")
    visitor.fill(email=other.email).press("Send lenken")
    assert "Vi har sendt en lenke til den nye adressen" in visitor.text
    letter = site.world.db.scalars(select(Letter)).one()
    assert (letter.kind, letter.person_id) == (LetterKind.ALREADY_REGISTERED, other.id)
    token = tokens.issue(site.world.db, resident.id, Purpose.CHANGE_EMAIL, site.now, {"email": other.email})
    visitor.get(f"/ny-adresse/{token}")
    visitor.press("Bruk den nye adressen", 422)
    assert again(site, resident).email == resident.email


def test_sessions_are_listed_and_ended(site: Site, resident: Person):
    here, elsewhere, third = (site.visitor(resident) for _ in range(3))
    stranger = site.visitor(site.world.person("En Annen"))
    here.get("/min-side/okter")
    assert len(here.page.select("tbody tr")) == 3
    here.press("Avslutt økten")
    assert sorted(visitor.client.get("/halden/nb/min-side").status_code for visitor in (elsewhere, third)) == [200, 302]
    token = here.token
    here.press("Avslutt alle andre økter")
    assert len(here.page.select("tbody tr")) == 1
    for visitor in (elsewhere, third):
        visitor.get("/min-side", 302)
    stranger.get("/min-side/okter")
    here.post("/min-side/okter/avslutt", {"okt": "0" * 16, "csrf_token": token}, 404)


def test_nobodys_session_is_ended_by_another(site: Site, resident: Person):
    mine, theirs = site.visitor(resident), site.visitor(site.world.person("En Annen"))
    extra = site.visitor(resident)
    mine.get("/min-side/okter")
    mark = mine.page.select_one("[name=okt]")["value"]
    theirs.get("/min-side")
    theirs.post("/min-side/okter/avslutt", {"okt": mark, "csrf_token": theirs.token}, 404)
    extra.get("/min-side")


def test_settings_take_few_statements(site: Site, resident: Person, statements):
    visitor = site.visitor(resident)
    for path in ("/min-side/innstillinger", "/min-side/passord", "/min-side/e-post", "/min-side/okter", "/varsler"):
        with statements.at_most(12):
            visitor.get(path)
