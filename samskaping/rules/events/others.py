"""Facts of what happens in conversations, to reports, challenges, organisations and municipalities."""

from samskaping.language import Words
from samskaping.rules.events.what import A, Fact, What, keys, tells

OTHERS: dict[What, Fact] = {
    What.COMMENT_WRITTEN: Fact(
        Words("En kommentar ble skrevet", "Ein kommentar vart skriven"), False, tells(A.WRITER, A.REPLIED_TO), keys("comment")
    ),
    What.COMMENT_HELD: Fact(
        Words("En kommentar venter på å bli lest", "Ein kommentar ventar på å bli lesen"), False, tells(A.MODERATORS), keys("comment", "version"),
        told=Words("En kommentar skal godkjennes", "Ein kommentar skal godkjennast"),
    ),
    What.COMMENT_APPROVED: Fact(
        Words("En kommentar ble godkjent", "Ein kommentar vart godkjend"), False, tells(A.REPLIED_TO), keys("comment"),
        told=Words("Kommentaren din er publisert", "Kommentaren din er publisert"),
    ),
    What.COMMENT_REFUSED: Fact(
        Words("En kommentar ble ikke godkjent", "Ein kommentar vart ikkje godkjend"), False, tells(A.REPLIED_TO), keys("comment", "reason", "ruling"),
        told=Words("Kommentaren din ble ikke publisert", "Kommentaren din vart ikkje publisert"), by_letter=True,
    ),
    What.COMMENT_EDITED: Fact(Words("En kommentar ble endret", "Ein kommentar vart endra"), False, keys=keys("comment", "version")),
    What.COMMENT_RETRACTED: Fact(
        Words("En kommentar ble trukket", "Ein kommentar vart trekt"), False, keys=keys("comment")
    ),
    What.COMMENT_HIDDEN: Fact(
        Words("En kommentar ble skjult", "Ein kommentar vart skjult"), True, tells(A.REPLIED_TO), keys("comment", "reason", "ruling"),
        told=Words("Kommentaren din er skjult", "Kommentaren din er skjult"), by_letter=True,
    ),
    What.COMMENT_RESTORED: Fact(
        Words("En kommentar ble vist igjen", "Ein kommentar vart vist igjen"), True, tells(A.REPLIED_TO), keys("comment", "reason", "ruling"),
        told=Words("Kommentaren din er synlig igjen", "Kommentaren din er synleg igjen"),
        at_once=Words("du skrev kommentaren", "du skreiv kommentaren"),
    ),
    What.PROPOSAL_REDACTED: Fact(
        Words("En del av forslaget ble sladdet", "Ein del av forslaget vart sladda"), True, tells(A.WRITER), keys("reason", "ruling"), by_letter=True
    ),
    What.COMMENT_REDACTED: Fact(
        Words("En del av en kommentar ble sladdet", "Ein del av ein kommentar vart sladda"), True, tells(A.REPLIED_TO),
        keys("comment", "reason", "ruling"),
        told=Words("En del av kommentaren din er sladdet", "Ein del av kommentaren din er sladda"), by_letter=True,
    ),
    What.STATEMENT_REDACTED: Fact(
        Words("En del av det som er sagt i saken, ble sladdet", "Ein del av det som er sagt i saka, vart sladda"), True,
        tells(A.HANDLER), keys("reason", "ruling"),
    ),
    What.REDACTION_UNDONE: Fact(
        Words("En sladding ble opphevet", "Ei sladding vart oppheva"), True, keys=keys("comment", "ruling")
    ),
    What.WRITER_BLOCKED: Fact(
        Words("Den som skrev, ble blokkert", "Den som skreiv, vart blokkert"), False, tells(A.RULED), keys("comment", "reason", "ruling", "until"),
        told=Words("Du kan ikke skrive her i en tid", "Du kan ikkje skrive her i ei tid"), by_letter=True,
    ),
    What.BLOCK_LIFTED: Fact(
        Words("En blokkering ble opphevet", "Ei blokkering vart oppheva"), False, keys=keys("ruling")
    ),
    What.CONTENT_REPORTED: Fact(
        Words("Innhold ble meldt til kommunen", "Innhald vart meldt til kommunen"), False, tells(A.MODERATORS), keys("report", "comment", "reason")
    ),
    What.REPORT_CLOSED: Fact(
        Words("En melding ble behandlet", "Ei melding vart behandla"), False, tells(A.REPORTERS), keys("report", "comment", "outcome", "ruling"),
        told=Words("Kommunen har behandlet meldingen din", "Kommunen har behandla meldinga di"),
    ),
    What.REPORT_REVISED: Fact(
        Words("De som meldte teksten, fikk vite at den er synlig igjen", "Dei som melde teksten, fekk vite at han er synleg igjen"), False,
        tells(A.REPORTERS), keys("ruling"),
        told=Words("Teksten du meldte, er vurdert på nytt og synlig igjen", "Teksten du melde, er vurdert på nytt og synleg igjen"),
    ),
    What.APPEAL_MADE: Fact(
        Words("Den som skrev, klaget på moderatorens avgjørelse", "Den som skreiv, klaga på avgjerda til moderatoren"), False,
        tells(A.REVIEWERS), keys("appeal", "ruling", "due"),
        told=Words("En klage på moderering venter på avgjørelse", "Ei klage på moderering ventar på avgjerd"),
    ),
    What.RULING_UPHELD: Fact(
        Words("Klagen ble avgjort: moderatorens avgjørelse står", "Klaga vart avgjord: avgjerda til moderatoren står"), False,
        tells(A.APPELLANT), keys("appeal", "ruling"),
        told=Words("Klagen din er avgjort. Avgjørelsen står", "Klaga di er avgjord. Avgjerda står"), by_letter=True,
    ),
    What.RULING_OVERTURNED: Fact(
        Words("Klagen førte fram: moderatorens avgjørelse er omgjort", "Klaga førte fram: avgjerda til moderatoren er gjord om"), False,
        tells(A.APPELLANT), keys("appeal", "ruling"),
        told=Words("Klagen din førte fram. Avgjørelsen er omgjort", "Klaga di førte fram. Avgjerda er gjord om"), by_letter=True,
    ),
    What.TRUST_GIVEN: Fact(Words("Noen ble gitt tillit", "Nokon fekk tillit"), keys=keys("person")),
    What.TRUST_TAKEN: Fact(Words("Noen fikk tilliten trukket", "Nokon fekk tilliten trekt"), keys=keys("person")),
    What.IDENTITY_CONFIRMED: Fact(
        Words("Ansatte bekreftet hvem en person er", "Tilsette stadfesta kven ein person er"), keys=keys("person")
    ),
    What.IDENTITY_TAKEN_BACK: Fact(
        Words("Bekreftelsen av hvem en person er, ble trukket", "Stadfestinga av kven ein person er, vart trekt"), keys=keys("person")
    ),
    What.BARRIER_REPORTED: Fact(
        Words("Et hinder på nettstedet ble meldt", "Eit hinder på nettstaden vart meldt"), False, tells(A.STAFF), keys("report")
    ),
    What.CHALLENGE_CRITERIA_SET: Fact(
        Words("Det ble bestemt hvordan forslagene vurderes", "Det vart bestemt korleis forslaga blir vurderte"), False, tells(A.EVALUATORS),
        keys("criteria", "hides", "changed"),
        told=Words("Kriteriene du vurderer etter, er endret", "Kriteria du vurderer etter, er endra"),
    ),
    What.CHALLENGE_THRESHOLDS_SET: Fact(
        Words("Det ble bestemt hva som trengs for å delta", "Det vart bestemt kva som trengst for å delta"), True, keys=keys("acts")
    ),
    What.CHALLENGE_DRAFTED: Fact(Words("Utfordringen ble laget", "Utfordringa vart laga"), keys=keys("need")),
    What.CHALLENGE_IMPORTED: Fact(
        Words("Utfordringen ble hentet inn fra en annen tjeneste", "Utfordringa vart henta inn frå ei anna teneste"), True, keys=keys("source")
    ),
    What.CHALLENGE_PUBLISHED: Fact(
        Words("Utfordringen ble publisert", "Utfordringa vart publisert"), True, tells(A.MUNICIPALITY_FOLLOWERS, A.CONCERNED), keys("closes")
    ),
    What.CHALLENGE_CHANGED: Fact(
        Words("Utfordringen ble endret", "Utfordringa vart endra"), True, tells(A.FOLLOWERS), keys("version")
    ),
    What.CHALLENGE_CLOSED: Fact(
        Words("Utfordringen ble stengt for nye forslag", "Utfordringa vart stengd for nye forslag"), True, tells(A.FOLLOWERS)
    ),
    What.CHALLENGE_REDACTED: Fact(
        Words("En del av teksten ble sladdet", "Ein del av teksten vart sladda"), True, keys=keys("reason", "ruling")
    ),
    What.CHALLENGE_PHASE_BEGAN: Fact(
        Words("En ny fase begynte", "Ein ny fase byrja"), True, tells(A.FOLLOWERS), keys("phase")
    ),
    What.CHALLENGE_PHASE_ENDED: Fact(
        Words("En fase ble avsluttet", "Ein fase vart avslutta"), True, tells(A.FOLLOWERS), keys("phase")
    ),
    What.CHALLENGE_INVITED: Fact(
        Words("Noen ble invitert til å delta", "Nokon vart inviterte til å delta"), keys=keys("invitation")
    ),
    What.CHALLENGE_UNINVITED: Fact(
        Words("En invitasjon til å delta ble trukket", "Ein invitasjon til å delta vart trekt"), keys=keys("invitation")
    ),
    What.REFLECTION_ASKED: Fact(
        Words("Et spørsmål om en fase ble stilt", "Eit spørsmål om ein fase vart stilt"), keys=keys("phase", "reflection")
    ),
    What.REFLECTION_NOTED: Fact(
        Words("Et spørsmål om en fase ble besvart, bare for ansatte", "Eit spørsmål om ein fase vart svart på, berre for tilsette"),
        keys=keys("phase", "reflection"),
    ),
    What.REFLECTION_SHOWN: Fact(
        Words("Kommunen fortalte om tankene underveis i en fase", "Kommunen fortalde om tankane undervegs i ein fase"), True, tells(A.FOLLOWERS),
        keys("phase", "reflection"),
    ),
    What.REFLECTION_NEAR: Fact(
        Words("Dere ble minnet om spørsmål som ikke er besvart", "De vart minte om spørsmål som ikkje er svara på"), False,
        tells(A.REFLECTING), keys("phase", "ends_on"),
        told=Words("En fase er snart over, og spørsmål om den er ikke besvart", "Ein fase er snart over, og spørsmål om han er ikkje svara på"),
    ),
    What.CHALLENGE_BUILDS_ON: Fact(
        Words("Utfordringen bygger på noe en annen kommune har gjort", "Utfordringa byggjer på noko ein annan kommune har gjort"), True,
        keys=keys("slug", "place", "kind", "thing"),
    ),
    What.ADOPTION_PUBLISHED: Fact(
        Words("En annen kommune gjør dette også", "Ein annan kommune gjer dette òg"), True,
        tells(A.ADOPTED, A.FOLLOWERS, A.HANDLER), keys("slug", "place", "challenge"),
    ),
    What.ORGANISATION_REGISTERED: Fact(
        Words("Organisasjonen ble registrert", "Organisasjonen vart registrert"), False, tells(A.STAFF), keys("organisation")
    ),
    What.ORGANISATION_CHANGED: Fact(
        Words("Organisasjonen ble endret", "Organisasjonen vart endra"), keys=keys("organisation", "person", "joined")
    ),
    What.ORGANISATION_VERIFIED: Fact(
        Words("Organisasjonen ble bekreftet av kommunen", "Organisasjonen vart stadfesta av kommunen"), False, tells(A.MEMBERS),
        keys("organisation"),
    ),
    What.MUNICIPALITY_ACTIVATED: Fact(Words("Kommunen ble med", "Kommunen vart med")),
    What.MUNICIPALITY_CHANGED: Fact(Words("Kommunens oppsett ble endret", "Oppsettet til kommunen vart endra"), keys=keys("fields", "kind", "thing")),
    What.ROLE_GRANTED: Fact(Words("Roller ble gitt", "Roller vart gitt"), keys=keys("person", "roles")),
    What.ABSENCE_SAID: Fact(
        Words("Et fravær ble meldt", "Eit fråvær vart meldt"), False, tells(A.STAND_IN), keys("absence", "person", "stand_in")
    ),
    What.ABSENCE_ENDED: Fact(
        Words("Et fravær ble avsluttet", "Eit fråvær vart avslutta"), False, tells(A.STAND_IN), keys("absence", "person", "stand_in")
    ),
    What.ROLE_ENDED: Fact(Words("Roller ble avsluttet", "Roller vart avslutta"), keys=keys("person", "roles")),
}  # fmt: skip
