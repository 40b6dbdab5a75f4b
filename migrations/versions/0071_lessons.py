"""What was learnt in a case before it was closed, and the municipalities that have use of it.

Revises: 0047
"""

import sqlalchemy as sa
from alembic import op

from samskaping.db import narrow, widen

revision = "0071"
down_revision = "0047"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
WHAT = ("lesson.written", "lesson.useful", "lesson.not_useful")


def upgrade() -> None:
    widen(op.get_bind(), "events", "what", *WHAT)
    op.create_table(
        "lessons",
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("worked", sa.String(), nullable=False),
        sa.Column("failed", sa.String(), nullable=False),
        sa.Column("otherwise", sa.String(), nullable=False),
        sa.Column("routine", sa.String(), nullable=False),
        sa.Column("written_at", MOMENT, nullable=False),
        sa.Column("edited_at", MOMENT, nullable=True),
        sa.Column("correction", sa.String(length=500), nullable=False),
        sa.Column("municipality_id", KEY, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "proposal_id"],
            ["proposals.municipality_id", "proposals.id"],
            name=op.f("fk_lessons_municipality_id_proposal_id"),
        ),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipalities.id"], name=op.f("fk_lessons_municipality_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lessons")),
        sa.UniqueConstraint("municipality_id", "id", name=op.f("uq_lessons_municipality_id_id")),
        sa.UniqueConstraint("proposal_id", name=op.f("uq_lessons_proposal_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_lessons_public_id")),
    )
    op.create_table(
        "lesson_uses",
        sa.Column("lesson_id", KEY, nullable=False),
        sa.Column("said_at", MOMENT, nullable=False),
        sa.Column("municipality_id", KEY, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(["lesson_id"], ["lessons.id"], name=op.f("fk_lesson_uses_lesson_id")),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name=op.f("fk_lesson_uses_municipality_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lesson_uses")),
        sa.UniqueConstraint("lesson_id", "municipality_id", name=op.f("uq_lesson_uses_lesson_id_municipality_id")),
    )
    op.create_index(op.f("ix_lesson_uses_municipality_id"), "lesson_uses", ["municipality_id"])


def downgrade() -> None:
    op.drop_table("lesson_uses")
    op.drop_table("lessons")
    narrow(op.get_bind(), "events", "what", *WHAT)
