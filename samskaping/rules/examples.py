"""Examples beside municipal texts, which are written in both forms: each in the form of its field, not of the page."""

from samskaping.language import Words

EXAMPLES: dict[str, Words] = {
    "challenge_title": Words(
        "Hvordan kan færre eldre spise middag alene?", "Korleis kan færre eldre ete middag åleine?"
    ),
    "benefit_name": Words("Færre eldre spiser middag alene", "Færre eldre et middag åleine"),
    "benefit_indicator": Words(
        "Hvor mange over 70 som kommer til felles middag i uka", "Kor mange over 70 som kjem til felles middag i veka"
    ),
    "benefit_unit": Words("gjester i uka", "gjester i veka"),
    "unit_answers_for": Words("Veier, parker og lekeplasser", "Vegar, parkar og leikeplassar"),
    "leader_title": Words("Virksomhetsleder", "Verksemdsleiar"),
    "staff_title": Words("Rådgiver", "Rådgivar"),
}
