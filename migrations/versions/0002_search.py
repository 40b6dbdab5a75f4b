"""The search index, which is each database's own.

PostgreSQL stems by itself into a generated column; SQLite's FTS5 reads title, body and the stems that we write.

Revises: 0001
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# Diacritics are letters here: without remove_diacritics 0, a search for «gas» finds «gås».
SQLITE = (
    "CREATE VIRTUAL TABLE search_index USING fts5(title, body, stems, content='search_documents',"
    " content_rowid='id', tokenize='unicode61 remove_diacritics 0')",
    "CREATE TRIGGER search_index_insert AFTER INSERT ON search_documents BEGIN"
    " INSERT INTO search_index(rowid, title, body, stems) VALUES (new.id, new.title, new.body, new.stems); END",
    "CREATE TRIGGER search_index_delete AFTER DELETE ON search_documents BEGIN"
    " INSERT INTO search_index(search_index, rowid, title, body, stems)"
    " VALUES ('delete', old.id, old.title, old.body, old.stems); END",
    "CREATE TRIGGER search_index_update AFTER UPDATE ON search_documents BEGIN"
    " INSERT INTO search_index(search_index, rowid, title, body, stems)"
    " VALUES ('delete', old.id, old.title, old.body, old.stems);"
    " INSERT INTO search_index(rowid, title, body, stems) VALUES (new.id, new.title, new.body, new.stems); END",
)
POSTGRESQL = (
    "ALTER TABLE search_documents ADD COLUMN lexemes tsvector GENERATED ALWAYS AS"
    " (setweight(to_tsvector('norwegian', title), 'A') || setweight(to_tsvector('norwegian', body), 'B')) STORED",
    "CREATE INDEX ix_search_documents_lexemes ON search_documents USING gin (lexemes)",
)


def upgrade() -> None:
    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for name in ("insert", "delete", "update"):
            op.execute(f"DROP TRIGGER search_index_{name}")
        op.execute("DROP TABLE search_index")
    else:
        op.execute("ALTER TABLE search_documents DROP COLUMN lexemes")
