"""History is append-only: the database itself refuses to change or remove an event.

Revises: 0002
"""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for deed in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER events_no_{deed.lower()} BEFORE {deed} ON events"
                " BEGIN SELECT RAISE(ABORT, 'history is never edited'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION history_is_kept() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'history is never edited'; END $$"
    )
    op.execute(
        "CREATE TRIGGER events_kept BEFORE UPDATE OR DELETE ON events FOR EACH ROW EXECUTE FUNCTION history_is_kept()"
    )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for deed in ("update", "delete"):
            op.execute(f"DROP TRIGGER events_no_{deed}")
        return
    op.execute("DROP TRIGGER events_kept ON events")
    op.execute("DROP FUNCTION history_is_kept()")
