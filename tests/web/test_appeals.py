"""What the writer of a stopped text, those who decide appeals, and everybody meet in the browser."""

import pytest
from sqlalchemy import func, select

from samskaping.actions import appeals, approval, comments, moderation, redaction, reports
from samskaping.actions.comments import Remark
from samskaping.actions.reports import Complaint
from samskaping.models import Appeal, Event, Notification, Ruling
from samskaping.rules.appeals import Conclusion
from samskaping.rules.roles import Role
from samskaping.rules.speech import ReportReason
from tests.world import municipality

pytestmark = pytest.mark.second_in_matrix

RUDE = ReportReason.KRENKENDE


@pytest.fixture
def mona(halden):
    return halden.person("Mona Moderator", Role.MODERATOR)


@pytest.fixture
def petter(halden):
    return halden.person("Petter Moderator", Role.MODERATOR)


@pytest.fixture
def writer(halden):
    return halden.person("Sur Nabo")


def hidden(world, by, writer, ref=None):
    """A hidden comment: the case's reference, the comment, and the ruling."""
    ref = ref or world.proposal()
    comment = comments.write(world.context(writer), ref, Remark("Tull og tøys om naboen."))
    reports.report(world.context(), ref, Complaint(RUDE), comment=comment)
    world.db.expire_all()
    moderation.hide_comment(world.context(by), comment, RUDE, "Det er skjellsord.")
    world.db.flush()
    return ref, comment, world.db.scalars(select(Ruling.public_id).order_by(Ruling.id.desc())).first()


def test_the_writer_reads_why_appeals_and_is_answered(site, halden, mona, petter, writer):
    ref, _comment, _ruling = hidden(halden, mona, writer)
    visitor = site.visitor(writer)
    visitor.get(f"/forslag/{ref}")
    visitor.click("Les avgjørelsen, og be om ny vurdering")
    for words in ("Kommentaren din er skjult", "Hets, trusler eller noe ulovlig", "Det er skjellsord.", "Tull og tøys"):
        assert words in visitor.text
    visitor.press("Send klagen", 422)
    visitor.fill(text="Naboen og jeg spøker alltid slik. Ring meg på 912 34 567.").press("Send klagen")
    assert "Svar innen" in visitor.text
    assert "Be om ny vurdering" not in visitor.text

    is_kept_from_judging_oneself(site, mona, petter)
    other = site.visitor(petter)
    other.get("/arbeid/klager")
    other.click("Kommentar i Benker langs Tista")
    other.press("Avgjør klagen", 422)
    other.fill(conclusion="omgjort", text="Vi leste det feil.").press("Avgjør klagen")
    assert "Klagen er avgjort." in other.text
    visitor.get(visitor.path)
    assert visitor.page.h1.get_text() == "Avgjørelsen er omgjort"
    shown = visitor.page.main.get_text(" ", strip=True)
    assert (
        shown.index("Klagen din førte fram") < shown.index("Vi leste det feil.") < shown.index("Det som ble gjort om")
    )
    assert "Vi leste det feil." in visitor.text
    anyone = site.visitor()
    anyone.get(f"/forslag/{ref}")
    assert "Tull og tøys" in anyone.text
    anyone.get("/moderering")
    assert "1 av 1 avgjorte" in anyone.text


def is_kept_from_judging_oneself(site, mona, petter):
    first = site.visitor(mona)
    queue = first.get("/arbeid/meldinger?vis=klager")
    for words in ("spøker alltid slik", "Mona Moderator skjulte teksten", "En annen må avgjøre klagen."):
        assert words in first.text
    assert not queue.find("a", string="Avgjør")
    assert site.visitor(petter).get("/arbeid/meldinger?vis=klager").find("a", string="Avgjør")
    first.get("/arbeid/klager")
    assert "(du kan ikke avgjøre den)" in first.text
    first.click("Kommentar i Benker langs Tista")
    assert "Du tok avgjørelsen som det er klaget på." in first.text
    first.post(
        first.path, {"csrf_token": first.page.select_one("[name=csrf_token]") or "", "conclusion": "omgjort"}, 400
    )


def test_the_first_moderator_is_turned_away_though_the_form_is_sent(site, halden, mona, writer):
    _ref, _comment, ruling = hidden(halden, mona, writer)
    appeal = appeals.appeal(halden.context(writer), ruling, "Jeg er uenig.")
    visitor = site.visitor(mona)
    visitor.get(f"/avgjorelse/{ruling}", 404)
    visitor.get("/min-side/innstillinger")
    sent = {"csrf_token": visitor.token, "conclusion": "omgjort", "text": "Jeg gjør det selv."}
    visitor.post(f"/arbeid/klage/{appeal}", sent, 403)
    assert halden.db.scalars(select(Appeal.conclusion)).one() is None


def test_an_appeal_stands_in_the_moderators_queue(site, halden, mona, petter, writer):
    _ref, _comment, ruling = hidden(halden, mona, writer)
    appeals.appeal(halden.context(writer), ruling, "Jeg er uenig.")
    visitor = site.visitor(petter)
    visitor.get("/arbeid/meldinger?vis=klager")
    link = visitor.page.select_one("main article a[aria-label]")
    visitor.get(str(link["href"]))
    assert "Jeg er uenig." in visitor.text
    visitor.fill(conclusion="opprettholdt", text="Den står.").press("Avgjør klagen")
    visitor.get("/arbeid/meldinger?vis=klager")
    assert "Ingenting venter" in visitor.text


def test_an_own_hidden_proposal_leads_to_its_ruling(site, halden, mona, writer):
    ref = halden.proposal(writer)
    moderation.hide_proposal(halden.context(mona), ref, RUDE, "Dette er hets.")
    visitor = site.visitor(writer)
    visitor.get(f"/forslag/{ref}")
    assert "Skjult" in visitor.page.select_one(".sk-page-head").get_text()
    assert "Saken går videre: kommunen svarer deg her likevel." in visitor.text
    assert "blir forslaget ikke vist igjen av seg selv" in visitor.text
    visitor.click("Les avgjørelsen, og be om ny vurdering")
    assert visitor.page.h1.get_text() == "Forslaget ditt er skjult"
    assert "Ingen andre kan avgjøre klagen nå" in visitor.text
    site.visitor(halden.person("Noen Andre")).get(f"/forslag/{ref}/avgjorelse", 404)


def test_both_forms(site, halden, mona, writer):
    _ref, _comment, ruling = hidden(halden, mona, writer)
    visitor = site.visitor(writer, form="nn")
    visitor.get(f"/avgjorelse/{ruling}")
    assert "Grunngiving" in visitor.text
    visitor.get("/moderering")
    assert "Slik modererer vi" in visitor.text
    assert "gøymd" not in visitor.text


@pytest.mark.parametrize("many", [1, 3])
def test_pages_take_a_fixed_number_of_statements(site, halden, mona, petter, writer, statements, many):
    for _turn in range(many):
        _ref, _comment, ruling = hidden(halden, mona, writer)
        appeal = appeals.appeal(halden.context(writer), ruling, "Jeg er uenig.")
    _ref, _comment, decided = hidden(halden, mona, writer)
    done = appeals.appeal(halden.context(writer), decided, "Jeg er uenig.")
    appeals.decide(halden.context(petter), done, Conclusion.OPPRETTHOLDT, "Den står.")
    visitor, author, anyone = site.visitor(petter), site.visitor(writer), site.visitor()
    for somebody, path, most in (
        (visitor, "/arbeid/klager", 5),
        (visitor, f"/arbeid/klage/{appeal}", 5),
        (author, f"/avgjorelse/{ruling}", 5),
        (anyone, "/moderering", 5),
    ):
        somebody.get(path)
        with statements.at_most(most):
            somebody.get(path)


def test_the_numbers_count_deeds_reasons_and_days_and_name_nobody(site, halden, mona, petter, writer):
    anyone = site.visitor()
    anyone.get("/moderering")
    assert "Ingen meldinger og ingen avgjørelser" in anyone.text
    _ref, _comment, ruling = hidden(halden, mona, writer)
    later = halden.later(days=2)
    site.now = later.now
    appeal = appeals.appeal(halden.context(writer), ruling, "Jeg er uenig.")
    appeals.decide(later.context(petter), appeal, Conclusion.OPPRETTHOLDT, "Den står.")
    page = anyone.get("/moderering")
    cells = {row.th.get_text(): [cell.get_text() for cell in row.select("td")] for row in page.select("tbody tr")}
    assert cells["Hets, trusler eller noe ulovlig"][0] == "1"
    assert "Reklame eller søppel" not in cells
    assert "–" not in {cell for row in cells.values() for cell in row}
    assert "Ingen av disse grunnene ble brukt:" in anyone.text
    assert cells["I alt"][:2] == ["1", "0"]
    assert cells["1. kvartal 2026"] == ["1", "0", "1", "1", "0"]
    assert "0 av 1 avgjorte" in anyone.text
    assert "2 dager" in anyone.text
    for name in (mona.name, petter.name, writer.name, "Tull og tøys"):
        assert name not in anyone.text


def told(world, person):
    """A notice of the last thing that happened, as the worker lays it."""
    event_id = world.db.scalars(
        select(func.max(Event.id)).where(Event.details["ruling"].as_string().is_not(None))
    ).one()
    world.db.add(Notification(person_id=person.id, event_id=event_id, created_at=world.now))
    world.db.commit()


def test_a_notice_of_what_was_sent_back_leads_to_why_and_from_there_to_the_draft(site, db, writer):
    world = municipality(db, "asker", approval=True)
    ref = world.proposal(writer)
    approval.refuse_proposal(world.context(world.person("Mona", Role.MODERATOR)), ref, RUDE, "Ta bort navnet.")
    told(world, writer)
    visitor = site.visitor(writer, place="/asker/nb")
    visitor.get("/varsler")
    visitor.press(visitor.page.select_one(".is-new .sk-told").get_text())
    assert "Ta bort navnet." in visitor.text
    assert "Be om ny vurdering" in visitor.text
    visitor.click("Åpne utkastet")
    assert visitor.path.endswith("/behov")
    visitor.get("/varsler")
    assert not visitor.page.select_one(".is-new")


def test_the_notice_of_a_hidden_proposal_is_read_when_its_ruling_is(site, halden, mona, writer):
    ref = halden.proposal(writer)
    moderation.hide_proposal(halden.context(mona), ref, RUDE, "Det er skjellsord.")
    told(halden, writer)
    visitor = site.visitor(writer)
    visitor.get("/varsler")
    visitor.press(visitor.page.select_one(".is-new .sk-told").get_text())
    assert "Be om ny vurdering" in visitor.text
    visitor.get("/varsler")
    assert not visitor.page.select_one(".is-new")


def test_whoever_wrote_what_is_blacked_out_finds_why_and_nobody_else_does(site, halden, mona, writer):
    ref = halden.proposal(writer, need="Naboen Kari Hemmelig støyer.")
    redaction.redact(halden.context(mona), "forslag", ref, ["Kari Hemmelig"], RUDE, "Navn på en nabo.")
    words = "Les avgjørelsen, og be om ny vurdering"
    visitor = site.visitor(writer)
    visitor.get(f"/forslag/{ref}")
    visitor.click(words)
    assert "Navn på en nabo." in visitor.text
    for other in (site.visitor(), site.visitor(mona)):
        other.get(f"/forslag/{ref}")
        assert "sladdet en del av teksten" in other.text
        assert words not in other.text
