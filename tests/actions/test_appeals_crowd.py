"""Two decide the same appeal at the same instant: one is heard, and nothing is undone twice."""

from sqlalchemy import func, select

from samskaping.actions import appeals, comments, moderation
from samskaping.actions.comments import Remark
from samskaping.context.doors import without_browser
from samskaping.db import transaction
from samskaping.errors import Unfit
from samskaping.models import Appeal, Event, Ruling
from samskaping.rules.appeals import Conclusion
from samskaping.rules.events import What
from samskaping.rules.moderation import Deed
from samskaping.rules.roles import Role
from samskaping.rules.speech import ReportReason
from tests.crowds import at_once, kinds
from tests.truths import broken
from tests.world import World, municipality


class Scene:
    """An appeal and two who may decide it, each deed on a connection of its own."""

    def __init__(self, engine):
        self.engine = engine
        with transaction(engine) as db:
            world = municipality(db)
            self.here, self.now = world.here, world.now
            self.mona = world.person("Mona", Role.MODERATOR).id
            self.deciders = [world.person(name, Role.MODERATOR).id for name in ("Petter", "Liv")]
        self.renew()

    def act(self, db, person):
        return without_browser(db, self.here, person, self.now)

    def renew(self):
        with transaction(self.engine, self.here.id) as db:
            world = World(db, self.here, self.now)
            # Another writer each time: nobody may comment without end.
            self.ref, self.writer = world.proposal(world.person("En")), world.person("Sur Nabo").id
            said = comments.write(self.act(db, self.writer), self.ref, Remark("Tull og tøys."))
            moderation.hide_comment(self.act(db, self.mona), said, ReportReason.KRENKENDE, "Skjellsord.")
            db.flush()
            hidden = select(Ruling.public_id).where(Ruling.deed == Deed.SKJULT).order_by(Ruling.id.desc())
            self.appeal = appeals.appeal(self.act(db, self.writer), db.scalars(hidden).first(), "Jeg er uenig.")

    def both_decide(self):
        """None for done, or the kind of refusal."""
        deeds = [
            (person, lambda ctx, conclusion=conclusion: appeals.decide(ctx, self.appeal, conclusion, "Min grunn."))
            for person, conclusion in zip(self.deciders, (Conclusion.OMGJORT, Conclusion.OPPRETTHOLDT), strict=True)
        ]
        return kinds(at_once(self.engine, self.here, self.now, *deeds))

    def decisions(self):
        """How often the case's history says that this appeal was decided."""
        ended = Event.what.in_((What.RULING_UPHELD, What.RULING_OVERTURNED))
        named = Event.details["appeal"].as_string() == self.appeal
        with transaction(self.engine, self.here.id) as db:
            return db.scalar(select(func.count()).select_from(Event).where(ended, named))


def test_of_two_that_decide_one_is_heard(own_engine, rounds):
    scene = Scene(own_engine)
    for _round in range(rounds):
        results = scene.both_decide()
        assert sorted(map(str, results)) == sorted(map(str, (None, Unfit))), results
        assert scene.decisions() == 1
        with transaction(own_engine, scene.here.id) as db:
            row = db.scalars(select(Appeal).where(Appeal.public_id == scene.appeal)).one()
            shown = row.conclusion is Conclusion.OMGJORT
            assert World(db, scene.here, scene.now).row(scene.ref).comment_count == int(shown)
            assert broken(db) == []
        scene.renew()
