"""Needs that moderators decide at once, together with comments and proposals."""

import pytest
from sqlalchemy import func, select

from samskaping.actions import reports, ties
from samskaping.actions.needs import Told
from samskaping.actions.reports import Complaint
from samskaping.models import Event, Report
from samskaping.rules.events import What
from samskaping.rules.moderation import Deed
from samskaping.rules.roles import Role
from samskaping.rules.speech import ReportReason
from tests.truths import broken
from tests.visitor import MOST_OF_A_POST
from tests.web.test_judging_together import SPAM, chosen, deeds, outcomes, spam


@pytest.fixture
def mona(halden):
    return halden.person("Mona Moderator", Role.MODERATOR)


def test_needs_are_hidden_and_refused_together_with_the_rest(site, db, halden, mona):
    seller = halden.person("Selger Solbrille")
    public = [ties.tell(halden.context(seller), Told(f"Kjøp solbriller {number}.")).reference for number in range(2)]
    waiting = ties.tell(halden.context(), Told("Kjøp solbriller av en gjest.")).reference
    reports.report_need(halden.context(halden.person()), public[0], Complaint(ReportReason.SPAM, "Reklame."))
    other = spam(halden, seller)
    visitor = site.visitor(mona)
    visitor.get("/arbeid/meldinger")
    boxes = {box["value"] for box in visitor.page.select("input[name=tekst]")}
    assert boxes == {f"behov.{public[0]}", f"behov.{waiting}", other}
    visitor.get(chosen(*(f"behov.{ref}" for ref in (*public, waiting)), other))
    assert outcomes(visitor)[2] == "Ingenting Teksten er ikke publisert. Avvis den i stedet."
    visitor.fill(**SPAM, span="uke").press("Se over på nytt")
    visitor.press("Skjul 3 tekster")
    visitor.get(chosen(f"behov.{waiting}"))
    visitor.fill(**SPAM).press("Avvis 1 tekst")
    assert sorted(deeds(db)) == sorted([Deed.BLOKKERT, *[Deed.SKJULT] * 3, Deed.AVVIST])
    assert db.scalar(select(func.count()).select_from(Report).where(Report.closed_at.is_(None))) == 0
    assert broken(db) == []
    outsider = site.visitor()
    for ref in (*public, waiting):
        outsider.get(f"/behov/{ref}", 404)
    outsider.get("/behov?sok=solbriller")
    assert "Ingen treff" in outsider.text


@pytest.mark.parametrize("many", [1, 3])
def test_the_number_of_statements_does_not_grow_with_the_needs(site, db, halden, mona, statements, many):
    refs = [ties.tell(halden.context(halden.person()), Told(f"Reklame {number}.")).reference for number in range(many)]
    visitor = site.visitor(mona)
    with statements.at_most(12):
        visitor.get(chosen(*(f"behov.{ref}" for ref in refs)))
    words = "Skjul 1 tekst" if many == 1 else f"Skjul {many} tekster"
    visitor.fill(**SPAM)
    visitor.press(words)
    assert visitor.took <= MOST_OF_A_POST
    assert db.scalar(select(func.count()).select_from(Event).where(Event.what == What.NEED_HIDDEN)) == many
