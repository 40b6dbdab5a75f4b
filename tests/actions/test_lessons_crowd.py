"""Many of one municipality who say in the same instant that they have use of something, say it once."""

from sqlalchemy import func, select

from samskaping.actions import lessons
from samskaping.db import transaction
from samskaping.models import Event, Lesson, LessonUse
from samskaping.rules.events import What
from samskaping.rules.roles import Role
from tests.crowds import at_once
from tests.world import municipality

AT_ONCE = 6


def test_all_who_find_it_useful_at_once_are_one_municipality(own_engine):
    with transaction(own_engine) as db:
        halden = municipality(db, "halden")
        kari, ref = halden.caseworker(), halden.proposal()
        halden.move(ref, "vurder", kari)
        halden.move(ref, "avslutt_med_laering", kari)
        lesson = db.scalar(select(Lesson.public_id))
    with transaction(own_engine) as db:
        voss = municipality(db, "voss")
        staff = [voss.person(f"Pia {number}", Role.PUBLISIST).id for number in range(AT_ONCE)]
    results = at_once(
        own_engine, voss.here, voss.now,
        *((person, lambda ctx: lessons.find_useful(ctx, lesson)) for person in staff),
    )  # fmt: skip
    assert results == [None] * AT_ONCE
    with transaction(own_engine, halden.here.id) as db:
        everywhere = {"every_municipality": True}
        assert db.scalar(select(func.count()).select_from(LessonUse), execution_options=everywhere) == 1
        assert db.scalar(select(func.count()).where(Event.what == What.LESSON_USEFUL)) == 1
