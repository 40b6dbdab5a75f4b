"""After an account is erased, no table holds the name or the address, but where the person wrote them in a text."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import JSON, LargeBinary, String, select

from samskaping.actions import addresses, comments, erasure, groups, letters, own_copies, people, support
from samskaping.actions.comments import Remark
from samskaping.actions.groups import Invitation as Seat
from samskaping.actions.record import public_id
from samskaping.clock import oslo_date
from samskaping.db import Base, Texts, TextsColumn
from samskaping.jobs.erasure import erasure as erase_closed
from samskaping.jobs.loop import work_once
from samskaping.jobs.retain import retain
from samskaping.models import (
    Author,
    Barrier,
    Benefit,
    Challenge,
    ChallengeInvitation,
    Export,
    IntakeContact,
    Invitation,
    LetterKind,
    MeasureAsk,
    Need,
    NeedContact,
    OneTimeToken,
    Organisation,
    Proposal,
    Purpose,
    Representative,
    Sheet,
    SheetRow,
    WebSession,
)
from samskaping.queries import verifying
from samskaping.rules.benefits import Category
from samskaping.rules.exports import ExportFormat, ExportList
from samskaping.rules.groups import MemberRole
from samskaping.rules.initiatives import InitiativeState
from samskaping.rules.intakes import Channel
from samskaping.rules.roles import Role
from samskaping.rules.speech import AuthorKind, OrganisationKind
from tests.challenges import published
from tests.initiatives import collecting, sign
from tests.initiatives import row as initiative

CANARY = "Zyxkanari"
NAME = f"{CANARY} Kvasir"
#: The person's own words in a text that the archive keeps: «table.column» → why it may stand there.
KEPT = {
    "proposals.need": "what they wrote themselves, in a case (arkivlova)",
    "proposals.need_html": "the same as markup",
    "proposals.excerpt": "its beginning",
    "versions.fields": "the version that was published",
    "search_documents.body": "words of a text that can be read are found",
    "search_documents.stems": "the same, for SQLite",
    "search_documents.tails": "the ends of its words",
}
#: Names of columns that can hold who somebody is.
TELLING = re.compile(r"(^|_)(email|address|contact|params|payload|signed|by|cells|filters)(_key)?$|^(name|data)$")
#: Where the test puts the name or the address; and columns that can hold neither, with why.
PLANTED = {
    "people.name", "people.email", "people.email_key", "authors.name", "letters.address", "letters.params",
    "web_sessions.data", "one_time_tokens.payload", "invitations.email_key", "challenge_invitations.email_key",
    "group_members.email_key", "need_contacts.email_key", "intake_contacts.name", "intake_contacts.contact",
    "intake_contacts.email", "measure_asks.email", "barriers.email", "exports.filters", "sheet_rows.cells",
    "signatures.name",
}  # fmt: skip
EXCUSED = {
    "municipalities": "what the municipality is called, and its own address",
    "councils": "what the municipality calls a council, and the council's address",
    "organisations": "what an organisation is called",
    "areas": "a place", "themes": "a theme", "units": "a unit", "job_runs": "a job", "settings": "a setting",
    "erasures": "a closed account, until the worker has erased it; the tests look for it",
    "answer_templates": "a template", "batches": "a batch of answers", "barriers.address": "the page with the barrier",
    "benefits": "what a benefit is called", "measurements.signed": "whoever measured by a link has no account",
    "files.name": "what a file was called by whoever attached it: part of what hangs on the text",
    "tasks.signed": "whoever answered for a council has no account",
}  # fmt: skip


def test_every_column_that_can_hold_a_name_or_an_address_is_planted_or_excused():
    found = set()
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            holds = isinstance(column.type, String | JSON | TextsColumn)
            name = f"{table.name}.{column.name}"
            if holds and TELLING.search(column.name) and name not in EXCUSED and table.name not in EXCUSED:
                found.add(name)
    assert found == PLANTED


def found(db) -> dict[str, str]:
    """Every column of every table that holds the name or the address, with one value that does."""
    where = {}
    for table in Base.metadata.sorted_tables:
        columns = [column for column in table.columns if not isinstance(column.type, LargeBinary)]
        for row in db.connection().execute(select(*columns)):
            pairs = zip(columns, row, strict=True)
            holding = {column.name: str(value) for column, value in pairs if CANARY.casefold() in str(value).casefold()}
            where |= {f"{table.name}.{name}": value for name, value in holding.items()}
    return where


def plant(office, liv) -> None:
    """The name or the address in every column that can hold it."""
    world, email = office.world, liv.email
    kari, ola = world.caseworker(), world.person("Ola Blid")
    own = world.proposal(liv, need=f"Mora mi orker ikke turen. Hilsen {NAME}")
    other = world.proposal(ola)
    for ref in (own, other):
        world.move(ref, "vurder", kari)
    comments.write(world.context(liv), other, Remark("Enig"))
    support.give(world.context(liv), other)
    support.follow(world.context(liv), "proposal", other)
    world.draft(liv, need=f"{NAME} {email}")
    people.ask_for_link(world.context(), email, LetterKind.SIGN_IN)
    addresses.ask_new_address(world.context(liv), f"ny.{email}")
    groups.invite(world.context(ola), other, Seat(MemberRole.MEDFORFATTER, email))
    groups.invite(world.context(liv), own, Seat(MemberRole.MEDFORFATTER, "venn@example.no"))
    hold(office, liv, ola)
    own_copies.ask(world.context(liv))
    sign(world.context(liv), collecting(world, ola), NAME)
    made = collecting(world, ola, title="Sendt")
    sign(world.context(liv), made, NAME)
    initiative(world, made).state = InitiativeState.SENDT
    office.commit()


def hold(office, liv, ola) -> None:
    """The same in what others have written down, and in what lives for a day."""
    world, db, now = office.world, office.world.db, office.world.now
    here, email = world.here.id, liv.email
    letters.post(world.context(), LetterKind.BARRIER, address=email.upper(), barrier="x")
    lag = Organisation(
        public_id=public_id(), name="Laget", kind=OrganisationKind.UFORMELL, registered_by_id=liv.id, registered_at=now
    )
    challenge = db.scalar(
        select(Challenge.id).where(Challenge.public_id == published(world, world.person("Pia", Role.PUBLISIST)))
    )
    planned = {"category": Category.BUDSJETT, "name": Texts(nb="x"), "indicator": Texts(nb="x"), "planned_at": now}
    benefit = Benefit(municipality_id=here, public_id=public_id(), challenge_id=challenge, owner_id=liv.id, **planned)
    need = Need(
        municipality_id=here, public_id=public_id(), author_id=db.scalar(select(Author.id)), language="nb", text="x",
        html="", told_at=now,
    )  # fmt: skip
    speaker = Author(kind=AuthorKind.PA_VEGNE_AV, name=NAME, municipality_id=here)
    sheet = Sheet(
        municipality_id=here, public_id=public_id(), file_name="x", read_as="x", headings=[], columns={},
        channel=next(iter(Channel)), uploaded_by_id=liv.id, uploaded_at=now,
    )  # fmt: skip
    db.add_all([lag, need, speaker, sheet, benefit])
    db.flush()
    paper = world.row(world.proposal(ola))
    paper.author_id, paper.writer_id = speaker.id, None
    keys = {"lag": lag, "need": need, "paper": paper, "sheet": sheet, "benefit": benefit}
    rows(office, liv, ola, challenge=challenge, **{name: row.id for name, row in keys.items()})


def rows(office, liv, ola, **key) -> None:
    """Rows that hold the address or the name."""
    db, now, email = office.world.db, office.world.now, liv.email
    common = {"municipality_id": office.world.here.id}
    db.add_all(
        [
            Representative(organisation_id=key["lag"], person_id=liv.id, joined_at=now, is_named=True),
            Invitation(
                public_id=public_id(), organisation_id=key["lag"], email_key=liv.email_key, invited_by_id=ola.id,
                invited_at=now, expires_at=now + timedelta(days=9),
            ),
            ChallengeInvitation(
                **common, public_id=public_id(), challenge_id=key["challenge"],
                email_key=liv.email_key, invited_by_id=ola.id, invited_at=now,
            ),
            MeasureAsk(
                **common, public_id=public_id(), benefit_id=key["benefit"], email=email.upper(), due=oslo_date(now),
                asked_by_id=ola.id, asked_at=now,
            ),
            NeedContact(**common, need_id=key["need"], email_key=liv.email_key, asked_at=now),
            IntakeContact(
                **common, proposal_id=key["paper"],
                name=NAME, contact=f"{NAME} 99 99 99 99", email=email, kept_since=now
            ),
            Barrier(public_id=public_id(), **common, address="/x", text="Får ikke lest", email=email, reported_at=now),
            Export(
                **common, public_id=public_id(), person_id=liv.id, listing=ExportList.FORSLAG, format=ExportFormat.CSV,
                filters={"q": NAME}, language="nb", asked_at=now,
            ),
            SheetRow(**common, sheet_id=key["sheet"], number=1, cells=[NAME]),
            WebSession(
                token_hash="a", person_id=liv.id, data={"email": email}, created_at=now, seen_at=now,
                expires_at=now + timedelta(days=9),
            ),
            OneTimeToken(
                person_id=liv.id, purpose=Purpose.CHANGE_EMAIL, token_hash="b", payload={"email": email},
                created_at=now, expires_at=now + timedelta(days=1),
            ),
        ]
    )  # fmt: skip


@pytest.fixture
def liv(office):
    liv = office.world.person(NAME)
    plant(office, liv)
    return liv


def forgotten(office, liv):
    """The account is closed, and the worker has done the rest."""
    erasure.erase(office.world.context(liv))
    office.world.db.commit()
    later = office.at(minutes=2)
    erase_closed(later.place)
    office.world.db.expire_all()
    return later


@pytest.mark.case("LG-07")
def test_nothing_of_them_is_left_anywhere_and_one_letter_is_the_last(office, liv):
    address, db = liv.email, office.world.db
    before = set(found(db))
    assert PLANTED - before == set()
    db.commit()
    later = forgotten(office, liv)
    left = found(db)
    assert {name for name in left if name not in KEPT} == {"letters.address"}  # the receipt, until it is sent
    db.commit()
    sent = len(office.mails)
    work_once(later.place)
    theirs = [one for one in office.mails[sent:] if CANARY.casefold() in str(one).casefold()]
    assert [address in str(one) for one in theirs] == [True]
    retain(office.at(hours=2).place)
    db.expire_all()
    assert set(found(db)) - set(KEPT) == set()
    assert [*verifying.differences(office.world.context())] == []


def test_each_kept_column_is_needed(office, liv):
    forgotten(office, liv)
    left = set(found(office.world.db)) - {"letters.address"}
    assert left <= set(KEPT)
    assert set(KEPT) - left <= {"search_documents.stems", "search_documents.tails", "proposals.excerpt"}
    assert office.world.db.scalar(select(Proposal.id).where(Proposal.writer_id == liv.id)) is not None
