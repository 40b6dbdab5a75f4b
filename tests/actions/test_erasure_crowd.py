"""Accounts erased at the same instant as something else: by another administrator, and while its owner writes."""

from datetime import timedelta

from sqlalchemy import func, select

from samskaping.actions import comments, erasure
from samskaping.actions.comments import Remark
from samskaping.context.doors import without_browser
from samskaping.db import transaction
from samskaping.errors import Unfit
from samskaping.jobs.erasure import erasure as erase_closed
from samskaping.jobs.place import Place
from samskaping.models import Author, Comment, Erasure, Follow, Membership, Person, SecurityEvent
from samskaping.queries import verifying
from samskaping.rules.roles import Role
from samskaping.rules.speech import AuthorKind
from tests.crowds import at_once, kinds
from tests.world import municipality


def test_the_last_two_administrators_do_not_both_go(own_engine):
    with transaction(own_engine) as db:
        world = municipality(db)
        two = [world.person(f"Admin {number}", Role.ADMINISTRATOR).id for number in range(2)]
        here, now = world.here, world.now
    results = kinds(at_once(own_engine, here, now, *((one, erasure.erase) for one in two)))
    assert sorted(results, key=lambda one: one is not None) == [None, Unfit]
    with transaction(own_engine, here.id) as db:
        left = select(func.count()).where(Membership.role == Role.ADMINISTRATOR, Membership.ended_at.is_(None))
        assert db.scalar(left.select_from(Membership)) == 1


def test_whoever_erases_the_account_while_they_write_is_in_none_of_it(own_engine, settings):
    with transaction(own_engine) as db:
        world = municipality(db)
        liv, ref = world.person("Liv Lønn").id, world.proposal(world.person("Ola Blid"))
        here, now = world.here, world.now
    write = (liv, lambda ctx: comments.write(ctx, ref, Remark("Enig")))
    assert at_once(own_engine, here, now, write, (liv, erasure.erase), write, write)[1] is None
    # Two workers at the same time; a form that comes after the account was closed finds nobody to sit there.
    for worker in ("én", "to"):
        erase_closed(Place(own_engine, settings, worker, lambda: now + timedelta(minutes=2)))
    with transaction(own_engine, here.id) as db:
        written = select(Author.name, Author.kind).join(Comment, Comment.author_id == Author.id)
        assert set(db.execute(written)) <= {("", AuthorKind.TIDLIGERE)}
        assert db.scalars(select(Follow.id).where(Follow.person_id == liv)).all() == []
        assert db.scalars(select(Erasure.id)).all() == []
        assert db.scalar(select(Person.name).where(Person.id == liv)) == erasure.NOBODY
        erased = select(func.count()).where(SecurityEvent.what == "person.erased", SecurityEvent.person_id == liv)
        assert db.scalar(erased.select_from(SecurityEvent)) == 1
        assert [*verifying.differences(without_browser(db, here, None, now))] == []
