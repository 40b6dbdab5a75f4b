"""Columns of an export that tell who speaks and what colleagues did: by name, by code and in words, as far as asked."""

import pytest
from sqlalchemy import select

from samskaping.actions import casework, evaluations, files, impartiality, intakes, tasks
from samskaping.actions.files import Change, Upload
from samskaping.actions.tasks import Wanted
from samskaping.db import Texts
from samskaping.models import Author, Challenge, File, Staff
from samskaping.rules import limits
from samskaping.rules.exports import ExportList
from samskaping.rules.file_parents import FileState
from samskaping.rules.files import FileKind, new_key
from samskaping.rules.intakes import Channel, Entry
from samskaping.rules.roles import Role
from samskaping.rules.speech import AuthorKind
from samskaping.rules.tasks import TaskKind
from tests.actions.test_evaluations import challenged, scored
from tests.actions.test_support import club
from tests.jobs.test_export import made, rows_of

pytestmark = pytest.mark.second_in_matrix


@pytest.fixture
def leder(office):
    return office.world.person("Leder", Role.LEDER)


@pytest.fixture
def kari(office):
    return office.world.caseworker("Kari Demo")


def the_file(office, person, listing=ExportList.INNBOKS, **wish):
    office.commit()
    return {one["tittel"]: one for one in rows_of(made(office, person, listing, **wish))}


def entered(world, by, title, **given):
    need = "Det er langt å stå for den som er dårlig til beins."
    received, channel = world.now.date(), given.pop("channel", Channel.PAPIR)
    intakes.enter(world.context(by), Entry(title, need, received, channel, **given))


def test_organisations_and_school_classes_stand_by_name_and_people_only_with_personal_data(office, leder, kari):
    world = office.world
    ola = world.person("Ola Nordmann")
    lag = club(world, ola)
    lag.number = "974760673"
    spoken = world.row(world.proposal(ola, title="Fra laget"))
    author = Author(kind=AuthorKind.ORGANISASJON, organisation_id=lag.id, person_id=ola.id, name=lag.name)
    world.db.add(author)
    world.db.flush()
    spoken.author_id, spoken.organisation_id = author.id, lag.id
    entered(world, kari, "Fra klassen", kind=AuthorKind.SKOLEKLASSE, school="Os skole, 4. trinn", channel=Channel.MOTE)
    entered(world, kari, "På papir", name="Else Papir", contact="99 88 77 66", email="else@example.no")
    found = the_file(office, leder, ExportList.FORSLAG)
    assert [found["Fra laget"][name] for name in ("organisasjonsnummer", "organisasjon", "organisasjon_type_nn")] == [
        "974760673", "Historielaget", "Frivillig lag eller foreining",
    ]  # fmt: skip
    assert [found["Fra klassen"][name] for name in ("skoleklasse", "kanal", "kanal_nn", "avsender_type_nn")] == [
        "Elever ved Os skole, 4. trinn", "mote", "På eit møte", "Skuleklasse",
    ]  # fmt: skip
    assert found["På papir"]["kanal_nb"] == "På papir"
    assert not [word for word in ("Ola", "99 88", "else@example.no") if word in str(found)]
    assert "Else" not in str(found)
    papers = the_file(office, leder, ExportList.FORSLAG, personal=True)["På papir"]
    assert list(papers.values())[-3:] == ["Else Papir", "99 88 77 66", "else@example.no"]


def test_the_caseworker_stands_by_role_and_by_name_only_with_personal_data(office, leder, kari):
    world = office.world
    taken, titled = (world.proposal(world.person(), title=title) for title in ("Tatt", "Med tittel"))
    for person, ref in ((kari, taken), (leder, titled)):
        casework.take(world.sure(person, ref), ref)
    world.db.scalars(select(Staff).where(Staff.person_id == kari.id)).one().title = Texts()
    world.db.scalars(select(Staff).where(Staff.person_id == leder.id)).one().title = Texts(nb="Parksjef")
    found = the_file(office, leder, queue="alle")
    names = ("saksbehandler", "saksbehandler_rolle_nb", "saksbehandler_rolle_nn")
    assert [found["Tatt"][name] for name in names] == ["Saksbehandler", "Saksbehandler", "Saksbehandlar"]
    assert [found["Med tittel"][name] for name in names] == ["Parksjef"] * 3
    assert "Kari Demo" not in str(found)
    assert the_file(office, leder, personal=True, queue="alle")["Tatt"]["saksbehandler"] == "Kari Demo"


def test_evaluations_and_tasks_are_counted_but_not_for_whoever_may_not_see_them(office, leder, kari, monkeypatch):
    monkeypatch.setattr(limits, "EXPORTS_HOUR", 99)
    world = office.world
    challenge = challenged(world, kari, Texts(nb="Nytte", nn="Nytte"), Texts(nb="Pris, samlet", nn="Pris, samla"))
    ref = world.proposal(world.person(), title="Vurdert", challenge=challenge)
    evaluations.ask(world.context(kari), ref, [kari.public_id, leder.public_id])
    evaluations.submit(world.context(kari), ref, scored(world, challenge, 4, 3))
    tasks.give(world.context(kari), ref, Wanted(TaskKind.OPPGAVE, leder.public_id, "Mål opp plassen"))
    names = ("vurderinger_levert", "vurderinger_bedt_om", "vurderinger_snitt_nn", "apne_oppgaver")
    inner = lambda person: [the_file(office, person, queue="alle")["Vurdert"][name] for name in names]  # noqa: E731
    assert inner(leder) == ["1", "2", "Nytte: 4,0 | Pris, samla: 3,0", "1"]
    world.db.scalars(select(Challenge).where(Challenge.public_id == challenge)).one().hides_evaluations = True
    assert inner(leder)[:3] == ["1", "2", ""]
    assert inner(kari)[2] == "Nytte: 4,0 | Pris, samla: 3,0"
    evaluations.submit(world.context(leder), ref, scored(world, challenge, 5, 2))
    assert inner(leder)[:3] == ["2", "2", "Nytte: 4,5 | Pris, samla: 2,5"]
    impartiality.declare(world.context(leder), ref, partial=True, reason="Bor i gata")
    assert inner(leder) == ["", "", "", ""]


@pytest.mark.case("UP-14")
def test_files_stand_by_name_while_everyone_gets_them(office, leder):
    world = office.world
    ola = world.person("Ola Nordmann")
    ref = world.proposal(ola, title="Med filer")
    named = ("plan.pdf", "kart.pdf", "skjult.pdf", "venter.pdf", "ond.pdf")
    uploads = [Upload(name, FileKind.PDF, 1, new_key() * 2, new_key()) for name in named]
    files.put(world.context(ola), "forslag", ref, Change(uploads))
    rows = {row.name: row for row in world.db.scalars(select(File))}
    for name, row in rows.items():
        row.state = {"venter.pdf": FileState.VENTER, "ond.pdf": FileState.AVVIST}.get(name, FileState.KLAR)
    rows["skjult.pdf"].hidden_at = world.now
    assert the_file(office, leder, ExportList.FORSLAG)["Med filer"]["filer"] == "plan.pdf | kart.pdf"
    rows["kart.pdf"].removed_at = world.now
    assert the_file(office, leder, ExportList.INNBOKS)["Med filer"]["filer"] == "plan.pdf"
