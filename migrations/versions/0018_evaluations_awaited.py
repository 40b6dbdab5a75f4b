"""A case knows how many evaluations it waits for, and those that wait for any stand in an index, first due first.

Revises: 0017
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

INDEX = "ix_proposals_judged"
AWAITED = "open_evaluations > 0 AND shelf <> 'avsluttet'"
COUNTED = """
    UPDATE proposals SET open_evaluations = (
      SELECT COUNT(*) FROM evaluations WHERE evaluations.proposal_id = proposals.id AND submitted_at IS NULL)
    WHERE id IN (SELECT proposal_id FROM evaluations WHERE evaluations.submitted_at IS NULL)
"""


def upgrade() -> None:
    op.add_column("proposals", sa.Column("open_evaluations", sa.Integer(), nullable=False, server_default="0"))
    op.execute(COUNTED)
    columns, where = ["municipality_id", "due_on", "reference"], sa.text(AWAITED)
    op.create_index(INDEX, "proposals", columns, postgresql_where=where, sqlite_where=where)


def downgrade() -> None:
    op.drop_index(INDEX, "proposals")
    op.execute("ALTER TABLE proposals DROP COLUMN open_evaluations")
