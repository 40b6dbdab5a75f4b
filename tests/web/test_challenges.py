"""Challenges: read by anyone, written at the desk, from draft to closed."""

import pytest

from samskaping.actions import challenges
from samskaping.actions import statements as saying
from samskaping.actions.statements import Said
from samskaping.db import Texts
from samskaping.rules.roles import Role
from samskaping.rules.speech import LEVEL_OPENINGS, Level
from tests.challenges import content, published
from tests.visitor import Site
from tests.world import municipality

pytestmark = pytest.mark.second_in_matrix


@pytest.fixture
def ingrid(halden):
    return halden.person("Ingrid Demo", Role.PUBLISIST)


@pytest.fixture
def site(settings, connection, halden):
    return Site(settings, connection, halden)


def test_a_challenge_tells_what_is_promised(site, halden, ingrid):
    made = published(halden, ingrid)
    visitor = site.visitor()
    visitor.get("/utfordringer")
    visitor.click("Hvordan kan færre spise alene?")
    for words in ("Kommunalsjefen bestemmer.", "Regler for trygg mat.", "Hvor og når vi spiser.", "Vi svarer på alle."):
        assert words in visitor.text
    assert "nivå 4 av 5" in visitor.text
    assert visitor.page.select_one("blockquote p")["lang"] == "nn"
    assert visitor.page.select_one("a[href*='utfordring=']")["href"].endswith(f"?utfordring={made}")
    assert visitor.answer.headers.get("Set-Cookie") is None


@pytest.mark.parametrize(
    ("own", "reads"),
    [
        ({}, ""),
        ({"approval": True}, "Kommunen leser forslag her før andre ser dem."),
        ({"comment_approval": True}, "Kommunen leser kommentarer her før andre ser dem."),
        ({"approval": True, "comment_approval": True}, "Kommunen leser forslag og kommentarer her før andre ser dem."),
    ],
)
@pytest.mark.one_database
def test_what_is_read_first_is_said_on_the_page(settings, connection, db, own, reads):
    voss = municipality(db, "moss", **own)
    made = published(voss, voss.person("Ingrid Demo", Role.PUBLISIST))
    page = Site(settings, connection, voss).visitor(place="/moss/nb").get(f"/utfordring/{made}")
    head = page.select_one(".sk-page-head").get_text(" ", strip=True)
    assert (reads in head) if reads else ("før andre ser dem" not in head)


@pytest.mark.parametrize("level", Level)
@pytest.mark.one_database
def test_the_heading_promises_no_more_than_the_level(site, halden, ingrid, level):
    page = site.visitor().get(f"/utfordring/{published(halden, ingrid, level=level)}")
    assert page.select_one(".sk-frames__open h3").get_text(strip=True) == LEVEL_OPENINGS[level].nb


def test_nynorsk_says_what_is_missing_and_marks_it(site, halden, ingrid):
    made = published(halden, ingrid)
    visitor = site.visitor(form="nn")
    page = visitor.get(f"/utfordring/{made}")
    assert page.h1.get_text() == "Korleis kan færre ete åleine?"
    assert len(page.select(".sk-other-form")) == 3
    assert page.select_one(".sk-frames__fixed [lang]")["lang"] == "nb"


def test_a_draft_is_nobodys_but_the_desks(site, halden, ingrid):
    made = challenges.start(halden.context(ingrid), content(halden))
    for visitor in (site.visitor(), site.visitor(halden.person()), site.visitor(ingrid)):
        visitor.get(f"/utfordring/{made}", 404)
        visitor.get(f"/utfordring/{made}/versjoner", 404)
        visitor.get(f"/utfordring/{made}/feed.atom", 404)
    assert "Hvordan kan færre" not in site.visitor().get("/utfordringer").get_text()
    site.visitor(ingrid).get(f"/arbeid/utfordringer/{made}/forhandsvis")


def test_writing_previewing_publishing_changing_and_closing(site, halden, ingrid):
    unit = halden.unit().public_id
    staff = site.visitor(ingrid)
    staff.get("/arbeid/utfordringer")
    staff.click("Skriv en ny utfordring")
    staff.fill(title_nb="Hva skal parken bli?", need_nb="Vi savner et sted.", quote1_text="«Her er det mørkt.»")
    staff.press("Lagre og forhåndsvis")
    assert "Her er det mørkt." in staff.text
    staff.press("Publiser utfordringen", 422)
    assert staff.page.title.get_text().startswith("Feil: ")
    told = [link["href"] for link in staff.page.select("#error-summary a")]
    assert (told[0], told[-1]) == ("#summary_nb", "#unit")
    assert staff.page.find("textarea", id="need_nb").get_text().strip() == "Vi savner et sted."
    rest = {f"{name}_nb": "Noe." for name in ("summary", "effect", "success", "decides", "fixed", "influence", "use")}
    staff.fill(**rest, level="involvere", unit=unit, answers_on="2026-06-01", closes_on="1.5.2026", goals=["3", "11"])
    staff.press("Lagre og forhåndsvis")
    staff.press("Publiser utfordringen")
    assert staff.page.h1.get_text() == "Hva skal parken bli?"
    staff.get("/arbeid/utfordringer")
    staff.click("Hva skal parken bli?")
    staff.fill(fixed_nb="Budsjettet.").press("Publiser ny versjon", 422)
    assert "Skriv hva du har endret, og hvorfor" in staff.text
    staff.fill(fixed_nb="Budsjettet.", why="Budsjettet ble vedtatt.").press("Publiser ny versjon")
    public = site.visitor()
    public.get("/utfordringer")
    public.click("Hva skal parken bli?")
    assert "Budsjettet ble vedtatt." in public.text
    public.click("Se alle versjonene av teksten")
    assert "Versjon 2" in public.text
    staff.get("/arbeid/utfordringer")
    staff.click("Steng Hva skal parken bli?")
    staff.press("Steng utfordringen")
    public.get("/utfordringer")
    assert "Stengt for nye forslag" in public.text


def test_news_is_told_once_even_when_sent_twice(site, halden, ingrid):
    made = published(halden, ingrid)
    staff = site.visitor(ingrid)
    staff.get(f"/arbeid/utfordringer/{made}/nytt")
    fields = {"csrf_token": staff.token, "once": "samme", "text": "Vi har funnet et lokale.", "language": "nb"}
    for _time in range(2):
        staff.post(f"/arbeid/utfordringer/{made}/nytt", fields)
        staff.follow()
        assert staff.text.count("Vi har funnet et lokale.") == 1


@pytest.mark.case("BL-08")
def test_a_clash_keeps_what_was_typed(site, halden, ingrid):
    made = challenges.start(halden.context(ingrid), content(halden))
    staff = site.visitor(ingrid)
    staff.get(f"/arbeid/utfordringer/{made}")
    challenges.save(halden.context(ingrid), made, content(halden, fixed=Texts(nb="Fra en annen.")), version=1)
    staff.fill(fixed_nb="Fra meg.").press("Lagre utkastet", 409)
    assert "Noen andre har lagret utfordringen mens du skrev" in staff.text
    assert staff.page.find("textarea", id="fixed_nb").get_text().strip() == "Fra meg."
    theirs = {row.a["href"]: row.dd.get_text(" ") for row in staff.page.select("dl.sk-stack > div")}
    assert theirs == {"#fixed_nb": "Fra en annen.", "#unit": "Vei og park"}
    staff.press("Lagre utkastet")
    staff.get(f"/arbeid/utfordringer/{made}")
    assert staff.page.find("textarea", id="fixed_nb").get_text().strip() == "Fra meg."


def test_a_clash_shows_every_kind_of_field_as_the_other_left_it(site, halden, ingrid):
    made = published(halden, ingrid)
    staff = site.visitor(ingrid, form="nn")
    staff.get(f"/arbeid/utfordringer/{made}")
    theme = halden.theme("Parker")
    change = {"theme": theme.public_id, "goals": (3, 11), "closes_on": None, "title": Texts(nb="Ny tittel?")}
    challenges.change(halden.context(ingrid), made, content(halden, **change), version=1, why="Mer tid.")
    staff.fill(title_nb="Min tittel?", why="Fordi.").press("Publiser ny versjon", 409)
    theirs = {row.a["href"]: row.dd.get_text(" ") for row in staff.page.select("dl.sk-stack > div")}
    assert theirs["#title_nb"] == "Ny tittel?"
    assert theirs["#theme"] == "Parker"
    assert theirs["#goals-0"].startswith("3 ")
    assert staff.page.find("input", id="why")["value"] == "Fordi."


def test_the_language_switch_keeps_what_was_typed(site, halden, ingrid):
    staff = site.visitor(ingrid)
    staff.get("/arbeid/utfordringer/ny")
    page = staff.fill(title_nb="Halvferdig").press("Nynorsk")
    assert page.html["lang"] == "nn"
    assert page.find("input", id="title_nb")["value"] == "Halvferdig"


def test_the_desk_is_shut_for_others(site, halden, ingrid):
    made = published(halden, ingrid)
    paths = ("", "/ny", f"/{made}", f"/{made}/forhandsvis", f"/{made}/lukk", f"/{made}/nytt")
    for path in paths:
        site.visitor().get(f"/arbeid/utfordringer{path}", 302)
        site.visitor(halden.person()).get(f"/arbeid/utfordringer{path}", 403)
        site.visitor(halden.person("Ina", Role.INNSYN)).get(f"/arbeid/utfordringer{path}", 403)


def test_another_municipality_knows_nothing_of_it(db, site, halden, ingrid):
    made = published(halden, ingrid)
    asker = municipality(db, "asker")
    pia = asker.person("Pia Demo", Role.PUBLISIST)
    for person in (None, pia):
        site.visitor(person, place="/asker/nb").get(f"/utfordring/{made}", 404)
    site.visitor(pia, place="/asker/nb").get(f"/arbeid/utfordringer/{made}", 404)


def test_following_a_challenge_needs_a_person(site, halden, ingrid):
    made = published(halden, ingrid)
    site.visitor().get(f"/utfordring/{made}")
    ola = site.visitor(halden.person())
    ola.get(f"/utfordring/{made}")
    ola.press("Følg")
    assert "Følger – slutt å følge" in ola.text
    ola.press("Følger – slutt å følge")
    assert "Følger" not in ola.text


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_statements_does_not_grow(site, halden, ingrid, statements, count):
    made = [published(halden, ingrid) for _number in range(count)]
    for _number in range(count):
        halden.proposal(challenge=made[0])
        tell(halden, ingrid, made[0])
    visitor, ola, staff = site.visitor(), site.visitor(halden.person()), site.visitor(ingrid)
    with statements.exactly(3):
        visitor.get("/utfordringer")
    with statements.exactly(10):
        visitor.get(f"/utfordring/{made[0]}")
    with statements.at_most(13):  # the last one keeps the form's token, once
        ola.get(f"/utfordring/{made[0]}")
    with statements.at_most(11):
        staff.get("/arbeid/utfordringer")


def tell(world, by, made):
    saying.update_challenge(world.context(by), made, Said("Vi har møttes.", 0))


def test_unknown_views_and_cursors_are_told(site, halden):
    for query in ("vis=ukjent", "status=tull", "tema=x"):
        page = site.visitor().get(f"/utfordringer?{query}", 422)
        assert "Utfordringene kan ikke filtreres slik" in page.get_text()
        assert "Ingen utfordringer er åpne akkurat nå" in page.get_text()
    site.visitor().get("/utfordringer?etter=tull")
    site.visitor().get("/utfordring/finnesikke", 404)
