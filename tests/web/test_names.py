"""Names of those who write: nobody is found by theirs, nobody has a page, and after a year search engines let go."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from samskaping.actions import comments, offer_decisions, wordings
from samskaping.actions.comments import Remark
from samskaping.actions.wordings import Suggested
from samskaping.clock import midnight, oslo_date
from samskaping.models import Author, Challenge, Initiative, Municipality, Need, Offer, Proposal, Raised
from samskaping.rules.raised import RaisedState
from samskaping.rules.roles import Role
from tests.actions.test_offers import give
from tests.challenges import published
from tests.initiatives import collecting
from tests.visitor import Site
from tests.web.test_needs import told

DOORS = Path(__file__).parents[1] / "house" / "doors.txt"
NAME = "Kanarie Fuglesang"


@pytest.fixture
def written(site: Site):
    """A proposal with a comment, a need and an innbyggerforslag, all by one person: their addresses."""
    person = site.world.person(NAME)
    ref = site.world.proposal(person)
    comments.write(site.world.context(person), ref, Remark("Jeg bor her selv."))
    need = told(site, person)
    made = collecting(site.world, person)
    site.world.db.commit()
    return person, (f"/forslag/{ref}", f"/behov/{need}", f"/innbyggerforslag/{made}")


def test_nobody_is_found_by_name(site: Site, written):
    reader = site.visitor()
    for address in ("/forslag?sok=", "/behov?sok="):
        reader.get(address + "Kanarie")
        assert "Fuglesang" not in reader.page.select_one("main").text, address


def test_nobody_has_a_page(site: Site, written):
    person, pages = written
    reader = site.visitor()
    for page in (*pages, "/", "/forslag", "/behov"):
        reader.get(page)
        assert person.public_id not in str(reader.page), page
        assert not [link for link in reader.page.select("a") if NAME in link.text], page
    rules = [line.split(" | ") for line in DOORS.read_text("utf-8").splitlines()]
    public = [rule for rule, _methods, _name, whom, _where in rules if whom == "public"]
    assert len(public) > 50
    assert [rule for rule in public if re.search(r"<(person|member|author|user|staff)", rule)] == []


@pytest.mark.parametrize("says", [True, False])
def test_after_a_year_search_engines_are_asked_to_let_go_where_the_municipality_says_so(site: Site, written, says):
    _person, pages = written
    db, year = site.world.db, midnight(oslo_date(site.now) - timedelta(days=365))
    db.execute(update(Municipality).values(old_names_unlisted=says))
    for at, listed in ((year, True), (year - timedelta(seconds=1), not says)):
        for column in (Proposal.submitted_at, Need.told_at, Initiative.opened_at):
            db.execute(update(column.class_).values({column.key: at}))
        db.commit()
        reader = site.visitor()
        for page in pages:
            reader.get(page)
            assert (reader.page.select_one("meta[name=robots]") is None) is listed, page
        reader.get("/sitemap.xml")
        assert [page in reader.answer.get_data(as_text=True) for page in pages[:2]] == [listed, listed]


@pytest.mark.parametrize("says", [True, False])
def test_challenges_that_name_residents_and_what_they_offer_are_let_go_too(site: Site, says):
    world, db = site.world, site.world.db
    pia, liv = world.person("Pia", Role.PUBLISIST), world.person(NAME)
    plain, suggested, raised = (published(world, pia) for _one in range(3))
    wordings.suggest(world.context(liv), suggested, Suggested("need", "nb", "Helt andre ord.", "Fordi."))
    by = {
        "author_id": db.scalar(select(Author.id).where(Author.person_id == liv.id)),
        "writer_id": liv.id,
        "state": RaisedState.TATT_INN,
        "title": "Benker",
    }
    key = db.scalar(select(Challenge.id).where(Challenge.public_id == raised))
    db.add(Raised(municipality_id=world.here.id, public_id="reist00001", challenge_id=key, edited_at=world.now, **by))
    offer = give(world, liv, plain)
    offer_decisions.accept(world.context(pia), offer)
    year = midnight(oslo_date(site.now) - timedelta(days=365)) - timedelta(seconds=1)
    db.execute(update(Municipality).values(old_names_unlisted=says))
    db.execute(update(Challenge).values(published_at=year))
    db.execute(update(Offer).values(offered_at=year))
    db.commit()
    reader = site.visitor()
    for page, listed in (
        (f"/utfordring/{plain}", True),
        (f"/utfordring/{suggested}", not says),
        (f"/utfordring/{raised}", not says),
        (f"/bidrag/{offer}", not says),
    ):
        reader.get(page)
        assert (reader.page.select_one("meta[name=robots]") is None) is listed, page
    reader.get("/sitemap.xml")
    found = reader.answer.get_data(as_text=True)
    assert [name in found for name in (plain, suggested, raised)] == [True, not says, not says]
