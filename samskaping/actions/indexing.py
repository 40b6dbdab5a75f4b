"""Keeping what can be found in step with what may be seen."""

import re
from collections.abc import Sequence

import snowballstemmer
from sqlalchemy import delete, insert

from samskaping.context import Context
from samskaping.db import upsert
from samskaping.models import Challenge, Proposal, SearchDocument


def stems(words: str) -> str:
    """Each word cut to its Norwegian stem: the same stems as PostgreSQL's own, for the other database."""
    stemmer = snowballstemmer.stemmer("norwegian")
    return " ".join(stemmer.stemWords(re.findall(r"\w+", words.lower())))


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
    values = {"title": title, "body": body, "stems": stems(f"{title} {body}") if _needs_stems(ctx) else ""}
    row = upsert(ctx.db, SearchDocument).values(kind=kind, thing_id=thing_id, municipality_id=municipality_id, **values)
    ctx.db.execute(row.on_conflict_do_update(index_elements=["kind", "thing_id"], set_=values))


def _drop(ctx: Context, kind: str, thing_id: int) -> None:
    ctx.db.execute(delete(SearchDocument).where(SearchDocument.kind == kind, SearchDocument.thing_id == thing_id))


def _needs_stems(ctx: Context) -> bool:
    return ctx.db.get_bind().dialect.name == "sqlite"
