"""A route without an area: the unit of all cases that no other route leads anywhere.

Revises: 0014
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

REST = sa.text("area_id IS NULL")


def upgrade() -> None:
    with op.batch_alter_table("routes") as routes:
        routes.alter_column("area_id", existing_type=sa.Integer(), nullable=True)
        routes.create_check_constraint("area", "area_id IS NOT NULL OR theme_id IS NULL")
    op.create_index(
        "uq_routes_rest", "routes", ["municipality_id"], unique=True, postgresql_where=REST, sqlite_where=REST
    )


def downgrade() -> None:
    op.drop_index("uq_routes_rest", table_name="routes")
    op.execute("DELETE FROM routes WHERE area_id IS NULL")
    with op.batch_alter_table("routes") as routes:
        routes.drop_constraint("area", type_="check")
        routes.alter_column("area_id", existing_type=sa.Integer(), nullable=False)
