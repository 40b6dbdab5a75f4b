"""What is left open in the four steps, and what it is taken for."""

import pytest
from sqlalchemy import select

from samskaping.models import Proposal


@pytest.mark.case("BL-16")
def test_sent_without_the_tick_it_says_what_is_missing(halden, site):
    person = halden.person()
    visitor = site.visitor(person)
    visitor.get(f"/foresla/{halden.draft(person)}/se-over")
    visitor.press("Send inn forslaget", status=422)
    assert visitor.page.title.string.startswith("Feil: ")
    assert visitor.page.select_one("[name=sure][aria-invalid=true]")
    assert "kryss av når den ikke har private opplysninger" in visitor.text


def test_an_idea_that_is_written_is_an_answer(halden, site):
    person = halden.person()
    visitor, draft = site.visitor(person), halden.draft(person, title="")
    visitor.get(f"/foresla/{draft}/ide")
    visitor.fill(title="Benker", idea="Tre benker ved elva.").press("Neste: Stedet og deg")
    kept = select(Proposal.idea).where(Proposal.public_id == draft)
    assert halden.db.scalar(kept) == "Tre benker ved elva."
