"""Limits for each person, and days that are none: told beside the field, with what was typed."""

import pytest
from sqlalchemy import func, select

from samskaping.models import Proposal
from samskaping.rules import limits


@pytest.mark.case("BL-18")
def test_the_sixth_proposal_in_an_hour_waits_and_is_kept(site, halden, ola):
    for _number in range(limits.PROPOSALS_HOUR):
        halden.proposal(ola)
    draft = halden.draft(ola, title="Den sjette")
    visitor = site.visitor(ola)
    visitor.get(f"/foresla/{draft}/se-over")
    visitor.fill(sure="y").press("Send inn forslaget", 429)
    assert int(visitor.answer.headers["Retry-After"]) > 0
    assert halden.db.scalar(select(Proposal.title).where(Proposal.public_id == draft)) == "Den sjette"


@pytest.mark.case("BL-20")
def test_drafts_have_a_limit_and_their_texts_have_one(site, halden, ola):
    drafts = [halden.draft(ola) for _number in range(limits.DRAFTS_MOST)]
    visitor = site.visitor(ola)
    visitor.get("/foresla")
    sent = {"csrf_token": visitor.token, "once": "x" * 64_000, "need": "Mora mi orker ikke turen uten en pause."}
    visitor._ask("POST", "/foresla", data=sent)
    assert visitor.answer.status_code in (422, 429)
    assert halden.db.scalar(select(func.count()).select_from(Proposal)) == limits.DRAFTS_MOST
    visitor.get(f"/foresla/{drafts[0]}/behov")
    visitor.fill(need="x" * (limits.PROSE + 1)).press("Neste: Ideen", 422)


@pytest.mark.case("IN-07")
@pytest.mark.parametrize(
    "day", ["0001-01-01", "9999-12-31", "2026-02-30", "10000-01-01", "infinity", "1.1.1", "29.2.2027"]
)
def test_a_day_that_is_none_is_told(site, halden, day):
    kari, ref = halden.caseworker(), halden.proposal()
    visitor = site.visitor(kari)
    visitor.get(f"/arbeid/sak/{ref}/forelopig")
    visitor.fill(text="Vi trenger mer tid til å svare.", due=day).press("Publiser det foreløpige svaret", 422)
    assert visitor.page.select_one("[name=due][aria-invalid=true]")
    assert "Vi trenger mer tid" in visitor.page.select_one("textarea[name=text]").get_text()
