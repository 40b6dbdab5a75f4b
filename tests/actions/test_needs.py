"""Needs: told with an account and without, confirmed or approved, counted once, tied, met, taken back."""

import pytest
from sqlalchemy import func, select

from samskaping.actions import challenges, concerns, need_rulings, needs, ties
from samskaping.actions.challenges import Content
from samskaping.actions.needs import Told
from samskaping.actions.record import public_id
from samskaping.actions.ties import Receipt
from samskaping.db import Texts
from samskaping.errors import Missing, Refused, TooMuch, Unfit
from samskaping.models import (
    Author,
    Event,
    Letter,
    Need,
    NeedConcern,
    NeedContact,
    Organisation,
    ReferenceCounter,
    Representative,
)
from samskaping.queries import needs as reading
from samskaping.queries import own_needs
from samskaping.queries.needs import Filters
from samskaping.rules import limits
from samskaping.rules.events import What
from samskaping.rules.roles import Role
from samskaping.rules.speech import AuthorKind, Level, OrganisationKind, ReportReason
from tests.world import municipality

WORDS = "Jeg tør ikke gå til butikken når det er glatt."
SECRET = "en-hemmelig-lenke"


def tell(world, person=None, words=WORDS, **more):
    return ties.tell(world.context(person), Told(words, **more))


def row(world, ref):
    world.db.info["municipality_id"] = world.here.id
    return world.db.scalars(select(Need).where(Need.reference == ref)).one()


def organisation(world, *people):
    lag = Organisation(
        public_id=public_id(), name="Os vel", kind=OrganisationKind.FRIVILLIG, registered_by_id=people[0].id,
        registered_at=world.now,
    )  # fmt: skip
    world.db.add(lag)
    world.db.flush()
    for person in people:
        world.db.add(Representative(organisation_id=lag.id, person_id=person.id, joined_at=world.now))
    world.db.flush()
    return lag


def whats(world, kind="need"):
    return list(world.db.scalars(select(Event.what).where(Event.subject_kind == kind).order_by(Event.id)))


def challenge(world, by, *, is_open=True, title="Hvordan kommer alle trygt fram?", grown_from=""):
    text = Texts(nb=title, nn=title)
    unit = world.unit("Vei og park")
    content = Content(
        **dict.fromkeys(("title", "summary", "need", "success", "effect"), text),
        **dict.fromkeys(("decides", "fixed", "influence", "use"), text),
        level=Level.SAMARBEIDE, unit=unit.public_id, answers_on=world.in_days(60),
    )  # fmt: skip
    made = challenges.start(world.context(by), content, grown_from=grown_from)
    if is_open:
        challenges.publish(world.context(by), made, version=1)
    return made


def test_a_need_told_with_an_account_is_seen_at_once_under_the_name_that_was_chosen(world):
    ola = world.person("Ola Nordmann")
    ref = tell(world, ola, alias="Bestemor på Os").reference
    found = reading.page(world.context(), ref)
    assert (found.text, found.author, found.author_kind) == (WORDS, "Bestemor på Os", AuthorKind.GJEST)
    assert whats(world) == [What.NEED_TOLD, What.NEED_PUBLISHED]
    author = world.db.get(Author, row(world, ref).author_id)
    assert author.person_id is None  # nobody can find what else the person has written


def test_needs_take_their_numbers_from_the_same_series_as_proposals(world):
    first = tell(world, world.person()).reference
    second = world.proposal()
    assert [first[-6:], second[-6:]] == ["000001", "000002"]


def test_without_an_account_and_with_an_address_nobody_sees_it_until_the_link_is_used(world):
    assert tell(world, email="kari@example.no") == Receipt("", False)
    need = world.db.scalars(select(Need)).one()
    assert (need.reference, need.is_public) == (None, False)
    assert world.db.scalar(select(func.count()).select_from(ReferenceCounter)) == 0
    assert not whats(world)
    letter = world.db.scalars(select(Letter)).one()
    assert (letter.kind, letter.address, letter.params["need"]) == ("need", "kari@example.no", need.public_id)
    needs.keep_link(world.context(), need.public_id, SECRET)
    assert own_needs.behind(world.context(), needs.token_hash(SECRET)).text == WORDS
    ref = needs.confirm(world.context(), SECRET)
    assert reading.page(world.context(), ref).text == WORDS
    assert whats(world) == [What.NEED_TOLD, What.NEED_PUBLISHED]
    for table in (NeedContact, Letter):  # the address is gone
        assert world.db.scalar(select(func.count()).select_from(table)) == 0
    with pytest.raises(Missing):
        needs.confirm(world.context(), SECRET)


def test_a_link_becomes_too_old(world):
    tell(world, email="kari@example.no")
    needs.keep_link(world.context(), world.db.scalars(select(Need.public_id)).one(), SECRET)
    late = world.later(days=limits.NEED_LINK_DAYS, minutes=1)
    assert own_needs.behind(late.context(), needs.token_hash(SECRET)) is None
    with pytest.raises(Missing):
        needs.confirm(late.context(), SECRET)


def test_the_same_words_twice_send_one_link_and_one_mailbox_gets_few(world):
    for _press in range(2):
        tell(world, email="kari@example.no")
    assert world.db.scalar(select(func.count()).select_from(Letter)) == 1
    for number in range(limits.NEED_LINKS_DAY - 1):
        tell(world, words=f"{WORDS} {number}", email="Kari@example.no")
    with pytest.raises(TooMuch):
        tell(world, words="Og en til.", email="kari@example.no")


def test_without_an_account_and_an_address_a_moderator_reads_it_first(world):
    moderator, ref = world.person("Mari Moderator", Role.MODERATOR), tell(world).reference
    assert whats(world) == [What.NEED_TOLD, What.NEED_HELD]
    with pytest.raises(Missing):
        reading.page(world.context(), ref)
    assert not reading.listing(world.context(), Filters()).slice.rows
    assert reading.page(world.context(moderator), ref).held_since
    need_rulings.approve(world.context(moderator), ref)
    assert reading.page(world.context(), ref).is_public
    assert whats(world)[-1] is What.NEED_PUBLISHED


def test_an_account_whose_address_nobody_has_confirmed_is_read_first_too(world):
    assert not tell(world, world.person("Ny", confirmed=False)).is_public


def test_where_texts_are_read_first_so_are_needs_confirmed_or_not(db):
    world = municipality(db, "asker", approval=True)
    held = tell(world, world.person())
    assert (bool(held.reference), held.is_public) == (True, False)
    tell(world, email="kari@example.no")
    needs.keep_link(
        world.context(), world.db.scalars(select(Need.public_id).where(Need.reference.is_(None))).one(), SECRET
    )
    assert not row(world, needs.confirm(world.context(), SECRET)).is_public


@pytest.mark.parametrize(("told", "field"), [
    (Told(" \n"), "text"),
    (Told("x" * (limits.NEED + 1)), "text"),
    (Told(WORDS, alias="Halden kommune"), "alias"),
    (Told(WORDS, area="finnesikke"), "area"),
])  # fmt: skip
def test_what_does_not_fit_is_told_beside_its_field(world, told, field):
    with pytest.raises(Unfit) as refused:
        needs.tell(world.context(world.person()), told)
    assert field in refused.value.fields


def test_a_person_tells_only_so_many_an_hour(world):
    ola = world.person()
    for number in range(limits.NEEDS_HOUR):
        tell(world, ola, f"{WORDS} {number}")
    with pytest.raises(TooMuch):
        tell(world, ola)
    tell(world.later(hours=1, minutes=1), ola)


def test_it_concerns_each_person_once_and_never_the_teller(world):
    ola, kari = world.person("Ola"), world.person("Kari")
    ref = tell(world, ola).reference
    assert [concerns.say(world.context(kari), ref) for _time in range(2)] == [True, False]
    with pytest.raises(Unfit):
        concerns.say(world.context(ola), ref)
    with pytest.raises(Refused):
        concerns.say(world.context(world.person("Ny", confirmed=False)), ref)
    world.db.expire_all()
    assert row(world, ref).concern_count == 1 == world.db.scalar(select(func.count()).select_from(NeedConcern))
    assert [concerns.take_back(world.context(kari), ref) for _time in range(2)] == [True, False]
    world.db.expire_all()
    assert row(world, ref).concern_count == 0


def test_an_organisation_tells_in_its_own_name_and_is_concerned_once_whoever_says_so(world):
    liv, per = world.person("Liv"), world.person("Per")
    lag = organisation(world, liv, per)
    told = tell(world, liv, alias="Ikke denne", organisation=lag.public_id)
    assert reading.page(world.context(), told.reference).author == lag.name
    ref = tell(world, world.person("Ola")).reference
    assert concerns.say(world.context(liv), ref, organisation=lag.public_id)
    assert not concerns.say(world.context(per), ref, organisation=lag.public_id)
    assert concerns.say(world.context(per), ref)
    world.db.expire_all()
    assert row(world, ref).concern_count == 2
    key = row(world, ref).id
    assert [voice.is_concerned for voice in own_needs.voices(world.context(per), key)] == [True]
    assert concerns.take_back(world.context(per), ref, organisation=lag.public_id)
    assert reading.page(world.context(per), ref).concerns_me
    with pytest.raises(Unfit):
        concerns.say(world.context(world.person("Fremmed")), ref, organisation=lag.public_id)


def test_a_need_that_is_taken_back_is_gone_for_everyone_but_staff(world):
    ola, staff = world.person("Ola"), world.caseworker()
    ref = tell(world, ola).reference
    with pytest.raises(Missing):
        needs.retract(world.context(world.person("En annen")), ref)
    needs.retract(world.context(ola), ref)
    for person in (None, ola):
        with pytest.raises(Missing):
            reading.page(world.context(person), ref)
    assert reading.page(world.context(staff), ref).retracted_at
    with pytest.raises(Missing):
        concerns.say(world.context(world.person()), ref)


def test_hidden_refused_and_shown_again(world):
    moderator, ola = world.person("Mari Moderator", Role.MODERATOR), world.person("Ola")
    ref = tell(world, ola).reference
    need_rulings.hide(world.context(moderator), ref, ReportReason.ANNET, "Hører ikke hjemme her.")
    assert not reading.listing(world.context(), Filters()).slice.rows
    assert not reading.listing(world.context(), Filters(query="glatt")).slice.rows
    assert reading.page(world.context(ola), ref).hidden_reason == "Hører ikke hjemme her."
    need_rulings.restore(world.context(moderator), ref, "Det gjør det likevel.")
    assert [card.reference for card in reading.listing(world.context(), Filters(query="glatt")).slice.rows] == [ref]
    held = tell(world).reference
    need_rulings.refuse(world.context(moderator), held, ReportReason.SPAM, "Reklame.")
    with pytest.raises(Unfit):
        need_rulings.approve(world.context(moderator), held)
    with pytest.raises(Refused):
        need_rulings.hide(world.context(ola), ref, ReportReason.ANNET, "Nei.")


def test_a_word_of_the_municipalitys_list_makes_a_need_wait_confirmed_by_mail_too(db):
    world = municipality(db, read_first_words="glatt")
    assert not tell(world, world.person()).is_public
    tell(world, email="kari@example.no")
    waiting = world.db.scalars(select(Need.public_id).where(Need.reference.is_(None))).one()
    needs.keep_link(world.context(), waiting, SECRET)
    assert not row(world, needs.confirm(world.context(), SECRET)).is_public
    assert tell(world, world.person(), "Noe helt annet.").is_public
