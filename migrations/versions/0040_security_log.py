"""The security log is append-only: the database refuses to change a row, or to remove one that is not old.

Revises: 0036
"""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

#: Retention removes rows after five years; the guard lets go a month before, for clocks that differ.
KEPT_DAYS = 5 * 365 - 30
OLD = ("ix_security_events_happened_at", ["happened_at"]), ("ix_security_events_person_id", ["person_id"])
NEW = (
    ("ix_security_events_newest", ["happened_at", "mark"]),
    ("ix_security_events_here", ["municipality_id", "happened_at", "mark"]),
    ("ix_security_events_kind", ["municipality_id", "what", "happened_at", "mark"]),
    ("ix_security_events_who", ["municipality_id", "person_id", "happened_at", "mark"]),
)
STEP = 1000


def upgrade() -> None:
    bind = op.get_bind()
    op.add_column("security_events", sa.Column("mark", sa.String(16), server_default="", nullable=False))
    _name(bind)
    for name, _columns in OLD:
        op.drop_index(name, "security_events")
    for name, columns in NEW:
        op.create_index(name, "security_events", columns)
    if bind.dialect.name == "sqlite":
        op.execute(
            "CREATE TRIGGER security_events_no_update BEFORE UPDATE ON security_events"
            " BEGIN SELECT RAISE(ABORT, 'the security log is never edited'); END"
        )
        op.execute(
            "CREATE TRIGGER security_events_no_delete BEFORE DELETE ON security_events"
            f" WHEN julianday(OLD.happened_at) > julianday('now', '-{KEPT_DAYS} days')"
            " BEGIN SELECT RAISE(ABORT, 'the security log is kept'); END"
        )
        return
    op.execute(
        "CREATE FUNCTION security_log_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        " IF TG_OP = 'DELETE' AND"
        f" OLD.happened_at <= now() - interval '{KEPT_DAYS} days' THEN RETURN OLD; END IF;"
        " RAISE EXCEPTION 'the security log is kept'; END $$"
    )
    op.execute(
        "CREATE TRIGGER security_events_kept BEFORE UPDATE OR DELETE ON security_events"
        " FOR EACH ROW EXECUTE FUNCTION security_log_is_kept()"
    )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for deed in ("update", "delete"):
            op.execute(f"DROP TRIGGER security_events_no_{deed}")
    else:
        op.execute("DROP TRIGGER security_events_kept ON security_events")
        op.execute("DROP FUNCTION security_log_is_kept()")
    for name, _columns in NEW:
        op.drop_index(name, "security_events")
    for name, columns in OLD:
        op.create_index(name, "security_events", columns)
    op.drop_column("security_events", "mark")


def _name(bind: sa.Connection) -> None:
    """Rows that there are get a name for use outside the database, some at a time."""
    log = sa.table("security_events", sa.column("id"), sa.column("mark"))
    unnamed = sa.select(log.c.id).where(log.c.mark == "").limit(STEP)
    naming = sa.update(log).where(log.c.id == sa.bindparam("key")).values(mark=sa.bindparam("name"))
    while keys := bind.scalars(unnamed).all():
        bind.execute(naming, [{"key": key, "name": secrets.token_hex(8)} for key in keys])
