"""Texts that are read before they are published: who sees them meanwhile, who is let through, and what is told."""

import pytest
from sqlalchemy import select

from samskaping.actions import approval, comments, moderation, moves, reports, rewriting, trust
from samskaping.actions.comments import Remark
from samskaping.actions.drafts import Change
from samskaping.actions.moves import Wish
from samskaping.actions.reports import Complaint
from samskaping.actions.telling import tell
from samskaping.errors import Missing, Refused, Unfit
from samskaping.models import Challenge, ChallengePartner, Comment, Event, Notification, Outbox, Person, Version
from samskaping.queries import approval as reading
from samskaping.queries import casework, proposal_page, verifying
from samskaping.queries import comments as talk
from samskaping.queries import moderation as queue
from samskaping.queries import trust as standing
from samskaping.queries.moderation import Kind
from samskaping.rules.events import What
from samskaping.rules.kinds import ChallengeState
from samskaping.rules.moderation import RECORD_SPAN, Reading, Record, Trust
from samskaping.rules.moderation import trust as rule
from samskaping.rules.pipeline import State
from samskaping.rules.roles import Role
from samskaping.rules.speech import ReportReason
from tests.world import municipality

pytestmark = pytest.mark.second_in_matrix

OFF_TOPIC = ReportReason.UTENFOR_TEMA


@pytest.fixture
def reads_comments(db):
    """A municipality that reads comments before it publishes them, and proposals after."""
    return municipality(db, "voss", comment_approval=True)


@pytest.fixture
def mona(reads_comments):
    return reads_comments.person("Mona Moderator", Role.MODERATOR)


def challenge(world, **read):
    row = Challenge(
        municipality_id=world.here.id, public_id="utford0001", state=ChallengeState.APEN, title=world.theme().name,
        created_at=world.now, published_at=world.now, **read,
    )  # fmt: skip
    world.db.add(row)
    world.db.flush()
    world.db.add(ChallengePartner(challenge_id=row.id, municipality_id=world.here.id, is_lead=True))
    world.db.flush()
    world.db.info.pop("untold", None)
    return row.public_id


def read_by(world, person, ref):
    """The words of the conversation, as somebody reads it."""
    world.db.expire_all()
    found = talk.conversation(world.context(person), world.row(ref).id, None)
    return [one.text for one in found.threads]


def told(world, what):
    """The names of those who hear of the newest event of a kind, once what waits is told."""
    ctx = world.context()
    for waiting in world.db.scalars(select(Outbox).execution_options(every_municipality=True)).all():
        tell(ctx, waiting, world.db.get(Event, waiting.event_id))
    world.db.flush()
    event = world.db.scalars(select(Event).where(Event.what == what).order_by(Event.id.desc())).first()
    heard = select(Person.name).join(Notification, Notification.person_id == Person.id)
    return set(world.db.scalars(heard.where(Notification.event_id == event.id))) if event else None


def test_a_comment_that_waits_is_its_writers_and_the_moderators_alone(reads_comments, mona):
    world = reads_comments
    ola, per = world.person("Ola"), world.person("Per")
    ref = world.proposal(ola)
    said = comments.write(world.context(per), ref, Remark("Fint forslag."))
    assert (read_by(world, per, ref), read_by(world, mona, ref)) == (["Fint forslag."], ["Fint forslag."])
    insight = world.person("Inga", Role.INNSYN)
    for stranger in (None, ola, insight):
        assert read_by(world, stranger, ref) == []
        for look in (talk.one, talk.cursor_at):
            with pytest.raises(Missing):
                look(world.context(stranger), ref, said)
    case = proposal_page.case(world.context(), ref)
    assert (case.comment_count, sum(case.balance.values())) == (0, 0)
    with pytest.raises(Missing):
        reports.report(world.context(ola), ref, Complaint(ReportReason.SPAM), comment=said)
    with pytest.raises(Unfit):
        comments.write(world.context(ola), ref, Remark("Svar.", reply_to=said))
    assert list(verifying.counts(world.context())) == []


def test_a_comment_is_told_to_others_when_it_is_approved_and_not_before(reads_comments, mona):
    world = reads_comments
    ola, per = world.person("Ola"), world.person("Per")
    ref = world.proposal(ola)
    said = comments.write(world.context(per), ref, Remark("Fint forslag."))
    assert told(world, What.COMMENT_WRITTEN) is None
    assert told(world, What.COMMENT_HELD) == {"Mona Moderator"}
    approval.approve_comment(world.context(mona), said)
    assert told(world, What.COMMENT_WRITTEN) == {"Ola"}
    assert told(world, What.COMMENT_APPROVED) == {"Per"}
    assert read_by(world, None, ref) == ["Fint forslag."]
    assert world.row(ref).comment_count == 1
    with pytest.raises(Unfit):
        approval.approve_comment(world.context(mona), said)
    assert list(verifying.counts(world.context())) == []


def test_a_refused_comment_tells_its_writer_why_and_is_read_again_when_it_changes(reads_comments, mona):
    world, per = reads_comments, reads_comments.person("Per")
    ref = world.proposal()
    said = comments.write(world.context(per), ref, Remark("Kjøp sykler hos meg."))
    with pytest.raises(Unfit):
        approval.refuse_comment(world.context(mona), said, OFF_TOPIC, "  ")
    approval.refuse_comment(world.context(mona), said, OFF_TOPIC, "Dette er reklame.")
    own = talk.one(world.context(per), ref, said)
    assert (own.hidden_code, own.hidden_reason) == (OFF_TOPIC, "Dette er reklame.")
    assert queue.counts(world.context(mona))[Kind.KOMMENTARER] == 0
    assert read_by(world, None, ref) == []
    comments.edit(world.context(per), ref, said, version=1, written="Jeg vil ha sykkelvei.")
    assert queue.counts(world.context(mona))[Kind.KOMMENTARER] == 1
    approval.approve_comment(world.context(mona), said)
    assert read_by(world, None, ref) == ["Jeg vil ha sykkelvei."]
    first = world.db.scalars(select(Version).where(Version.subject_kind == "comment", Version.number == 1)).one()
    assert first.redacted_at is not None  # what nobody approved, is not read through the earlier versions
    assert list(verifying.counts(world.context())) == []


def test_a_changed_comment_is_read_again_and_the_answers_under_it_stay(reads_comments, mona):
    world = reads_comments
    per, ola = world.person("Per"), world.person("Ola")
    ref = world.proposal(ola)
    said = comments.write(world.context(per), ref, Remark("Fint forslag."))
    approval.approve_comment(world.context(mona), said)
    answer = comments.write(world.context(ola), ref, Remark("Takk.", reply_to=said))
    approval.approve_comment(world.context(mona), answer)
    comments.edit(world.context(per), ref, said, version=1, written="Dumt forslag.")
    (thread,) = talk.conversation(world.context(), world.row(ref).id, None).threads
    assert (thread.text, thread.author, [reply.text for reply in thread.replies]) == ("", "", ["Takk."])
    assert world.row(ref).comment_count == 1
    approval.approve_comment(world.context(mona), said)
    assert told(world, What.COMMENT_WRITTEN) is not None
    assert len(world.db.scalars(select(Event).where(Event.what == What.COMMENT_WRITTEN)).all()) == 2
    assert list(verifying.counts(world.context())) == []


@pytest.mark.parametrize(("own", "choice", "waits"), [
    (False, None, False), (True, None, True), (False, Reading.FORST, True), (True, Reading.ETTER, False),
])  # fmt: skip
def test_a_challenge_says_when_texts_are_read_and_the_municipality_where_it_does_not(db, own, choice, waits):
    world = municipality(db, "asker", approval=own, comment_approval=own)
    ref = world.proposal(challenge=challenge(world, proposals_read=choice, comments_read=choice))
    assert (world.row(ref).state is State.TIL_GODKJENNING) is waits
    if waits:
        world.move(ref, "godkjenn", world.person("Mona", Role.MODERATOR))
    said = comments.write(world.context(world.person("Per")), ref, Remark("Hei."))
    held = world.db.scalar(select(Comment.held_since).where(Comment.public_id == said))
    assert (held is not None) is waits


@pytest.mark.parametrize(("record", "after", "why"), [
    (Record(approved=5), 5, Trust.OPPARBEIDET), (Record(approved=4), 5, None), (Record(approved=9, stopped=1), 5, None),
    (Record(approved=9), 0, None), (Record(word=True), 0, Trust.GITT), (Record(approved=9, word=False), 5, None),
    (Record(stopped=3, word=True), 5, Trust.GITT),
])  # fmt: skip
def test_what_staff_say_goes_before_the_record_and_the_record_before_nothing(record, after, why):
    assert rule(record, after) is why


def test_a_good_record_lets_the_next_one_through_until_something_is_stopped(db):
    world = municipality(db, "asker", comment_approval=True, trust_after=2)
    mona, per = world.person("Mona", Role.MODERATOR), world.person("Per")
    ref = world.proposal()
    for number in range(2):
        said = comments.write(world.context(per), ref, Remark(f"Kommentar {number}."))
        approval.approve_comment(world.context(mona), said)
    through = comments.write(world.context(per), ref, Remark("Slipper gjennom."))
    row = world.db.scalars(select(Comment).where(Comment.public_id == through)).one()
    assert (row.held_since, row.trust) == (None, Trust.OPPARBEIDET)
    moderation.hide_comment(world.context(mona), through, OFF_TOPIC, "Dette er tull.")
    comments.write(world.context(per), ref, Remark("Venter igjen."))
    assert queue.counts(world.context(mona))[Kind.KOMMENTARER] == 1
    old = world.later(days=RECORD_SPAN.days + 1)
    assert reading.record(old.context(per), per.id) == Record()


def test_trust_is_given_and_taken_with_words_that_are_kept(reads_comments, mona):
    world, per = reads_comments, reads_comments.person("Per")
    ref = world.proposal()
    comments.write(world.context(per), ref, Remark("Venter."))
    with pytest.raises(Unfit):
        trust.say(world.context(mona), per.public_id, is_trusted=True, why=" ")
    trust.say(world.context(mona), per.public_id, is_trusted=True, why="Leder velforeningen.")
    said = comments.write(world.context(per), ref, Remark("Slipper gjennom."))
    assert world.db.scalar(select(Comment.trust).where(Comment.public_id == said)) is Trust.GITT
    trust.say(world.later(hours=1).context(mona), per.public_id, is_trusted=False, why="Skrev for hissig.")
    comments.write(world.context(per), ref, Remark("Venter igjen."))
    assert queue.counts(world.context(mona))[Kind.KOMMENTARER] == 2
    kept = standing.standing(world.context(mona), per.public_id)
    assert [word.why for word in kept.words] == ["Skrev for hissig.", "Leder velforeningen."]
    with pytest.raises(Refused):
        trust.say(world.context(per), per.public_id, is_trusted=True, why="Meg selv.")
    with pytest.raises(Missing):
        trust.say(world.context(mona), world.person("Fremmed").public_id, is_trusted=True, why="Har ikke skrevet her.")
    comments.write(world.context(mona), ref, Remark("Slipper gjennom som ansatt."))
    with pytest.raises(Unfit):
        trust.say(world.context(mona), mona.public_id, is_trusted=True, why="Meg selv.")


def test_followers_hear_of_a_publication_once_and_moderators_of_a_change(db):
    world = municipality(db, "asker", approval=True)
    mona, ola = world.person("Mona", Role.MODERATOR), world.person("Ola")
    ref = world.proposal(ola)
    assert told(world, What.PROPOSAL_SUBMITTED) == {"Mona"}
    texts = {"title": "Nye benker", "need": "Mora mi orker ikke turen.", "idea": ""}
    rewriting.edit(world.context(ola), ref, Change(**texts), version=1)
    assert told(world, What.PROPOSAL_REWRITTEN) == {"Mona"}
    approval.approve_proposal(world.context(mona), ref)
    assert told(world, What.PROPOSAL_PUBLISHED) == {"Ola"}
    rewriting.edit(world.context(ola), ref, Change(title="Benker"), version=world.row(ref).version)
    assert told(world, What.PROPOSAL_REWRITTEN) == {"Mona"}
    moves.move(world.sure(mona, ref), ref, Wish("godkjenn", world.row(ref).version))
    assert told(world, What.PROPOSAL_REPUBLISHED) == {"Ola"}
    assert len(world.db.scalars(select(Event).where(Event.what == What.PROPOSAL_PUBLISHED)).all()) == 1


def test_the_queue_and_the_inbox_agree_and_the_queue_takes_two_statements(db, statements):
    world = municipality(db, "asker", approval=True, comment_approval=True)
    mona = world.person("Mona", Role.MODERATOR)
    for number in range(3):
        later = world.later(minutes=number)
        ref = later.proposal(later.person(f"Skriver {number}"))
    world.move(ref, "godkjenn", mona)
    for number in range(2):
        comments.write(world.later(minutes=10 + number).context(world.person(f"Per {number}")), ref, Remark("Hei."))
        reports.report(world.later(minutes=20 + number).context(), ref, Complaint(ReportReason.SPAM))
    ctx = world.context(mona)
    counts, inbox = queue.counts(ctx), casework.counts(ctx)
    assert counts == {**counts, Kind.FORSLAG: 2, Kind.KOMMENTARER: 2, Kind.MELDT: 1}
    assert (inbox.queues["godkjenning"], inbox.reports) == (counts[Kind.FORSLAG], counts[Kind.MELDT])
    with statements.exactly(2):
        found = queue.queue(ctx)
    assert [one.kind for one in found.rows] == [Kind.FORSLAG] * 2 + [Kind.KOMMENTARER] * 2 + [Kind.MELDT]
    first = queue.queue(ctx, size=2)
    cursor = queue.cursors.read(first.following, "")
    rest = queue.queue(ctx, None, cursor)
    assert [one.tie for one in (*first.rows, *rest.rows)] == [one.tie for one in found.rows]
    assert {one.kind for one in queue.queue(ctx, Kind.MELDT).rows} == {Kind.MELDT}
