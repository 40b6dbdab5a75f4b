"""A council is mailed its link, the same one in the reminder, and only its hash is kept; late opinions remind once."""

import re

from sqlalchemy import select

from samskaping.actions import tasks
from samskaping.actions.sessions import token_hash
from samskaping.actions.tasks import Wanted
from samskaping.jobs.late import late
from samskaping.jobs.post import post
from samskaping.models import Event, Task
from samskaping.rules.events import What
from samskaping.rules.tasks import TaskKind
from tests.actions.test_tasks import council


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
