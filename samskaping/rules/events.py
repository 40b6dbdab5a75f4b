"""Everything that can happen, whether the public may see it, who is told, and the sentence it reads as.

The public history, the staff's history, the notification and the mail are four readings of the same row,
with the same sentence. ``details`` holds ids and small facts only; allowed keys stand here. Details live
for ever: add keys, never change what one means.
"""

from dataclasses import dataclass
from enum import StrEnum

from samskaping.language import Words


class Audience(StrEnum):
    """Who hears of an event, resolved with the rights people have when it is told."""

    WRITER = "writer"
    FOLLOWERS = "followers"
    STAFF = "staff"
    HANDLER = "handler"
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


class What(StrEnum):
    PROPOSAL_SUBMITTED = "proposal.submitted"
    PROPOSAL_PUBLISHED = "proposal.published"
    PROPOSAL_EDITED = "proposal.edited"
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
    UPDATE_PUBLISHED = "update.published"
    NOTE_WRITTEN = "note.written"
    IMPARTIALITY_ASSURED = "impartiality.assured"
    IMPARTIALITY_DENIED = "impartiality.denied"
    IMPARTIALITY_LIFTED = "impartiality.lifted"
    EVALUATION_ASKED = "evaluation.asked"
    EVALUATION_DROPPED = "evaluation.dropped"
    EVALUATION_SUBMITTED = "evaluation.submitted"
    TASK_GIVEN = "task.given"
    TASK_DONE = "task.done"
    TASK_UNDONE = "task.undone"
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
    COMMENT_EDITED = "comment.edited"
    COMMENT_RETRACTED = "comment.retracted"
    COMMENT_HIDDEN = "comment.hidden"
    COMMENT_RESTORED = "comment.restored"
    CONTENT_REPORTED = "content.reported"
    REPORT_CLOSED = "report.closed"
    BARRIER_REPORTED = "barrier.reported"
    CHALLENGE_CRITERIA_SET = "challenge.criteria_set"
    CHALLENGE_DRAFTED = "challenge.drafted"
    CHALLENGE_IMPORTED = "challenge.imported"
    CHALLENGE_PUBLISHED = "challenge.published"
    CHALLENGE_CHANGED = "challenge.changed"
    CHALLENGE_CLOSED = "challenge.closed"
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
    #: Told by mail at once, also to those who want one mail a day: somebody waits for their answer.
    at_once: bool = False


def _tells(*audiences: Audience) -> frozenset[Audience]:
    return frozenset(audiences)


def _keys(*names: str) -> frozenset[str]:
    return frozenset(names)


A = Audience
_CASE = _tells(A.WRITER, A.FOLLOWERS)

FACTS: dict[What, Fact] = {
    What.PROPOSAL_SUBMITTED: Fact(
        Words("Forslaget ble mottatt", "Forslaget vart motteke"), True, _tells(A.STAFF), _keys("reference", "due", "state")
    ),
    What.PROPOSAL_PUBLISHED: Fact(
        Words("Forslaget ble publisert", "Forslaget vart publisert"), True,
        _tells(A.WRITER, A.CHALLENGE_FOLLOWERS, A.MUNICIPALITY_FOLLOWERS), _keys("verb", "before", "after"),
    ),
    What.PROPOSAL_EDITED: Fact(
        Words("Den som foreslo, endret teksten", "Den som foreslo, endra teksten"), True, _tells(A.HANDLER), _keys("version")
    ),
    What.PROPOSAL_MOVED: Fact(
        Words("Saken ble flyttet", "Saka vart flytta"), True, _CASE,
        _keys("verb", "before", "after", "statement", "unit", "unit_role", "next", "body", "body_name", "look_again", "forward_to", "into"),
    ),
    What.PROPOSAL_JOINED: Fact(
        Words("Et annet forslag ble slått sammen med dette", "Eit anna forslag vart slått saman med dette"), True,
        _tells(A.WRITER, A.FOLLOWERS, A.HANDLER), _keys("merge", "merged"),
    ),
    What.PROPOSAL_PARTED: Fact(
        Words("En sammenslåing ble angret, og det andre forslaget står for seg selv igjen", "Ei samanslåing vart angra, og det andre forslaget står for seg sjølv igjen"),
        True, _CASE, _keys("merge", "merged"),
    ),
    What.MERGE_UNDONE: Fact(
        Words("Sammenslåingen ble angret", "Samanslåinga vart angra"), True,
        _tells(A.WRITER, A.FOLLOWERS, A.ASKED_SUPPORTERS), _keys("merge", "into", "state"),
        told=Words("Sammenslåingen ble angret, og saken går videre som før", "Samanslåinga vart angra, og saka går vidare som før"),
    ),
    What.SUPPORT_ASKED: Fact(
        Words("De som støtter forslaget, ble spurt om støtten kan følge med", "Dei som støttar forslaget, vart spurde om støtta kan følgje med"), False,
        _tells(A.ASKED_SUPPORTERS), _keys("merge", "into"),
        told=Words("Kan støtten din følge med til en annen sak?", "Kan støtta di følgje med til ei anna sak?"),
    ),
    What.PROPOSAL_ENTERED: Fact(
        Words("Kommunen la inn forslaget for noen andre", "Kommunen la inn forslaget for nokon andre"), True,
        keys=_keys("reference", "due", "state", "after", "channel", "received"),
    ),
    What.SHEET_TAKEN_IN: Fact(
        Words("Et regneark med innspill ble tatt inn", "Eit rekneark med innspel vart teke inn"), False, _tells(A.STAFF), _keys("sheet", "rows")
    ),
    What.PROPOSAL_ASSIGNED: Fact(
        Words("Ansvaret ble gitt videre", "Ansvaret vart gitt vidare"), False, _tells(A.HANDLER), _keys("unit", "person")
    ),
    What.PROPOSAL_HIDDEN: Fact(Words("Forslaget ble skjult", "Forslaget vart skjult"), False, _tells(A.WRITER), _keys("reason")),
    What.PROPOSAL_RESTORED: Fact(
        Words("Forslaget ble vist igjen", "Forslaget vart vist igjen"), False, _tells(A.WRITER), _keys("reason")
    ),
    What.PROPOSAL_IMPORTED: Fact(
        Words("Forslaget ble hentet inn fra en annen tjeneste", "Forslaget vart henta inn frå ei anna teneste"), True,
        keys=_keys("source", "reference"),
    ),
    What.PROPOSAL_CLASSIFIED: Fact(
        Words("Tema, område eller mål ble endret", "Tema, område eller mål vart endra"), False, keys=_keys("theme", "area", "goals", "challenge")
    ),
    What.PROPOSAL_ROUTED: Fact(
        Words("Saken gikk til en enhet etter kommunens regler", "Saka gjekk til ei eining etter reglane til kommunen"), keys=_keys("by")
    ),
    What.ANSWER_PUBLISHED: Fact(
        Words("Kommunen svarte", "Kommunen svarte"), True, _CASE, _keys("statement", "decision")
    ),
    What.ANSWER_CORRECTED: Fact(
        Words("Kommunen rettet et svar", "Kommunen retta eit svar"), True, _CASE, _keys("statement", "version")
    ),
    What.INTERIM_REPLIED: Fact(
        Words("Kommunen ga et foreløpig svar", "Kommunen gav eit førebels svar"), True, _CASE, _keys("statement", "due", "before")
    ),
    What.QUESTION_ASKED: Fact(
        Words("Kommunen spurte den som foreslo", "Kommunen spurde den som foreslo"), True, _tells(A.WRITER), _keys("statement", "until"),
        told=Words("Kommunen har et spørsmål til deg", "Kommunen har eit spørsmål til deg"), at_once=True,
    ),
    What.QUESTION_ASKED_PRIVATELY: Fact(
        Words("Kommunen spurte deg", "Kommunen spurde deg"), False, _tells(A.WRITER), _keys("statement", "until"),
        told=Words("Kommunen har et spørsmål til deg", "Kommunen har eit spørsmål til deg"), at_once=True,
    ),
    What.QUESTION_REPLIED: Fact(
        Words("Den som foreslo, svarte på spørsmålet", "Den som foreslo, svarte på spørsmålet"), True, _tells(A.HANDLER), _keys("statement")
    ),
    What.QUESTION_REPLIED_PRIVATELY: Fact(
        Words("Den som foreslo, svarte bare til kommunen", "Den som foreslo, svarte berre til kommunen"), False, _tells(A.HANDLER),
        _keys("statement"),
    ),
    What.UPDATE_PUBLISHED: Fact(
        Words("Kommunen fortalte nytt i saken", "Kommunen fortalde nytt i saka"), True, _CASE, _keys("statement")
    ),
    What.NOTE_WRITTEN: Fact(
        Words("En intern merknad ble skrevet", "Ein intern merknad vart skriven"), False, _tells(A.NAMED), _keys("people"),
        told=Words("Du er nevnt i en intern merknad", "Du er nemnd i ein intern merknad"), at_once=True,
    ),
    What.IMPARTIALITY_ASSURED: Fact(Words("En ansatt svarte at de er habile", "Ein tilsett svarte at dei er habile")),
    What.IMPARTIALITY_DENIED: Fact(
        Words("En ansatt meldte seg inhabil", "Ein tilsett melde seg inhabil"), False, _tells(A.UNIT), _keys("held"),
        told=Words("En saksbehandler er inhabil. Saken må gis videre", "Ein saksbehandlar er inhabil. Saka må givast vidare"), at_once=True,
    ),
    What.IMPARTIALITY_LIFTED: Fact(
        Words("En melding om inhabilitet ble opphevet", "Ei melding om inhabilitet vart oppheva"), False, _tells(A.NAMED), _keys("people")
    ),
    What.EVALUATION_ASKED: Fact(
        Words("Noen ble bedt om å vurdere saken", "Nokon vart bedne om å vurdere saka"), False, _tells(A.NAMED), _keys("people", "due"),
        told=Words("Du er bedt om å vurdere et forslag", "Du er beden om å vurdere eit forslag"), at_once=True,
    ),
    What.EVALUATION_DROPPED: Fact(
        Words("Noen skal ikke vurdere saken likevel", "Nokon skal ikkje vurdere saka likevel"), False, _tells(A.NAMED), _keys("people")
    ),
    What.EVALUATION_SUBMITTED: Fact(
        Words("En vurdering ble levert", "Ei vurdering vart levert"), False, _tells(A.HANDLER), _keys("evaluation", "version")
    ),
    What.TASK_GIVEN: Fact(
        Words("En oppgave ble gitt", "Ei oppgåve vart gitt"), False, _tells(A.NAMED), _keys("task", "people", "due"),
        told=Words("Du har fått en oppgave", "Du har fått ei oppgåve"), at_once=True,
    ),
    What.TASK_DONE: Fact(Words("En oppgave ble gjort", "Ei oppgåve vart gjord"), keys=_keys("task")),
    What.TASK_UNDONE: Fact(Words("En oppgave ble åpnet igjen", "Ei oppgåve vart opna igjen"), keys=_keys("task")),
    What.OPINION_ASKED: Fact(
        Words("Kommunen ba om en uttalelse", "Kommunen bad om ei fråsegn"), False, _tells(A.ASKED), _keys("task", "due"),
        told=Words("Dere er bedt om en uttalelse", "De er bedne om ei fråsegn"), at_once=True,
    ),
    What.OPINION_DROPPED: Fact(
        Words("En uttalelse trengs ikke lenger", "Ei fråsegn trengst ikkje lenger"), False, _tells(A.ASKED), _keys("task")
    ),
    What.OPINION_GIVEN: Fact(
        Words("Det kom en uttalelse i saken", "Det kom ei fråsegn i saka"), True, _CASE | _tells(A.HANDLER), _keys("task", "statement")
    ),
    What.OPINION_GIVEN_INTERNALLY: Fact(
        Words("Det kom en intern uttalelse", "Det kom ei intern fråsegn"), False, _tells(A.HANDLER), _keys("task")
    ),
    What.OPINION_LATE: Fact(
        Words("En uttalelse er ikke kommet til fristen", "Ei fråsegn er ikkje komen til fristen"), False, _tells(A.ASKED, A.HANDLER),
        _keys("task", "due"),
    ),
    What.CASE_LINKED: Fact(Words("Saken ble knyttet til en annen sak", "Saka vart knytt til ei anna sak"), keys=_keys("other")),
    What.CASE_UNLINKED: Fact(
        Words("Saken er ikke lenger knyttet til en annen sak", "Saka er ikkje lenger knytt til ei anna sak"), keys=_keys("other")
    ),
    What.ANSWER_PLANNED: Fact(Words("Et svar ble planlagt", "Eit svar vart planlagt"), keys=_keys("planned", "at", "batch")),
    What.ANSWER_REPLANNED: Fact(Words("Et planlagt svar ble endret", "Eit planlagt svar vart endra"), keys=_keys("planned", "at", "batch")),
    What.ANSWER_STOPPED: Fact(Words("Et planlagt svar ble stoppet", "Eit planlagt svar vart stoppa"), keys=_keys("planned")),
    What.ANSWER_HELD: Fact(
        Words("Et planlagt svar ble ikke publisert", "Eit planlagt svar vart ikkje publisert"), False, _tells(A.NAMED),
        _keys("planned", "people", "obstacle"),
        told=Words("Svaret du planla, ble ikke publisert", "Svaret du planla, vart ikkje publisert"), at_once=True,
    ),
    What.CASE_QUIET: Fact(
        Words("Saken har vært stille lenge", "Saka har vore stille lenge"), False, _tells(A.HANDLER), _keys("days", "since"),
        told=Words("Ingenting nytt på lenge. Fortell hvorfor saken fortsatt er i gang, eller flytt den", "Ingenting nytt på lenge. Fortel kvifor saka framleis er i gang, eller flytt ho"),
    ),
    What.CASE_CHECKED_IN: Fact(
        Words("Kommunen fortalte hvorfor saken fortsatt er i gang", "Kommunen fortalde kvifor saka framleis er i gang"), True, _CASE,
        _keys("statement", "due"),
    ),
    What.DEADLINE_PASSED: Fact(
        Words("Fristen er passert. Lederen fikk vite det", "Fristen er passert. Leiaren fekk vite det"), False, _tells(A.LEADER, A.HANDLER),
        _keys("due", "step"),
        told=Words("Fristen er passert uten svar eller nytt steg", "Fristen er passert utan svar eller nytt steg"), at_once=True,
    ),
    What.DEADLINE_NEAR: Fact(Words("Svarfristen nærmer seg", "Svarfristen nærmar seg"), False, _tells(A.HANDLER), _keys("due", "days")),
    What.COMMENT_WRITTEN: Fact(
        Words("En kommentar ble skrevet", "Ein kommentar vart skriven"), False, _tells(A.WRITER, A.REPLIED_TO), _keys("comment")
    ),
    What.COMMENT_EDITED: Fact(Words("En kommentar ble endret", "Ein kommentar vart endra"), False, keys=_keys("comment", "version")),
    What.COMMENT_RETRACTED: Fact(
        Words("En kommentar ble trukket", "Ein kommentar vart trekt"), False, keys=_keys("comment")
    ),
    What.COMMENT_HIDDEN: Fact(
        Words("En kommentar ble skjult", "Ein kommentar vart skjult"), False, _tells(A.REPLIED_TO), _keys("comment", "reason")
    ),
    What.COMMENT_RESTORED: Fact(
        Words("En kommentar ble vist igjen", "Ein kommentar vart vist igjen"), False, _tells(A.REPLIED_TO), _keys("comment", "reason")
    ),
    What.CONTENT_REPORTED: Fact(
        Words("Innhold ble meldt til kommunen", "Innhald vart meldt til kommunen"), False, _tells(A.MODERATORS), _keys("report", "comment", "reason")
    ),
    What.REPORT_CLOSED: Fact(Words("En melding ble behandlet", "Ei melding vart behandla"), keys=_keys("report", "outcome")),
    What.BARRIER_REPORTED: Fact(
        Words("Et hinder på nettstedet ble meldt", "Eit hinder på nettstaden vart meldt"), False, _tells(A.STAFF), _keys("report")
    ),
    What.CHALLENGE_CRITERIA_SET: Fact(
        Words("Det ble bestemt hvordan forslagene vurderes", "Det vart bestemt korleis forslaga blir vurderte"), keys=_keys("criteria", "hides")
    ),
    What.CHALLENGE_DRAFTED: Fact(Words("Utfordringen ble laget", "Utfordringa vart laga")),
    What.CHALLENGE_IMPORTED: Fact(
        Words("Utfordringen ble hentet inn fra en annen tjeneste", "Utfordringa vart henta inn frå ei anna teneste"), True, keys=_keys("source")
    ),
    What.CHALLENGE_PUBLISHED: Fact(
        Words("Utfordringen ble publisert", "Utfordringa vart publisert"), True, _tells(A.MUNICIPALITY_FOLLOWERS), _keys("closes")
    ),
    What.CHALLENGE_CHANGED: Fact(
        Words("Utfordringen ble endret", "Utfordringa vart endra"), True, _tells(A.FOLLOWERS), _keys("version")
    ),
    What.CHALLENGE_CLOSED: Fact(
        Words("Utfordringen ble stengt for nye forslag", "Utfordringa vart stengd for nye forslag"), True, _tells(A.FOLLOWERS)
    ),
    What.ORGANISATION_REGISTERED: Fact(
        Words("Organisasjonen ble registrert", "Organisasjonen vart registrert"), False, _tells(A.STAFF), _keys("organisation")
    ),
    What.ORGANISATION_CHANGED: Fact(
        Words("Organisasjonen ble endret", "Organisasjonen vart endra"), keys=_keys("organisation", "person", "joined")
    ),
    What.ORGANISATION_VERIFIED: Fact(
        Words("Organisasjonen ble bekreftet av kommunen", "Organisasjonen vart stadfesta av kommunen"), False, _tells(A.MEMBERS),
        _keys("organisation"),
    ),
    What.MUNICIPALITY_ACTIVATED: Fact(Words("Kommunen ble med", "Kommunen vart med")),
    What.MUNICIPALITY_CHANGED: Fact(Words("Kommunens oppsett ble endret", "Oppsettet til kommunen vart endra"), keys=_keys("fields", "kind", "thing")),
    What.ROLE_GRANTED: Fact(Words("Roller ble gitt", "Roller vart gitt"), keys=_keys("person", "roles")),
    What.ABSENCE_SAID: Fact(
        Words("Et fravær ble meldt", "Eit fråvær vart meldt"), False, _tells(A.STAND_IN), _keys("absence", "person", "stand_in")
    ),
    What.ABSENCE_ENDED: Fact(
        Words("Et fravær ble avsluttet", "Eit fråvær vart avslutta"), False, _tells(A.STAND_IN), _keys("absence", "person", "stand_in")
    ),
    What.ROLE_ENDED: Fact(Words("Roller ble avsluttet", "Roller vart avslutta"), keys=_keys("person", "roles")),
}  # fmt: skip

PUBLIC_FACTS = frozenset(what for what, fact in FACTS.items() if fact.is_public)
#: What the one who proposed notices as the first sign that somebody works on it.
REACTIONS = frozenset(
    {
        What.PROPOSAL_MOVED,
        What.ANSWER_PUBLISHED,
        What.INTERIM_REPLIED,
        What.QUESTION_ASKED,
        What.QUESTION_ASKED_PRIVATELY,
        What.UPDATE_PUBLISHED,
    }
)
