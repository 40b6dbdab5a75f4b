"""Appeals against what moderators ruled.

Revises: 0010
"""

import sqlalchemy as sa
from alembic import op

from samskaping.db import narrow, widen

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
EVENTS = ("appeal.made", "ruling.upheld", "ruling.overturned", "report.revised")
LETTERS = ("ruling", "appeal_decided")


def upgrade() -> None:
    widen(op.get_bind(), "events", "what", *EVENTS)
    widen(op.get_bind(), "letters", "kind", *LETTERS)
    op.create_table(
        "appeals",
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("ruling_id", sa.Integer(), nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("appealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", KEY, nullable=True),
        sa.Column(
            "conclusion",
            sa.Enum("opprettholdt", "omgjort", name="conclusion", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
        sa.Column("words", sa.String(length=500), nullable=False),
        sa.Column("municipality_id", KEY, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(["decided_by_id"], ["people.id"], name=op.f("fk_appeals_decided_by_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_appeals_person_id")),
        sa.ForeignKeyConstraint(
            ["municipality_id", "ruling_id"],
            ["rulings.municipality_id", "rulings.id"],
            name=op.f("fk_appeals_municipality_id_ruling_id"),
        ),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipalities.id"], name=op.f("fk_appeals_municipality_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeals")),
        sa.UniqueConstraint("public_id", name=op.f("uq_appeals_public_id")),
        sa.UniqueConstraint("ruling_id", name=op.f("uq_appeals_ruling_id")),
    )
    op.create_index(op.f("ix_appeals_person_id"), "appeals", ["person_id"])
    op.create_index(
        op.f("ix_appeals_municipality_id_decided_at_due_on"), "appeals", ["municipality_id", "decided_at", "due_on"]
    )
    op.create_index(op.f("ix_appeals_municipality_id_appealed_at"), "appeals", ["municipality_id", "appealed_at"])


def downgrade() -> None:
    op.drop_table("appeals")
    narrow(op.get_bind(), "letters", "kind", *LETTERS)
    narrow(op.get_bind(), "events", "what", *EVENTS)
