"""Whose an identity is: one account's, and an account has one of each issuer."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from samskaping.actions import openid
from samskaping.db import Conflict, Scoped
from samskaping.errors import Clash, Missing, Refused, Unfit
from samskaping.models import IssuedIdentity, Letter
from samskaping.rules.openid import Issued, SignedOut, is_sure
from tests.crowds import AT_ONCE, at_once, kinds
from tests.world import municipality

OLAS = Issued("https://idporten.no", "ola", "s1", "idporten-loa-substantial")


def whose(world):
    return world.db.scalars(select(IssuedIdentity.person_id)).all()


def test_an_identity_leads_to_its_account(halden, ola):
    ctx = halden.context()
    assert openid.arrive(ctx, OLAS) is None
    openid.link(ctx, ola.id, OLAS)
    found = openid.arrive(halden.later(days=1).context(), replace(OLAS, level="idporten-loa-high"))
    assert found is not None
    assert found.id == ola.id
    row = halden.db.scalars(select(IssuedIdentity)).one()
    assert (row.level, row.used_at - row.linked_at) == ("idporten-loa-high", halden.later(days=1).now - halden.now)
    for other in (replace(OLAS, issuer="https://test.idporten.no"), replace(OLAS, subject="Ola")):
        assert openid.arrive(ctx, other) is None


def test_nobody_is_tied_to_what_is_anothers(halden, ola, kari):
    ctx = halden.context()
    openid.link(ctx, ola.id, OLAS)
    openid.link(ctx, ola.id, OLAS)  # pressed twice
    with pytest.raises(Unfit, match="annen konto"):
        openid.link(ctx, kari.id, OLAS)
    with pytest.raises(Unfit, match="annen innlogging"):
        openid.link(ctx, ola.id, replace(OLAS, subject="another"))
    assert whose(halden) == [ola.id]
    assert len(halden.db.scalars(select(Letter.id)).all()) == 1


@pytest.mark.parametrize("other", [{"person": True}, {"subject": "another"}])
def test_the_database_holds_it_too(halden, ola, kari, other):
    openid.link(halden.context(), ola.id, OLAS)
    person, subject = (kari, "ola") if "person" in other else (ola, "another")
    with pytest.raises(Conflict), halden.db.begin_nested():
        halden.db.add(
            IssuedIdentity(
                person_id=person.id, issuer=OLAS.issuer, subject=subject, level="x",
                linked_at=halden.now, used_at=halden.now,
            )
        )  # fmt: skip
        halden.db.flush()


def test_the_last_way_in_is_not_loosened(halden, ola):
    openid.link(halden.context(), ola.id, OLAS)
    ola.confirmed_at = ola.password_hash = None
    halden.db.flush()
    with pytest.raises(Refused, match="ingen annen måte"):
        openid.unlink(halden.context(ola))
    ola.confirmed_at = halden.now
    halden.db.flush()
    openid.unlink(halden.context(ola))
    assert whose(halden) == []
    with pytest.raises(Missing):
        openid.unlink(halden.context(ola))


def test_a_message_is_taken_once(halden):
    message = SignedOut(OLAS.issuer, "s1", None, "mark")
    openid.signed_out(halden.context(), message)
    with pytest.raises(Clash):
        openid.signed_out(halden.context(), message)


@pytest.mark.parametrize(
    ("level", "wanted", "is_enough"),
    [
        ("idporten-loa-substantial", "idporten-loa-substantial", True),
        ("idporten-loa-high", "idporten-loa-substantial", True),
        ("idporten-loa-low", "idporten-loa-substantial", False),
        ("idporten-loa-substantial", "idporten-loa-high", False),
        ("Level4", "idporten-loa-low", False),
        ("idporten-loa-high", "substantial", False),
        ("substantial", "substantial", True),
        ("", "idporten-loa-low", False),
    ],
)
@pytest.mark.one_database
def test_a_level_is_enough_or_it_is_not(level, wanted, is_enough):
    assert is_sure(level, wanted) is is_enough


def test_of_many_who_take_one_identity_at_once_one_has_it(own_engine, rounds):
    for number in range(rounds):
        issued, people = replace(OLAS, subject=f"round {number}"), []
        with Scoped(own_engine, expire_on_commit=False) as db:
            world = municipality(db, f"sted-{number}", number=f"{9000 + number}")
            people = [world.person(f"Person {one}").id for one in range(AT_ONCE)]
            db.commit()
        deeds = [(one, lambda ctx, one=one, issued=issued: openid.link(ctx, one, issued)) for one in people]
        came = kinds(at_once(own_engine, world.here, world.now, *deeds))
        assert sorted(came, key=str) == [*[Unfit] * (AT_ONCE - 1), None]
        with Scoped(own_engine) as db:
            found = db.scalars(select(IssuedIdentity.person_id).where(IssuedIdentity.subject == issued.subject)).all()
        assert len(found) == 1
        assert found[0] == people[came.index(None)]


def test_of_one_message_that_comes_many_times_at_once_one_counts(own_engine, rounds):
    with Scoped(own_engine, expire_on_commit=False) as db:
        world = municipality(db, "sted")
        db.commit()
    for number in range(rounds):
        message = SignedOut(OLAS.issuer, "s1", None, f"mark {number}")
        deeds = [(None, lambda ctx, message=message: openid.signed_out(ctx, message))] * AT_ONCE
        came = kinds(at_once(own_engine, world.here, world.now, *deeds))
        assert sorted(came, key=str) == [*[Clash] * (AT_ONCE - 1), None]
