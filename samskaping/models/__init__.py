"""Tables: columns and constraints. No queries, no decisions, no relationships that load by themselves."""

from samskaping.models.authors import Author, Invitation, Organisation, Representative, Verification
from samskaping.models.casework import Note, Statement
from samskaping.models.challenges import Challenge, ChallengePartner
from samskaping.models.comments import Comment
from samskaping.models.history import Event, Outbox, SecurityEvent, Version
from samskaping.models.moderation import Barrier, Report
from samskaping.models.municipalities import Area, Municipality, OldSlug, ReferenceCounter, Setting, Theme, Unit
from samskaping.models.notifications import JobRun, Letter, Notification
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
from samskaping.models.search import SearchDocument
from samskaping.models.stamps import Stamp
from samskaping.models.support import Follow, Support
from samskaping.rules.kinds import ChallengeState, LetterKind, MailChoice, Outcome, Purpose

__all__ = [
    "Area",
    "Author",
    "Barrier",
    "Challenge",
    "ChallengePartner",
    "ChallengeState",
    "Comment",
    "Event",
    "Follow",
    "Invitation",
    "JobRun",
    "Letter",
    "LetterKind",
    "MailChoice",
    "Membership",
    "Municipality",
    "Note",
    "Notification",
    "OldSlug",
    "OneTimeToken",
    "Organisation",
    "Outbox",
    "Outcome",
    "Person",
    "PlatformRole",
    "Proposal",
    "ProposalGoal",
    "Purpose",
    "ReferenceCounter",
    "Report",
    "Representative",
    "SearchDocument",
    "SecurityEvent",
    "Setting",
    "SignInAttempt",
    "Staff",
    "Stamp",
    "Statement",
    "Support",
    "Theme",
    "Unit",
    "Verification",
    "Version",
    "WebSession",
]
