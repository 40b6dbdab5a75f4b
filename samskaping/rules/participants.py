"""Who may take part in a phase of a challenge, as data: what each kind is called, and how one comes to be of it."""

from enum import StrEnum

from samskaping.language import Words


class Participants(StrEnum):
    """Who may take part in a phase."""

    ALLE = "alle"
    #: By the home that they have declared: residents of the municipalities that share the challenge.
    INNBYGGERE = "innbyggere"
    #: Whose identity one of these municipalities has confirmed, and who acts for an organisation that it has verified.
    BEKREFTEDE = "bekreftede"
    #: Whose confirmed address, or an organisation that they act for, stands on the challenge's list.
    INVITERTE = "inviterte"


PARTICIPANT_NAMES: dict[Participants, Words] = {
    Participants.ALLE: Words("Alle", "Alle"),
    Participants.INNBYGGERE: Words(
        "Innbyggere i kommunene som står bak", "Innbyggjarar i kommunane som står bak"
    ),
    Participants.BEKREFTEDE: Words(
        "De som kommunen har bekreftet hvem er", "Dei som kommunen har stadfesta kven er"
    ),
    Participants.INVITERTE: Words("Inviterte", "Inviterte"),
}  # fmt: skip

#: Who takes part in a phase that is not for everyone, and how one comes to do so.
AMONG: dict[Participants, tuple[Words, Words]] = {
    Participants.INNBYGGERE: (
        Words("I fasen «%(phase)s» deltar innbyggere i kommunene som står bak utfordringen.", "I fasen «%(phase)s» deltek innbyggjarar i kommunane som står bak utfordringa."),
        Words("Hvor du bor, sier du på Min side.", "Kvar du bur, seier du på Min side."),
    ),
    Participants.BEKREFTEDE: (
        Words("I fasen «%(phase)s» deltar de som kommunen har bekreftet hvem er.", "I fasen «%(phase)s» deltek dei som kommunen har stadfesta kven er."),
        Words("Vis legitimasjon i servicetorget til kommunen, så kan du delta.", "Vis legitimasjon i servicetorget til kommunen, så kan du delta."),
    ),
    Participants.INVITERTE: (
        Words("Fasen «%(phase)s» er for inviterte.", "Fasen «%(phase)s» er for inviterte."),
        Words("Alle kan lese og følge med. Er du invitert, må kontoen din ha adressen som kommunen skrev til.", "Alle kan lese og følgje med. Er du invitert, må kontoen din ha adressa som kommunen skreiv til."),
    ),
}  # fmt: skip
