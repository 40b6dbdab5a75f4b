"""The life of a proposal, as two tables: states and moves.

They drive buttons, permissions, validation, the public page «Slik virker det» and the tests. Interim reply,
official answer, question to the author and waiting for someone are deeds and ball holders, never states.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from samskaping.language import Words


class State(StrEnum):
    UTKAST = "utkast"
    TIL_GODKJENNING = "til_godkjenning"
    MOTTATT = "mottatt"
    VURDERES = "vurderes"
    UTVIKLES_SAMMEN = "utvikles_sammen"
    BESLUTTES = "besluttes"
    PROVES_UT = "proves_ut"
    INNFORES = "innfores"
    GEVINST_MALES = "gevinst_males"
    EFFEKT_MALT = "effekt_malt"
    AVSLUTTET_LAERING = "avsluttet_laering"
    IKKE_NA = "ikke_na"
    AVSLATT = "avslatt"
    IKKE_KOMMUNEN = "ikke_kommunen"
    SLATT_SAMMEN = "slatt_sammen"
    TRUKKET = "trukket"


class Ball(StrEnum):
    """Who must act now. Amber on the screen, exactly one for each open case."""

    FORFATTER = "forfatter"
    MODERATOR = "moderator"
    KOMMUNE = "kommune"
    INGEN = "ingen"


class Demand(StrEnum):
    """What a move cannot be made without."""

    REASON = "reason"
    UNIT = "unit"
    NEXT_DATE = "next_date"
    BODY = "body"
    LOOK_AGAIN = "look_again"
    FORWARD_TO = "forward_to"
    INTO = "into"
    #: A benefit in the plan with somebody who answers for it, a zero point and a day.
    BENEFIT = "benefit"
    #: Whatever stands in the plan has been measured.
    MEASURED = "measured"
    #: What was learnt is written down.
    LESSON = "lesson"


class Body(StrEnum):
    """Who decides, or has decided."""

    ADMINISTRASJONEN = "administrasjonen"
    HOVEDUTVALG = "hovedutvalg"
    FORMANNSKAP = "formannskap"
    KOMMUNESTYRET = "kommunestyret"
    ANNET = "annet"


BODY_NAMES = {
    Body.ADMINISTRASJONEN: Words("Administrasjonen", "Administrasjonen"),
    Body.HOVEDUTVALG: Words("Hovedutvalget", "Hovudutvalet"),
    Body.FORMANNSKAP: Words("Formannskapet", "Formannskapet"),
    Body.KOMMUNESTYRET: Words("Kommunestyret", "Kommunestyret"),
    Body.ANNET: Words("Noen andre", "Nokon andre"),
}


@dataclass(frozen=True)
class StateRule:
    """One state: its names, its place on the thread (1–7 or none), and what is open in it."""

    label: Words
    meaning: Words
    ball: Ball
    task: Words
    step: int | None = None
    is_public: bool = True
    is_end: bool = False
    takes_comments: bool = False
    takes_support: bool = False
    takes_edits: bool = False
    #: Whether people can be invited to the working group, and whether the group can write.
    invites: bool = False
    takes_group: bool = False


_NO_TASK = Words("", "")

STATES: dict[State, StateRule] = {
    State.UTKAST: StateRule(
        Words("Utkast", "Utkast"),
        Words("Bare du ser det. Ingenting er sendt.", "Berre du ser det. Ingenting er sendt."),
        Ball.FORFATTER,
        Words("Skriv ferdig og send inn.", "Skriv ferdig og send inn."),
        is_public=False,
        takes_edits=True,
    ),
    State.TIL_GODKJENNING: StateRule(
        Words("Venter på godkjenning", "Ventar på godkjenning"),
        Words(
            "Kommunen leser forslaget før alle kan se det. Du har fått kvittering, og svarfristen løper.",
            "Kommunen les forslaget før alle kan sjå det. Du har fått kvittering, og svarfristen går.",
        ),
        Ball.MODERATOR,
        Words("Skal lese forslaget og publisere det.", "Skal lese forslaget og publisere det."),
        is_public=False,
        takes_edits=True,
    ),
    State.MOTTATT: StateRule(
        Words("Mottatt", "Motteke"),
        Words(
            "Forslaget er synlig for alle. Kommunen har gitt det et nummer og en svarfrist.",
            "Forslaget er synleg for alle. Kommunen har gitt det eit nummer og ein svarfrist.",
        ),
        Ball.KOMMUNE,
        Words("Skal lese forslaget og begynne å vurdere det.", "Skal lese forslaget og byrje å vurdere det."),
        step=1,
        takes_comments=True,
        takes_support=True,
        takes_edits=True,
    ),
    State.VURDERES: StateRule(
        Words("Vurderes", "Blir vurdert"),
        Words(
            "En navngitt enhet vurderer behovet og ideen, og kan spørre deg om mer.",
            "Ei namngitt eining vurderer behovet og ideen, og kan spørje deg om meir.",
        ),
        Ball.KOMMUNE,
        Words("Skal vurdere forslaget og svare.", "Skal vurdere forslaget og svare."),
        step=2,
        takes_comments=True,
        takes_support=True,
        invites=True,
    ),
    State.UTVIKLES_SAMMEN: StateRule(
        Words("Utvikles sammen", "Blir utvikla saman"),
        Words(
            "Innbyggere, lag og kommune former løsningen sammen.",
            "Innbyggjarar, lag og kommune formar løysinga saman.",
        ),
        Ball.KOMMUNE,
        Words("Skal samle dem det gjelder og forme løsningen.", "Skal samle dei det gjeld og forme løysinga."),
        step=3,
        takes_comments=True,
        takes_support=True,
        invites=True,
        takes_group=True,
    ),
    State.BESLUTTES: StateRule(
        Words("Besluttes", "Blir avgjort"),
        Words("Et navngitt organ skal avgjøre saken.", "Eit namngitt organ skal avgjere saka."),
        Ball.KOMMUNE,
        Words("Skal avgjøre saken.", "Skal avgjere saka."),
        step=4,
        takes_comments=True,
        takes_support=True,
    ),
    State.PROVES_UT: StateRule(
        Words("Prøves ut", "Blir prøvd ut"),
        Words(
            "Vi prøver i det små for å lære om det virker.",
            "Vi prøver i det små for å lære om det verkar.",
        ),
        Ball.KOMMUNE,
        Words("Skal prøve ut og fortelle hvordan det går.", "Skal prøve ut og fortelje korleis det går."),
        step=5,
        takes_comments=True,
    ),
    State.INNFORES: StateRule(
        Words("Innføres", "Blir innført"),
        Words("Det er bestemt. Nå blir det gjort.", "Det er bestemt. No blir det gjort."),
        Ball.KOMMUNE,
        Words("Skal gjennomføre det som er bestemt.", "Skal gjennomføre det som er bestemt."),
        step=6,
        takes_comments=True,
    ),
    State.GEVINST_MALES: StateRule(
        Words("Gevinst måles", "Gevinst blir målt"),
        Words(
            "Det er gjennomført. Vi måler om det ble bedre.",
            "Det er gjennomført. Vi måler om det vart betre.",
        ),
        Ball.KOMMUNE,
        Words("Skal måle om det ble bedre.", "Skal måle om det vart betre."),
        step=7,
        takes_comments=True,
    ),
    State.EFFEKT_MALT: StateRule(
        Words("Effekt målt", "Effekt målt"),
        Words(
            "Resultatet er målt og fortalt, også når det ikke virket.",
            "Resultatet er målt og fortalt, også når det ikkje verka.",
        ),
        Ball.INGEN,
        _NO_TASK,
        step=7,
        is_end=True,
    ),
    State.AVSLUTTET_LAERING: StateRule(
        Words("Avsluttet med læring", "Avslutta med læring"),
        Words(
            "Vi stoppet, og forteller hva vi lærte. Det er en ærlig slutt.",
            "Vi stoppa, og fortel kva vi lærte. Det er ein ærleg slutt.",
        ),
        Ball.INGEN,
        _NO_TASK,
        is_end=True,
    ),
    State.IKKE_NA: StateRule(
        Words("Nei, ikke nå", "Nei, ikkje no"),
        Words(
            "Vi kan ikke nå, men har satt en dato for å se på saken igjen. Du kan fortsatt støtte den.",
            "Vi kan ikkje no, men har sett ein dato for å sjå på saka igjen. Du kan framleis støtte ho.",
        ),
        Ball.INGEN,
        _NO_TASK,
        is_end=True,
        takes_comments=True,
        takes_support=True,
    ),
    State.AVSLATT: StateRule(
        Words("Nei", "Nei"),
        Words(
            "Vi sa nei, og forteller hvorfor og hvem som bestemte det.",
            "Vi sa nei, og fortel kvifor og kven som bestemte det.",
        ),
        Ball.INGEN,
        _NO_TASK,
        is_end=True,
    ),
    State.IKKE_KOMMUNEN: StateRule(
        Words("Sendt videre", "Sendt vidare"),
        Words(
            "Andre enn kommunen bestemmer. Vi har sendt saken dit.",
            "Andre enn kommunen bestemmer. Vi har sendt saka dit.",
        ),
        Ball.INGEN,
        _NO_TASK,
        is_end=True,
    ),
    State.SLATT_SAMMEN: StateRule(
        Words("Slått sammen", "Slått saman"),
        Words(
            "Saken fortsetter i et annet forslag. Begge kan leses.",
            "Saka held fram i eit anna forslag. Begge kan lesast.",
        ),
        Ball.INGEN,
        _NO_TASK,
        is_end=True,
    ),
    State.TRUKKET: StateRule(
        Words("Trukket", "Trekt"),
        Words("Den som foreslo, har trukket forslaget.", "Den som foreslo, har trekt forslaget."),
        Ball.INGEN,
        _NO_TASK,
        is_end=True,
    ),
}

PUBLIC = frozenset(state for state, rule in STATES.items() if rule.is_public)
ENDED = frozenset(state for state, rule in STATES.items() if rule.is_end)
OPEN = PUBLIC - ENDED
#: Where benefits are measured: from assessment on, and after an end in which something was done. Planned until then.
MEASURES = OPEN - {State.MOTTATT} | {State.EFFEKT_MALT, State.AVSLUTTET_LAERING}
PLANS = MEASURES - ENDED
#: The thread, in order: one state for each of the seven steps.
THREAD = tuple(state for state, rule in STATES.items() if rule.step and not rule.is_end)


class Stands(Protocol):
    """A case, as far as its state and its ball go."""

    @property
    def state(self) -> State | None: ...
    @property
    def ball(self) -> Ball: ...


def asks_to_reopen(case: Stands) -> bool:
    """Whether those who proposed wait to hear if the ended case is taken up again: nobody else passes that ball on."""
    return case.state in ENDED and case.ball is Ball.KOMMUNE


def is_shown(state: State, *, published: datetime | None, hidden: datetime | None) -> bool:
    """Whether anyone may see a proposal: not while it is hidden, nor one withdrawn before it was ever published."""
    return state in PUBLIC and hidden is None and (state is not State.TRUKKET or published is not None)
