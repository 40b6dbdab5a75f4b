"""Offers of help, what is asked for, and agreements of partnership.

Revises: 0021
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from samskaping.db import narrow, widen

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
KINDS = ("tid", "kompetanse", "lokale", "utstyr", "data", "penger")
STATES = ("venter", "antatt", "levert", "avslatt", "trukket")
SUBJECTS = ("challenge", "need", "proposal")
ONE = " + ".join(f"(CASE WHEN {subject}_id IS NULL THEN 0 ELSE 1 END)" for subject in SUBJECTS)
EVENTS = (
    "ask.made", "ask.closed", "offer.made", "offer.accepted", "offer.declined", "offer.delivered", "offer.withdrawn",
    "offer.lost", "partnership.written", "partnership.confirmed",
)  # fmt: skip


def upgrade() -> None:
    widen(op.get_bind(), "events", "what", *EVENTS)
    contribution("asks", sa.Column("asked_at", MOMENT, nullable=False), sa.Column("closed_at", MOMENT, nullable=True))
    contribution(
        "offers",
        sa.Column("ask_id", sa.Integer(), nullable=True),
        sa.Column("giver_id", KEY, nullable=False),
        sa.Column("organisation_id", KEY, nullable=True),
        sa.Column("state", kinds("offerstate", STATES), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("offered_at", MOMENT, nullable=False),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("decided_by_id", KEY, nullable=True),
        sa.Column("settled_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id", "ask_id"], ["asks.municipality_id", "asks.id"], name="fk_offers_municipality_id_ask_id"
        ),
        sa.ForeignKeyConstraint(["giver_id"], ["people.id"], name="fk_offers_giver_id"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name="fk_offers_organisation_id"),
        sa.ForeignKeyConstraint(["decided_by_id"], ["people.id"], name="fk_offers_decided_by_id"),
    )
    op.create_index("ix_offers_state", "offers", ["municipality_id", "state", "offered_at", "public_id"])
    op.create_index("ix_offers_newest", "offers", ["municipality_id", "offered_at", "public_id"])
    op.create_index("ix_offers_giver", "offers", ["giver_id", "offered_at"])
    op.create_index("ix_offers_organisation_id", "offers", ["organisation_id"])
    for subject in SUBJECTS:
        for giver, of_whom in (("giver", "organisation_id IS NULL"), ("organisation", "organisation_id IS NOT NULL")):
            standing = sa.text(f"{of_whom} AND settled_at IS NULL")
            op.create_index(
                f"uq_offers_{subject}_{giver}",
                "offers",
                [f"{subject}_id", "kind", f"{giver}_id"],
                unique=True,
                postgresql_where=standing,
                sqlite_where=standing,
            )
    partnerships()


def kinds(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def contribution(table: str, *more: Any) -> None:
    """What is asked for and what is offered are told in the same columns."""
    op.create_table(
        table,
        *more,
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("challenge_id", sa.Integer(), nullable=True),
        sa.Column("need_id", sa.Integer(), nullable=True),
        sa.Column("proposal_id", sa.Integer(), nullable=True),
        sa.Column("author_id", KEY, nullable=False),
        sa.Column("kind", kinds("offerkind", KINDS), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("html", sa.String(), nullable=False),
        sa.Column("municipality_id", KEY, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.CheckConstraint(f"{ONE} = 1", name=op.f(f"ck_{table}_about")),
        sa.ForeignKeyConstraint(["author_id"], ["authors.id"], name=op.f(f"fk_{table}_author_id")),
        sa.ForeignKeyConstraint(
            ["challenge_id", "municipality_id"],
            ["challenge_partners.challenge_id", "challenge_partners.municipality_id"],
            name=op.f(f"fk_{table}_challenge_id_municipality_id"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "need_id"],
            ["needs.municipality_id", "needs.id"],
            name=op.f(f"fk_{table}_municipality_id_need_id"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "proposal_id"],
            ["proposals.municipality_id", "proposals.id"],
            name=op.f(f"fk_{table}_municipality_id_proposal_id"),
        ),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipalities.id"], name=op.f(f"fk_{table}_municipality_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("municipality_id", "id", name=op.f(f"uq_{table}_municipality_id_id")),
        sa.UniqueConstraint("public_id", name=op.f(f"uq_{table}_public_id")),
    )
    for subject in SUBJECTS:
        op.create_index(op.f(f"ix_{table}_{subject}_id"), table, [f"{subject}_id"])


def partnerships() -> None:
    op.create_table(
        "partnerships",
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("their_part", sa.String(), nullable=False),
        sa.Column("our_part", sa.String(), nullable=False),
        sa.Column("by_on", sa.Date(), nullable=False),
        sa.Column("written_at", MOMENT, nullable=False),
        sa.Column("municipality_by_id", KEY, nullable=True),
        sa.Column("municipality_at", MOMENT, nullable=True),
        sa.Column("organisation_by_id", KEY, nullable=True),
        sa.Column("organisation_at", MOMENT, nullable=True),
        sa.Column("confirmed_at", MOMENT, nullable=True),
        sa.Column("municipality_id", KEY, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.CheckConstraint(
            "confirmed_at IS NULL OR (municipality_at IS NOT NULL AND organisation_at IS NOT NULL)",
            name=op.f("ck_partnerships_confirmed"),
        ),
        sa.ForeignKeyConstraint(["municipality_by_id"], ["people.id"], name=op.f("fk_partnerships_municipality_by_id")),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name=op.f("fk_partnerships_municipality_id")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "offer_id"],
            ["offers.municipality_id", "offers.id"],
            name=op.f("fk_partnerships_municipality_id_offer_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_by_id"], ["people.id"], name=op.f("fk_partnerships_organisation_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partnerships")),
        sa.UniqueConstraint("offer_id", name=op.f("uq_partnerships_offer_id")),
    )


def downgrade() -> None:
    for table in ("partnerships", "offers", "asks"):
        op.drop_table(table)
    narrow(op.get_bind(), "events", "what", *EVENTS)
