"""«Dette har skjedd» in the browserless browser: what came of proposals, with poor effects too, and who took part."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from samskaping.models import Proposal
from samskaping.queries import cursors, results
from samskaping.rules.pipeline import State


@pytest.fixture
def kari(halden):
    return halden.caseworker()


def measured(halden, kari, value="20", number=0, **change):
    """A proposal that has come so far that its effect is measured."""
    ref = halden.proposal(**change)
    row = halden.row(ref)
    row.state = State.GEVINST_MALES
    halden._quietly()
    halden.benefit(ref, kari)
    halden.measured(ref, kari, value)
    row = halden.row(ref)
    row.state, row.state_since = State.EFFEKT_MALT, halden.now - timedelta(hours=number)
    halden._quietly()
    return ref


def told(visitor):
    return " ".join(visitor.page.select_one("main").get_text(" ", strip=True).split()).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("value", "words"), [("45", "Målet er nådd"), ("12", "Ingen endring"), ("3", "Det gikk feil vei")]
)
def test_the_effect_stands_with_what_it_came_to_also_when_it_is_poor(site, halden, kari, value, words):
    ref = measured(halden, kari, value)
    reader = site.visitor()
    reader.get("/")
    reader.click("Se alt som har skjedd")
    said = told(reader)
    assert "Fra 12 personer til 40 personer" in said
    assert f": {value} personer." in said
    assert words in said
    assert reader.page.select_one(f"a[href$='/forslag/{ref}']")


def test_nothing_is_told_of_what_is_under_way_or_hidden(site, halden, kari):
    hidden, open_one = measured(halden, kari, title="Skjult sak her"), halden.proposal(title="Sak under arbeid")
    halden.row(hidden).is_public = False
    halden._quietly()
    reader = site.visitor(form="nn")
    reader.get("/dette-har-skjedd")
    assert open_one not in reader.text
    assert "Skjult sak her" not in reader.text
    assert "Ingenting å vise enno" in reader.text


def test_a_theme_narrows_and_one_that_is_not_there_is_told(site, halden, kari):
    theme = halden.theme("Trafikk")
    key, public = theme.id, theme.public_id
    inside = measured(halden, kari, title="Trygg skolevei")
    measured(halden, kari, title="Flere benker")
    halden.row(inside).theme_id = key
    halden._quietly()
    reader = site.visitor()
    reader.get(f"/dette-har-skjedd?tema={public}")
    assert "Trygg skolevei" in reader.text
    assert "Flere benker" not in reader.text
    reader.get("/dette-har-skjedd?tema=tull", 422)
    assert "Temaet finnes ikke." in reader.text
    assert "Flere benker" in reader.text


def test_pages_follow_each_other_and_back(halden, kari):
    refs = [measured(halden, kari, number=number) for number in range(5)]
    ctx = halden.context()
    first = results.listing(ctx, size=2)
    second = results.listing(ctx, place=cursors.read(first.following, ""), size=2)
    back = results.listing(ctx, place=cursors.read("", second.preceding), size=2)
    assert [row.reference for row in (*first.rows, *second.rows)] == refs[:4]
    assert [row.reference for row in back.rows] == refs[:2]
    assert all(len(row.effects) == 1 for row in second.rows)
    assert not back.preceding


@pytest.mark.parametrize("rows", [1, 3])
def test_it_takes_as_many_statements_however_many_there_are(site, halden, kari, statements, rows):
    for number in range(rows):
        measured(halden, kari, number=number)
    assert len(halden.db.scalars(select(Proposal.id)).all()) == rows
    reader = site.visitor()
    with statements.at_most(6):
        reader.get("/dette-har-skjedd")
