"""Cases that were joined, input that staff entered for others, and sheets of it on their way in.

Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

from samskaping.db import narrow, widen

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

EVENTS = (
    "proposal.joined",
    "proposal.parted",
    "proposal.entered",
    "merge.undone",
    "support.asked",
    "sheet.taken_in",
)


def upgrade() -> None:
    widen(op.get_bind(), "events", "what", *EVENTS)
    widen(op.get_bind(), "letters", "kind", "entered")
    op.create_table(
        "sheets",
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("file_name", sa.String(length=120), nullable=False),
        sa.Column("headings", sa.JSON(), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column(
            "channel",
            sa.Enum(
                "papir",
                "telefon",
                "mote",
                "e_post",
                "skranke",
                name="channel",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("uploaded_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_count", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipalities.id"], name=op.f("fk_sheets_municipality_id")),
        sa.ForeignKeyConstraint(["uploaded_by_id"], ["people.id"], name=op.f("fk_sheets_uploaded_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheets")),
        sa.UniqueConstraint("municipality_id", "id", name=op.f("uq_sheets_municipality_id_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_sheets_public_id")),
    )
    with op.batch_alter_table("sheets", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sheets_uploaded_at"), ["uploaded_at"], unique=False)

    op.create_table(
        "sheet_rows",
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("cells", sa.JSON(), nullable=False),
        sa.Column("municipality_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "sheet_id"],
            ["sheets.municipality_id", "sheets.id"],
            name=op.f("fk_sheet_rows_municipality_id_sheet_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipalities.id"], name=op.f("fk_sheet_rows_municipality_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet_rows")),
        sa.UniqueConstraint("sheet_id", "number", name=op.f("uq_sheet_rows_sheet_id_number")),
    )
    op.create_table(
        "intake_contacts",
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("contact", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("kept_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("municipality_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "proposal_id"],
            ["proposals.municipality_id", "proposals.id"],
            name=op.f("fk_intake_contacts_municipality_id_proposal_id"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name=op.f("fk_intake_contacts_municipality_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intake_contacts")),
        sa.UniqueConstraint("proposal_id", name=op.f("uq_intake_contacts_proposal_id")),
    )
    with op.batch_alter_table("intake_contacts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_intake_contacts_kept_since"), ["kept_since"], unique=False)

    op.create_table(
        "intakes",
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column(
            "channel",
            sa.Enum(
                "papir",
                "telefon",
                "mote",
                "e_post",
                "skranke",
                name="channel",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("entered_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("row_digest", sa.String(length=64), nullable=True),
        sa.Column("municipality_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["entered_by_id"], ["people.id"], name=op.f("fk_intakes_entered_by_id")),
        sa.ForeignKeyConstraint(
            ["municipality_id", "proposal_id"],
            ["proposals.municipality_id", "proposals.id"],
            name=op.f("fk_intakes_municipality_id_proposal_id"),
        ),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipalities.id"], name=op.f("fk_intakes_municipality_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intakes")),
        sa.UniqueConstraint("municipality_id", "row_digest", name=op.f("uq_intakes_municipality_id_row_digest")),
        sa.UniqueConstraint("proposal_id", name=op.f("uq_intakes_proposal_id")),
    )
    with op.batch_alter_table("intakes", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_intakes_municipality_id_entered_at"), ["municipality_id", "entered_at"], unique=False
        )

    op.create_table(
        "merges",
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("target_id", sa.Integer(), nullable=False),
        sa.Column("merged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("merged_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("writer_follows", sa.Boolean(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "utkast",
                "til_godkjenning",
                "mottatt",
                "vurderes",
                "utvikles_sammen",
                "besluttes",
                "proves_ut",
                "innfores",
                "gevinst_males",
                "effekt_malt",
                "avsluttet_laering",
                "ikke_na",
                "avslatt",
                "ikke_kommunen",
                "slatt_sammen",
                "trukket",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "ball",
            sa.Enum(
                "forfatter",
                "moderator",
                "kommune",
                "ingen",
                name="ball",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("ball_until", sa.Date(), nullable=True),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column(
            "body",
            sa.Enum(
                "administrasjonen",
                "hovedutvalg",
                "formannskap",
                "kommunestyret",
                "annet",
                name="body",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("body_name", sa.String(length=120), nullable=False),
        sa.Column("look_again_on", sa.Date(), nullable=True),
        sa.Column("forward_to", sa.String(length=200), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("waiting_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("municipality_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["merged_by_id"], ["people.id"], name=op.f("fk_merges_merged_by_id")),
        sa.ForeignKeyConstraint(
            ["municipality_id", "proposal_id"],
            ["proposals.municipality_id", "proposals.id"],
            name=op.f("fk_merges_municipality_id_proposal_id"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "target_id"],
            ["proposals.municipality_id", "proposals.id"],
            name=op.f("fk_merges_municipality_id_target_id"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "unit_id"],
            ["units.municipality_id", "units.id"],
            name=op.f("fk_merges_municipality_id_unit_id"),
        ),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipalities.id"], name=op.f("fk_merges_municipality_id")),
        sa.ForeignKeyConstraint(["undone_by_id"], ["people.id"], name=op.f("fk_merges_undone_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merges")),
        sa.UniqueConstraint("municipality_id", "id", name=op.f("uq_merges_municipality_id_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_merges_public_id")),
    )
    with op.batch_alter_table("merges", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_merges_proposal_id"), ["proposal_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_merges_target_id"), ["target_id"], unique=False)

    op.create_table(
        "asked_supporters",
        sa.Column("merge_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("follows", sa.Boolean(), nullable=False),
        sa.Column("is_counted", sa.Boolean(), nullable=False),
        sa.Column("municipality_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "merge_id"],
            ["merges.municipality_id", "merges.id"],
            name=op.f("fk_asked_supporters_municipality_id_merge_id"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name=op.f("fk_asked_supporters_municipality_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_asked_supporters_organisation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_asked_supporters_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asked_supporters")),
    )
    with op.batch_alter_table("asked_supporters", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_asked_supporters_asked_at"), ["asked_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_asked_supporters_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            "uq_asked_supporters_organisation",
            ["merge_id", "organisation_id"],
            unique=True,
            postgresql_where=sa.text("organisation_id IS NOT NULL"),
            sqlite_where=sa.text("organisation_id IS NOT NULL"),
        )
        batch_op.create_index(
            "uq_asked_supporters_person",
            ["merge_id", "person_id"],
            unique=True,
            postgresql_where=sa.text("organisation_id IS NULL"),
            sqlite_where=sa.text("organisation_id IS NULL"),
        )


def downgrade() -> None:

    with op.batch_alter_table("asked_supporters", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_asked_supporters_person",
            postgresql_where=sa.text("organisation_id IS NULL"),
            sqlite_where=sa.text("organisation_id IS NULL"),
        )
        batch_op.drop_index(
            "uq_asked_supporters_organisation",
            postgresql_where=sa.text("organisation_id IS NOT NULL"),
            sqlite_where=sa.text("organisation_id IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_asked_supporters_person_id"))
        batch_op.drop_index(batch_op.f("ix_asked_supporters_asked_at"))

    op.drop_table("asked_supporters")
    with op.batch_alter_table("merges", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_merges_target_id"))
        batch_op.drop_index(batch_op.f("ix_merges_proposal_id"))

    op.drop_table("merges")
    with op.batch_alter_table("intakes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_intakes_municipality_id_entered_at"))

    op.drop_table("intakes")
    with op.batch_alter_table("intake_contacts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_intake_contacts_kept_since"))

    op.drop_table("intake_contacts")
    op.drop_table("sheet_rows")
    with op.batch_alter_table("sheets", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sheets_uploaded_at"))

    op.drop_table("sheets")
    narrow(op.get_bind(), "letters", "kind", "entered")
    narrow(op.get_bind(), "events", "what", *EVENTS)
