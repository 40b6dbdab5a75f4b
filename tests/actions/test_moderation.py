"""Hiding and showing again: every list, search and count obeys at once; the writer is told, nobody else sees why."""

import pytest
from sqlalchemy import func, select

from samskaping.actions import comments, moderation, reports
from samskaping.actions.comments import Remark
from samskaping.actions.reports import Complaint
from samskaping.errors import Missing, Refused, Unfit
from samskaping.models import (
    Challenge,
    ChallengePartner,
    Comment,
    Event,
    Municipality,
    Outbox,
    Report,
    Ruling,
    SecurityEvent,
)
from samskaping.queries import case_talk, proposals
from samskaping.queries import moderation as queries
from samskaping.queries.moderation import Kind
from samskaping.queries.proposals import Filters
from samskaping.rules.events import What
from samskaping.rules.kinds import ChallengeState, Outcome
from samskaping.rules.moderation import Deed
from samskaping.rules.roles import Role
from samskaping.rules.speech import ReportReason
from tests.world import municipality

SPAM = ReportReason.SPAM


@pytest.fixture
def moderator(halden):
    return halden.person("Mona Moderator", Role.MODERATOR)


def challenge(world):
    row = Challenge(
        municipality_id=world.here.id, public_id="utford0001", state=ChallengeState.APEN, title=world.theme().name,
        created_at=world.now, published_at=world.now,
    )  # fmt: skip
    world.db.add(row)
    world.db.flush()
    world.db.add(ChallengePartner(challenge_id=row.id, municipality_id=world.here.id, is_lead=True))
    world.db.flush()
    world.db.info.pop("untold", None)
    return row


def found(world):
    """What a resident meets of proposals: list, search, likeness, stored totals."""
    ctx = world.context()
    world.db.expire_all()
    return (
        proposals.listing(ctx, Filters()).count,
        proposals.listing(ctx, Filters(query="benk", sort="treff")).count,
        len(proposals.similar(ctx, "benker langs elva")),
        world.db.scalar(select(Municipality.proposal_count).where(Municipality.id == world.here.id)),
        world.db.scalar(select(Challenge.proposal_count)),
    )


def test_hidden_proposal_is_gone_everywhere_and_comes_back(halden, moderator):
    row = challenge(halden)
    ref = halden.proposal(challenge=row.public_id)
    assert found(halden) == (1, 1, 1, 1, 1)
    moderation.hide_proposal(halden.context(moderator), ref, SPAM, "Dette er reklame.")
    assert found(halden) == (0, 0, 0, 0, 0)
    assert halden.row(ref).hidden_reason == "Dette er reklame."
    moderation.restore_proposal(halden.context(moderator), ref, "Vi tok feil.")
    assert found(halden) == (1, 1, 1, 1, 1)
    assert (halden.row(ref).hidden_at, halden.row(ref).hidden_reason) == (None, "")


def test_hiding_leaves_event_outbox_security_row_and_the_words_as_a_note(halden, moderator):
    ref = halden.proposal()
    moderation.hide_proposal(halden.context(moderator), ref, SPAM, "Dette er reklame.")
    event = halden.db.scalars(select(Event).order_by(Event.id.desc())).first()
    ruling = halden.db.scalars(select(Ruling)).one()
    assert (event.what, event.details) == (What.PROPOSAL_HIDDEN, {"reason": "spam", "ruling": ruling.public_id})
    assert (ruling.deed, ruling.reason, ruling.words) == (Deed.SKJULT, SPAM, "Dette er reklame.")
    assert event.id in halden.db.scalars(select(Outbox.event_id)).all()
    assert halden.db.scalars(select(SecurityEvent.what)).all() == ["hide"]
    [told] = case_talk.notes(halden.context(moderator), halden.row(ref).id)
    assert (told.text, told.name, told.deed, told.reason) == ("Dette er reklame.", moderator.name, Deed.SKJULT, SPAM)


def test_hidden_comment_is_not_counted_and_its_reports_are_closed(halden, moderator):
    ref = halden.proposal()
    said = comments.write(halden.context(halden.person("Sur Nabo")), ref, Remark("Tull og tøys."))
    kept = comments.write(halden.context(halden.person("Snill Nabo")), ref, Remark("Fint forslag."))
    reports.report(halden.context(), ref, Complaint(SPAM), comment=said)
    reports.report(halden.context(), ref, Complaint(SPAM), comment=kept)
    moderation.hide_comment(halden.context(moderator), said, SPAM, "Det er skjellsord.")
    halden.db.expire_all()
    assert halden.row(ref).comment_count == 1
    outcomes = dict(halden.db.execute(select(Report.comment_id, Report.outcome)).all())
    row = halden.db.scalar(select(Comment).where(Comment.public_id == said))
    assert (outcomes.pop(row.id), list(outcomes.values()), row.open_reports) == (Outcome.SKJULT, [None], 0)
    moderation.restore_comment(halden.context(moderator), said, "Greit likevel.")
    assert halden.row(ref).comment_count == 2


def test_a_retracted_comment_is_not_counted_twice(halden, moderator):
    writer, ref = halden.person(), halden.proposal()
    said = comments.write(halden.context(writer), ref, Remark("Jeg angrer."))
    comments.retract(halden.context(writer), ref, said)
    halden.db.expire_all()
    moderation.hide_comment(halden.context(moderator), said, SPAM, "Skjules også.")
    assert halden.row(ref).comment_count == 0
    moderation.restore_comment(halden.context(moderator), said, "Og vises.")
    assert halden.row(ref).comment_count == 0


def test_keeping_closes_the_reports_and_shows_the_text_still(halden, moderator):
    ref = halden.proposal()
    reports.report(halden.context(), ref, Complaint(SPAM))
    reports.report(halden.context(), ref, Complaint(ReportReason.ANNET, "Feil sted."))
    halden.db.expire_all()
    moderation.keep_proposal(halden.context(moderator), ref)
    assert halden.row(ref).is_public
    assert halden.row(ref).open_reports == 0
    assert set(halden.db.scalars(select(Report.outcome))) == {Outcome.BEHOLDT}
    with pytest.raises(Unfit):
        moderation.keep_proposal(halden.context(moderator), ref)


def test_a_reason_is_mandatory_and_short_enough_for_its_column(halden, moderator):
    ref = halden.proposal()
    for words in ("", "  \n", "x" * 501):
        with pytest.raises(Unfit) as refused:
            moderation.hide_proposal(halden.context(moderator), ref, SPAM, words)
        assert set(refused.value.fields) == {"text"}
    assert halden.row(ref).is_public


def test_nothing_is_hidden_or_shown_twice(halden, moderator):
    ref, ctx = halden.proposal(), halden.context(moderator)
    with pytest.raises(Unfit):
        moderation.restore_proposal(ctx, ref, "Ikke skjult.")
    moderation.hide_proposal(ctx, ref, SPAM, "Reklame.")
    with pytest.raises(Unfit):
        moderation.hide_proposal(ctx, ref, SPAM, "Reklame igjen.")


def test_a_draft_that_was_sent_back_is_nobody_elses(db):
    world = municipality(db, "asker", approval=True)
    moderator = world.person("Mona", Role.MODERATOR)
    ref = world.proposal()
    world.move(ref, "send_tilbake", moderator)
    with pytest.raises(Missing):
        moderation.hide_proposal(world.context(moderator), ref, SPAM, "Nei.")


def test_other_municipalities_moderators_find_nothing(db, halden):
    ref = halden.proposal()
    said = comments.write(halden.context(halden.person()), ref, Remark("Hei."))
    voss = municipality(db, "voss")
    stranger = voss.person("Fremmed", Role.MODERATOR, Role.LEDER)
    for name in (ref, "2026-999999"):
        with pytest.raises(Missing):
            moderation.hide_proposal(voss.context(stranger), name, SPAM, "Nei.")
    for name in (said, "finnesikke"):
        with pytest.raises(Missing):
            moderation.hide_comment(voss.context(stranger), name, SPAM, "Nei.")
    with pytest.raises(Refused):
        moderation.hide_comment(halden.context(stranger), said, SPAM, "Nei.")


@pytest.mark.parametrize("many", [1, 3])
def test_reported_things_are_grouped_in_two_statements(halden, moderator, statements, many):
    ref = halden.proposal()
    said = comments.write(halden.context(halden.person()), ref, Remark("Hei."))
    for number in range(many):
        reports.report(halden.later(minutes=number).context(), ref, Complaint(ReportReason.ANNET, f"Grunn {number}"))
    reports.report(halden.later(minutes=9).context(), ref, Complaint(SPAM), comment=said)
    ctx = halden.context(moderator)
    with statements.exactly(2):
        found = queries.queue(ctx, Kind.MELDT)
    assert [(one.thing.comment, [told.text for told in one.reports]) for one in found.rows] == [
        ("", [f"Grunn {number}" for number in range(many)]),
        (said, [""]),
    ]
    assert halden.db.scalar(select(func.count()).select_from(Report)) == many + 1
