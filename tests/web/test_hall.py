"""Front pages: of a municipality, of one that has not joined, of the country."""

from dataclasses import replace

import pytest

from samskaping.actions import statements as saying
from samskaping.actions.statements import Said
from samskaping.queries import figures
from samskaping.rules.roles import Role
from samskaping.rules.speech import Decision
from tests.challenges import published
from tests.visitor import Site
from tests.world import municipality

pytestmark = pytest.mark.second_in_matrix


@pytest.fixture
def site(settings, connection, halden):
    return Site(settings, connection, halden)


def carried_out(world, kari, days=0):
    """A proposal that went the whole way to measured benefit."""
    ref = world.proposal(title="Benker langs Tista")
    for verb in ("vurder", "innfor_direkte", "gjennomfort"):
        world.later(days=days).move(ref, verb, kari, reason="Fra 4 til 18 benker.")
    return ref


def answered(world, kari, unit, days):
    ref = world.proposal()
    later = world.later(days=days)
    later.move(ref, "vurder", kari, unit=unit.public_id)
    saying.answer(later.context(kari), ref, Said("Ja.", world.row(ref).version, decision=Decision.JA))
    return ref


def test_an_empty_municipality_says_what_is_missing(site):
    visitor = site.visitor()
    visitor.get("/")
    assert "Ingen utfordringer er åpne akkurat nå" in visitor.text
    assert "Her kommer tall for hvor ofte vi holder fristen" in visitor.text
    assert "Dette har skjedd" not in visitor.text
    assert visitor.answer.headers.get("Set-Cookie") is None
    assert "csrf_token" not in visitor.answer.get_data(as_text=True)


def test_what_came_of_proposals_and_how_many_noes(site, halden):
    kari = halden.caseworker()
    ref = carried_out(halden, kari, days=10)
    halden.later(days=1).move(halden.proposal(), "avsla", kari)
    site.now = halden.later(days=12).now
    visitor = site.visitor()
    visitor.get("/")
    assert "Fra 4 til 18 benker." in visitor.text
    assert "10 dager fra forslag til hit" in visitor.text
    assert visitor.page.select_one("a[href$='?status=avslatt']").get_text() == "1 nei"
    assert visitor.page.select_one(f"article a[href$='/forslag/{ref}']")


def test_figures_are_measured_from_real_rows(site, halden):
    kari, unit = halden.caseworker(), halden.unit()
    answered(halden, kari, unit, days=10)
    answered(halden, kari, unit, days=20)
    halden.proposal()
    ctx = replace(halden.context(), now=halden.later(days=40).now)
    found = figures.measured(ctx)
    own = found[unit.id]
    assert (own.due, own.in_time, own.average, own.share, own.overdue) == (2, 2, 15, 1.0, 0)
    assert found[None].overdue == 1
    total = figures.total(found)
    assert (total.due, total.in_time, total.overdue) == (3, 2, 1)
    site.now = ctx.now
    visitor = site.visitor()
    visitor.get("/")
    assert "67 %" in visitor.text
    assert "1 svar er forsinket nå" in visitor.text
    assert "15 dager" in visitor.text


def test_a_withdrawn_proposal_is_no_late_answer(halden):
    writer = halden.person()
    ref = halden.proposal(writer)
    halden.later(days=1).move(ref, "trekk", writer)
    ctx = replace(halden.context(), now=halden.later(days=40).now)
    assert figures.total(figures.measured(ctx)) == figures.Figures()


def test_what_is_hidden_is_nowhere_on_the_page(site, halden, db):
    kari = halden.caseworker()
    ref = carried_out(halden, kari)
    answered(halden, kari, halden.unit(), days=1)
    db.info["municipality_id"] = halden.here.id
    halden.row(ref).is_public = False
    db.flush()
    db.info.pop("untold", None)
    visitor = site.visitor()
    visitor.get("/")
    assert "Fra 4 til 18" not in visitor.text
    assert "/forslag/" + ref not in visitor.answer.get_data(as_text=True)


def test_news_of_another_municipality_stays_there(db, site, halden):
    asker = municipality(db, "asker")
    carried_out(asker, asker.caseworker())
    visitor = site.visitor()
    visitor.get("/")
    assert "Fra 4 til 18" not in visitor.text


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_statements_does_not_grow(site, halden, statements, count):
    ingrid, kari = halden.person("Ingrid", Role.PUBLISIST), halden.caseworker()
    for _number in range(count):
        made = published(halden, ingrid)
        saying.update_challenge(halden.context(ingrid), made, Said("Vi har møttes.", 0))
        carried_out(halden, kari)
        answered(halden, kari, halden.unit(), days=2)
        halden.move(halden.proposal(), "avsla", kari)
    visitor, ola = site.visitor(), site.visitor(halden.person())
    with statements.exactly(10):
        visitor.get("/")
    with statements.at_most(12):
        ola.get("/")
    country = site.visitor(place="/nb")
    with statements.exactly(3):
        country.get("/")
    with statements.exactly(1):
        country.get("/kommuner")


def test_a_municipality_that_has_not_joined_is_honest_about_it(db, site, halden):
    municipality(db, "moss", activated_at=None)
    visitor = site.visitor(place="/moss/nb")
    page = visitor.get("/")
    assert page.h1.get_text() == "Moss er ikke med ennå"
    assert page.select_one("meta[name=robots]")["content"] == "noindex"
    assert page.select_one("aside a[href='/halden/nb/']")
    assert page.select_one("a[href^='mailto:']")["href"] == "mailto:samskaping@example.no?subject=Samskaping%20Moss"
    for path in ("/utfordringer", "/feed.atom", "/sitemap.xml", "/foresla", "/moderering"):
        page = visitor.get(path, 404)
        assert page.h1.get_text() == "Moss er ikke med ennå"
        assert "Ingen leser det du ville ha skrevet" in visitor.text
        assert page.select_one("main a[href='/moss/nb/']")
    page = visitor.get("/slik-virker-det")
    assert "Moss er ikke med ennå" in page.main.get_text()
    assert "Moss kommune svarer" not in visitor.text
    assert "Moss er ikke med ennå." in page.footer.get_text()
    assert "Her løser innbyggere" not in visitor.text


def test_the_country_finds_a_municipality(db, site, halden):
    published(halden, halden.person("Ingrid", Role.PUBLISIST))
    country = site.visitor(place="/nb")
    country.get("/")
    assert "Hvordan kan færre spise alene?" in country.text
    country.fill(sok="haldn").press("Finn kommunen")
    assert "Ingen kommune heter «haldn». Mente du en av disse?" in country.text
    country.fill(sok="halden").press("Vis treff")
    link = country.page.select_one(".sk-place a")
    assert link["href"] == "/halden/nb/"
    country.fill(sok="<script>xyz").press("Vis treff")
    assert "Ingen treff på «<script>xyz»" in country.text


def test_following_the_municipality(site, halden):
    ingrid = halden.person("Ingrid", Role.PUBLISIST)
    saying.update_challenge(halden.context(ingrid), published(halden, ingrid), Said("Vi har møttes.", 0))
    ola = site.visitor(halden.person())
    ola.get("/")
    ola.press("Følg alt nytt i kommunen")
    assert "Følger kommunen – slutt å følge" in ola.text
