"""Needs are things of their own, tied to challenges and proposals; reports and rulings can be about one.

Revises: 0020
"""

import sqlalchemy as sa
from alembic import op

from samskaping.db import narrow, widen

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WAITS = sa.text("held_since IS NOT NULL AND refused_at IS NULL AND retracted_at IS NULL")
ABOUT = "(proposal_id IS NULL) <> (need_id IS NULL) AND (need_id IS NULL OR comment_id IS NULL)"
EVENTS = (
    "need.told", "need.held", "need.published", "need.refused", "need.retracted", "need.hidden", "need.restored",
    "need.redacted", "need.tied", "need.loosened", "need.met", "proposal.meets",
)  # fmt: skip


def upgrade() -> None:
    widen(op.get_bind(), "events", "what", *EVENTS)
    widen(op.get_bind(), "letters", "kind", "need")
    widen(op.get_bind(), "exports", "listing", "behov")
    op.create_table(
        "needs",
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("reference", sa.String(length=14), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("author_id", KEY, nullable=False),
        sa.Column("writer_id", KEY, nullable=True),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("html", sa.String(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("retracted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("held_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "trust",
            sa.Enum(
                "ansatt", "gitt", "opparbeidet", name="trust", native_enum=False, create_constraint=True, length=40
            ),
            nullable=True,
        ),
        sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hidden_reason", sa.String(length=500), nullable=False),
        sa.Column(
            "hidden_code",
            sa.Enum(
                "spam",
                "krenkende",
                "personopplysninger",
                "utenfor_tema",
                "annet",
                name="reportreason",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("redacted_for", sa.String(length=40), nullable=True),
        sa.Column("open_reports", sa.Integer(), nullable=False),
        sa.Column("concern_count", sa.Integer(), nullable=False),
        sa.Column("history_length", sa.Integer(), nullable=False),
        sa.Column("history_digest", sa.String(length=64), nullable=False),
        sa.Column("municipality_id", KEY, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["authors.id"], name=op.f("fk_needs_author_id")),
        sa.ForeignKeyConstraint(
            ["municipality_id", "area_id"],
            ["areas.municipality_id", "areas.id"],
            name=op.f("fk_needs_municipality_id_area_id"),
        ),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipalities.id"], name=op.f("fk_needs_municipality_id")),
        sa.ForeignKeyConstraint(["writer_id"], ["people.id"], name=op.f("fk_needs_writer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_needs")),
        sa.UniqueConstraint("municipality_id", "id", name=op.f("uq_needs_municipality_id_id")),
        sa.UniqueConstraint("municipality_id", "reference", name=op.f("uq_needs_municipality_id_reference")),
        sa.UniqueConstraint("public_id", name=op.f("uq_needs_public_id")),
    )
    op.create_index("ix_needs_area", "needs", ["municipality_id", "area_id", "is_public", "told_at", "reference"])
    op.create_index("ix_needs_author", "needs", ["author_id"])
    op.create_index("ix_needs_concerning", "needs", ["municipality_id", "is_public", "concern_count", "reference"])
    op.create_index(
        "ix_needs_held",
        "needs",
        ["municipality_id", "held_since", "public_id"],
        postgresql_where=WAITS,
        sqlite_where=WAITS,
    )
    op.create_index("ix_needs_newest", "needs", ["municipality_id", "is_public", "told_at", "reference"])
    op.create_index("ix_needs_writer", "needs", ["writer_id", "told_at"])

    op.create_table(
        "need_concerns",
        sa.Column("need_id", sa.Integer(), nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("organisation_id", KEY, nullable=True),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("municipality_id", KEY, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "need_id"],
            ["needs.municipality_id", "needs.id"],
            name=op.f("fk_need_concerns_municipality_id_need_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_need_concerns_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name=op.f("fk_need_concerns_municipality_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_need_concerns_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need_concerns")),
    )
    op.create_index(op.f("ix_need_concerns_person_id"), "need_concerns", ["person_id"])
    for whom, condition in (("person", "organisation_id IS NULL"), ("organisation", "organisation_id IS NOT NULL")):
        op.create_index(
            f"uq_need_concerns_{whom}",
            "need_concerns",
            ["need_id", f"{whom}_id"],
            unique=True,
            postgresql_where=sa.text(condition),
            sqlite_where=sa.text(condition),
        )

    op.create_table(
        "need_contacts",
        sa.Column("need_id", sa.Integer(), nullable=False),
        sa.Column("email_key", sa.String(length=254), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("municipality_id", KEY, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "need_id"],
            ["needs.municipality_id", "needs.id"],
            name=op.f("fk_need_contacts_municipality_id_need_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name=op.f("fk_need_contacts_municipality_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need_contacts")),
        sa.UniqueConstraint("need_id", name=op.f("uq_need_contacts_need_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_need_contacts_token_hash")),
    )
    op.create_index(op.f("ix_need_contacts_email_key_asked_at"), "need_contacts", ["email_key", "asked_at"])

    op.create_table(
        "challenge_needs",
        sa.Column("challenge_id", sa.Integer(), nullable=False),
        sa.Column("need_id", sa.Integer(), nullable=False),
        sa.Column("is_origin", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("tied_by_id", KEY, nullable=True),
        sa.Column("tied_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("loosened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("municipality_id", KEY, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["challenge_id", "municipality_id"],
            ["challenge_partners.challenge_id", "challenge_partners.municipality_id"],
            name=op.f("fk_challenge_needs_challenge_id_municipality_id"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "need_id"],
            ["needs.municipality_id", "needs.id"],
            name=op.f("fk_challenge_needs_municipality_id_need_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name=op.f("fk_challenge_needs_municipality_id")
        ),
        sa.ForeignKeyConstraint(["tied_by_id"], ["people.id"], name=op.f("fk_challenge_needs_tied_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_challenge_needs")),
        sa.UniqueConstraint("challenge_id", "need_id", name=op.f("uq_challenge_needs_challenge_id_need_id")),
    )
    op.create_index(op.f("ix_challenge_needs_need_id"), "challenge_needs", ["need_id"])

    op.create_table(
        "proposal_needs",
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("need_id", sa.Integer(), nullable=False),
        sa.Column("said_by_id", KEY, nullable=True),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("municipality_id", KEY, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "need_id"],
            ["needs.municipality_id", "needs.id"],
            name=op.f("fk_proposal_needs_municipality_id_need_id"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "proposal_id"],
            ["proposals.municipality_id", "proposals.id"],
            name=op.f("fk_proposal_needs_municipality_id_proposal_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name=op.f("fk_proposal_needs_municipality_id")
        ),
        sa.ForeignKeyConstraint(["said_by_id"], ["people.id"], name=op.f("fk_proposal_needs_said_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal_needs")),
        sa.UniqueConstraint("proposal_id", "need_id", name=op.f("uq_proposal_needs_proposal_id_need_id")),
    )
    op.create_index(op.f("ix_proposal_needs_need_id"), "proposal_needs", ["need_id"])

    for table in ("reports", "rulings"):
        with op.batch_alter_table(table) as about:
            about.add_column(sa.Column("need_id", sa.Integer(), nullable=True))
            about.alter_column("proposal_id", existing_type=sa.Integer(), nullable=True)
            about.create_foreign_key(
                op.f(f"fk_{table}_municipality_id_need_id"),
                "needs",
                ["municipality_id", "need_id"],
                ["municipality_id", "id"],
            )
            about.create_check_constraint("about", ABOUT)
        op.create_index(op.f(f"ix_{table}_need_id"), table, ["need_id"])


def downgrade() -> None:
    for table in ("rulings", "reports"):
        op.drop_index(op.f(f"ix_{table}_need_id"), table)
        with op.batch_alter_table(table) as about:
            about.drop_constraint("about", type_="check")
            about.drop_constraint(op.f(f"fk_{table}_municipality_id_need_id"), type_="foreignkey")
            about.alter_column("proposal_id", existing_type=sa.Integer(), nullable=False)
            about.drop_column("need_id")
    for table in ("proposal_needs", "challenge_needs", "need_contacts", "need_concerns", "needs"):
        op.drop_table(table)
    theirs = "SELECT id FROM exports WHERE listing = 'behov'"
    op.execute(f"DELETE FROM export_chunks WHERE export_id IN ({theirs})")  # noqa: S608  our own words
    op.execute("DELETE FROM exports WHERE listing = 'behov'")
    narrow(op.get_bind(), "exports", "listing", "behov")
    narrow(op.get_bind(), "letters", "kind", "need")
    narrow(op.get_bind(), "events", "what", *EVENTS)
