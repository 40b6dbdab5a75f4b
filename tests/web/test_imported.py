"""What was imported, as people meet it: in lists, by search, and on a page with hundreds of comments."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from samskaping.actions import imports
from samskaping.actions.imports import Plan
from samskaping.context.doors import from_shell
from samskaping.db import Texts
from samskaping.models import Challenge
from samskaping.rules.participation import DEFAULT_STATES, CommentRow, Participation, ProposalRow
from tests.world import NOW

pytestmark = pytest.mark.second_in_matrix

WRITTEN = NOW - timedelta(days=4000)


def proposal(id_, title, status="archived"):
    return ProposalRow(id_, title, "a1", False, WRITTEN, "Algo tan básico como limpiar", "", status, 6560)


def comment(number, parent, proposal_id):
    written_at = WRITTEN + timedelta(minutes=number)
    return CommentRow(
        str(number), parent, False, proposal_id, f"a{number % 9}", "", written_at, f"Texto {number}", 3, 1
    )


@pytest.fixture
def imported(halden):
    """One proposal with one comment, one with three hundred in threads eleven deep."""
    many = [comment(n, str(n - 1) if n % 11 else "", "2") for n in range(11, 311)]
    said = sorted([comment(1, "", "1"), *many], key=lambda row: int(row.id))
    rows = (
        proposal("1", "Limpiar las calles"),
        proposal("2", "Carril bicicleta"),
        proposal("3", "Más árboles", "open"),
    )
    plan = Plan("madrid", Texts(nb="Madrid", nn="Madrid"), DEFAULT_STATES, "es")
    imports.participation(from_shell(halden.db, halden.here, halden.now), Participation(rows, tuple(said)), plan)
    halden.db.commit()
    return halden


def test_the_list_and_the_search_find_them(imported, site):
    visitor = site.visitor()
    visitor.get("/forslag")
    for words in ("Limpiar las calles", "Carril bicicleta"):
        assert words in visitor.text
    visitor.get("/forslag?sok=bicicleta")
    assert "Carril bicicleta" in visitor.text
    assert "Limpiar" not in visitor.text


@pytest.mark.parametrize("form", ["nb", "nn"])
def test_hundreds_of_comments_take_as_many_statements_as_one(imported, site, statements, form):
    visitor = site.visitor(form=form)
    with statements.at_most(8):
        visitor.get("/forslag/2026-000001")
    count = len(statements)
    assert "Texto 1" in visitor.text
    assert visitor.page.select_one("[lang=es]")
    with statements.exactly(count):
        visitor.get("/forslag/2026-000002")


def test_every_comment_is_reached_by_the_pages(imported, site):
    visitor, seen = site.visitor(), set()
    visitor.get("/forslag/2026-000002")
    for _page in range(20):
        seen |= {n for n in range(11, 311) if f"Texto {n} " in visitor.page.get_text(" ")}
        following = visitor.page.select_one("a[rel=next]")
        if following is None:
            break
        visitor.get(following["href"])
    assert seen == set(range(11, 311))


def test_the_challenge_is_closed_and_shows_its_proposals(imported, site):
    imported.db.info["municipality_id"] = imported.here.id
    public_id = imported.db.scalar(select(Challenge.public_id))
    for form in ("nb", "nn"):
        visitor = site.visitor(form=form)
        visitor.get(f"/utfordring/{public_id}")
        assert "Carril bicicleta" in visitor.text
        visitor.get("/utfordringer")
        assert "Madrid" in visitor.text


def thread(visitor):
    """What the steps say aloud, those before the stop and it."""
    steps = visitor.page.select_one(".sk-thread").find_all("li")
    return [" ".join(step.get_text(" ").split()).replace(" ,", ",") for step in steps]


def test_one_that_nobody_answered_is_not_said_to_be(imported, site):
    imported.row("2026-000003")
    for who, path in ((None, "/forslag/2026-000003"), (imported.caseworker(), "/arbeid/sak/2026-000003")):
        visitor = site.visitor(who)
        visitor.get(path)
        assert "Skal lese forslaget og begynne å vurdere det." in visitor.text
        assert "Har svart" not in visitor.text


@pytest.mark.parametrize(("form", "said"), [("nb", "Hentet inn"), ("nn", "Henta inn")])
def test_its_thread_says_that_it_was_brought_in_and_where_it_stands(imported, site, form, said):
    day = "2. mars"
    visitor = site.visitor(form=form)
    visitor.get("/forslag/2026-000003")
    first, second, *_rest = thread(visitor)
    assert (f"her er saka no, {said} {day}" if form == "nn" else f"her er saken nå, {said} {day}") in first
    assert first.startswith("Mot")
    assert "starta" in second or "startet" in second
    visitor.get("/forslag/2026-000001")
    first, second, *_rest = thread(visitor)
    assert f"her stoppa saka, {said} {day}" in first if form == "nn" else f"her stoppet saken, {said} {day}" in first


def test_its_challenge_has_no_heading_with_nothing_under_it(imported, site):
    imported.db.info["municipality_id"] = imported.here.id
    visitor = site.visitor()
    page = visitor.get(f"/utfordring/{imported.db.scalar(select(Challenge.public_id))}")
    headings = [heading.get_text(strip=True) for heading in page.select("main h2, main h3, main dt, main nav a")]
    wrong = ("Behovet", "Hva du kan påvirke", "Dette ligger fast", "Hvem bestemmer", "Hvordan blir", "Hvem svarer")
    assert [words for words in headings if words.startswith(wrong)] == []
    assert all(anchor["href"] == "#" or page.find(id=anchor["href"][1:]) for anchor in page.select("a[href^='#']"))
