"""The tables of states and moves, cell by cell, written here a second time by hand."""

from collections.abc import Iterable
from dataclasses import replace

import pytest

from samskaping.errors import Unfit
from samskaping.rules import moves
from samskaping.rules.moves import BY_VERB, MAY_ANSWER, MOVES, Move, find, moves_from
from samskaping.rules.pipeline import ENDED, OPEN, PUBLIC, STATES, THREAD, Ball, State
from samskaping.rules.policy import Can

_CLOSE = {"ikke_na": "ikke_na", "avsla": "avslatt", "send_videre": "ikke_kommunen", "sla_sammen": "slatt_sammen"}
_LEARN = {"avslutt_med_laering": "avsluttet_laering"}
_WITHDRAW = {"trekk": "trukket"}
_AGAIN = {"ta_opp_igjen": "vurderes"}
#: From each state, every verb that leads out of it, and where to.
LEADS: dict[str, dict[str, str]] = {
    "utkast": {"send_inn": "mottatt", "send_til_godkjenning": "til_godkjenning"},
    "til_godkjenning": {"godkjenn": "mottatt", "send_tilbake": "utkast", **_WITHDRAW},
    "mottatt": {"vurder": "vurderes", "endre": "til_godkjenning", **_CLOSE, **_WITHDRAW},
    "vurderes": {
        "utvikle": "utvikles_sammen", "legg_fram_direkte": "besluttes", "innfor_direkte": "innfores",
        **_CLOSE, **_LEARN, **_WITHDRAW,
    },
    "utvikles_sammen": {
        "legg_fram": "besluttes", "prov_ut_direkte": "proves_ut", **_CLOSE, **_LEARN, **_WITHDRAW,
    },
    "besluttes": {
        "prov_ut": "proves_ut", "innfor_direkte": "innfores", "tilbake_til_utvikling": "utvikles_sammen", **_CLOSE,
    },
    "proves_ut": {"innfor": "innfores", "tilbake_til_utvikling": "utvikles_sammen", **_LEARN},
    "innfores": {"gjennomfort": "gevinst_males", **_LEARN},
    "gevinst_males": {"fortell_effekt": "effekt_malt", **_LEARN},
    "effekt_malt": _AGAIN,
    "avsluttet_laering": _AGAIN,
    "ikke_na": _AGAIN,
    "avslatt": _AGAIN,
    "ikke_kommunen": _AGAIN,
    "slatt_sammen": _AGAIN,
    "trukket": {"send_inn_igjen": "mottatt"},
}  # fmt: skip
#: Who may, and what the move demands.
TERMS: dict[str, tuple[str, str]] = {
    "send_inn": ("proposal.submit", ""),
    "send_til_godkjenning": ("proposal.submit", ""),
    "godkjenn": ("proposal.approve", ""),
    "send_tilbake": ("proposal.approve", "reason"),
    "endre": ("proposal.edit", ""),
    "vurder": ("proposal.handle", "unit"),
    "utvikle": ("proposal.handle", "next_date reason unit"),
    "legg_fram": ("proposal.handle", "body next_date reason unit"),
    "legg_fram_direkte": ("proposal.handle", "body next_date reason unit"),
    "prov_ut": ("proposal.handle", "body next_date reason unit"),
    "prov_ut_direkte": ("proposal.handle", "next_date reason unit"),
    "innfor": ("proposal.handle", "next_date reason unit"),
    "innfor_direkte": ("proposal.handle", "body next_date reason unit"),
    "gjennomfort": ("proposal.handle", "benefit next_date reason unit"),
    "fortell_effekt": ("proposal.handle", "lesson measured reason unit"),
    "tilbake_til_utvikling": ("proposal.handle", "next_date reason unit"),
    "ikke_na": ("proposal.handle", "body look_again reason unit"),
    "avsla": ("proposal.handle", "body reason unit"),
    "send_videre": ("proposal.handle", "forward_to reason unit"),
    "sla_sammen": ("proposal.handle", "into reason unit"),
    "avslutt_med_laering": ("proposal.handle", "lesson reason unit"),
    "trekk": ("proposal.withdraw", "reason"),
    "ta_opp_igjen": ("proposal.handle", "next_date reason unit"),
    "send_inn_igjen": ("proposal.submit", "reason"),
}
#: Each state: step on the thread, who has the ball, and what is open: (p)ublic, (e)nd, (c)omments, (s)upport, edi(t)s.
COLUMNS: dict[str, tuple[int | None, str, str]] = {
    "utkast": (None, "forfatter", "t"),
    "til_godkjenning": (None, "moderator", "t"),
    "mottatt": (1, "kommune", "pcst"),
    "vurderes": (2, "kommune", "pcs"),
    "utvikles_sammen": (3, "kommune", "pcs"),
    "besluttes": (4, "kommune", "pcs"),
    "proves_ut": (5, "kommune", "pc"),
    "innfores": (6, "kommune", "pc"),
    "gevinst_males": (7, "kommune", "pc"),
    "effekt_malt": (7, "ingen", "pe"),
    "avsluttet_laering": (None, "ingen", "pe"),
    "ikke_na": (None, "ingen", "pecs"),
    "avslatt": (None, "ingen", "pe"),
    "ikke_kommunen": (None, "ingen", "pe"),
    "slatt_sammen": (None, "ingen", "pe"),
    "trukket": (None, "ingen", "pe"),
}


def test_every_state_and_every_verb_is_written_here():
    assert set(LEADS) == set(COLUMNS) == set(STATES) == set(State)
    assert set(TERMS) == set(BY_VERB) == {verb for row in LEADS.values() for verb in row}


@pytest.mark.case("BL-07")
@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("verb", TERMS)
def test_where_each_verb_leads_from_each_state(state, verb):
    if verb in LEADS[state]:
        assert find(state, verb).after == LEADS[state][verb]
    else:
        with pytest.raises(Unfit):
            find(state, verb)


@pytest.mark.parametrize("verb", TERMS)
def test_who_may_and_what_each_verb_demands(verb):
    move = BY_VERB[verb]
    assert (str(move.takes), " ".join(sorted(move.demands))) == TERMS[verb]


@pytest.mark.parametrize("state", State)
def test_what_is_open_in_each_state(state):
    rule = STATES[state]
    flags = (
        ("p", rule.is_public), ("e", rule.is_end), ("c", rule.takes_comments), ("s", rule.takes_support),
        ("t", rule.takes_edits),
    )  # fmt: skip
    assert (rule.step, str(rule.ball), "".join(mark for mark, holds in flags if holds)) == COLUMNS[state]


def test_sets_follow_from_the_columns():
    assert {str(state) for state in PUBLIC} == {state for state, row in COLUMNS.items() if "p" in row[2]}
    assert {str(state) for state in ENDED} == {state for state, row in COLUMNS.items() if "e" in row[2]}
    assert OPEN == PUBLIC - ENDED
    assert [STATES[state].step for state in THREAD] == [1, 2, 3, 4, 5, 6, 7]


def reached(table: Iterable[Move]) -> set[State]:
    """States that some row of moves can lead to from a draft."""
    known = {State.UTKAST}
    while more := {move.after for move in table if move.before & known} - known:
        known |= more
    return known


def stuck(table: Iterable[Move]) -> set[State]:
    """States from which no row of moves leads to an end."""
    out = set(ENDED)
    while more := {state for move in table if move.after in out for state in move.before} - out:
        out |= more
    return set(State) - out


def unclear(table: Iterable[Move]) -> list[str]:
    """What makes a table ambiguous or unfair: two moves between the same states, an end without a reason."""
    table = list(table)
    pairs = [(before, move.after) for move in table for before in move.before]
    flaws = [f"{before} → {after} twice" for before, after in set(pairs) if pairs.count((before, after)) > 1]
    flaws += [
        f"{move.verb} ends without a reason" for move in table if move.after in ENDED and "reason" not in move.demands
    ]
    return flaws + [f"{move.verb} leads to where it came from" for move in table if move.after in move.before]


def without(*verbs: str) -> list[Move]:
    return [move for move in MOVES if move.verb not in verbs]


def test_every_state_is_reached_and_leads_to_an_end():
    assert reached(MOVES) == set(State)
    assert stuck(MOVES) == set()
    # Two moves out of a draft lead to different states by the municipality's setting.
    assert unclear(MOVES) == []


def test_a_state_out_of_reach_is_seen():
    assert reached(without("gjennomfort")) == set(State) - {State.GEVINST_MALES, State.EFFEKT_MALT}


def test_a_state_without_an_end_is_seen():
    assert stuck(without("fortell_effekt", "avslutt_med_laering")) == {State.INNFORES, State.GEVINST_MALES}


def test_an_ambiguous_or_silent_table_is_seen():
    twin = replace(BY_VERB["vurder"], verb="vurder_2")
    silent = replace(BY_VERB["avsla"], verb="avsla_2", demands=frozenset(), after=State.TRUKKET)
    assert unclear([*without(), twin]) == ["mottatt → vurderes twice"]
    assert "avsla_2 ends without a reason" in unclear([*without(), silent])


@pytest.mark.parametrize("state", State)
def test_buttons_are_the_rows_of_the_table(state):
    both = [*moves_from(state), *moves_from(state, by_writer=True)]
    assert {move.verb for move in both} == set(LEADS[state])
    writers = {Can.PROPOSAL_SUBMIT, Can.PROPOSAL_EDIT, Can.PROPOSAL_WITHDRAW}
    assert all((move.takes in writers) is move.by_writer for move in both)


def test_the_ball_is_with_nobody_exactly_at_the_ends():
    assert {state for state, rule in STATES.items() if rule.ball is Ball.INGEN} == ENDED


def test_moves_that_may_answer_lead_on_and_have_no_answer_of_their_own():
    for verb, decisions in MAY_ANSWER.items():
        assert BY_VERB[verb].decision is None
        assert "reason" in BY_VERB[verb].demands
        assert decisions
    assert moves.between(State.MOTTATT, State.VURDERES) is BY_VERB["vurder"]


def test_every_word_is_there_in_both_forms():
    words = [move.label for move in MOVES] + [move.sentence for move in MOVES]
    words += [word for rule in STATES.values() for word in (rule.label, rule.meaning)]
    words += [rule.task for rule in STATES.values() if rule.ball is not Ball.INGEN]
    assert all(word.nb and word.nn for word in words)
