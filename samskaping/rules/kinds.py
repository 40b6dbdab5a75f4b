"""Kinds of things that tables keep and doors name: mail choices, purposes of links, letters, outcomes, states."""

from enum import StrEnum


class MailChoice(StrEnum):
    """When a person wants mail about what they follow. Receipts and sign-in links always come at once."""

    STRAKS = "straks"
    DAGLIG = "daglig"
    INGEN = "ingen"


class Purpose(StrEnum):
    """What a mailed link is for; one purpose, one person, one use, an end time."""

    CONFIRM = "confirm"
    SIGN_IN = "sign_in"
    RESET = "reset"
    CHANGE_EMAIL = "change_email"
    RESTORE_EMAIL = "restore_email"


class Proof(StrEnum):
    """How a municipality knows who somebody is, where they have not proved it by signing in (``rules/openid.py``)."""

    LEGITIMASJON = "legitimasjon"


class LetterKind(StrEnum):
    """Which template a letter is written from."""

    RECEIPT = "receipt"
    CONFIRM = "confirm"
    SIGN_IN = "sign_in"
    RESET = "reset"
    CHANGE_EMAIL = "change_email"
    EMAIL_CHANGED = "email_changed"
    ALREADY_REGISTERED = "already_registered"
    NOTICE = "notice"
    DIGEST = "digest"
    BARRIER = "barrier"
    INVITATION = "invitation"
    APPOINTED = "appointed"
    OPINION = "opinion"
    OPINION_LATE = "opinion_late"
    ENTERED = "entered"
    RULING = "ruling"
    APPEAL_DECIDED = "appeal_decided"
    NEED = "need"
    GROUP = "group"
    TAKE_PART = "take_part"
    ERASED = "erased"
    LINKED = "linked"
    MEASURE = "measure"
    SECOND_MADE = "second_made"
    SECOND_RESET = "second_reset"
    ACCOUNT_SHUT = "account_shut"
    ACCOUNT_OPENED = "account_opened"


class Outcome(StrEnum):
    """What became of a report."""

    SKJULT = "skjult"
    BEHOLDT = "beholdt"


class ChallengeState(StrEnum):
    UTKAST = "utkast"
    APEN = "apen"
    LUKKET = "lukket"
