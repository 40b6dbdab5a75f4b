"""A municipality joins, sets itself up and changes its address, leaving its history."""

import pytest
from sqlalchemy import select

from samskaping.actions import municipalities as deeds
from samskaping.actions import staff
from samskaping.actions.record import digest
from samskaping.context.doors import Door, Moved, find, from_shell
from samskaping.db import Texts
from samskaping.errors import Clash, Missing, Refused, Unfit
from samskaping.models import Event, Letter, LetterKind, Membership, Municipality, Person
from samskaping.queries import admin
from samskaping.queries.admin import Setup, Wording
from samskaping.rules.events import What
from samskaping.rules.municipalities import ACCENTS, RESERVED_SLUGS
from samskaping.rules.places import ROOT_PATHS
from samskaping.rules.roles import Role
from tests.world import municipality


@pytest.fixture
def asleep(halden):
    """A municipality of the register that has not joined."""
    return municipality(halden.db, "voss", activated_at=None, language_decision="nynorsk")


def row(world):
    world.db.expire_all()
    return world.db.scalar(select(Municipality).where(Municipality.id == world.here.id))


def boss(world):
    return world.context(world.person("Sjefen", Role.ADMINISTRATOR))


def set_up(ctx, **wish):
    deeds.set_up(ctx, Setup(**wish), seen=admin.mark(admin.setup(ctx)))


def test_activation_gives_form_administrator_letter_and_history(asleep):
    there = deeds.activate(from_shell(asleep.db, None, asleep.now), "voss")
    staff.first_administrator(there, "Kari@Voss.Example.no", "Kari Voss")
    assert (row(asleep).activated_at, row(asleep).default_form) == (asleep.now, "nn")
    kari = asleep.db.scalar(select(Person).where(Person.email_key == "kari@voss.example.no"))
    assert (kari.name, kari.form, kari.confirmed_at) == ("Kari Voss", "nn", None)
    asleep.db.info["municipality_id"] = asleep.here.id
    assert asleep.db.scalars(select(Membership.role).where(Membership.person_id == kari.id)).all() == [
        Role.ADMINISTRATOR
    ]
    letter = asleep.db.scalar(select(Letter))
    assert (letter.kind, letter.person_id, letter.municipality_id) == (LetterKind.APPOINTED, kari.id, asleep.here.id)
    events = asleep.db.scalars(select(Event).order_by(Event.number)).all()
    assert [event.what for event in events] == [What.MUNICIPALITY_ACTIVATED, What.ROLE_GRANTED]
    assert [event.municipality_id for event in events] == [asleep.here.id] * 2
    assert events[1].digest == digest(events[0].digest, events[1])


def test_a_neutral_municipality_has_no_form_until_it_chooses(halden):
    neutral = municipality(halden.db, "asker", activated_at=None, language_decision="nøytral")
    deeds.activate(from_shell(halden.db, None, halden.now), "asker")
    assert row(neutral).default_form is None


def test_nobody_is_activated_twice_and_only_by_the_platform(halden, asleep):
    shell = from_shell(halden.db, None, halden.now)
    with pytest.raises(Unfit):
        deeds.activate(shell, "halden")
    with pytest.raises(Missing):
        deeds.activate(shell, "atlantis")
    with pytest.raises(Refused):
        deeds.activate(boss(halden), "voss")
    assert row(asleep).activated_at is None


def test_settings_are_kept_and_told_in_the_history(halden):
    ctx = boss(halden)
    set_up(ctx, answer_days=14, approval=True, accent="fjord", contact_email=" post@halden.example.no ")
    now = row(halden)
    assert (now.answer_days, now.approval, now.accent, now.contact_email) == (
        14,
        True,
        "fjord",
        "post@halden.example.no",
    )
    assert now.contact_phone is None
    event = halden.db.scalar(select(Event))
    assert (event.what, event.actor_id) == (What.MUNICIPALITY_CHANGED, ctx.actor.person_id)
    assert event.details == {"kind": "settings", "fields": ["accent", "answer_days", "approval", "contact_email"]}


def test_nothing_changed_leaves_no_trace(halden):
    set_up(boss(halden), answer_days=28)
    assert halden.db.scalars(select(Event.id)).all() == []


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        ({"answer_days": 0}, "answer_days"),
        ({"answer_days": 31}, "answer_days"),
        ({"accent": "neon"}, "accent"),
        ({"default_form": "sv"}, "default_form"),
        ({"contact_email": "post"}, "contact_email"),
        ({"contact_phone": "4" * 41}, "contact_phone"),
        ({"contact_address": "x" * 301}, "contact_address"),
    ],
)
def test_a_setting_that_cannot_be_is_told_by_its_field(halden, wish, field):
    with pytest.raises(Unfit) as refused:
        set_up(boss(halden), **wish)
    assert set(refused.value.fields) == {field}
    assert row(halden).answer_days == 28


def test_two_who_change_at_once_find_out(halden):
    ctx = boss(halden)
    seen = admin.mark(admin.setup(ctx))
    deeds.set_up(ctx, Setup(answer_days=10), seen=seen)
    with pytest.raises(Clash):
        deeds.set_up(ctx, Setup(answer_days=20), seen=seen)
    assert row(halden).answer_days == 10


def test_own_texts_in_one_form_or_both(halden):
    ctx = boss(halden)
    wish = Wording(accessibility_url=Texts(nb="https://uustatus.no/nb/halden"), welcome=Texts(nb="Hei", nn="Hei der"))
    deeds.word(ctx, wish, seen=admin.mark(admin.wording(ctx)))
    assert (row(halden).welcome, row(halden).about) == (Texts(nb="Hei", nn="Hei der"), Texts())
    assert halden.db.scalar(select(Event)).details["fields"] == ["accessibility_url", "welcome"]


@pytest.mark.parametrize("page", ["uustatus.no", "javascript:alert(1)", "https://x", "https://a b.no/", "http://."])
def test_a_page_that_is_none_is_told_by_its_form(halden, page):
    ctx = boss(halden)
    with pytest.raises(Unfit) as refused:
        deeds.word(ctx, Wording(accessibility_url=Texts(nn=page)), seen=admin.mark(admin.wording(ctx)))
    assert set(refused.value.fields) == {"accessibility_url_nn"}


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_others_set_nothing_up(halden, role):
    ctx = halden.context(halden.person("Noen", role))
    with pytest.raises(Refused):
        deeds.set_up(ctx, Setup(), seen="")
    with pytest.raises(Refused):
        deeds.word(ctx, Wording(), seen="")


def test_an_old_address_leads_to_the_new_one_and_back_again(halden):
    shell = from_shell(halden.db, None, halden.now)
    deeds.rename(shell, "halden", "gamle-halden")
    with pytest.raises(Moved) as moved:
        find(halden.db, Door("halden"))
    assert moved.value.slug == "gamle-halden"
    deeds.rename(shell, "gamle-halden", "halden")
    assert find(halden.db, Door("halden")).id == halden.here.id
    assert [event.details["fields"] for event in halden.db.scalars(select(Event))] == [["slug"], ["slug"]]


def test_an_address_that_cannot_be(halden, asleep):
    shell = from_shell(halden.db, None, halden.now)
    for slug in (*sorted(RESERVED_SLUGS), "", "Halden", "øy", "-a", "a-", "a/b", "a" * 61, "voss"):
        with pytest.raises(Unfit):
            deeds.rename(shell, "halden", slug)
            pytest.fail(f"«{slug}» was taken")
    assert row(halden).slug == "halden"


def test_nobody_takes_an_address_that_was_somebody_elses(halden, asleep):
    shell = from_shell(halden.db, None, halden.now)
    deeds.rename(shell, "voss", "vossevangen")
    with pytest.raises(Unfit):
        deeds.rename(shell, "halden", "voss")


def test_the_hosts_own_words_and_the_forms_are_reserved():
    assert ROOT_PATHS | {"nb", "nn"} <= RESERVED_SLUGS
    assert len(ACCENTS) == 8
