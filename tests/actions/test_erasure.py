"""An account is erased: nothing of the person is left, what others have is whole, and nobody is left in the lurch."""

import pytest
from sqlalchemy import select

from samskaping.actions import comments, erasure, notes, people, support
from samskaping.actions.comments import Remark
from samskaping.actions.people import Profile
from samskaping.errors import Refused, Unfit
from samskaping.models import Author, Comment, Follow, Letter, LetterKind, MailChoice, Membership, Note, Person, Support
from samskaping.queries import erasure as queries
from samskaping.queries import verifying
from samskaping.rules.roles import Role
from samskaping.rules.speech import AuthorKind

_EVERYWHERE = {"every_municipality": True}


@pytest.fixture
def liv(halden):
    return halden.person("Liv Lønn")


def test_what_they_wrote_stays_without_their_name_and_support_stays_counted(halden, liv, ola, kari):
    own, other = halden.proposal(liv), halden.proposal(ola)
    comments.write(halden.context(liv), other, Remark("Enig"))
    support.give(halden.context(liv), other)
    halden.move(own, "vurder", kari)
    author = halden.db.scalar(select(Author).where(Author.person_id == liv.id))
    erasure.erase(halden.context(liv))
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
        erasure.erase(halden.context(one))
    halden.db.commit()
    assert halden.row(ref).support_count == 2
    assert [*verifying.differences(halden.context())] == []


def test_cases_are_joined_though_some_who_supported_are_gone(halden, liv, ola, kari):
    one, other = halden.proposal(ola), halden.proposal(ola)
    for person in (liv, kari):
        support.give(halden.context(person), one)
    erasure.erase(halden.context(liv))
    halden.move(one, "sla_sammen", kari, into=other)
    halden.db.commit()
    assert [*verifying.differences(halden.context())] == []


def test_nothing_but_one_receipt_is_mailed(halden, liv, ola, kari):
    ref = halden.proposal(liv)
    support.follow(halden.context(liv), "proposal", ref)
    address = liv.email
    erasure.erase(halden.context(liv))
    halden.move(ref, "vurder", kari)
    letters = halden.db.scalars(select(Letter)).all()
    assert [(one.kind, one.address, one.person_id) for one in letters] == [(LetterKind.ERASED, address, None)]
    assert halden.db.scalars(select(Follow.id).where(Follow.person_id == liv.id)).all() == []


def test_the_last_administrator_stays(halden):
    kari = halden.person("Kari Styrer", Role.ADMINISTRATOR)
    with pytest.raises(Unfit, match="eneste administratoren i Halden"):
        erasure.erase(halden.context(kari))
    halden.person("Ola Styrer", Role.ADMINISTRATOR)
    erasure.erase(halden.context(kari))
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


def test_a_colleagues_name_goes_from_notes_that_call_it(halden, ola, kari):
    bente = halden.caseworker("Bente Moe Vik")
    ref = halden.proposal(ola)
    notes.write(halden.sure(kari, ref), ref, "Se her @Bente Moe Vik, og du @bente.")
    erasure.erase(halden.context(bente))
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
        statements.heard.clear()
        erasure.erase(ctx)
        took.append(len(statements.heard))
    assert took[0] == took[1]
