"""Those who proposed ask for an ended case to be taken up again: one wish at a time, answered yes or no."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from samskaping.actions import reopening
from samskaping.actions import statements as said
from samskaping.actions.statements import Said
from samskaping.errors import Clash, Missing, Unfit
from samskaping.models import Event, Notification
from samskaping.queries import adoptions, learnt
from samskaping.rules.events import What
from samskaping.rules.moves import REOPENED
from samskaping.rules.pipeline import Ball
from samskaping.rules.roles import Role
from samskaping.rules.shelves import Shelf
from samskaping.rules.speech import Decision
from tests.actions.test_needs import organisation
from tests.truths import broken
from tests.visitor import MOST_OF_A_POST
from tests.world import municipality

pytestmark = pytest.mark.second_in_matrix

WISH = "Benken som kom, er revet igjen."


@pytest.fixture
def liv(halden):
    return halden.person("Liv Demo")


@pytest.fixture
def ref(halden, liv, kari):
    made = halden.proposal(liv)
    halden.move(made, "vurder", kari)
    halden.move(made, "avsla", kari)
    return made


def wish(world, ref, words=WISH):
    return Said(words, world.row(ref).version)


def happened(world, ref):
    about = select(Event.what).where(Event.subject_kind == "proposal", Event.subject_id == world.row(ref).id)
    return world.db.scalars(about.order_by(Event.number.desc())).first()


def heard(world, person, what):
    told = select(func.count()).select_from(Notification).join(Event, Event.id == Notification.event_id)
    return world.db.scalar(told.where(Notification.person_id == person.id, Event.what == what))


def asks_on_the_page(own, ref):
    own.get(f"/forslag/{ref}")
    own.click("Be om at saken tas opp igjen")
    own.press("Send til kommunen", 422)
    own.fill(reason=WISH).press("Send til kommunen")
    assert own.took <= MOST_OF_A_POST
    assert WISH in own.text
    assert "Skal svare på om saken tas opp igjen." in own.text
    assert "Be om at saken tas opp igjen" not in own.text


def test_the_writer_asks_on_the_page_and_staff_answer_no_and_then_yes(site, halden, liv, kari, ref, statements):
    own, desk = site.visitor(liv), site.visitor(kari)
    asks_on_the_page(own, ref)
    anyone = site.visitor()
    with statements.at_most(8):
        anyone.get(f"/forslag/{ref}")
    assert WISH in anyone.text
    desk.get("/arbeid?ko=mine")
    assert "Ønskes tatt opp igjen" in desk.page.select_one(f"tr[data-ref='{ref}']").get_text(" ")
    desk.get("/arbeid?ko=igjen")
    assert desk.page.select_one(f"tr[data-ref='{ref}']")
    assert desk.page.select_one("a[href$='ko=igjen'][aria-current]").b.text == "1"
    desk.get(f"/arbeid/sak/{ref}")
    assert WISH in desk.text
    assert not desk.page.select(f"a[href*='/rett/{halden.db.scalars(_SAID).one()}']")  # nobody mends another's words
    desk.click("Svar at saken ikke tas opp igjen")
    desk.fill(text="Vi setter opp en ny til våren.").press("Publiser svaret")
    assert desk.took <= MOST_OF_A_POST
    assert "Ønskes" not in desk.get("/arbeid?ko=mine").get_text(" ")
    desk.get(f"/arbeid/sak/{ref}/ikke-opp-igjen", 404)
    halden.told()
    assert heard(halden, liv, What.REOPENING_DECLINED) == 1
    own.get(f"/forslag/{ref}")
    assert "Kommunen svarte at saken ikke tas opp igjen" in own.text
    own.click("Be om at saken tas opp igjen")
    own.fill(reason="Det er vår nå.").press("Send til kommunen")
    halden.now += timedelta(hours=1)
    halden.move(ref, "ta_opp_igjen", kari)
    assert halden.row(ref).answered_at < halden.row(ref).state_since
    own.get(f"/forslag/{ref}")
    assert "Saken ble tatt opp igjen" in own.text
    assert "Skal vurdere saken, og ta den til neste steg." in own.text
    assert "Har svart" not in own.text
    assert broken(halden.db) == []


_SAID = select(Event.details["statement"].as_string()).where(Event.what == What.REOPENING_ASKED)


def test_whoever_had_the_case_hears_of_it_and_else_its_leader(halden, liv, kari, ref):
    leader = halden.person("Lise Leder", Role.LEDER)
    reopening.ask(halden.context(liv), ref, wish(halden, ref))
    halden.told()
    assert (heard(halden, kari, What.REOPENING_ASKED), heard(halden, leader, What.REOPENING_ASKED)) == (1, 0)
    reopening.decline(halden.sure(kari, ref), ref, wish(halden, ref, "Ikke nå."))
    halden.row(ref).handler_id = None
    reopening.ask(halden.context(liv), ref, wish(halden, ref))
    halden.told()
    assert (heard(halden, kari, What.REOPENING_ASKED), heard(halden, leader, What.REOPENING_ASKED)) == (1, 1)


def test_one_wish_waits_at_a_time_and_its_day_stands_until_it_is_answered(halden, liv, kari, ref):
    stale = wish(halden, ref)
    reopening.ask(halden.context(liv), ref, stale)
    row = halden.row(ref)
    assert (row.ball, row.shelf, row.due_on) == (Ball.KOMMUNE, Shelf.APEN, row.ball_until)
    with pytest.raises(Clash):
        reopening.ask(halden.context(liv), ref, stale)
    with pytest.raises(Unfit):
        reopening.ask(halden.context(liv), ref, wish(halden, ref))
    answer = Said("Vi svarer en gang til.", row.version, decision=Decision.NEI)
    said.answer(halden.sure(kari, ref), ref, answer)
    assert (halden.row(ref).ball, halden.row(ref).due_on) == (Ball.KOMMUNE, row.ball_until)
    reopening.decline(halden.sure(kari, ref), ref, wish(halden, ref, "Ikke nå."))
    with pytest.raises(Unfit):
        reopening.decline(halden.sure(kari, ref), ref, wish(halden, ref, "Ikke nå."))
    assert (halden.row(ref).ball, halden.row(ref).shelf) == (Ball.INGEN, Shelf.AVSLUTTET)
    assert broken(halden.db) == []


@pytest.mark.parametrize("verb", ["vurder", "trekk", "sla_sammen"])
def test_what_goes_on_here_or_elsewhere_is_not_asked_for(site, halden, liv, kari, verb):
    ref = halden.proposal(liv)
    given = {"into": halden.proposal()} if verb == "sla_sammen" else {}
    halden.move(ref, verb, liv if verb == "trekk" else kari, **given)
    assert halden.row(ref).state not in REOPENED
    assert "Be om at saken" not in site.visitor(liv).get(f"/forslag/{ref}").get_text(" ")
    with pytest.raises(Unfit):
        reopening.ask(halden.context(liv), ref, wish(halden, ref))


def test_whoever_acts_for_the_organisation_asks_too_and_nobody_else(site, halden, liv, kari):
    ola, other = halden.person("Ola Demo"), halden.person("Per Demo")
    ref = halden.proposal(liv, organisation=organisation(halden, liv, ola).public_id)
    halden.move(ref, "vurder", kari)
    halden.move(ref, "avsla", kari)
    for stranger in (other, kari):
        with pytest.raises(Missing):
            reopening.ask(halden.context(stranger), ref, wish(halden, ref))
        site.visitor(stranger).get(f"/forslag/{ref}/ta-opp-igjen", 404)
    visitor = site.visitor(ola)
    visitor.get(f"/forslag/{ref}")
    visitor.click("Be om at saken tas opp igjen")
    visitor.fill(reason=WISH).press("Send til kommunen")
    assert visitor.took <= MOST_OF_A_POST
    assert "Os vel" in visitor.page.select_one("[id^=sagt-] .sk-comment__top").get_text()
    reopening.decline(halden.sure(kari, ref), ref, wish(halden, ref, "Ikke nå."))
    halden.told()
    assert [heard(halden, one, What.REOPENING_DECLINED) for one in (liv, ola, other)] == [1, 1, 0]


def test_another_municipality_s_case_is_no_case(db, halden, kari, ref, liv):
    reopening.ask(halden.context(liv), ref, wish(halden, ref))
    voss = municipality(db, "voss")
    with pytest.raises(Missing):
        reopening.decline(voss.context(voss.caseworker()), ref, Said("Nei.", 1))
    assert happened(halden, ref) is What.REOPENING_ASKED


def test_another_municipality_does_not_read_the_wish_as_something_learnt(halden, liv, ref):
    reopening.ask(halden.context(liv), ref, wish(halden, ref))
    voss = municipality(halden.db, "voss", number="4621")
    ctx = voss.context(voss.person("Pia", Role.PUBLISIST))
    found = learnt.learnt(ctx, adoptions.source(ctx, "halden", adoptions.Kind.FORSLAG, ref))
    assert [one.kind for one in found] != []
    assert WISH not in str(found)
