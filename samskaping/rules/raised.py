"""What becomes of a challenge that a resident or an organisation raises, and the words for it."""

from enum import StrEnum

from samskaping.language import Words


class RaisedState(StrEnum):
    UTKAST = "utkast"
    SENDT = "sendt"
    TATT_INN = "tatt_inn"
    AVSLATT = "avslatt"
    TRUKKET = "trukket"


RAISED_STATE_NAMES: dict[RaisedState, Words] = {
    RaisedState.UTKAST: Words("Utkast", "Utkast"),
    RaisedState.SENDT: Words("Venter på svar", "Ventar på svar"),
    RaisedState.TATT_INN: Words("Kommunen tar den videre", "Kommunen tek henne vidare"),
    RaisedState.AVSLATT: Words("Kommunen sa nei", "Kommunen sa nei"),
    RaisedState.TRUKKET: Words("Trukket", "Trekt"),
}
#: What the municipality has been sent, and can read; the writer's drafts, and what they took back, it cannot.
READ_BY_STAFF = frozenset({RaisedState.SENDT, RaisedState.TATT_INN, RaisedState.AVSLATT})
