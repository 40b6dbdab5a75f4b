"""A challenge that was made from what another municipality has done; organisations in a list, and who is named there.

Revises: 0024
"""

import sqlalchemy as sa
from alembic import op

from samskaping.db import narrow, widen
from samskaping.text import sort_key

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
EVENTS = ("challenge.builds_on", "adoption.published")


def upgrade() -> None:
    widen(op.get_bind(), "events", "what", *EVENTS)
    op.add_column("representatives", sa.Column("is_named", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("organisations", sa.Column("sort_key", sa.String(length=120), server_default="", nullable=False))
    _sort(op.get_bind())
    op.create_table(
        "adoptions",
        sa.Column("challenge_id", sa.Integer(), nullable=False),
        sa.Column("from_challenge_id", KEY, nullable=True),
        sa.Column("from_proposal_id", KEY, nullable=True),
        sa.Column("municipality_id", KEY, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.CheckConstraint("(from_challenge_id IS NULL) <> (from_proposal_id IS NULL)", name=op.f("ck_adoptions_from")),
        sa.ForeignKeyConstraint(
            ["municipality_id", "challenge_id"],
            ["challenges.municipality_id", "challenges.id"],
            name=op.f("fk_adoptions_municipality_id_challenge_id"),
        ),
        sa.ForeignKeyConstraint(["from_challenge_id"], ["challenges.id"], name=op.f("fk_adoptions_from_challenge_id")),
        sa.ForeignKeyConstraint(["from_proposal_id"], ["proposals.id"], name=op.f("fk_adoptions_from_proposal_id")),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipalities.id"], name=op.f("fk_adoptions_municipality_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adoptions")),
        sa.UniqueConstraint("challenge_id", name=op.f("uq_adoptions_challenge_id")),
        sa.UniqueConstraint(
            "from_challenge_id", "municipality_id", name=op.f("uq_adoptions_from_challenge_id_municipality_id")
        ),
        sa.UniqueConstraint(
            "from_proposal_id", "municipality_id", name=op.f("uq_adoptions_from_proposal_id_municipality_id")
        ),
    )


def _sort(connection: sa.Connection) -> None:
    """Those that were registered before, sort by their names as the new ones do."""
    rows = connection.execute(sa.text("SELECT id, name FROM organisations")).all()
    if rows:
        connection.execute(
            sa.text("UPDATE organisations SET sort_key = :sort_key WHERE id = :id"),
            [{"id": row.id, "sort_key": sort_key(row.name)[:120]} for row in rows],
        )


def downgrade() -> None:
    op.drop_table("adoptions")
    op.drop_column("organisations", "sort_key")
    op.drop_column("representatives", "is_named")
    narrow(op.get_bind(), "events", "what", *EVENTS)
