"""Examples beside municipal texts, which are written in both forms: each in the form of its field, not of the page."""

from samskaping.language import Words

EXAMPLES: dict[str, Words] = {
    "challenge_title": Words(
        "Hvordan kan færre eldre spise middag alene?", "Korleis kan færre eldre ete middag åleine?"
    ),
    "unit_answers_for": Words("Veier, parker og lekeplasser", "Vegar, parkar og leikeplassar"),
    "leader_title": Words("Virksomhetsleder", "Verksemdsleiar"),
    "staff_title": Words("Rådgiver", "Rådgivar"),
}
