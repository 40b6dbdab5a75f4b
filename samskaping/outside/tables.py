"""Tables as files, written row by row so that memory does not grow with them: CSV, and XLSX with every text as text."""

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

#: The most that a cell of a spreadsheet holds, in characters.
LONGEST_CELL = 32_767


class Table(Protocol):
    """A file that takes rows, and is whole once it is closed."""

    def write(self, row: Sequence[str | int]) -> None: ...
    def close(self) -> None: ...


def table(kind: str, path: Path, headings: Sequence[str]) -> Table:
    """A new file with its headings written."""
    made: Table = _Csv(path) if kind == "csv" else _Xlsx(path, len(headings))
    made.write(headings)
    return made


class _Csv:
    """Commas, CRLF (RFC 4180), UTF-8 with the mark by which Excel knows it."""

    def __init__(self, path: Path) -> None:
        self.file = path.open("w", encoding="utf-8-sig", newline="")
        self.writer = csv.writer(self.file)

    def write(self, row: Sequence[str | int]) -> None:
        self.writer.writerow(row)

    def close(self) -> None:
        self.file.close()


class _Xlsx:
    """One sheet; texts are typed as text, so that none is ever taken for a formula."""

    def __init__(self, path: Path, columns: int) -> None:
        self.path, self.book, self.rows = path, Workbook(write_only=True), 0
        self.sheet = self.book.create_sheet("Samskaping")
        self.sheet.freeze_panes = "A2"
        self.columns = columns

    def write(self, row: Sequence[str | int]) -> None:
        self.sheet.append([self._cell(value) for value in row])
        self.rows += 1

    def close(self) -> None:
        self.book.save(self.path)
        self.book.close()

    def _cell(self, value: str | int) -> Cell:
        if isinstance(value, int):
            return WriteOnlyCell(self.sheet, value=value)
        cell = WriteOnlyCell(self.sheet, value=ILLEGAL_CHARACTERS_RE.sub("", value)[:LONGEST_CELL])
        cell.data_type = "s"
        if not self.rows:
            cell.font = Font(bold=True)
        return cell
