"""What can happen, who can hear of it, and how a kind of event is written down."""

from dataclasses import dataclass
from enum import StrEnum

from samskaping.language import Words


class Audience(StrEnum):
    """Who hears of an event, resolved with the rights people have when it is told."""

    WRITER = "writer"
    FOLLOWERS = "followers"
    STAFF = "staff"
    HANDLER = "handler"
    KEEPER = "keeper"
    MODERATORS = "moderators"
    REPLIED_TO = "replied_to"
    CHALLENGE_FOLLOWERS = "challenge_followers"
    MUNICIPALITY_FOLLOWERS = "municipality_followers"
    MEMBERS = "members"
    STAND_IN = "stand_in"
    UNIT = "unit"
    NAMED = "named"
    ASKED = "asked"
    ASKED_SUPPORTERS = "asked_supporters"
    LEADER = "leader"
    REPORTERS = "reporters"
    REVIEWERS = "reviewers"
    APPELLANT = "appellant"
    RULED = "ruled"
    EVALUATORS = "evaluators"
    CONCERNED = "concerned"
    OFFERED = "offered"
    GIVER = "giver"
    COUNTERPART = "counterpart"
    DESK_THERE = "desk_there"
    ADOPTED = "adopted"


class What(StrEnum):
    PROPOSAL_SUBMITTED = "proposal.submitted"
    PROPOSAL_PUBLISHED = "proposal.published"
    PROPOSAL_REPUBLISHED = "proposal.republished"
    PROPOSAL_EDITED = "proposal.edited"
    PROPOSAL_REWRITTEN = "proposal.rewritten"
    PROPOSAL_MOVED = "proposal.moved"
    PROPOSAL_ASSIGNED = "proposal.assigned"
    PROPOSAL_HIDDEN = "proposal.hidden"
    PROPOSAL_RESTORED = "proposal.restored"
    PROPOSAL_IMPORTED = "proposal.imported"
    PROPOSAL_CLASSIFIED = "proposal.classified"
    PROPOSAL_ROUTED = "proposal.routed"
    PROPOSAL_JOINED = "proposal.joined"
    PROPOSAL_PARTED = "proposal.parted"
    PROPOSAL_ENTERED = "proposal.entered"
    MERGE_UNDONE = "merge.undone"
    SUPPORT_ASKED = "support.asked"
    SHEET_TAKEN_IN = "sheet.taken_in"
    ANSWER_PUBLISHED = "answer.published"
    ANSWER_CORRECTED = "answer.corrected"
    INTERIM_REPLIED = "interim.replied"
    QUESTION_ASKED = "question.asked"
    QUESTION_ASKED_PRIVATELY = "question.asked_privately"
    QUESTION_REPLIED = "question.replied"
    QUESTION_REPLIED_PRIVATELY = "question.replied_privately"
    REOPENING_ASKED = "reopening.asked"
    REOPENING_DECLINED = "reopening.declined"
    UPDATE_PUBLISHED = "update.published"
    NOTE_WRITTEN = "note.written"
    IMPARTIALITY_ASSURED = "impartiality.assured"
    IMPARTIALITY_DENIED = "impartiality.denied"
    IMPARTIALITY_LIFTED = "impartiality.lifted"
    EVALUATION_ASKED = "evaluation.asked"
    EVALUATION_DROPPED = "evaluation.dropped"
    EVALUATION_SUBMITTED = "evaluation.submitted"
    EVALUATION_NEAR = "evaluation.near"
    EVALUATION_LATE = "evaluation.late"
    TASK_GIVEN = "task.given"
    TASK_DONE = "task.done"
    TASK_UNDONE = "task.undone"
    TASK_NEAR = "task.near"
    TASK_LATE = "task.late"
    OPINION_ASKED = "opinion.asked"
    OPINION_DROPPED = "opinion.dropped"
    OPINION_GIVEN = "opinion.given"
    OPINION_GIVEN_INTERNALLY = "opinion.given_internally"
    OPINION_LATE = "opinion.late"
    CASE_LINKED = "case.linked"
    CASE_UNLINKED = "case.unlinked"
    ANSWER_PLANNED = "answer.planned"
    ANSWER_REPLANNED = "answer.replanned"
    ANSWER_STOPPED = "answer.stopped"
    ANSWER_HELD = "answer.held"
    CASE_QUIET = "case.quiet"
    CASE_CHECKED_IN = "case.checked_in"
    DEADLINE_NEAR = "deadline.near"
    DEADLINE_PASSED = "deadline.passed"
    COMMENT_WRITTEN = "comment.written"
    COMMENT_HELD = "comment.held"
    COMMENT_APPROVED = "comment.approved"
    COMMENT_REFUSED = "comment.refused"
    COMMENT_EDITED = "comment.edited"
    COMMENT_RETRACTED = "comment.retracted"
    COMMENT_HIDDEN = "comment.hidden"
    COMMENT_RESTORED = "comment.restored"
    CONTENT_REPORTED = "content.reported"
    PROPOSAL_REDACTED = "proposal.redacted"
    COMMENT_REDACTED = "comment.redacted"
    STATEMENT_REDACTED = "statement.redacted"
    REDACTION_UNDONE = "redaction.undone"
    WRITER_BLOCKED = "writer.blocked"
    BLOCK_LIFTED = "block.lifted"
    REPORT_CLOSED = "report.closed"
    REPORT_REVISED = "report.revised"
    APPEAL_MADE = "appeal.made"
    RULING_UPHELD = "ruling.upheld"
    RULING_OVERTURNED = "ruling.overturned"
    TRUST_GIVEN = "trust.given"
    TRUST_TAKEN = "trust.taken"
    BARRIER_REPORTED = "barrier.reported"
    CHALLENGE_CRITERIA_SET = "challenge.criteria_set"
    CHALLENGE_DRAFTED = "challenge.drafted"
    CHALLENGE_IMPORTED = "challenge.imported"
    CHALLENGE_PUBLISHED = "challenge.published"
    CHALLENGE_CHANGED = "challenge.changed"
    CHALLENGE_CLOSED = "challenge.closed"
    CHALLENGE_PHASE_BEGAN = "challenge.phase_began"
    CHALLENGE_PHASE_ENDED = "challenge.phase_ended"
    REFLECTION_ASKED = "reflection.asked"
    REFLECTION_NOTED = "reflection.noted"
    REFLECTION_SHOWN = "reflection.shown"
    PARTNER_INVITED = "partner.invited"
    PARTNER_UNINVITED = "partner.uninvited"
    PARTNER_ANSWERED = "partner.answered"
    PARTNER_JOINED = "partner.joined"
    PARTNER_LEFT = "partner.left"
    PARTNER_ARCHIVIST_NAMED = "partner.archivist_named"
    CHALLENGE_BUILDS_ON = "challenge.builds_on"
    ADOPTION_PUBLISHED = "adoption.published"
    NEED_TOLD = "need.told"
    NEED_HELD = "need.held"
    NEED_PUBLISHED = "need.published"
    NEED_REFUSED = "need.refused"
    NEED_RETRACTED = "need.retracted"
    NEED_HIDDEN = "need.hidden"
    NEED_RESTORED = "need.restored"
    NEED_REDACTED = "need.redacted"
    NEED_TIED = "need.tied"
    NEED_LOOSENED = "need.loosened"
    NEED_MET = "need.met"
    PROPOSAL_MEETS = "proposal.meets"
    ASK_MADE = "ask.made"
    ASK_CLOSED = "ask.closed"
    OFFER_MADE = "offer.made"
    OFFER_ACCEPTED = "offer.accepted"
    OFFER_DECLINED = "offer.declined"
    OFFER_DELIVERED = "offer.delivered"
    OFFER_WITHDRAWN = "offer.withdrawn"
    OFFER_LOST = "offer.lost"
    PARTNERSHIP_WRITTEN = "partnership.written"
    PARTNERSHIP_CONFIRMED = "partnership.confirmed"
    ORGANISATION_REGISTERED = "organisation.registered"
    ORGANISATION_CHANGED = "organisation.changed"
    ORGANISATION_VERIFIED = "organisation.verified"
    MUNICIPALITY_ACTIVATED = "municipality.activated"
    MUNICIPALITY_CHANGED = "municipality.changed"
    ROLE_GRANTED = "role.granted"
    ROLE_ENDED = "role.ended"
    ABSENCE_SAID = "absence.said"
    ABSENCE_ENDED = "absence.ended"


@dataclass(frozen=True)
class Fact:
    """How one kind of event is shown and told. ``keys`` are the details it may carry."""

    sentence: Words
    is_public: bool = False
    tells: frozenset[Audience] = frozenset()
    keys: frozenset[str] = frozenset()
    #: The sentence as those who are told read it, where it differs from the history's.
    told: Words | None = None
    #: Why it is told by mail at once, also to those who want one mail a day; ends the sentence «… fordi».
    at_once: Words | None = None
    #: Told by a letter of its own, which goes whatever the person chose: no other mail tells the same.
    by_letter: bool = False


def tells(*audiences: Audience) -> frozenset[Audience]:
    return frozenset(audiences)


def keys(*names: str) -> frozenset[str]:
    return frozenset(names)


A = Audience
CASE = tells(A.WRITER, A.FOLLOWERS)
