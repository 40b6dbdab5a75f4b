"""Keeping what can be found in step with what may be seen."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache

import snowballstemmer
from sqlalchemy import Executable, delete, insert

from samskaping.context import Context
from samskaping.db import dialect, upsert_in
from samskaping.models import Challenge, Proposal, SearchDocument


def stems(words: str) -> str:
    """Each word cut to its Norwegian stem: the same stems as PostgreSQL's own, for the other database."""
    return " ".join(_stem(word) for word in re.findall(r"\w+", words.lower()))


@lru_cache(maxsize=20_000)
def _stem(word: str) -> str:
    # A stemmer of its own: they keep what they are cutting, and threads share this.
    return str(snowballstemmer.stemmer("norwegian").stemWord(word))


def proposal(ctx: Context, row: Proposal) -> None:
    """Put a public proposal where searches find it, and take any other away."""
    if row.is_public:
        _put(ctx, "proposal", row.id, row.municipality_id, row.title, f"{row.reference} {row.need} {row.idea}")
    else:
        _drop(ctx, "proposal", row.id)


def new_proposals(ctx: Context, rows: Sequence[Proposal]) -> None:
    """Put many public proposals that no search knows yet where searches find them."""
    needs_stems = _needs_stems(ctx)
    values = [
        {
            "kind": "proposal",
            "thing_id": row.id,
            "municipality_id": row.municipality_id,
            "title": row.title,
            "body": f"{row.reference} {row.need} {row.idea}",
            "stems": stems(f"{row.title} {row.reference} {row.need} {row.idea}") if needs_stems else "",
        }
        for row in rows
    ]
    ctx.db.execute(insert(SearchDocument), values)


def challenge(ctx: Context, row: Challenge) -> None:
    """Put a published challenge where searches find it, in both forms."""
    title = f"{row.title.nb} {row.title.nn}".strip()
    body = " ".join((row.summary.nb, row.summary.nn, row.need.nb, row.need.nn)).strip()
    if row.published_at:
        _put(ctx, "challenge", row.id, row.municipality_id, title, body)
    else:
        _drop(ctx, "challenge", row.id)


def _put(ctx: Context, kind: str, thing_id: int, municipality_id: int, title: str, body: str) -> None:
    words = {"title": title, "body": body, "stems": stems(f"{title} {body}") if _needs_stems(ctx) else ""}
    row = {"kind": kind, "thing_id": thing_id, "municipality_id": municipality_id, **words}
    ctx.db.execute(_found(dialect(ctx.db)), row)


@cache
def _found(kind: str) -> Executable:
    new = upsert_in(kind, SearchDocument)
    words = {name: new.excluded[name] for name in ("title", "body", "stems")}
    return new.on_conflict_do_update(index_elements=["kind", "thing_id"], set_=words)


def _drop(ctx: Context, kind: str, thing_id: int) -> None:
    ctx.db.execute(delete(SearchDocument).where(SearchDocument.kind == kind, SearchDocument.thing_id == thing_id))


def _needs_stems(ctx: Context) -> bool:
    return dialect(ctx.db) == "sqlite"
