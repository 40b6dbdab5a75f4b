"""Passages that are blacked out, and people who are kept from writing for a time.

Revises: 0009
"""

import sqlalchemy as sa
from alembic import op

from samskaping.db import narrow, widen

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
EVENTS = ("proposal.redacted", "comment.redacted", "redaction.undone", "writer.blocked", "block.lifted")


def upgrade() -> None:
    widen(op.get_bind(), "events", "what", *EVENTS)
    op.add_column("versions", sa.Column("original", sa.JSON(), nullable=True))
    for table in ("proposals", "comments"):
        op.add_column(table, sa.Column("redacted_for", sa.String(length=40), nullable=True))
    op.create_table(
        "redactions",
        sa.Column("ruling_id", sa.Integer(), nullable=False),
        sa.Column("subject_kind", sa.String(length=20), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("passages", sa.JSON(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by_id", KEY, nullable=True),
        sa.Column("undone_words", sa.String(length=500), nullable=False),
        *_ground("redactions", "undone_by_id"),
    )
    op.create_index(op.f("ix_redactions_subject_kind_subject_id"), "redactions", ["subject_kind", "subject_id"])
    op.create_table(
        "blocks",
        sa.Column("ruling_id", sa.Integer(), nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lifted_by_id", KEY, nullable=True),
        sa.Column("lifted_words", sa.String(length=500), nullable=False),
        *_ground("blocks", "person_id", "lifted_by_id"),
    )
    op.create_index(op.f("ix_blocks_person_id_municipality_id"), "blocks", ["person_id", "municipality_id"])


def _ground(table: str, *people: str) -> list[sa.schema.SchemaItem]:
    """What both tables have: municipality, key, and their ruling."""
    return [
        sa.Column("municipality_id", KEY, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "ruling_id"],
            ["rulings.municipality_id", "rulings.id"],
            name=op.f(f"fk_{table}_municipality_id_ruling_id"),
        ),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipalities.id"], name=op.f(f"fk_{table}_municipality_id")),
        *(sa.ForeignKeyConstraint([person], ["people.id"], name=op.f(f"fk_{table}_{person}")) for person in people),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("ruling_id", name=op.f(f"uq_{table}_ruling_id")),
    ]


def downgrade() -> None:
    op.drop_table("blocks")
    op.drop_table("redactions")
    for table in ("comments", "proposals"):
        op.drop_column(table, "redacted_for")
    op.drop_column("versions", "original")
    narrow(op.get_bind(), "events", "what", *EVENTS)
