"""Finding: the same question asked of either database's own index. The only place with SQL written by hand."""

from sqlalchemy import ColumnClause, Float, ScalarSelect, Select, func, literal_column, select, table
from sqlalchemy.sql.selectable import Subquery

from samskaping.context import Context
from samskaping.models import SearchDocument
from samskaping.rules import likeness, limits
from samskaping.rules.words import stem, words

_MOST_WORDS = 12
#: A shorter word begins too many others to be looked for within compounds.
_SHORTEST_WITHIN = 3
#: Matches that are weighed at all; beyond it the words are too common to rank.
_MOST_RANKED = 2_000
_INDEX = table("search_index")


def hits(ctx: Context, kind: str, query: str, *, outside: int | None = None) -> Subquery | None:
    """At most 200 things of one kind that match every word, best first: columns ``thing_id`` and ``rank``.

    None when the query holds no word. In a municipality only its own are searched; where the statement asks for every
    municipality's, ``outside`` leaves out one's own.
    """
    asked = [word[:40] for word in words(query)[:_MOST_WORDS]]
    if not asked:
        return None
    build = _sqlite if ctx.db.get_bind().dialect.name == "sqlite" else _postgresql
    found = build(kind, asked)
    if outside is not None:
        found = found.where(SearchDocument.municipality_id != outside)
    return found.limit(limits.SEARCH_MOST).subquery("hits")


def like(ctx: Context, kind: str, text: str, most: int) -> Subquery | None:
    """At most ``most`` things that share any of a text's telling words, most alike first: for «similar proposals»."""
    asked = sorted(likeness.telling_words(text), key=lambda word: (-len(word), word))[:_MOST_WORDS]
    if not asked:
        return None
    build = _sqlite if ctx.db.get_bind().dialect.name == "sqlite" else _postgresql
    return build(kind, [word[:40] for word in asked], every=False).limit(most).subquery("likes")


def _is_within(word: str, every: bool) -> bool:
    """Whether what compounds end in counts as well: it does for a search, and not for a likeness."""
    return every and len(word) >= _SHORTEST_WITHIN


def _sqlite(kind: str, asked: list[str], every: bool = True) -> Select[tuple[int, float]]:
    terms = [
        f'{{title body stems{" tails" if _is_within(word, every) else ""}}} : ("{word}"* OR "{stem(word)}"*)'
        for word in asked
    ]
    index: ColumnClause[str] = literal_column("search_index")
    matching = (" AND " if every else " OR ").join(f"({term})" for term in terms)
    return (
        select(SearchDocument.thing_id, literal_column("bm25(search_index, 10.0, 1.0, 1.0, 0.1)", Float).label("rank"))
        .select_from(SearchDocument)
        .join(_INDEX, literal_column("search_index.rowid") == SearchDocument.id)
        .where(index.op("MATCH")(matching), SearchDocument.kind == kind)
        .order_by(literal_column("rank"))
    )


def _postgresql(kind: str, asked: list[str], every: bool = True) -> Select[tuple[int, float]]:
    terms = (" & " if every else " | ").join(f"{word}:*{'' if _is_within(word, every) else 'AB'}" for word in asked)
    sought: ScalarSelect[str] = select(func.to_tsquery("norwegian", terms)).scalar_subquery()
    lexemes: ColumnClause[str] = literal_column("search_documents.lexemes")
    matching = (
        select(SearchDocument.id)
        .where(lexemes.op("@@")(sought), SearchDocument.kind == kind)
        .limit(_MOST_RANKED)
        .correlate(None)
    )
    return (
        select(SearchDocument.thing_id, (-func.ts_rank(lexemes, sought)).label("rank"))
        .where(SearchDocument.id.in_(matching))
        .order_by(literal_column("rank"))
    )
