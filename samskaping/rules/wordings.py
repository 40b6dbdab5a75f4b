"""What anyone may suggest other words for in a challenge, what becomes of it, and the words for both."""

from enum import StrEnum

from samskaping.language import Words


class WordingState(StrEnum):
    APEN = "apen"
    TATT_INN = "tatt_inn"
    AVSLATT = "avslatt"
    TRUKKET = "trukket"


WORDING_STATE_NAMES: dict[WordingState, Words] = {
    WordingState.APEN: Words("Venter på svar", "Ventar på svar"),
    WordingState.TATT_INN: Words("Tatt inn i teksten", "Teke inn i teksten"),
    WordingState.AVSLATT: Words("Ikke tatt inn", "Ikkje teke inn"),
    WordingState.TRUKKET: Words("Trukket", "Trekt"),
}

#: The texts that anyone may suggest other words for; what is promised there is for the municipality to say.
WRITTEN_TOGETHER: dict[str, Words] = {
    "title": Words("Overskrift", "Overskrift"),
    "summary": Words("Kort fortalt", "Kort fortalt"),
    "need": Words("Behovet", "Behovet"),
    "success": Words("Slik vet vi at vi har lykkes", "Slik veit vi at vi har lykkast"),
}
