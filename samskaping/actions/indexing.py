"""Keeping what can be found in step with what may be seen."""

from collections.abc import Sequence
from functools import cache

from sqlalchemy import Executable, delete, insert

from samskaping.context import Context
from samskaping.db import dialect, upsert_in
from samskaping.models import Challenge, Need, Proposal, SearchDocument
from samskaping.rules.words import stems, tails


def proposal(ctx: Context, row: Proposal) -> None:
    """Put a public proposal where searches find it, and take any other away."""
    if row.is_public:
        _put(ctx, "proposal", row.id, row.municipality_id, row.title, f"{row.reference} {row.need} {row.idea}")
    else:
        _drop(ctx, "proposal", row.id)


def new_proposals(ctx: Context, rows: Sequence[Proposal]) -> None:
    """Put many public proposals that no search knows yet where searches find them."""
    values = [
        {
            "kind": "proposal",
            "thing_id": row.id,
            "municipality_id": row.municipality_id,
            **_words(ctx, row.title, f"{row.reference} {row.need} {row.idea}"),
        }
        for row in rows
    ]
    ctx.db.execute(insert(SearchDocument), values)


def drop(ctx: Context, kind: str, rows: Sequence[Proposal] | Sequence[Need]) -> None:
    """Take many of one kind away from where searches find them."""
    keys = [row.id for row in rows]
    ctx.db.execute(delete(SearchDocument).where(SearchDocument.kind == kind, SearchDocument.thing_id.in_(keys)))


def challenge(ctx: Context, row: Challenge) -> None:
    """Put a published challenge where searches find it, in both forms."""
    title = f"{row.title.nb} {row.title.nn}".strip()
    told = (row.summary, row.need, row.effect, row.success)
    body = " ".join(words for texts in told for words in (texts.nb, texts.nn)).strip()
    if row.published_at:
        _put(ctx, "challenge", row.id, row.municipality_id, title, body)
    else:
        _drop(ctx, "challenge", row.id)


def need(ctx: Context, row: Need) -> None:
    """Put a need that everyone can see where searches find it, and take any other away."""
    if row.is_public:
        _put(ctx, "need", row.id, row.municipality_id, "", f"{row.reference} {row.text}")
    else:
        _drop(ctx, "need", row.id)


def _put(ctx: Context, kind: str, thing_id: int, municipality_id: int, title: str, body: str) -> None:
    row = {"kind": kind, "thing_id": thing_id, "municipality_id": municipality_id, **_words(ctx, title, body)}
    ctx.db.execute(_found(dialect(ctx.db)), row)


@cache
def _found(kind: str) -> Executable:
    new = upsert_in(kind, SearchDocument)
    written = {name: new.excluded[name] for name in ("title", "body", "stems", "tails")}
    return new.on_conflict_do_update(index_elements=["kind", "thing_id"], set_=written)


def _drop(ctx: Context, kind: str, thing_id: int) -> None:
    ctx.db.execute(delete(SearchDocument).where(SearchDocument.kind == kind, SearchDocument.thing_id == thing_id))


def _words(ctx: Context, title: str, body: str) -> dict[str, str]:
    every = f"{title} {body}"
    stemmed = stems(every) if dialect(ctx.db) == "sqlite" else ""
    return {"title": title, "body": body, "stems": stemmed, "tails": tails(every)}
