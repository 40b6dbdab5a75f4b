"""Who is invited to take part in a challenge, and of whom a municipality has said that they are who they say.

Revises: 0029
"""

import sqlalchemy as sa
from alembic import op

from samskaping.db import narrow, widen

revision = "0031"
down_revision = "0029"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
EVENTS = ("challenge.invited", "challenge.uninvited", "identity.confirmed", "identity.taken_back")
PARTICIPANTS = ("bekreftede", "inviterte")


def upgrade() -> None:
    widen(op.get_bind(), "events", "what", *EVENTS)
    widen(op.get_bind(), "letters", "kind", "take_part")
    widen(op.get_bind(), "challenge_phases", "participants", *PARTICIPANTS)
    op.create_table(
        "challenge_invitations",
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("challenge_id", sa.Integer(), nullable=False),
        sa.Column("email_key", sa.String(length=254), nullable=True),
        sa.Column("organisation_id", KEY, nullable=True),
        sa.Column("invited_by_id", KEY, nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("municipality_id", KEY, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.CheckConstraint(
            "(email_key IS NULL) <> (organisation_id IS NULL)", name=op.f("ck_challenge_invitations_whom")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "challenge_id"],
            ["challenges.municipality_id", "challenges.id"],
            name=op.f("fk_challenge_invitations_municipality_id_challenge_id"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name=op.f("fk_challenge_invitations_municipality_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_challenge_invitations_organisation_id")
        ),
        sa.ForeignKeyConstraint(["invited_by_id"], ["people.id"], name=op.f("fk_challenge_invitations_invited_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_challenge_invitations")),
        sa.UniqueConstraint("public_id", name=op.f("uq_challenge_invitations_public_id")),
        sa.UniqueConstraint("challenge_id", "email_key", name=op.f("uq_challenge_invitations_challenge_id_email_key")),
        sa.UniqueConstraint(
            "challenge_id", "organisation_id", name=op.f("uq_challenge_invitations_challenge_id_organisation_id")
        ),
    )
    op.create_index(
        op.f("ix_challenge_invitations_invited_by_id_invited_at"),
        "challenge_invitations",
        ["invited_by_id", "invited_at"],
    )
    op.create_table(
        "identities",
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("municipality_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column(
            "proof",
            sa.Enum("legitimasjon", name="proof", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by_id", KEY, nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipalities.id"], name=op.f("fk_identities_municipality_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_identities_person_id")),
        sa.ForeignKeyConstraint(["confirmed_by_id"], ["people.id"], name=op.f("fk_identities_confirmed_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identities")),
        sa.UniqueConstraint("public_id", name=op.f("uq_identities_public_id")),
        sa.UniqueConstraint("municipality_id", "person_id", name=op.f("uq_identities_municipality_id_person_id")),
    )
    op.create_index(op.f("ix_identities_person_id"), "identities", ["person_id"])


def downgrade() -> None:
    op.drop_table("identities")
    op.drop_table("challenge_invitations")
    op.execute(
        "UPDATE challenge_phases SET participants = 'innbyggere' WHERE participants IN ('bekreftede', 'inviterte')"
    )
    narrow(op.get_bind(), "challenge_phases", "participants", *PARTICIPANTS)
    narrow(op.get_bind(), "letters", "kind", "take_part")
    narrow(op.get_bind(), "events", "what", *EVENTS)
