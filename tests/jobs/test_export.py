"""Exports: what is in them, that nothing in them is a formula, who may have them, and that they go."""

import csv
import io
import re
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
from samskaping.queries import casework
from samskaping.queries import exports as queries
from samskaping.rules import limits
from samskaping.rules.exports import (
    COLUMNS,
    INNER_COLUMNS,
    PERSONAL_COLUMNS,
    ExportFormat,
    ExportList,
    ExportState,
    columns,
    harmless_in_parts,
)
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
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_columns_are_these_in_this_order_for_ever():
    assert COLUMNS[:8] == ("saksnummer", "status", "status_nb", "status_nn", "tittel", "behov", "ide", "sprak")
    assert len(COLUMNS) == len(set(COLUMNS)) == 36
    assert PERSONAL_COLUMNS == ("avsender_navn", "avsender_epost")
    every = columns(ExportList.INNBOKS, is_personal=True)
    assert every[:41] == (*COLUMNS, *INNER_COLUMNS, *PERSONAL_COLUMNS)
    assert every[41:45] == ("avsender_type_nb", "avsender_type_nn", "organisasjonsnummer", "organisasjon")
    assert len(every) == len(set(every)) == 72
    entered = (*every, "kom_inn", "lagt_inn")
    for listing in (ExportList.FORSLAG, ExportList.INNBOKS, ExportList.INNSPILL):
        for is_personal in (False, True):
            some = columns(listing, is_personal=is_personal)
            assert some == tuple(name for name in entered if name in some)
    assert columns(ExportList.INNSPILL, is_personal=True) == entered


@pytest.mark.case("UP-14")
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
    assert list(found[0]) == list(columns(ExportList.FORSLAG, is_personal=False))
    wanted = {
        "status_nb": "Mottatt", "status_nn": "Motteke", "tema_nb": "Trafikk", "tema_nn": "Ferdsel", "sprak": "nn",
        "berekraftsmal": "3 | 11", "svar_avgjorelser": "ja | nei", "svar_tekster": "Ja. | Nei, likevel ikke.",
        "stotte": "1", "sendt_inn": "2026-03-02 12:00", "svarfrist": "2026-03-30", "sprak_navn": "Nynorsk",
        "berekraftsmal_nn": "God helse og livskvalitet | Berekraftige byar og lokalsamfunn", "avgjores_av_nb": "",
        "svar_avgjorelser_nb": "Ja | Nei", "ballen_hos_nn": "kommunen, ved eininga som har saka",
        "avsender_type_nn": "Innbyggjar", "organisasjon": "", "skoleklasse": "", "kanal": "",
    }  # fmt: skip
    assert {name: found[0][name] for name in wanted} == wanted
    assert "Mona" not in str(found)


@pytest.mark.case("UP-12")
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
    wanted = ["Helt vanlig", *("'" + title.strip() for title in reversed(titles[:-1]))]
    assert [title for title, _need in found] == wanted
    assert not any(value[0] in FORMULA for pair in found for value in pair)


FORMULA = "=+-@\t\r\uff1d\uff0b\uff0d\uff20"


@pytest.mark.case("UP-12")
def test_nothing_is_a_formula_for_a_reader_with_another_delimiter_either(office, leder):
    world = office.world
    marks = ";,|\n"
    written = 'Vi må ha lys;=1+1;"@SUM(A1)", =2+2, "\uff1d3+3\n- ett punkt\n\uff0b4|-5;\'-6;\n;+7'
    for mark in ('x;"', "x,", 'x"'):
        world.proposal(world.person("Nr"), title="Lys", need=mark + written, idea='"=8+8"; =9')
    data = made(office, leder).decode("utf-8-sig")
    for mark in marks:
        for cells in csv.reader(io.StringIO(data, newline=""), delimiter=mark if mark != "\n" else "\x1f"):
            assert not [cell for cell in cells if cell.strip()[:1] in tuple(FORMULA)]
    # A reader that knows nothing of quotes, and takes every mark.
    for piece in re.split(r"[;,|\t\r\n]", data):
        assert not piece.strip(' "').startswith(tuple(FORMULA)), piece
    one = rows_of(data.encode("utf-8-sig"))[0]
    assert one["behov"].startswith("x\"Vi må ha lys;'=1+1;\"'@SUM(A1)\", '=2+2")
    assert harmless_in_parts("Ja, 5-6 av oss; a=b | e-post\nslutt - nå") == "Ja, 5-6 av oss; a=b | e-post\nslutt - nå"


def test_a_file_has_the_order_of_the_screen(office, leder):
    world = office.world
    refs = [world.proposal(world.person(f"Nr {number}")) for number in range(3)]
    for number, count in enumerate((1, 3, 2)):
        for supporter in range(count):
            support.give(world.context(world.person(f"S{number}{supporter}")), refs[number])
    world.row(refs[0]).due_on = world.in_days(40)
    by_number = {"nyeste": [2, 1, 0], "stotte": [1, 2, 0]}
    for sort, wanted in by_number.items():
        assert [one["saksnummer"] for one in rows_of(made(office, leder, sort=sort))] == [refs[n] for n in wanted]
    office.commit()
    found = rows_of(made(office, leder, ExportList.INNBOKS, queue="alle"))
    shown = casework.inbox(world.context(leder), casework.Filters(queue="alle"))
    assert [one["saksnummer"] for one in found] == [row.reference for row in shown.rows]
    office.commit()


@pytest.mark.case("UP-14")
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
    assert list(found[0]) == list(columns(ExportList.INNBOKS, is_personal=True))
    logged = world.db.scalars(select(SecurityEvent.what)).all()
    world.db.commit()
    assert logged == ["export.personal"]


@pytest.mark.case("UP-16")
@pytest.mark.case("AC-10")
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


@pytest.mark.case("UP-14")
def test_a_right_that_is_lost_before_the_making_stops_it(office, leder):
    world = office.world
    exports.ask(world.context(leder), ExportList.INNBOKS, ExportFormat.CSV, {})
    world.db.scalars(select(Membership).where(Membership.person_id == leder.id)).one().ended_at = world.now
    office.commit()
    assert export(office.place) == 1
    world.db.expire_all()
    assert world.db.scalars(select(Export.state)).one() is ExportState.MISLYKKET
    world.db.commit()


@pytest.mark.case("UP-16")
@pytest.mark.case("AC-10")
def test_files_are_gone_after_a_day_and_three_an_hour_are_made(office, leder):
    world = office.world
    made(office, leder)
    key = world.db.scalars(select(Export.public_id)).one()
    ctx = world.context(leder)
    for _number in range(limits.EXPORTS_HOUR - 1):
        exports.ask(ctx, ExportList.FORSLAG, ExportFormat.CSV, {})
    with pytest.raises(TooMuch):
        exports.ask(ctx, ExportList.FORSLAG, ExportFormat.CSV, {})
    world.db.rollback()
    assert len(queries.mine(office.at(hours=23).world.context(leder))) == 1
    # A day is a day, also while no worker runs.
    late = office.at(hours=25).world.context(leder)
    assert queries.mine(late) == ()
    with pytest.raises(Missing):
        queries.ready(late, key)
    world.db.commit()
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


def test_workers_at_the_same_instant_each_take_a_file_of_their_own(office, leder, rounds, monkeypatch):
    monkeypatch.setattr(limits, "EXPORTS_HOUR", 2 * rounds)
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
