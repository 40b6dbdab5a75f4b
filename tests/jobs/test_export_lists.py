"""Files of the inbox, and of the lists beside the cases: what waits for moderators, what is planned or entered."""

import pytest

from samskaping.actions import exports, impartiality, intakes, planned, reports, ties
from samskaping.actions.needs import Told
from samskaping.actions.planned import When
from samskaping.actions.reports import Complaint
from samskaping.errors import Refused
from samskaping.rules.exports import ExportFormat, ExportList, columns
from samskaping.rules.intakes import Channel, Entry
from samskaping.rules.roles import Role
from samskaping.rules.speech import ReportReason
from tests.actions.test_needs import challenge
from tests.jobs.test_export import made, rows_of
from tests.jobs.test_publish import HOUR, said


@pytest.fixture
def leder(office):
    return office.world.person("Leder", Role.LEDER, Role.MODERATOR)


def the_file(office, person, listing, **wish):
    office.commit()
    return rows_of(made(office, person, listing, **wish))


def test_the_inbox_has_the_queue_on_the_screen_and_no_other(office, leder):
    world = office.world
    new, taken = world.proposal(), world.proposal()
    world.move(taken, "vurder", world.caseworker())
    for queue, wanted in (("nye", {new}), ("alle", {new, taken})):
        assert {row["saksnummer"] for row in the_file(office, leder, ExportList.INNBOKS, queue=queue)} == wanted


@pytest.mark.case("UP-14")
def test_what_waits_for_moderators_with_reports_and_never_who_reported(office, leder):
    world = office.world
    sara = world.person("Sara Melder")
    ref = world.proposal(world.person("Ola Nordmann"), title="=1+1", need="Et behov som noen har meldt.")
    for person, reason, words in ((sara, ReportReason.SPAM, ""), (None, ReportReason.ANNET, "Feil | sted")):
        reports.report(world.context(person), ref, Complaint(reason, words))
    (row,) = the_file(office, leder, ExportList.MODERERING)
    assert tuple(row) == columns(ExportList.MODERERING, is_personal=False)
    assert [row[name] for name in ("slag", "slag_nn", "saksnummer", "tittel", "tekst", "meldinger")] == [
        "meldt", "Meldt", ref, "'=1+1", "Et behov som noen har meldt.", "2",
    ]  # fmt: skip
    assert row["meldingsgrunner"] == "spam | annet"
    assert not [name for name in ("Sara", "Ola") if name in str(row)]
    (named,) = the_file(office, leder, ExportList.MODERERING, personal=True)
    assert (named["avsender_navn"], "Sara" in str(named)) == ("Ola Nordmann", False)
    assert the_file(office, leder, ExportList.MODERERING, view="klager") == []


def test_what_is_planned_and_its_text_not_for_whoever_is_partial(office, leder):
    world, kari = office.world, office.world.caseworker()
    ref = world.proposal(title="Benk")
    planned.plan(world.sure(kari, ref), ref, said(world, ref, "Vi kjøper benker."), When(world.now + HOUR))
    (row,) = the_file(office, leder, ExportList.PLANLAGT)
    assert tuple(row) == columns(ExportList.PLANLAGT, is_personal=False)
    names = ("saksnummer", "hva", "hva_nn", "tekst", "publiseres", "tilstand", "tilstand_nn", "saken_er_endret")
    assert [row[name] for name in names] == [
        ref, "svar", "Offisielt svar", "Vi kjøper benker.", "2026-03-02 13:00", "venter", "Ventar", "0",
    ]  # fmt: skip
    assert "Kari" not in str(row)
    assert the_file(office, leder, ExportList.PLANLAGT, personal=True)[0]["skrevet_av"] == "Kari Demo"
    impartiality.declare(world.context(leder), ref, partial=True, reason="Naboen min.")
    assert the_file(office, leder, ExportList.PLANLAGT)[0]["tekst"] == ""


def test_what_staff_entered_newest_first_as_cases(office, leder):
    world, kari = office.world, office.world.caseworker()
    world.proposal(title="Sendt inn selv")
    for hours, title in enumerate(("På papir", "På møte")):
        given = Entry(title, "Det er langt å stå.", world.now.date(), Channel.PAPIR, name="Else Papir")
        intakes.enter(world.later(hours=hours).context(kari), given)
    found = the_file(office, kari, ExportList.INNSPILL)
    assert [(row["tittel"], row["kom_inn"], row["lagt_inn"]) for row in found] == [
        ("På møte", "2026-03-02", "2026-03-02 13:00"), ("På papir", "2026-03-02", "2026-03-02 12:00"),
    ]  # fmt: skip
    assert "Else" not in str(found)


def test_needs_with_what_they_are_tied_to_and_the_chosen_name_only_with_personal_data(office, leder):
    world, pia = office.world, office.world.person("Pia", Role.PUBLISIST)
    made = challenge(world, pia)
    first = ties.tell(world.context(world.person("Ola Nordmann")), Told("=1+1", alias="Ola på Os"), challenge=made)
    proposal = world.proposal(needs=(first.reference,))
    second = ties.tell(world.later(hours=1).context(world.person()), Told("Bussen går ikke om kvelden.")).reference
    newest, row = the_file(office, leder, ExportList.BEHOV)
    assert tuple(row) == columns(ExportList.BEHOV, is_personal=False)
    names = ("saksnummer", "behov", "fortalt", "avsender_type", "gjelder_ogsa", "utfordringer_nb", "forslag")
    title = "Hvordan kommer alle trygt fram?"
    assert [row[name] for name in names] == [
        first.reference, "'=1+1", "2026-03-02 12:00", "gjest", "0", title, proposal
    ]  # fmt: skip
    assert "Ola" not in str(row)
    assert the_file(office, leder, ExportList.BEHOV, personal=True)[1]["avsender_navn"] == "Ola på Os"
    assert (newest["saksnummer"], newest["utfordringer_nb"]) == (second, "")
    assert [row["saksnummer"] for row in the_file(office, leder, ExportList.BEHOV, lacks="forslag")] == [second]


@pytest.mark.case("UP-14")
@pytest.mark.parametrize(
    ("listing", "role"), [(ExportList.MODERERING, Role.ARKIVAR), (ExportList.INNSPILL, Role.MODERATOR)]
)
def test_a_list_that_one_may_not_see_is_no_file_either(office, listing, role):
    person = office.world.person("Uten rett", role)
    with pytest.raises(Refused):
        exports.ask(office.world.context(person), listing, ExportFormat.CSV, {})


def test_what_waits_fills_more_than_one_page(office, leder, monkeypatch):
    monkeypatch.setattr("samskaping.queries.export_lists._STEP", 2)
    refs = [office.world.proposal() for _each in range(5)]
    for number, ref in enumerate(refs):
        reports.report(office.world.later(minutes=number).context(), ref, Complaint(ReportReason.SPAM))
    assert [row["saksnummer"] for row in the_file(office, leder, ExportList.MODERERING)] == refs
