"""A search finds the words that a compound ends in: «buss» finds «butikkbuss».

Kept as text of ours, since PostgreSQL's trigrams need an extension that a rented database may not give.

Revises: 0011
"""

import sqlalchemy as sa
from alembic import op

from samskaping.rules.words import tails

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

BATCH = 500
#: Title and text of a document as PostgreSQL weighs them; the tails weigh least: D.
LEXEMES = "setweight(to_tsvector('norwegian', title), 'A') || setweight(to_tsvector('norwegian', body), 'B')"
TAILS = "to_tsvector('simple', tails)"


def upgrade() -> None:
    _forget()
    op.add_column("search_documents", sa.Column("tails", sa.String(), nullable=False, server_default=""))
    _fill(op.get_bind())
    _index(("title", "body", "stems", "tails"), f"{LEXEMES} || {TAILS}")


def downgrade() -> None:
    _forget()
    op.execute("ALTER TABLE search_documents DROP COLUMN tails")
    _index(("title", "body", "stems"), LEXEMES)


def _fill(database: sa.Connection) -> None:
    """The tails of what can be found already; in batches, so that a large table is never held in memory."""
    document = sa.table("search_documents", *map(sa.column, ("id", "title", "body", "tails")))
    after, change = 0, sa.update(document).where(document.c.id == sa.bindparam("key"))
    while rows := database.execute(
        sa.select(document).where(document.c.id > after).order_by(document.c.id).limit(BATCH)
    ).all():
        found = [{"key": row.id, "found": tails(f"{row.title} {row.body}")} for row in rows]
        database.execute(change.values(tails=sa.bindparam("found")), found)
        after = rows[-1].id


def _forget() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for name in ("insert", "delete", "update"):
            op.execute(f"DROP TRIGGER search_index_{name}")
        op.execute("DROP TABLE search_index")
    else:
        op.execute("ALTER TABLE search_documents DROP COLUMN lexemes")


def _index(columns: tuple[str, ...], lexemes: str) -> None:
    """The index over these columns, as migration 0002 makes it, holding every document."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in _on_sqlite(columns) if sqlite else _on_postgresql(lexemes):
        op.execute(statement)


def _on_postgresql(lexemes: str) -> tuple[str, ...]:
    return (
        f"ALTER TABLE search_documents ADD COLUMN lexemes tsvector GENERATED ALWAYS AS ({lexemes}) STORED",
        "CREATE INDEX ix_search_documents_lexemes ON search_documents USING gin (lexemes)",
    )


def _on_sqlite(columns: tuple[str, ...]) -> tuple[str, ...]:
    names, new, old = (", ".join(f"{row}{name}" for name in columns) for row in ("", "new.", "old."))
    into = "INSERT INTO search_index("
    put = f"{into}rowid, {names}) VALUES (new.id, {new});"
    take = f"{into}search_index, rowid, {names}) VALUES ('delete', old.id, {old});"
    when = "CREATE TRIGGER search_index_{0} AFTER {0} ON search_documents BEGIN {1} END".format
    return (
        f"CREATE VIRTUAL TABLE search_index USING fts5({names}, content='search_documents',"
        " content_rowid='id', tokenize='unicode61 remove_diacritics 0')",
        when("insert", put),
        when("delete", take),
        when("update", f"{take} {put}"),
        f"{into}search_index) VALUES ('rebuild')",
    )
