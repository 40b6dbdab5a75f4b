"""Public participation data in two CSV files, proposals and comments, read and checked whole before anything is used.

The columns are those of Decide Madrid's open data (Consul). Times are local to Madrid and become UTC.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from samskaping import text
from samskaping.rules import private_numbers
from samskaping.rules.participation import CommentRow, Participation, ProposalRow

ZONE = ZoneInfo("Europe/Madrid")
#: More than this is no participation data, and is not read into memory.
LARGEST_FILE = 100_000_000
LONGEST_ID, LONGEST_TITLE, LONGEST_TEXT = 80, 200, text.LONGEST
#: The largest number that the columns for votes and support hold.
LARGEST_NUMBER = 2**31 - 1
#: The parent of a comment that answers nothing.
TOP = "-1"

PROPOSAL_COLUMNS = ("id", "title", "userId", "date", "summary", "text", "status", "numSupports", "isAssociation")
WHO_AND_WHEN = ("userId", "userType", "date", "time")
COMMENT_COLUMNS = ("id", "parentId", "proposalId", *WHO_AND_WHEN, "text", "numPositiveVotes", "numNegativeVotes")


@dataclass(frozen=True, order=True)
class Problem:
    """What is wrong where; line 0 is the file as a whole."""

    file: str
    line: int
    words: str

    def __str__(self) -> str:
        return f"{self.file}, linje {self.line}: {self.words}" if self.line else f"{self.file}: {self.words}"


class Broken(Exception):
    """The files cannot be used; ``problems`` holds everything that is wrong with them."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{len(problems)} feil")
        self.problems = sorted(problems)


def read(
    proposals: Path, comments: Path, *, statuses: frozenset[str], today: date, vouched: bool = False
) -> Participation:
    """Both files, checked. Raises ``Broken`` with every problem found. ``statuses`` are those that are known.

    What looks like a fødselsnummer is a problem, until somebody has ``vouched`` that it is none.
    """
    problems: list[Problem] = []
    proposal_rows = list(_rows(proposals, PROPOSAL_COLUMNS, problems))
    # When lines of the first file are lost, an unknown proposal in the second one says nothing new.
    is_whole = not problems
    written = [(row.line, _proposal(row, statuses, today)) for row in proposal_rows]
    said = [(row.line, _comment(row, today)) for row in _rows(comments, COMMENT_COLUMNS, problems)]
    _no_twins(proposals.name, [(line, row.id) for line, row in written], problems)
    _no_twins(comments.name, [(line, row.id) for line, row in said], problems)
    known = {row.id for _, row in written}
    problems += [
        Problem(comments.name, line, f"proposalId finnes ikke: {_short(row.proposal)}")
        for line, row in said
        if is_whole and row.proposal not in known
    ]
    threads = _threads(comments.name, said, problems)
    private = [*_private(proposals.name, written, "title", "summary", "text"), *_private(comments.name, said, "text")]
    problems += [problem for problem, stops in private if stops and not vouched]
    if problems:
        raise Broken(problems)
    return Participation(tuple(row for _, row in written), threads, tuple(str(problem) for problem, _ in private))


def _private(
    file: str, rows: Iterable[tuple[int, ProposalRow | CommentRow]], *columns: str
) -> Iterator[tuple[Problem, bool]]:
    """Where texts hold what should not stand in public, and whether it stops them."""
    for line, row in rows:
        for column in columns:
            if found := private_numbers.find(getattr(row, column)):
                yield Problem(file, line, f"{column} har {private_numbers.named(found)}"), private_numbers.stops(found)


class _Row:
    """One line's cells by column, read one at a time; what cannot be read becomes a problem and an empty value."""

    def __init__(self, file: str, line: int, cells: dict[str, str], problems: list[Problem]) -> None:
        self.file, self.line, self.cells, self.problems = file, line, cells, problems

    def wrong(self, words: str) -> None:
        self.problems.append(Problem(self.file, self.line, words))

    def words(self, column: str, most: int, *, fewest: int = 0) -> str:
        """A text without anything that cannot be stored or shown."""
        found = text.tidy(self.cells[column])
        if not text.is_showable(found):
            self.wrong(f"{column} har tegn som ikke kan vises")
        if len(found) > most:
            self.wrong(f"{column} har {len(found)} tegn, og kan ha {most}")
        if len(found) < fewest:
            self.wrong(f"{column} er tom")
        return found

    def number(self, column: str) -> int:
        """A whole number from 0 on."""
        found = self.cells[column].strip()
        if not (found.isascii() and found.isdecimal() and len(found) <= 10 and int(found) <= LARGEST_NUMBER):
            self.wrong(f"{column} er ikke et helt tall: {_short(found)}")
            return 0
        return int(found)

    def moment(self, today: date, *, with_time: bool) -> datetime:
        """The instant that date (and time) in Madrid name."""
        day, hour = self.cells["date"].strip(), self.cells["time"].strip() if with_time else "00:00:00"
        try:
            found = datetime.combine(date.fromisoformat(day), time.fromisoformat(hour).replace(tzinfo=None), ZONE)
        except ValueError:
            self.wrong(f"date{' og time' if with_time else ''} er ikke et tidspunkt: {_short(f'{day} {hour}')}")
            return datetime.min.replace(tzinfo=UTC)
        if not date(1990, 1, 1) <= found.date() <= today:
            self.wrong(f"date ligger utenfor 1990 til i dag: {_short(day)}")
            return datetime.min.replace(tzinfo=UTC)
        return found.astimezone(UTC)


def _proposal(row: _Row, statuses: frozenset[str], today: date) -> ProposalRow:
    status = row.cells["status"].strip()
    if status not in statuses:
        row.wrong(f"status er ukjent: {_short(status)}. Kjente er {', '.join(sorted(statuses))}")
    if row.cells["isAssociation"].strip() not in ("0", "1"):
        row.wrong(f"isAssociation er verken 0 eller 1: {_short(row.cells['isAssociation'])}")
    return ProposalRow(
        id=row.words("id", LONGEST_ID, fewest=1),
        title=row.words("title", LONGEST_TITLE, fewest=1),
        author=row.words("userId", LONGEST_ID, fewest=1),
        is_association=row.cells["isAssociation"].strip() == "1",
        written_at=row.moment(today, with_time=False),
        summary=row.words("summary", LONGEST_TEXT, fewest=1),
        text=row.words("text", LONGEST_TEXT),
        status=status,
        support=row.number("numSupports"),
    )


def _comment(row: _Row, today: date) -> CommentRow:
    parent = row.words("parentId", LONGEST_ID, fewest=1)
    return CommentRow(
        id=row.words("id", LONGEST_ID, fewest=1),
        parent="" if parent == TOP else parent,
        is_orphan=False,
        proposal=row.words("proposalId", LONGEST_ID, fewest=1),
        author=row.words("userId", LONGEST_ID, fewest=1),
        author_type=row.words("userType", LONGEST_ID),
        written_at=row.moment(today, with_time=True),
        text=row.words("text", LONGEST_TEXT),
        votes_for=row.number("numPositiveVotes"),
        votes_against=row.number("numNegativeVotes"),
    )


def _threads(file: str, said: list[tuple[int, CommentRow]], problems: list[Problem]) -> tuple[CommentRow, ...]:
    """Comments with parents first; those whose parent is gone begin threads of their own, and say so."""
    by_id = {row.id: row for _, row in said}
    answers: dict[str, list[CommentRow]] = {}
    for line, row in said:
        parent = by_id.get(row.parent)
        if parent is not None and parent.proposal != row.proposal:
            problems.append(Problem(file, line, f"parentId hører til et annet forslag: {_short(row.parent)}"))
        is_orphan = bool(row.parent) and parent is None
        placed = CommentRow(**{**vars(row), "parent": "" if is_orphan else row.parent, "is_orphan": is_orphan})
        answers.setdefault(placed.parent, []).append(placed)
    ordered = list(answers.get("", ()))
    for row in ordered:  # grows while it is read: each comment brings the answers to it
        ordered += answers.get(row.id, ())
    reached = {row.id for row in ordered}
    problems += [
        Problem(file, line, f"parentId går i ring: {_short(row.parent)}") for line, row in said if row.id not in reached
    ]
    return tuple(ordered)


def _no_twins(file: str, ids: list[tuple[int, str]], problems: list[Problem]) -> None:
    first: dict[str, int] = {}
    for line, id_ in ids:
        if first.setdefault(id_, line) != line:
            problems.append(Problem(file, line, f"id er den samme som på linje {first[id_]}: {_short(id_)}"))


def _rows(path: Path, columns: tuple[str, ...], problems: list[Problem]) -> Iterator[_Row]:
    """The file's lines as cells by column, with the number of the line on which each begins."""
    content = _decoded(path, problems)
    if content is None:
        return
    reader, line = csv.reader(io.StringIO(content, newline=""), strict=True), 1
    header: list[str] = []
    try:
        header = next(reader, [])
        if not _fits(path.name, header, columns, problems):
            return
        line = reader.line_num + 1
        for cells in reader:
            if len(cells) == len(header):
                yield _Row(path.name, line, dict(zip(header, cells, strict=True)), problems)
            elif cells:
                problems.append(Problem(path.name, line, f"linjen har {len(cells)} felt, ikke {len(header)}"))
            line = reader.line_num + 1
    except csv.Error as error:
        too_long = "field larger" in str(error)
        words = f"et felt har over {csv.field_size_limit()} tegn" if too_long else "anførselstegnene går ikke opp"
        problems.append(Problem(path.name, line, f"{words}. Resten av filen er ikke lest"))


def _fits(file: str, header: list[str], columns: tuple[str, ...], problems: list[Problem]) -> bool:
    missing = [column for column in columns if header.count(column) != 1]
    problems += [Problem(file, 1, f"kolonnen {column} mangler eller står to ganger") for column in missing]
    return not missing


def _decoded(path: Path, problems: list[Problem]) -> str | None:
    """The file as text; None when it is too large, cannot be opened, or holds bytes that are not UTF-8."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            problems.append(Problem(path.name, 0, f"filen er større enn {LARGEST_FILE // 1_000_000} MB"))
            return None
        content = path.read_bytes()
    except OSError as error:
        problems.append(Problem(path.name, 0, f"filen kan ikke leses: {error.strerror}"))
        return None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        problems += [
            Problem(path.name, number, "linjen har byte som ikke er UTF-8")
            for number, line in enumerate(content.split(b"\n"), 1)
            if not _is_utf8(line)
        ]
        return None


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _short(value: str) -> str:
    shown = text.showable(value)
    return f"«{shown[:40]}…»" if len(shown) > 40 else f"«{shown}»"
