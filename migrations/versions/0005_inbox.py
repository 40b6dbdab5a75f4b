"""The inbox in order of what is due first, routes of new cases, absences, and how fast each unit was.

Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

from samskaping.db import narrow, widen

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WHATS = ("proposal.routed", "absence.said", "absence.ended")
OPEN = "shelf = 'apen'"
#: Indexes of open cases by what a view or filter is about, each in the order of the inbox.
BY = ("handler_id", "unit_id", "ball", "challenge_id", "theme_id", "area_id", "organisation_id", "language")
#: A column is added with its check by hand: neither database's tool adds a check of a new column by itself.
SHELF = (
    "ALTER TABLE proposals ADD COLUMN shelf VARCHAR(40) DEFAULT 'utkast' NOT NULL"
    " CONSTRAINT ck_proposals_shelf CHECK (shelf IN ('utkast', 'godkjenning', 'apen', 'avsluttet'))"
)
STAND = """
    UPDATE proposals SET
      shelf = CASE
        WHEN state = 'utkast' THEN 'utkast'
        WHEN state = 'til_godkjenning' THEN 'godkjenning'
        WHEN state IN ('mottatt', 'vurderes', 'utvikles_sammen', 'besluttes', 'proves_ut', 'innfores', 'gevinst_males')
          THEN 'apen'
        ELSE 'avsluttet' END,
      due_on = COALESCE(CASE
        WHEN waiting_since IS NOT NULL AND answer_due IS NOT NULL AND (ball_until IS NULL OR answer_due <= ball_until)
          THEN answer_due
        ELSE ball_until END, DATE '9999-12-31')
"""
REACTED = """
    UPDATE proposals SET first_reaction_at = (
      SELECT MIN(events.happened_at) FROM events
      WHERE events.subject_kind = 'proposal' AND events.subject_id = proposals.id
        AND events.what IN ('proposal.moved', 'answer.published', 'interim.replied', 'question.asked',
                            'question.asked_privately', 'update.published')
        AND (proposals.writer_id IS NULL OR events.actor_id <> proposals.writer_id))
    WHERE reference IS NOT NULL
"""


def upgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    op.add_column("proposals", sa.Column("due_on", sa.Date(), nullable=False, server_default="9999-12-31"))
    op.execute(SHELF)
    op.add_column("proposals", sa.Column("open_tasks", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("proposals", sa.Column("first_reaction_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(STAND.replace("DATE '", "'") if is_sqlite else STAND)
    op.execute(REACTED)
    op.drop_index("ix_proposals_inbox", "proposals")
    op.drop_index("ix_proposals_handler", "proposals")
    widen(op.get_bind(), "events", "what", *WHATS)
    _indexes()
    _routes()
    _absences()
    _paces()


def _indexes() -> None:
    op.create_index("ix_proposals_shelf", "proposals", ["municipality_id", "shelf", "due_on", "reference"])
    for column in BY:
        _open(f"ix_proposals_open_{column}", [column])
    _open("ix_proposals_new", ["state", "handler_id"])
    _open("ix_proposals_tasked", ["shelf"], "open_tasks > 0")


def _open(name: str, columns: list[str], where: str = OPEN) -> None:
    op.create_index(
        name,
        "proposals",
        ["municipality_id", *columns, "due_on", "reference"],
        postgresql_where=sa.text(where),
        sqlite_where=sa.text(where),
    )


def _routes() -> None:
    op.create_table(
        "routes",
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", KEY, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipalities.id"], name=op.f("fk_routes_municipality_id")),
        *(
            sa.ForeignKeyConstraint(
                ["municipality_id", f"{thing}_id"],
                [f"{thing}s.municipality_id", f"{thing}s.id"],
                name=op.f(f"fk_routes_municipality_id_{thing}_id"),
            )
            for thing in ("area", "theme", "unit")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_routes")),
        sa.UniqueConstraint("public_id", name=op.f("uq_routes_public_id")),
        sa.UniqueConstraint(
            "municipality_id", "area_id", "theme_id", name=op.f("uq_routes_municipality_id_area_id_theme_id")
        ),
    )
    op.create_index(
        "uq_routes_area",
        "routes",
        ["municipality_id", "area_id"],
        unique=True,
        postgresql_where=sa.text("theme_id IS NULL"),
        sqlite_where=sa.text("theme_id IS NULL"),
    )


def _absences() -> None:
    op.create_table(
        "absences",
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("stand_in_id", KEY, nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("said_by_id", KEY, nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("municipality_id", KEY, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.CheckConstraint("from_on <= until_on", name=op.f("ck_absences_days")),
        sa.CheckConstraint("person_id <> stand_in_id", name=op.f("ck_absences_stand_in")),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipalities.id"], name=op.f("fk_absences_municipality_id")),
        *(
            sa.ForeignKeyConstraint([column], ["people.id"], name=op.f(f"fk_absences_{column}"))
            for column in ("person_id", "stand_in_id", "said_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absences")),
        sa.UniqueConstraint("public_id", name=op.f("uq_absences_public_id")),
    )
    op.create_index(op.f("ix_absences_municipality_id_until_on"), "absences", ["municipality_id", "until_on"])
    op.create_index(op.f("ix_absences_person_id_until_on"), "absences", ["person_id", "until_on"])
    op.create_index(op.f("ix_absences_stand_in_id"), "absences", ["stand_in_id"])


def _paces() -> None:
    op.create_table(
        "paces",
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("reactions", sa.Integer(), nullable=False),
        sa.Column("reaction_days", sa.Double(), nullable=True),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("answer_days", sa.Double(), nullable=True),
        sa.Column("municipality_id", KEY, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipalities.id"], name=op.f("fk_paces_municipality_id")),
        sa.ForeignKeyConstraint(
            ["municipality_id", "unit_id"],
            ["units.municipality_id", "units.id"],
            name=op.f("fk_paces_municipality_id_unit_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paces")),
    )
    op.create_index(op.f("ix_paces_municipality_id_month"), "paces", ["municipality_id", "month"])


def downgrade() -> None:
    narrow(op.get_bind(), "events", "what", *WHATS)
    for table in ("paces", "absences", "routes"):
        op.drop_table(table)
    for name in ("shelf", *(f"open_{column}" for column in BY), "new", "tasked"):
        op.drop_index(f"ix_proposals_{name}", "proposals")
    op.create_index("ix_proposals_inbox", "proposals", ["municipality_id", "state", "answer_due", "reference"])
    op.create_index("ix_proposals_handler", "proposals", ["municipality_id", "handler_id", "answer_due", "reference"])
    for column in ("first_reaction_at", "open_tasks", "shelf", "due_on"):
        op.drop_column("proposals", column)
