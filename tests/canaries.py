"""Words that nobody shall find: put into every column that is not everyone's to read.

Each column that can hold words of a person is in one of the tables below, and a new one fails
(tests/house/test_canaries.py) until somebody has decided: never public, unseen in some rows, or public (or words of
ours, which tell of nobody).
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, NamedTuple

from sqlalchemy import JSON, Column, Connection, Enum, String, Table, Text, inspect, text
from sqlalchemy.exc import IntegrityError

from samskaping import models
from samskaping.db import Base, TextsColumn

CANARY = re.compile(r"zyxkanari(\d+)x(\d+)", re.IGNORECASE)

#: Read by nobody but those whom it is for: staff, the person, the worker.
NEVER: dict[str, str] = {
    "answer_templates": "name title text mail_text",
    "appeals": "text words",
    "ballots": "mark",
    "barriers": "address text email",
    "measure_asks": "email words token_hash",
    "batches": "name",
    "blocks": "lifted_words",
    "challenge_invitations": "email_key",
    "councils": "email",
    "declarations": "reason lifted_why",
    "erasures": "email email_key name",
    "evaluations": "explanation responsible time_needed scores",
    "exports": "filters digest worker",
    "files": "key hidden_reason",
    "group_members": "email_key",
    "group_tasks": "text",
    "initiatives": "hidden_reason",
    "intake_contacts": "name contact email",
    "intakes": "row_digest",
    "invitations": "email_key",
    "issued_identities": "subject level",
    "known_devices": "token_hash",
    "letters": "address params worker error",
    "municipalities": "read_first_words",
    "need_contacts": "email_key token_hash",
    "notes": "text html",
    "notifications": "mail",
    "one_time_tokens": "token_hash payload",
    "people": "email email_key password_hash",
    "planned": "words why",
    "proposals": "hidden_reason",
    "comments": "hidden_reason",
    "needs": "hidden_reason",
    "raised": "title need concerns success answer",
    "recovery_codes": "mark",
    "redactions": "undone_words",
    "reports": "text",
    "rulings": "words",
    "seats": "needs",
    "second_factors": "secret",
    "security_events": "details mark",
    "sheets": "file_name read_as columns",
    "sheet_rows": "cells",
    "sign_in_attempts": "account",
    "signatures": "mark name",
    "statements": "mail_text",
    "tasks": "token_hash",
    "trust_words": "why",
    "used_logouts": "mark",
    "versions": "original",
    "web_sessions": "token_hash data device issued_sid issued_hint",
}

#: Everyone's to read in some rows; the condition finds those in which nobody may.
UNSEEN: dict[str, tuple[str, str]] = {
    "challenges": ("published_at IS NULL", "title summary need success effect decides fixed influence use"),
    "comments": (
        "retracted_at IS NOT NULL OR hidden_at IS NOT NULL OR held_since IS NOT NULL OR refused_at IS NOT NULL"
        " OR proposal_id IN (SELECT id FROM proposals WHERE NOT is_public)",
        "text html",
    ),
    "files": (
        "hidden_at IS NOT NULL OR removed_at IS NOT NULL"
        " OR proposal_id IN (SELECT id FROM proposals WHERE NOT is_public)"
        " OR need_id IN (SELECT id FROM needs WHERE NOT is_public)"
        " OR challenge_id IN (SELECT id FROM challenges WHERE published_at IS NULL)",
        "name alt",
    ),
    "gatherings": ("published_at IS NULL", "title about access place link"),
    "votes": ("announced_at IS NULL", "decides counts"),
    "initiatives": (
        "state = 'utkast' OR hidden_at IS NOT NULL",
        "title text html plan_case treated_before body case_number decision measures",
    ),
    "group_posts": ("NOT is_public OR retracted_at IS NOT NULL", "text html"),
    "needs": ("NOT is_public", "text html"),
    "offers": ("state IN ('venter', 'avslatt', 'trukket')", "text html answer"),
    # Whoever writes is shown by the name of their author; those who work here stand by name in what they answer, and
    # some of those who speak for an organisation have chosen to stand on its page.
    "people": (
        "id NOT IN (SELECT person_id FROM staff) AND id NOT IN (SELECT person_id FROM representatives WHERE is_named)",
        "name",
    ),
    "partnerships": ("confirmed_at IS NULL", "their_part our_part"),
    "proposals": (
        "NOT is_public",
        "title need need_html idea idea_html excerpt place body_name forward_to external_id source",
    ),
    "lessons": (
        "proposal_id IN (SELECT id FROM proposals WHERE NOT is_public"
        " OR state NOT IN ('effekt_malt', 'avsluttet_laering'))",
        "worked failed otherwise routine correction",
    ),
    "reflections": ("NOT is_public", "question answer html"),
    "statements": ("NOT is_public", "title text html correction"),
    "tasks": ("NOT is_public", "text answer answer_html signed"),
    "versions": (
        "subject_kind = 'proposal' AND subject_id IN (SELECT id FROM proposals WHERE NOT is_public)",
        "fields why",
    ),
    "wordings": ("NOT is_public OR hidden_at IS NOT NULL OR state = 'trukket'", "before text why answer"),
}

#: Everyone's to read, or words of ours: «table» or «table.column», and why.
SEEN: dict[str, str] = {
    "lesson_uses": "whom it is useful for is everyone's to read",
    "benefits": "the plan is everyone's to read", "measurements": "what was measured is everyone's to read",
    "challenges.thresholds": "words of ours",
    "areas": "a place", "themes": "a theme", "units": "a unit", "councils.name": "a council",
    "asks": "what is needed, said to everyone", "authors": "the name that somebody chose to be shown by",
    "challenge_partners": "what the municipalities said to each other is in both histories",
    "challenges.criteria": "how proposals are judged", "challenges.quotes": "what people said",
    "challenges.goals": "what is to come of it", "challenges.illustration": "a word of ours",
    "challenges.source": "where it came from", "challenges.external_id": "where it came from",
    "comments.source": "where it came from", "comments.external_id": "where it came from",
    "events.details": "each kind of event says what is told of it (rules/events)", "events.once_key": "a key of ours",
    "events.subject_kind": "a word of ours", "files.sizes": "numbers", "follows": "a word of ours",
    "votes.decision": "said to everyone",
    "identities": "a word of ours", "ballots.marks": "numbers", "votes.taken_back_why": "the reason, said to everyone",
    "gatherings.cancelled_why": "the same", "minutes": "said to everyone once the meeting is over",
    "issued_identities.issuer": "an address of ours", "web_sessions.issuer": "the same",
    "memberships.by_issuer": "the same", "job_runs": "a job", "rulings.file": "a key of ours",
    "letters.kind": "a word of ours", "merges": "the case as it was, for undoing", "municipalities": "the town's own",
    "notes.mentioned": "keys", "old_slugs": "an address", "organisations": "an organisation says it of itself",
    "people.form": "a word of ours", "planned.verb": "a word of ours", "proposal_goals": "a word of ours",
    "proposals.partial_ids": "keys", "redactions.passages": "where in a text, without its words",
    "redactions.subject_kind": "a word of ours", "search_documents": "made anew of the rows that it is about",
    "settings": "words of ours", "sheets.headings": "what the columns of a file are called",
    "sign_in_attempts.kind": "a word of ours", "staff": "a title", "statements.role": "a title",
    "statements.unit_name": "a unit", "tasks.said_for": "a body", "reflections.role": "a title",
    "needs.reference": "a number", "proposals.reference": "a number", "versions.subject_kind": "a word of ours",
    "wordings.field": "a word of ours", "security_events.what": "a word of ours", "search_documents.kind": "the same",
}  # fmt: skip
assert models  # what it defines is in the schema
#: Names of columns that hold a word of ours or a digest, in whatever table.
OURS = re.compile(r"^(public_id|(\w+_)?language|form|redacted_for|(history_)?digest)$")


class Planted(NamedTuple):
    """A column with a canary: its number, and how many rows hold one."""

    number: int
    column: str
    rows: int


def free(table: Table) -> Iterator[Column[Any]]:
    """The columns that can hold somebody's words."""
    for column in table.columns:
        is_text = isinstance(column.type, String | Text | JSON | TextsColumn) and not isinstance(column.type, Enum)
        if is_text and not column.foreign_keys and not OURS.match(column.name):
            yield column


def decided() -> dict[str, str]:
    """Each column of the tables above, and the condition on its rows."""
    found = {f"{table}.{name}": "1 = 1" for table, names in NEVER.items() for name in names.split()}
    unseen = {f"{table}.{name}": where for table, (where, names) in UNSEEN.items() for name in names.split()}
    return unseen | found


def undecided() -> list[str]:
    """Columns that nobody has decided about."""
    columns = [(table.name, column.name) for table in Base.metadata.sorted_tables for column in free(table)]
    known = decided()
    return [f"{t}.{c}" for t, c in columns if t not in SEEN and f"{t}.{c}" not in SEEN and f"{t}.{c}" not in known]


def plant(connection: Connection) -> list[Planted]:
    """Put a canary into every row of theirs; triggers that keep history as it was stand aside meanwhile."""
    back = unlock(connection)
    found = []
    tables = Base.metadata.tables
    for number, (name, where) in enumerate(sorted(decided().items()), 100):
        table, column = name.split(".")
        found.append(Planted(number, name, _put(connection, tables[table].c[column], where, number)))
    for words in back:
        connection.execute(text(words))
    return found


def _put(connection: Connection, column: Column[Any], where: str, number: int) -> int:
    table = column.table
    assert isinstance(table, Table)
    keys = list(table.primary_key.columns)
    rows = connection.execute(table.select().with_only_columns(*keys, column).where(text(where))).all()
    sung = 0
    for row in rows:
        value = _with(row[-1], f"zyxkanari{number}x{sung}", column)
        if value is not None:
            same = [key == kept for key, kept in zip(keys, row, strict=False)]
            # Some columns say by being empty what the row is: there a canary would be another row.
            with suppress(IntegrityError), connection.begin_nested():
                connection.execute(table.update().where(*same).values({column.name: value}))
                sung += 1
    return sung


def _with(old: Any, word: str, column: Column[Any]) -> Any:
    """The value with the canary in it, of the same kind as it was."""
    if isinstance(column.type, TextsColumn):
        return type(old)(nb=word, nn=word) if old else None
    if isinstance(column.type, JSON):
        return {**old, "kanari": word} if isinstance(old, dict) else [word] if isinstance(old, list) else None
    if "email" in column.name:
        return f"{word}@example.no"
    length = getattr(column.type, "length", None) or 100
    return (f"<p>{word}</p>" if column.name.endswith("html") else word)[:length]


def unlock(connection: Connection) -> list[str]:
    """Take away the triggers that refuse a change; answers what puts them back."""
    if connection.dialect.name == "postgresql":
        names = [name for name in inspect(connection).get_table_names() if name in Base.metadata.tables]
        for name in names:
            connection.execute(text(f"ALTER TABLE {name} DISABLE TRIGGER USER"))
        return [f"ALTER TABLE {name} ENABLE TRIGGER USER" for name in names]
    kept = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%RAISE%'"))
    back = []
    for name, words in kept.all():
        connection.execute(text(f"DROP TRIGGER {name}"))
        back.append(words)
    return back


def heard(words: str, planted: list[Planted]) -> list[str]:
    """The columns whose canaries stand in these words."""
    names = {one.number: one.column for one in planted}
    return sorted({names.get(int(found[1]), found[0]) for found in CANARY.finditer(words)})
