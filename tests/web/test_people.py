"""Registering, signing in and out: by pages, as people meet them, and as those who probe do."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from samskaping.models import LetterKind, Person, Proposal, SignInAttempt, WebSession
from samskaping.outside import passwords
from samskaping.rules.kinds import Purpose
from samskaping.web.login import own_path
from tests.accounts import NEW, PASSWORD, letters, link, register, sign_out, somebody, with_password
from tests.visitor import Site

pytestmark = pytest.mark.second_in_matrix


def test_registering_confirming_and_signing_in_again(site: Site):
    mona = register(site.visitor(), password=PASSWORD)
    assert "Vi har sendt en e-post til Mona@example.no" in mona.text
    person = somebody(site)
    assert (person.confirmed_at, person.password_hash, letters(site)) == (None, None, [(LetterKind.CONFIRM, person.id)])
    mona.get(link(site, person, Purpose.CONFIRM))
    mona.press("Bekreft og logg inn")
    assert "Hei, Mona" in mona.text
    sign_out(mona)
    mona.get("/min-side", 302)
    mona.get("/logg-inn")
    mona.fill(email="MONA@example.no", password=PASSWORD).press("Logg inn")
    assert "Hei, Mona" in mona.text


@pytest.mark.case("AU-03")
def test_an_address_that_is_taken_gets_the_same_answer_and_its_owner_a_letter(site: Site):
    known = with_password(site)
    pages = []
    for address in ("ny@example.no", known.email):
        visitor = register(site.visitor(), email=address, password=PASSWORD)
        pages.append((visitor.answer.status_code, visitor.text.replace(address, "")))
    assert pages[0] == pages[1]
    assert letters(site)[1] == (LetterKind.ALREADY_REGISTERED, known.id)
    assert passwords.fits(known.password_hash, PASSWORD)
    assert known.name == "Ola Nordmann"


@pytest.mark.case("AU-01")
def test_wrong_unknown_unconfirmed_and_blocked_are_told_the_same(site: Site):
    known = with_password(site)
    unconfirmed = with_password(site, "Ikke Bekreftet", confirmed=False)
    blocked = with_password(site, "Stengt Ute")
    blocked.blocked_at = site.now
    linked_only = site.world.person("Uten Passord")
    answers = set()
    for address, password in (
        (known.email, "feil passord helt feil"),
        ("ingen@example.no", PASSWORD),
        (unconfirmed.email, PASSWORD),
        (blocked.email, PASSWORD),
        (linked_only.email, PASSWORD),
    ):
        visitor = site.visitor()
        visitor.get("/logg-inn")
        visitor.fill(email=address, password=password).press("Logg inn", 422)
        answers.add(re.sub(r"\s+", " ", visitor.text.replace(address, "")))
        assert visitor.page.select_one("[name=email]")["value"] == address
    assert len(answers) == 1
    attempts = site.world.db.scalar(select(func.count()).select_from(SignInAttempt))
    assert attempts == 5


@pytest.mark.case("AU-09")
def test_the_sixth_try_in_a_quarter_waits_and_a_link_still_gets_the_owner_in(site: Site):
    known = with_password(site)
    visitor = site.visitor()
    for _attempt in range(5):
        visitor.get("/logg-inn")
        visitor.fill(email=known.email, password="feil passord helt feil").press("Logg inn", 422)
    visitor.fill(email=known.email, password=PASSWORD).press("Logg inn", 429)
    assert 0 < int(visitor.answer.headers["Retry-After"]) <= 15 * 60 + 1
    assert visitor.page.select_one("[name=email]")["value"] == known.email
    visitor.fill(email=known.email).press("Send meg en lenke på e-post")
    visitor.get(link(site, known, Purpose.SIGN_IN))
    visitor.press("Logg inn")
    assert "Hei, Ola" in visitor.text
    sign_out(visitor)
    visitor.get("/logg-inn")
    visitor.fill(email=known.email, password=PASSWORD).press("Logg inn")


def test_tries_are_forgotten_with_time(site: Site):
    known = with_password(site)
    visitor = site.visitor()
    for _attempt in range(5):
        visitor.get("/logg-inn")
        visitor.fill(email=known.email, password="feil passord helt feil").press("Logg inn", 422)
    site.now += timedelta(minutes=16)
    visitor.get("/logg-inn")
    visitor.fill(email=known.email, password=PASSWORD).press("Logg inn")
    assert "Hei, Ola" in visitor.text


@pytest.mark.case("AU-05")
@pytest.mark.case("CS-11")
def test_signing_in_gives_a_new_cookie_and_the_old_one_leads_nowhere(site: Site):
    known, visitor = with_password(site), site.visitor()
    visitor.get("/logg-inn")
    before = visitor.client.get_cookie("session").value
    visitor.fill(email=known.email, password=PASSWORD).press("Logg inn")
    after = visitor.client.get_cookie("session").value
    assert before != after
    for cookie in (before,):
        thief = site.visitor()
        thief.client.set_cookie("session", cookie)
        thief.get("/min-side", 302)
    visitor.get("/min-side")
    sign_out(visitor)
    assert visitor.answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    thief = site.visitor()
    thief.client.set_cookie("session", after)
    thief.get("/min-side", 302)


@pytest.mark.case("AU-05")
def test_signing_out_is_a_deed(site: Site):
    visitor = site.visitor(site.world.person())
    visitor.get("/logg-ut", 405)
    visitor.get("/min-side")


def test_a_draft_begun_before_signing_in_is_ones_own_after(site: Site):
    known, visitor = with_password(site), site.visitor()
    visitor.get("/foresla")
    visitor.fill(need="Det er mørkt ved skolen om vinteren.").press("Neste: Ideen")
    visitor.get("/logg-inn?neste=/halden/nb/forslag")
    visitor.fill(email=known.email, password=PASSWORD).press("Logg inn")
    assert visitor.path == "/halden/nb/forslag"
    site.world.db.info["municipality_id"] = site.world.here.id
    assert site.world.db.scalars(select(Proposal.writer_id)).all() == [known.id]


def test_whoever_is_signed_in_is_led_on(site: Site):
    visitor = site.visitor(site.world.person())
    for path in ("/logg-inn", "/registrer"):
        visitor.get(f"{path}?neste=/halden/nb/forslag", 303)
        assert visitor.answer.headers["Location"] == "/halden/nb/forslag"


def test_forms_without_their_token_do_nothing(site: Site):
    visitor = site.visitor(site.world.person())
    for path in ("/logg-inn", "/registrer", "/logg-ut", "/glemt-passord", "/varsler/lest", "/min-side/innstillinger"):
        visitor.post(path, {"email": "a@example.no"}, 400)


def test_the_other_form_of_the_language_keeps_what_was_typed(site: Site):
    visitor = site.visitor()
    visitor.get("/registrer")
    visitor.fill(email="feil", name="Åse").press("Nynorsk")
    assert visitor.page.html["lang"] == "nn"
    assert visitor.page.select_one("[name=name]")["value"] == "Åse"
    assert visitor.page.select_one("[aria-invalid]") is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", "ikke en adresse"),
        ("email", "a@example.no\x00"),
        ("name", "Halden kommune"),
        ("name", "Kari\u202e"),
        ("name", "  "),
        ("password", "passordpassord1"),
        ("password", "x" * 129),
        ("password", "\u202e grønne epler på låven"),
        ("shown_as", "admin"),
        ("form", "sv"),
        ("home", "oslo-som-ikke-finnes"),
        ("old_enough", ""),
    ],
)
def test_what_cannot_be_used_is_told_beside_the_field(site: Site, field: str, value: str):
    visitor = site.visitor()
    visitor.get("/registrer")
    visitor.post("/registrer", {**NEW, field: value, "csrf_token": visitor.token}, 422)
    assert visitor.page.title.text.startswith("Feil: ")
    assert visitor.page.select_one("#error-summary")
    assert visitor.page.select_one(f"#{field}-error")
    assert site.world.db.scalar(select(func.count()).select_from(Person)) == 0


@pytest.mark.one_database
@pytest.mark.parametrize(
    "wanted",
    ["//evil.no", "https://evil.no", "javascript:alert(1)", "/\\evil.no", "\\\\evil.no", "@evil.no", "/a\r\nb", "",
     None, "/\tx", "http:evil.no", "/" + "a" * 1000, "/x y"],
)  # fmt: skip
@pytest.mark.case("AU-17")
def test_the_way_back_stays_here(wanted):
    assert own_path(wanted, "/hjem") == "/hjem"


@pytest.mark.one_database
@pytest.mark.parametrize("wanted", ["/", "/halden/nb/forslag?sok=a%20b#k1", "/nb/min-side"])
def test_the_way_back_leads_to_own_pages(wanted):
    assert own_path(wanted, "/hjem") == wanted


def test_a_sign_in_page_leaves_nothing(site: Site):
    visitor = site.visitor()
    visitor.get("/logg-inn")
    assert site.world.db.scalar(select(func.count()).select_from(WebSession)) == 0
    assert visitor.answer.headers["Cache-Control"] == "no-store"


def test_posts_take_few_statements(site: Site, statements):
    known, visitor = with_password(site), site.visitor()
    visitor.get("/registrer")
    with statements.at_most(16):
        visitor.post("/registrer", {**NEW, "csrf_token": visitor.token})
    visitor.get("/logg-inn")
    fields = {"email": known.email, "csrf_token": visitor.token}
    with statements.at_most(16):
        visitor.post("/logg-inn", {**fields, "password": "feil passord helt feil"}, 422)
    with statements.at_most(16):
        visitor.post("/logg-inn", {**fields, "password": PASSWORD})
    path = link(site, known, Purpose.RESET)
    visitor.get(path)
    with statements.at_most(16):
        visitor.post(path, {"password": "tre store blå hvaler", "csrf_token": visitor.token})


@pytest.mark.case("BL-18")
def test_one_address_has_a_limit_and_the_form_keeps_what_was_typed(site: Site):
    visitor = site.visitor()
    for number in range(5):
        register(visitor, email=f"en{number}@example.no")
    visitor.get("/registrer")
    visitor.fill(email="en.til@example.no", name="Åse", old_enough="y").press("Lag konto", 429)
    assert int(visitor.answer.headers["Retry-After"]) > 0
    assert visitor.page.select_one("[name=name]")["value"] == "Åse"
    for _look in range(70):
        assert visitor.client.get("/halden/nb/logg-inn").status_code == 200


@pytest.mark.one_database
def test_who_makes_an_account_says_to_be_as_old_as_the_law_asks(site: Site, monkeypatch):
    monkeypatch.setitem(site.app.config, "SETTINGS", replace(site.settings, age_limit=15))
    visitor = site.visitor()
    visitor.get("/registrer")
    assert "Jeg har fylt 15 år" in visitor.text
    visitor.post("/registrer", {**NEW, "old_enough": "", "csrf_token": visitor.token}, 422)
    assert "Du må ha fylt 15 år" in visitor.page.select_one("#old_enough-error").text
    visitor.get("/personvern")
    assert "å ha fylt 15 år" in visitor.text
