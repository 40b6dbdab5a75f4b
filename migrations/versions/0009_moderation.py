"""What moderators ruled, whom a municipality trusts, and texts that are read before they are published.

Revises: 0008
"""

import sqlalchemy as sa
from alembic import op

from samskaping.db import narrow, widen

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
EVENTS = (
    "proposal.republished",
    "proposal.rewritten",
    "comment.held",
    "comment.approved",
    "comment.refused",
    "trust.given",
    "trust.taken",
)
DEEDS = ("godkjent", "avvist", "beholdt", "skjult", "vist", "sladdet", "blokkert")
REASONS = ("spam", "krenkende", "personopplysninger", "utenfor_tema", "annet")
WAITS = "held_since IS NOT NULL AND refused_at IS NULL AND retracted_at IS NULL"
#: (table, column, values): a column is added with its check by hand, as in 0005.
KINDS = (
    ("challenges", "proposals_read", ("forst", "etter")),
    ("challenges", "comments_read", ("forst", "etter")),
    ("proposals", "trust", ("ansatt", "gitt", "opparbeidet")),
    ("comments", "trust", ("ansatt", "gitt", "opparbeidet")),
    ("proposals", "hidden_code", REASONS),
    ("comments", "hidden_code", REASONS),
)
MOMENTS = (
    ("proposals", "approved_at"),
    ("comments", "held_since"),
    ("comments", "approved_at"),
    ("comments", "refused_at"),
)


def upgrade() -> None:
    widen(op.get_bind(), "events", "what", *EVENTS)
    op.add_column(
        "municipalities", sa.Column("comment_approval", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column("municipalities", sa.Column("trust_after", sa.Integer(), nullable=False, server_default="5"))
    for table, column in MOMENTS:
        op.add_column(table, sa.Column(column, sa.DateTime(timezone=True), nullable=True))
    for table, column, values in KINDS:
        listed = ", ".join(f"'{value}'" for value in values)
        op.execute(
            f"ALTER TABLE {table} ADD COLUMN {column} VARCHAR(40)"
            f" CONSTRAINT ck_{table}_{column} CHECK ({column} IN ({listed}))"
        )
    op.create_index(
        "ix_comments_held",
        "comments",
        ["municipality_id", "held_since", "public_id"],
        postgresql_where=sa.text(WAITS),
        sqlite_where=sa.text(WAITS),
    )
    _rulings()
    _trust_words()


def _rulings() -> None:
    op.create_table(
        "rulings",
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("comment_id", sa.Integer(), nullable=True),
        sa.Column(
            "deed",
            sa.Enum(*DEEDS, name="deed", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column(
            "reason",
            sa.Enum(*REASONS, name="reportreason", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
        sa.Column("words", sa.String(length=500), nullable=False),
        sa.Column("decided_by_id", KEY, nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("municipality_id", KEY, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(["decided_by_id"], ["people.id"], name=op.f("fk_rulings_decided_by_id")),
        sa.ForeignKeyConstraint(
            ["municipality_id", "comment_id"],
            ["comments.municipality_id", "comments.id"],
            name=op.f("fk_rulings_municipality_id_comment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "proposal_id"],
            ["proposals.municipality_id", "proposals.id"],
            name=op.f("fk_rulings_municipality_id_proposal_id"),
        ),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipalities.id"], name=op.f("fk_rulings_municipality_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rulings")),
        sa.UniqueConstraint("municipality_id", "id", name=op.f("uq_rulings_municipality_id_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_rulings_public_id")),
    )
    op.create_index(op.f("ix_rulings_municipality_id_decided_at"), "rulings", ["municipality_id", "decided_at"])
    op.create_index(op.f("ix_rulings_proposal_id"), "rulings", ["proposal_id"])
    op.create_index(op.f("ix_rulings_comment_id"), "rulings", ["comment_id"])


def _trust_words() -> None:
    op.create_table(
        "trust_words",
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("is_trusted", sa.Boolean(), nullable=False),
        sa.Column("why", sa.String(length=500), nullable=False),
        sa.Column("said_by_id", KEY, nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("municipality_id", KEY, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name=op.f("fk_trust_words_municipality_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_trust_words_person_id")),
        sa.ForeignKeyConstraint(["said_by_id"], ["people.id"], name=op.f("fk_trust_words_said_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trust_words")),
    )
    op.create_index(
        op.f("ix_trust_words_municipality_id_person_id_said_at"),
        "trust_words",
        ["municipality_id", "person_id", "said_at"],
    )


def downgrade() -> None:
    op.drop_table("trust_words")
    op.drop_table("rulings")
    op.drop_index("ix_comments_held", "comments")
    for table, column, _values in KINDS:
        op.drop_column(table, column)
    for table, column in MOMENTS:
        op.drop_column(table, column)
    op.drop_column("municipalities", "trust_after")
    op.drop_column("municipalities", "comment_approval")
    narrow(op.get_bind(), "events", "what", *EVENTS)
