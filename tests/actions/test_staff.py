"""People are named, given roles and let go; somebody always administers."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

from samskaping.actions import people, role_rows, staff
from samskaping.actions.people import Newcomer
from samskaping.actions.staff import Post
from samskaping.context.doors import Door, find, from_shell, without_browser
from samskaping.db import Texts, transaction
from samskaping.errors import Clash, Missing, Refused, Unfit
from samskaping.models import (
    Author,
    Event,
    Letter,
    LetterKind,
    Membership,
    Municipality,
    Person,
    SecurityEvent,
    Staff,
    Unit,
)
from samskaping.queries import staff as reading
from samskaping.queries.admin import history
from samskaping.rules.events import What
from samskaping.rules.roles import MUNICIPAL_ROLES, Role
from samskaping.rules.speech import AuthorKind
from tests.world import NOW, municipality

TITLE = Texts(nb="Rådgiver", nn="Rådgivar")
HANDLER = frozenset({Role.SAKSBEHANDLER})


@pytest.fixture
def boss(halden):
    return halden.person("Sjefen", Role.ADMINISTRATOR)


def named(world, boss, **post):
    wish = Post(**{"roles": HANDLER, "title": TITLE} | post)
    id_ = staff.appoint(world.context(boss), "ny@halden.example.no", "Nina Ny", wish)
    return world.db.scalar(select(Person).where(Person.public_id == id_))


def held(world, person):
    return world.context(person).actor.roles


def test_somebody_new_gets_account_roles_voice_and_letter(halden, boss):
    unit = halden.unit()
    nina = named(halden, boss, roles=frozenset({Role.LEDER, Role.SAKSBEHANDLER}), unit=unit.public_id)
    assert (nina.name, nina.email_key, nina.confirmed_at, nina.password_hash) == (
        "Nina Ny",
        "ny@halden.example.no",
        None,
        None,
    )
    assert held(halden, nina) == {Role.LEDER, Role.SAKSBEHANDLER}
    sits = halden.db.scalar(select(Staff).where(Staff.person_id == nina.id))
    assert (sits.title, sits.unit_id) == (TITLE, unit.id)
    voices = halden.db.execute(select(Author.kind, Author.municipality_id).where(Author.person_id == nina.id))
    assert {tuple(voice) for voice in voices} == {(AuthorKind.PERSON, None), (AuthorKind.KOMMUNE, halden.here.id)}
    letter = halden.db.scalar(select(Letter))
    assert (letter.kind, letter.person_id, letter.params) == (
        LetterKind.APPOINTED, nina.id, {"roles": ["saksbehandler", "leder"]},
    )  # fmt: skip


def test_whoever_registers_with_the_address_of_somebody_named_renames_nobody(halden, boss):
    """Until the owner of the address has opened a letter, the words of whoever types it count for nothing."""
    nina = named(halden, boss)
    for name in ("Ordføreren", "Nina Ny"):
        people.register(halden.context(), Newcomer(nina.email, name, True, "nn", ""))
    halden.db.expire_all()
    assert (nina.name, nina.form) == ("Nina Ny", "nb")


def test_every_grant_stands_in_history_and_security_log(halden, boss):
    nina = named(halden, boss)
    event = halden.db.scalar(select(Event))
    assert (event.what, event.actor_id, event.subject_kind) == (What.ROLE_GRANTED, boss.id, "municipality")
    assert event.details == {"person": nina.public_id, "roles": ["saksbehandler"]}
    logged = halden.db.scalar(select(SecurityEvent).where(SecurityEvent.what == "role.granted"))
    assert (logged.person_id, logged.details) == (boss.id, {"whom": nina.public_id, "roles": ["saksbehandler"]})


def test_an_account_that_exists_keeps_its_name(halden, boss):
    ola = halden.person("Ola Nordmann")
    id_ = staff.appoint(halden.context(boss), ola.email.upper(), "Et annet navn", Post(HANDLER))
    assert (id_, ola.name, held(halden, ola)) == (ola.public_id, "Ola Nordmann", HANDLER)


def test_roles_are_changed_and_ended(halden, boss):
    nina = named(halden, boss)
    ctx = halden.later(days=1).context(boss)
    staff.change(ctx, nina.public_id, Post(frozenset({Role.MODERATOR}), Texts(nb="Vert")), seen=HANDLER)
    assert held(halden, nina) == {Role.MODERATOR}
    staff.change(ctx, nina.public_id, Post(frozenset()), seen=frozenset({Role.MODERATOR}))
    assert held(halden, nina) == frozenset()
    whats = halden.db.scalars(select(Event.what).order_by(Event.number)).all()
    renamed = What.MUNICIPALITY_CHANGED
    assert whats == [What.ROLE_GRANTED, What.ROLE_GRANTED, What.ROLE_ENDED, renamed, What.ROLE_ENDED, renamed]
    assert [member.name for member in reading.everyone(ctx)] == ["Sjefen"]
    assert reading.member(ctx, nina.public_id).roles == frozenset()


def test_another_title_or_unit_alone_stands_in_the_history_too(halden, boss):
    nina, unit, ctx = named(halden, boss), halden.unit(), halden.context(boss)
    first = Post(HANDLER, TITLE)
    staff.change(ctx, nina.public_id, first, seen=HANDLER)
    before = halden.db.scalar(select(func.count()).select_from(Event))
    staff.change(ctx, nina.public_id, first, seen=HANDLER)
    assert halden.db.scalar(select(func.count()).select_from(Event)) == before, "the same again is no change"
    staff.change(ctx, nina.public_id, Post(HANDLER, Texts(nb="Vert")), seen=HANDLER)
    staff.change(ctx, nina.public_id, Post(HANDLER, Texts(nb="Vert"), unit.public_id), seen=HANDLER)
    told = halden.db.execute(select(Event.what, Event.actor_id, Event.details).order_by(Event.number)).all()[before:]
    about = {"kind": "staff", "thing": nina.public_id}
    assert [tuple(row) for row in told] == [
        (What.MUNICIPALITY_CHANGED, boss.id, {"fields": ["title"], **about}),
        (What.MUNICIPALITY_CHANGED, boss.id, {"fields": ["unit_id"], **about}),
    ]
    assert [(one.what, one.thing) for one in history(ctx).rows[:2]] == [(What.MUNICIPALITY_CHANGED, nina.name)] * 2


def test_a_role_can_be_given_anew_after_it_ended(halden, boss):
    nina = named(halden, boss)
    ctx = halden.context(boss)
    staff.change(ctx, nina.public_id, Post(frozenset()), seen=HANDLER)
    staff.change(ctx, nina.public_id, Post(HANDLER), seen=frozenset())
    assert held(halden, nina) == HANDLER
    count = select(func.count()).select_from(Membership).where(Membership.person_id == nina.id)
    assert halden.db.scalar(count) == 2


def test_a_leader_who_leaves_leads_no_unit(halden, boss):
    leader = halden.person("Lederen", Role.LEDER)
    unit = halden.unit(leader=leader)
    staff.change(halden.context(boss), leader.public_id, Post(HANDLER), seen=frozenset({Role.LEDER}))
    halden.db.expire_all()
    assert halden.db.scalar(select(Unit.leader_id).where(Unit.id == unit.id)) is None


@pytest.mark.case("AC-20")
def test_the_last_administrator_cannot_leave(halden, boss):
    administers = frozenset({Role.ADMINISTRATOR})
    with pytest.raises(Unfit) as refused:
        staff.change(halden.context(boss), boss.public_id, Post(HANDLER), seen=administers)
    assert set(refused.value.fields) == {"roles"}
    halden.person("Avløseren", Role.ADMINISTRATOR)
    staff.change(halden.context(boss), boss.public_id, Post(frozenset()), seen=administers)
    assert held(halden, boss) == frozenset()


def test_another_municipalitys_administrator_does_not_count(halden, boss):
    voss = municipality(halden.db, "voss")
    voss.person("Vossingen", Role.ADMINISTRATOR)
    halden.db.info["municipality_id"] = halden.here.id
    with pytest.raises(Unfit):
        staff.change(halden.context(boss), boss.public_id, Post(HANDLER), seen=frozenset({Role.ADMINISTRATOR}))


@pytest.mark.case("AC-20")
def test_nobody_gives_the_platforms_role(halden, boss):
    with pytest.raises(Unfit) as refused:
        named(halden, boss, roles=frozenset({Role.PLATTFORM}))
    assert set(refused.value.fields) == {"roles"}


@pytest.mark.case("AC-20")
@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_others_grant_nothing(halden, role):
    someone = halden.person("Noen", role)
    with pytest.raises(Refused):
        named(halden, someone, roles=frozenset(MUNICIPAL_ROLES))
    with pytest.raises(Refused):
        staff.change(
            halden.context(someone), someone.public_id, Post(frozenset(MUNICIPAL_ROLES)), seen=frozenset({role})
        )
    if role is not Role.PLATTFORM:
        with pytest.raises(Refused):
            staff.first_administrator(halden.context(someone), someone.email, someone.name)


@pytest.mark.parametrize(
    ("email", "name", "post", "fields"),
    [
        ("ny", "Nina Ny", {}, {"email"}),
        ("ny@example.no", "", {}, {"name"}),
        ("ny@example.no", "Halden kommune", {}, {"name"}),
        ("ny@example.no", "Nina Ny", {"roles": frozenset()}, {"roles"}),
        ("ny@example.no", "Nina Ny", {"title": Texts(nn="x" * 81)}, {"title_nn"}),
        ("ny@example.no", "Nina Ny", {"unit": "finnesikke"}, {"unit"}),
        ("", "", {"roles": frozenset()}, {"email", "roles"}),
    ],
)
def test_what_is_wrong_stands_by_its_field(halden, boss, email, name, post, fields):
    with pytest.raises(Unfit) as refused:
        staff.appoint(halden.context(boss), email, name, Post(**{"roles": HANDLER} | post))
    assert set(refused.value.fields) == fields
    assert halden.db.scalars(select(Letter.id)).all() == []


def test_somebody_who_works_here_is_not_named_again(halden, boss):
    nina = named(halden, boss)
    with pytest.raises(Unfit) as refused:
        staff.appoint(halden.context(boss), nina.email, "", Post(frozenset({Role.ADMINISTRATOR})))
    assert (set(refused.value.fields), held(halden, nina)) == ({"email"}, HANDLER)


def test_a_form_that_is_out_of_date_ends_nothing(halden, boss):
    nina = named(halden, boss)
    with pytest.raises(Clash):
        staff.change(halden.context(boss), nina.public_id, Post(frozenset()), seen=frozenset())
    assert held(halden, nina) == HANDLER


@pytest.mark.case("AC-20")
def test_a_stranger_and_another_municipalitys_staff_are_unknown(halden, boss):
    voss = municipality(halden.db, "voss")
    foreign, stranger = voss.person("Vossingen", Role.LEDER), voss.person("Ukjent")
    for someone in (foreign, stranger):
        with pytest.raises(Missing):
            staff.change(halden.context(boss), someone.public_id, Post(HANDLER), seen=frozenset())
        with pytest.raises(Missing):
            reading.member(halden.context(boss), someone.public_id)


def test_the_shell_names_one_more_administrator_and_keeps_what_they_are(halden, boss):
    nina = named(halden, boss)
    shell = from_shell(halden.db, halden.here, halden.now)
    staff.first_administrator(shell, nina.email, "")
    assert held(halden, nina) == {Role.SAKSBEHANDLER, Role.ADMINISTRATOR}
    assert reading.member(halden.context(boss), nina.public_id).title == TITLE


def test_lists_take_a_fixed_number_of_statements(halden, boss, statements):
    ctx = halden.context(boss)
    with statements.exactly(1):
        assert len(reading.everyone(ctx)) == 1
    for name in ("A", "B"):
        halden.person(name, *MUNICIPAL_ROLES)
    with statements.exactly(1):
        assert [member.name for member in reading.everyone(ctx)] == ["A", "B", "Sjefen"]


def two_administrators(engine):
    with transaction(engine) as db:
        world = municipality(db)
        return [world.person(name, Role.ADMINISTRATOR) for name in ("Anne", "Bjørn")]


def race(engine, pair, *, inside):
    """Each lets the other go. ``inside``: both have begun their transaction before either goes on."""
    start = Barrier(2)

    def turn(me, other):
        if not inside:
            start.wait(timeout=60)
        try:
            with transaction(engine) as db:
                ctx = without_browser(db, find(db, Door("halden")), me.id, NOW)
                if inside:
                    start.wait(timeout=60)
                staff.change(ctx, other.public_id, Post(frozenset()), seen=frozenset({Role.ADMINISTRATOR}))
        except (Unfit, Refused):
            return False
        return True

    with ThreadPoolExecutor(2) as threads:
        return sorted(threads.map(turn, pair, reversed(pair)))


def administrators(engine):
    in_force = select(func.count()).select_from(Membership).where(Membership.ended_at.is_(None))
    with engine.connect() as connection:
        return connection.scalar(in_force)


@pytest.mark.case("AC-20")
def test_two_administrators_who_let_each_other_go_leave_one(own_engine):
    # SQLite lets one in at a time; PostgreSQL lets both begin, and the lock on the municipality decides.
    inside = own_engine.dialect.name == "postgresql"
    assert race(own_engine, two_administrators(own_engine), inside=inside) == [False, True]
    assert administrators(own_engine) == 1


def test_without_the_lock_both_would_be_gone(own_engine, monkeypatch):
    """The twin: on PostgreSQL only the lock decides. SQLite lets one in at a time, lock or no lock."""
    pair, counted = two_administrators(own_engine), Barrier(2)
    inside = own_engine.dialect.name == "postgresql"
    monkeypatch.setattr(staff, "_locked", lambda ctx, _unit: (ctx.db.get(Municipality, ctx.here.id), None))
    monkeypatch.setattr(role_rows, "speak", lambda *_args, **_more: counted.wait(timeout=60) if inside else None)
    monkeypatch.setattr(staff, "record_all", lambda *_args, **_details: None)
    assert race(own_engine, pair, inside=inside) == ([True, True] if inside else [False, True])
    assert administrators(own_engine) == (0 if inside else 1)
