"""Exports: what is in them, that nothing in them is a formula, who may have them, and that they go."""

import csv
import io
import threading
from dataclasses import replace
from datetime import timedelta

import openpyxl
import pytest
from sqlalchemy import func, select

from samskaping.actions import exports, statements, support
from samskaping.actions.statements import Said
from samskaping.db import Scoped, Texts, transaction
from samskaping.errors import Missing, Refused, TooMuch
from samskaping.jobs.export import export
from samskaping.jobs.place import context
from samskaping.jobs.retain import retain
from samskaping.models import Export, ExportChunk, Membership, SecurityEvent, Theme
from samskaping.queries import exports as queries
from samskaping.rules.exports import COLUMNS, INNER_COLUMNS, PERSONAL_COLUMNS, ExportFormat, ExportList, ExportState
from samskaping.rules.roles import Role
from samskaping.rules.speech import Decision


@pytest.fixture
def leder(office):
    return office.world.person("Leder", Role.LEDER)


def made(office, person, listing=ExportList.FORSLAG, kind=ExportFormat.CSV, *, personal=False, **filters) -> bytes:
    """A file asked for, made by the worker, and fetched."""
    key = exports.ask(office.world.context(person), listing, kind, filters, is_personal=personal)
    office.commit()
    assert export(office.place) == 1
    with Scoped(office.place.engine, expire_on_commit=False) as db:
        ctx = context(office.place, db, office.world.here.id, person.id)
        one = queries.ready(ctx, key)
        data = b"".join(queries.pieces(ctx, key))
    assert len(data) == one.size
    return data


def rows_of(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_columns_are_these_in_this_order_for_ever():
    assert COLUMNS[:8] == ("saksnummer", "status", "status_nb", "status_nn", "tittel", "behov", "ide", "sprak")
    assert len(COLUMNS) == len(set(COLUMNS)) == 36
    assert PERSONAL_COLUMNS == ("avsender_navn", "avsender_epost")


def test_all_languages_all_values_and_only_what_is_on_the_list(office, leder):
    world = office.world
    theme = world.theme("Trafikk")
    world.context()
    row = world.db.scalars(select(Theme).where(Theme.id == theme.id)).one()
    row.name = Texts(nb="Trafikk", nn="Ferdsel")
    office.commit()
    ref = world.proposal(world.person("Mona Lie"), goals=(11, 3), theme=theme.public_id, language="nn")
    world.proposal(world.person("Per"), title="Ikke denne")
    for number, word in enumerate(("Ja.", "Nei, likevel ikke.")):
        decision = (Decision.JA, Decision.NEI)[number]
        said = Said(word, world.row(ref).version, decision=decision)
        statements.answer(world.later(hours=number + 1).sure(leder, ref), ref, said)
    support.give(world.context(world.person("Støttespiller")), ref)
    found = rows_of(made(office, leder, theme=theme.public_id))
    assert [one["saksnummer"] for one in found] == [ref]
    assert list(found[0]) == list(COLUMNS)
    wanted = {
        "status_nb": "Mottatt", "status_nn": "Motteke", "tema_nb": "Trafikk", "tema_nn": "Ferdsel", "sprak": "nn",
        "berekraftsmal": "3 | 11", "svar_avgjorelser": "ja | nei", "svar_tekster": "Ja. | Nei, likevel ikke.",
        "stotte": "1", "sendt_inn": "2026-03-02 12:00", "svarfrist": "2026-03-30",
    }  # fmt: skip
    assert {name: found[0][name] for name in wanted} == wanted
    assert "Mona" not in str(found)


@pytest.mark.parametrize("made_as", list(ExportFormat))
def test_nothing_is_a_formula(office, leder, made_as):
    world = office.world
    titles = ['=HYPERLINK("http://x")', "+1+1", "-2+3", "@SUM(A1)", " =1+1", "Helt vanlig"]
    for title in titles:
        world.proposal(world.person("Nr"), title=title, need=title + " og litt mer for å nå ti tegn")
    data = made(office, leder, kind=made_as)
    if made_as is ExportFormat.CSV:
        found = [(one["tittel"], one["behov"]) for one in rows_of(data)]
    else:
        sheet = openpyxl.load_workbook(io.BytesIO(data)).active
        heads = [cell.value for cell in sheet[1]]
        assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "inlineStr"}
        cells = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
        found = [(row[heads.index("tittel")], row[heads.index("behov")]) for row in cells]
    assert [title for title, _need in found] == [*("'" + title.strip() for title in titles[:5]), "Helt vanlig"]
    assert not any(value[0] in "=+-@\t\r" for pair in found for value in pair)


def test_inbox_and_personal_data_need_their_rights_and_are_logged(office, leder):
    world = office.world
    kari = world.caseworker()
    ref, ola = world.proposal(world.person("Mona Lie")), world.person("Ola")
    office.commit()
    with pytest.raises(Refused):
        exports.ask(world.context(kari), ExportList.INNBOKS, ExportFormat.CSV, {}, is_personal=True)
    with pytest.raises(Refused):
        exports.ask(world.context(ola), ExportList.FORSLAG, ExportFormat.CSV, {})
    world.db.rollback()
    found = rows_of(made(office, leder, ExportList.INNBOKS, personal=True, queue="nye"))
    assert [(one["saksnummer"], one["avsender_navn"]) for one in found] == [(ref, "Mona Lie")]
    assert found[0]["avsender_epost"].startswith("mona.lie.")
    assert list(found[0])[-5:] == [*INNER_COLUMNS, *PERSONAL_COLUMNS]
    logged = world.db.scalars(select(SecurityEvent.what)).all()
    world.db.commit()
    assert logged == ["export.personal"]


def test_only_whoever_asked_may_fetch_and_only_while_they_have_the_right(office, leder):
    world = office.world
    other = world.person("Annen", Role.LEDER)
    key = exports.ask(world.context(leder), ExportList.FORSLAG, ExportFormat.CSV, {}, is_personal=True)
    office.commit()
    export(office.place)
    for person, kind in ((other, Missing), (leder, None)):
        ctx = world.context(person)
        if kind is None:
            assert queries.ready(ctx, key).state is ExportState.FERDIG
        else:
            with pytest.raises(kind):
                queries.ready(ctx, key)
    ended = world.db.scalars(select(Membership).where(Membership.person_id == leder.id)).one()
    ended.role = Role.SAKSBEHANDLER
    office.commit()
    with pytest.raises(Refused):
        queries.ready(world.context(leder), key)
    world.db.rollback()


def test_a_right_that_is_lost_before_the_making_stops_it(office, leder):
    world = office.world
    exports.ask(world.context(leder), ExportList.INNBOKS, ExportFormat.CSV, {})
    world.db.scalars(select(Membership).where(Membership.person_id == leder.id)).one().ended_at = world.now
    office.commit()
    assert export(office.place) == 1
    world.db.expire_all()
    assert world.db.scalars(select(Export.state)).one() is ExportState.MISLYKKET
    world.db.commit()


def test_files_are_gone_after_a_day_and_five_at_the_most_wait(office, leder):
    world = office.world
    made(office, leder)
    ctx = world.context(leder)
    for _number in range(5):
        exports.ask(ctx, ExportList.FORSLAG, ExportFormat.CSV, {})
    with pytest.raises(TooMuch):
        exports.ask(ctx, ExportList.FORSLAG, ExportFormat.CSV, {})
    world.db.rollback()
    retain(office.at(hours=23).place)
    assert world.db.scalar(select(func.count()).select_from(Export)) == 1
    world.db.commit()
    retain(office.at(hours=25).place)
    for table in (Export, ExportChunk):
        assert world.db.scalar(select(func.count()).select_from(table)) == 0
    world.db.commit()


def test_two_workers_make_a_file_once_and_one_that_died_is_taken_over(office, leder):
    world = office.world
    world.proposal()
    key = exports.ask(world.context(leder), ExportList.FORSLAG, ExportFormat.CSV, {})
    office.commit()
    with transaction(office.place.engine) as db:
        assert exports.claim(db, "dead", world.now) is not None
        assert exports.claim(db, "other", world.now) is None
    assert export(office.place) == 0
    later = office.at(minutes=3)
    crew = [threading.Thread(target=lambda n=n: export(replace(later.place, name=f"w{n}"))) for n in range(3)]
    for one in crew:
        one.start()
    for one in crew:
        one.join()
    row = world.db.execute(select(Export.state, Export.attempts).where(Export.public_id == key)).one()
    chunks = world.db.scalar(select(func.count()).select_from(ExportChunk))
    world.db.commit()
    assert (row.state, row.attempts, chunks) == (ExportState.FERDIG, 2, 1)
    assert later.world.now - world.now == timedelta(minutes=3)


def test_workers_at_the_same_instant_each_take_a_file_of_their_own(office, leder, rounds):
    world = office.world
    world.proposal()
    for number in range(1, rounds + 1):
        for _file in range(2):
            exports.ask(world.context(leder), ExportList.FORSLAG, ExportFormat.CSV, {})
        office.commit()
        barrier = threading.Barrier(4)

        def one(name, barrier=barrier):
            barrier.wait()
            export(replace(office.place, name=name))

        crew = [threading.Thread(target=one, args=(f"w{worker}",)) for worker in range(4)]
        for worker in crew:
            worker.start()
        for worker in crew:
            worker.join(60)
        rows = world.db.execute(select(Export.state, Export.attempts)).all()
        chunks = world.db.scalar(select(func.count()).select_from(ExportChunk))
        world.db.commit()
        assert [tuple(row) for row in rows] == [(ExportState.FERDIG, 1)] * number * 2
        assert chunks == number * 2
