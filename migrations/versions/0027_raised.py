"""Challenges that others raise, and other words that they suggest; how one knows that a challenge is solved.

Revises: 0025
"""

import sqlalchemy as sa
from alembic import op

from samskaping.db import narrow, widen

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
EVENTS = (
    "raised.sent", "raised.taken", "raised.declined", "raised.withdrawn", "challenge.raised", "wording.suggested",
    "wording.taken", "wording.declined", "wording.hidden", "wording.withdrawn",
)  # fmt: skip


def upgrade() -> None:
    widen(op.get_bind(), "events", "what", *EVENTS)
    op.add_column("challenges", sa.Column("success", sa.JSON(), nullable=True))
    raised()
    wordings()


def kinds(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def raised() -> None:
    op.create_table(
        "raised",
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("state", kinds("raisedstate", "utkast", "sendt", "tatt_inn", "avslatt", "trukket"), nullable=False),
        sa.Column("author_id", KEY, nullable=False),
        sa.Column("writer_id", KEY, nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("need", sa.String(), nullable=False),
        sa.Column("concerns", sa.String(), nullable=False),
        sa.Column("success", sa.String(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=True),
        sa.Column("need_id", sa.Integer(), nullable=True),
        sa.Column("edited_at", MOMENT, nullable=False),
        sa.Column("sent_at", MOMENT, nullable=True),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("decided_by_id", KEY, nullable=True),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("challenge_id", sa.Integer(), nullable=True),
        sa.Column("history_length", sa.Integer(), nullable=False),
        sa.Column("history_digest", sa.String(length=64), nullable=False),
        sa.Column("municipality_id", KEY, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.CheckConstraint("(state = 'tatt_inn') = (challenge_id IS NOT NULL)", name=op.f("ck_raised_taken")),
        sa.ForeignKeyConstraint(["author_id"], ["authors.id"], name=op.f("fk_raised_author_id")),
        sa.ForeignKeyConstraint(["writer_id"], ["people.id"], name=op.f("fk_raised_writer_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["people.id"], name=op.f("fk_raised_decided_by_id")),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipalities.id"], name=op.f("fk_raised_municipality_id")),
        *(
            sa.ForeignKeyConstraint(
                ["municipality_id", f"{one}_id"],
                [f"{one}s.municipality_id", f"{one}s.id"],
                name=op.f(f"fk_raised_municipality_id_{one}_id"),
            )
            for one in ("theme", "need", "challenge")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_raised")),
        sa.UniqueConstraint("municipality_id", "id", name=op.f("uq_raised_municipality_id_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_raised_public_id")),
        sa.UniqueConstraint("challenge_id", name=op.f("uq_raised_challenge_id")),
    )
    op.create_index("ix_raised_state", "raised", ["municipality_id", "state", "sent_at", "public_id"])
    op.create_index("ix_raised_writer", "raised", ["writer_id", "edited_at"])


def wordings() -> None:
    op.create_table(
        "wordings",
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("challenge_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=20), nullable=False),
        sa.Column("form", sa.String(length=2), nullable=False),
        sa.Column("before", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("why", sa.String(length=500), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("state", kinds("wordingstate", "apen", "tatt_inn", "avslatt", "trukket"), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("author_id", KEY, nullable=False),
        sa.Column("writer_id", KEY, nullable=False),
        sa.Column("suggested_at", MOMENT, nullable=False),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("decided_by_id", KEY, nullable=True),
        sa.Column("answer", sa.String(length=1000), nullable=False),
        sa.Column("hidden_at", MOMENT, nullable=True),
        sa.Column("municipality_id", KEY, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "challenge_id"],
            ["challenges.municipality_id", "challenges.id"],
            name=op.f("fk_wordings_municipality_id_challenge_id"),
        ),
        sa.ForeignKeyConstraint(["author_id"], ["authors.id"], name=op.f("fk_wordings_author_id")),
        sa.ForeignKeyConstraint(["writer_id"], ["people.id"], name=op.f("fk_wordings_writer_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["people.id"], name=op.f("fk_wordings_decided_by_id")),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipalities.id"], name=op.f("fk_wordings_municipality_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wordings")),
        sa.UniqueConstraint("public_id", name=op.f("uq_wordings_public_id")),
    )
    op.create_index("ix_wordings_challenge", "wordings", ["challenge_id", "suggested_at", "public_id"])
    op.create_index("ix_wordings_state", "wordings", ["municipality_id", "state", "suggested_at", "public_id"])
    op.create_index("ix_wordings_writer", "wordings", ["writer_id", "suggested_at"])


def downgrade() -> None:
    op.drop_table("wordings")
    op.drop_table("raised")
    op.drop_column("challenges", "success")
    narrow(op.get_bind(), "events", "what", *EVENTS)
