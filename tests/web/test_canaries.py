"""Canaries in all that is not everyone's are found by nobody: in no page, feed, map, search, preview or count."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from samskaping import clock
from samskaping.actions import exports, rebuilding, statements, support
from samskaping.actions.statements import Said
from samskaping.context.doors import from_shell
from samskaping.db import make_engine
from samskaping.jobs.export import export
from samskaping.jobs.notices import digest, notices
from samskaping.jobs.place import Place
from samskaping.jobs.post import post
from samskaping.jobs.tell import tell
from samskaping.models import Challenge, ExportChunk, Municipality, Need, Person, Proposal
from samskaping.outside import mail
from samskaping.rules.exports import ExportFormat, ExportList
from samskaping.rules.kinds import MailChoice
from samskaping.rules.private_numbers import Private, find
from samskaping.web.rates import limiter
from tests.canaries import CANARY, heard, plant
from tests.crawl import Reader
from tests.databases import beside
from tests.furnished import furnish
from tests.strangers import Strangers

pytestmark = pytest.mark.second_in_matrix

START = ["/", "/nb/", "/nn/", "/sitemap.xml", "/robots.txt", "/.well-known/security.txt"]
PLACES = [f"/{slug}" for slug in ("halden/nb", "halden/nn", "voss/nn", "asker/nb")]
#: What can be searched, and suggestions while somebody writes.
SEARCHES = ["/forslag?sok=", "/behov?sok=", "/utfordringer?sok=", "/foresla/lik?title=", "/forslag?sorter=treff&sok="]
#: What whoever asks for a file may read there, though it is not everyone's to read.
CASES = {f"proposals.{name}" for name in ("title", "need", "idea", "place", "body_name", "forward_to")}
MAY_EXPORT: dict[ExportList, set[str]] = {
    ExportList.FORSLAG: set(), ExportList.BEHOV: set(), ExportList.INNSPILL: CASES, ExportList.INNBOKS: CASES,
    ExportList.MODERERING: CASES | {"appeals.text", "reports.text", "comments.text", "needs.text"},
    ExportList.PLANLAGT: CASES | {"batches.name", "planned.words"},
}  # fmt: skip
#: What answers with a file by its key, which is a canary here.
KEYED = {"fetching.picture", "fetching.document"}
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


@pytest.fixture(scope="module")
def laid(kind, templates, worker, tmp_path_factory, settings):
    """The demonstration and more, a canary in each place where nobody may look, and the search made anew."""
    made = templates.demonstration(kind)
    folder = tmp_path_factory.mktemp("canaries")
    engine = make_engine(templates.copy(kind, f"canaries_{worker}", folder, of=made))
    with engine.connect() as connection, connection.begin():
        two = Strangers(connection, beside(settings, folder), "halden", "asker")
        furnish(two)
        planted = plant(connection)
        with two.session() as db:
            for table in (Proposal, Challenge, Need):
                rebuilding.index(from_shell(db, None, clock.now()), table, 0)
            db.commit()
        yield two, planted
    engine.dispose()


@pytest.fixture(scope="module")
def walk(laid):
    two, _planted = laid
    return Reader(two.app, most=12).walk(
        *START, *(f"{place}{page}" for place in PLACES for page in ("/", "/feed.atom"))
    )


@pytest.mark.case("AC-07")
def test_no_page_feed_or_map_holds_a_canary(laid, walk):
    _two, planted = laid
    kinds = {page.endpoint for page in walk.pages}
    assert {"proposals.page", "proposals.listing", "needs.page", "challenges.page", "feeds.proposal"} <= kinds
    assert len(walk.pages) > 300
    assert sum(one.rows > 0 for one in planted) > 90
    singing = {page.path: heard(page.body, planted) for page in walk.pages if CANARY.search(page.body)}
    assert singing == {}


@pytest.mark.case("AC-07")
@pytest.mark.parametrize("search", SEARCHES)
def test_no_search_or_suggestion_finds_a_canary(laid, search):
    """Asking for a canary is answered exactly as asking for a word that never was."""
    two, planted = laid
    client = two.app.test_client()
    for one in planted:
        if one.rows and one.column.split(".")[0] in ("proposals", "needs", "challenges", "comments", "statements"):
            for place in PLACES[:2]:
                limiter.reset()
                words = [f"zyxkanari{one.number}x0", "qqxkanbri999x0"]
                told = [client.get(f"{place}{search}{word}").get_data(as_text=True) for word in words]
                plain = [re.sub(word, "ORD", page, flags=re.IGNORECASE) for word, page in zip(words, told, strict=True)]
                assert plain[0] == plain[1], (one.column, place)


@pytest.mark.case("AC-17")
def test_no_public_page_tells_of_an_address_a_number_or_a_key(laid, walk):
    two, _planted = laid
    # Whatever address a person has is a canary by now; what is left is the municipalities' own, and the operator's.
    own = (two.app.config["SETTINGS"].contact, "@halden.example.no", "@voss.example.no", "@asker.example.no")
    given_away = set(two.connection.execute(select(Municipality.contact_phone)).scalars())
    # What went wrong is told with a mark that chance makes, and it may look like a number.
    told = [page for page in walk.pages if not page.path.startswith("/static/") and page.status < 500]
    assert {page.endpoint for page in walk.pages if page.status >= 500} <= KEYED
    for page in told:
        # What is shown, without the headers that stand after it.
        text = re.sub(r"<[^>]+>", " ", page.body.partition("</html>")[0].partition("Content-Type: ")[0])
        strange = {address for address in _ADDRESS.findall(page.body) if not address.endswith(own)}
        assert strange == set(), page.path
        text = re.sub(r"\b(?=\d*[a-z])[0-9a-z]{10}\b", "", text)  # the name of a thing, which chance makes
        # What the municipality is called at is its own to give away; nobody else's number stands anywhere.
        numbers = {one.written for one in find(text) if one.kind in (Private.FODSELSNUMMER, Private.TELEFON)}
        assert numbers - given_away == set(), page.path
        inner = re.findall(r'href="[^"]*/\d{1,9}(?=[/"?#])', page.body)
        # The width of a picture is no key.
        assert [one for one in inner if "/fil/" not in one] == [], page.path


@pytest.mark.case("AC-17")
@pytest.mark.parametrize(
    ("words", "found"),
    [("Ring 69 17 45 22 da.", Private.TELEFON), ("+47 917 45 220", Private.TELEFON), ("010170 12345", None)],
)
def test_what_looks_for_numbers_sees_them(words, found):
    assert [one.kind for one in find(words)] == ([found] if found else [])


@pytest.mark.case("AC-07")
@pytest.mark.parametrize("listing", list(ExportList))
def test_no_file_of_a_list_holds_what_it_has_no_column_for(laid, settings, listing):
    """As whoever has every role in the municipality: what they may read stands in the file, and nothing beside it."""
    two, planted = laid
    before = two.connection.begin_nested()
    with two.session() as db:
        world = two.world(db, "halden")
        exports.ask(world.context(db.get_one(Person, two.staff["theirs"])), listing, ExportFormat.CSV, {})
        db.commit()
        export(Place(two.connection, settings, "prøve"))
        told = b"".join(db.scalars(select(ExportChunk.data).order_by(ExportChunk.id))).decode("utf-8-sig")
    before.rollback()
    assert told
    assert set(heard(told, planted)) - MAY_EXPORT[listing] == set()


@pytest.mark.case("AC-07")
def test_no_mail_to_who_follows_holds_a_canary(laid, settings, tmp_path):
    """Every public case has news; somebody who follows them all is mailed at once, and somebody else in a digest."""
    two, planted = laid
    at_home = replace(settings, mail_url=f"folder://{tmp_path}/post")
    before = two.connection.begin_nested()
    with two.session() as db:
        world = two.world(db, "halden")
        now, kari = world.now, world.caseworker("Kari Nysvar")
        readers = [world.person(name) for name in ("Strakssen Leser", "Daglig Leser")]
        for reader, choice in zip(readers, (MailChoice.STRAKS, MailChoice.DAGLIG), strict=True):
            reader.mail_choice = choice
            support.follow(world.context(reader), "municipality")
        refs = db.scalars(select(Proposal.reference).where(Proposal.is_public).limit(8)).all()
        for ref in refs:
            for reader in readers:
                support.follow(world.context(reader), "proposal", ref)
            statements.update(world.sure(kari, ref), ref, Said("Nytt i saken fra oss.", world.row(ref).version))
        db.commit()
        for at in (now, now + timedelta(days=1)):
            place = Place(two.connection, at_home, "prøve", lambda at=at: at)
            while tell(place):
                continue
            for job in (notices, digest, post):
                job(place)
        to_them = [one for one in mail.kept(at_home.mail_url) if "Leser" in one.to]
    before.rollback()
    assert len(to_them) > 4
    assert any("Nytt i saken fra oss." in one.text for one in to_them)
    assert {name for one in to_them for name in heard(one.text + one.subject + str(one.headers), planted)} == set()


def test_a_canary_that_is_let_out_is_heard(laid):
    two, planted = laid
    word = next(f"zyxkanari{one.number}x0" for one in planted if one.column == "notes.text")
    before = two.connection.begin_nested()
    with two.session() as db:
        row = db.query(Proposal).filter(Proposal.is_public).execution_options(every_municipality=True).first()
        path = f"/{db.get_one(Municipality, row.municipality_id).slug}/nb/forslag/{row.reference}"
    two.connection.execute(update(Proposal.__table__).where(Proposal.id == row.id).values(title=word))
    page, _links = Reader(two.app, most=1).open(path)
    before.rollback()
    assert heard(page.body, planted) == ["notes.text"]
