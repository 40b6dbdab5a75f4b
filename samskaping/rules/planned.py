"""What is written now and published later: how it stands, and what can keep it from being published."""

from enum import StrEnum

from samskaping.language import Words


class PlannedState(StrEnum):
    """How something planned stands."""

    VENTER = "venter"
    PUBLISERT = "publisert"
    HOLDT = "holdt"
    STOPPET = "stoppet"


STATE_NAMES = {
    PlannedState.VENTER: Words("Venter", "Ventar"),
    PlannedState.PUBLISERT: Words("Publisert", "Publisert"),
    PlannedState.HOLDT: Words("Ikke publisert", "Ikkje publisert"),
    PlannedState.STOPPET: Words("Stoppet", "Stoppa"),
}


class Obstacle(StrEnum):
    """Why something planned was not published when its hour came."""

    ENDRET = "endret"
    RETTIGHET = "rettighet"
    MANGLER = "mangler"


#: Told to whoever wrote it.
OBSTACLES = {
    Obstacle.ENDRET: Words(
        "Saken ble endret etter at du skrev. Les det som er nytt, og planlegg på nytt hvis det fortsatt er riktig.",
        "Saka vart endra etter at du skreiv. Les det som er nytt, og planlegg på nytt dersom det framleis er rett.",
    ),
    Obstacle.RETTIGHET: Words(
        "Du kan ikke lenger svare i saken. Gi teksten til en kollega.",
        "Du kan ikkje lenger svare i saka. Gi teksten til ein kollega.",
    ),
    Obstacle.MANGLER: Words(
        "Det som var skrevet, kan ikke publiseres lenger slik det er. Rett det, og planlegg på nytt.",
        "Det som var skrive, kan ikkje publiserast lenger slik det er. Rett det, og planlegg på nytt.",
    ),
}
