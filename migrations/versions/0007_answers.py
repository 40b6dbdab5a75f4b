"""Templates of answers, answers that wait for their hour, and exports.

Revises: 0006
"""

import sqlalchemy as sa
from alembic import op

from samskaping.db import narrow, widen

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

EVENTS = (
    "answer.planned",
    "answer.replanned",
    "answer.stopped",
    "answer.held",
    "deadline.passed",
    "case.quiet",
    "case.checked_in",
)


def upgrade() -> None:
    widen(op.get_bind(), "events", "what", *EVENTS)
    widen(op.get_bind(), "statements", "kind", "check_in")
    op.add_column("statements", sa.Column("mail_text", sa.String(), nullable=True))
    op.add_column("proposals", sa.Column("told_late_for", sa.Date(), nullable=True))
    op.create_table(
        "batches",
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("publish_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("made_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("municipality_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["made_by_id"], ["people.id"], name=op.f("fk_batches_made_by_id")),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipalities.id"], name=op.f("fk_batches_municipality_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batches")),
        sa.UniqueConstraint("municipality_id", "id", name=op.f("uq_batches_municipality_id_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_batches_public_id")),
    )

    op.create_table(
        "exports",
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "listing",
            sa.Enum("forslag", "innboks", name="exportlist", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column(
            "format",
            sa.Enum("csv", "xlsx", name="exportformat", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("is_personal", sa.Boolean(), nullable=False),
        sa.Column("filters", sa.JSON(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "venter",
                "lages",
                "ferdig",
                "mislykket",
                name="exportstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rows_total", sa.Integer(), nullable=True),
        sa.Column("rows_done", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("worker", sa.String(length=60), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipalities.id"], name=op.f("fk_exports_municipality_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_exports_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exports")),
        sa.UniqueConstraint("municipality_id", "id", name=op.f("uq_exports_municipality_id_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_exports_public_id")),
    )

    with op.batch_alter_table("exports", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_exports_asked_at"), ["asked_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_exports_person_id_asked_at"), ["person_id", "asked_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_exports_state_leased_until"), ["state", "leased_until"], unique=False)

    op.create_table(
        "export_chunks",
        sa.Column("export_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("municipality_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "export_id"],
            ["exports.municipality_id", "exports.id"],
            name=op.f("fk_export_chunks_municipality_id_export_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name=op.f("fk_export_chunks_municipality_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_export_chunks")),
        sa.UniqueConstraint("export_id", "number", name=op.f("uq_export_chunks_export_id_number")),
    )

    op.create_table(
        "answer_templates",
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "utkast",
                "til_godkjenning",
                "mottatt",
                "vurderes",
                "utvikles_sammen",
                "besluttes",
                "proves_ut",
                "innfores",
                "gevinst_males",
                "effekt_malt",
                "avsluttet_laering",
                "ikke_na",
                "avslatt",
                "ikke_kommunen",
                "slatt_sammen",
                "trukket",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("theme_id", sa.Integer(), nullable=True),
        sa.Column(
            "decision",
            sa.Enum(
                "ja",
                "delvis",
                "ikke_na",
                "nei",
                "videre",
                name="decision",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("title", sa.JSON(), nullable=True),
        sa.Column("text", sa.JSON(), nullable=False),
        sa.Column("mail_text", sa.JSON(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("municipality_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "theme_id"],
            ["themes.municipality_id", "themes.id"],
            name=op.f("fk_answer_templates_municipality_id_theme_id"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name=op.f("fk_answer_templates_municipality_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_templates")),
        sa.UniqueConstraint("public_id", name=op.f("uq_answer_templates_public_id")),
    )

    with op.batch_alter_table("answer_templates", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_answer_templates_municipality_id_name"), ["municipality_id", "name"], unique=False
        )

    op.create_table(
        "planned",
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.Column("verb", sa.String(length=40), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("case_version", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("publish_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "venter",
                "publisert",
                "holdt",
                "stoppet",
                name="plannedstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "obstacle",
            sa.Enum(
                "endret", "rettighet", "mangler", name="obstacle", native_enum=False, create_constraint=True, length=40
            ),
            nullable=True,
        ),
        sa.Column("why", sa.String(length=500), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("municipality_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "batch_id"],
            ["batches.municipality_id", "batches.id"],
            name=op.f("fk_planned_municipality_id_batch_id"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "proposal_id"],
            ["proposals.municipality_id", "proposals.id"],
            name=op.f("fk_planned_municipality_id_proposal_id"),
        ),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipalities.id"], name=op.f("fk_planned_municipality_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_planned_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_planned")),
        sa.UniqueConstraint("public_id", name=op.f("uq_planned_public_id")),
    )

    with op.batch_alter_table("planned", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_planned_batch_id"), ["batch_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_planned_municipality_id_state_publish_at"),
            ["municipality_id", "state", "publish_at"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_planned_state_publish_at"), ["state", "publish_at"], unique=False)
        batch_op.create_index(
            "uq_planned_waiting",
            ["proposal_id"],
            unique=True,
            postgresql_where=sa.text("state = 'venter'"),
            sqlite_where=sa.text("state = 'venter'"),
        )


def downgrade() -> None:
    for table in ("planned", "answer_templates", "export_chunks", "exports", "batches"):
        op.drop_table(table)
    op.drop_column("proposals", "told_late_for")
    op.drop_column("statements", "mail_text")
    narrow(op.get_bind(), "statements", "kind", "check_in")
    narrow(op.get_bind(), "events", "what", *EVENTS)
