"""Tables: columns and constraints. No queries, no decisions, no relationships that load by themselves."""

from samskaping.models.absences import Absence
from samskaping.models.adoptions import Adoption
from samskaping.models.answer_templates import AnswerTemplate
from samskaping.models.appeals import Appeal
from samskaping.models.authors import Author, Invitation, Organisation, Representative, Verification
from samskaping.models.benefits import Benefit, MeasureAsk, Measurement
from samskaping.models.casework import Note, Statement
from samskaping.models.challenges import Challenge, ChallengePartner
from samskaping.models.comments import Comment
from samskaping.models.councils import Council
from samskaping.models.evaluations import Evaluation
from samskaping.models.exports import Export, ExportChunk
from samskaping.models.files import File
from samskaping.models.gatherings import CameOf, Gathering, Minutes, Seat
from samskaping.models.groups import GroupDraft, GroupMember, GroupPost, GroupTask
from samskaping.models.history import Event, Outbox, SecurityEvent, Version
from samskaping.models.impartiality import Declaration
from samskaping.models.initiatives import Initiative, Signature
from samskaping.models.intakes import Intake, IntakeContact, Sheet, SheetRow
from samskaping.models.lessons import Lesson, LessonUse
from samskaping.models.merging import AskedSupporter, Merge
from samskaping.models.moderation import Barrier, Report, Ruling, TrustWord
from samskaping.models.municipalities import Area, Municipality, OldSlug, ReferenceCounter, Setting, Theme, Unit
from samskaping.models.needs import ChallengeNeed, Need, NeedConcern, NeedContact, ProposalNeed
from samskaping.models.notifications import JobRun, Letter, Notification
from samskaping.models.offers import Ask, Offer, Partnership
from samskaping.models.own_copies import OwnCopy, OwnCopyPiece
from samskaping.models.paces import Pace, Stay
from samskaping.models.people import (
    Erasure,
    Identity,
    IssuedIdentity,
    Membership,
    Person,
    PlatformRole,
    Staff,
    UsedLogout,
)
from samskaping.models.phases import ChallengeInvitation, ChallengePhase
from samskaping.models.planned import Batch, Planned
from samskaping.models.proposals import Proposal, ProposalGoal
from samskaping.models.raised import Raised
from samskaping.models.redaction import Block, Redaction
from samskaping.models.reflections import Reflection
from samskaping.models.routing import Route
from samskaping.models.search import SearchDocument
from samskaping.models.sessions import (
    KnownDevice,
    OneTimeToken,
    RecoveryCode,
    SecondFactor,
    SignInAttempt,
    WebSession,
)
from samskaping.models.stamps import Stamp
from samskaping.models.support import Follow, Support
from samskaping.models.tasks import CaseLink, Task
from samskaping.models.votes import Ballot, Vote, VoteItem
from samskaping.models.wordings import Wording
from samskaping.rules.kinds import ChallengeState, LetterKind, MailChoice, Outcome, Purpose

__all__ = [
    "Absence",
    "Adoption",
    "AnswerTemplate",
    "Appeal",
    "Area",
    "Ask",
    "AskedSupporter",
    "Author",
    "Ballot",
    "Barrier",
    "Batch",
    "Benefit",
    "Block",
    "CameOf",
    "CaseLink",
    "Challenge",
    "ChallengeInvitation",
    "ChallengeNeed",
    "ChallengePartner",
    "ChallengePhase",
    "ChallengeState",
    "Comment",
    "Council",
    "Declaration",
    "Erasure",
    "Evaluation",
    "Event",
    "Export",
    "ExportChunk",
    "File",
    "Follow",
    "Gathering",
    "GroupDraft",
    "GroupMember",
    "GroupPost",
    "GroupTask",
    "Identity",
    "Initiative",
    "Intake",
    "IntakeContact",
    "Invitation",
    "IssuedIdentity",
    "JobRun",
    "KnownDevice",
    "Lesson",
    "LessonUse",
    "Letter",
    "LetterKind",
    "MailChoice",
    "MeasureAsk",
    "Measurement",
    "Membership",
    "Merge",
    "Minutes",
    "Municipality",
    "Need",
    "NeedConcern",
    "NeedContact",
    "Note",
    "Notification",
    "Offer",
    "OldSlug",
    "OneTimeToken",
    "Organisation",
    "Outbox",
    "Outcome",
    "OwnCopy",
    "OwnCopyPiece",
    "Pace",
    "Partnership",
    "Person",
    "Planned",
    "PlatformRole",
    "Proposal",
    "ProposalGoal",
    "ProposalNeed",
    "Purpose",
    "Raised",
    "RecoveryCode",
    "Redaction",
    "ReferenceCounter",
    "Reflection",
    "Report",
    "Representative",
    "Route",
    "Ruling",
    "SearchDocument",
    "Seat",
    "SecondFactor",
    "SecurityEvent",
    "Setting",
    "Sheet",
    "SheetRow",
    "SignInAttempt",
    "Signature",
    "Staff",
    "Stamp",
    "Statement",
    "Stay",
    "Support",
    "Task",
    "Theme",
    "TrustWord",
    "Unit",
    "UsedLogout",
    "Verification",
    "Version",
    "Vote",
    "VoteItem",
    "WebSession",
    "Wording",
]
