"""An account is erased: nothing of the person is left, what others have is whole, and nobody is left in the lurch."""

import pytest
from sqlalchemy import func, select

from samskaping.actions import addresses, comments, erasure, letters, notes, openid, people, support, tokens
from samskaping.actions.comments import Remark
from samskaping.actions.people import Profile
from samskaping.context.doors import without_browser
from samskaping.errors import Denied, Refused, Unfit
from samskaping.models import (
    Author,
    Comment,
    Erasure,
    Follow,
    IssuedIdentity,
    Letter,
    LetterKind,
    MailChoice,
    Membership,
    Note,
    Person,
    Purpose,
    Support,
)
from samskaping.outside import passwords
from samskaping.queries import erasure as queries
from samskaping.queries import proposal_page, verifying
from samskaping.rules.openid import Issued
from samskaping.rules.roles import Role
from samskaping.rules.speech import AuthorKind

_EVERYWHERE = {"every_municipality": True}


@pytest.fixture
def liv(halden):
    return halden.person("Liv Lønn")


def gone(world, person):
    """The account is closed, and what the worker does afterwards is done."""
    erasure.erase(world.context(person))
    finish(world, person)


def finish(world, person):
    left = world.db.scalar(select(Erasure).where(Erasure.person_id == person.id))
    erasure.forget(without_browser(world.db, None, person.id, world.now), left)
    world.context()  # and the session sees the municipality again


def test_what_they_wrote_stays_without_their_name_and_support_stays_counted(halden, liv, ola, kari):
    own, other = halden.proposal(liv), halden.proposal(ola)
    comments.write(halden.context(liv), other, Remark("Enig"))
    support.give(halden.context(liv), other)
    halden.move(own, "vurder", kari)
    author = halden.db.scalar(select(Author).where(Author.person_id == liv.id))
    gone(halden, liv)
    halden.db.commit()
    halden.db.expire_all()
    assert (author.name, author.kind, author.erased_at) == ("", AuthorKind.TIDLIGERE, halden.now)
    assert halden.row(own).title == "Benker langs Tista"
    assert halden.row(other).support_count == 1
    assert halden.db.scalars(select(Support.person_id)).all() == [None]
    assert halden.db.scalar(select(Comment.text)) == "Enig"
    assert liv.email_key != "liv"
    assert liv.password_hash is None
    assert [*verifying.differences(halden.context())] == []
    # Whoever supports now is counted beside.
    support.give(halden.context(kari), other)
    assert halden.row(other).support_count == 2


def test_two_who_are_gone_are_two(halden, ola):
    ref = halden.proposal(ola)
    for name in ("Liv", "Per"):
        one = halden.person(name)
        support.give(halden.context(one), ref)
        gone(halden, one)
    halden.db.commit()
    assert halden.row(ref).support_count == 2
    assert [*verifying.differences(halden.context())] == []


def test_cases_are_joined_though_some_who_supported_are_gone(halden, liv, ola, kari):
    one, other = halden.proposal(ola), halden.proposal(ola)
    for person in (liv, kari):
        support.give(halden.context(person), one)
    gone(halden, liv)
    halden.move(one, "sla_sammen", kari, into=other)
    halden.db.commit()
    assert [*verifying.differences(halden.context())] == []


def test_nothing_but_one_receipt_is_mailed(halden, liv, ola, kari):
    ref = halden.proposal(liv)
    support.follow(halden.context(liv), "proposal", ref)
    address = liv.email
    gone(halden, liv)
    halden.move(ref, "vurder", kari)
    left = halden.db.scalars(select(Letter)).all()
    assert [(one.kind, one.address, one.person_id) for one in left] == [(LetterKind.ERASED, address, None)]
    assert halden.db.scalars(select(Follow.id).where(Follow.person_id == liv.id)).all() == []


def test_the_last_administrator_stays(halden):
    kari = halden.person("Kari Styrer", Role.ADMINISTRATOR)
    with pytest.raises(Unfit, match="eneste administratoren i Halden"):
        erasure.erase(halden.context(kari))
    halden.person("Ola Styrer", Role.ADMINISTRATOR)
    gone(halden, kari)
    assert halden.db.scalars(select(Membership.ended_at).where(Membership.person_id == kari.id)).all() == [halden.now]
    halden.db.commit()
    assert [*verifying.differences(halden.context())] == []


def test_whoever_has_open_cases_hands_them_over_first(halden, ola, kari):
    ref = halden.proposal(ola)
    halden.move(ref, "vurder", kari)
    assert halden.row(ref).handler_id == kari.id
    with pytest.raises(Unfit, match="1 åpen sak i Halden"):
        erasure.erase(halden.context(kari))
    assert not queries.foreseen(halden.context(kari)).is_possible
    halden.row(ref).handler_id = None
    halden._quietly()
    erasure.erase(halden.context(kari))
    assert kari.name == erasure.NOBODY


def test_a_form_that_was_on_its_way_brings_no_name_back(halden, liv):
    ctx = halden.context(liv)
    erasure.erase(ctx)
    with pytest.raises(Refused):
        people.change(ctx, Profile("Liv Lønn", True, "nb", "", MailChoice.DAGLIG))
    with pytest.raises(Refused):
        erasure.erase(ctx)


def test_the_address_can_be_used_anew_by_somebody_new(halden, liv):
    address = liv.email
    erasure.erase(halden.context(liv))
    people.register(halden.context(), people.Newcomer(address, "Liv Ny"))
    new = halden.db.scalar(select(Person).where(Person.email == address))
    assert new.id != liv.id


def test_what_the_next_owner_of_the_address_has_begun_is_not_touched(halden, liv):
    """Between the closing and the worker's turn the address is free, and rows with it are no longer theirs."""
    address, after = liv.email, halden.later(seconds=20)
    erasure.erase(halden.context(liv))
    people.register(after.context(), people.Newcomer(address, "Liv Ny"))
    new = halden.db.scalar(select(Person).where(Person.email == address))
    letters.post(after.context(), LetterKind.BARRIER, address=address.upper(), barrier="x")
    people.ask_for_link(after.context(), address, LetterKind.SIGN_IN)
    before = _theirs(halden.db, new)
    finish(after, liv)
    assert _theirs(halden.db, new) == before
    assert len(before) == 4  # the receipt of the account that was, the confirmation, the barrier, and a link


def _theirs(db, new) -> list[str]:
    rows = select(Letter.kind).where((Letter.person_id == new.id) | (func.lower(Letter.address) == new.email_key))
    return sorted(db.scalars(rows))


def test_while_the_worker_waits_nothing_shows_the_name_and_no_way_leads_in(halden, liv):
    own, now = halden.proposal(liv), halden.now
    liv.password_hash = passwords.hashed("fire helt vanlige ord her")
    linked = IssuedIdentity(person_id=liv.id, issuer="i", subject="s", level="l", linked_at=now, used_at=now)
    halden.db.add(linked)
    links = {purpose: tokens.issue(halden.db, liv.id, purpose, now, {"email": "b@example.no"}) for purpose in Purpose}
    halden._quietly()
    erasure.erase(halden.context(liv))
    assert "Liv" not in str(proposal_page.case(halden.context(), own))
    assert (liv.password_hash, liv.name, liv.confirmed_at) == (None, erasure.NOBODY, None)
    anyone = halden.context()
    for used in (
        lambda: people.confirm(anyone, links[Purpose.CONFIRM], Purpose.CONFIRM),
        lambda: people.confirm(anyone, links[Purpose.SIGN_IN], Purpose.SIGN_IN),
        lambda: people.reset_password(anyone, links[Purpose.RESET], "x"),
        lambda: addresses.change_address(anyone, links[Purpose.CHANGE_EMAIL]),
        lambda: addresses.take_back(anyone, links[Purpose.RESTORE_EMAIL]),
        lambda: openid.arrive(anyone, Issued("i", "s", None, "l")),
    ):
        with pytest.raises(Denied):
            used()
    assert len(links) == 5


def test_what_was_on_its_way_is_nobodys(halden, liv, ola):
    """The forms were sent before the account was closed, and are written after."""
    ref, on_its_way = halden.proposal(ola), halden.context(liv)
    erasure.erase(halden.context(liv))
    comments.write(on_its_way, ref, Remark("Enig"))
    support.follow(on_its_way, "proposal", ref)
    finish(halden, liv)
    written = select(Author.name, Author.kind).join(Comment, Comment.author_id == Author.id)
    assert halden.db.execute(written).all() == [("", AuthorKind.TIDLIGERE)]
    assert halden.db.scalars(select(Follow.id).where(Follow.person_id == liv.id)).all() == []
    halden.db.commit()
    assert [*verifying.differences(halden.context())] == []


def test_a_colleagues_name_goes_from_notes_that_call_it(halden, ola, kari):
    bente = halden.caseworker("Bente Moe Vik")
    ref = halden.proposal(ola)
    notes.write(halden.sure(kari, ref), ref, "Se her @Bente Moe Vik, og du @bente.")
    gone(halden, bente)
    note = halden.db.scalar(select(Note))
    assert note.text == "Se her @Sletta konto, og du @Sletta konto."
    assert "Bente" not in note.html


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("@Kari Nordmann ser", "@Sletta konto ser"),
        ("@Kari ser", "@Sletta konto ser"),
        ("@Karianne ser", "@Karianne ser"),
    ],
)
def test_a_name_after_an_at(words, left):
    assert erasure.unmentioned(words, "Kari Nordmann") == left


def test_it_takes_as_many_statements_however_much_there_is(halden, ola, statements):
    took = []
    for count in (1, 3):
        one = halden.person(f"Liv {count}")
        for _turn in range(count):
            ref = halden.proposal(one)
            support.follow(halden.context(one), "proposal", ref)
            halden.draft(one)
            support.give(halden.context(one), halden.proposal(ola))
        ctx = halden.context(one)
        halden.db.flush()
        for step in (lambda: erasure.erase(ctx), lambda: finish(halden, one)):  # noqa: B023  called at once
            statements.heard.clear()
            step()
            took.append(len(statements.heard))
    assert took[:2] == took[2:]
