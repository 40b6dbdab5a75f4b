"""Phases of a challenge, and what is open in each.

Revises: 0022
"""

import sqlalchemy as sa
from alembic import op

from samskaping.db import narrow, widen

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
EVENTS = (
    "challenge.phase_began", "challenge.phase_ended", "reflection.asked", "reflection.noted", "reflection.shown",
)  # fmt: skip
KINDS = ("behov", "forslag", "vurdering", "utvikling", "beslutning", "gjennomforing", "effekt")
TAKES = ("needs", "proposals", "comments", "support")


def upgrade() -> None:
    widen(op.get_bind(), "events", "what", *EVENTS)
    listed = ", ".join(f"'{kind}'" for kind in KINDS)
    # Added with its check by hand, as in 0009.
    op.execute(
        f"ALTER TABLE challenges ADD COLUMN phase VARCHAR(40) CONSTRAINT ck_challenges_phasekind"
        f" CHECK (phase IN ({listed}))"
    )
    op.create_table(
        "challenge_phases",
        sa.Column("challenge_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(*KINDS, name="phasekind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column(
            "participants",
            sa.Enum("alle", "innbyggere", name="participants", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        *(sa.Column(f"takes_{name}", sa.Boolean(), nullable=False) for name in TAKES),
        sa.Column("municipality_id", KEY, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.CheckConstraint("ends_on IS NULL OR ends_on >= begins_on", name=op.f("ck_challenge_phases_days")),
        sa.ForeignKeyConstraint(
            ["municipality_id", "challenge_id"],
            ["challenges.municipality_id", "challenges.id"],
            name=op.f("fk_challenge_phases_municipality_id_challenge_id"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name=op.f("fk_challenge_phases_municipality_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_challenge_phases")),
        sa.UniqueConstraint("challenge_id", "kind", name=op.f("uq_challenge_phases_challenge_id_kind")),
    )

    op.create_table(
        "reflections",
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("challenge_id", sa.Integer(), nullable=False),
        sa.Column(
            "phase",
            sa.Enum(*KINDS, name="phasekind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("question", sa.String(length=300), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("asked_by_id", KEY, nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("html", sa.String(), nullable=False),
        sa.Column("answer_language", sa.String(length=35), nullable=False),
        sa.Column("author_id", KEY, nullable=True),
        sa.Column("role", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("municipality_id", KEY, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(["asked_by_id"], ["people.id"], name=op.f("fk_reflections_asked_by_id")),
        sa.ForeignKeyConstraint(["author_id"], ["authors.id"], name=op.f("fk_reflections_author_id")),
        sa.ForeignKeyConstraint(
            ["municipality_id", "challenge_id"],
            ["challenges.municipality_id", "challenges.id"],
            name=op.f("fk_reflections_municipality_id_challenge_id"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name=op.f("fk_reflections_municipality_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reflections")),
        sa.UniqueConstraint("public_id", name=op.f("uq_reflections_public_id")),
    )
    op.create_index(op.f("ix_reflections_challenge_id"), "reflections", ["challenge_id"])


def downgrade() -> None:
    op.drop_table("reflections")
    op.drop_table("challenge_phases")
    op.drop_column("challenges", "phase")
    narrow(op.get_bind(), "events", "what", *EVENTS)
