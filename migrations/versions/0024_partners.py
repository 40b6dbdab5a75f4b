"""Municipalities share a challenge: invited, accepted, left.

Revises: 0023
"""

import sqlalchemy as sa
from alembic import op

from samskaping.db import narrow, widen

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

EVENTS = (
    "partner.invited", "partner.uninvited", "partner.answered", "partner.joined", "partner.left",
    "partner.archivist_named",
)  # fmt: skip
KEEPS = sa.text("is_archivist")


def upgrade() -> None:
    widen(op.get_bind(), "events", "what", *EVENTS)
    op.add_column(
        "challenge_partners", sa.Column("is_archivist", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    # Added with its check by hand, as in 0009.
    op.execute(
        "ALTER TABLE challenge_partners ADD COLUMN standing VARCHAR(40) DEFAULT 'med' NOT NULL"
        " CONSTRAINT ck_challenge_partners_standing"
        " CHECK (standing IN ('invitert', 'med', 'avslo', 'trukket', 'gikk_ut'))"
    )
    for moment in ("since", "left_at"):
        op.add_column("challenge_partners", sa.Column(moment, sa.DateTime(timezone=True), nullable=True))
    for words in ("invitation", "answer"):
        op.add_column("challenge_partners", sa.Column(words, sa.JSON(), nullable=True))
    op.execute("UPDATE challenge_partners SET is_archivist = is_lead")
    op.create_index(
        "uq_challenge_partners_archivist",
        "challenge_partners",
        ["challenge_id"],
        unique=True,
        postgresql_where=KEEPS,
        sqlite_where=KEEPS,
    )


def downgrade() -> None:
    op.drop_index("uq_challenge_partners_archivist", "challenge_partners")
    # Without a standing every row is a partner's.
    op.execute("DELETE FROM challenge_partners WHERE standing <> 'med' AND left_at IS NULL")
    for name in ("answer", "invitation", "left_at", "since", "standing", "is_archivist"):
        op.drop_column("challenge_partners", name)
    narrow(op.get_bind(), "events", "what", *EVENTS)
