"""History and the security log are not emptied either: TRUNCATE passes by what stands on rows.

SQLite has no TRUNCATE: there is nothing to do there.

Revises: 0061
"""

from alembic import op

revision = "0070"
down_revision = "0061"
branch_labels = None
depends_on = None

GUARDS = (("events", "history_is_kept"), ("security_events", "security_log_is_kept"))


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for table, function in GUARDS:
            op.execute(
                f"CREATE TRIGGER {table}_not_emptied BEFORE TRUNCATE ON {table}"
                f" FOR EACH STATEMENT EXECUTE FUNCTION {function}()"
            )


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for table, _function in GUARDS:
            op.execute(f"DROP TRIGGER {table}_not_emptied ON {table}")
