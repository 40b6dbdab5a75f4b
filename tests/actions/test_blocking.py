"""Somebody who is blocked writes nowhere in the municipality, reads on everywhere, and is let in again."""

from datetime import date

import pytest
from sqlalchemy import func, select

from samskaping.actions import blocking, comments, proposals, reports, support
from samskaping.actions.comments import Remark
from samskaping.actions.reports import Complaint
from samskaping.errors import Denied, Missing, Refused, TooMuch, Unfit
from samskaping.models import Block, Comment, Event, Ruling, Support
from samskaping.queries import blocking as queries
from samskaping.rules.blocking import RANKS, SPANS, Span, rank, until
from samskaping.rules.events import What
from samskaping.rules.moderation import Deed
from samskaping.rules.policy import POLICY, Actor, Can, allowed
from samskaping.rules.roles import Role
from samskaping.rules.speech import ReportReason
from tests.rules.test_policy import Thing
from tests.world import municipality

#: What somebody who is blocked may not do; the rest they may as before.
SHUT = {
    Can.PROPOSAL_SUBMIT,
    Can.PROPOSAL_EDIT,
    Can.COMMENT_WRITE,
    Can.COMMENT_EDIT,
    Can.SUPPORT_GIVE,
    Can.ORGANISATION_REGISTER,
    Can.NEED_TELL,
    Can.OFFER_MAKE,
    Can.NEED_CONCERN,
    Can.NEED_TIE,
    Can.NEED_MEET,
    Can.REOPENING_ASK,
    Can.GROUP_WRITE,
    Can.GROUP_LEAD,
    Can.RAISED_WRITE,
    Can.RAISED_SEND,
    Can.WORDING_SUGGEST,
    Can.INITIATIVE_WRITE,
    Can.INITIATIVE_LEAD,
    Can.FILE_ADD,
}


@pytest.fixture
def moderator(halden):
    return halden.person("Mona Moderator", Role.MODERATOR)


def block(world, by, ref, span=Span.UKE, kind="forslag"):
    return blocking.block(world.context(by), kind, ref, span, ReportReason.KRENKENDE, "Gjentatte trusler.")


def test_what_is_shut_and_nothing_else():
    free, shut = (Actor(1, "Ola", confirmed=True, is_blocked=blocked) for blocked in (False, True))
    for thing in (None, Thing(writer_id=1), Thing(writer_id=2)):
        lost = {can for can in POLICY if allowed(free, can, thing) and not allowed(shut, can, thing)}
        assert lost == {can for can in SHUT if allowed(free, can, thing)}


def test_every_role_and_span_has_its_row():
    assert set(RANKS) == set(Role)
    assert set(SPANS) == set(Span)
    assert rank(()) == 0


def test_somebody_blocked_writes_nowhere_and_is_let_in_when_the_time_is_out(halden, moderator):
    liv, other = halden.person("Liv Demo"), halden.proposal()
    ref = halden.proposal(liv)
    draft = halden.draft(liv)
    comment = comments.write(halden.context(liv), other, Remark("Før."))
    block(halden, moderator, ref)
    ctx = halden.context(liv)
    with pytest.raises(Refused):
        proposals.submit(ctx, draft)
    with pytest.raises(Refused):
        comments.write(ctx, other, Remark("Etter."))
    with pytest.raises(Denied):
        comments.edit(ctx, other, comment, version=1, written="Etter.")
    with pytest.raises(Refused):
        support.give(ctx, other)
    assert halden.db.scalar(select(func.count()).select_from(Comment)) == 1
    assert halden.db.scalar(select(Support.id)) is None
    comments.retract(ctx, other, comment)  # taking one's own words back is open
    assert halden.later(days=7).context(liv).actor.is_blocked
    assert not halden.later(days=8).context(liv).actor.is_blocked
    voss = municipality(halden.db, "voss")
    assert not voss.context(liv).actor.is_blocked


def test_a_block_without_end_holds_until_it_is_lifted(halden, moderator):
    liv = halden.person("Liv Demo")
    ref = halden.proposal(liv)
    ruling = block(halden, moderator, ref, Span.VIDERE)
    assert halden.later(days=4000).context(liv).actor.is_blocked
    with pytest.raises(Unfit):
        block(halden, moderator, ref)
    blocking.lift(halden.context(moderator), ruling, "Vi har snakket sammen.")
    assert not halden.context(liv).actor.is_blocked
    with pytest.raises(Unfit):
        blocking.lift(halden.context(moderator), ruling, "Igjen.")
    block(halden, moderator, ref, Span.DOGN)
    assert [one.until_on for one in queries.blocked(halden.context(moderator))] == [halden.in_days(1), None]
    told = halden.db.scalars(select(Event.what).where(Event.subject_kind == "proposal").order_by(Event.id)).all()
    assert told[-3:] == [What.WRITER_BLOCKED, What.BLOCK_LIFTED, What.WRITER_BLOCKED]
    assert halden.db.scalars(select(Ruling.deed)).all() == [Deed.BLOKKERT] * 2


def test_nobody_blocks_themselves_or_their_equals(halden, moderator):
    leader = halden.person("Lise Leder", Role.LEDER)
    for writer, by in ((moderator, moderator), (halden.caseworker(), moderator), (leader, halden.caseworker("Kåre"))):
        with pytest.raises(Unfit):
            block(halden, by, halden.proposal(writer))
    assert halden.db.scalars(select(Block)).all() == []
    block(halden, leader, halden.proposal(halden.caseworker("Kim")))
    with pytest.raises(Refused):
        block(halden, halden.person("Liv Demo"), halden.proposal())


def test_whoever_wrote_without_an_account_cannot_be_blocked(halden, moderator):
    ref = halden.proposal()
    row = halden.row(ref)
    row.writer_id = None
    with pytest.raises(Unfit):
        block(halden, moderator, ref)


def test_somebody_blocked_can_tell_of_harm_but_not_flood(halden, moderator):
    liv = halden.person("Liv Demo")
    refs = [halden.proposal() for _ in range(3)]
    block(halden, moderator, halden.proposal(liv))
    for ref in refs[:2]:
        reports.report(halden.context(liv), ref, Complaint(ReportReason.SPAM))
    with pytest.raises(TooMuch):
        reports.report(halden.context(liv), refs[2], Complaint(ReportReason.SPAM))


def test_another_municipality_finds_nothing(halden, moderator):
    ruling = block(halden, moderator, halden.proposal(halden.person("Liv Demo")))
    voss = municipality(halden.db, "voss")
    stranger = voss.context(voss.person("Vidar Voss", Role.MODERATOR))
    for found in (lambda: blocking.lift(stranger, ruling, "Nei"), lambda: queries.block(stranger, ruling)):
        with pytest.raises(Missing):
            found()
    assert queries.blocked(stranger) == ()


def test_days_are_counted_from_today():
    assert until(Span.UKE, date(2026, 3, 2)) == date(2026, 3, 9)
    assert until(Span.VIDERE, date(2026, 3, 2)) is None
