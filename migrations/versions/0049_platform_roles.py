"""Who looks after the platform: given by whom, and ended, without the row being lost.

Revises: 0070
"""

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0070"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
IN_FORCE = sa.text("ended_at IS NULL")


def upgrade() -> None:
    with op.batch_alter_table("platform_roles") as batch:
        batch.add_column(sa.Column("granted_by_id", KEY, nullable=True))
        batch.add_column(sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True))
        batch.drop_constraint("uq_platform_roles_person_id", type_="unique")
        batch.create_foreign_key("fk_platform_roles_granted_by_id", "people", ["granted_by_id"], ["id"])
    op.create_index("ix_platform_roles_person_id", "platform_roles", ["person_id"])
    op.create_index(
        "uq_platform_roles_in_force", "platform_roles", ["person_id"], unique=True,
        postgresql_where=IN_FORCE, sqlite_where=IN_FORCE,
    )  # fmt: skip


def downgrade() -> None:
    op.drop_index("uq_platform_roles_in_force", "platform_roles")
    op.drop_index("ix_platform_roles_person_id", "platform_roles")
    op.execute("DELETE FROM platform_roles WHERE ended_at IS NOT NULL")  # what was ended must not be given again
    with op.batch_alter_table("platform_roles") as batch:
        batch.drop_constraint("fk_platform_roles_granted_by_id", type_="foreignkey")
        batch.drop_column("ended_at")
        batch.drop_column("granted_by_id")
        batch.create_unique_constraint("uq_platform_roles_person_id", ["person_id"])
