"""What a challenge says, and what is said beside it, can be blacked out in part; ended cases that
are asked to be taken up again have an index.

Revises: 0031
"""

import sqlalchemy as sa
from alembic import op

from samskaping.db import narrow, widen

revision = "0033"
down_revision = "0031"
branch_labels = None
depends_on = None

BEFORE = "(proposal_id IS NULL) <> (need_id IS NULL) AND (need_id IS NULL OR comment_id IS NULL)"
ABOUT = (
    "(CASE WHEN proposal_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN need_id IS NULL THEN 0 ELSE 1 END)"
    " + (CASE WHEN challenge_id IS NULL THEN 0 ELSE 1 END) = 1 AND (proposal_id IS NOT NULL OR comment_id IS NULL)"
)
EVENTS = ("challenge.redacted",)
#: Ended cases whose ball is the municipality's.
REOPENING = (
    "ball = 'kommune' AND "
    "state IN ('avslatt', 'avsluttet_laering', 'effekt_malt', 'ikke_kommunen', 'ikke_na', 'slatt_sammen', 'trukket')"
)


def upgrade() -> None:
    widen(op.get_bind(), "events", "what", *EVENTS)
    op.add_column("challenges", sa.Column("redacted_for", sa.String(length=40), nullable=True))
    with op.batch_alter_table("rulings") as about:
        about.add_column(sa.Column("challenge_id", sa.Integer(), nullable=True))
        about.create_foreign_key(
            op.f("fk_rulings_municipality_id_challenge_id"),
            "challenges",
            ["municipality_id", "challenge_id"],
            ["municipality_id", "id"],
        )
        about.drop_constraint("about", type_="check")
        about.create_check_constraint("about", ABOUT)
    op.create_index(op.f("ix_rulings_challenge_id"), "rulings", ["challenge_id"])
    columns, where = ["municipality_id", "due_on", "reference"], sa.text(REOPENING)
    op.create_index("ix_proposals_reopening", "proposals", columns, postgresql_where=where, sqlite_where=where)


def downgrade() -> None:
    op.drop_index("ix_proposals_reopening", "proposals")
    ours = "SELECT id FROM rulings WHERE challenge_id IS NOT NULL"
    op.execute(f"DELETE FROM redactions WHERE ruling_id IN ({ours})")  # noqa: S608  our own words
    op.execute("DELETE FROM rulings WHERE challenge_id IS NOT NULL")
    op.drop_index(op.f("ix_rulings_challenge_id"), "rulings")
    with op.batch_alter_table("rulings") as about:
        about.drop_constraint("about", type_="check")
        about.drop_constraint(op.f("fk_rulings_municipality_id_challenge_id"), type_="foreignkey")
        about.drop_column("challenge_id")
        about.create_check_constraint("about", BEFORE)
    op.drop_column("challenges", "redacted_for")
    narrow(op.get_bind(), "events", "what", *EVENTS)
