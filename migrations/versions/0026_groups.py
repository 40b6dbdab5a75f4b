"""Working groups of proposals: seats, the shared draft, what is said and minuted, tasks.

Revises: 0025
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from samskaping.db import narrow, widen

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
ROLES = ("forfatter", "medforfatter", "partner", "kommunen", "ansatt", "tillitsvalgt")
IN_FORCE = sa.text("left_at IS NULL")
EVENTS = (
    "group.invited", "group.joined", "group.left", "group.opened", "group.closed", "group.said", "group.minuted",
    "group.minutes_turned", "group.drafted", "group.draft_shown", "group.draft_hidden", "group.draft_used",
    "group.task_given", "group.task_done", "group.task_reopened",
)  # fmt: skip


def upgrade() -> None:
    widen(op.get_bind(), "events", "what", *EVENTS)
    widen(op.get_bind(), "letters", "kind", "group")
    members()
    of_a_case(
        "group_drafts",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("shown_version", sa.Integer(), nullable=True),
        sa.Column("used_version", sa.Integer(), nullable=True),
        sa.UniqueConstraint("proposal_id", name=op.f("uq_group_drafts_proposal_id")),
    )
    posts()
    tasks()


def kinds(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def key(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"))


def of_a_case(table: str, *more: Any) -> None:
    """A table whose rows stand in one case."""
    op.create_table(
        table,
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        *more,
        sa.Column("municipality_id", KEY, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "proposal_id"],
            ["proposals.municipality_id", "proposals.id"],
            name=op.f(f"fk_{table}_municipality_id_proposal_id"),
        ),
        key(table, "municipality_id", "municipalities"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )


def members() -> None:
    table = "group_members"
    of_a_case(
        table,
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("role", kinds("memberrole", ROLES), nullable=False),
        sa.Column("email_key", sa.String(length=254), nullable=True),
        sa.Column("organisation_id", KEY, nullable=True),
        sa.Column("person_id", KEY, nullable=True),
        sa.Column("author_id", KEY, nullable=True),
        sa.Column("invited_by_id", KEY, nullable=True),
        sa.Column("invited_at", MOMENT, nullable=False),
        sa.Column("joined_at", MOMENT, nullable=True),
        sa.Column("left_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "joined_at IS NULL OR (person_id IS NOT NULL AND author_id IS NOT NULL)",
            name=op.f("ck_group_members_joined"),
        ),
        key(table, "organisation_id", "organisations"),
        key(table, "person_id", "people"),
        key(table, "author_id", "authors"),
        key(table, "invited_by_id", "people"),
        sa.UniqueConstraint("public_id", name=op.f("uq_group_members_public_id")),
        sa.UniqueConstraint("municipality_id", "id", name=op.f("uq_group_members_municipality_id_id")),
    )
    for who in ("person_id", "email_key", "organisation_id"):
        op.create_index(
            f"uq_group_members_{who}",
            table,
            ["proposal_id", who],
            unique=True,
            postgresql_where=IN_FORCE,
            sqlite_where=IN_FORCE,
        )
    op.create_index("ix_group_members_person", table, ["person_id", "left_at"])
    op.create_index("ix_group_members_address", table, ["email_key"])
    op.create_index("ix_group_members_organisation", table, ["organisation_id", "joined_at"])


def posts() -> None:
    table = "group_posts"
    of_a_case(
        table,
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("kind", kinds("postkind", ("innlegg", "referat")), nullable=False),
        sa.Column("author_id", KEY, nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("html", sa.String(), nullable=False),
        sa.Column("posted_at", MOMENT, nullable=False),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.CheckConstraint("(kind = 'referat') = (held_on IS NOT NULL)", name=op.f("ck_group_posts_held_on")),
        sa.CheckConstraint("kind = 'referat' OR NOT is_public", name=op.f("ck_group_posts_is_public")),
        key(table, "author_id", "authors"),
        sa.UniqueConstraint("public_id", name=op.f("uq_group_posts_public_id")),
    )
    op.create_index("ix_group_posts_kind", table, ["proposal_id", "kind", "posted_at"])


def tasks() -> None:
    table = "group_tasks"
    of_a_case(
        table,
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("given_by_id", KEY, nullable=False),
        sa.Column("given_at", MOMENT, nullable=False),
        sa.Column("done_at", MOMENT, nullable=True),
        sa.Column("done_by_id", KEY, nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id", "owner_id"],
            ["group_members.municipality_id", "group_members.id"],
            name=op.f("fk_group_tasks_municipality_id_owner_id"),
        ),
        key(table, "given_by_id", "people"),
        key(table, "done_by_id", "people"),
        sa.UniqueConstraint("public_id", name=op.f("uq_group_tasks_public_id")),
    )
    op.create_index(op.f("ix_group_tasks_proposal_id_done_at"), table, ["proposal_id", "done_at"])


def downgrade() -> None:
    for table in ("group_tasks", "group_posts", "group_drafts", "group_members"):
        op.drop_table(table)
    narrow(op.get_bind(), "letters", "kind", "group")
    narrow(op.get_bind(), "events", "what", *EVENTS)
