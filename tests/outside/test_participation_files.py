"""Participation files: what is read from them, and every way in which they can be broken, told by line."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from samskaping.outside.participation_files import Broken, read

TODAY = date(2026, 3, 2)
STATUSES = frozenset({"open", "archived"})
PROPOSALS = "id,code,title,userId,date,summary,text,numComments,status,numSupports,isAssociation"
COMMENTS = "id,parentId,proposalId,userId,userType,date,time,text,numVotes,numPositiveVotes,numNegativeVotes"
ONE = "7,M-7,Limpiar las calles,a1,2015-09-15,Algo básico,,3,archived,6560,0"
SAID = "10,-1,7,a2,,2015-09-15,10:50:19,Pero si,3,2,1"


@pytest.fixture
def files(tmp_path):
    def write(proposals=(ONE,), comments=(SAID,), *, heads=(PROPOSALS, COMMENTS)):
        for name, head, lines in (("proposals", heads[0], proposals), ("comments", heads[1], comments)):
            content = b"\n".join(line if isinstance(line, bytes) else line.encode() for line in (head, *lines))
            (tmp_path / f"{name}.csv").write_bytes(content + b"\n")
        return tmp_path

    return write


def taken(folder: Path):
    return read(folder / "proposals.csv", folder / "comments.csv", statuses=STATUSES, today=TODAY)


def problems(folder: Path) -> list[str]:
    with pytest.raises(Broken) as broken:
        taken(folder)
    return [str(problem) for problem in broken.value.problems]


def test_rows_are_read_with_local_times_as_utc(files):
    found = taken(files())
    proposal, comment = found.proposals[0], found.comments[0]
    assert (proposal.id, proposal.title, proposal.support, proposal.status) == (
        "7",
        "Limpiar las calles",
        6560,
        "archived",
    )
    assert proposal.written_at == datetime(2015, 9, 14, 22, tzinfo=UTC)
    assert comment.written_at == datetime(2015, 9, 15, 8, 50, 19, tzinfo=UTC)
    assert (comment.parent, comment.votes_for, comment.votes_against, comment.is_orphan) == ("", 2, 1, False)


def test_parents_come_first_and_an_orphan_begins_its_own_thread(files):
    lines = [
        "12,11,7,a3,,2015-09-16,10:00:00,c,0,0,0",
        "11,10,7,a3,,2015-09-16,09:00:00,b,0,0,0",
        SAID,
        "13,99,7,a4,,2015-09-16,11:00:00,d,0,0,0",
    ]
    found = [(row.id, row.parent, row.is_orphan) for row in taken(files(comments=lines)).comments]
    assert found == [("10", "", False), ("13", "", True), ("11", "10", False), ("12", "11", False)]


def test_a_byte_order_mark_and_a_field_over_several_lines(files):
    folder = files(
        proposals=['7,M,Tittel,a1,2015-09-15,"Første\nandre",,0,open,1,1', "8,M,T,a1,2015-09-15,x,,0,nei,1,0"]
    )
    marked = folder / "proposals.csv"
    marked.write_bytes(b"\xef\xbb\xbf" + marked.read_bytes())
    assert problems(folder) == ["proposals.csv, linje 4: status er ukjent: «nei». Kjente er archived, open"]


@pytest.mark.parametrize(
    ("proposals", "comments", "expected"),
    [
        ([ONE[:-2]], [SAID], "proposals.csv, linje 2: linjen har 10 felt, ikke 11"),
        ([ONE + ",x"], [SAID], "proposals.csv, linje 2: linjen har 12 felt, ikke 11"),
        ([ONE.replace("6560", "mange")], [SAID], "proposals.csv, linje 2: numSupports er ikke et helt tall: «mange»"),
        ([ONE.replace("6560", "-1")], [SAID], "proposals.csv, linje 2: numSupports er ikke et helt tall: «-1»"),
        ([ONE.replace("6560", "9" * 40)], [SAID],
         f"proposals.csv, linje 2: numSupports er ikke et helt tall: «{'9' * 40}»"),
        ([ONE.replace("6560", "٣")], [SAID], "proposals.csv, linje 2: numSupports er ikke et helt tall: «٣»"),
        ([ONE.replace("archived", "borte")], [SAID],
         "proposals.csv, linje 2: status er ukjent: «borte». Kjente er archived, open"),
        ([ONE.replace("2015-09-15", "15.9.2015")], [SAID],
         "proposals.csv, linje 2: date er ikke et tidspunkt: «15.9.2015 00:00:00»"),
        ([ONE.replace("2015-09-15", "2026-03-03")], [SAID],
         "proposals.csv, linje 2: date ligger utenfor 1990 til i dag: «2026-03-03»"),
        ([ONE.replace("Limpiar las calles", "")], [SAID], "proposals.csv, linje 2: title er tom"),
        ([ONE.replace("Limpiar", "L" * 300)], [SAID], "proposals.csv, linje 2: title har 311 tegn, og kan ha 200"),
        ([ONE.replace("Limpiar", "Lim\0piar")], [SAID], "proposals.csv, linje 2: title har tegn som ikke kan vises"),
        ([ONE[:-1] + "2"], [SAID], "proposals.csv, linje 2: isAssociation er verken 0 eller 1: «2»"),
        ([ONE, ONE], [SAID], "proposals.csv, linje 3: id er den samme som på linje 2: «7»"),
        ([ONE], [SAID.replace(",7,", ",8,")], "comments.csv, linje 2: proposalId finnes ikke: «8»"),
        ([ONE], [SAID.replace("10:50:19", "25:00:00")],
         "comments.csv, linje 2: date og time er ikke et tidspunkt: «2015-09-15 25:00:00»"),
        ([ONE], [SAID, SAID], "comments.csv, linje 3: id er den samme som på linje 2: «10»"),
        ([ONE], [SAID.replace(",-1,", ",10,")], "comments.csv, linje 2: parentId går i ring: «10»"),
        ([ONE, ONE.replace("7", "8", 1)], [SAID, SAID.replace("10,-1,7", "11,10,8")],
         "comments.csv, linje 3: parentId hører til et annet forslag: «10»"),
        ([ONE], [SAID, b"11,-1,7,a2,,2015-09-15,10:50:19,\xff\xfe,0,0,0"],
         "comments.csv, linje 3: linjen har byte som ikke er UTF-8"),
        ([ONE], [SAID.replace("Pero si", "x" * 1_000_000)],
         "comments.csv, linje 2: et felt har over 131072 tegn. Resten av filen er ikke lest"),
        ([ONE], [SAID.replace("Pero si", "x" * 30_000)], "comments.csv, linje 2: text har 30000 tegn, og kan ha 20000"),
        ([ONE], [SAID.replace("Pero si", '"Pero" si')],
         "comments.csv, linje 2: anførselstegnene går ikke opp. Resten av filen er ikke lest"),
        ([ONE], [SAID, SAID.replace("10,", "11,", 1).replace("Pero si", '"Pero')],
         "comments.csv, linje 3: anførselstegnene går ikke opp. Resten av filen er ikke lest"),
    ],
)  # fmt: skip
def test_each_fault_is_told_with_its_line(files, proposals, comments, expected):
    assert problems(files(proposals, comments)) == [expected]


def test_missing_columns_are_named(files):
    heads = (PROPOSALS.replace("numSupports", "supports"), COMMENTS.replace("parentId,", "id,"))
    assert problems(files(heads=heads)) == [
        "comments.csv, linje 1: kolonnen id mangler eller står to ganger",
        "comments.csv, linje 1: kolonnen parentId mangler eller står to ganger",
        "proposals.csv, linje 1: kolonnen numSupports mangler eller står to ganger",
    ]


def test_every_fault_of_both_files_is_told_at_once(files):
    found = problems(files([ONE.replace("6560", "x").replace("archived", "y")], [SAID.replace(",7,", ",9,"), "kort"]))
    assert [line.partition(":")[0] for line in found] == [
        "comments.csv, linje 2",
        "comments.csv, linje 3",
        "proposals.csv, linje 2",
        "proposals.csv, linje 2",
    ]


def test_empty_and_missing_files_are_told(files):
    folder = files()
    (folder / "comments.csv").unlink()
    assert problems(folder) == ["comments.csv: filen kan ikke leses: No such file or directory"]
    (folder / "comments.csv").write_bytes(b"")
    assert len(problems(folder)) == 10
