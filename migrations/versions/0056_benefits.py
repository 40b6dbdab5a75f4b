"""The plan of benefits with its measurements, and what a challenge expects.

Revises: 0046
"""

import sqlalchemy as sa
from alembic import op

from samskaping.db import narrow, widen

revision = "0056"
down_revision = "0048"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
WHAT = (
    "benefit.planned",
    "benefit.given",
    "benefit.changed",
    "benefit.dropped",
    "measurement.made",
    "measurement.taken_back",
    "measurement.asked",
    "measurement.ask_dropped",
    "measurement.late",
)


def upgrade() -> None:
    widen(op.get_bind(), "events", "what", *WHAT)
    widen(op.get_bind(), "letters", "kind", "measure")
    op.add_column("challenges", sa.Column("effect", sa.JSON(), nullable=True))
    benefits()
    measurements()
    measure_asks()


def kinds(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def benefits() -> None:
    op.create_table(
        "benefits",
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("challenge_id", sa.Integer(), nullable=True),
        sa.Column("proposal_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("category", kinds("category", "budsjett", "annen_bruk", "andre", "uten_pris"), nullable=False),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("indicator", sa.JSON(), nullable=False),
        sa.Column("unit", sa.JSON(), nullable=True),
        sa.Column("zero_value", sa.String(length=24), nullable=True),
        sa.Column("zero_on", sa.Date(), nullable=True),
        sa.Column("zero_method", sa.JSON(), nullable=True),
        sa.Column("target", sa.String(length=24), nullable=True),
        sa.Column("target_on", sa.Date(), nullable=True),
        sa.Column("owner_id", KEY, nullable=True),
        sa.Column("gains", sa.JSON(), nullable=True),
        sa.Column("loses", sa.JSON(), nullable=True),
        sa.Column("preconditions", sa.JSON(), nullable=True),
        sa.Column("risk", sa.JSON(), nullable=True),
        sa.Column("measuring", sa.JSON(), nullable=True),
        sa.Column("measuring_cost", sa.String(length=24), nullable=True),
        sa.Column("rhythm", kinds("rhythm", "kvartal", "halvar", "ar", "til_slutt"), nullable=False),
        sa.Column("measure_on", sa.Date(), nullable=True),
        sa.Column("reminded_for", sa.Date(), nullable=True),
        sa.Column("planned_at", MOMENT, nullable=False),
        sa.Column("edited_at", MOMENT, nullable=True),
        sa.Column("dropped_at", MOMENT, nullable=True),
        sa.Column("municipality_id", KEY, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.CheckConstraint("(challenge_id IS NULL) <> (proposal_id IS NULL)", name=op.f("ck_benefits_about")),
        sa.CheckConstraint("(target IS NULL) = (target_on IS NULL)", name=op.f("ck_benefits_target")),
        sa.CheckConstraint("(zero_value IS NULL) = (zero_on IS NULL)", name=op.f("ck_benefits_zero")),
        sa.ForeignKeyConstraint(
            ["municipality_id", "challenge_id"],
            ["challenges.municipality_id", "challenges.id"],
            name=op.f("fk_benefits_municipality_id_challenge_id"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "proposal_id"],
            ["proposals.municipality_id", "proposals.id"],
            name=op.f("fk_benefits_municipality_id_proposal_id"),
        ),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipalities.id"], name=op.f("fk_benefits_municipality_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_benefits_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_benefits")),
        sa.UniqueConstraint("municipality_id", "id", name=op.f("uq_benefits_municipality_id_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_benefits_public_id")),
    )
    op.create_index(op.f("ix_benefits_challenge_id"), "benefits", ["challenge_id"])
    op.create_index("ix_benefits_due", "benefits", ["measure_on"])
    op.create_index(op.f("ix_benefits_owner_id"), "benefits", ["owner_id"])
    op.create_index(op.f("ix_benefits_proposal_id"), "benefits", ["proposal_id"])


def measure_asks() -> None:
    op.create_table(
        "measure_asks",
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("benefit_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("words", sa.String(length=500), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("asked_by_id", KEY, nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=True),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("dropped_at", MOMENT, nullable=True),
        sa.Column("municipality_id", KEY, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(["asked_by_id"], ["people.id"], name=op.f("fk_measure_asks_asked_by_id")),
        sa.ForeignKeyConstraint(
            ["municipality_id", "benefit_id"],
            ["benefits.municipality_id", "benefits.id"],
            name=op.f("fk_measure_asks_municipality_id_benefit_id"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name=op.f("fk_measure_asks_municipality_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure_asks")),
        sa.UniqueConstraint("public_id", name=op.f("uq_measure_asks_public_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_measure_asks_token_hash")),
    )
    op.create_index(op.f("ix_measure_asks_benefit_id"), "measure_asks", ["benefit_id"])


def measurements() -> None:
    op.create_table(
        "measurements",
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("benefit_id", sa.Integer(), nullable=False),
        sa.Column("measured_on", sa.Date(), nullable=False),
        sa.Column("value", sa.String(length=24), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("author_id", KEY, nullable=False),
        sa.Column("signed", sa.String(length=120), nullable=False),
        sa.Column("entered_at", MOMENT, nullable=False),
        sa.Column("taken_back_at", MOMENT, nullable=True),
        sa.Column("taken_back_why", sa.String(length=500), nullable=False),
        sa.Column("municipality_id", KEY, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.CheckConstraint("(taken_back_at IS NULL) = (taken_back_why = '')", name=op.f("ck_measurements_taken_back")),
        sa.ForeignKeyConstraint(["author_id"], ["authors.id"], name=op.f("fk_measurements_author_id")),
        sa.ForeignKeyConstraint(
            ["municipality_id", "benefit_id"],
            ["benefits.municipality_id", "benefits.id"],
            name=op.f("fk_measurements_municipality_id_benefit_id"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name=op.f("fk_measurements_municipality_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measurements")),
        sa.UniqueConstraint("public_id", name=op.f("uq_measurements_public_id")),
    )
    op.create_index(op.f("ix_measurements_benefit_id_measured_on"), "measurements", ["benefit_id", "measured_on"])


def downgrade() -> None:
    op.drop_table("measure_asks")
    op.drop_table("measurements")
    op.drop_table("benefits")
    op.drop_column("challenges", "effect")
    narrow(op.get_bind(), "letters", "kind", "measure")
    narrow(op.get_bind(), "events", "what", *WHAT)
