"""Facts of what happens in a case, but for its conversation."""

from samskaping.language import Words
from samskaping.rules.events.what import CASE, A, Fact, What, keys, tells

#: Why a question is told at once.
WE_WAIT = Words("vi venter på svar fra deg", "vi ventar på svar frå deg")

CASES: dict[What, Fact] = {
    What.PROPOSAL_SUBMITTED: Fact(
        Words("Forslaget ble mottatt", "Forslaget vart motteke"), True, tells(A.STAFF), keys("reference", "due", "state")
    ),
    What.PROPOSAL_PUBLISHED: Fact(
        Words("Forslaget ble publisert", "Forslaget vart publisert"), True,
        tells(A.WRITER, A.CHALLENGE_FOLLOWERS, A.MUNICIPALITY_FOLLOWERS, A.CONCERNED), keys("verb", "before", "after"),
    ),
    What.PROPOSAL_REPUBLISHED: Fact(
        Words("Den endrede teksten ble publisert", "Den endra teksten vart publisert"), True, tells(A.WRITER),
        keys("verb", "before", "after"),
    ),
    What.PROPOSAL_REWRITTEN: Fact(
        Words("Teksten ble endret mens den ventet på godkjenning", "Teksten vart endra medan han venta på godkjenning"), False,
        tells(A.MODERATORS), keys("version"),
        told=Words("Et forslag som skal godkjennes, er endret", "Eit forslag som skal godkjennast, er endra"),
    ),
    What.PROPOSAL_EDITED: Fact(
        Words("Den som foreslo, endret teksten", "Den som foreslo, endra teksten"), True, tells(A.HANDLER), keys("version")
    ),
    What.PROPOSAL_MOVED: Fact(
        Words("Saken ble flyttet", "Saka vart flytta"), True, CASE,
        keys("verb", "before", "after", "statement", "unit", "unit_role", "next", "body", "body_name", "look_again", "forward_to", "into", "ruling"),
    ),
    What.PROPOSAL_JOINED: Fact(
        Words("Et annet forslag ble slått sammen med dette", "Eit anna forslag vart slått saman med dette"), True,
        tells(A.WRITER, A.FOLLOWERS, A.HANDLER), keys("merge", "merged", "due", "due_before"),
    ),
    What.PROPOSAL_PARTED: Fact(
        Words("En sammenslåing ble angret, og det andre forslaget står for seg selv igjen", "Ei samanslåing vart angra, og det andre forslaget står for seg sjølv igjen"),
        True, CASE, keys("merge", "merged"),
    ),
    What.MERGE_UNDONE: Fact(
        Words("Sammenslåingen ble angret", "Samanslåinga vart angra"), True,
        tells(A.WRITER, A.FOLLOWERS, A.ASKED_SUPPORTERS), keys("merge", "into", "state"),
        told=Words("Sammenslåingen ble angret, og saken går videre som før", "Samanslåinga vart angra, og saka går vidare som før"),
    ),
    What.SUPPORT_ASKED: Fact(
        Words("De som støtter forslaget, ble spurt om støtten kan følge med", "Dei som støttar forslaget, vart spurde om støtta kan følgje med"), False,
        tells(A.ASKED_SUPPORTERS), keys("merge", "into"),
        told=Words("Kan støtten din følge med til en annen sak?", "Kan støtta di følgje med til ei anna sak?"),
    ),
    What.PROPOSAL_ENTERED: Fact(
        Words("Kommunen la inn forslaget for noen andre", "Kommunen la inn forslaget for nokon andre"), True,
        keys=keys("reference", "due", "state", "after", "channel", "received", "receipt"),
    ),
    What.SHEET_TAKEN_IN: Fact(
        Words("Et regneark med innspill ble tatt inn", "Eit rekneark med innspel vart teke inn"), False, tells(A.STAFF), keys("sheet", "rows")
    ),
    What.PROPOSAL_ASSIGNED: Fact(
        Words("Ansvaret ble gitt videre", "Ansvaret vart gitt vidare"), False, tells(A.HANDLER), keys("unit", "person")
    ),
    What.PROPOSAL_HIDDEN: Fact(
        Words("Forslaget ble skjult", "Forslaget vart skjult"), True, tells(A.WRITER), keys("reason", "ruling"), by_letter=True
    ),
    What.PROPOSAL_RESTORED: Fact(
        Words("Forslaget ble vist igjen", "Forslaget vart vist igjen"), True, tells(A.WRITER), keys("reason", "ruling"),
        at_once=Words("du skrev forslaget", "du skreiv forslaget"),
    ),
    What.PROPOSAL_IMPORTED: Fact(
        Words("Forslaget ble hentet inn fra en annen tjeneste", "Forslaget vart henta inn frå ei anna teneste"), True,
        keys=keys("source", "reference", "after"),
    ),
    What.PROPOSAL_CLASSIFIED: Fact(
        Words("Tema, område eller mål ble endret", "Tema, område eller mål vart endra"), False, keys=keys("theme", "area", "goals", "challenge")
    ),
    What.PROPOSAL_ROUTED: Fact(
        Words("Saken gikk til en enhet etter kommunens regler", "Saka gjekk til ei eining etter reglane til kommunen"), keys=keys("by", "unit")
    ),
    What.ANSWER_PUBLISHED: Fact(
        Words("Kommunen svarte", "Kommunen svarte"), True, CASE, keys("statement", "decision")
    ),
    What.ANSWER_CORRECTED: Fact(
        Words("Kommunen rettet et svar", "Kommunen retta eit svar"), True, CASE, keys("statement", "version")
    ),
    What.INTERIM_REPLIED: Fact(
        Words("Kommunen ga et foreløpig svar", "Kommunen gav eit førebels svar"), True, CASE, keys("statement", "due", "before")
    ),
    What.QUESTION_ASKED: Fact(
        Words("Kommunen spurte den som foreslo", "Kommunen spurde den som foreslo"), True, tells(A.WRITER), keys("statement", "until"),
        told=Words("Kommunen har et spørsmål til deg", "Kommunen har eit spørsmål til deg"), at_once=WE_WAIT,
    ),
    What.QUESTION_ASKED_PRIVATELY: Fact(
        Words("Kommunen spurte deg", "Kommunen spurde deg"), False, tells(A.WRITER), keys("statement", "until"),
        told=Words("Kommunen har et spørsmål til deg", "Kommunen har eit spørsmål til deg"), at_once=WE_WAIT,
    ),
    What.QUESTION_REPLIED: Fact(
        Words("Den som foreslo, svarte på spørsmålet", "Den som foreslo, svarte på spørsmålet"), True, tells(A.HANDLER), keys("statement")
    ),
    What.QUESTION_REPLIED_PRIVATELY: Fact(
        Words("Den som foreslo, svarte bare til kommunen", "Den som foreslo, svarte berre til kommunen"), False, tells(A.HANDLER),
        keys("statement"),
    ),
    What.REOPENING_ASKED: Fact(
        Words("Den som foreslo, ba om at saken tas opp igjen", "Den som foreslo, bad om at saka blir teken opp igjen"), True,
        tells(A.RESPONSIBLE), keys("statement", "due"),
    ),
    What.REOPENING_DECLINED: Fact(
        Words("Kommunen svarte at saken ikke tas opp igjen", "Kommunen svarte at saka ikkje blir teken opp igjen"), True, CASE,
        keys("statement"),
    ),
    What.UPDATE_PUBLISHED: Fact(
        Words("Kommunen fortalte noe nytt", "Kommunen fortalde noko nytt"), True, CASE, keys("statement")
    ),
    What.NOTE_WRITTEN: Fact(
        Words("En intern merknad ble skrevet", "Ein intern merknad vart skriven"), False, tells(A.NAMED), keys("people"),
        told=Words("Du er nevnt i en intern merknad", "Du er nemnd i ein intern merknad"),
        at_once=Words("du er nevnt i en merknad", "du er nemnd i ein merknad"),
    ),
    What.IMPARTIALITY_ASSURED: Fact(Words("En ansatt svarte at de er habile", "Ein tilsett svarte at dei er habile")),
    What.IMPARTIALITY_DENIED: Fact(
        Words("En ansatt meldte seg inhabil", "Ein tilsett melde seg inhabil"), False, tells(A.UNIT), keys("held"),
        told=Words("En saksbehandler er inhabil. Saken må gis videre", "Ein saksbehandlar er inhabil. Saka må givast vidare"),
        at_once=Words("du har ansvar for at saken blir gitt videre", "du har ansvar for at saka blir gitt vidare"),
    ),
    What.IMPARTIALITY_LIFTED: Fact(
        Words("En melding om inhabilitet ble opphevet", "Ei melding om inhabilitet vart oppheva"), False, tells(A.NAMED), keys("people")
    ),
    What.EVALUATION_ASKED: Fact(
        Words("Noen ble bedt om å vurdere saken", "Nokon vart bedne om å vurdere saka"), False, tells(A.NAMED), keys("people", "due"),
        told=Words("Du er bedt om å vurdere et forslag", "Du er beden om å vurdere eit forslag"),
        at_once=Words("du er bedt om en vurdering", "du er beden om ei vurdering"),
    ),
    What.EVALUATION_DROPPED: Fact(
        Words("Noen skal ikke vurdere saken likevel", "Nokon skal ikkje vurdere saka likevel"), False, tells(A.NAMED), keys("people")
    ),
    What.EVALUATION_SUBMITTED: Fact(
        Words("En vurdering ble levert", "Ei vurdering vart levert"), False, tells(A.HANDLER), keys("evaluation", "version")
    ),
    What.EVALUATION_NEAR: Fact(
        Words("En vurdering skal snart være levert", "Ei vurdering skal snart vere levert"), False, tells(A.NAMED), keys("people", "due"),
        told=Words("Fristen for vurderingen din nærmer seg", "Fristen for vurderinga di nærmar seg"),
    ),
    What.EVALUATION_LATE: Fact(
        Words("En vurdering er ikke levert til fristen", "Ei vurdering er ikkje levert til fristen"), False, tells(A.NAMED, A.HANDLER),
        keys("people", "due"),
    ),
    What.TASK_GIVEN: Fact(
        Words("En oppgave ble gitt", "Ei oppgåve vart gitt"), False, tells(A.NAMED), keys("task", "people", "due"),
        told=Words("Du har fått en oppgave", "Du har fått ei oppgåve"),
        at_once=Words("noen har gitt deg en oppgave", "nokon har gitt deg ei oppgåve"),
    ),
    What.TASK_DONE: Fact(Words("En oppgave ble gjort", "Ei oppgåve vart gjord"), keys=keys("task")),
    What.TASK_UNDONE: Fact(Words("En oppgave ble åpnet igjen", "Ei oppgåve vart opna igjen"), keys=keys("task")),
    What.TASK_NEAR: Fact(
        Words("En oppgave skal snart være gjort", "Ei oppgåve skal snart vere gjord"), False, tells(A.NAMED), keys("task", "people", "due"),
        told=Words("Fristen for oppgaven din nærmer seg", "Fristen for oppgåva di nærmar seg"),
    ),
    What.TASK_LATE: Fact(
        Words("En oppgave er ikke gjort til fristen", "Ei oppgåve er ikkje gjord til fristen"), False, tells(A.NAMED, A.HANDLER),
        keys("task", "people", "due"),
    ),
    What.OPINION_ASKED: Fact(
        Words("Kommunen ba om en uttalelse", "Kommunen bad om ei fråsegn"), False, tells(A.ASKED), keys("task", "due", "there"),
        told=Words("Dere er bedt om en uttalelse", "De er bedne om ei fråsegn"),
        at_once=Words("dere er bedt om en uttalelse", "de er bedne om ei fråsegn"),
    ),
    What.OPINION_DROPPED: Fact(
        Words("En uttalelse trengs ikke lenger", "Ei fråsegn trengst ikkje lenger"), False, tells(A.ASKED), keys("task")
    ),
    What.OPINION_GIVEN: Fact(
        Words("Det kom en uttalelse i saken", "Det kom ei fråsegn i saka"), True, CASE | tells(A.HANDLER), keys("task", "statement")
    ),
    What.OPINION_GIVEN_INTERNALLY: Fact(
        Words("Det kom en intern uttalelse", "Det kom ei intern fråsegn"), False, tells(A.HANDLER), keys("task")
    ),
    What.OPINION_LATE: Fact(
        Words("En uttalelse er ikke kommet til fristen", "Ei fråsegn er ikkje komen til fristen"), False, tells(A.ASKED, A.HANDLER),
        keys("task", "due"),
    ),
    What.CASE_LINKED: Fact(Words("Saken ble knyttet til en annen sak", "Saka vart knytt til ei anna sak"), keys=keys("other")),
    What.CASE_UNLINKED: Fact(
        Words("Saken er ikke lenger knyttet til en annen sak", "Saka er ikkje lenger knytt til ei anna sak"), keys=keys("other")
    ),
    What.ANSWER_PLANNED: Fact(Words("Et svar ble planlagt", "Eit svar vart planlagt"), keys=keys("planned", "at", "batch")),
    What.ANSWER_REPLANNED: Fact(Words("Et planlagt svar ble endret", "Eit planlagt svar vart endra"), keys=keys("planned", "at", "batch")),
    What.ANSWER_STOPPED: Fact(Words("Et planlagt svar ble stoppet", "Eit planlagt svar vart stoppa"), keys=keys("planned")),
    What.ANSWER_HELD: Fact(
        Words("Et planlagt svar ble ikke publisert", "Eit planlagt svar vart ikkje publisert"), False, tells(A.NAMED),
        keys("planned", "people", "obstacle"),
        told=Words("Svaret du planla, ble ikke publisert", "Svaret du planla, vart ikkje publisert"),
        at_once=Words("du planla svaret", "du planla svaret"),
    ),
    What.CASE_QUIET: Fact(
        Words("Saken har vært stille lenge", "Saka har vore stille lenge"), False, tells(A.KEEPER), keys("days", "since"),
        told=Words("Ingenting nytt på lenge. Fortell hvorfor saken fortsatt er i gang, eller flytt den", "Ingenting nytt på lenge. Fortel kvifor saka framleis er i gang, eller flytt ho"),
    ),
    What.CASE_CHECKED_IN: Fact(
        Words("Kommunen fortalte hvorfor saken fortsatt er i gang", "Kommunen fortalde kvifor saka framleis er i gang"), True, CASE,
        keys("statement", "due"),
    ),
    What.DEADLINE_PASSED: Fact(
        Words("Fristen er passert. Lederen fikk vite det", "Fristen er passert. Leiaren fekk vite det"), False, tells(A.LEADER, A.KEEPER),
        keys("due", "step"),
        told=Words("Fristen er passert uten svar eller nytt steg", "Fristen er passert utan svar eller nytt steg"),
        at_once=Words("du har ansvar for saken", "du har ansvar for saka"),
    ),
    What.DEADLINE_NEAR: Fact(Words("Svarfristen nærmer seg", "Svarfristen nærmar seg"), False, tells(A.KEEPER), keys("due", "days")),
}  # fmt: skip
