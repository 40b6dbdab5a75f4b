"""Votes on what a sum goes to, what stands on their ballots, and the ballots.

Revises: 0072
"""

import sqlalchemy as sa
from alembic import op

from samskaping.db import narrow, widen

revision = "0066"
down_revision = "0072"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
EVENTS = ("vote.announced", "vote.closed", "vote.taken_back")


def upgrade() -> None:
    widen(op.get_bind(), "events", "what", *EVENTS)
    votes()
    vote_items()
    ballots()


def kinds(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def votes() -> None:
    op.create_table(
        "votes",
        sa.Column("challenge_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", kinds("ballotkind", "kryss", "fordel"), nullable=False),
        sa.Column("budget", sa.Integer(), nullable=False),
        sa.Column("proof", kinds("proof", "ingen", "epost", "bekreftet", "bosatt"), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("decides", sa.JSON(), nullable=True),
        sa.Column("counts", sa.JSON(), nullable=True),
        sa.Column("announced_at", MOMENT, nullable=True),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.Column("ballot_count", sa.Integer(), nullable=False),
        sa.Column("taken_back_at", MOMENT, nullable=True),
        sa.Column("taken_back_why", sa.String(length=500), nullable=False),
        sa.Column("municipality_id", KEY, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.CheckConstraint("closes_on >= opens_on", name=op.f("ck_votes_days")),
        sa.CheckConstraint("budget > 0", name=op.f("ck_votes_sum")),
        sa.CheckConstraint("closed_at IS NULL OR announced_at IS NOT NULL", name=op.f("ck_votes_announced")),
        sa.CheckConstraint("(taken_back_at IS NULL) = (taken_back_why = '')", name=op.f("ck_votes_taken_back")),
        sa.CheckConstraint("taken_back_at IS NULL OR closed_at IS NULL", name=op.f("ck_votes_ended_once")),
        sa.ForeignKeyConstraint(
            ["municipality_id", "challenge_id"],
            ["challenges.municipality_id", "challenges.id"],
            name=op.f("fk_votes_municipality_id_challenge_id"),
        ),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipalities.id"], name=op.f("fk_votes_municipality_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_votes")),
    )
    standing = sa.text("taken_back_at IS NULL")
    op.create_index(
        op.f("ix_votes_challenge_id"), "votes", ["challenge_id"],
        unique=True, postgresql_where=standing, sqlite_where=standing,
    )  # fmt: skip


def vote_items() -> None:
    op.create_table(
        "vote_items",
        sa.Column("vote_id", KEY, nullable=False),
        sa.Column("proposal_id", KEY, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("cost", sa.Integer(), nullable=False),
        sa.Column("vote_count", sa.Integer(), nullable=False),
        sa.Column("greedy_place", sa.Integer(), nullable=True),
        sa.Column("shares_place", sa.Integer(), nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.CheckConstraint("cost > 0", name=op.f("ck_vote_items_cost")),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposals.id"], name=op.f("fk_vote_items_proposal_id")),
        sa.ForeignKeyConstraint(["vote_id"], ["votes.id"], name=op.f("fk_vote_items_vote_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vote_items")),
        sa.UniqueConstraint("vote_id", "number", name=op.f("uq_vote_items_vote_id_number")),
        sa.UniqueConstraint("vote_id", "proposal_id", name=op.f("uq_vote_items_vote_id_proposal_id")),
    )
    op.create_index(op.f("ix_vote_items_proposal_id"), "vote_items", ["proposal_id"])


def ballots() -> None:
    op.create_table(
        "ballots",
        sa.Column("vote_id", KEY, nullable=False),
        sa.Column("marks", sa.JSON(), nullable=False),
        sa.Column("person_id", KEY, nullable=True),
        sa.Column("mark", sa.String(length=64), nullable=True),
        sa.Column("cast_at", MOMENT, nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.CheckConstraint("(number IS NULL) = (mark IS NOT NULL)", name=op.f("ck_ballots_secret")),
        sa.CheckConstraint(
            "number IS NULL OR (person_id IS NULL AND cast_at IS NULL)", name=op.f("ck_ballots_nobodys")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_ballots_person_id")),
        sa.ForeignKeyConstraint(["vote_id"], ["votes.id"], name=op.f("fk_ballots_vote_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ballots")),
        sa.UniqueConstraint("vote_id", "mark", name=op.f("uq_ballots_vote_id_mark")),
        sa.UniqueConstraint("vote_id", "person_id", name=op.f("uq_ballots_vote_id_person_id")),
        sa.UniqueConstraint("vote_id", "number", name=op.f("uq_ballots_vote_id_number")),
    )
    op.create_index(op.f("ix_ballots_person_id"), "ballots", ["person_id"])


def downgrade() -> None:
    op.drop_table("ballots")
    op.drop_table("vote_items")
    op.drop_table("votes")
    narrow(op.get_bind(), "events", "what", *EVENTS)
