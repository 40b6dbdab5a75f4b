"""Standing pages in every place and form, barriers that file cases, and errors that tell what to do."""

import re
from dataclasses import replace

import pytest
from flask import Blueprint, abort
from sqlalchemy import select

from samskaping.actions import barriers
from samskaping.config import Misconfigured, load
from samskaping.db import Texts
from samskaping.models import Barrier, Event, Letter, LetterKind, Municipality, PlatformRole
from samskaping.rules.events import What
from samskaping.rules.moves import MOVES
from samskaping.rules.pipeline import STATES
from samskaping.rules.purposes import PURPOSES
from samskaping.rules.retention import RETENTION
from samskaping.rules.roles import Role
from samskaping.web.access import PUBLIC, open_to
from tests.visitor import Site
from tests.world import NOW, municipality

pytestmark = pytest.mark.second_in_matrix

WORDS = {
    400: "Vi forsto ikke det som ble sendt",
    403: "Du har ikke tilgang her",
    404: "Siden finnes ikke",
    405: "Slik kan ikke siden brukes",
    409: "Noen andre kom deg i forkjøpet",
    413: "Det du sendte, er for stort",
    422: "Det du sendte, kan ikke brukes",
    429: "For mange forsøk på kort tid",
    500: "Noe gikk galt hos oss",
    503: "Tjenesten svarer ikke akkurat nå",
}
STANDING = ("/slik-virker-det", "/kontakt", "/personvern", "/sikkerhet", "/informasjonskapsler")


@pytest.mark.parametrize("place", ["/halden/nb", "/halden/nn", "/nb", "/nn", "/moss/nb"])
def test_every_place_has_its_standing_pages_without_a_cookie(db, site, statements, place):
    municipality(db, "moss", activated_at=None)
    visitor = site.visitor(place=place)
    for path in STANDING:
        with statements.at_most(5 if "slik" in path else 2):  # the units' figures stand on one of them
            visitor.get(path)
        assert visitor.answer.headers.get("Set-Cookie") is None
        footer = [str(link["href"]) for link in visitor.page.select("footer a")]
        assert {f"{place}{name}" for name in (*STANDING, "/meld-fra")} <= set(footer)


def test_the_accessibility_statement_is_the_municipalitys(db, site, halden):
    here = db.get(Municipality, halden.here.id)
    here.accessibility_url = Texts(nb="https://uustatus.no/nb/erklaringer/publisert/1")
    db.flush()
    for path in ("/", *STANDING, "/meld-fra"):
        page = site.visitor().get(path)
        assert page.select_one("footer a[href='https://uustatus.no/nb/erklaringer/publisert/1']")


def test_a_missing_accessibility_statement_is_told_in_words(site, halden):
    visitor = site.visitor()
    assert visitor.get("/").select_one("footer a[href='/halden/nb/kontakt#tilgjengelighet']")
    words = visitor.get("/kontakt").find(id="tilgjengelighet")
    assert "Halden kommune har ikke lagt inn adressen" in words.get_text()


@pytest.mark.parametrize("place", ["/nb", "/nn", "/moss/nb"])
def test_where_no_municipality_has_joined_the_statement_is_the_operators(db, site, settings, halden, place):
    municipality(db, "moss", activated_at=None, accessibility_url=Texts(nb="https://uustatus.no/nb/moss"))
    for path in ("/", *STANDING, "/meld-fra"):
        assert site.visitor(place=place).get(path).select_one(f"footer a[href='{place}/kontakt#tilgjengelighet']")
    assert "De som drifter" in site.visitor(place="/nb").get("/kontakt").find(id="tilgjengelighet").get_text()
    stated = Site(replace(settings, accessibility_url="https://uustatus.no/nb/drift"), site.bind, halden, alone=True)
    for path in ("/", *STANDING, "/meld-fra"):
        page = stated.visitor(place=place).get(path)
        assert page.select_one("footer a[href='https://uustatus.no/nb/drift']")
        assert bool(page.select("main a[href='https://uustatus.no/nb/drift']")) is (path in ("/kontakt", "/meld-fra"))


def test_an_operators_statement_without_a_whole_address_stops_the_start():
    with pytest.raises(Misconfigured, match="SAMSKAPING_ACCESSIBILITY_URL"):
        load({"SAMSKAPING_ENV": "development", "SAMSKAPING_ACCESSIBILITY_URL": "uustatus.no/nb/drift"})


@pytest.mark.parametrize("form", ["nb", "nn"])
def test_how_it_works_tells_every_state_and_move_of_the_tables(site, form):
    visitor = site.visitor(form=form)
    page = visitor.get("/slik-virker-det")
    for state, rule in STATES.items():
        box = page.find("section", id=state.value)
        assert rule.label.nn in box.get_text() if form == "nn" else rule.label.nb in box.get_text()
        own = [move for move in MOVES if state in move.before]
        assert len(box.select("li")) == len(own)
        for move in own:
            assert (move.label.nn if form == "nn" else move.label.nb) in box.get_text()
    assert "28 dag" in visitor.text
    assert "§ 11 a" in visitor.text


def test_privacy_shows_the_table_that_deletes(site):
    visitor = site.visitor()
    visitor.get("/personvern")
    for keep in RETENTION:
        assert keep.what.nb in visitor.text
        assert keep.why.nb in visitor.text
    assert "artikkel 6 nr. 1 bokstav e" in visitor.text


def test_own_texts_are_shown_in_the_form_they_have(db, site, halden):
    here = db.get(Municipality, halden.here.id)
    here.about, here.contact_phone = Texts(nn="Vi sit på *torget*."), "69 00 00 00"
    db.flush()
    page = site.visitor().get("/kontakt")
    assert page.select_one(".sk-text[lang=nn]").get_text().strip() == "Vi sit på torget."
    assert page.select_one("a[href='tel:69000000']")
    assert "finnes bare på nynorsk" in page.get_text()


def test_a_barrier_becomes_a_case_with_a_number_and_a_letter(db, site, halden):
    visitor = site.visitor()
    visitor.get("/meld-fra?side=/halden/nb/forslag")
    visitor.fill(what="Skjermleseren stopper.", email="Ola@Example.no").press("Send meldingen")
    row = db.scalars(select(Barrier)).one()
    assert row.public_id in visitor.text
    assert (row.address, row.text, row.municipality_id) == (
        "/halden/nb/forslag",
        "Skjermleseren stopper.",
        halden.here.id,
    )
    letter = db.scalars(select(Letter)).one()
    assert (letter.kind, letter.address, letter.params["barrier"]) == (
        LetterKind.BARRIER, "Ola@example.no", row.public_id,
    )  # fmt: skip
    assert db.scalars(select(Event.what)).all() == [What.BARRIER_REPORTED]


@pytest.mark.parametrize("email", ["", "ola@example.no"])
def test_a_barrier_sent_twice_is_one_case(db, site, email):
    visitor = site.visitor()
    visitor.get("/meld-fra")
    fields = {"csrf_token": visitor.token, "once": "samme", "what": "Noe.", "email": email}
    for _time in range(2):
        visitor.post("/meld-fra", fields)
    visitor.follow()
    assert "Meldingen var alt sendt." in visitor.text
    assert len(db.scalars(select(Barrier)).all()) == 1


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"what": " "}, "Fortell hva som ikke virket"),
        ({"what": "Noe.", "email": "ikke en adresse"}, "Skriv adressen som navn@eksempel.no, eller la feltet stå tomt"),
        ({"what": "x" * 4001}, "Teksten kan ha 4\xa0000 tegn. Nå har den 4\xa0001."),
        ({"what": "a\0b"}, "Teksten har tegn som ikke kan vises, merket med «�». Fjern dem."),
        ({"what": "\u202ebakvendt"}, "Teksten har tegn som ikke kan vises, merket med «�». Fjern dem."),
    ],
)
def test_a_barrier_that_cannot_be_read_is_told_beside_the_field(db, site, fields, words):
    visitor = site.visitor()
    visitor.get("/meld-fra")
    page = visitor.fill(**fields).press("Send meldingen", 422)
    assert page.title.get_text().startswith("Feil: ")
    assert page.select_one(".ds-error-summary a").get_text() == words
    assert words in page.select_one(".ds-validation-message").get_text()
    assert db.scalars(select(Barrier)).all() == []


def test_staff_see_barriers_and_close_them_and_others_do_not(site, halden):
    number = barriers.report(halden.context(), where="/forslag", what="Kan ikke lese.", email="")
    kari = site.visitor(halden.caseworker())
    kari.get("/arbeid/hindre")
    assert "Kan ikke lese." in kari.text
    kari.press("Lukk meldingen")
    assert "Ingen åpne meldinger" in kari.text
    kari.click("Lukket")
    assert number in kari.text
    site.visitor().get("/arbeid/hindre", 302)
    site.visitor(halden.person()).get("/arbeid/hindre", 403)
    site.visitor(halden.person("Pia", Role.PUBLISIST)).get("/arbeid/hindre", 403)


def test_barriers_stay_in_their_municipality(db, site, halden):
    asker = municipality(db, "asker")
    number = barriers.report(halden.context(), where="", what="CANARY", email="")
    stranger = site.visitor(asker.caseworker(), place="/asker/nb")
    stranger.get("/arbeid/hindre")
    assert "CANARY" not in stranger.text
    stranger.post(f"/arbeid/hindre/{number}/lukk", {"csrf_token": _token(stranger)}, 404)
    stranger.get(f"/meld-fra/kvittering/{number}", 404)


def _token(visitor):
    visitor.get("/meld-fra")
    return visitor.token


@pytest.mark.parametrize("place", ["/nb", "/moss/nb"])
def test_where_no_municipality_takes_part_the_platform_looks_after_it(db, site, halden, place):
    municipality(db, "moss", activated_at=None)
    visitor = site.visitor(place=place)
    visitor.get("/meld-fra")
    visitor.fill(what="Søket virker ikke.").press("Send meldingen")
    someone = halden.person("Petra Plattform")
    db.add(PlatformRole(person_id=someone.id, granted_at=NOW))
    db.flush()
    platform = site.visitor(someone, place="/nb")
    platform.get("/hindre")
    assert "Søket virker ikke." in platform.text
    platform.press("Lukk meldingen")
    assert "Ingen åpne meldinger" in platform.text
    site.visitor(halden.caseworker(), place="/nb").get("/hindre", 403)


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_statements_does_not_grow(site, halden, statements, count):
    for _number in range(count):
        barriers.report(halden.context(), where="", what="Noe.", email="")
    kari = site.visitor(halden.caseworker())
    kari.get("/arbeid/hindre")
    with statements.exactly(2):
        kari.get("/arbeid/hindre")


@pytest.mark.parametrize("form", ["nb", "nn"])
def test_every_error_has_a_page_that_says_what_to_do(settings, connection, halden, form):
    site = Site(settings, connection, halden, alone=True)
    failing = {status: Blueprint(f"fails{status}", __name__) for status in WORDS}
    for status, blueprint in failing.items():
        blueprint.add_url_rule(f"/feil/{status}", "now", open_to(PUBLIC)(_failing(status)))
        site.app.register_blueprint(blueprint)
    visitor = site.visitor(form=form)
    for status, words in WORDS.items():
        page = visitor.get(f"/feil/{status}", status)
        assert page.html["lang"] == form
        assert page.select_one("meta[name=robots]")["content"] == "noindex"
        assert len(page.select_one("main").get_text().split()) > 12
        if form == "nb":
            assert page.h1.get_text() == words
    assert re.search(r"Merk feil", visitor.get("/feil/500", 500).get_text())


def _failing(status):
    def fail():
        if status == 500:
            raise KeyError("en feil av vår egen")
        abort(status)

    return fail


def test_too_large_and_wrong_method(site):
    visitor = site.visitor()
    visitor.get("/meld-fra")
    token = visitor.token
    visitor.post("/meld-fra", {"csrf_token": token, "what": "x" * 1_100_000}, 413)
    visitor.post("/kontakt", {"csrf_token": token}, 405)
    visitor.post("/meld-fra", {"what": "x"}, 400)
    assert "Skjemaet var for gammelt" in visitor.text


@pytest.mark.parametrize(("number", "own"), [("4621", "Voss herad"), ("4617", "Voss kommune")])
@pytest.mark.one_database
def test_a_municipality_is_called_what_it_calls_itself(db, site, number, own):
    municipality(db, "voss", number=number)
    page = site.visitor(place="/voss/nn").get("/")
    assert page.select_one(".sk-sender__name").get_text() == own
    assert own in page.select_one(".sk-foot__who").get_text()
    assert page.title.get_text().endswith(own)


def test_how_information_is_looked_after_is_told_and_linked_from_every_page(site):
    visitor = site.visitor()
    visitor.get("/")
    assert visitor.page.select_one("footer a[href$='/sikkerhet']")
    visitor.get("/sikkerhet")
    assert "samskaping@example.no" in visitor.text
    assert visitor.page.select_one("a[href$='/.well-known/security.txt']")
    assert visitor.answer.headers.get("Set-Cookie") is None


@pytest.mark.parametrize("form", ["nb", "nn"])
def test_privacy_is_made_of_the_register_of_purposes(site, form):
    visitor = site.visitor(form=form)
    visitor.get("/personvern")
    for purpose in PURPOSES:
        for words in (purpose.what, purpose.right, purpose.receivers):
            assert getattr(words, form) in visitor.text
