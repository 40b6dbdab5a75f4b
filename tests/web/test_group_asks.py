"""A working group says what it needs for its own case, and that it needs it no more."""

import pytest
from sqlalchemy import select

from samskaping.actions import asks, blocking
from samskaping.errors import Missing, Refused, Unfit
from samskaping.models import Ask, Author, Event
from samskaping.rules import limits
from samskaping.rules.blocking import Span
from samskaping.rules.events import What
from samskaping.rules.offers import OfferKind
from samskaping.rules.roles import Role
from samskaping.rules.speech import ReportReason
from tests.actions.test_groups import joined
from tests.actions.test_offers import give, wish

pytestmark = pytest.mark.second_in_matrix


@pytest.fixture
def tone(site, opened, ola):
    """Somebody who sits in the group."""
    tone = site.world.person("Tone Medforfatter")
    joined(site.world, opened, ola, tone)
    return tone


def ask(world, person, ref):
    return asks.make(world.context(person), "proposal", ref, wish(OfferKind.LOKALE, "24"))


def told(world):
    """What happened last, and who spoke."""
    found = select(Event.what, Author.name).join(Author, Author.id == Event.author_id).order_by(Event.id.desc())
    return tuple(world.db.execute(found).first())


def test_a_member_says_what_is_needed_from_the_group_and_takes_it_away_on_the_proposal(site, opened, tone):
    member, anyone = site.visitor(tone), site.visitor()
    member.get(f"/arbeidsgruppe/{opened}")
    member.click("Si hva gruppen trenger")
    member.fill(kind="penger", text="Vi trenger penger til duker.").press("Publiser", 422)
    assert "Skriv hvor mye, i kroner" in member.text
    assert "penger til duker" in member.page.find("textarea", id="text").get_text()
    member.fill(amount="500").press("Publiser")
    assert told(site.world) == (What.ASK_MADE_BY_GROUP, "Tone Medforfatter")
    anyone.get(f"/forslag/{opened}")
    assert "Det ber Tone Medforfatter om." in anyone.text
    assert "Arbeidsgruppen ba om bidrag" in anyone.text
    assert "Si hva dere trenger" not in anyone.text
    member.get(f"/forslag/{opened}")
    member.click("Vi trenger det ikke lenger : Vi trenger penger til duker.")
    member.press("Ta den bort")
    assert told(site.world) == (What.ASK_CLOSED_BY_GROUP, "Tone Medforfatter")
    assert "penger til duker" not in anyone.get(f"/forslag/{opened}").get_text()


def test_staff_still_do_both_for_the_municipality(site, opened, tone, kari):
    first, second = ask(site.world, tone, opened), ask(site.world, kari, opened)
    assert told(site.world)[0] is What.ASK_MADE
    staff = site.visitor(kari)
    for name in (first, second):
        staff.get(f"/arbeid/trenger/{name}/avslutt")
        staff.press("Ta den bort")
        assert told(site.world)[0] is What.ASK_CLOSED


def test_nobody_else_asks_nor_the_group_once_it_is_closed(site, opened, tone, kari):
    made, other = ask(site.world, tone, opened), site.world.proposal(site.world.person("I en annen sak"))
    elsewhere = ask(site.world, kari, other)
    stranger, member = site.visitor(site.world.person("Fremmed")), site.visitor(tone)
    for path in ("trenger", f"trenger/{made}/avslutt"):
        stranger.get(f"/arbeidsgruppe/{opened}/{path}", 404)
    member.get(f"/arbeidsgruppe/{opened}/trenger/{elsewhere}/avslutt", 404)
    member.get(f"/arbeidsgruppe/{other}/trenger", 404)
    member.get(f"/arbeid/trenger/{made}/avslutt", 403)
    assert "Si hva dere trenger" not in stranger.get(f"/forslag/{opened}").get_text()
    site.world.move(opened, "legg_fram", kari)
    member.get(f"/arbeidsgruppe/{opened}/trenger", 404)
    assert "Vi trenger det ikke lenger" not in member.get(f"/forslag/{opened}").get_text()


def test_the_deed_itself_refuses_those_outside_and_the_blocked(site, opened, tone, kari):
    world, made = site.world, ask(site.world, tone, opened)
    moderator = world.context(world.person("Mona", Role.MODERATOR))
    blocking.block(moderator, "forslag", world.proposal(tone), Span.UKE, ReportReason.SPAM, "Reklame.")
    for someone in (tone, world.person("Fremmed")):
        with pytest.raises((Missing, Refused)):
            ask(world, someone, opened)
        with pytest.raises((Missing, Refused)):
            asks.close(world.context(someone), made)
    world.move(opened, "legg_fram", kari)
    with pytest.raises((Missing, Refused)):
        ask(world, world.person("Ola"), opened)


def test_a_case_asks_for_so_much_and_no_more_at_once(site, opened, tone, monkeypatch):
    monkeypatch.setattr(limits, "ASKS_STANDING", 2)
    first, _second = (ask(site.world, tone, opened) for _one in range(2))
    with pytest.raises(Unfit):
        ask(site.world, tone, opened)
    asks.close(site.world.context(tone), first)
    ask(site.world, tone, opened)
    assert site.world.db.scalars(select(Ask.id).where(Ask.closed_at.is_(None))).all()


def test_the_pages_take_few_statements_however_much_is_asked_for(site, opened, tone, statements):
    member, counted = site.visitor(tone), []
    member.get(f"/forslag/{opened}")  # what is new there, is read once
    for number in (1, 2):
        for _one in range(number):
            made = ask(site.world, tone, opened)
            give(site.world, site.world.person("Liv"), opened, kind="proposal")
        took = []
        paths = ((f"/forslag/{opened}", 10), (f"/arbeidsgruppe/{opened}/trenger", 8), (f"/arbeidsgruppe/{opened}", 12))
        for path, most in (*paths, (f"/arbeidsgruppe/{opened}/trenger/{made}/avslutt", 8)):
            with statements.at_most(most):
                member.get(path)
            took.append(len(statements.heard))
        counted.append(took)
    assert counted[0] == counted[1]
    member.get(f"/arbeidsgruppe/{opened}/trenger")
    with statements.at_most(16 + 10):  # the post, and the proposal's page after it
        member.fill(kind="lokale", text="Vi trenger et rom.").press("Publiser")
