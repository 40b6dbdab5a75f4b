"""Templates of answers in the browser: written, seen filled in for a real case, kept."""

import pytest

from samskaping.actions import casework

pytestmark = pytest.mark.second_in_matrix


def written(visitor, **more):
    visitor.get("/arbeid/maler/ny")
    return visitor.fill(name="Takk", text_nb="Hei {navn}, dette er sak {nummer}.", **more)


def test_a_template_is_seen_filled_in_for_a_chosen_case(site, halden, kari):
    ref, mine = halden.proposal(halden.person("Liv Lund")), halden.proposal(title="Lys i gangveien")
    casework.take(halden.sure(kari, mine), mine)
    visitor = site.visitor(kari)
    page = visitor.get("/arbeid/maler/ny")
    offered = [option["value"] for option in page.select("#newest option")]
    assert offered == ["", mine, ref]  # one's own first
    written(visitor, newest=mine).press("Forhåndsvis")
    assert f"dette er sak {mine}." in visitor.text
    assert "Malen er ikke lagret ennå." in visitor.text


def test_a_typed_number_goes_before_the_list_and_a_wrong_one_is_told(site, halden, kari):
    ref, other = halden.proposal(), halden.proposal()
    visitor = site.visitor(kari)
    written(visitor, newest=ref, case=other).press("Forhåndsvis")
    assert f"dette er sak {other}." in visitor.text
    for typed in ({"case": "2026-999999"}, {}):
        page = written(visitor, **typed).press("Forhåndsvis", 422)
        assert "Velg en sak i lista, eller skriv nummeret" in page.select_one(".ds-error-summary").get_text()


@pytest.mark.parametrize("many", [1, 3])
def test_the_page_takes_the_same_number_of_statements(site, halden, kari, statements, many):
    for _ in range(many):
        casework.take(halden.context(kari), halden.proposal(), impartial=True)
        halden.proposal()
    visitor = site.visitor(kari)
    visitor.get("/arbeid/maler/ny")
    with statements.at_most(6):
        visitor.get("/arbeid/maler/ny")
