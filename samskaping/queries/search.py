"""Finding: the same question asked of either database's own index. The only place with SQL written by hand."""

import re

import snowballstemmer
from sqlalchemy import ColumnClause, Float, ScalarSelect, Select, func, literal_column, select, table
from sqlalchemy.sql.selectable import Subquery

from samskaping.context import Context
from samskaping.models import SearchDocument
from samskaping.rules import likeness, limits

_WORD = re.compile(r"\w+")
_MOST_WORDS = 12
#: Matches that are weighed at all; beyond it the words are too common to rank.
_MOST_RANKED = 2_000
_INDEX = table("search_index")


def hits(ctx: Context, kind: str, query: str) -> Subquery | None:
    """At most 200 things of one kind that match every word, best first: columns ``thing_id`` and ``rank``.

    None when the query holds no word. In a municipality only its own are searched.
    """
    words = [word[:40] for word in _WORD.findall(query.lower())[:_MOST_WORDS]]
    if not words:
        return None
    build = _sqlite if ctx.db.get_bind().dialect.name == "sqlite" else _postgresql
    return build(kind, words).limit(limits.SEARCH_MOST).subquery("hits")


def like(ctx: Context, kind: str, text: str, most: int) -> Subquery | None:
    """At most ``most`` things that share any of a text's telling words, most alike first: for «similar proposals»."""
    words = sorted(likeness.telling_words(text), key=lambda word: (-len(word), word))[:_MOST_WORDS]
    if not words:
        return None
    build = _sqlite if ctx.db.get_bind().dialect.name == "sqlite" else _postgresql
    return build(kind, [word[:40] for word in words], every=False).limit(most).subquery("likes")


def _sqlite(kind: str, words: list[str], every: bool = True) -> Select[tuple[int, float]]:
    stemmer = snowballstemmer.stemmer("norwegian")
    terms = [f'("{word}"* OR "{stem}"*)' for word, stem in zip(words, stemmer.stemWords(words), strict=True)]
    index: ColumnClause[str] = literal_column("search_index")
    matching = (" AND " if every else " OR ").join(terms)
    return (
        select(SearchDocument.thing_id, literal_column("bm25(search_index, 10.0, 1.0, 1.0)", Float).label("rank"))
        .select_from(SearchDocument)
        .join(_INDEX, literal_column("search_index.rowid") == SearchDocument.id)
        .where(index.op("MATCH")(matching), SearchDocument.kind == kind)
        .order_by(literal_column("rank"))
    )


def _postgresql(kind: str, words: list[str], every: bool = True) -> Select[tuple[int, float]]:
    terms = (" & " if every else " | ").join(f"{word}:*" for word in words)
    asked: ScalarSelect[str] = select(func.to_tsquery("norwegian", terms)).scalar_subquery()
    lexemes: ColumnClause[str] = literal_column("search_documents.lexemes")
    matching = (
        select(SearchDocument.id)
        .where(lexemes.op("@@")(asked), SearchDocument.kind == kind)
        .limit(_MOST_RANKED)
        .correlate(None)
    )
    return (
        select(SearchDocument.thing_id, (-func.ts_rank(lexemes, asked)).label("rank"))
        .where(SearchDocument.id.in_(matching))
        .order_by(literal_column("rank"))
    )
