"""What has been kept long enough is deleted, by the table of retention."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import Delete, delete, func, or_, select
from sqlalchemy.orm import Session

from samskaping.clock import oslo_date
from samskaping.db import transaction
from samskaping.jobs.place import Place, takes_turn
from samskaping.models import (
    Absence,
    Appeal,
    AskedSupporter,
    Barrier,
    Export,
    File,
    Gathering,
    Initiative,
    IntakeContact,
    Invitation,
    KnownDevice,
    Letter,
    MeasureAsk,
    Need,
    NeedContact,
    Notification,
    OneTimeToken,
    OwnCopy,
    Proposal,
    ProposalGoal,
    Raised,
    Report,
    Seat,
    SecurityEvent,
    Sheet,
    SheetRow,
    Signature,
    SignInAttempt,
    UsedLogout,
    WebSession,
)
from samskaping.rules.file_parents import FileState
from samskaping.rules.initiatives import InitiativeState
from samskaping.rules.kinds import LetterKind
from samskaping.rules.pipeline import State
from samskaping.rules.raised import RaisedState
from samskaping.rules.retention import RETENTION, Keep

_EVERY = timedelta(hours=1)
#: Rows that go in one transaction. A statement over the database's time limit is stopped, and would be so every night.
BATCH = 1_000


def retain(place: Place) -> int:
    """Delete what is too old, some rows a transaction. Answers how many went."""
    with transaction(place.engine) as db:
        if not takes_turn(place, db, "retain", _EVERY):
            return 0
    now = place.now()
    return sum(
        _clear(place, statement)
        for keep in RETENTION
        if keep.age is not None
        for statement in RULES[keep.table](now, now - keep.age)
    )


def would_go(place: Place) -> list[tuple[Keep, int]]:
    """How many rows of each kind would go now; nothing changes."""
    now, found = place.now(), []
    with transaction(place.engine, reading=True) as db:
        for keep in RETENTION:
            if keep.age is not None:
                old = RULES[keep.table](now, now - keep.age)
                found.append((keep, sum(_counted(db, statement) for statement in old)))
    return found


def _counted(db: Session, statement: Delete) -> int:
    table: Any = statement.entity_description["entity"]
    count = select(func.count()).select_from(table).where(cast("Any", statement.whereclause))
    return int(db.scalar(count, execution_options={"every_municipality": True}) or 0)


def _clear(place: Place, statement: Delete) -> int:
    """Delete so many rows at a time, so that a night's work is done however much there is, and nobody waits for it."""
    table: Any = statement.entity_description["entity"]
    old = select(table.id).where(cast("Any", statement.whereclause)).limit(BATCH)
    options = {"every_municipality": True, "synchronize_session": False}
    gone = 0
    while not place.stopping.is_set():
        with transaction(place.engine) as db:
            found = db.execute(delete(table).where(table.id.in_(old)), execution_options=options)
        gone += (count := int(found.rowcount))  # type: ignore[attr-defined]
        if count < BATCH:
            break
    return gone


def _sessions(now: datetime, _before: datetime) -> list[Delete]:
    # A row says itself when it is over; the drafts of a browser that nobody signed in with go with it.
    return [delete(WebSession).where(WebSession.expires_at < now)]


def _drafts(_now: datetime, before: datetime) -> list[Delete]:
    idle = (Proposal.state == State.UTKAST, Proposal.reference.is_(None), Proposal.edited_at < before)
    goals = delete(ProposalGoal).where(ProposalGoal.proposal_id.in_(select(Proposal.id).where(*idle)))
    return [goals, delete(Proposal).where(*idle)]


def _letters(_now: datetime, before: datetime) -> list[Delete]:
    ended = func.coalesce(Letter.sent_at, Letter.gave_up_at)
    # The last letter to somebody who has erased the account holds an address that we have no use for any more.
    last = delete(Letter).where(Letter.kind == LetterKind.ERASED, ended.is_not(None))
    return [delete(Letter).where(ended < before), last]


def _needs(_now: datetime, before: datetime) -> list[Delete]:
    # Nobody has confirmed it, so that nobody has seen it; what it was tied to goes with it.
    asked = select(NeedContact.need_id).where(NeedContact.asked_at < before)
    return [
        delete(Need).where(Need.reference.is_(None), Need.id.in_(asked)),
        delete(NeedContact).where(NeedContact.asked_at < before),
        delete(Letter).where(Letter.kind == LetterKind.NEED, Letter.created_at < before),
    ]


def _tokens(_now: datetime, before: datetime) -> list[Delete]:
    return [delete(OneTimeToken).where(or_(OneTimeToken.used_at < before, OneTimeToken.expires_at < before))]


def _sheets(_now: datetime, before: datetime) -> list[Delete]:
    old = select(Sheet.id).where(Sheet.uploaded_at < before)
    return [delete(SheetRow).where(SheetRow.sheet_id.in_(old)), delete(Sheet).where(Sheet.uploaded_at < before)]


Rule = Callable[[datetime, datetime], list[Delete]]

#: Table of RETENTION → what to delete, given now and the instant before which it is too old.
RULES: dict[str, Rule] = {
    "web_sessions": _sessions,
    "proposals (utkast)": _drafts,
    "raised (utkast)": lambda _now, before: [
        delete(Raised).where(Raised.state == RaisedState.UTKAST, Raised.edited_at < before)
    ],
    "initiatives (utkast)": lambda _now, before: [
        delete(Initiative).where(Initiative.state == InitiativeState.UTKAST, Initiative.edited_at < before)
    ],
    "signatures": lambda _now, before: [
        delete(Signature).where(Signature.initiative_id.in_(select(Initiative.id).where(Initiative.ended_at < before)))
    ],
    "seats": lambda _now, before: [
        delete(Seat).where(Seat.gathering_id.in_(select(Gathering.id).where(Gathering.ends_at < before)))
    ],
    "letters": _letters,
    "one_time_tokens": _tokens,
    "need_contacts": _needs,
    "sign_in_attempts": lambda _now, before: [delete(SignInAttempt).where(SignInAttempt.at < before)],
    "known_devices": lambda _now, before: [delete(KnownDevice).where(KnownDevice.used_at < before)],
    "used_logouts": lambda _now, before: [delete(UsedLogout).where(UsedLogout.at < before)],
    "absences": lambda _now, before: [delete(Absence).where(Absence.until_on < oslo_date(before))],
    "appeals": lambda _now, before: [delete(Appeal).where(Appeal.decided_at < before)],
    "security_events": lambda _now, before: [delete(SecurityEvent).where(SecurityEvent.happened_at < before)],
    "intake_contacts": lambda _now, before: [delete(IntakeContact).where(IntakeContact.kept_since < before)],
    "measure_asks": lambda _now, before: [delete(MeasureAsk).where(MeasureAsk.due < oslo_date(before))],
    "sheets": _sheets,
    "asked_supporters": lambda _now, before: [delete(AskedSupporter).where(AskedSupporter.asked_at < before)],
    "exports": lambda _now, before: [delete(Export).where(Export.asked_at < before)],
    "own_copies": lambda _now, before: [delete(OwnCopy).where(OwnCopy.asked_at < before)],
    # Their bytes went at once (``jobs/files.py``); the rows count for a day among what somebody uploaded.
    "files (fjernet)": lambda _now, before: [
        delete(File).where(File.removed_at < before, File.state == FileState.BORTE)
    ],
    # What nobody has closed is still work to do, and is kept.
    "barriers": lambda _now, before: [delete(Barrier).where(Barrier.closed_at < before)],
    "reports": lambda _now, before: [delete(Report).where(Report.closed_at < before)],
    "notifications": lambda _now, before: [delete(Notification).where(Notification.created_at < before)],
    "invitations": lambda _now, before: [delete(Invitation).where(Invitation.expires_at < before)],
}
