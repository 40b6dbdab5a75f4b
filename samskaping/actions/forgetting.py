"""The statements that take somebody's traces out of every table: the same ones, however many rows there are."""

from typing import Any

from sqlalchemy import Delete, Update, and_, delete, func, or_, select, update

from samskaping.models import (
    Absence,
    AskedSupporter,
    Author,
    Ballot,
    Barrier,
    Benefit,
    ChallengeInvitation,
    Erasure,
    Export,
    File,
    Follow,
    Gathering,
    GroupMember,
    Identity,
    Initiative,
    IntakeContact,
    Invitation,
    IssuedIdentity,
    KnownDevice,
    Letter,
    LetterKind,
    MeasureAsk,
    Membership,
    Need,
    NeedConcern,
    NeedContact,
    Notification,
    OneTimeToken,
    OwnCopy,
    PlatformRole,
    Proposal,
    ProposalGoal,
    Raised,
    RecoveryCode,
    Report,
    Seat,
    SecondFactor,
    Sheet,
    SheetRow,
    Signature,
    SignInAttempt,
    Staff,
    Support,
    TrustWord,
    Unit,
    WebSession,
)
from samskaping.rules.addresses import account_mark
from samskaping.rules.initiatives import InitiativeState
from samskaping.rules.pipeline import State
from samskaping.rules.raised import RaisedState
from samskaping.rules.speech import AuthorKind

#: Gone, row by row: by whose they are.
_GONE: tuple[Any, ...] = (
    Follow.person_id,
    Notification.person_id,
    OneTimeToken.person_id,
    Identity.person_id,
    IssuedIdentity.person_id,
    TrustWord.person_id,
    Export.person_id,
    OwnCopy.person_id,
    AskedSupporter.person_id,
    Seat.person_id,
    Absence.person_id,
    Absence.stand_in_id,
    PlatformRole.person_id,
    SecondFactor.person_id,
    RecoveryCode.person_id,
    KnownDevice.person_id,
    Staff.person_id,
    Invitation.invited_by_id,
    WebSession.person_id,
)


def at_once(left: Erasure) -> list[Delete | Update]:
    """What goes while the person waits: sessions, roles, the name that others see, and mail that waits.

    Whatever else leads in is shut by the account's being closed.
    """
    me, now = left.person_id, left.closed_at
    return [
        delete(WebSession).where(WebSession.person_id == me),
        update(Membership).where(Membership.person_id == me, Membership.ended_at.is_(None)).values(ended_at=now),
        _unnamed(left),
        _letters(left),
    ]


def statements(left: Erasure) -> list[Delete | Update]:
    """The rest, in an order that no foreign key minds.

    The address may be somebody else's by now: by it go rows from before the account was closed.
    """
    me = left.person_id
    gone: list[Delete | Update] = [delete(column.class_).where(column == me) for column in _GONE]
    by_person = (*_unsent(me), *gone, *_uncounted_for(me), *_unsigned_by(me), *_let_go(me))
    return [*by_person, *_by_address(left), _unnamed(left), _letters(left)]


def _unsent(me: int) -> list[Delete | Update]:
    """What was never sent in: nobody but the person has seen it."""
    drafts = (Proposal.writer_id == me, Proposal.state == State.UTKAST, Proposal.reference.is_(None))
    sheets = select(Sheet.id).where(Sheet.uploaded_by_id == me)
    return [
        delete(ProposalGoal).where(ProposalGoal.proposal_id.in_(select(Proposal.id).where(*drafts))),
        delete(Proposal).where(*drafts),
        delete(Raised).where(Raised.writer_id == me, Raised.state == RaisedState.UTKAST),
        delete(Initiative).where(Initiative.writer_id == me, Initiative.state == InitiativeState.UTKAST),
        delete(SheetRow).where(SheetRow.sheet_id.in_(sheets)),
        delete(Sheet).where(Sheet.uploaded_by_id == me),
    ]


def _by_address(left: Erasure) -> list[Delete | Update]:
    key, closed = left.email_key, left.closed_at
    asked = select(NeedContact.need_id).where(NeedContact.email_key == key, NeedContact.asked_at <= closed)
    given = (func.lower(IntakeContact.email) == key, IntakeContact.kept_since <= closed)
    # Whoever gave input on paper with this address is named by the case's own author row.
    speakers = select(Proposal.author_id).join(IntakeContact, IntakeContact.proposal_id == Proposal.id).where(*given)
    on_behalf = (Author.kind == AuthorKind.PA_VEGNE_AV, Author.id.in_(speakers))
    tried = (SignInAttempt.account == account_mark(left.email), SignInAttempt.at <= closed)
    seats = (GroupMember.email_key == key, GroupMember.invited_at <= closed)
    return [
        delete(Need).where(Need.reference.is_(None), Need.id.in_(asked)),
        delete(NeedContact).where(NeedContact.email_key == key, NeedContact.asked_at <= closed),
        delete(Invitation).where(Invitation.email_key == key, Invitation.invited_at <= closed),
        delete(ChallengeInvitation).where(
            ChallengeInvitation.email_key == key, ChallengeInvitation.invited_at <= closed
        ),
        delete(SignInAttempt).where(*tried),
        update(GroupMember).where(*seats).values(email_key=None, left_at=closed),
        update(Author).where(*on_behalf).values(name="", erased_at=closed),
        delete(IntakeContact).where(*given),
        delete(MeasureAsk).where(func.lower(MeasureAsk.email) == key, MeasureAsk.asked_at <= closed),
        update(Barrier).where(func.lower(Barrier.email) == key, Barrier.reported_at <= closed).values(email=""),
    ]


def _letters(left: Erasure) -> Delete:
    """Mail to them, sent or not; never the receipt that is the last."""
    before = (Letter.created_at <= left.closed_at, Letter.kind != LetterKind.ERASED)
    to_address = and_(func.lower(Letter.address) == left.email_key, *before)
    return delete(Letter).where(or_(Letter.person_id == left.person_id, to_address))


def _unnamed(left: Erasure) -> Update:
    own = (Author.person_id == left.person_id, Author.kind == AuthorKind.PERSON)
    return update(Author).where(*own).values(name="", kind=AuthorKind.TIDLIGERE, erased_at=left.closed_at)


def _uncounted_for(me: int) -> list[Delete | Update]:
    """Support and «me too» stay counted, and are nobody's. An organisation's stays the organisation's."""
    return [
        update(Support).where(Support.person_id == me, Support.organisation_id.is_(None)).values(person_id=None),
        update(NeedConcern)
        .where(NeedConcern.person_id == me, NeedConcern.organisation_id.is_(None))
        .values(person_id=None),
    ]


def _unsigned_by(me: int) -> list[Delete | Update]:
    """A signature that can be taken back, is; one that has been sent to the council stays counted, and is nobody's."""
    collecting = select(Initiative.id).where(Initiative.state == InitiativeState.UNDERSKRIFT)
    mine = (Signature.person_id == me, Signature.initiative_id.in_(collecting))
    signed = Initiative.id.in_(select(Signature.initiative_id).where(*mine))
    return [
        update(Initiative).where(signed).values(signature_count=Initiative.signature_count - 1),
        delete(Signature).where(*mine),
        # What is still tied to somebody is in a vote that is open, and can be taken back.
        delete(Ballot).where(Ballot.person_id == me),
        update(Signature).where(Signature.person_id == me).values(person_id=None, name="", mark=Signature.public_id),
    ]


def _let_go(me: int) -> list[Delete | Update]:
    return [
        # What hangs on a text stays with it; whose it was, that tells by itself.
        update(File).where(File.uploader_id == me).values(uploader_id=None),
        update(Report).where(Report.reporter_id == me).values(reporter_id=None),
        update(Unit).where(Unit.leader_id == me).values(leader_id=None),
        update(Gathering).where(Gathering.responsible_id == me).values(responsible_id=None),
        update(Benefit).where(Benefit.owner_id == me).values(owner_id=None),
    ]
