"""Spreadsheets that are small as files and large to read."""

import io
import zipfile
from collections.abc import Callable

from samskaping.outside import sheets

_OURS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_SHEET, _STRINGS, _STYLES = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"
_HEAD = ["Tittel", "Behov"]


def _with(name: str, content: bytes) -> bytes:
    """A workbook of one row with a part of its own."""
    kept = io.BytesIO()
    whole = zipfile.ZipFile(io.BytesIO(sheets.xlsx(_HEAD, [["Benk", "Et sted å hvile"]])))
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as zipped:
        for own in whole.namelist():
            zipped.writestr(own, content if own == name else whole.read(own))
    return kept.getvalue()


def _rows(inner: bytes) -> bytes:
    return _with(_SHEET, f"<worksheet {_OURS}><sheetData>".encode() + inner + b"</sheetData></worksheet>")


def _named(count: int) -> bytes:
    return b" ".join(b'a%d="1"' % number for number in range(count))


def _pages(count: int) -> bytes:
    """The same large sheet under many names."""
    kept, large = io.BytesIO(), _rows((b"<a>" * 4_900 + b"</a>" * 4_900) * 36)
    whole = zipfile.ZipFile(io.BytesIO(large))
    more = b"".join(b'<sheet name="s%d" sheetId="%d" r:id="rId1"/>' % (n, n + 5) for n in range(count))
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as zipped:
        for own in whole.namelist():
            written = whole.read(own)
            zipped.writestr(
                own, written.replace(b"</sheets>", more + b"</sheets>") if "workbook.xml" in own else written
            )
    return kept.getvalue()


def _disguised() -> bytes:
    """The part that is the workbook stands where rows are."""
    types = zipfile.ZipFile(io.BytesIO(sheets.xlsx(_HEAD, [["a", "b"]]))).read("[Content_Types].xml")
    return _with("[Content_Types].xml", types.replace(b"/xl/workbook.xml", b"/xl/worksheets/sheet1.xml"))


def _full() -> bytes:
    """As much as is taken."""
    return sheets.xlsx([*_HEAD, *(f"k{n}" for n in range(18))], [[f"Benk {n}"] * 20 for n in range(2_000)])


BOMBS: dict[str, Callable[[], bytes]] = {
    "rows": lambda: _rows(b"<row/>" * 3_000_000),
    "fewer rows": lambda: _rows(b"<row/>" * 365_000),
    "cells": lambda: _rows(b"<row>" + b"<c><v>1</v></c>" * 91_000 + b"</row>"),
    "deep": lambda: _rows(b"<a>" * 182_000 + b"</a>" * 182_000),
    "less deep": lambda: _rows((b"<a>" * 4_900 + b"</a>" * 4_900) * 36),
    "one tag": lambda: _rows(b"<row " + _named(365_000) + b"/>"),
    "large tags": lambda: _rows((b"<row " + _named(10_000) + b"/>") * 36),
    "styles": lambda: _with(_STYLES, f"<styleSheet {_OURS}><cellXfs>".encode() + b'<xf numFmtId="0"/>' * 900_000),
    "fewer styles": lambda: _with(
        _STYLES, f"<styleSheet {_OURS}><cellXfs>".encode() + b'<xf numFmtId="0"/>' * 29_000 + b"</cellXfs></styleSheet>"
    ),
    "texts": lambda: _with(_STRINGS, f"<sst {_OURS}>".encode() + b"<si><t>a</t></si>" * 74_000 + b"</sst>"),
    "one text": lambda: _rows(b'<row><c t="inlineStr"><is><t>' + "🦄".encode() * 4_900_000),
    "pages": lambda: _pages(19),
    "many pages": lambda: _pages(200_000),
    "disguised": _disguised,
    "last row": lambda: _rows(b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
    "full": _full,
    "wide csv": lambda: b"a;" * 2_400_000,
    "empty csv": lambda: b";" * 4_900_000,
    "square csv": lambda: b"Tittel;Behov\n" + (b";" * 2_000 + b"\n") * 2_400,
    "lines": lambda: b"\n" * 4_900_000 + b"a",
    "quotes": lambda: b"Tittel;Behov\n" + b'"' * 4_900_000,
    "letters": lambda: b"\xe6" * 4_900_000,
}
