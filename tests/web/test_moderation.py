"""What moderators see and do in the browser."""

import pytest
from sqlalchemy import select

from samskaping.actions import appeals, comments, needs, reports, ties
from samskaping.actions.comments import Remark
from samskaping.actions.judging import Judgement, Wanted, judge
from samskaping.actions.needs import Told
from samskaping.actions.reports import Complaint
from samskaping.models import Block, Comment, Person, Ruling
from samskaping.rules.moderation import Deed
from samskaping.rules.roles import Role
from samskaping.rules.speech import ReportReason
from tests.world import municipality

pytestmark = pytest.mark.second_in_matrix


@pytest.fixture
def moderator(halden):
    return halden.person("Mona Moderator", Role.MODERATOR)


@pytest.fixture
def case(halden):
    """A reported proposal with a reported comment."""
    ref = halden.proposal(halden.person("Wenche Skriver"))
    said = comments.write(halden.context(halden.person("Sur Nabo")), ref, Remark("Tull og tøys."))
    reports.report(halden.context(), ref, Complaint(ReportReason.ANNET, "Dette er gjort før."))
    reports.report(halden.context(), ref, Complaint(ReportReason.KRENKENDE, "Han er frekk."), comment=said)
    return ref, said


def test_reports_with_their_reasons_hide_and_restore(site, halden, moderator, case):
    ref, said = case
    visitor = site.visitor(moderator)
    visitor.get("/arbeid/meldinger")
    assert "Dette er gjort før." in visitor.text
    assert "Hets, trusler eller noe ulovlig" in visitor.text
    visitor.get(f"/arbeid/moderer/kommentar/{said}")
    visitor.fill(deed="skjult")
    assert visitor.press("Gjennomfør", 422).select_one(".ds-error-summary a").get_text() == "Velg hva som er galt"
    page = visitor.fill(reason="krenkende").press("Gjennomfør", 422)
    wanted = "Skriv en begrunnelse. Den som skrev teksten, får lese den."
    assert page.select_one(".ds-error-summary a").get_text() == wanted
    visitor.fill(text="Skjellsord om naboen.").press("Gjennomfør")
    assert "Teksten er skjult." in visitor.text
    outsider = site.visitor()
    outsider.get(f"/forslag/{ref}")
    assert "Tull og tøys." not in outsider.text
    visitor.get("/arbeid/meldinger/skjult")
    assert "Skjellsord om naboen." in visitor.text
    visitor.click("Vis igjen: Benker langs Tista")
    visitor.fill(text="Vi tok feil.").press("Gjennomfør")
    outsider.get(f"/forslag/{ref}")
    assert "Tull og tøys." in outsider.text


def test_whoever_decides_comes_back_to_where_they_were_in_the_queue(site, moderator, case):
    visitor = site.visitor(moderator)
    visitor.get("/arbeid/meldinger?vis=meldt")
    links = [link["href"] for link in visitor.page.select("main article a") if "/moderer/" in link["href"]]
    assert len(links) == 2
    assert all(link.endswith("?tilbake=/halden/nb/arbeid/meldinger?vis%3Dmeldt") for link in links), links


def test_hidden_proposal_answers_like_an_unknown_one_but_its_writer_reads_why(site, halden, moderator, case):
    ref, _said = case
    visitor = site.visitor(moderator)
    visitor.get(f"/arbeid/moderer/forslag/{ref}")
    visitor.fill(deed="skjult", reason="spam", text="Dette er reklame.").press("Gjennomfør")
    outsider = site.visitor()
    hidden, unknown = (outsider.get(f"/forslag/{name}", 404).get_text() for name in (ref, "2026-999999"))
    assert hidden == unknown
    outsider.get("/forslag")
    assert "Benker langs Tista" not in outsider.text
    own = site.visitor(halden.db.get(Person, halden.row(ref).writer_id))
    own.get(f"/forslag/{ref}")
    assert "Dette er reklame." in own.text


def test_keeping_closes_the_reports(site, halden, moderator, case):
    visitor = site.visitor(moderator)
    visitor.get("/arbeid/meldinger")
    for who in ("Wenche Skriver", "Sur Nabo"):
        visitor.click(f"Avgjør: {who}, 2026-000001")
        visitor.fill(deed="beholdt").press("Gjennomfør")
        assert "Meldingene er lukket." in visitor.text
    assert "Ingenting venter" in visitor.text


@pytest.mark.parametrize("many", [1, 3])
def test_pages_take_a_fixed_number_of_statements(site, halden, moderator, statements, many):
    for number in range(many):
        ref = halden.proposal(title=f"Forslag {number}")
        reports.report(halden.context(), ref, Complaint(ReportReason.SPAM))
    visitor = site.visitor(moderator)
    visitor.get(f"/arbeid/moderer/forslag/{ref}")  # the first form of a session puts its secret there
    with statements.exactly(4):
        visitor.get("/arbeid/meldinger")
    with statements.exactly(4):
        visitor.get("/arbeid/meldinger/skjult")
    with statements.at_most(9):
        visitor.get(f"/arbeid/moderer/forslag/{ref}")


def test_hiding_and_blocking_are_one_step(site, db, halden, moderator, case):
    ref, said = case
    visitor = site.visitor(moderator)
    visitor.get(f"/arbeid/moderer/kommentar/{said}")
    visitor.fill(deed="beholdt", span="uke", text="Skjellsord.").press("Gjennomfør", 422)
    assert "kan blokkeres når du skjuler, sladder eller avviser" in visitor.text
    visitor.fill(deed="skjult", reason="krenkende").press("Gjennomfør")
    site.visitor().get(f"/forslag/{ref}")
    deeds = db.scalars(select(Ruling.deed).order_by(Ruling.id)).all()
    assert deeds == [Deed.BLOKKERT, Deed.SKJULT]
    assert (
        db.scalars(select(Block.person_id)).one()
        == db.scalars(select(Comment.writer_id).where(Comment.public_id == said)).one()
    )


def test_a_part_is_blacked_out_from_the_same_form(site, moderator, case):
    ref, said = case
    visitor = site.visitor(moderator)
    visitor.get(f"/arbeid/moderer/kommentar/{said}")
    visitor.fill(deed="sladdet", reason="krenkende", text="Et navn.").press("Gjennomfør", 422)
    visitor.fill(passages="Tull").press("Gjennomfør")
    outsider = site.visitor()
    outsider.get(f"/forslag/{ref}")
    assert "Tull" not in outsider.text
    assert "og tøys." in outsider.text


def test_the_second_moderator_reads_who_was_first_and_loses_no_words(site, halden, moderator, case):
    _ref, said = case
    first, second = site.visitor(moderator), site.visitor(halden.person("Nils Moderator", Role.MODERATOR))
    for visitor in (first, second):
        visitor.get(f"/arbeid/moderer/kommentar/{said}")
    first.fill(deed="skjult", reason="krenkende", text="Skjellsord.").press("Gjennomfør")
    page = second.fill(deed="skjult", reason="spam", text="Dette er reklame.").press("Gjennomfør", 409)
    assert "Mona Moderator skjulte teksten 2. mars 2026 kl. 12.00." in second.text
    assert page.select_one("textarea[name=text]").get_text().strip() == "Dette er reklame."
    assert [radio["value"] for radio in page.select("input[name=deed]")] == ["vist"]


def test_who_comes_late_to_what_was_sent_back_is_told_so(site, db, moderator):
    world = municipality(db, "asker", approval=True)
    mona = world.person("Mona Moderator", Role.MODERATOR)
    ref = world.proposal(title="Benker i parken")
    visitor = site.visitor(mona, place="/asker/nb")
    visitor.get(f"/arbeid/moderer/forslag/{ref}")
    visitor.fill(deed="avvist", reason="personopplysninger", text="Navnet på naboen må ut.").press("Gjennomfør")
    assert "Teksten er ikke publisert." in visitor.text
    visitor.get(f"/arbeid/moderer/forslag/{ref}", 303)
    visitor.follow()
    assert "Mona Moderator avviste teksten" in visitor.text
    assert "Benker i parken" not in visitor.text


def test_trust_is_given_on_a_page_of_its_own(site, moderator, halden, case):
    writer = halden.db.scalars(select(Person).where(Person.name == "Wenche Skriver")).one()
    visitor = site.visitor(moderator)
    visitor.get("/arbeid/meldinger")
    visitor.click("Wenche Skriver")
    assert "0 godkjente bidrag det siste året" in visitor.text
    visitor.press("Lagre", 422)
    visitor.fill(is_trusted="ja", text="Leder velforeningen.").press("Lagre")
    assert "Publiserer med en gang, også der tekster leses først." in visitor.text
    visitor.get("/arbeid/tillit")
    assert "Leder velforeningen." in visitor.text
    visitor.get(f"/arbeid/tillit/{writer.public_id}")
    visitor.get("/arbeid/tillit/finnesikke", 404)
    visitor.get("/arbeid/meldinger?vis=finnesikke", 404)


def test_moderators_see_in_the_menu_how_much_waits_as_many_as_their_queue_has(site, db):
    asker = municipality(db, "asker", approval=True, comment_approval=True)
    mona, writer = asker.person("Mona Moderator", Role.MODERATOR), asker.person("Ola Innbygger")
    asker.proposal()
    open_one = asker.proposal(title="Benk")
    asker.move(open_one, "godkjenn", mona)
    comments.write(asker.context(asker.person()), open_one, Remark("Jeg vil også ha benk."))
    for _again in range(2):
        reports.report(asker.context(asker.person()), open_one, Complaint(ReportReason.SPAM))
    refused = Judgement(Deed.AVVIST, ReportReason.SPAM, "Reklame.")
    judge(asker.context(mona), Wanted("forslag", asker.proposal(writer), None), refused)
    ruling = db.scalars(select(Ruling.public_id).order_by(Ruling.id.desc())).first()
    appeals.appeal(asker.context(writer), ruling, "Det er ikke reklame.")
    db.commit()
    for form, words in (("nb", "venter: 4"), ("nn", "ventar: 4")):
        visitor = site.visitor(mona, place=f"/asker/{form}")
        page = visitor.get("/arbeid/meldinger")
        assert words in page.select_one(".sk-staff-top nav").get_text(" ", strip=True)
        assert page.select_one(".sk-queues [aria-current]").get_text(" ", strip=True).startswith("4 ")
    page = site.visitor(asker.person("Per", Role.PUBLISIST), place="/asker/nb").get("/arbeid")
    assert "venter:" not in page.select_one(".sk-staff-top nav").get_text(" ", strip=True)


def test_needs_that_wait_and_that_are_reported_are_in_the_number_of_the_menu_too(site, halden, moderator, db):
    needs.tell(halden.context(), Told("Det er mørkt på veien hjem."))
    for words in ("Bussen går før kampen er ferdig.", "Jeg spiser alene hver dag."):
        told = ties.tell(halden.context(halden.person()), Told(words)).reference
        reports.report_need(halden.context(halden.person()), told, Complaint(ReportReason.SPAM))
    db.commit()
    page = site.visitor(moderator).get("/arbeid/meldinger")
    assert page.select_one(".sk-queues [aria-current]").get_text(" ", strip=True).startswith("3 ")
    assert "venter: 3" in page.select_one(".sk-staff-top nav").get_text(" ", strip=True)
