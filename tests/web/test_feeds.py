"""Atom feeds, sitemaps, and what the bare host answers: well-formed, public only, in both forms."""

from datetime import datetime, timedelta
from xml.etree import ElementTree

import pytest

from samskaping.actions import need_rulings, ties
from samskaping.actions import statements as saying
from samskaping.actions.needs import Told
from samskaping.actions.statements import Said
from samskaping.rules.roles import Role
from samskaping.rules.speech import ReportReason
from tests.challenges import published
from tests.visitor import Site
from tests.world import municipality

pytestmark = pytest.mark.second_in_matrix

ATOM = {"a": "http://www.w3.org/2005/Atom"}
MAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


@pytest.fixture
def ingrid(halden):
    return halden.person("Ingrid Demo", Role.PUBLISIST)


@pytest.fixture
def site(settings, connection, halden):
    return Site(settings, connection, halden)


def read(visitor, path):
    visitor.get(path)
    return ElementTree.fromstring(visitor.answer.get_data())  # noqa: S314  our own


def titles(feed):
    return [entry.findtext("a:title", namespaces=ATOM) for entry in feed.findall("a:entry", ATOM)]


def hide(world, ref):
    world.row(ref).is_public = False
    world.db.flush()
    world.db.info.pop("untold", None)


def test_a_feed_has_all_that_the_standard_asks(site, halden, ingrid):
    kari, ref = halden.caseworker(), halden.proposal()
    published(halden, ingrid)
    halden.later(days=1).move(ref, "vurder", kari, reason="Vi ser på det & svarer <snart>.")
    visitor = site.visitor()
    feed = read(visitor, "/feed.atom")
    assert visitor.answer.mimetype == "application/atom+xml"
    assert feed.tag == "{http://www.w3.org/2005/Atom}feed"
    for child in ("id", "title", "updated", "author/a:name"):
        assert feed.findtext(f"a:{child}", namespaces=ATOM), child
    ids = [entry.findtext("a:id", namespaces=ATOM) for entry in feed.findall("a:entry", ATOM)]
    assert len(ids) == len(set(ids)) == 4
    for entry in feed.findall("a:entry", ATOM):
        assert datetime.fromisoformat(entry.findtext("a:updated", namespaces=ATOM)).tzinfo
        assert entry.find("a:link", ATOM).get("href").startswith("http://localhost/halden/nb/")
    assert titles(feed)[0] == "Benker langs Tista – Vurderingen begynte"
    assert feed.find("a:link[@rel='self']", ATOM).get("href") == "http://localhost/halden/nb/feed.atom"


def test_the_feed_speaks_the_form_of_its_address(site, halden):
    halden.move(halden.proposal(), "vurder", halden.caseworker())
    assert "Benker langs Tista – Vurderinga byrja" in titles(read(site.visitor(form="nn"), "/feed.atom"))


def test_an_entry_tells_what_was_said_in_its_own_language(site, halden, ingrid):
    made = published(halden, ingrid)
    saying.update_challenge(halden.later(days=1).context(ingrid), made, Said("Vi møttest *i går*.", 0, language="nn"))
    feed = read(site.visitor(), f"/utfordring/{made}/feed.atom")
    summary = feed.find("a:entry/a:summary", ATOM)
    assert (summary.text, summary.get("{http://www.w3.org/XML/1998/namespace}lang")) == ("Vi møttest i går.", "nn")


def test_needs_stand_in_the_feeds_until_they_are_hidden(site, halden, ingrid):
    made = published(halden, ingrid)
    ref = ties.tell(
        halden.later(days=1).context(halden.person()), Told("Jeg når ikke bussen."), challenge=made
    ).reference
    ties.tell(halden.context(), Told("Det som venter på en moderator."))
    for path in ("/feed.atom", f"/utfordring/{made}/feed.atom"):
        feed = read(site.visitor(), path)
        assert titles(feed)[0] == "Jeg når ikke bussen. – Behovet ble synlig for alle"
        assert feed.find("a:entry/a:link", ATOM).get("href") == f"http://localhost/halden/nb/behov/{ref}"
        assert "moderator" not in " ".join(titles(feed))
    mari = halden.person("Mari", Role.MODERATOR)
    need_rulings.hide(halden.later(days=2).context(mari), ref, ReportReason.ANNET, "Grunn.")
    assert "bussen" not in " ".join(titles(read(site.visitor(), "/feed.atom")))


def test_each_feed_holds_its_own(site, halden, ingrid):
    made = published(halden, ingrid)
    inside, outside = halden.proposal(challenge=made, title="Inne"), halden.proposal(title="Ute")
    visitor = site.visitor()
    of_challenge = " ".join(titles(read(visitor, f"/utfordring/{made}/feed.atom")))
    assert ("Inne" in of_challenge, "Ute" in of_challenge) == (True, False)
    assert all("Ute" in title for title in titles(read(visitor, f"/forslag/{outside}/feed.atom")))
    assert inside


@pytest.mark.parametrize("form", ["nb", "nn"])
def test_what_is_hidden_or_private_is_nowhere(site, halden, ingrid, form):
    kari, writer = halden.caseworker(), halden.person()
    made = published(halden, ingrid)
    hidden = halden.proposal(challenge=made, title="CANARY")
    shown = halden.proposal(writer, challenge=made)
    halden.move(shown, "vurder", kari)
    saying.ask(halden.context(kari), shown, Said("CANARY", halden.row(shown).version, is_public=False))
    hide(halden, hidden)
    visitor = site.visitor(form=form)
    for path in ("/feed.atom", f"/utfordring/{made}/feed.atom", f"/forslag/{shown}/feed.atom", "/sitemap.xml"):
        visitor.get(path)
        body = visitor.answer.get_data(as_text=True)
        assert "CANARY" not in body
        assert hidden not in body
    visitor.get(f"/forslag/{hidden}/feed.atom", 404)
    visitor.get("/utfordring/finnesikke/feed.atom", 404)


def test_another_municipality_has_its_own(db, site, halden):
    asker = municipality(db, "asker")
    ref = halden.proposal(title="Bare i Halden")
    visitor = site.visitor(place="/asker/nb")
    assert titles(read(visitor, "/feed.atom")) == []
    visitor.get(f"/forslag/{ref}/feed.atom", 404)
    assert asker


@pytest.mark.case("XS-07")
@pytest.mark.parametrize(
    "words",
    ["]]>", "\u2028\u2029", "& <b>", "a\ufffeb", "\x0b\x1f", "</script><!--", "<![CDATA[", "&#0;&#x1f;", "<?xml"],
)
def test_any_character_leaves_xml_whole(site, halden, ingrid, words):
    """However it came there: a form refuses most of these. There is no JSON in any page: no script stands in one."""
    made = published(halden, ingrid)
    ref = halden.proposal(title=f"Benk {words} her", challenge=made)
    halden.move(ref, "vurder", halden.caseworker(f"Kari {words}"), reason=f"Vi ser {words} på det.")
    visitor = site.visitor()
    for path in ("/feed.atom", f"/forslag/{ref}/feed.atom", f"/utfordring/{made}/feed.atom"):
        assert any("Benk" in title for title in titles(read(visitor, path))), path
    read(visitor, "/sitemap.xml")
    visitor._ask("GET", f"/forslag/{ref}")
    assert "Benk" in visitor.page.h1.get_text()
    assert not visitor.page.select("script:not([src])")


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_statements_does_not_grow(site, halden, ingrid, statements, count):
    made = published(halden, ingrid)
    refs = [halden.proposal(challenge=made) for _number in range(count)]
    site.visitor().get("/kontakt")  # what the set-up had waiting is written
    for path, number in (
        ("/feed.atom", 3),
        (f"/utfordring/{made}/feed.atom", 4),
        (f"/forslag/{refs[0]}/feed.atom", 4),
        ("/sitemap.xml", 4),
    ):
        with statements.exactly(number):
            site.visitor().get(path)


def test_the_index_leads_to_every_sitemap_and_each_to_pages_that_are_there(db, site, halden, ingrid):
    municipality(db, "moss", activated_at=None)
    published(halden, ingrid)
    halden.proposal()
    root = site.visitor(place="")
    places = [loc.text for loc in read(root, "/sitemap.xml").findall("s:sitemap/s:loc", MAP)]
    own = ["http://localhost/halden/nb/sitemap.xml", "http://localhost/halden/nn/sitemap.xml"]
    assert places == ["http://localhost/nb/sitemap.xml", "http://localhost/nn/sitemap.xml", *own]
    for place in places:
        found = [loc.text for loc in read(root, place).findall("s:url/s:loc", MAP)]
        assert len(found) > 5
        for address in found:
            root.get(address)
            assert root.page.select_one("link[rel=canonical]")["href"] == address


def test_a_page_names_its_other_form_and_has_a_picture(site, halden):
    page = site.visitor().get("/utfordringer")
    alternates = {link["hreflang"]: link["href"] for link in page.select("head link[rel=alternate][hreflang]")}
    assert alternates == {form: f"http://localhost/halden/{form}/utfordringer" for form in ("nb", "nn")}
    assert page.select_one("meta[property='og:image']")["content"].startswith("http://localhost/static/")


@pytest.mark.case("LG-07")
def test_security_txt_does_not_expire_and_names_a_person_to_tell(site):
    root = site.visitor(place="")
    for days in (0, 40, 400):
        site.now = site.world.now + timedelta(days=days)
        root.get("/.well-known/security.txt")
        lines = dict(line.split(": ", 1) for line in root.answer.get_data(as_text=True).splitlines())
        assert lines["Contact"] == "mailto:samskaping@example.no"
        left = datetime.fromisoformat(lines["Expires"]) - site.now
        assert timedelta(days=100) < left < timedelta(days=365)
    assert root.answer.mimetype == "text/plain"


def test_the_icon_is_an_icon(site):
    root = site.visitor(place="")
    root.get("/favicon.ico")
    body = root.answer.get_data()
    assert body[:6] == b"\0\0\1\0\1\0"
    assert body[22:30] == b"\x89PNG\r\n\x1a\n"
