"""Several moderators about one text at the same instant: one decides, the others hear who did what and when."""

import pytest
from sqlalchemy import false, func, select

from samskaping.actions import approval, blocking, comments, judging, reports, rulings
from samskaping.actions.comments import Remark
from samskaping.actions.judging import Judgement, Wanted
from samskaping.actions.reports import Complaint
from samskaping.context.doors import without_browser
from samskaping.db import transaction
from samskaping.errors import Clash, Unfit
from samskaping.models import Block, Ruling
from samskaping.queries import moderation
from samskaping.rules.blocking import Span
from samskaping.rules.moderation import Deed
from samskaping.rules.roles import Role
from samskaping.rules.speech import ReportReason
from tests.crowds import at_once
from tests.truths import broken
from tests.world import World, municipality

HIDE = Judgement(Deed.SKJULT, ReportReason.KRENKENDE, "Skjellsord.")
REFUSE = Judgement(Deed.AVVIST, ReportReason.UTENFOR_TEMA, "Hører til en annen sak.")


class Crowd:
    """Moderators who have the same text before them, each on a connection of their own."""

    def __init__(self, engine, count=6):
        self.engine = engine
        with transaction(engine) as db:
            self.world = municipality(db, approval=True, comment_approval=True)
            self.here, self.now = self.world.here, self.world.now
            self.people = [self.world.person(f"Moderator {number}", Role.MODERATOR).id for number in range(count)]

    def set_up(self, thing):
        """A text that the moderators have looked at: its address, and the mark of what they saw."""
        with transaction(self.engine, self.here.id) as db:
            world = World(db, self.here, self.now)
            moderator = world.person("Mona", Role.MODERATOR)
            ref = world.proposal(world.person("Wenche"))
            kind, name = "forslag", ref
            if thing != "proposal":
                world.move(ref, "godkjenn", moderator)
                said = comments.write(world.context(world.person("Per")), ref, Remark("Fint forslag."))
                kind, name = "kommentar", said
            if thing == "reported":
                seen = moderation.thing(world.context(moderator), kind, name).mark
                judging.judge(world.context(moderator), Wanted(kind, name, seen), Judgement(Deed.GODKJENT))
                reports.report(world.context(), ref, Complaint(ReportReason.SPAM), comment=name)
            mark = moderation.thing(world.context(moderator), kind, name).mark
        return Wanted(kind, name, mark)

    def do(self, deed):
        """What each got: None for done, or what refused it."""
        deeds = [(person, lambda ctx, at=at: deed(ctx, at)) for at, person in enumerate(self.people)]
        return at_once(self.engine, self.here, self.now, *deeds)

    def rulings(self):
        with transaction(self.engine, self.here.id) as db:
            return db.scalar(select(func.count()).select_from(Ruling))


@pytest.mark.parametrize(
    ("thing", "choices"),
    [
        ("proposal", (Judgement(Deed.GODKJENT), REFUSE)),
        ("held", (Judgement(Deed.GODKJENT), REFUSE)),
        ("reported", (Judgement(Deed.BEHOLDT), HIDE)),
    ],
)
def test_of_many_moderators_one_decides_and_the_rest_hear_who_did(own_engine, rounds, thing, choices):
    crowd = Crowd(own_engine)
    for _round in range(max(1, rounds // 2)):
        wanted = crowd.set_up(thing)
        before = crowd.rulings()
        results = crowd.do(lambda ctx, number, wanted=wanted: judging.judge(ctx, wanted, choices[number % 2]))
        assert results.count(None) == 1, results
        lost = [result for result in results if result is not None]
        winner = f"Moderator {results.index(None)} "
        assert all(isinstance(result, Clash) and result.message.startswith(winner) for result in lost), results
        assert "teksten" in lost[0].message
        assert "2. mars 2026 kl. 12.00" in lost[0].message
        assert crowd.rulings() == before + 1
    with transaction(own_engine, crowd.here.id) as db:
        db.info["municipality_id"] = crowd.here.id
        assert broken(db) == []


def test_without_the_mark_the_second_decision_undoes_the_first(own_engine, monkeypatch):
    """The twin: nobody looks at what was seen, and a text that one lets stand, is hidden by the next."""
    monkeypatch.setattr(rulings, "unchanged", lambda *_given: None)
    crowd = Crowd(own_engine, 1)
    wanted = crowd.set_up("reported")
    before = crowd.rulings()
    for judgement in (Judgement(Deed.BEHOLDT), HIDE):
        assert crowd.do(lambda ctx, _number, judgement=judgement: judging.judge(ctx, wanted, judgement)) == [None]
    assert crowd.rulings() == before + 2


def test_a_text_that_changed_while_it_was_read_is_not_approved_unread(own_engine):
    crowd = Crowd(own_engine, 1)
    wanted = crowd.set_up("held")
    with transaction(own_engine, crowd.here.id) as db:
        found = moderation.thing(without_browser(db, crowd.here, crowd.people[0], crowd.now), "kommentar", wanted.name)
        writer = without_browser(db, crowd.here, found.writer_id, crowd.now)
        comments.edit(writer, found.reference, wanted.name, version=1, written="Noe helt annet.")
    (refused,) = crowd.do(lambda ctx, _number: judging.judge(ctx, wanted, Judgement(Deed.GODKJENT)))
    assert isinstance(refused, Clash)
    assert "Les den på nytt" in refused.message


BLOCK = Judgement(Deed.SKJULT, ReportReason.KRENKENDE, "Skjellsord.", span=Span.UKE)


def two_texts_of_one(crowd):
    """Two comments by the same person, in cases of their own, as the moderators saw them."""
    with transaction(crowd.engine, crowd.here.id) as db:
        world = World(db, crowd.here, crowd.now)
        sour = world.person("Sur Nabo")
        texts = []
        for _number in range(2):
            ref = world.proposal(world.person("Wenche"))
            world.move(ref, "godkjenn", world.person("Mona", Role.MODERATOR))
            name = comments.write(world.context(sour), ref, Remark("Tull."))
            approval.approve_comment(world.context(world.person("Mona", Role.MODERATOR)), name)
            texts.append(name)
        return texts


def block_at_once(crowd, texts):
    """Each moderator hides one of the two texts and blocks who wrote it; what each got, and the blocks that hold."""
    results = crowd.do(lambda ctx, number: judging.judge(ctx, Wanted("kommentar", texts[number % 2], None), BLOCK))
    with transaction(crowd.engine, crowd.here.id) as db:
        return results, db.scalar(select(func.count()).select_from(Block).where(Block.lifted_at.is_(None)))


def test_whoever_two_block_at_once_for_two_texts_is_blocked_once(own_engine, rounds):
    """The texts lie in different cases, so that only the person's own row lets the two find each other out."""
    crowd = Crowd(own_engine)
    for number in range(max(1, rounds // 2)):
        results, blocks = block_at_once(crowd, two_texts_of_one(crowd))
        assert results.count(None) == 1, results
        assert all(isinstance(result, Unfit) for result in results if result is not None), results
        assert blocks == number + 1


def test_without_looking_for_a_block_each_lays_one(own_engine, monkeypatch):
    """The twin: nobody looks whether somebody is blocked, and the two lay one each."""
    monkeypatch.setattr(blocking, "holding", lambda *_given: false())
    crowd = Crowd(own_engine, 2)
    results, blocks = block_at_once(crowd, two_texts_of_one(crowd))
    assert (results, blocks) == ([None, None], 2)
