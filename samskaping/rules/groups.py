"""Working groups: as what somebody takes part, and what a group writes down beside its draft."""

from enum import StrEnum

from samskaping.language import Words


class MemberRole(StrEnum):
    """As what somebody takes part in a working group; shown beside their name."""

    FORFATTER = "forfatter"
    MEDFORFATTER = "medforfatter"
    PARTNER = "partner"
    KOMMUNEN = "kommunen"
    ANSATT = "ansatt"
    TILLITSVALGT = "tillitsvalgt"


MEMBER_ROLE_NAMES = {
    MemberRole.FORFATTER: Words("Foreslo", "Foreslo"),
    MemberRole.MEDFORFATTER: Words("Medforfatter", "Medforfattar"),
    MemberRole.PARTNER: Words("Partner", "Partnar"),
    MemberRole.KOMMUNEN: Words("For kommunen", "For kommunen"),
    MemberRole.ANSATT: Words("Ansatt", "Tilsett"),
    MemberRole.TILLITSVALGT: Words("Tillitsvalgt", "Tillitsvald"),
}
MEMBER_ROLE_MEANINGS = {
    MemberRole.MEDFORFATTER: Words("Skriver løsningen sammen med den som foreslo", "Skriv løysinga saman med den som foreslo"),
    MemberRole.PARTNER: Words("Bidrar med noe som løsningen trenger", "Bidreg med noko som løysinga treng"),
    MemberRole.KOMMUNEN: Words("Har en rolle hos kommunen her, og skriver for den", "Har ei rolle hos kommunen her, og skriv for han"),
    MemberRole.ANSATT: Words("Arbeider der løsningen skal brukes, og snakker for seg selv", "Arbeider der løysinga skal brukast, og snakkar for seg sjølv"),
    MemberRole.TILLITSVALGT: Words("Snakker for de ansatte som løsningen gjelder", "Snakkar for dei tilsette som løysinga gjeld"),
}  # fmt: skip
#: As what somebody can be invited: whoever proposed sits there already.
INVITED_AS = tuple(MEMBER_ROLE_MEANINGS)


class PostKind(StrEnum):
    """What a group writes down: what is said in its thread, and the minutes of its meetings."""

    INNLEGG = "innlegg"
    REFERAT = "referat"
