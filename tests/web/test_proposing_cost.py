"""What it takes to propose, in statements, and what a proposal's goals carry for the lists they are sorted in."""

import pytest
from sqlalchemy import select

from samskaping.models import ProposalGoal
from tests.web.test_proposing import open_challenge, row

pytestmark = pytest.mark.second_in_matrix


@pytest.mark.parametrize("rows", [1, 3])
def test_statements_do_not_grow(halden, site, statements, rows):
    person = halden.person()
    visitor = site.visitor(person)
    for number in range(rows):
        halden.proposal(need=f"Det mangler benker langs veien til butikken nummer {number}.")
        halden.area(f"Os {number}"), halden.theme(f"Tema {number}")
        draft = halden.draft(person, goals=tuple(range(1, rows + 1)))
    for path in ("/foresla", *(f"/foresla/{draft}/{step}" for step in ("behov", "ide", "sted", "se-over"))):
        with statements.at_most(12):
            visitor.get(path)
    halden.db.info["municipality_id"] = halden.here.id
    one = row(halden, draft)
    one.challenge_id = open_challenge(halden)
    one.theme_id = halden.theme("Helse", halden.unit()).id
    halden.db.flush()
    halden.db.info.pop("untold", None)
    halden.db.commit()
    data = {"csrf_token": visitor.token, "sure": "y", "once": "x"}
    with statements.at_most(16):
        visitor.post(f"/foresla/{draft}/se-over", data)


def test_a_draft_without_goals_is_sent_in_with_thirteen_statements(halden, site, statements):
    person = halden.person()
    visitor, draft = site.visitor(person), halden.draft(person)
    visitor.get(f"/foresla/{draft}/se-over")
    with statements.exactly(13):
        visitor.post(f"/foresla/{draft}/se-over", {"csrf_token": visitor.token, "sure": "y", "once": "x"})


def test_goals_carry_the_number_and_the_day_that_the_goal_s_list_is_sorted_by(halden, site):
    person = halden.person()
    visitor, draft = site.visitor(person), halden.draft(person, goals=(3, 11))
    visitor.get(f"/foresla/{draft}/se-over")
    visitor.post(f"/foresla/{draft}/se-over", {"csrf_token": visitor.token, "sure": "y", "once": "x"})
    sent = row(halden, draft)
    dated = halden.db.execute(select(ProposalGoal.reference, ProposalGoal.submitted_at)).all()
    assert dated == [(sent.reference, sent.submitted_at)] * 2
    assert sent.reference
