"""Impartiality, evaluations, tasks and councils.

Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

from samskaping.db import narrow, widen

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_WHATS = (
    "impartiality.assured",
    "impartiality.denied",
    "impartiality.lifted",
    "evaluation.asked",
    "evaluation.dropped",
    "evaluation.submitted",
    "task.given",
    "task.done",
    "task.undone",
    "opinion.asked",
    "opinion.dropped",
    "opinion.given",
    "opinion.given_internally",
    "opinion.late",
    "case.linked",
    "case.unlinked",
    "challenge.criteria_set",
)
_LISTS = (("proposals", "partial_ids"), ("notes", "mentioned"), ("challenges", "criteria"))


def upgrade() -> None:
    connection = op.get_bind()
    widen(connection, "events", "what", *_WHATS)
    widen(connection, "statements", "kind", "opinion")
    widen(connection, "letters", "kind", "opinion", "opinion_late")
    for table, column in _LISTS:
        op.add_column(table, sa.Column(column, sa.JSON(), server_default="[]", nullable=False))
    op.add_column("challenges", sa.Column("hides_evaluations", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_table(
        "councils",
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "ungdomsrad",
                "eldrerad",
                "funksjonsrad",
                "annet",
                name="councilkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("municipality_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipalities.id"], name=op.f("fk_councils_municipality_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_councils")),
        sa.UniqueConstraint("municipality_id", "id", name=op.f("uq_councils_municipality_id_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_councils_public_id")),
    )
    op.create_table(
        "declarations",
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("is_partial", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lifted_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("lifted_why", sa.String(length=500), nullable=False),
        sa.Column("municipality_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["lifted_by_id"], ["people.id"], name=op.f("fk_declarations_lifted_by_id")),
        sa.ForeignKeyConstraint(
            ["municipality_id", "proposal_id"],
            ["proposals.municipality_id", "proposals.id"],
            name=op.f("fk_declarations_municipality_id_proposal_id"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name=op.f("fk_declarations_municipality_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_declarations_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_declarations")),
        sa.UniqueConstraint("proposal_id", "person_id", name=op.f("uq_declarations_proposal_id_person_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_declarations_public_id")),
    )
    op.create_index(
        op.f("ix_declarations_municipality_id_is_partial"),
        "declarations",
        ["municipality_id", "is_partial"],
        unique=False,
    )
    op.create_index(op.f("ix_declarations_person_id"), "declarations", ["person_id"], unique=False)
    op.create_table(
        "evaluations",
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("evaluator_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("asked_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "feasibility",
            sa.Enum(
                "gjennomforbar",
                "delvis",
                "ikke",
                name="feasibility",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("explanation", sa.String(), nullable=False),
        sa.Column("least_cost", sa.BigInteger(), nullable=True),
        sa.Column("most_cost", sa.BigInteger(), nullable=True),
        sa.Column("responsible", sa.String(length=200), nullable=False),
        sa.Column("time_needed", sa.String(length=200), nullable=False),
        sa.Column("scores", sa.JSON(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("municipality_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("(version = 0) = (submitted_at IS NULL)", name=op.f("ck_evaluations_submitted")),
        sa.CheckConstraint("least_cost <= most_cost", name=op.f("ck_evaluations_cost")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["people.id"], name=op.f("fk_evaluations_asked_by_id")),
        sa.ForeignKeyConstraint(["evaluator_id"], ["people.id"], name=op.f("fk_evaluations_evaluator_id")),
        sa.ForeignKeyConstraint(
            ["municipality_id", "proposal_id"],
            ["proposals.municipality_id", "proposals.id"],
            name=op.f("fk_evaluations_municipality_id_proposal_id"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name=op.f("fk_evaluations_municipality_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluations")),
        sa.UniqueConstraint("proposal_id", "evaluator_id", name=op.f("uq_evaluations_proposal_id_evaluator_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_evaluations_public_id")),
    )
    op.create_index(op.f("ix_evaluations_evaluator_id"), "evaluations", ["evaluator_id"], unique=False)
    op.create_index(
        "ix_evaluations_pending", "evaluations", ["municipality_id", "submitted_at", "evaluator_id"], unique=False
    )
    op.create_table(
        "tasks",
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "oppgave",
                "enhet",
                "rad",
                "kommune",
                name="taskkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("owner_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("council_id", sa.Integer(), nullable=True),
        sa.Column("asked_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_on", sa.Date(), nullable=True),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("answer_html", sa.String(), nullable=False),
        sa.Column("answer_language", sa.String(length=35), nullable=False),
        sa.Column("signed", sa.String(length=120), nullable=False),
        sa.Column("said_for", sa.JSON(), nullable=True),
        sa.Column("statement_id", sa.Integer(), nullable=True),
        sa.Column("token_hash", sa.String(length=64), nullable=True),
        sa.Column("municipality_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "(kind = 'oppgave' AND owner_id IS NOT NULL) OR (kind = 'enhet' AND unit_id IS NOT NULL) OR (kind = 'rad' AND council_id IS NOT NULL) OR (kind = 'kommune' AND asked_id IS NOT NULL)",
            name=op.f("ck_tasks_asked"),
        ),
        sa.ForeignKeyConstraint(["asked_id"], ["municipalities.id"], name=op.f("fk_tasks_asked_id")),
        sa.ForeignKeyConstraint(["created_by_id"], ["people.id"], name=op.f("fk_tasks_created_by_id")),
        sa.ForeignKeyConstraint(["done_by_id"], ["people.id"], name=op.f("fk_tasks_done_by_id")),
        sa.ForeignKeyConstraint(
            ["municipality_id", "council_id"],
            ["councils.municipality_id", "councils.id"],
            name=op.f("fk_tasks_municipality_id_council_id"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "proposal_id"],
            ["proposals.municipality_id", "proposals.id"],
            name=op.f("fk_tasks_municipality_id_proposal_id"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "statement_id"],
            ["statements.municipality_id", "statements.id"],
            name=op.f("fk_tasks_municipality_id_statement_id"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "unit_id"],
            ["units.municipality_id", "units.id"],
            name=op.f("fk_tasks_municipality_id_unit_id"),
        ),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipalities.id"], name=op.f("fk_tasks_municipality_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_tasks_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tasks")),
        sa.UniqueConstraint("public_id", name=op.f("uq_tasks_public_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_tasks_token_hash")),
    )
    op.create_index("ix_tasks_asked", "tasks", ["asked_id", "done_at"], unique=False)
    op.create_index("ix_tasks_open", "tasks", ["municipality_id", "done_at", "due"], unique=False)
    op.create_index(op.f("ix_tasks_owner_id"), "tasks", ["owner_id"], unique=False)
    op.create_index(op.f("ix_tasks_proposal_id_created_at"), "tasks", ["proposal_id", "created_at"], unique=False)
    op.create_table(
        "case_links",
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("linked_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("municipality_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("proposal_id < other_id", name=op.f("ck_case_links_order")),
        sa.ForeignKeyConstraint(["linked_by_id"], ["people.id"], name=op.f("fk_case_links_linked_by_id")),
        sa.ForeignKeyConstraint(
            ["municipality_id", "other_id"],
            ["proposals.municipality_id", "proposals.id"],
            name=op.f("fk_case_links_municipality_id_other_id"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "proposal_id"],
            ["proposals.municipality_id", "proposals.id"],
            name=op.f("fk_case_links_municipality_id_proposal_id"),
        ),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipalities.id"], name=op.f("fk_case_links_municipality_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_links")),
        sa.UniqueConstraint("proposal_id", "other_id", name=op.f("uq_case_links_proposal_id_other_id")),
    )
    op.create_index(op.f("ix_case_links_other_id"), "case_links", ["other_id"], unique=False)


def downgrade() -> None:
    for table in ("case_links", "tasks", "evaluations", "declarations", "councils"):
        op.drop_table(table)
    op.drop_column("challenges", "hides_evaluations")
    for table, column in reversed(_LISTS):
        op.drop_column(table, column)
    connection = op.get_bind()
    narrow(connection, "letters", "kind", "opinion", "opinion_late")
    narrow(connection, "statements", "kind", "opinion")
    narrow(connection, "events", "what", *_WHATS)
