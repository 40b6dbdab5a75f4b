"""Innbyggerforslag (kommuneloven § 12-1), and who has signed them.

Revises: 0041
"""

import sqlalchemy as sa
from alembic import op

from samskaping.db import narrow, widen

revision = "0060"
down_revision = "0041"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
EVENTS = (
    "initiative.opened",
    "initiative.sent",
    "initiative.withdrawn",
    "initiative.lapsed",
    "initiative.referred",
    "initiative.resumed",
    "initiative.decided",
    "initiative.decision_corrected",
    "initiative.followed_up",
    "initiative.paper",
    "initiative.paper_struck",
    "initiative.flagged",
    "initiative.clock",
    "initiative.late",
    "initiative.hidden",
    "initiative.restored",
)


def upgrade() -> None:
    widen(op.get_bind(), "events", "what", *EVENTS)
    initiatives()
    signatures()


def kinds(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def initiatives() -> None:
    op.create_table(
        "initiatives",
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column(
            "state",
            kinds(
                "initiativestate",
                "utkast",
                "underskrift",
                "sendt",
                "plansak",
                "behandlet",
                "fulgt_opp",
                "ikke_nok",
                "trukket",
            ),
            nullable=False,
        ),
        sa.Column("author_id", KEY, nullable=False),
        sa.Column("writer_id", KEY, nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("html", sa.String(), nullable=False),
        sa.Column("edited_at", MOMENT, nullable=False),
        sa.Column("opened_at", MOMENT, nullable=True),
        sa.Column("closes_on", sa.Date(), nullable=True),
        sa.Column("inhabitants", sa.Integer(), nullable=True),
        sa.Column("threshold", sa.Integer(), nullable=True),
        sa.Column("signature_count", sa.Integer(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("stopped_on", sa.Date(), nullable=True),
        sa.Column("paused_days", sa.Integer(), nullable=False),
        sa.Column("warned", sa.Integer(), nullable=False),
        sa.Column("plan_case", sa.String(length=500), nullable=False),
        sa.Column("treated_before", sa.String(length=500), nullable=False),
        sa.Column(
            "outcome", kinds("initiativeoutcome", "vedtatt", "delvis", "ikke_vedtatt", "ikke_reist"), nullable=True
        ),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("body", sa.String(length=200), nullable=False),
        sa.Column("case_number", sa.String(length=60), nullable=False),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("decision_language", sa.String(length=35), nullable=False),
        sa.Column("measures", sa.String(), nullable=False),
        sa.Column("measures_language", sa.String(length=35), nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("hidden_at", MOMENT, nullable=True),
        sa.Column("hidden_reason", sa.String(length=500), nullable=False),
        sa.Column("history_length", sa.Integer(), nullable=False),
        sa.Column("history_digest", sa.String(length=64), nullable=False),
        sa.Column("municipality_id", KEY, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.CheckConstraint("(outcome IS NULL) = (decided_on IS NULL)", name=op.f("ck_initiatives_decided")),
        sa.CheckConstraint("signature_count >= 0", name=op.f("ck_initiatives_counted")),
        sa.ForeignKeyConstraint(["author_id"], ["authors.id"], name=op.f("fk_initiatives_author_id")),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name=op.f("fk_initiatives_municipality_id")
        ),
        sa.ForeignKeyConstraint(["writer_id"], ["people.id"], name=op.f("fk_initiatives_writer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_initiatives")),
        sa.UniqueConstraint("municipality_id", "id", name=op.f("uq_initiatives_municipality_id_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_initiatives_public_id")),
    )
    op.create_index("ix_initiatives_state", "initiatives", ["municipality_id", "state", "opened_at", "public_id"])
    op.create_index("ix_initiatives_writer", "initiatives", ["writer_id", "edited_at"])


def signatures() -> None:
    op.create_table(
        "signatures",
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("person_id", KEY, nullable=True),
        sa.Column("kind", kinds("signaturekind", "erklart", "bekreftet", "papir"), nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("born", sa.Date(), nullable=True),
        sa.Column("signed_at", MOMENT, nullable=False),
        sa.Column("municipality_id", KEY, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "initiative_id"],
            ["initiatives.municipality_id", "initiatives.id"],
            name=op.f("fk_signatures_municipality_id_initiative_id"),
        ),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipalities.id"], name=op.f("fk_signatures_municipality_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_signatures_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signatures")),
        sa.UniqueConstraint("initiative_id", "mark", name=op.f("uq_signatures_initiative_id_mark")),
        sa.UniqueConstraint("initiative_id", "person_id", name=op.f("uq_signatures_initiative_id_person_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_signatures_public_id")),
    )
    op.create_index(op.f("ix_signatures_person_id"), "signatures", ["person_id"])


def downgrade() -> None:
    op.drop_table("signatures")
    op.drop_table("initiatives")
    narrow(op.get_bind(), "events", "what", *EVENTS)
