"""Signing in by an issuer of identities (ID-porten), and out when it says so.

Revises: 0036
"""

import sqlalchemy as sa
from alembic import op

from samskaping.db import narrow, widen

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
COLUMNS = (("issuer", sa.String(length=200)), ("issued_sid", sa.String(length=255)), ("issued_hint", sa.Text()))


def upgrade() -> None:
    widen(op.get_bind(), "letters", "kind", "linked")
    op.create_table(
        "issued_identities",
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("issuer", sa.String(length=200), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("level", sa.String(length=60), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_issued_identities_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issued_identities")),
        sa.UniqueConstraint("issuer", "subject", name=op.f("uq_issued_identities_issuer_subject")),
        sa.UniqueConstraint("person_id", "issuer", name=op.f("uq_issued_identities_person_id_issuer")),
    )
    op.create_table(
        "used_logouts",
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_used_logouts")),
        sa.UniqueConstraint("mark", name=op.f("uq_used_logouts_mark")),
    )
    for name, kind in COLUMNS:
        op.add_column("web_sessions", sa.Column(name, kind, nullable=True))
    op.create_index(op.f("ix_web_sessions_issued_sid"), "web_sessions", ["issued_sid"])


def downgrade() -> None:
    op.drop_index(op.f("ix_web_sessions_issued_sid"), table_name="web_sessions")
    for name, _kind in reversed(COLUMNS):
        op.drop_column("web_sessions", name)
    op.drop_table("used_logouts")
    op.drop_table("issued_identities")
    narrow(op.get_bind(), "letters", "kind", "linked")
