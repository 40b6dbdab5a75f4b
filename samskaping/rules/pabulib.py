"""Reading elections as Pabulib publishes them (``.pb``, pabulib.org/format): META, PROJECTS and VOTES with semicolons.

Of the voters nothing is read but their ballots: age, sex and district that stand in some files are left where they are.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from samskaping.rules.tally import Ballot, Election, Item, counted

_SECTIONS = ("META", "PROJECTS", "VOTES")
#: The kinds of ballot that give points themselves.
_POINTED = frozenset({"cumulative", "scoring"})


class Unreadable(ValueError):
    """The file is not one that we understand; the words say where."""


@dataclass(frozen=True, slots=True)
class Published:
    """An election as it was published: what was counted there, and what was chosen by which rule."""

    election: Election
    rule: str
    vote_type: str
    names: dict[str, str]
    votes: dict[str, int]
    #: None where the file does not say.
    scores: dict[str, int] | None
    selected: frozenset[str] | None


def read(words: str) -> Published:
    """One file, or ``Unreadable``."""
    try:
        return _read(words)
    except (KeyError, ValueError, ZeroDivisionError) as error:
        raise Unreadable(str(error)) from error


def _read(words: str) -> Published:
    parts = _sections(words)
    meta = {row["key"]: row["value"] for row in parts["META"]}
    projects = parts["PROJECTS"]
    items = tuple(Item(row["project_id"], Fraction(row["cost"])) for row in projects)
    kind = meta["vote_type"]
    known = {item.key for item in items}
    ballots = tuple(_ballot(row, kind, int(meta.get("max_length") or 0), known) for row in parts["VOTES"])
    least = int(meta.get("min_project_score_threshold") or 0)
    return Published(
        Election(Fraction(meta["budget"]), items, ballots, least),
        rule=meta["rule"],
        vote_type=kind,
        names={row["project_id"]: row.get("name") or row["project_id"] for row in projects},
        votes={row["project_id"]: int(row["votes"]) for row in projects},
        scores=_column(projects, "score"),
        selected=_selected(projects),
    )


def _sections(words: str) -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = {}
    name = ""
    heads: list[str] = []
    for row in csv.reader(io.StringIO(words.removeprefix("\ufeff")), delimiter=";"):
        if row and row[0].strip() in _SECTIONS and not any(cell.strip() for cell in row[1:]):
            name, heads = row[0].strip(), []
            found[name] = []
        elif row and name and not heads:
            heads = [cell.strip() for cell in row]
        elif row and name:
            found[name].append(dict(zip(heads, row, strict=False)))
    lacking = [section for section in _SECTIONS if section not in found]
    if lacking:
        raise Unreadable(f"no section {lacking[0]}")
    return found


def _ballot(row: dict[str, str], kind: str, ranked: int, known: set[str]) -> Ballot:
    keys = [key.strip() for key in row["vote"].split(",") if key.strip()]
    strange = [key for key in keys if key not in known]
    if strange or len(set(keys)) != len(keys):
        raise Unreadable(f"a ballot marks {(strange or keys)[0]!r}, unknown or twice")
    if kind in _POINTED:
        points = [int(Fraction(number)) for number in row["points"].split(",") if number.strip()]
        return dict(zip(keys, points, strict=True))
    if kind == "ordinal":
        first = max(ranked, len(keys))
        return {key: first - place for place, key in enumerate(keys)}
    return dict.fromkeys(keys, 1)


def _column(projects: list[dict[str, str]], name: str) -> dict[str, int] | None:
    if not all(row.get(name) for row in projects):
        return None
    return {row["project_id"]: int(Fraction(row[name])) for row in projects}


def _selected(projects: list[dict[str, str]]) -> frozenset[str] | None:
    chosen = {row["project_id"]: row.get("selected") for row in projects}
    if not all(chosen.values()):
        return None
    return frozenset(key for key, mark in chosen.items() if mark == "1")


def written(election: Election, names: Mapping[str, str], facts: Mapping[str, str], *, is_within: bool) -> str:
    """An election in the same format. ``is_within``: the ballots stay within the sum."""
    meta = {
        **facts,
        "num_projects": str(len(election.items)),
        "num_votes": str(len(election.ballots)),
        "budget": str(election.budget),
        "vote_type": "approval",
        # Both rules are shown, and others decide.
        "rule": "unknown",
        **({"max_sum_cost": str(election.budget)} if is_within else {}),
    }
    numbers = counted(election)
    rows: list[Sequence[object]] = [("META",), ("key", "value"), *meta.items()]
    rows += [("PROJECTS",), ("project_id", "cost", "votes", "name")]
    rows += [(item.key, item.cost, numbers[item.key].votes, names[item.key]) for item in election.items]
    rows += [("VOTES",), ("voter_id", "vote")]
    rows += [(number, ",".join(ballot)) for number, ballot in enumerate(election.ballots, start=1)]
    found = io.StringIO()
    csv.writer(found, delimiter=";", lineterminator="\n").writerows(rows)
    return found.getvalue()
