"""Tables as files: what does not fit in a cell is not lost."""

import openpyxl

from samskaping.outside import tables


def test_a_text_that_is_too_long_for_a_cell_stands_whole_in_a_sheet_of_its_own(tmp_path):
    long, many, fits = "Vi må ha lys. " * 3_000, "😀" * 20_000, "x" * tables.LONGEST_CELL
    made = tables.table("xlsx", tmp_path / "fil.xlsx", ("saksnummer", "behov", "svar_tekster", "stotte"))
    made.write(["2026-000001", "Kort", long, 3])
    made.write(["2026-000002", many, fits, 4])
    made.close()
    book = openpyxl.load_workbook(tmp_path / "fil.xlsx")
    cells, pieces = ([[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book.worksheets)
    assert cells[0] == ["saksnummer", "behov", "svar_tekster", "stotte"]
    assert (cells[1][1], cells[1][3], cells[2][2]) == ("Kort", 3, fits)
    for said, whole in ((cells[1][2], long), (cells[2][1], many)):
        begins, told, _rest = said.partition(
            " … [Teksten er for lang for en celle. Hele står i arket «Lange tekster».]"
        )
        assert whole.startswith(begins)
        assert told
    assert pieces[0] == ["saksnummer", "kolonne", "del", "tekst"]
    for ref, name, whole in (("2026-000001", "svar_tekster", long), ("2026-000002", "behov", many)):
        its = [row[2:] for row in pieces[1:] if row[:2] == [ref, name]]
        assert [number for number, _text in its] == list(range(1, len(its) + 1))
        assert "".join(text for _number, text in its) == whole
    every = [value for row in cells + pieces for value in row if isinstance(value, str)]
    assert all(len(value.encode("utf-16-le")) <= 2 * tables.LONGEST_CELL for value in every)


def test_a_file_without_long_texts_has_one_sheet(tmp_path):
    made = tables.table("xlsx", tmp_path / "fil.xlsx", ("saksnummer", "behov"))
    made.write(["2026-000001", "Kort"])
    made.close()
    assert openpyxl.load_workbook(tmp_path / "fil.xlsx").sheetnames == ["Samskaping"]
