"""The portfolio: every public case is counted once in each way, and where the weight lies askew is said in words."""

import pytest

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
    with statements.at_most(8):
        reader.get("/portefolje")
