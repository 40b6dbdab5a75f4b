"""Tasks in a case, and statements that are asked for from a unit, a council or another municipality."""

from datetime import timedelta
from enum import StrEnum

from samskaping.language import Words


class TaskKind(StrEnum):
    """What is asked, and of whom: a plain task of a colleague, or an opinion."""

    OPPGAVE = "oppgave"
    ENHET = "enhet"
    RAD = "rad"
    KOMMUNE = "kommune"


TASK_NAMES = {
    TaskKind.OPPGAVE: Words("Oppgave", "Oppgåve"),
    TaskKind.ENHET: Words("Uttalelse fra en enhet", "Fråsegn frå ei eining"),
    TaskKind.RAD: Words(
        "Uttalelse fra et råd eller en annen myndighet", "Fråsegn frå eit råd eller ei anna styresmakt"
    ),
    TaskKind.KOMMUNE: Words("Uttalelse fra en annen kommune", "Fråsegn frå ein annan kommune"),
}
#: Those that a case waits for, and whose answer enters the timeline.
OPINIONS = frozenset({TaskKind.ENHET, TaskKind.RAD, TaskKind.KOMMUNE})


class CouncilKind(StrEnum):
    """The councils that speak in matters concerning them (kommuneloven § 5-12), and whoever decides what the municipality
    does not: the county and bodies of the state.
    """

    UNGDOMSRAD = "ungdomsrad"
    ELDRERAD = "eldrerad"
    FUNKSJONSRAD = "funksjonsrad"
    ANNET = "annet"
    FYLKE = "fylke"
    STAT = "stat"


COUNCIL_NAMES = {
    CouncilKind.UNGDOMSRAD: Words("Ungdomsråd eller annet medvirkningsorgan for ungdom", "Ungdomsråd eller anna medverknadsorgan for ungdom"),
    CouncilKind.ELDRERAD: Words("Eldreråd", "Eldreråd"),
    CouncilKind.FUNKSJONSRAD: Words("Råd for personer med funksjonsnedsettelse", "Råd for personar med funksjonsnedsetjing"),
    CouncilKind.ANNET: Words("Et annet råd eller utvalg", "Eit anna råd eller utval"),
    CouncilKind.FYLKE: Words("Fylkeskommunen", "Fylkeskommunen"),
    CouncilKind.STAT: Words("En statlig myndighet, for eksempel Statens vegvesen", "Ei statleg styresmakt, til dømes Statens vegvesen"),
}  # fmt: skip

#: A mailed link to a council works for so long after the due date.
LINK_LIVES = timedelta(days=30)
