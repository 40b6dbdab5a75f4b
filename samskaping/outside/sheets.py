"""Spreadsheets from outside: xlsx, or csv in any common encoding, read into plain cells without running anything.

What a file is, its content says, not its name. Formulas are read as the values they were saved with.
"""

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

import openpyxl
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from samskaping.errors import Unfit
from samskaping.language import gettext as _
from samskaping.language import number
from samskaping.rules.sheets import (
    LARGEST_FILE,
    LONGEST_CELL,
    MOST_COLUMNS,
    MOST_ROWS,
    REQUIRED,
    encoding_of,
    recognised,
    title_rows,
)

#: What an xlsx may hold when it is unpacked: bytes in all, and files.
_UNPACKED_MOST, _FILES_MOST = 20_000_000, 500
#: How many tags and attributes, which is what reading costs: in sheets, in their texts, and in all else, where styles
#: cost most. Excel writes 300,000 for as many rows as are taken and twenty columns.
_MARKS_MOST = {"xl/worksheets/": 370_000, "xl/sharedstrings.xml": 300_000, "": 60_000}
#: How far inside each other tags may be: a sheet has six, and each level costs its reader more than the one before.
_DEEPEST = 5_000
#: What is looked at together. The longest text of a cell is shorter than two of these.
_PIECE = 65_536
#: What says which part is the workbook. Only that one is it, so that none of the large parts is read as one.
_WORKBOOK = re.compile(rb"<[^<>]*main\+xml[^<>]*>")
#: Sheets of a workbook that are looked at for headings.
_PAGES_MOST = 20
_MACROS = ("vbaproject.bin", "xl/macrosheets/", "xl/activex/", "xl/embeddings/")
_OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_DELIMITERS = ";,\t|"


@dataclass(frozen=True)
class Sheet:
    """The headings, and the rows that hold anything with their own numbers in the spreadsheet.

    ``read_as`` is the encoding of a csv, or the name of the sheet in a workbook.
    """

    read_as: str
    headings: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def read(content: bytes, encoding: str = "") -> Sheet:
    """The first sheet of a workbook that has our headings, or a csv, in an encoding (``ENCODINGS``) or found out.

    Raises ``Unfit`` with words for whatever cannot be read as one.
    """
    if not content.strip(b"\x00 \r\n\t"):
        raise _unfit(_("Fila er tom."))
    if len(content) > LARGEST_FILE:
        raise _unfit(_("Fila er for stor. Den kan være på høyst %(most)s MB.") % {"most": LARGEST_FILE // 1_000_000})
    if content.startswith(_ZIP):
        return _sheet(*_xlsx(content))
    if content.startswith(_OLD_EXCEL):
        raise _unfit(_("Dette er en eldre Excel-fil eller en fil med passord. Lagre den som .xlsx uten passord."))
    read_as, written = _text(content, encoding)
    return _sheet(read_as, _csv(written))


def _unfit(words: str) -> Unfit:
    return Unfit(file=words)


def _too_wide() -> Unfit:
    return _unfit(_("Regnearket har flere enn %(most)s kolonner.") % {"most": MOST_COLUMNS})


def _sheet(read_as: str, rows: Iterable[tuple[int, Sequence[str]]]) -> Sheet:
    held = [(place, tuple(cells)) for place, cells in rows if any(cells)]
    held = held[title_rows([cells for _place, cells in held[:10]]) :]
    if not held:
        raise _unfit(_("Fila er tom."))
    width = max(len(cells) for _place, cells in held)
    if width > MOST_COLUMNS:
        raise _too_wide()
    if len(held) - 1 > MOST_ROWS:
        raise _unfit(_("Regnearket har flere enn %(most)s rader. Del det i to.") % {"most": number(MOST_ROWS)})
    headings = held[0][1]
    if len(held) == 1:
        raise _unfit(_("Regnearket har bare én rad. Den første raden skal være overskrifter."))
    return Sheet(read_as, (*headings, *[""] * (width - len(headings))), tuple(held[1:]))


def _xlsx(content: bytes) -> tuple[str, list[tuple[int, Sequence[str]]]]:
    _safe(content)
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        title, rows = _first_with_headings(_pages(book))
        book.close()
    except Exception as error:  # a broken file breaks the reader in any of its many parts
        raise _unfit(_("Fila kan ikke leses som et regneark. Den kan være skadet.")) from error
    return title, rows


def _pages(book: Any) -> list[Any]:
    """The first sheets, each part of the file once, whatever the workbook says."""
    return list({page._worksheet_path: page for page in book.worksheets[:_PAGES_MOST]}.values())


def _first_with_headings(pages: Iterable[Any]) -> tuple[str, list[tuple[int, Sequence[str]]]]:
    """The first sheet that has our headings, or the first of all; each is gone through once. A cover page has none."""
    begun = []
    for page in pages:
        rows = _rows(page)
        begun.append((page.title, first := list(islice(rows, 30)), rows))
        if any(recognised(cells).keys() >= REQUIRED for _place, cells in first):
            return page.title, [*first, *rows]
    title, first, rows = begun[0]
    return title, [*first, *rows]


def _rows(page: Any) -> Iterator[tuple[int, Sequence[str]]]:
    page.reset_dimensions()  # what the file says of its size is not believed
    found = page.iter_rows(max_row=MOST_ROWS + 1_000, max_col=MOST_COLUMNS + 1, values_only=True)
    return ((place, _cells(row)) for place, row in enumerate(found, start=1))


def _safe(content: bytes) -> None:
    """Look at the archive before anything is unpacked. Raises ``Unfit`` for bombs, macros and other archives."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _safe_parts(archive)
    except (zipfile.BadZipFile, zlib.error, ValueError, OSError, EOFError, KeyError, RuntimeError) as error:
        raise _unfit(_("Fila kan ikke leses som et regneark. Den kan være skadet.")) from error


def _safe_parts(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    names = [part.filename.casefold() for part in parts]
    if "xl/workbook.xml" not in names:
        raise _unfit(_("Fila er ikke et regneark. Last opp en .xlsx- eller .csv-fil."))
    if any(mark in name for name in names for mark in _MACROS):
        raise _unfit(_("Regnearket har makroer eller innlagte filer. Lagre det som .xlsx uten makroer."))
    if len(parts) > _FILES_MOST or sum(part.file_size for part in parts) > _UNPACKED_MOST:
        raise _unfit(_("Regnearket er for stort når det pakkes ut."))
    marks = dict.fromkeys(_MARKS_MOST, 0)
    for part in parts:
        marks[next(one for one in marks if part.filename.casefold().startswith(one))] += _marks(archive, part)
    if any(marks[kind] > most for kind, most in _MARKS_MOST.items()):
        raise _unfit(_("Regnearket er for stort når det pakkes ut."))
    types = archive.read("[Content_Types].xml")
    found = _WORKBOOK.findall(types)
    if b"&" in types or not found or not all(b"/xl/workbook.xml" in one for one in found):
        raise _unfit(_("Fila kan ikke leses som et regneark. Den kan være skadet."))


def _marks(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> int:
    """How many tags and attributes a part can have, unpacked a little at a time.

    Far too many when one tag has them, or when they lie inside each other.
    """
    count, depth, was_tag = 0, 0, True
    with archive.open(part) as opened:
        while piece := opened.read(_PIECE):
            tags = piece.count(b"<")
            depth += tags - 2 * piece.count(b"</") - piece.count(b"/>")
            if not (tags or was_tag) or depth > _DEEPEST:
                return _UNPACKED_MOST
            count, was_tag = count + tags + piece.count(b"="), bool(tags)
    return count


def _cells(row: Iterable[Any]) -> list[str]:
    cells = [_written(value) for value in row]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _written(value: Any) -> str:
    """A cell as text: days as 2026-03-04, whole numbers without a decimal."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value).strip()[:LONGEST_CELL]


def _csv(written: str) -> Iterator[tuple[int, Sequence[str]]]:
    if "\x00" in written:
        raise _unfit(_("Fila er ikke et regneark. Last opp en .xlsx- eller .csv-fil."))
    first, _newline, rest = written.partition("\n")
    said = first.strip().casefold()
    skipped = 0
    if said.startswith("sep=") and len(said) <= 5:
        written, delimiter, skipped = rest, said[4:] or ",", 1
        delimiter = delimiter if delimiter in _DELIMITERS else "\t"
    else:
        delimiter = _delimiter(written)
    reader = csv.reader(io.StringIO(written, newline=""), delimiter=delimiter)
    try:
        for place, row in enumerate(reader, start=1 + skipped):
            if place > MOST_ROWS + 1_000:
                return
            if any(row[MOST_COLUMNS:]):  # before each of a million cells is looked at
                raise _too_wide()
            yield place, _cells(row[:MOST_COLUMNS])
    except csv.Error as error:
        raise _unfit(_("Fila kan ikke leses som et regneark. Den kan være skadet.")) from error


def _text(content: bytes, encoding: str) -> tuple[str, str]:
    """How the file is read, and what it says: by its mark, by its zeros, as UTF-8, and else by Norwegian letters."""
    if encoding:
        return encoding, content.decode(encoding, "replace").removeprefix("\ufeff")
    if content.startswith(b"\xef\xbb\xbf"):
        return "utf-8", content[3:].decode("utf-8", "replace")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16", content.decode("utf-16", "replace")
    start = content[:400]
    for order, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        if start[order::2].count(0) > len(start) // 3:
            return "utf-16", content.decode(name, "replace")
    try:
        return "utf-8", content.decode("utf-8")
    except UnicodeDecodeError:
        likely = encoding_of(content)
        return likely, content.decode(likely, "replace")


def _delimiter(written: str) -> str:
    """The mark that divides the first line that holds anything, outside quotes."""
    line = next((line for line in written[:20_000].splitlines() if line.strip()), "")
    outside = "".join(line.split('"')[0::2])
    return max(_DELIMITERS, key=outside.count) if any(mark in outside for mark in _DELIMITERS) else ";"


def xlsx(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A spreadsheet with bold headings, every cell as text."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    for place, row in enumerate((headings, *rows), start=1):
        for column, value in enumerate(row, start=1):
            cell = page.cell(place, column)
            cell.value, cell.data_type = value, "s"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if place == 1:
                cell.font = Font(bold=True)
                page.column_dimensions[get_column_letter(column)].width = 40 if column in (2, 3) else 20
    page.freeze_panes = "A2"
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def as_csv(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """The same as csv that Norwegian Excel opens with a double click: semicolons, and UTF-8 with its mark."""
    kept = io.StringIO(newline="")
    csv.writer(kept, delimiter=";").writerows((headings, *rows))
    return kept.getvalue().encode("utf-8-sig")
