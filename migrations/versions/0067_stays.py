"""How long cases stay in each state.

Revises: 0066
"""

import sqlalchemy as sa
from alembic import op

revision = "0067"
down_revision = "0066"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
STATES = (
    "utkast", "til_godkjenning", "mottatt", "vurderes", "utvikles_sammen", "besluttes", "proves_ut", "innfores",
    "gevinst_males", "effekt_malt", "avsluttet_laering", "ikke_na", "avslatt", "ikke_kommunen", "slatt_sammen",
    "trukket",
)  # fmt: skip


def upgrade() -> None:
    op.create_table(
        "stays",
        sa.Column(
            "state",
            sa.Enum(*STATES, name="state", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("cases", sa.Integer(), nullable=False),
        sa.Column("days", sa.Double(), nullable=False),
        sa.Column("municipality_id", KEY, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipalities.id"], name=op.f("fk_stays_municipality_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stays")),
    )
    op.create_index(op.f("ix_stays_municipality_id_state"), "stays", ["municipality_id", "state"], unique=True)


def downgrade() -> None:
    op.drop_table("stays")
