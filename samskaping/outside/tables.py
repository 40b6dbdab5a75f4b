"""Tables as files, written row by row so that memory does not grow with them: CSV, and XLSX with every text as text."""

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

from samskaping.language import gettext as _
from samskaping.rules.exports import harmless, harmless_in_parts

#: The most that a cell of a spreadsheet holds, in UTF-16 units; and what is put in each when a text needs several.
LONGEST_CELL, PIECE = 32_767, 16_000


class Table(Protocol):
    """A file that takes rows, and is whole once it is closed."""

    def write(self, row: Sequence[str | int]) -> None: ...
    def close(self) -> None: ...


def table(kind: str, path: Path, headings: Sequence[str]) -> Table:
    """A new file with its headings written. Nothing in it is a formula."""
    return _Csv(path, headings) if kind == "csv" else _Xlsx(path, headings)


class _Csv:
    """What Norwegian Excel opens with a double click: semicolons, every cell quoted, CRLF, UTF-8 with its mark."""

    def __init__(self, path: Path, headings: Sequence[str]) -> None:
        self.file = path.open("w", encoding="utf-8-sig", newline="")
        self.writer = csv.writer(self.file, delimiter=";", quoting=csv.QUOTE_ALL)
        self.write(headings)

    def write(self, row: Sequence[str | int]) -> None:
        self.writer.writerow([harmless_in_parts(value) if isinstance(value, str) else value for value in row])

    def close(self) -> None:
        self.file.close()


class _Xlsx:
    """Texts are typed as text. One that is too long for a cell goes on, whole, in a sheet of its own."""

    def __init__(self, path: Path, headings: Sequence[str]) -> None:
        self.path, self.book, self.rows = path, Workbook(write_only=True), 0
        self.sheet = self.book.create_sheet("Samskaping")
        self.sheet.freeze_panes = "A2"
        self.long: Any = None
        self.headings = headings
        self.write(headings)

    def write(self, row: Sequence[str | int]) -> None:
        self.rows += 1
        fitting = [self._fitting(name, value, row[0]) for name, value in zip(self.headings, row, strict=True)]
        self.sheet.append([_cell(self.sheet, value, is_bold=self.rows == 1) for value in fitting])

    def close(self) -> None:
        self.book.save(self.path)
        self.book.close()

    def _fitting(self, name: str, value: str | int, first: str | int) -> str | int:
        """A value as its cell can hold it; the whole of a longer text stands in pieces in the other sheet."""
        if isinstance(value, int):
            return value
        written = harmless(ILLEGAL_CHARACTERS_RE.sub("", value))
        if len(written.encode("utf-16-le")) <= 2 * LONGEST_CELL:
            return written
        pieces = [written[start : start + PIECE] for start in range(0, len(written), PIECE)]
        for number, piece in enumerate(pieces, 1):
            self._long_ones().append([_cell(self.long, one) for one in (first, name, number, harmless(piece))])
        return pieces[0] + _(" … [Teksten er for lang for en celle. Hele står i arket «%(sheet)s».]") % {
            "sheet": self.long.title
        }

    def _long_ones(self) -> Any:
        if self.long is None:
            self.long = self.book.create_sheet(_("Lange tekster"))
            headings = (self.headings[0], _("kolonne"), _("del"), _("tekst"))
            self.long.append([_cell(self.long, name, is_bold=True) for name in headings])
        return self.long


def _cell(sheet: Any, value: str | int, *, is_bold: bool = False) -> Cell:
    cell = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        cell.data_type = "s"
    if is_bold:
        cell.font = Font(bold=True)
    return cell
