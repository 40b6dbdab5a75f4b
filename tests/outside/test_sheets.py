"""Spreadsheets as people and programs make them, and as somebody with bad intentions does."""

import io
import zipfile
from datetime import date

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samskaping.errors import Unfit
from samskaping.outside import sheets

HEADINGS = ("Tittel", "Behov", "Område")
ROWS = (("Benk ved Tista", "Mora mi må hvile; hun er «åtti»\nog vel så det", "Øst"), ("Lys, mer lys", "Mørkt", "Sør"))


def csv_of(delimiter, newline="\r\n"):
    def cell(value):
        return f'"{value}"' if any(mark in value for mark in f'{delimiter}\n"') else value

    return newline.join(delimiter.join(map(cell, row)) for row in (HEADINGS, *ROWS)) + newline


def workbook(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


WHOLE = workbook(HEADINGS, *ROWS)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_csv_in_any_common_encoding(encoding, delimiter):
    written = csv_of(delimiter).replace("\r\n", "\n" if delimiter == "," else "\r\n")
    found = sheets.read(written.encode(encoding))
    assert found.headings == HEADINGS
    assert [cells for _number, cells in found.rows] == list(ROWS)


@pytest.mark.parametrize(("encoding", "read_as"), [
    ("cp850", "cp850"), ("cp865", "cp850"), ("mac_roman", "mac_roman"), ("cp1252", "cp1252"), ("utf-8", "utf-8"),
    ("utf-16", "utf-16"),
])  # fmt: skip
def test_norwegian_letters_tell_what_excel_saved_it_as(encoding, read_as):
    written = "Tittel;Behov\r\nLøypa på Åsen;Vi når ikke fram når snøen ligger. Ærlig talt: ØVERST er verst\r\n"
    found = sheets.read(written.encode(encoding))
    assert (found.read_as, found.rows[0][1][0]) == (read_as, "Løypa på Åsen")
    assert "ØVERST" in found.rows[0][1][1]
    assert sheets.read(written.encode(encoding), encoding).rows == found.rows


def test_quotes_and_dashes_of_windows_are_no_letters_and_a_choice_is_obeyed():
    written = "Tittel;Behov\nBenk;Lag – «it’s fine», ‘single’, “double” … 50 €\n".encode("cp1252")
    assert (sheets.read(written).read_as, sheets.read(written).rows[0][1][1][:5]) == ("cp1252", "Lag –")
    assert sheets.read("Tittel;Behov\nL\u00f8ype;\u00c5s\n".encode("cp1252"), "mac_roman").read_as == "mac_roman"


def test_a_cover_page_and_a_title_above_the_headings_are_passed_by():
    book = openpyxl.Workbook()
    book.active.append(["Folkemøtet på Os, 3. mars"])
    book.active.append(["Ført av", "Kari"])
    held = book.create_sheet("Innspill")
    for row in (["Innspill fra møtet"], [], HEADINGS, *ROWS):
        held.append(row)
    kept = io.BytesIO()
    book.save(kept)
    found = sheets.read(kept.getvalue())
    assert (found.read_as, found.headings) == ("Innspill", HEADINGS)
    assert found.rows == ((4, ROWS[0]), (5, ROWS[1]))
    titled = sheets.read(("Innspill fra møtet\nSkole;Tema\n" + csv_of(";")).encode())
    assert (titled.headings, [cells for _number, cells in titled.rows]) == (HEADINGS, list(ROWS))
    # Rows that are not ours stay as they are, and the columns are set right by hand.
    assert sheets.read(b"A;B\nTittel;x\nEn;To\n").headings == ("A", "B")


def test_excels_own_first_line_is_skipped_and_rows_keep_their_numbers():
    found = sheets.read(b"sep=,\nTittel,Behov\nEn,To\n\nTre,Fire\n")
    assert found.headings == ("Tittel", "Behov")
    assert found.rows == ((3, ("En", "To")), (5, ("Tre", "Fire")))


def test_xlsx_gives_days_numbers_and_the_values_of_formulas():
    found = sheets.read(workbook(("Tittel", "Mottatt", "Tall", "Formel"), ("En", date(2026, 3, 4), 12.0, "=1+1")))
    assert found.rows == ((2, ("En", "2026-03-04", "12")),)  # nobody has worked it out: no value, and nothing is run


def test_what_is_written_is_read_again():
    assert sheets.read(sheets.xlsx(HEADINGS, ROWS)).rows == ((2, ROWS[0]), (3, ROWS[1]))
    assert [cells for _number, cells in sheets.read(sheets.as_csv(HEADINGS, ROWS)).rows] == list(ROWS)


def archive(**parts):
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in parts.items():
            zipped.writestr(name.replace("__", "/"), content)
    return kept.getvalue()


def bomb():
    return archive(**{"xl__workbook.xml": b"<x/>", "xl__worksheets__sheet1.xml": b"\0" * 70_000_000})


def with_macros():
    kept = io.BytesIO(workbook(HEADINGS, *ROWS))
    with zipfile.ZipFile(kept, "a") as zipped:
        zipped.writestr("xl/vbaProject.bin", b"x")
    return kept.getvalue()


def laughs():
    """A workbook whose strings grow without end when entities are followed."""
    lol = '<!DOCTYPE x [<!ENTITY a "lol">' + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    source = zipfile.ZipFile(io.BytesIO(workbook(HEADINGS, *ROWS)))
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as zipped:
        for name in source.namelist():
            content = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                content = f"{lol}]>".encode() + content.rpartition(b"?>")[2].replace(b"Tittel", b"&i;")
                assert b"&i;<" in content
            zipped.writestr(name, content)
    return kept.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "tom"),
        (b"\x00" * 5000, "tom"),
        (b"\n\n  \n", "tom"),
        (b"Tittel;Behov\n", "bare én rad"),
        (b"PK\x03\x04 broken", "skadet"),
        (workbook(HEADINGS, *ROWS)[:2000], "skadet"),
        (archive(hello="x"), "ikke et regneark"),
        (archive(**{"xl__workbook.xml": b"<x/>"}), "skadet"),
        (bomb(), "pakkes ut"),
        (with_macros(), "makroer"),
        (laughs(), "skadet"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "eldre Excel-fil"),
        (b"Tittel;Behov\nEn\x00;To\n" * 30, "ikke et regneark"),
        (b"a;" * 60 + b"\n" + b"b;" * 60, "flere enn 40 kolonner"),
        (b"Tittel;Behov\n" + b"En;To\n" * 2001, "flere enn 2\u00a0000 rader"),
        (b"x" * 5_000_001, "for stor"),
        (b'Tittel;Behov\n"' + b"x" * 200_000 + b'";x', "skadet"),
    ],
)
def test_what_cannot_be_read_is_told_in_words(content, words):
    with pytest.raises(Unfit) as refused:
        sheets.read(content)
    assert words in refused.value.fields["file"]


def told(content):
    """The words of a refusal, or nothing."""
    try:
        sheets.read(content)
    except Unfit as refused:
        return refused.fields["file"]
    return None


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400))
def test_bytes_without_meaning_never_break_it(content):
    told(content)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), min_size=1, max_size=40))
def test_a_damaged_workbook_never_breaks_it(damages):
    whole = bytearray(WHOLE)
    for place, value in damages:
        whole[place % len(whole)] = value
    told(bytes(whole))
