"""The portfolio: every public case is counted once in each way, and where the weight lies askew is said in words."""

import csv

import pytest

from samskaping.jobs.paces import reckon
from samskaping.models import ProposalGoal
from samskaping.queries import portfolio
from samskaping.queries.portfolio import Filters
from samskaping.rules.pipeline import State
from samskaping.rules.portfolio import COUNTED, Group, Line, group, warnings


@pytest.fixture
def kari(halden):
    return halden.caseworker()


def case(halden, state=State.MOTTATT, goals=(), theme=None, title="Flere benker"):
    """A proposal that stands where the test wants it."""
    ref = halden.proposal(title=title)
    row = halden.row(ref)
    row.state, row.theme_id = state, theme.id if theme else None
    for goal in goals:
        halden.db.add(
            ProposalGoal(
                municipality_id=row.municipality_id, proposal_id=row.id, goal=goal,
                submitted_at=row.submitted_at, reference=row.reference,
            )
        )  # fmt: skip
    halden._quietly()
    return ref


def told(visitor):
    return " ".join(visitor.page.select_one("main").get_text(" ", strip=True).split()).replace("\u00a0", " ")


def figures(visitor, path):
    """The lines of the file."""
    visitor.get(path)
    return list(csv.DictReader(visitor.answer.get_data().decode("utf-8-sig").splitlines(), delimiter=";"))


def test_each_case_is_counted_once_in_the_funnel_and_under_each_of_its_goals(site, halden):
    theme = halden.theme("Trafikk")
    case(halden, State.MOTTATT, (3, 11), theme)
    case(halden, State.VURDERES, (11,), theme)
    case(halden, State.EFFEKT_MALT, (11,))
    case(halden, State.AVSLATT)
    case(halden, State.TRUKKET, (3,))
    hidden = case(halden, State.MOTTATT, (3,))
    halden.row(hidden).is_public = False
    halden._quietly()
    found = portfolio.portfolio(halden.context(), Filters())
    assert +found.counts == {Group.ARBEID: 2, Group.GJORT: 1, Group.NEI: 1}
    by_goal = {line.key: line for line in found.goals}
    assert (by_goal["11"].total, by_goal["3"].total, by_goal["1"].total) == (3, 1, 0)
    assert [(str(line.name), line.total) for line in found.themes] == [("Trafikk", 2)]
    reader = site.visitor()
    reader.get("/dette-har-skjedd")
    reader.get("/portefolje")
    assert "Ingen tiltak under målene 1, 2, 4, 5, 6, 7, 8, 9, 10, 12, 13, 14, 15, 16 og 17." in told(reader)


def test_a_part_is_shared_by_its_address_in_both_forms(site, halden):
    theme = halden.theme("Trafikk")
    public = theme.public_id
    case(halden, State.MOTTATT, (3,), theme)
    case(halden, State.MOTTATT, (4,))
    reader = site.visitor(form="nn")
    reader.get(f"/portefolje?tema={public}")
    assert "Etter berekraftsmål" in told(reader)
    rows = reader.page.select("section[aria-labelledby=mal] tbody tr")
    cells = {row.th.get_text(strip=True): row.select("td")[-1].get_text(strip=True) for row in rows}
    assert cells["3. God helse og livskvalitet"] == "1"
    assert "4. God utdanning" not in cells
    assert "Balansen" not in told(reader)
    reader.get("/portefolje?mal=4")
    assert len(reader.page.select("section[aria-labelledby=mal] tbody tr")) == 1
    reader.get("/portefolje?mal=99&tema=tull", 422)
    assert "Målet finst ikkje." in reader.text


def test_balance_is_spoken_of_where_there_is_enough_to_say_it_of():
    goals = [Line(str(number), "", {Group.ARBEID: 1}) for number in range(1, 18)]
    heavy, light = Line("a", "Trafikk", {Group.ARBEID: 5}), Line("b", "Skole", {Group.ARBEID: 1})
    states = {State.MOTTATT: 4, State.UTVIKLES_SAMMEN: 2, State.EFFEKT_MALT: 1}
    assert warnings(goals, [heavy, light], states) == [
        "Mer enn halvparten av sakene under arbeid handler om «Trafikk».",
        "Mer enn halvparten av sakene under arbeid er ikke kommet lenger enn til vurdering.",
    ]
    assert warnings(goals, [light], {State.MOTTATT: 2}) == []
    assert warnings(goals[1:], [], {State.INNFORES: 7}) == ["Ingen tiltak under mål 1.", "Ingen effekt er målt ennå."]


def test_every_state_that_is_counted_is_in_one_group():
    assert {group(state) for state in COUNTED} == set(Group)


@pytest.mark.parametrize("rows", [1, 3])
def test_it_takes_as_many_statements_however_many_cases_there_are(site, halden, statements, rows):
    theme = halden.theme("Trafikk")
    for number in range(rows):
        case(halden, State.MOTTATT, (3, number + 4), theme, title=f"Forslag nummer {number}")
    halden.db.commit()
    reader = site.visitor()
    with statements.at_most(9):
        reader.get("/portefolje")


def test_the_usual_time_in_a_state_is_the_mean_of_the_last_year(site, halden, kari):
    for days in (2, 4, 9):
        halden.later(days=days).move(halden.proposal(), "vurder", kari)
    for _number in range(2):  # too few to say anything of
        ref = halden.proposal()
        halden.move(ref, "vurder", kari)
        halden.later(days=3).move(ref, "avsla", kari)
    reckon(halden.db, halden.here.id, halden.later(days=10).context().today)
    found = portfolio.portfolio(halden.context(), Filters())
    assert found.days == {State.MOTTATT: pytest.approx((2 + 4 + 9 + 0 + 0) / 5)}
    halden.proposal()
    reader = site.visitor()
    reader.get("/portefolje")
    rows = {row.th.get_text(strip=True): row for row in reader.page.select("section[aria-labelledby=trakt] tbody tr")}
    usual = {name: row.select_one("[data-name='Vanlig tid her']").get_text(strip=True) for name, row in rows.items()}
    assert usual["Mottatt"] == "3 dager"
    assert sorted(usual.values()) == ["3 dager", "–", "–"]
    # A year later, it is so long ago that it says nothing of how it goes.
    reckon(halden.db, halden.here.id, halden.later(days=500).context().today)
    assert not portfolio.portfolio(halden.context(), Filters()).days


def test_the_file_has_the_figures_of_the_page(site, halden):
    theme = halden.theme("=Trafikk")
    public = theme.public_id
    case(halden, State.MOTTATT, (3, 11), theme)
    case(halden, State.EFFEKT_MALT, (3,))
    case(halden, State.AVSLATT)
    reader = site.visitor(form="nn")
    reader.get("/portefolje")
    page = {row.th.get_text(strip=True): row.select("td") for row in reader.page.select("tbody tr")}
    rows = figures(reader, "/portefolje.csv")
    by_goal = {row["nokkel"]: row for row in rows if row["del"] == "mal"}
    assert (by_goal["3"]["arbeid"], by_goal["3"]["gjort"], by_goal["3"]["i_alt"]) == ("1", "1", "2")
    assert page["3. God helse og livskvalitet"][-1].get_text(strip=True) == by_goal["3"]["i_alt"]
    assert sum(int(row["i_alt"]) for row in rows if row["del"] == "status") == 3
    assert [row["navn"] for row in rows if row["del"] == "tema"] == ["'=Trafikk"]
    rows = figures(reader, f"/portefolje.csv?tema={public}")
    assert sum(int(row["i_alt"]) for row in rows if row["del"] == "status") == 1
    reader.get("/portefolje.csv?mal=99", 404)
