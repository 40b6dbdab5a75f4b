"""What «Slik virker det» says of the tables: what each demand means, who makes a move, and what is published."""

from samskaping.language import Words
from samskaping.rules.pipeline import Ball, Demand
from samskaping.rules.policy import Can

DEMANDS: dict[Demand, Words] = {
    Demand.REASON: Words("en offentlig begrunnelse", "ei offentleg grunngiving"),
    Demand.UNIT: Words("en navngitt enhet med en leder", "ei namngitt eining med ein leiar"),
    Demand.NEXT_DATE: Words("datoen da dere hører mer", "datoen då de høyrer meir"),
    Demand.BODY: Words("hvem som bestemmer", "kven som bestemmer"),
    Demand.LOOK_AGAIN: Words("datoen da vi ser på saken igjen", "datoen då vi ser på saka igjen"),
    Demand.FORWARD_TO: Words("hvem saken er sendt til", "kven saka er send til"),
    Demand.INTO: Words("forslaget som saken fortsetter i", "forslaget som saka held fram i"),
    Demand.BENEFIT: Words(
        "minst én gevinst med ansvarlig, nullpunkt og måldato", "minst éin gevinst med ansvarleg, nullpunkt og måldato"
    ),
    Demand.LESSON: Words("hva kommunen lærte", "kva kommunen lærte"),
    Demand.MEASURED: Words("at alle gevinster i planen er målt", "at alle gevinstar i planen er målte"),
}

HOLDERS: dict[Ball, Words] = {
    Ball.FORFATTER: Words("den som foreslo", "den som foreslo"),
    Ball.MODERATOR: Words("en moderator i kommunen", "ein moderator i kommunen"),
    Ball.KOMMUNE: Words("kommunen, ved enheten som har saken", "kommunen, ved eininga som har saka"),
    Ball.INGEN: Words("ingen, saken er avsluttet", "ingen, saka er avslutta"),
}

MOVERS: dict[Can, Words] = {
    Can.PROPOSAL_SUBMIT: Words("Den som foreslo", "Den som foreslo"),
    Can.PROPOSAL_EDIT: Words("Den som foreslo", "Den som foreslo"),
    Can.PROPOSAL_WITHDRAW: Words("Den som foreslo", "Den som foreslo"),
    Can.PROPOSAL_APPROVE: Words("Moderator, saksbehandler eller leder", "Moderator, saksbehandlar eller leiar"),
    Can.PROPOSAL_HANDLE: Words("Saksbehandler eller leder", "Saksbehandlar eller leiar"),
}

#: How lists of proposals are sorted, as the reader chooses.
SORTS: tuple[tuple[Words, Words], ...] = (
    (
        Words("Nyeste", "Nyaste"),
        Words(
            "De som kom inn sist, står først. Slik er lista når du ikke velger noe.",
            "Dei som kom inn sist, står først. Slik er lista når du ikkje vel noko.",
        ),
    ),
    (
        Words("Mest støttet", "Mest støtta"),
        Words(
            "De med flest støtter her. Støtte som er hentet fra andre tjenester, teller ikke med.",
            "Dei med flest støtter her. Støtte som er henta frå andre tenester, tel ikkje med.",
        ),
    ),
    (
        Words("Mest omtalt", "Mest omtalt"),
        Words("De med flest kommentarer.", "Dei med flest kommentarar."),
    ),
    (
        Words("Venter på svar, lengst først", "Ventar på svar, lengst først"),
        Words(
            "De som har ventet lengst på svar. Besvarte saker er ikke med.",
            "Dei som har venta lengst på svar. Saker som har fått svar, er ikkje med.",
        ),
    ),
    (
        Words("Best treff", "Best treff"),
        Words(
            "Når du søker: ord i tittelen veier tyngst. Ingen betaler for plassen, og ingen er flyttet for hånd.",
            "Når du søkjer: ord i tittelen veg tyngst. Ingen betaler for plassen, og ingen er flytta for hand.",
        ),
    ),
)
