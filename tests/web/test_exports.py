"""Files on their pages: asked for with the list's own filters, seen while they are made, fetched by whoever asked."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from samskaping.actions import exports as deeds
from samskaping.actions import intakes, planned, reports
from samskaping.actions.planned import When
from samskaping.actions.reports import Complaint
from samskaping.actions.statements import Said
from samskaping.models import Export
from samskaping.rules.exports import ExportFormat, ExportList, ExportState
from samskaping.rules.intakes import Channel, Entry
from samskaping.rules.roles import Role
from samskaping.rules.speech import Decision, ReportReason
from tests.world import municipality

pytestmark = pytest.mark.second_in_matrix


@pytest.fixture
def leder(halden):
    return halden.person("Leder", Role.LEDER)


def files(halden):
    halden.context()
    return halden.db.scalars(select(Export).order_by(Export.id)).all()


def finish(halden, row, *pieces: bytes):
    """The file as the worker leaves it."""
    halden.context()
    for number, data in enumerate(pieces):
        deeds.put(halden.db, row, number, data)
    row.state, row.size, row.rows_total = ExportState.FERDIG, sum(map(len, pieces)), 1
    halden.db.flush()


def test_asked_for_with_the_filters_of_the_list_and_fetched(site, halden, leder):
    theme = halden.theme("Trafikk")
    visitor = site.visitor(leder)
    visitor.get(f"/forslag?tema={theme.public_id}&sorter=stotte")
    visitor.click("Last ned lista")
    visitor.fill(format="csv", personal="y").press("Lag fila")
    assert "Venter" in visitor.text
    row = files(halden)[0]
    assert (row.listing, row.format, row.is_personal) == (ExportList.FORSLAG, ExportFormat.CSV, True)
    assert row.filters == {"theme": theme.public_id, "sort": "stotte"}
    finish(halden, row, b"saksnummer\r\n", b"2026-000001\r\n")
    page = visitor.get("/arbeid/filer")
    assert page.select_one("[data-progress-waits]") is None
    visitor.post(f"/arbeid/filer/{row.public_id}", {"csrf_token": visitor.token}, 200)
    assert visitor.answer.get_data() == b"saksnummer\r\n2026-000001\r\n"
    assert visitor.answer.headers["Content-Disposition"].startswith(
        'attachment; filename="forslag-halden-2026-03-02.csv'
    )
    assert visitor.answer.headers["Cache-Control"] == "no-store"


def test_the_inbox_is_a_list_too_and_progress_is_seen(site, halden, leder):
    visitor = site.visitor(leder)
    visitor.get("/arbeid?ko=frist")
    visitor.click("Last ned lista")
    visitor.press("Lag fila")
    row = files(halden)[0]
    assert (row.listing, row.format, row.filters) == (ExportList.INNBOKS, ExportFormat.XLSX, {"queue": "frist"})
    row.state, row.rows_done, row.rows_total = ExportState.LAGES, 500, 2000
    halden.db.flush()
    visitor.get("/arbeid/filer", **{"X-Fragment": "1"})
    assert "500 av 2 000" in visitor.answer.get_data(as_text=True).replace("\xa0", " ")


@pytest.mark.case("UP-16")
@pytest.mark.case("AC-10")
def test_a_file_of_somebody_else_is_as_one_that_never_was(db, site, halden, leder):
    voss = municipality(db, "voss")
    theirs = voss.person("Leder", Role.LEDER)
    keys = []
    for world, person in ((voss, theirs), (halden, halden.person("Annen", Role.LEDER))):
        key = deeds.ask(world.context(person), ExportList.FORSLAG, ExportFormat.CSV, {})
        world.context()
        finish(world, world.db.scalars(select(Export).where(Export.public_id == key)).one(), b"x")
        keys.append(key)
    visitor = site.visitor(leder)
    for key in (*keys, "finnes-ikke"):
        visitor.get("/arbeid/filer/ny/forslag")
        visitor.post(f"/arbeid/filer/{key}", {"csrf_token": visitor.token}, 404)


def test_personal_data_is_offered_to_those_who_may_and_refused_to_others(site, halden):
    visitor = site.visitor(halden.caseworker())
    page = visitor.get("/arbeid/filer/ny/forslag")
    assert page.select_one("[name=personal]") is None
    visitor.post("/arbeid/filer/ny/forslag", {"csrf_token": visitor.token, "format": "csv", "personal": "y"}, 403)
    assert files(halden) == []


def test_residents_see_no_link_and_filters_that_do_not_exist_are_missing(site, halden, leder):
    assert "Last ned lista" not in site.visitor().get("/forslag").get_text()
    visitor = site.visitor(leder)
    visitor.get("/arbeid/filer/ny/innboks?ko=finnes-ikke", 404)
    visitor.get("/arbeid/filer/ny/forslag?status=finnes-ikke", 404)


@pytest.mark.parametrize("many", [1, 3])
def test_a_fixed_number_of_statements(site, halden, leder, statements, many):
    for _number in range(many):
        deeds.ask(halden.context(leder), ExportList.FORSLAG, ExportFormat.CSV, {})
    visitor = site.visitor(leder)
    visitor.get("/arbeid/filer")
    with statements.exactly(2):
        visitor.get("/arbeid/filer")


@pytest.mark.parametrize(
    ("page", "listing", "role"),
    [
        ("/arbeid/meldinger?vis=meldt", ExportList.MODERERING, Role.MODERATOR),
        ("/arbeid/planlagt", ExportList.PLANLAGT, Role.SAKSBEHANDLER),
        ("/arbeid/innspill", ExportList.INNSPILL, Role.SAKSBEHANDLER),
    ],
)
def test_the_other_lists_of_the_desk_are_asked_for_where_they_stand(site, halden, page, listing, role):
    ref, kari = halden.proposal(), halden.caseworker()
    reports.report(halden.context(), ref, Complaint(ReportReason.SPAM))
    said = Said("Ja.", halden.row(ref).version, decision=Decision.JA)
    planned.plan(halden.sure(kari, ref), ref, said, When(halden.now + timedelta(hours=1)))
    intakes.enter(halden.context(kari), Entry("På papir", "Det er langt.", halden.now.date(), Channel.PAPIR))
    visitor = site.visitor(halden.person("Den som ber", role))
    visitor.get(page)
    visitor.click("Last ned lista")
    visitor.press("Lag fila")
    row = files(halden)[0]
    assert (row.listing, row.filters) == (listing, {"view": "meldt"} if "meldt" in page else {})
    if listing is not ExportList.PLANLAGT:
        site.visitor(halden.person("Arkiv", Role.ARKIVAR)).get(f"/arbeid/filer/ny/{listing}", 403)
    visitor.get("/arbeid/filer/ny/moderering?vis=finnes-ikke", 404)
