"""The last of several steps, sent first: nothing is sent in, published or hidden that nobody has looked over."""

import pytest
from sqlalchemy import select

from samskaping.actions import drafts, reports
from samskaping.actions.reports import Complaint
from samskaping.models import Proposal
from samskaping.rules.pipeline import State
from samskaping.rules.roles import Role
from samskaping.rules.speech import ReportReason
from tests.web.test_spider import stand

pytestmark = pytest.mark.second_in_matrix

NEED = "Mora mi orker ikke turen til butikken uten en pause."


@pytest.mark.case("BL-16")
@pytest.mark.parametrize(
    ("written", "sure", "led"),
    [({}, "y", "/behov"), ({"need": NEED}, "y", "/ide"), ({"need": NEED, "title": "Benker"}, "", "")],
)
def test_a_proposal_is_not_sent_in_by_its_last_step_alone(site, halden, ola, written, sure, led):
    """Whoever sends the last step first is led to the one that lacks, or is told what to tick; nothing is sent in."""
    draft = drafts.start(halden.context(ola))
    drafts.save(halden.context(ola), draft, drafts.Change(**written))
    visitor = site.visitor(ola)
    visitor.get("/meld-fra")
    sent = {"csrf_token": visitor.token, "once": "noe", **({"sure": sure} if sure else {})}
    visitor.post(f"/foresla/{draft}/se-over", sent, 303 if led else 422)
    assert led in visitor.answer.headers.get("Location", "")
    kept = halden.db.scalars(select(Proposal).where(Proposal.public_id == draft)).one()
    assert (kept.state, kept.reference, kept.submitted_at) == (State.UTKAST, None, None)


@pytest.mark.case("BL-16")
def test_a_deed_on_many_is_looked_over_first(site, halden, kari):
    """Whoever sends the last step alone is shown what will happen; with the preview's words forged, it is a clash."""
    refs, theme = [halden.proposal() for _number in range(2)], halden.theme()
    visitor = site.visitor(kari)
    visitor.get("/meld-fra")
    sent = {"csrf_token": visitor.token, "once": "noe", "_gjor": "1", "theme": theme.public_id, "impartial": "y"}
    before = stand(halden.db.connection())
    path = "/arbeid/valgte?gjor=tema" + "".join(f"&sak={ref}" for ref in refs)
    page = visitor.post(path, sent, 200)
    assert stand(halden.db.connection()) == before
    shown = {name: page.select_one(f"[name={name}]")["value"] for name in ("shown", "seen")}
    visitor.post(path, {**sent, **shown, "seen": str(shown["seen"]).replace(".ja", ".nei")}, 409)
    assert stand(halden.db.connection()) == before
    visitor.post(path, {**sent, **shown})
    assert stand(halden.db.connection()) != before


@pytest.mark.case("BL-16")
def test_many_texts_are_looked_over_before_they_are_hidden(site, halden):
    refs = [halden.proposal() for _number in range(2)]
    for ref in refs:
        reports.report(halden.context(halden.person()), ref, Complaint(ReportReason.SPAM, "Reklame."), comment="")
    visitor = site.visitor(halden.person("Mona Moderator", Role.MODERATOR))
    visitor.get("/meld-fra")
    sent = {"csrf_token": visitor.token, "once": "noe", "_gjor": "1", "reason": "spam", "text": "Dette er reklame."}
    before = stand(halden.db.connection())
    visitor._ask("POST", "/arbeid/meldinger/valgte?" + "&".join(f"tekst=forslag.{ref}" for ref in refs), data=sent)
    assert visitor.answer.status_code in (409, 422)
    assert stand(halden.db.connection()) == before
