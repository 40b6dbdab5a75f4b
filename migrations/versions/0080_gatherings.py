"""Meetings on a challenge, who has signed up for them, and what came of them.

Revises: 0069
"""

import sqlalchemy as sa
from alembic import op

from samskaping.db import narrow, widen

revision = "0080"
down_revision = "0069"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
KINDS = sa.Enum(
    "medvirkning", "verksted", "befaring", name="gatheringkind", native_enum=False, create_constraint=True, length=40
)
EVENTS = (
    "gathering.published", "gathering.changed", "gathering.cancelled", "gathering.seated", "gathering.near",
    "gathering.minutes",
)  # fmt: skip


def upgrade() -> None:
    widen(op.get_bind(), "events", "what", *EVENTS)
    gatherings()
    seats()
    minutes()
    came_of()


def gatherings() -> None:
    op.create_table(
        "gatherings",
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("challenge_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("kind", KINDS, nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("about", sa.JSON(), nullable=True),
        sa.Column("access", sa.JSON(), nullable=True),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("link", sa.String(length=500), nullable=False),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("sign_up_until", sa.Date(), nullable=False),
        sa.Column("responsible_id", KEY, nullable=True),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("published_at", MOMENT, nullable=True),
        sa.Column("reminded_at", MOMENT, nullable=True),
        sa.Column("cancelled_at", MOMENT, nullable=True),
        sa.Column("cancelled_why", sa.String(length=500), nullable=False),
        sa.Column("municipality_id", KEY, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_gatherings_lasts")),
        sa.CheckConstraint("capacity IS NULL OR capacity > 0", name=op.f("ck_gatherings_places")),
        sa.CheckConstraint("(cancelled_at IS NULL) = (cancelled_why = '')", name=op.f("ck_gatherings_cancelled")),
        sa.CheckConstraint("cancelled_at IS NULL OR published_at IS NOT NULL", name=op.f("ck_gatherings_known")),
        sa.ForeignKeyConstraint(
            ["municipality_id", "challenge_id"],
            ["challenges.municipality_id", "challenges.id"],
            name=op.f("fk_gatherings_municipality_id_challenge_id"),
        ),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipalities.id"], name=op.f("fk_gatherings_municipality_id")),
        sa.ForeignKeyConstraint(["responsible_id"], ["people.id"], name=op.f("fk_gatherings_responsible_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gatherings")),
        sa.UniqueConstraint("public_id", name=op.f("uq_gatherings_public_id")),
    )
    op.create_index(op.f("ix_gatherings_challenge_id"), "gatherings", ["challenge_id"])
    op.create_index("ix_gatherings_time", "gatherings", ["municipality_id", "starts_at", "public_id"])
    op.create_index(op.f("ix_gatherings_responsible_id"), "gatherings", ["responsible_id"])


def seats() -> None:
    op.create_table(
        "seats",
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("gathering_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("is_waiting", sa.Boolean(), nullable=False),
        sa.Column("needs", sa.String(length=500), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(["gathering_id"], ["gatherings.id"], name=op.f("fk_seats_gathering_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_seats_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seats")),
        sa.UniqueConstraint("public_id", name=op.f("uq_seats_public_id")),
        sa.UniqueConstraint("gathering_id", "person_id", name=op.f("uq_seats_gathering_id_person_id")),
    )
    op.create_index(op.f("ix_seats_person_id"), "seats", ["person_id"])


def minutes() -> None:
    op.create_table(
        "minutes",
        sa.Column("gathering_id", KEY, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text", sa.JSON(), nullable=False),
        sa.Column("attended", sa.Integer(), nullable=False),
        sa.Column("written_at", MOMENT, nullable=False),
        sa.Column("edited_at", MOMENT, nullable=True),
        sa.Column("correction", sa.String(length=500), nullable=False),
        sa.Column("municipality_id", KEY, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.CheckConstraint("attended >= 0", name=op.f("ck_minutes_attended")),
        sa.ForeignKeyConstraint(["gathering_id"], ["gatherings.id"], name=op.f("fk_minutes_gathering_id")),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipalities.id"], name=op.f("fk_minutes_municipality_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes")),
        sa.UniqueConstraint("gathering_id", name=op.f("uq_minutes_gathering_id")),
    )


def came_of() -> None:
    op.create_table(
        "gathering_proposals",
        sa.Column("gathering_id", KEY, nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", KEY, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(["gathering_id"], ["gatherings.id"], name=op.f("fk_gathering_proposals_gathering_id")),
        sa.ForeignKeyConstraint(
            ["municipality_id", "proposal_id"],
            ["proposals.municipality_id", "proposals.id"],
            name=op.f("fk_gathering_proposals_municipality_id_proposal_id"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name=op.f("fk_gathering_proposals_municipality_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gathering_proposals")),
        sa.UniqueConstraint(
            "gathering_id", "proposal_id", name=op.f("uq_gathering_proposals_gathering_id_proposal_id")
        ),
    )
    op.create_index(op.f("ix_gathering_proposals_proposal_id"), "gathering_proposals", ["proposal_id"])


def downgrade() -> None:
    op.drop_table("gathering_proposals")
    op.drop_table("minutes")
    op.drop_table("seats")
    op.drop_table("gatherings")
    narrow(op.get_bind(), "events", "what", *EVENTS)
