"""A council is mailed its link, the same one in the reminder, and only its hash is kept; what is late is told once."""

import re

import pytest
from sqlalchemy import select

from samskaping.actions import casework, evaluations, tasks
from samskaping.actions.sessions import token_hash
from samskaping.actions.tasks import Wanted
from samskaping.jobs.late import late
from samskaping.jobs.post import post
from samskaping.models import Event, Task
from samskaping.queries.audiences import hearers
from samskaping.rules.events import What
from samskaping.rules.roles import Role
from samskaping.rules.tasks import TaskKind
from tests.actions.test_tasks import council

pytestmark = pytest.mark.second_in_matrix


def asked(office):
    world = office.world
    wanted = Wanted(TaskKind.RAD, council(world), "Hva mener de unge?", world.in_days(10), language="nn")
    task = tasks.give(world.context(world.caseworker()), world.proposal(title="Benker langs Tista"), wanted)
    office.commit()
    return task


def links(office):
    return [
        re.search(r"https://\S+/uttalelse/(\S+)", sent.text)[1] for sent in office.mails if "/uttalelse/" in sent.text
    ]


def test_the_letter_and_the_reminder_hold_the_same_link(office):
    asked(office)
    post(office.place)
    sent = next(mail for mail in office.mails if "ungdom@example.no" in dict(mail.headers)["To"])
    assert dict(sent.headers)["Content-Language"] == "nn"
    assert "Hva mener de unge?" in sent.text
    assert "/halden/nn/uttalelse/" in sent.text
    later = office.at(days=11)
    assert late(later.place) == 1
    assert late(office.at(days=12).place) == 0
    post(later.place)
    first, second = links(office)
    assert first == second
    assert len(first) == 43
    office.world.db.expire_all()
    office.world.context()
    assert office.world.db.scalars(select(Task.token_hash)).all() == [token_hash(first)]
    late_ones = office.world.db.scalars(select(Event).where(Event.what == What.OPINION_LATE)).all()
    assert len(late_ones) == 1


def test_what_is_called_off_is_mailed_no_more(office):
    task = asked(office)
    world = office.world
    tasks.drop(world.context(world.caseworker()), "2026-000001", task)
    office.commit()
    post(office.place)
    assert links(office) == []
    assert late(office.at(days=11).place) == 0


def told(office):
    """What has been left since the last time: (what, the people whom it names)."""
    office.world.db.expire_all()
    office.world.context()
    rows = office.world.db.scalars(select(Event).where(Event.what.in_(DAYS)).order_by(Event.id))
    return [(row.what, set(hearers(office.world.context(), row))) for row in rows]


DAYS = (What.EVALUATION_NEAR, What.EVALUATION_LATE, What.TASK_NEAR, What.TASK_LATE)


def test_evaluations_and_tasks_are_reminded_of_before_their_day_and_told_of_after(office):
    world = office.world
    kari, expert = world.caseworker(), world.person("Fagperson", Role.INNSYN)
    refs = [world.proposal() for _ in range(3)]
    for ref in refs:
        casework.take(world.sure(kari, ref), ref)
        evaluations.ask(world.context(kari), ref, [expert.public_id], due=world.in_days(7))
        tasks.give(world.context(kari), ref, Wanted(TaskKind.OPPGAVE, expert.public_id, "Mål opp", world.in_days(7)))
    world.move(refs[1], "vurder", kari)
    world.move(refs[1], "avsla", kari)
    office.commit()
    assert late(office.at(days=4).place) == 0
    assert late(office.at(days=5).place) == 4
    assert late(office.at(days=7).place) == 0
    assert late(office.at(days=8).place) == 4
    assert late(office.at(days=9).place) == 0
    mine, both = {expert.id}, {expert.id, kari.id}
    near = {(What.EVALUATION_NEAR, frozenset(mine)), (What.TASK_NEAR, frozenset(mine))}
    after = {(What.EVALUATION_LATE, frozenset(both)), (What.TASK_LATE, frozenset(both))}
    found = [(what, frozenset(people)) for what, people in told(office)]
    assert (set(found[:4]), set(found[4:]), len(found)) == (near, after, 8)


def test_nobody_is_reminded_of_what_they_were_asked_so_near_the_day(office):
    world, ref = office.world, office.world.proposal()
    kari, expert = world.caseworker(), world.person("Fagperson", Role.INNSYN)
    evaluations.ask(world.context(kari), ref, [expert.public_id], due=world.in_days(2))
    tasks.give(world.context(kari), ref, Wanted(TaskKind.OPPGAVE, expert.public_id, "Mål opp", world.in_days(1)))
    office.commit()
    assert [late(office.at(days=day).place) for day in range(4)] == [0, 0, 1, 1]
    assert [what for what, _people in told(office)] == [What.TASK_LATE, What.EVALUATION_LATE]
