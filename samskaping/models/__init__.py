"""Tables: columns and constraints. No queries, no decisions, no relationships that load by themselves."""

from samskaping.models.absences import Absence
from samskaping.models.authors import Author, Invitation, Organisation, Representative, Verification
from samskaping.models.casework import Note, Statement
from samskaping.models.challenges import Challenge, ChallengePartner
from samskaping.models.comments import Comment
from samskaping.models.history import Event, Outbox, SecurityEvent, Version
from samskaping.models.intakes import Intake, IntakeContact, Sheet, SheetRow
from samskaping.models.merging import AskedSupporter, Merge
from samskaping.models.moderation import Barrier, Report
from samskaping.models.municipalities import Area, Municipality, OldSlug, ReferenceCounter, Setting, Theme, Unit
from samskaping.models.notifications import JobRun, Letter, Notification
from samskaping.models.paces import Pace
from samskaping.models.people import (
    Membership,
    OneTimeToken,
    Person,
    PlatformRole,
    SignInAttempt,
    Staff,
    WebSession,
)
from samskaping.models.proposals import Proposal, ProposalGoal
from samskaping.models.routing import Route
from samskaping.models.search import SearchDocument
from samskaping.models.support import Follow, Support
from samskaping.rules.kinds import ChallengeState, LetterKind, MailChoice, Outcome, Purpose

__all__ = [
    "Absence",
    "Area",
    "AskedSupporter",
    "Author",
    "Barrier",
    "Challenge",
    "ChallengePartner",
    "ChallengeState",
    "Comment",
    "Event",
    "Follow",
    "Intake",
    "IntakeContact",
    "Invitation",
    "JobRun",
    "Letter",
    "LetterKind",
    "MailChoice",
    "Membership",
    "Merge",
    "Municipality",
    "Note",
    "Notification",
    "OldSlug",
    "OneTimeToken",
    "Organisation",
    "Outbox",
    "Outcome",
    "Pace",
    "Person",
    "PlatformRole",
    "Proposal",
    "ProposalGoal",
    "Purpose",
    "ReferenceCounter",
    "Report",
    "Representative",
    "Route",
    "SearchDocument",
    "SecurityEvent",
    "Setting",
    "Sheet",
    "SheetRow",
    "SignInAttempt",
    "Staff",
    "Statement",
    "Support",
    "Theme",
    "Unit",
    "Verification",
    "Version",
    "WebSession",
]
