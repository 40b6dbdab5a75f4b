"""Names of those who write: nobody is found by theirs, nobody has a page, and after a year search engines let go."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from samskaping.actions import comments
from samskaping.actions.comments import Remark
from samskaping.clock import midnight, oslo_date
from samskaping.models import Initiative, Municipality, Need, Proposal
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
