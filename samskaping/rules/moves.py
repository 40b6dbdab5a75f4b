"""The moves between the states of a proposal: from where, to where, who may, and what each demands."""

from collections.abc import Mapping
from dataclasses import dataclass

from samskaping.errors import Unfit
from samskaping.language import Words
from samskaping.language import gettext as _
from samskaping.rules.pipeline import ENDED, STATES, Demand, State
from samskaping.rules.policy import Can
from samskaping.rules.speech import Decision


@dataclass(frozen=True)
class Move:
    """One move. ``verb`` is unique for each (before, after); ``skips`` names the steps it says it passes over."""

    verb: str
    before: frozenset[State]
    after: State
    takes: Can
    label: Words
    sentence: Words
    demands: frozenset[Demand] = frozenset()
    is_skip: bool = False
    by_writer: bool = False
    #: The public reason of such a move is itself the official answer, and comes to this.
    decision: Decision | None = None


def _from(*states: State) -> frozenset[State]:
    return frozenset(states)


def _demands(*demands: Demand) -> frozenset[Demand]:
    return frozenset(demands)


S, D = State, Demand
_CLOSABLE = _from(S.MOTTATT, S.VURDERES, S.UTVIKLES_SAMMEN, S.BESLUTTES)
_HANDLE = Can.PROPOSAL_HANDLE

MOVES: tuple[Move, ...] = (
    Move(
        "send_inn", _from(S.UTKAST), S.MOTTATT, Can.PROPOSAL_SUBMIT,
        Words("Send inn", "Send inn"), Words("Forslaget ble sendt inn", "Forslaget vart sendt inn"), by_writer=True,
    ),
    Move(
        "send_til_godkjenning", _from(S.UTKAST), S.TIL_GODKJENNING, Can.PROPOSAL_SUBMIT,
        Words("Send inn", "Send inn"), Words("Forslaget ble sendt inn", "Forslaget vart sendt inn"), by_writer=True,
    ),
    Move(
        "godkjenn", _from(S.TIL_GODKJENNING), S.MOTTATT, Can.PROPOSAL_APPROVE,
        Words("Godkjenn og publiser", "Godkjenn og publiser"), Words("Forslaget ble publisert", "Forslaget vart publisert"),
    ),
    Move(
        "send_tilbake", _from(S.TIL_GODKJENNING), S.UTKAST, Can.PROPOSAL_APPROVE,
        Words("Send tilbake til den som skrev", "Send tilbake til den som skreiv"),
        Words("Forslaget ble sendt tilbake", "Forslaget vart sendt tilbake"), _demands(D.REASON),
    ),
    Move(
        "endre", _from(S.MOTTATT), S.TIL_GODKJENNING, Can.PROPOSAL_EDIT,
        Words("Endre teksten, der kommunen leser før alle", "Endre teksten, der kommunen les før alle"),
        Words("Teksten ble endret, og leses før den vises igjen", "Teksten vart endra, og blir lesen før han blir vist igjen"),
        by_writer=True,
    ),
    Move(
        "vurder", _from(S.MOTTATT), S.VURDERES, _HANDLE,
        Words("Begynn å vurdere", "Byrj å vurdere"), Words("Vurderingen begynte", "Vurderinga byrja"), _demands(D.UNIT),
    ),
    Move(
        "utvikle", _from(S.VURDERES), S.UTVIKLES_SAMMEN, _HANDLE,
        Words("Utvikle sammen", "Utvikle saman"), Words("Løsningen utvikles sammen", "Løysinga blir utvikla saman"),
        _demands(D.REASON, D.UNIT, D.NEXT_DATE),
    ),
    Move(
        "legg_fram", _from(S.UTVIKLES_SAMMEN), S.BESLUTTES, _HANDLE,
        Words("Legg fram til beslutning", "Legg fram til avgjerd"), Words("Saken skal besluttes", "Saka skal avgjerast"),
        _demands(D.REASON, D.UNIT, D.NEXT_DATE, D.BODY),
    ),
    Move(
        "legg_fram_direkte", _from(S.VURDERES), S.BESLUTTES, _HANDLE,
        Words("Legg fram uten å utvikle sammen", "Legg fram utan å utvikle saman"),
        Words("Saken skal besluttes, uten felles utvikling", "Saka skal avgjerast, utan felles utvikling"),
        _demands(D.REASON, D.UNIT, D.NEXT_DATE, D.BODY), is_skip=True,
    ),
    Move(
        "prov_ut", _from(S.BESLUTTES), S.PROVES_UT, _HANDLE,
        Words("Prøv ut", "Prøv ut"), Words("Det ble bestemt å prøve ut", "Det vart bestemt å prøve ut"),
        _demands(D.REASON, D.UNIT, D.NEXT_DATE, D.BODY),
    ),
    Move(
        "prov_ut_direkte", _from(S.UTVIKLES_SAMMEN), S.PROVES_UT, _HANDLE,
        Words("Prøv ut uten eget vedtak", "Prøv ut utan eige vedtak"),
        Words("Løsningen prøves ut, uten eget vedtak", "Løysinga blir prøvd ut, utan eige vedtak"),
        _demands(D.REASON, D.UNIT, D.NEXT_DATE), is_skip=True,
    ),
    Move(
        "innfor", _from(S.PROVES_UT), S.INNFORES, _HANDLE,
        Words("Innfør", "Innfør"), Words("Løsningen innføres", "Løysinga blir innført"),
        _demands(D.REASON, D.UNIT, D.NEXT_DATE),
    ),
    Move(
        "innfor_direkte", _from(S.VURDERES, S.BESLUTTES), S.INNFORES, _HANDLE,
        Words("Innfør uten utprøving", "Innfør utan utprøving"),
        Words("Løsningen innføres, uten utprøving", "Løysinga blir innført, utan utprøving"),
        _demands(D.REASON, D.UNIT, D.NEXT_DATE, D.BODY), is_skip=True,
    ),
    Move(
        "gjennomfort", _from(S.INNFORES), S.GEVINST_MALES, _HANDLE,
        Words("Meld at det er gjennomført", "Meld at det er gjennomført"), Words("Gjennomført, gevinsten måles", "Gjennomført, gevinsten blir målt"),
        _demands(D.REASON, D.UNIT, D.NEXT_DATE, D.BENEFIT),
    ),
    Move(
        "fortell_effekt", _from(S.GEVINST_MALES), S.EFFEKT_MALT, _HANDLE,
        Words("Fortell hva effekten ble", "Fortel kva effekten vart"), Words("Effekten er målt", "Effekten er målt"),
        _demands(D.REASON, D.UNIT, D.MEASURED, D.LESSON),
    ),
    Move(
        "tilbake_til_utvikling", _from(S.BESLUTTES, S.PROVES_UT), S.UTVIKLES_SAMMEN, _HANDLE,
        Words("Tilbake til felles utvikling", "Tilbake til felles utvikling"),
        Words("Saken gikk tilbake til felles utvikling", "Saka gjekk tilbake til felles utvikling"),
        _demands(D.REASON, D.UNIT, D.NEXT_DATE),
    ),
    Move(
        "ikke_na", _CLOSABLE, S.IKKE_NA, _HANDLE,
        Words("Svar «nei, ikke nå»", "Svar «nei, ikkje no»"), Words("Kommunen svarte nei, ikke nå", "Kommunen svarte nei, ikkje no"),
        _demands(D.REASON, D.UNIT, D.BODY, D.LOOK_AGAIN), decision=Decision.IKKE_NA,
    ),
    Move(
        "avsla", _CLOSABLE, S.AVSLATT, _HANDLE,
        Words("Svar nei", "Svar nei"), Words("Kommunen svarte nei", "Kommunen svarte nei"), _demands(D.REASON, D.UNIT, D.BODY),
        decision=Decision.NEI,
    ),
    Move(
        "send_videre", _CLOSABLE, S.IKKE_KOMMUNEN, _HANDLE,
        Words("Send videre til den som bestemmer", "Send vidare til den som bestemmer"),
        Words("Saken ble sendt videre", "Saka vart send vidare"), _demands(D.REASON, D.UNIT, D.FORWARD_TO),
        decision=Decision.VIDERE,
    ),
    Move(
        "sla_sammen", _CLOSABLE, S.SLATT_SAMMEN, _HANDLE,
        Words("Slå sammen med et annet forslag", "Slå saman med eit anna forslag"),
        Words("Forslaget ble slått sammen med et annet", "Forslaget vart slått saman med eit anna"), _demands(D.REASON, D.UNIT, D.INTO),
    ),
    Move(
        "avslutt_med_laering", _from(S.VURDERES, S.UTVIKLES_SAMMEN, S.PROVES_UT, S.INNFORES, S.GEVINST_MALES), S.AVSLUTTET_LAERING, _HANDLE,
        Words("Avslutt og fortell hva vi lærte", "Avslutt og fortel kva vi lærte"),
        Words("Saken ble avsluttet med læring", "Saka vart avslutta med læring"),
        _demands(D.REASON, D.UNIT, D.LESSON),
    ),
    Move(
        "trekk", _from(S.TIL_GODKJENNING, S.MOTTATT, S.VURDERES, S.UTVIKLES_SAMMEN), S.TRUKKET, Can.PROPOSAL_WITHDRAW,
        Words("Trekk forslaget", "Trekk forslaget"), Words("Forslaget ble trukket", "Forslaget vart trekt"),
        _demands(D.REASON), by_writer=True,
    ),
    Move(
        "ta_opp_igjen",
        _from(S.IKKE_NA, S.AVSLATT, S.IKKE_KOMMUNEN, S.SLATT_SAMMEN, S.AVSLUTTET_LAERING, S.EFFEKT_MALT),
        S.VURDERES, _HANDLE,
        Words("Ta saken opp igjen", "Ta saka opp igjen"), Words("Saken ble tatt opp igjen", "Saka vart teken opp igjen"),
        _demands(D.REASON, D.UNIT, D.NEXT_DATE),
    ),
    Move(
        "send_inn_igjen", _from(S.TRUKKET), S.MOTTATT, Can.PROPOSAL_SUBMIT,
        Words("Send inn igjen", "Send inn igjen"), Words("Forslaget ble sendt inn igjen", "Forslaget vart sendt inn igjen"),
        _demands(D.REASON), by_writer=True,
    ),
)  # fmt: skip

BY_VERB: Mapping[str, Move] = {move.verb: move for move in MOVES}
#: Ends out of which those who proposed may ask to be taken: what was joined goes on elsewhere.
REOPENED = BY_VERB["ta_opp_igjen"].before - {State.SLATT_SAMMEN}


def moves_from(state: State, *, by_writer: bool = False) -> tuple[Move, ...]:
    """The moves that lead out of a state: the writer's own, or the municipality's."""
    return tuple(move for move in MOVES if state in move.before and move.by_writer is by_writer)


def find(state: State, verb: str) -> Move:
    """The move with this verb out of this state. Raises ``Unfit`` when there is none."""
    move = BY_VERB.get(verb)
    if move is None or state not in move.before:
        raise Unfit(_("Dette steget går ikke herfra. Saken er nå i «%(state)s».") % {"state": STATES[state].label})
    return move


#: Moves whose public reason may also stand as the official answer, and what that answer may come to.
_YES = (Decision.JA, Decision.DELVIS)
MAY_ANSWER: Mapping[str, tuple[Decision, ...]] = {
    "utvikle": _YES,
    "prov_ut": _YES,
    "prov_ut_direkte": _YES,
    "innfor": _YES,
    "innfor_direkte": _YES,
    "gjennomfort": _YES,
    "fortell_effekt": _YES,
    "avslutt_med_laering": (Decision.DELVIS, Decision.NEI),
}


def takes_reading(state: State) -> bool:
    """Whether a text that is changed in this state is read anew, where a moderator reads before anyone else does."""
    return state in BY_VERB["endre"].before


def closing(move: Move) -> bool:
    """Whether the move ends the case."""
    return move.after in ENDED


def must_answer(move: Move, *, is_owed: bool) -> bool:
    """Whether the move would end a case while an answer is owed in it: its reason must then be that answer too."""
    return is_owed and closing(move) and move.verb in MAY_ANSWER


def between(before: State, after: State) -> Move:
    """The one move from one state to another. Raises ``Unfit`` when there is none."""
    for move in MOVES:
        if before in move.before and move.after is after:
            return move
    raise Unfit(f"{before} → {after}")
