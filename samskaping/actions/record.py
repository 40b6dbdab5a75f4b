"""The tail of every deed: the event, chained to the ones before it, and the note that it is still to be told."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from operator import itemgetter
from typing import Any, Protocol

from sqlalchemy import insert

from samskaping.context import Context
from samskaping.db import plain
from samskaping.models import Event, Outbox, Proposal, SecurityEvent, Version
from samskaping.models.history import digest, text_digest
from samskaping.rules.events import FACTS, KEPT_TEXTS, REACTIONS, What, is_told

_ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"

# Events are written as plain rows: nobody holds them, and several are one statement. The notes need no key back.
_ADD = insert(plain(Event)).returning(plain(Event).c.id, plain(Event).c.digest)
_WAIT = insert(plain(Outbox)).inline()
_LOG = insert(plain(SecurityEvent)).inline()
#: Where the session holds the events of ``record_first``.
_FIRST = "record_first"
#: And the fact of ``preceded_by``.
_BEFORE = "recorded_before"
#: And the digests of texts that the deed has kept, by the subject whose history is to carry them.
_KEPT = "kept_texts"


class Subject(Protocol):
    """A row with a history of its own, locked by the deed that writes to it."""

    __tablename__: str
    id: Any
    history_length: Any
    history_digest: Any


Fact = tuple[Subject, What, dict[str, Any]]


def record(
    ctx: Context, what: What, subject: Subject, *, author_id: int | None = None, once: str | None = None, **details: Any
) -> None:
    """Add one event to the subject's history, in the transaction of the deed.

    ``details`` may hold only the keys that ``FACTS`` allows. ``once`` is the form's key: a second use of it
    breaks a unique constraint, which undoes the second deed.
    """
    record_all(ctx, subject, [(what, details)], author_id=author_id, once=once)


def record_all(
    ctx: Context,
    subject: Subject,
    facts: list[tuple[What, dict[str, Any]]],
    *,
    author_id: int | None = None,
    once: str | None = None,
) -> None:
    """Add several events that one deed makes, in order; ``once`` stands with the first."""
    if subject.id is None:
        ctx.db.flush()
    record_each(ctx, [(subject, what, details) for what, details in facts], author_id=author_id, once=once)


def record_each(
    ctx: Context,
    facts: list[Fact],
    *,
    author_id: int | None = None,
    once: str | None = None,
) -> None:
    """Add one deed's events in several subjects, in as few statements as in one; ``once`` stands with the first."""
    keep(ctx, chained(ctx, facts, author_id=author_id, once=once))


def chained(
    ctx: Context,
    facts: list[Fact],
    *,
    author_id: int | None = None,
    once: str | None = None,
) -> list[Event]:
    """The events, each after the one before it in its subject; for ``keep``.

    The subjects know the ends of their histories from now on: new ones, whose keys are known, are written with them.
    """
    facts = _with_first(ctx, facts)
    digests = _digests(ctx, [subject for subject, _what, _details in facts])
    return [
        _next(
            ctx,
            what,
            subject,
            details,
            author_id=author_id,
            once=None if number else once,
            texts=digests.get(number, []),
        )
        for number, (subject, what, details) in enumerate(facts)
    ]


def _digests(ctx: Context, subjects: list[Subject]) -> dict[int, list[str]]:
    """Which event, by its place, carries which digests: the first of the text's own subject, or else the first."""
    kept: dict[tuple[str, int], list[str]] = ctx.db.info.pop(_KEPT, {}) if subjects else {}
    places: dict[tuple[str, int], int] = {}
    for place, subject in enumerate(subjects):
        places.setdefault((kind(subject), subject.id), place)
    found: dict[int, list[str]] = {}
    for owner, digests in kept.items():
        found.setdefault(places.get(owner, 0), []).extend(digests)
    return found


def record_first(ctx: Context, what: What, keys: set[int]) -> None:
    """In each of these proposals that the deed which follows records, this stands before what it records."""
    ctx.db.info[_FIRST] = what, keys


@contextmanager
def preceded_by(ctx: Context, fact: Fact) -> Iterator[None]:
    """What the deed inside records, comes after this: two deeds are one step, and written together."""
    ctx.db.info[_BEFORE] = [fact]
    try:
        yield
    finally:
        ctx.db.info.pop(_BEFORE, None)


def _with_first(ctx: Context, facts: list[Fact]) -> list[Fact]:
    facts = ctx.db.info.pop(_BEFORE, []) + facts
    what, keys = ctx.db.info.pop(_FIRST, (None, ()))
    found = {id(subject): subject for subject, _what, _details in facts}.values() if what else ()
    return [(one, what, {}) for one in found if isinstance(one, Proposal) and one.id in keys] + facts


def fields(row: Any) -> dict[str, Any]:
    """A new row's values by column, for writing many rows in one statement."""
    return {column.key: getattr(row, column.key) for column in row.__table__.columns if not column.primary_key}


def keep(ctx: Context, events: list[Event]) -> None:
    """Add the events, and the notes that those which somebody hears of are still to be told."""
    ctx.db.flush()
    added = ctx.db.execute(_ADD, [fields(event) for event in events])
    ctx.db.info["recorded"] = True  # the session hears of rows that are added one by one; these are not
    told = {event.digest for event in events if is_told(event.what, event.details)}
    waiting = [{"event_id": row.id, "created_at": ctx.now} for row in added if row.digest in told]
    if waiting:
        ctx.db.execute(_WAIT, sorted(waiting, key=itemgetter("event_id")))


def _next(
    ctx: Context,
    what: What,
    subject: Subject,
    details: dict[str, Any],
    *,
    author_id: int | None,
    once: str | None,
    texts: list[str],
) -> Event:
    unknown = set(details) - FACTS[what].keys
    if unknown:
        raise ValueError(f"{what} does not carry {sorted(unknown)}")
    event = Event(
        municipality_id=ctx.municipality.id if ctx.municipality else None,
        what=what,
        happened_at=ctx.now,
        actor_id=ctx.actor.person_id,
        author_id=author_id,
        subject_kind=kind(subject),
        subject_id=subject.id,
        number=subject.history_length + 1,
        details={key: value for key, value in details.items() if value is not None}
        | ({KEPT_TEXTS: texts} if texts else {}),
        once_key=once,
    )
    if what in REACTIONS and isinstance(subject, Proposal) and ctx.actor.person_id != subject.writer_id:
        subject.first_reaction_at = subject.first_reaction_at or ctx.now
    event.digest = digest(subject.history_digest, event)
    subject.history_length, subject.history_digest = event.number, event.digest
    return event


def kind(subject: Any) -> str:
    """The word that events, versions and follows use for a table: ``proposals`` → ``proposal``."""
    table: str = subject.__tablename__
    return {"municipalities": "municipality"}.get(table, table.removesuffix("s"))


def keep_version(
    ctx: Context,
    subject: Any,
    fields: dict[str, Any],
    *,
    number: int,
    author_id: int | None,
    why: str = "",
) -> None:
    """Keep a text as it stands from now on; version 1 is kept at the first publication.

    The event that the deed records next carries its digest, so that ``verify`` knows a text that was changed since.
    """
    add_version(ctx, subject, fields, number=number, author_id=author_id, why=why)
    mark_text(ctx, subject, fields, why)


def add_version(ctx: Context, subject: Any, fields: dict[str, Any], **columns: Any) -> None:
    """The row of a kept text whose digest is noted already."""
    row = {"subject_kind": kind(subject), "subject_id": subject.id, "fields": fields, "written_at": ctx.now}
    ctx.db.add(Version(**row | columns))


def mark_text(ctx: Context, subject: Any, fields: dict[str, Any], why: str = "", *, key: int | None = None) -> None:
    """Note the digest of a text that is kept, for the next event. ``key`` when the row does not know its own."""
    marked = text_digest(kind(subject), key or subject.id, fields, why)
    marks = ctx.db.info.setdefault(_KEPT, {}).setdefault(_owner(subject), [])
    if marked not in marks:
        marks.append(marked)


def _owner(subject: Any) -> tuple[str, int]:
    """Whose history tells of a text: its own, or that of the case, the challenge or the need that it stands in."""
    if not hasattr(subject, "history_length"):
        for name in ("proposal", "challenge", "need"):
            if key := getattr(subject, f"{name}_id", None):
                return name, key
    return kind(subject), subject.id


def log(ctx: Context, what: str, *, person_id: int | None = None, **details: Any) -> None:
    """Add a row to the security log: sign-ins, grants, hides, exports, denials. Never a secret."""
    ctx.db.add(SecurityEvent(**_logged(ctx, what, person_id, details)))


def log_all(ctx: Context, entries: list[tuple[str, int | None, dict[str, Any]]]) -> None:
    """Add the rows that one deed leaves, (what, whose or nobody's but the actor's, details), in one statement."""
    rows = [_logged(ctx, what, person_id, details) for what, person_id, details in entries]
    ctx.db.execute(_LOG, rows)
    ctx.db.info["recorded"] = True


def _logged(ctx: Context, what: str, person_id: int | None, details: dict[str, Any]) -> dict[str, Any]:
    return {
        "happened_at": ctx.now,
        "what": what,
        "person_id": person_id or ctx.actor.person_id,
        "municipality_id": ctx.municipality.id if ctx.municipality else None,
        "details": details,
    }


def public_id() -> str:
    """A short random name for addresses: 10 letters and digits that are hard to mix up, about 49 bits."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(10))
