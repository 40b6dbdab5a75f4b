"""Kinds of things people and municipalities say: stances, statements, decisions, authors, reasons for a report."""

from enum import StrEnum

from samskaping.language import Words


class Stance(StrEnum):
    """Where a comment stands."""

    FOR = "for"
    MOT = "mot"
    NOYTRAL = "noytral"
    SPORSMAL = "sporsmal"


STANCE_NAMES = {
    Stance.FOR: Words("For", "For"),
    Stance.MOT: Words("Mot", "Mot"),
    Stance.NOYTRAL: Words("Nøytral", "Nøytral"),
    Stance.SPORSMAL: Words("Spørsmål", "Spørsmål"),
}


class StatementKind(StrEnum):
    """What is said in a case or on a challenge, other than comments."""

    REASON = "reason"
    ANSWER = "answer"
    INTERIM = "interim"
    QUESTION = "question"
    REPLY = "reply"
    UPDATE = "update"
    OPINION = "opinion"
    CHECK_IN = "check_in"


STATEMENT_NAMES = {
    StatementKind.REASON: Words("Begrunnelse", "Grunngiving"),
    StatementKind.ANSWER: Words("Offisielt svar", "Offisielt svar"),
    StatementKind.INTERIM: Words("Foreløpig svar", "Førebels svar"),
    StatementKind.QUESTION: Words("Spørsmål", "Spørsmål"),
    StatementKind.REPLY: Words("Svar fra den som foreslo", "Svar frå den som foreslo"),
    StatementKind.UPDATE: Words("Nytt i saken", "Nytt i saka"),
    StatementKind.OPINION: Words("Uttalelse", "Fråsegn"),
    StatementKind.CHECK_IN: Words("Fortsatt i gang", "Framleis i gang"),
}


class Decision(StrEnum):
    """What an official answer comes to; answers lead with it."""

    JA = "ja"
    DELVIS = "delvis"
    IKKE_NA = "ikke_na"
    NEI = "nei"
    VIDERE = "videre"


DECISION_NAMES = {
    Decision.JA: Words("Ja", "Ja"),
    Decision.DELVIS: Words("Ja, delvis", "Ja, delvis"),
    Decision.IKKE_NA: Words("Nei, ikke nå", "Nei, ikkje no"),
    Decision.NEI: Words("Nei", "Nei"),
    Decision.VIDERE: Words("Sendt videre", "Sendt vidare"),
}


class AuthorKind(StrEnum):
    """Who speaks. All content points to an author row of one of these kinds."""

    PERSON = "person"
    ORGANISASJON = "organisasjon"
    KOMMUNE = "kommune"
    GJEST = "gjest"
    PA_VEGNE_AV = "pa_vegne_av"
    SKOLEKLASSE = "skoleklasse"
    IMPORTERT = "importert"
    EKSTERN = "ekstern"
    #: A person who has erased the account; what they wrote stays as documentation.
    TIDLIGERE = "tidligere"


AUTHOR_KIND_NAMES = {
    AuthorKind.PERSON: Words("Innbygger", "Innbyggjar"),
    AuthorKind.ORGANISASJON: Words("Organisasjon", "Organisasjon"),
    AuthorKind.KOMMUNE: Words("Kommunen", "Kommunen"),
    AuthorKind.GJEST: Words("Gjest", "Gjest"),
    AuthorKind.PA_VEGNE_AV: Words("Innbygger, lagt inn av kommunen", "Innbyggjar, lagt inn av kommunen"),
    AuthorKind.SKOLEKLASSE: Words("Skoleklasse", "Skuleklasse"),
    AuthorKind.IMPORTERT: Words("Hentet fra et annet system", "Henta frå eit anna system"),
    AuthorKind.EKSTERN: Words("Fra en annen tjeneste", "Frå ei anna teneste"),
    AuthorKind.TIDLIGERE: Words("Tidligere innbygger", "Tidlegare innbyggjar"),
}


class OrganisationKind(StrEnum):
    FRIVILLIG = "frivillig"
    NAERINGSLIV = "naeringsliv"
    AKADEMIA = "akademia"
    OFFENTLIG = "offentlig"
    UFORMELL = "uformell"


ORGANISATION_KIND_NAMES = {
    OrganisationKind.FRIVILLIG: Words("Frivillig lag eller forening", "Frivillig lag eller foreining"),
    OrganisationKind.NAERINGSLIV: Words("Bedrift", "Bedrift"),
    OrganisationKind.AKADEMIA: Words("Skole, høgskole eller forskning", "Skule, høgskule eller forsking"),
    OrganisationKind.OFFENTLIG: Words("Offentlig virksomhet", "Offentleg verksemd"),
    OrganisationKind.UFORMELL: Words("Uformell gruppe", "Uformell gruppe"),
}


class ReportReason(StrEnum):
    """Why somebody reports a text."""

    SPAM = "spam"
    KRENKENDE = "krenkende"
    PERSONOPPLYSNINGER = "personopplysninger"
    UTENFOR_TEMA = "utenfor_tema"
    ANNET = "annet"


REPORT_REASON_NAMES = {
    ReportReason.SPAM: Words("Reklame eller søppel", "Reklame eller søppel"),
    ReportReason.KRENKENDE: Words("Hets, trusler eller noe ulovlig", "Hets, truslar eller noko ulovleg"),
    ReportReason.PERSONOPPLYSNINGER: Words("Personlige opplysninger om noen", "Personlege opplysningar om nokon"),
    ReportReason.UTENFOR_TEMA: Words("Hører ikke hjemme her", "Høyrer ikkje heime her"),
    ReportReason.ANNET: Words("Noe annet", "Noko anna"),
}


class Level(StrEnum):
    """Level of participation that a challenge promises (IAP2's spectrum)."""

    INFORMERE = "informere"
    KONSULTERE = "konsultere"
    INVOLVERE = "involvere"
    SAMARBEIDE = "samarbeide"
    MYNDIGHET = "myndighet"


LEVEL_NAMES = {
    Level.INFORMERE: Words("Vi informerer", "Vi informerer"),
    Level.KONSULTERE: Words("Vi spør", "Vi spør"),
    Level.INVOLVERE: Words("Vi drøfter", "Vi drøftar"),
    Level.SAMARBEIDE: Words("Vi samskaper", "Vi samskaper"),
    Level.MYNDIGHET: Words("Innbyggerne avgjør", "Innbyggjarane avgjer"),
}

#: What stands over that which can be influenced: it promises no more than the level does.
LEVEL_OPENINGS = {
    Level.INFORMERE: Words("Dette forteller vi deg om", "Dette fortel vi deg om"),
    Level.KONSULTERE: Words("Dette vil vi høre hva du mener om", "Dette vil vi høyre kva du meiner om"),
    Level.INVOLVERE: Words("Dette drøfter vi sammen", "Dette drøftar vi saman"),
    Level.SAMARBEIDE: Words("Dette finner vi ut sammen", "Dette finn vi ut saman"),
    Level.MYNDIGHET: Words("Dette bestemmer dere", "Dette bestemmer de"),
}

LEVEL_PROMISES = {
    Level.INFORMERE: Words(
        "Vi vil gi deg informasjon som er lett å forstå, og si fra når noe blir endret.",
        "Vi vil gi deg informasjon som er lett å forstå, og seie frå når noko blir endra.",
    ),
    Level.KONSULTERE: Words(
        "Vi vil lytte til det du mener, og fortelle hvordan innspillene påvirket avgjørelsen.",
        "Vi vil lytte til det du meiner, og fortelje korleis innspela påverka avgjerda.",
    ),
    Level.INVOLVERE: Words(
        "Vi vil arbeide sammen med deg underveis og vise hvordan innspillene er brukt.",
        "Vi vil arbeide saman med deg undervegs og vise korleis innspela er brukte.",
    ),
    Level.SAMARBEIDE: Words(
        "Vi vil finne løsningene sammen med deg og følge felles råd så langt vi kan.",
        "Vi vil finne løysingane saman med deg og følgje felles råd så langt vi kan.",
    ),
    Level.MYNDIGHET: Words(
        "Vi vil gjennomføre det dere bestemmer, innenfor rammen som er oppgitt.",
        "Vi vil gjennomføre det de bestemmer, innanfor ramma som er oppgitt.",
    ),
}
