"""Deeds on many with one among them that is another's, or that may not be touched: the whole deed is refused."""

import pytest

from samskaping.actions import reports
from samskaping.actions.reports import Complaint
from samskaping.rules.roles import Role
from samskaping.rules.speech import ReportReason
from tests.visitor import _fields_of
from tests.web.test_spider import stand
from tests.world import municipality

pytestmark = pytest.mark.second_in_matrix


@pytest.fixture
def theirs(site, db):
    """By what it is: numbers that a caseworker in Halden may not name among their own."""
    voss = municipality(db, "voss", number="4621")
    found = {"foreign": voss.later(days=-400).proposal(title="Bruk bekken"), "never": "2026-999999"}
    site.world.context()
    return found


@pytest.fixture
def mine(halden):
    return [halden.proposal() for _number in range(2)]


def address(doing, refs):
    step = "&steg=vurder" if doing == "flytt" else ""
    return f"/arbeid/valgte?gjor={doing}{step}" + "".join(f"&sak={ref}" for ref in refs)


def looked_over(visitor, doing, refs, fields):
    """The fields of the preview, as whoever forges the last step would have them."""
    visitor.get(address(doing, refs))
    visitor.fill(**fields).press("Se hva som skjer")
    return {**_fields_of(visitor.page.select_one("#valgte")), **fields, "_gjor": "1", "impartial": "y"}


@pytest.mark.case("AC-08")
@pytest.mark.parametrize("other", ["foreign", "never"])
@pytest.mark.parametrize("doing", ["tildel", "tema", "flytt", "fortell"])
def test_no_deed_on_many_is_done_when_one_of_them_is_not_theirs(site, halden, kari, mine, theirs, doing, other):
    """Also with the mark of the preview forged for the strange one; with one's own alone the same form is taken."""
    fields = {
        "tildel": {"person": halden.caseworker("Ivar Demo").public_id},
        "tema": {"theme": halden.theme().public_id},
        "flytt": {"unit": halden.unit().public_id},
        "fortell": {"text": "Befaring på torsdag."},
    }[doing]
    visitor = site.visitor(kari)
    sent = looked_over(visitor, doing, mine, fields)
    before = stand(site.world.db.connection())
    forged = {**sent, "seen": str(sent["seen"]).replace(mine[1], theirs[other])}
    for data in (sent, forged):
        visitor.post(address(doing, [mine[0], theirs[other]]), data, 404)
        assert stand(site.world.db.connection()) == before
    visitor.post(address(doing, mine), sent)
    assert stand(site.world.db.connection()) != before


@pytest.mark.case("AC-08")
@pytest.mark.parametrize("other", ["foreign", "never"])
def test_no_answers_are_published_and_no_cases_joined_with_one_that_is_not_theirs(
    site, halden, kari, mine, theirs, other
):
    unit, visitor, strange = halden.unit().public_id, site.visitor(kari), theirs[other]
    visitor.get("/arbeid/svar-samlet?" + "&".join(f"sak={ref}" for ref in mine))
    sent = {**_fields_of(visitor.page.select_one("main form")), "_gjor": "1", "impartial": "y"}
    sent = {name.replace(mine[1], strange): value for name, value in sent.items()}
    words = {f"text_{ref}": "Ja, til våren." for ref in (mine[0], strange)}
    token = visitor.token
    chosen = {f"decision_{ref}": "ja" for ref in (mine[0], strange)}
    before = stand(site.world.db.connection())
    visitor.post(f"/arbeid/svar-samlet?sak={mine[0]}&sak={strange}", {**sent, **words, **chosen}, 404)
    joined = {"csrf_token": token, "once": "x", "unit": unit, "reason": "De er like.", "version": "1"}
    for path in (f"/arbeid/sak/{mine[0]}/sla-sammen?inn={strange}", f"/arbeid/sak/{strange}/sla-sammen?inn={mine[0]}"):
        visitor._ask("POST", path, data={**joined, "into": strange, "impartial": "y", "_gjor": "1"})
        assert visitor.answer.status_code in (404, 422), path
    assert stand(site.world.db.connection()) == before


@pytest.mark.case("AC-08")
@pytest.mark.parametrize("other", ["foreign", "never"])
def test_no_texts_are_hidden_when_one_of_them_is_not_theirs(site, halden, mine, theirs, other):
    for ref in mine:
        reports.report(halden.context(halden.person()), ref, Complaint(ReportReason.SPAM, "Reklame."), comment="")
    visitor = site.visitor(halden.person("Mona Moderator", Role.MODERATOR))
    names = [f"forslag.{ref}" for ref in (mine[0], theirs[other])]
    visitor.get("/arbeid/meldinger/valgte?" + "&".join(f"tekst=forslag.{ref}" for ref in mine))
    form = visitor.page.select_one("main form[method=post]")
    sent = {**_fields_of(form), "reason": "spam", "text": "Dette er reklame.", "_gjor": "1"}
    forged = {name: str(value).replace(mine[1], theirs[other]) for name, value in sent.items()}
    before = stand(site.world.db.connection())
    for data in (sent, forged):
        visitor.post("/arbeid/meldinger/valgte?" + "&".join(f"tekst={name}" for name in names), data, 404)
        assert stand(site.world.db.connection()) == before
    visitor.get("/arbeid/meldinger/valgte?" + "&".join(f"tekst=forslag.{ref}" for ref in mine))
    visitor.fill(reason="spam", text="Dette er reklame.").press("Skjul 2 tekster")
    assert stand(site.world.db.connection()) != before


@pytest.mark.case("AC-08")
@pytest.mark.parametrize("role", [None, Role.MODERATOR, Role.PUBLISIST, Role.ADMINISTRATOR])
def test_whoever_may_not_does_nothing_to_many(site, halden, kari, mine, role):
    sent = looked_over(site.visitor(kari), "tema", mine, {"theme": halden.theme().public_id})
    visitor = site.visitor(halden.person("En Annen", *([role] if role else [])))
    visitor.get("/meld-fra")
    before, sent = stand(site.world.db.connection()), {**sent, "csrf_token": visitor.token}
    visitor.post(address("tema", mine), sent, 403)
    visitor.post(address("flytt", mine), sent, 403)
    assert stand(site.world.db.connection()) == before
