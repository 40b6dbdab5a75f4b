"""After any row of deeds every stored count is the one that is counted anew, and every chain of history holds."""

from datetime import timedelta
from hashlib import sha256

import pytest
from sqlalchemy import select, update

from samskaping.actions import blocking, comments, erasure, merging, moderation, reports, support
from samskaping.actions.comments import Remark
from samskaping.actions.reports import Complaint
from samskaping.errors import Denied
from samskaping.models import AskedSupporter, Comment, Merge, Person, Proposal
from samskaping.queries import verifying
from samskaping.rules.blocking import Span
from samskaping.rules.moves import moves_from
from samskaping.rules.pipeline import State
from samskaping.rules.roles import Role
from samskaping.rules.speech import ReportReason

HIDDEN, SEE = ReportReason.KRENKENDE, "Se reglene."


class Chance:
    """What looks like chance, and is the same in every run."""

    def __init__(self):
        self.drawn = 0

    def below(self, most):
        self.drawn += 1
        return int.from_bytes(sha256(b"%d" % self.drawn).digest()[:4]) % most


class Town:
    """People who propose, support, talk, move, hide, block, join, withdraw and leave, in any order."""

    def __init__(self, world, chance):
        self.world, self.chance, self.done = world, chance, dict.fromkeys(self.deeds, 0)
        self.kari, self.mari = world.caseworker(), world.person("Mari", Role.MODERATOR)
        self.residents = [world.person(f"Innbygger {number}") for number in range(6)]
        self.refs = [world.proposal(one) for one in self.residents[:4]]
        self.unit = world.unit().public_id

    @property
    def deeds(self):
        return {name.removeprefix("do_"): getattr(self, name) for name in dir(type(self)) if name.startswith("do_")}

    def one_of(self, rows):
        return rows[self.chance.below(len(rows))]

    def act(self):
        """One deed of somebody's; what is refused leaves nothing behind."""
        name, deed = self.one_of(sorted(self.deeds.items()))
        ref, who = self.one_of(self.refs), self.one_of(self.residents)
        self.world.now += timedelta(minutes=1 + self.chance.below(30))
        try:
            with self.world.db.begin_nested():
                deed(ref, who)
        except Denied:
            return
        self.done[name] += 1

    def said(self, ref):
        rows = self.world.db.scalars(
            select(Comment.public_id).where(Comment.proposal_id == self.world.row(ref).id).order_by(Comment.id)
        ).all()
        return self.one_of(rows) if rows else "finnesikke"

    def do_propose(self, _ref, who):
        if len(self.refs) < 40:
            self.refs.append(self.world.proposal(who))

    def do_support(self, ref, who):
        support.give(self.world.context(who), ref)

    def do_take_back(self, ref, who):
        support.take_back(self.world.context(who), ref)

    def do_comment(self, ref, who):
        comments.write(self.world.context(who), ref, Remark("Ja."))

    def do_reply(self, ref, who):
        comments.write(self.world.context(who), ref, Remark("Nei.", reply_to=self.said(ref)))

    def do_retract(self, ref, _who):
        said = self.said(ref)
        writer = self.world.db.scalar(select(Comment.writer_id).where(Comment.public_id == said))
        comments.retract(self.world.context(self.world.db.get(Person, writer) if writer else None), ref, said)

    def do_report(self, ref, who):
        reports.report(self.world.context(who), ref, Complaint(HIDDEN, "Se her."))

    def do_hide(self, ref, _who):
        moderation.hide_proposal(self.world.context(self.mari), ref, HIDDEN, SEE)

    def do_show(self, ref, _who):
        moderation.restore_proposal(self.world.context(self.mari), ref, SEE)

    def do_hide_comment(self, ref, _who):
        moderation.hide_comment(self.world.context(self.mari), self.said(ref), HIDDEN, SEE)

    def do_show_comment(self, ref, _who):
        moderation.restore_comment(self.world.context(self.mari), self.said(ref), SEE)

    def do_move(self, ref, _who):
        possible = moves_from(self.world.row(ref).state)
        if possible:
            self.world.move(ref, self.one_of(possible).verb, self.kari, into=self.one_of(self.refs))

    def do_withdraw(self, ref, _who):
        writer = self.world.db.get(Person, self.world.row(ref).writer_id)
        self.world.move(ref, "trekk", writer)

    def do_join(self, ref, _who):
        self.world.move(ref, "sla_sammen", self.kari, into=self.one_of(self.refs))

    def do_part(self, _ref, _who):
        ref = self.one_of([one for one in self.refs if self.world.row(one).state is State.SLATT_SAMMEN] or self.refs)
        merging.undo(self.world.sure(self.kari, ref), ref, version=self.world.row(ref).version)

    def do_follow_along(self, ref, who):
        asked = select(AskedSupporter.person_id, Proposal.reference).join(Merge, Merge.id == AskedSupporter.merge_id)
        asked = asked.join(Proposal, Proposal.id == Merge.proposal_id).order_by(AskedSupporter.id)
        person, ref = self.one_of(self.world.db.execute(asked).all() or [(who.id, ref)])
        merging.answer(self.world.context(self.world.db.get(Person, person)), ref, follows=self.chance.below(2) == 0)

    def do_block(self, ref, who):
        if self.chance.below(5) == 0:
            ctx = self.world.context(self.mari)
            blocking.block(ctx, "forslag", self.world.proposal(who), Span.MANED, HIDDEN, SEE)

    def do_leave(self, _ref, who):
        if self.chance.below(5) == 0:
            erasure.erase(self.world.context(who))
            self.residents.append(self.world.person(f"Innbygger {len(self.residents)}"))
            self.residents.remove(who)


@pytest.fixture
def deeds(pytestconfig):
    """How many are done: as many as the promise says in the whole matrix."""
    return 10_000 if pytestconfig.getoption("--matrix") else 500


@pytest.mark.timeout(1800)
@pytest.mark.case("BL-14")
def test_whatever_is_done_every_count_is_the_one_counted_anew(halden, deeds):
    town = Town(halden, Chance())
    for number in range(deeds):
        town.act()
        if number % (deeds // 20) == 0:
            halden.db.flush()
            assert list(verifying.differences(halden.context())) == []
    assert list(verifying.differences(halden.context())) == []
    left = [name for name, done in town.done.items() if not done]
    assert len(left) <= (0 if deeds > 1_000 else 4), left


@pytest.mark.case("BL-14")
@pytest.mark.parametrize("column", ["support_count", "comment_count", "open_reports"])
def test_a_count_that_is_wrong_is_seen(halden, column):
    ref = halden.proposal()
    halden.db.execute(update(Proposal).where(Proposal.reference == ref).values({column: 7}))
    assert len(list(verifying.differences(halden.context()))) == 1
