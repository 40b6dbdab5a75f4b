"""Many texts at once beside one of them alone: whoever comes second does nothing at all, and is told."""

import pytest
from sqlalchemy import func, select, text

from samskaping import sqlite
from samskaping.actions import comments, judging, judging_together, selection
from samskaping.actions.comments import Remark
from samskaping.actions.judging import Judgement, Wanted
from samskaping.context.doors import without_browser
from samskaping.db import Unavailable, transaction
from samskaping.errors import Clash, Unfit
from samskaping.models import Block, Ruling
from samskaping.queries import judging as queries
from samskaping.queries import moderation
from samskaping.rules.blocking import Span
from samskaping.rules.moderation import Deed
from samskaping.rules.roles import Role
from samskaping.rules.speech import ReportReason
from tests.crowds import at_once, kinds
from tests.truths import broken
from tests.world import World, municipality

HIDE = Judgement(Deed.SKJULT, ReportReason.SPAM, "Reklame.", span=Span.UKE)


class Queue:
    """Two moderators with the same three comments of one seller before them, in cases of their own."""

    def __init__(self, engine):
        self.engine = engine
        with transaction(engine) as db:
            world = municipality(db)
            self.here, self.now = world.here, world.now
            self.people = [world.person(f"Moderator {number}", Role.MODERATOR).id for number in range(2)]

    def fill(self):
        with transaction(self.engine, self.here.id) as db:
            world = World(db, self.here, self.now)
            seller = world.person("Selger")
            self.said = [
                comments.write(world.context(seller), world.proposal(world.person()), Remark("Kjøp sko."))
                for _number in range(3)
            ]
        self.names = [f"kommentar.{one}" for one in self.said]
        self.seen = self.shown(self.names)
        with transaction(self.engine, self.here.id) as db:
            ctx = without_browser(db, self.here, self.people[0], self.now)
            self.mark = moderation.thing(ctx, "kommentar", self.said[1]).mark

    def shown(self, names):
        """What a preview of these texts shows."""
        with transaction(self.engine, self.here.id) as db:
            ctx = without_browser(db, self.here, self.people[0], self.now)
            found = queries.verdicts(ctx, queries.chosen(ctx, names), Deed.SKJULT)
            return " ".join(queries.marks(found, queries.looked_over(ctx, queries.writers(found))))

    def many(self, ctx):
        judging_together.judge(ctx, self.names, HIDE, seen=self.seen)

    def one(self, ctx):
        judging.judge(ctx, Wanted("kommentar", self.said[1], self.mark), HIDE)

    def both(self, *deeds):
        """What each got: None for done, or the kind of refusal."""
        pairs = zip(self.people, deeds, strict=False)
        return kinds(at_once(self.engine, self.here, self.now, *pairs))

    def counted(self):
        """How many rulings hide a text, and how many blocks there are."""
        with transaction(self.engine, self.here.id) as db:
            assert broken(db) == []
            hidden = select(func.count()).select_from(Ruling).where(Ruling.deed == Deed.SKJULT)
            return db.scalar(hidden), db.scalar(select(func.count()).select_from(Block))


def test_many_beside_one_is_all_or_nothing(own_engine, rounds):
    queue, hidden = Queue(own_engine), 0
    for number in range(1, max(2, rounds) + 1):
        queue.fill()
        results = queue.both(queue.many, queue.one)
        assert results in ([None, Clash], [Clash, None]), results
        hidden += 3 if results[0] is None else 1
        assert queue.counted() == (hidden, number)


def test_two_selections_of_the_same_texts_wait_for_each_other(own_engine):
    queue = Queue(own_engine)
    queue.fill()
    assert sorted(map(str, queue.both(queue.many, queue.many))) == sorted(["None", str(Clash)])
    assert queue.counted() == (3, 1)


def test_whoever_is_blocked_by_another_text_meanwhile_is_not_twice(own_engine):
    """The other text is none of the chosen: only the writer's own row lets the two find each other out."""
    queue = Queue(own_engine)
    queue.fill()
    other = queue.said.pop()
    queue.names.pop()
    queue.seen = " ".join(one for one in queue.seen.split() if other not in one)
    alone = Wanted("kommentar", other, None)
    results = queue.both(queue.many, lambda ctx: judging.judge(ctx, alone, HIDE))
    assert results in ([None, Unfit], [Clash, None]), results
    assert queue.counted() == ((2, 1) if results[0] is None else (1, 1))


def test_whoever_is_blocked_is_held_until_that_is_done(own_engine, monkeypatch):
    """Two selections without a text or a case in common: the second waits for the writer's row, in vain here."""
    monkeypatch.setattr(sqlite, "PATIENCE", 0.2)
    queue = Queue(own_engine)
    queue.fill()
    first, others = queue.names[:1], queue.names[1:]
    seen = queue.shown(first), queue.shown(others)
    mona, nils = queue.people
    with transaction(own_engine, queue.here.id) as db:
        judging_together.judge(without_browser(db, queue.here, mona, queue.now), first, HIDE, seen=seen[0])
        with pytest.raises(Unavailable), transaction(own_engine, queue.here.id) as too:
            if own_engine.dialect.name == "postgresql":
                too.execute(text("SET LOCAL lock_timeout = 200"))
            judging_together.judge(without_browser(too, queue.here, nils, queue.now), others, HIDE, seen=seen[1])
    assert queue.counted() == (1, 1)


def test_without_looking_at_what_was_shown_the_rest_is_hidden_although_it_was_told_otherwise(own_engine, monkeypatch):
    """The twin: when the marks are not compared, two texts are hidden where the preview named three."""
    monkeypatch.setattr(selection, "is_as_shown", lambda _now, _seen: True)
    queue = Queue(own_engine)
    queue.fill()
    assert queue.both(queue.one) == [None]
    assert queue.both(queue.many) == [None]
    assert queue.counted() == (3, 1)


def test_what_was_shown_is_compared_text_by_text(own_engine):
    queue = Queue(own_engine)
    queue.fill()
    queue.seen = ""
    with pytest.raises(Clash), transaction(own_engine, queue.here.id) as db:
        queue.many(without_browser(db, queue.here, queue.people[0], queue.now))
