"""What can be done to many cases at once, and what stands in the way in each of them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from samskaping.language import Words
from samskaping.language import gettext as _
from samskaping.rules.merging import joined_words
from samskaping.rules.moves import MOVES, Move, must_answer
from samskaping.rules.pipeline import STATES, Demand, State
from samskaping.rules.policy import Actor, Can, Thing, allowed, impartial


class Doing(StrEnum):
    TILDEL = "tildel"
    FLYTT = "flytt"
    TEMA = "tema"
    FORTELL = "fortell"


DOING_NAMES = {
    Doing.TILDEL: Words("Gi sakene til noen", "Gi sakene til nokon"),
    Doing.FLYTT: Words("Flytt sakene", "Flytt sakene"),
    Doing.TEMA: Words("Sett tema", "Set tema"),
    Doing.FORTELL: Words("Fortell hva som er nytt", "Fortel kva som er nytt"),
}
#: The permission that each asks for, in each case.
TAKES = {
    Doing.TILDEL: Can.PROPOSAL_HANDLE,
    Doing.FLYTT: Can.PROPOSAL_HANDLE,
    Doing.TEMA: Can.PROPOSAL_HANDLE,
    Doing.FORTELL: Can.STATEMENT_PUBLISH,
}
#: The moves that many cases can take at once: joining cases is done one by one, approving in moderation.
TOGETHER: dict[str, Move] = {
    move.verb: move for move in MOVES if move.takes is Can.PROPOSAL_HANDLE and Demand.INTO not in move.demands
}
#: At most a page of the inbox at once.
MOST = 50


class Chosen(Thing, Protocol):
    """A chosen case, as far as a deed asks."""

    @property
    def state(self) -> State: ...
    @property
    def is_public(self) -> bool: ...
    @property
    def handler_id(self) -> int | None: ...
    @property
    def unit_id(self) -> int | None: ...
    @property
    def theme_id(self) -> int | None: ...
    @property
    def waiting_since(self) -> datetime | None: ...
    @property
    def partial_ids(self) -> Collection[int]: ...


@dataclass(frozen=True)
class Order:
    """One deed for many cases, with inner keys in the place of what was chosen in the form."""

    doing: Doing
    person_id: int | None = None
    leader_id: int | None = None
    unit_id: int | None = None
    unit_leader_id: int | None = None
    theme_id: int | None = None
    move: Move | None = None


def obstacle(actor: Actor, case: Chosen, order: Order) -> str:
    """Why the deed cannot be done in a case, in words; nothing when it can."""
    if not impartial(actor, case):
        return _("Du er inhabil i saken")
    if not allowed(actor, TAKES[order.doing], case):
        return _("Du har ikke rett til dette i saken")
    if order.unit_leader_id in case.partial_ids:
        return _("Lederen for enheten er inhabil i saken")
    return _OBSTACLES[order.doing](case, order)


def _assigning(case: Chosen, order: Order) -> str:
    if case.state is State.SLATT_SAMMEN:
        return joined_words()
    if not {order.person_id, order.leader_id}.isdisjoint(case.partial_ids):
        return _("Den du valgte, er inhabil i saken")
    same_person = order.person_id in (None, case.handler_id)
    same_unit = order.unit_id in (None, case.unit_id)
    return _("Saken er der fra før") if same_person and same_unit else ""


def _moving(case: Chosen, order: Order) -> str:
    if order.move is not None and case.state in order.move.before:
        owes = must_answer(order.move, is_owed=case.waiting_since is not None)
        return _("Saken venter på svar, og må få det før den avsluttes") if owes else ""
    return _("Steget går ikke fra «%(state)s»") % {"state": STATES[case.state].label}


def _theming(case: Chosen, order: Order) -> str:
    return _("Saken har temaet fra før") if case.theme_id == order.theme_id else ""


def _telling(case: Chosen, _order: Order) -> str:
    return "" if case.is_public else _("Saken er ikke synlig for alle")


_OBSTACLES = {
    Doing.TILDEL: _assigning,
    Doing.FLYTT: _moving,
    Doing.TEMA: _theming,
    Doing.FORTELL: _telling,
}
