"""Redaction reaches what only staff have said in a case, and a moderator's words have a language.

Revises: 0012
"""

import sqlalchemy as sa
from alembic import op

from samskaping.db import narrow, widen

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

EVENTS = ("statement.redacted",)
DEEDS = ("uttalelse_sladdet",)


def upgrade() -> None:
    widen(op.get_bind(), "events", "what", *EVENTS)
    widen(op.get_bind(), "rulings", "deed", *DEEDS)
    for table, column in (("rulings", "language"), ("appeals", "words_language")):
        op.add_column(table, sa.Column(column, sa.String(length=35), nullable=False, server_default=""))


def downgrade() -> None:
    for table, column in (("rulings", "language"), ("appeals", "words_language")):
        op.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
    narrow(op.get_bind(), "rulings", "deed", *DEEDS)
    narrow(op.get_bind(), "events", "what", *EVENTS)
