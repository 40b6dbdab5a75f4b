"""What is blacked out in a text, is so in all that is said about it too: replies, answers, what is asked and offered,
what a group shares, what people suggest and what those who work with a challenge have thought.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Executable
from sqlalchemy.orm.attributes import flag_modified

from samskaping import text
from samskaping.actions.record import fields
from samskaping.context import Context
from samskaping.db import dialect, upsert_in
from samskaping.models import GroupDraft, Lesson, Statement, Version
from samskaping.queries.redacted_texts import WRITTEN
from samskaping.rules import redaction as rules

#: What is said, and one kept version of it.
Said = tuple[Any, Version]


def texts(said: Sequence[Said]) -> list[dict[str, object]]:
    """The texts that everybody reads: of each version, and why it was corrected."""
    return [{**version.fields, **({"why": version.why} if version.why else {})} for _one, version in said]


def by_writer(thing: Any, said: Sequence[Said]) -> list[Said]:
    """What the writer of the text has said."""
    return [(one, version) for one, version in said if getattr(one, "author_id", version.author_id) == thing.author_id]


def apply(said: Sequence[Said], hidden: Sequence[str]) -> list[Version]:
    """Write each from its original and what is hidden now; only what then reads otherwise, is changed. Answers that.

    A changed statement gets a new number of version, so that no form that was opened on it can bring the words back.
    """
    changed = []
    last = {(type(one), one.id): version for one, version in said}
    for one, version in said:
        is_last = last[type(one), one.id] is version
        original = version.original or _whole(one, version, is_last=is_last)
        shown = rules.version(original, hidden)
        if shown == version.fields or (version.original is None and shown == original):
            continue
        version.fields, version.original = shown, None if shown == original else original
        _show(one, version, is_last=is_last)
        changed.append(version)
    return changed


def keep(ctx: Context, versions: Sequence[Version]) -> None:
    """Write versions that are kept already, and those that are kept from now on, in one statement.

    They are the session's no longer: it would write them in as many as they differ in what has changed.
    """
    rows = [{"id": one.id, **fields(one)} for one in versions]
    for one in versions:
        if one in ctx.db:
            ctx.db.expunge(one)
    with ctx.db.no_autoflush:  # the case is written once, with its history
        ctx.db.execute(_kept(dialect(ctx.db)), rows)


@cache
def _kept(kind: str) -> Executable:
    new = upsert_in(kind, Version)
    written = {name: new.excluded[name] for name in ("number", "fields", "why", "original")}
    return new.on_conflict_do_update(index_elements=["id"], set_=written)


def _whole(one: Any, version: Version, *, is_last: bool) -> dict[str, object]:
    """The texts as they were written, with those that no version keeps among its own."""
    if not isinstance(one, Statement | Lesson):
        return dict(version.fields)
    mailed = one.mail_text if is_last and isinstance(one, Statement) else ""
    besides = {"why": version.why, "mail_text": mailed}
    return {**version.fields, **{name: words for name, words in besides.items() if words}}


def _show(one: Any, version: Version, *, is_last: bool) -> None:
    if isinstance(one, Statement | Lesson):
        version.why = version.fields.get("why", "")[:500]
        if is_last:
            _SHOWN[type(one)](one, version)
    elif isinstance(one, GroupDraft):
        if is_last:
            _renumber(one, version)
    else:
        _show_row(one, version.fields)


def _renumber(one: GroupDraft, version: Version) -> None:
    before, one.version = one.version, one.version + 1
    version.number = one.version
    for name in ("shown_version", "used_version"):
        if getattr(one, name) == before:
            setattr(one, name, one.version)


def _show_statement(one: Statement, version: Version) -> None:
    shown = version.fields
    one.text, one.html, one.title = shown["text"], text.stored(shown["text"]), shown["title"][:200]
    one.mail_text, one.correction = shown.get("mail_text"), version.why
    one.version += 1
    version.number = one.version
    for name in ("text", "html", "title", "mail_text", "correction"):
        flag_modified(one, name)


def _show_lesson(one: Lesson, version: Version) -> None:
    _show_row(one, version.fields)
    one.correction = version.why
    one.version += 1
    version.number = one.version


#: What keeps its versions from the first, and says why it was corrected.
_SHOWN: dict[Any, Any] = {Statement: _show_statement, Lesson: _show_lesson}


def _show_row(one: Any, shown: dict[str, Any]) -> None:
    names, as_html = WRITTEN[type(one)]
    for name in names:
        longest = one.__table__.c[name].type.length
        setattr(one, name, shown[name][:longest])
        flag_modified(one, name)  # the same columns in each row, so that all rows are one statement
    if as_html:
        one.html = text.stored(shown[as_html])
