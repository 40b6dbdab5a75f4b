"""What files can be attached to, and what becomes of a file after it has come."""

from dataclasses import dataclass
from enum import StrEnum

from samskaping.language import Words
from samskaping.rules.policy import Can

#: So many files hang on one thing at the most, and so many signs say what a picture shows.
HELD_MOST, ALT_MOST = 10, 300


class FileState(StrEnum):
    """Everybody gets one that is ready, and nobody any other: it waits to be looked through and made anew, or is turned away."""

    VENTER = "venter"
    KLAR = "klar"
    AVVIST = "avvist"
    #: It was taken away, and its bytes are deleted.
    BORTE = "borte"


class Refusal(StrEnum):
    """Why a file that had come was turned away."""

    VIRUS = "virus"
    ODELAGT = "odelagt"


REFUSAL_WORDS = {
    Refusal.VIRUS: Words(
        "Viruskontrollen stoppet fila. Ingen kan åpne den.", "Viruskontrollen stoppa fila. Ingen kan opne henne."
    ),
    Refusal.ODELAGT: Words(
        "Bildet kan ikke vises. Lagre det på nytt, og legg det ved en gang til.",
        "Biletet kan ikkje visast. Lagre det på nytt, og legg det ved ein gong til.",
    ),
}


@dataclass(frozen=True)
class Parent:
    """One kind of thing that holds files; its key is the word in addresses.

    ``column`` of the files' table says that a file is its. ``can`` is asked of whoever adds and removes. What they do is
    in the history of the case, need or challenge; a draft, which nobody else has seen, has no history.
    """

    column: str
    can: Can
    words: Words
    has_history: bool = True


PARENTS: dict[str, Parent] = {
    "utkast": Parent("proposal_id", Can.FILE_ADD, Words("Utkastet ditt", "Utkastet ditt"), has_history=False),
    "forslag": Parent("proposal_id", Can.FILE_ADD, Words("Forslaget", "Forslaget")),
    "behov": Parent("need_id", Can.FILE_ADD, Words("Behovet", "Behovet")),
    "utfordring": Parent("challenge_id", Can.CHALLENGE_WRITE, Words("Utfordringen", "Utfordringa")),
    "svar": Parent("statement_id", Can.STATEMENT_PUBLISH, Words("Svaret", "Svaret")),
    "kommentar": Parent("comment_id", Can.FILE_ADD, Words("Kommentaren", "Kommentaren")),
}
#: Where a file of each column is shown; a proposal's is on its page also while it is written.
COLUMNS = tuple(dict.fromkeys(parent.column for parent in PARENTS.values()))
