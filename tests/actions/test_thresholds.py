"""What is asked before each act holds at each deed, in the municipality and in one challenge, and is written down."""

import pytest
from sqlalchemy import select

from samskaping.actions import (
    comments,
    concerns,
    identities,
    needs,
    offers,
    proposals,
    raised,
    support,
    thresholds,
    ties,
    wordings,
)
from samskaping.actions.comments import FOR_MUNICIPALITY, Remark
from samskaping.actions.needs import Told
from samskaping.actions.raised import Written
from samskaping.actions.wordings import Suggested
from samskaping.errors import Clash, Missing, Refused, Unfit
from samskaping.models import Challenge, Event, Municipality
from samskaping.rules.events import What
from samskaping.rules.roles import Role
from samskaping.rules.thresholds import ACTS, Act, mark
from tests.actions.test_offers import wish
from tests.challenges import published
from tests.initiatives import collecting, sign
from tests.world import municipality

pytestmark = pytest.mark.second_in_matrix
ALL = {act.value: "bekreftet" for act in Act}


@pytest.fixture
def boss(halden):
    return halden.person("Sjefen", Role.ADMINISTRATOR)


@pytest.fixture
def ingrid(halden):
    return halden.person("Ingrid Demo", Role.PUBLISIST)


@pytest.fixture
def made(halden, ingrid):
    return published(halden, ingrid, closes_on=None, answers_on=halden.in_days(100))


def deeds(halden, made, ref, need):
    """Each act, for a context; those after the bar are done in a challenge."""
    draft, signed = {}, collecting(halden, halden.person("Siri"))

    def propose(ctx):
        someone = ctx.actor.person_id
        if someone not in draft:
            draft[someone] = halden.draft(halden.db.get(type(halden.person("Nok en")), someone), challenge=made)
        return proposals.submit(ctx, draft[someone])

    return {
        Act.GJELDER: lambda ctx: concerns.say(ctx, need),
        Act.UTFORDRING: lambda ctx: raised.start(ctx, Written("Hvordan?", "Slik er det.", "", "Bedre.")),
        Act.UNDERSKRIFT: lambda ctx: sign(ctx, signed) or None,
        Act.FORSLAG: propose,
        Act.KOMMENTAR: lambda ctx: comments.write(ctx, ref, Remark("Dette er viktig.")),
        Act.STOTTE: lambda ctx: support.give(ctx, ref),
        Act.BEHOV: lambda ctx: ties.tell(ctx, Told("Det er mørkt på veien."), challenge=made),
        Act.BIDRAG: lambda ctx: offers.make(ctx, "proposal", ref, wish()),
        Act.ENDRING: lambda ctx: wordings.suggest(ctx, made, Suggested("need", "nb", "Andre ord her.", "Klarere.")),
    }


def set_here(halden, boss, wanted):
    thresholds.of_municipality(halden.context(boss), wanted, seen=mark(halden.here.thresholds))
    return halden.refreshed()


def set_there(halden, ingrid, made, wanted):
    ctx = halden.context(ingrid)
    now = halden.db.scalar(select(Challenge.thresholds).where(Challenge.public_id == made))
    thresholds.of_challenge(ctx, made, wanted, seen=mark(now))


@pytest.mark.parametrize("who_asks", ["municipality", "challenge"])
def test_every_act_asks_what_is_set_and_nothing_is_done_without_it(halden, boss, ingrid, made, who_asks):
    ref = halden.proposal(halden.person("Per"), challenge=made)
    need = str(needs.tell(halden.context(halden.person("Eva")), Told("Det er langt til bussen.")).reference)
    stranger, liv = halden.person("Gro"), halden.person("Liv")
    doings = deeds(halden, made, ref, need)
    if who_asks == "municipality":
        halden = set_here(halden, boss, ALL)
    else:
        set_there(halden, ingrid, made, ALL)
        doings = {act: deed for act, deed in doings.items() if ACTS[act].in_challenge}
    identities.confirm(halden.context(halden.caseworker()), liv.public_id)
    before = halden.row(ref).support_count
    for act, deed in doings.items():
        with pytest.raises((Unfit, Refused)) as refused, halden.db.begin_nested():
            deed(halden.context(stranger))
        told = f"{refused.value.message} {getattr(refused.value, 'fields', '')}"
        assert "trenger du bekreftet identitet" in told, act
    assert halden.row(ref).support_count == before
    for act, deed in doings.items():
        assert deed(halden.context(liv)) is not None, act


def test_whoever_lives_elsewhere_or_says_nothing_of_it_is_no_resident(halden, boss):
    ref, liv = halden.proposal(halden.person("Per")), halden.person("Liv")
    identities.confirm(halden.context(halden.caseworker()), liv.public_id)
    halden = set_here(halden, boss, {"stotte": "bosatt"})
    voss = municipality(halden.db, "voss", number="4621")
    for home in (None, voss.here.id):
        liv.home_id = home
        halden._quietly()
        with pytest.raises(Refused, match="å bo i Halden kommune"):
            support.give(halden.context(liv), ref)
    liv.home_id = halden.here.id
    halden._quietly()
    assert support.give(halden.context(liv), ref)


def test_another_municipality_s_word_is_not_this_one_s(halden, boss):
    ref, liv = halden.proposal(halden.person("Per")), halden.person("Liv")
    voss = municipality(halden.db, "voss", number="4621")
    identities.confirm(voss.context(voss.caseworker()), liv.public_id)
    halden = set_here(halden, boss, {"stotte": "bekreftet"})
    with pytest.raises(Refused):
        support.give(halden.context(liv), ref)


def test_support_can_be_taken_back_whatever_is_asked_since(halden, boss):
    ref, liv = halden.proposal(halden.person("Per")), halden.person("Liv")
    support.give(halden.context(liv), ref)
    halden = set_here(halden, boss, {"stotte": "bosatt"})
    assert support.take_back(halden.context(liv), ref)


def test_the_municipality_speaks_whatever_is_asked_of_people(halden, boss, made, ingrid):
    ref = halden.proposal(halden.person("Per"), challenge=made)
    set_there(halden, ingrid, made, {"kommentar": "bosatt"})
    halden = set_here(halden, boss, {"kommentar": "bosatt"})
    assert comments.write(halden.context(ingrid), ref, Remark("Vi ser på det.", speaker=FOR_MUNICIPALITY))
    with pytest.raises(Unfit, match="å bo i Halden"):
        comments.write(halden.context(ingrid), ref, Remark("Jeg også."))


def test_a_change_is_written_down_and_two_at_once_are_told(halden, boss, ingrid, made):
    seen = mark(halden.here.thresholds)
    thresholds.of_municipality(halden.context(boss), {"stotte": "bekreftet", "behov": "ingen"}, seen=seen)
    kept = halden.db.scalar(select(Municipality.thresholds).where(Municipality.id == halden.here.id))
    assert kept == {"stotte": "bekreftet"}
    event = halden.db.scalars(select(Event).where(Event.what == What.MUNICIPALITY_CHANGED)).all()[-1]
    assert event.details["fields"] == ["thresholds"]
    with pytest.raises(Clash):
        thresholds.of_municipality(halden.context(boss), {"stotte": "bosatt"}, seen=seen)
    halden = halden.refreshed()
    set_there(halden, ingrid, made, {"stotte": "epost", "forslag": "bosatt"})
    assert halden.db.scalar(select(Challenge.thresholds).where(Challenge.public_id == made)) == {"forslag": "bosatt"}
    told = halden.db.scalars(select(Event).where(Event.what == What.CHALLENGE_THRESHOLDS_SET)).one()
    assert told.details["acts"] == ["forslag"]


def test_only_those_who_may_set_it(halden, boss, ingrid, made):
    for who in (ingrid, halden.caseworker(), halden.person("Ola")):
        with pytest.raises(Refused):
            thresholds.of_municipality(halden.context(who), {"stotte": "bosatt"}, seen=mark({}))
    for who in (boss, halden.person("Ola")):
        with pytest.raises(Refused):
            thresholds.of_challenge(halden.context(who), made, {"stotte": "bosatt"}, seen=mark({}))
    voss = municipality(halden.db, "voss", number="4621")
    with pytest.raises(Missing):
        thresholds.of_challenge(voss.context(voss.person("Hilde", Role.PUBLISIST)), made, {}, seen=mark({}))
