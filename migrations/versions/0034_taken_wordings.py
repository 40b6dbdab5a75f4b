"""Which version of a challenge took suggested words in.

Revises: 0033
"""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("wordings", sa.Column("taken_version", sa.Integer(), nullable=True))
    find()


def find() -> None:
    """Those that are in already: the challenge changed in the event right after the one that tells of the words."""
    here = op.get_bind()
    columns = [sa.column(name) for name in ("what", "subject_kind", "subject_id", "number")]
    events = sa.table("events", *columns, sa.column("details", sa.JSON))
    words = sa.table("wordings", sa.column("public_id"), sa.column("taken_version"))
    taken, changed = events.alias("taken"), events.alias("changed")
    beside = sa.and_(
        changed.c.subject_kind == "challenge",
        changed.c.subject_id == taken.c.subject_id,
        changed.c.number == taken.c.number + 1,
        changed.c.what == "challenge.changed",
    )
    pairs = sa.select(taken.c.details, changed.c.details).join_from(taken, changed, beside)
    for told, made in here.execute(pairs.where(taken.c.what == "wording.taken")).all():
        row = words.c.public_id == told["wording"]
        here.execute(sa.update(words).where(row).values(taken_version=made["version"]))


def downgrade() -> None:
    op.drop_column("wordings", "taken_version")
