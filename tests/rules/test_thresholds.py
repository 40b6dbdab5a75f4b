"""What is asked before each act: upwards only, and never more kept than that."""

import pytest

from samskaping.rules.conditions import Actor
from samskaping.rules.policy import Can, allowed
from samskaping.rules.roles import Role
from samskaping.rules.thresholds import ACTS, Act, Proof, asked, choices, lacking, meets, tidied

NOBODY, NEW = Actor(), Actor(1, "Ola")
OLA = Actor(1, "Ola", confirmed=True)
KNOWN = Actor(1, "Ola", confirmed=True, is_verified=True)
NEIGHBOUR = Actor(1, "Ola", confirmed=True, is_verified=True, lives_here=True)
SHOWN = {Proof.INGEN: NOBODY, Proof.EPOST: OLA, Proof.BEKREFTET: KNOWN, Proof.BOSATT: NEIGHBOUR}


def at(actor, thresholds):
    return Actor(**{**vars(actor), "thresholds": thresholds})


def test_what_somebody_has_shown():
    assert [one.proof for one in SHOWN.values()] == list(SHOWN)
    assert NEW.proof is Proof.INGEN
    # A home alone shows nothing: whoever says where they live has not said who they are.
    assert Actor(1, confirmed=True, lives_here=True).proof is Proof.EPOST
    assert Actor(1, confirmed=True, roles=frozenset({Role.INNSYN})).proof is Proof.BEKREFTET
    assert Actor(1, confirmed=True, roles=frozenset({Role.PLATTFORM})).proof is Proof.EPOST


@pytest.mark.parametrize("act", Act)
@pytest.mark.parametrize("wanted", Proof)
def test_whoever_has_shown_as_much_is_let_in_and_nobody_else(act, wanted):
    limit = max(wanted, ACTS[act].least, key=list(Proof).index)
    for shown, actor in SHOWN.items():
        is_in = list(Proof).index(shown) >= list(Proof).index(limit)
        assert meets(at(actor, {act.value: wanted.value}), act) is is_in
        assert meets(actor, act, {act.value: wanted.value}) is is_in
        assert (lacking(at(actor, {act.value: wanted.value}), act, "Halden") is None) is is_in


def test_a_challenge_asks_more_and_never_less():
    assert asked(Act.STOTTE, {"stotte": "bosatt"}, {"stotte": "epost"}) is Proof.BOSATT
    assert asked(Act.STOTTE, {"stotte": "bekreftet"}, {"stotte": "bosatt"}) is Proof.BOSATT
    assert choices(Act.STOTTE, {"stotte": "bekreftet"}) == (Proof.BEKREFTET, Proof.BOSATT)
    assert choices(Act.BEHOV) == tuple(Proof)


def test_only_what_asks_more_is_kept():
    wish = {"stotte": "bekreftet", "behov": "ingen", "forslag": "ingen", "kommentar": "epost", "alt": "bosatt"}
    assert tidied(wish) == {"stotte": "bekreftet"}
    assert tidied(wish, {"stotte": "bekreftet"}) == {}
    assert tidied({"stotte": "konge", "gjelder": "bosatt"}, in_challenge=True) == {}
    assert tidied({"gjelder": "bosatt"}) == {"gjelder": "bosatt"}


def test_what_is_missing_is_said_one_step_at_a_time():
    wanted = {"stotte": "bosatt"}
    steps = [lacking(at(one, wanted), Act.STOTTE, "Halden kommune") for one in (NOBODY, NEW, OLA, KNOWN)]
    said = "For å støtte her trenger du bekreftet identitet, og å bo i Halden kommune."
    assert {one.words for one in steps} == {said}
    assert [one.proof for one in steps] == [Proof.EPOST, Proof.EPOST, Proof.BEKREFTET, Proof.BOSATT]
    assert "Logg inn" in steps[0].how
    assert "lenken" in steps[1].how
    assert "ID-porten" in steps[2].how
    assert "Min side" in steps[3].how


@pytest.mark.parametrize(
    ("can", "act"),
    [
        (Can.SUPPORT_GIVE, Act.STOTTE), (Can.COMMENT_WRITE, Act.KOMMENTAR), (Can.NEED_TELL, Act.BEHOV),
        (Can.NEED_CONCERN, Act.GJELDER), (Can.OFFER_MAKE, Act.BIDRAG), (Can.WORDING_SUGGEST, Act.ENDRING),
        (Can.RAISED_WRITE, Act.UTFORDRING), (Can.INITIATIVE_SIGN, Act.UNDERSKRIFT),
    ],
)  # fmt: skip
def test_the_table_of_permissions_asks(can, act):
    asking = {act.value: "bekreftet"}
    assert not allowed(at(OLA, asking), can)
    assert allowed(at(KNOWN, asking), can)
    assert allowed(OLA, can)
