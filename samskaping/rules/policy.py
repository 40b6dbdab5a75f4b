"""Who may do what: one table from permission to the conditions that grant it.

The same table is asked at the door (``web.access``), at the deed (first lines of an action) and by templates.
What may be *seen* in lists and searches is the same knowledge as where-clauses, in ``queries.visible``.
"""

from samskaping.errors import Refused
from samskaping.rules.conditions import (
    Actor,
    Condition,
    Thing,
    another_than_ruled,
    anyone,
    confirmed,
    from_shell,
    has,
    impartial,
    in_open_group,
    member,
    no_wider,
    not_blocked,
    proved,
    same_session,
    signed_in,
    somebody_else,
    stands_above,
    unconcerned,
    writer,
)
from samskaping.rules.permissions import Can
from samskaping.rules.roles import Role
from samskaping.rules.thresholds import Act

__all__ = ["POLICY", "Actor", "Can", "Thing", "allowed", "anyone", "impartial", "require"]


#: Who can be given a case and move it, and who may look into cases; queries ask memberships for the same roles.
HANDLING = (Role.SAKSBEHANDLER, Role.LEDER)
INSPECTING = (Role.INNSYN, Role.MODERATOR, Role.SAKSBEHANDLER, Role.PUBLISIST, Role.LEDER, Role.ARKIVAR)
#: Who writes within cases, and may so answer when their unit is asked for an opinion.
NOTING = (Role.MODERATOR, Role.SAKSBEHANDLER, Role.PUBLISIST, Role.LEDER)
#: Who answers for the municipality when others ask it to share a challenge.
BINDING = (Role.PUBLISIST, Role.LEDER)
#: Who may moderate, and so decide an appeal against another moderator's ruling.
REVIEWING = (Role.MODERATOR, Role.SAKSBEHANDLER, Role.LEDER)

#: Who speaks for the municipality to everyone.
PUBLISHING = (Role.PUBLISIST, *HANDLING)
handles = has(*HANDLING)
publishes = has(*PUBLISHING)
moderates = has(*REVIEWING)
administers = has(Role.ADMINISTRATOR)
notes = has(*NOTING)
works_here = has(*(role for role in Role if role is not Role.PLATTFORM))
inspects = has(*INSPECTING)

#: Any row grants; all conditions in a row must hold.
POLICY: dict[Can, tuple[tuple[Condition, ...], ...]] = {
    Can.PROPOSAL_DRAFT: ((signed_in, writer), (same_session,)),
    Can.PROPOSAL_SUBMIT: ((proved(Act.FORSLAG), writer, not_blocked),),
    Can.PROPOSAL_EDIT: ((signed_in, writer, not_blocked),),
    Can.PROPOSAL_WITHDRAW: ((signed_in, writer),),
    Can.PROPOSAL_REPLY: ((signed_in, writer),),
    Can.REOPENING_ASK: ((signed_in, writer, not_blocked),),
    Can.PROPOSAL_HANDLE: ((handles, impartial),),
    Can.PROPOSAL_APPROVE: ((moderates, impartial),),
    Can.PROPOSAL_INSPECT: ((inspects,),),
    Can.INNER_READ: ((inspects, unconcerned),),
    Can.STATEMENT_PUBLISH: ((publishes, impartial),),
    #: For the municipality itself too, where people must have shown more of themselves; as oneself, the deed asks.
    Can.COMMENT_WRITE: ((proved(Act.KOMMENTAR), not_blocked), (works_here, confirmed, not_blocked)),
    Can.COMMENT_EDIT: ((signed_in, writer, not_blocked),),
    Can.COMMENT_RETRACT: ((signed_in, writer),),
    Can.SUPPORT_GIVE: ((proved(Act.STOTTE), not_blocked),),
    Can.FOLLOW: ((signed_in,),),
    Can.REPORT: ((anyone,),),
    Can.NOTE_WRITE: ((notes, impartial),),
    Can.MODERATE: ((moderates, impartial),),
    Can.APPEAL_MAKE: ((signed_in, writer),),
    #: Administrators too, so that an appeal has somebody also where only one person moderates.
    Can.APPEAL_DECIDE: (
        (moderates, impartial, somebody_else, another_than_ruled),
        (administers, impartial, somebody_else, another_than_ruled),
    ),
    Can.CHALLENGE_WRITE: ((publishes,),),
    Can.PARTNER_INVITE: ((publishes,),),
    #: Joining what another municipality leads, or leaving it, binds one's own.
    Can.PARTNER_ANSWER: ((has(*BINDING),),),
    Can.ORGANISATION_REGISTER: ((confirmed, not_blocked),),
    Can.ORGANISATION_MANAGE: ((signed_in, writer),),
    Can.ORGANISATION_VERIFY: ((handles,),),
    #: That a person is who they say; nobody says it of themselves.
    Can.IDENTITY_CONFIRM: ((handles, somebody_else),),
    Can.MUNICIPALITY_SET: ((administers,),),
    Can.ROLE_GRANT: ((administers,), (from_shell,)),
    Can.MUNICIPALITY_ACTIVATE: ((has(Role.PLATTFORM),), (from_shell,)),
    #: Of the municipality's own staff: signing them out, and the log of who signed in, was given what, and was refused.
    Can.SESSION_END: ((administers,),),
    Can.SECURITY_READ: ((administers,),),
    #: Taking away a second factor that is lost: nobody's own, nor of somebody whose rights reach further.
    Can.SECOND_RESET: ((administers, somebody_else, no_wider),),
    #: The same for anybody, on the platform's own pages.
    Can.PLATFORM_LOOK_AFTER: ((has(Role.PLATTFORM),), (from_shell,)),
    Can.PARTICIPATION_IMPORT: ((from_shell,),),
    Can.STAFF_ENTER: ((works_here,),),
    Can.INTAKE_ENTER: ((handles,),),
    #: A leader's own people are looked up by the deed.
    Can.ABSENCE_SAY: ((handles, writer), (has(Role.LEDER, Role.ADMINISTRATOR),)),
    Can.IMPARTIALITY_DECLARE: ((inspects,),),
    Can.IMPARTIALITY_LIFT: ((has(Role.LEDER, Role.ADMINISTRATOR), somebody_else),),
    Can.EVALUATION_ASK: ((handles, impartial),),
    Can.EVALUATION_WRITE: ((inspects, writer, impartial),),
    Can.TASK_GIVE: ((handles, impartial),),
    Can.TASK_DO: ((handles, impartial), (inspects, writer, impartial)),
    Can.OPINION_WRITE: ((notes, impartial),),
    Can.OPINION_WRITE_ELSEWHERE: ((handles,),),
    Can.TEMPLATE_KEEP: ((publishes,),),
    Can.EXPORT_MAKE: ((inspects,),),
    Can.EXPORT_PERSONAL: ((has(Role.LEDER, Role.ARKIVAR),),),
    #: What stood under the marks, for those who moderate and for the archive.
    Can.REDACTION_READ: ((has(*REVIEWING, Role.ARKIVAR), impartial),),
    Can.PERSON_BLOCK: ((moderates, impartial, somebody_else, stands_above),),
    #: Saying that what looks like a fødselsnummer in a public text is something else.
    Can.NUMBER_VOUCH: ((works_here,),),
    #: Without an account too: then it is confirmed by mail, or read by a moderator first.
    Can.NEED_TELL: ((proved(Act.BEHOV), not_blocked),),
    Can.NEED_RETRACT: ((signed_in, writer),),
    Can.NEED_CONCERN: ((proved(Act.GJELDER), not_blocked),),
    Can.NEED_TIE: ((confirmed, not_blocked),),
    Can.NEED_LOOSEN: ((signed_in, writer), (publishes,)),
    #: Of a proposal: which needs it meets.
    Can.NEED_MEET: ((signed_in, writer, not_blocked), (handles, impartial)),
    #: Saying what is needed, and that it is needed no more; in a case its open working group may as well.
    Can.ASK_MAKE: ((publishes, impartial), (confirmed, in_open_group, not_blocked, impartial)),
    Can.OFFER_MAKE: ((proved(Act.BIDRAG), not_blocked),),
    #: Of an offer of one's own, or of an organisation that one acts for; these never answer for the municipality too.
    Can.OFFER_WITHDRAW: ((signed_in, writer),),
    Can.OFFER_DECIDE: ((publishes, impartial, somebody_else),),
    #: Of one offer, and no agreement: the open working group of the case that it is made for may as well.
    Can.OFFER_ANSWER: (
        (publishes, impartial, somebody_else),
        (confirmed, in_open_group, not_blocked, impartial, somebody_else),
    ),
    #: Of the working group of a case: its thread, tasks and minutes.
    Can.GROUP_READ: ((signed_in, member), (inspects, unconcerned)),
    Can.GROUP_WRITE: ((confirmed, member, not_blocked), (handles, impartial)),
    #: Who is in it, and what of its work everyone can see or stands as the proposal's text.
    Can.GROUP_LEAD: ((confirmed, writer, not_blocked), (handles, impartial)),
    #: Taking a seat in it for the municipality without being asked.
    Can.GROUP_SIT: ((handles, impartial),),
    Can.RAISED_WRITE: ((proved(Act.UTFORDRING), not_blocked),),
    #: Of a challenge that one raises oneself: sending it in, and writing on it until then.
    Can.RAISED_SEND: ((confirmed, writer, not_blocked),),
    Can.RAISED_WITHDRAW: ((signed_in, writer),),
    Can.RAISED_DECIDE: ((publishes, somebody_else),),
    Can.WORDING_SUGGEST: ((proved(Act.ENDRING), not_blocked),),
    Can.WORDING_WITHDRAW: ((signed_in, writer),),
    Can.WORDING_DECIDE: ((publishes, somebody_else),),
    #: What is expected of a challenge or a case, and how it is seen.
    Can.BENEFIT_PLAN: ((publishes, impartial),),
    #: Also whoever answers for the benefit in the line, whose it is.
    Can.BENEFIT_MEASURE: ((publishes, impartial), (inspects, writer, impartial)),
    #: Of a case: what was learnt in it; and saying that the municipality has use of what another learnt.
    Can.LESSON_WRITE: ((publishes, impartial),),
    Can.LESSON_USE: ((publishes,),),
    #: To what one has written oneself; what the municipality says asks for the right to say it (rules/file_parents.py).
    Can.FILE_ADD: ((signed_in, writer, not_blocked),),
    Can.INITIATIVE_WRITE: ((confirmed, not_blocked),),
    #: Of one's own: writing on it until somebody has signed, collecting signatures, and sending it to the council.
    Can.INITIATIVE_LEAD: ((confirmed, writer, not_blocked),),
    Can.INITIATIVE_WITHDRAW: ((signed_in, writer),),
    #: A right by law for whoever lives there (kommuneloven § 12-1): a moderator's block does not take it away.
    Can.INITIATIVE_SIGN: ((proved(Act.UNDERSKRIFT),),),
    Can.SIGNATURE_TAKE_BACK: ((signed_in,),),
    #: For the municipality; nobody handles what they have put forward themselves.
    Can.INITIATIVE_HANDLE: ((handles, somebody_else),),
    #: Who has signed: those who handle it alone, and each look is in the security log.
    Can.SIGNATURE_READ: ((handles, somebody_else),),
    #: What a vote is about, who may vote and when; from when it is announced, nobody changes it.
    Can.VOTE_SET: ((publishes,),),
    #: What the vote asks of those who vote, it asks besides; a moderator's block takes no vote away.
    Can.VOTE_CAST: ((proved(Act.AVSTEMNING),),),
    Can.GATHERING_PLAN: ((publishes,),),
    #: Coming to listen is no writing: a moderator's block keeps nobody away.
    Can.SEAT_TAKE: ((confirmed,),),
    #: Who has signed up, for those who arrange meetings, and each look is in the security log.
    Can.SEAT_READ: ((publishes,),),
    #: What they need to be able to come: whoever is responsible for that meeting, and nobody else.
    Can.SEAT_NEEDS: ((publishes, writer),),
}


def allowed(actor: Actor, can: Can, thing: Thing | None = None) -> bool:
    """Whether a row of the table lets this actor do this, to this thing."""
    return any(all(condition(actor, thing) for condition in row) for row in POLICY[can])


def require(actor: Actor, can: Can, thing: Thing | None = None) -> None:
    """Raises ``Refused`` when no row of the table grants."""
    if not allowed(actor, can, thing):
        raise Refused(can)
