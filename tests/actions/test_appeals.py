"""Whoever wrote a text that was stopped is told why, and has somebody else look at it; both databases."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from samskaping.actions import appeals, approval, blocking, comments, moderation, redaction, reports
from samskaping.actions.comments import Remark
from samskaping.actions.reports import Complaint
from samskaping.errors import Missing, Refused, Unfit
from samskaping.jobs.retain import RULES
from samskaping.models import Appeal, Comment, Event, Letter, LetterKind, Report, Ruling
from samskaping.queries import appeals as queries
from samskaping.queries.audiences import hearers
from samskaping.rules.appeals import Conclusion, open_until
from samskaping.rules.blocking import Span
from samskaping.rules.events import What
from samskaping.rules.retention import RETENTION
from samskaping.rules.roles import Role
from samskaping.rules.speech import ReportReason
from tests.truths import broken
from tests.world import municipality

pytestmark = pytest.mark.second_in_matrix

RUDE = ReportReason.KRENKENDE
WORDS = "Tull og tøys om naboen."


@pytest.fixture
def mona(halden):
    return halden.person("Mona Moderator", Role.MODERATOR)


@pytest.fixture
def petter(halden):
    return halden.person("Petter Moderator", Role.MODERATOR)


@pytest.fixture
def writer(halden):
    return halden.person("Sur Nabo")


@pytest.fixture
def said(halden, writer):
    """A comment that somebody reported."""
    ref = halden.proposal()
    comment = comments.write(halden.context(writer), ref, Remark(WORDS))
    reports.report(halden.context(halden.person("Rita Melder")), ref, Complaint(RUDE), comment=comment)
    halden.db.expire_all()
    return ref, comment


def hide(halden, by, comment):
    """Hide a comment; answers the ruling's public id."""
    moderation.hide_comment(halden.context(by), comment, RUDE, "Det er skjellsord.")
    halden.db.flush()
    return halden.db.scalars(select(Ruling.public_id).order_by(Ruling.id.desc())).first()


def last(halden, what):
    found = select(Event).where(Event.what == what).order_by(Event.id.desc())
    return halden.db.scalars(found).first()


def row_of(halden, comment):
    return halden.db.scalars(select(Comment).where(Comment.public_id == comment)).one()


def test_an_overturned_ruling_is_undone_and_everybody_concerned_is_told(halden, mona, petter, writer, said):
    ref, comment = said
    ruling = hide(halden, mona, comment)
    reporter = halden.db.scalars(select(Report.reporter_id)).one()
    assert set(hearers(halden.context(), last(halden, What.REPORT_CLOSED))) == {reporter}
    halden.told()
    letters = select(Letter.person_id, Letter.params).where(Letter.kind == LetterKind.RULING)
    assert halden.db.execute(letters).all() == [(writer.id, {"ruling": ruling})]

    later = halden.later(days=3)
    appeal = appeals.appeal(later.context(writer), ruling, "Naboen og jeg spøker alltid slik.")
    made = last(halden, What.APPEAL_MADE)
    assert set(hearers(later.context(), made)) == {petter.id}
    assert made.details["due"] == str(later.context().today + timedelta(days=14))

    appeals.decide(later.context(petter), appeal, Conclusion.OMGJORT, "Vi leste det feil.")
    halden.db.expire_all()
    row = row_of(halden, comment)
    assert (row.hidden_at, row.hidden_reason, halden.row(ref).comment_count) == (None, "", 1)
    assert set(hearers(later.context(), last(halden, What.RULING_OVERTURNED))) == {writer.id}
    assert set(hearers(later.context(), last(halden, What.REPORT_REVISED))) == {reporter}
    halden.told()
    posted = halden.db.scalars(select(Letter).where(Letter.kind == LetterKind.APPEAL_DECIDED)).one()
    assert (posted.person_id, posted.params) == (writer.id, {"appeal": appeal})
    assert broken(halden.db) == []


def test_an_upheld_ruling_stands(halden, mona, petter, writer, said):
    _ref, comment = said
    appeal = appeals.appeal(halden.context(writer), hide(halden, mona, comment), "Jeg er uenig.")
    appeals.decide(halden.context(petter), appeal, Conclusion.OPPRETTHOLDT, "Det er skjellsord.")
    assert row_of(halden, comment).hidden_at is not None
    assert last(halden, What.REPORT_REVISED) is None
    assert last(halden, What.RULING_UPHELD).details["appeal"] == appeal


def test_never_the_one_who_ruled_nor_the_writer_nor_whoever_is_partial(halden, mona, petter, said, db):
    ref, comment = said
    colleague = halden.caseworker("Kari Skribent")
    row_of(halden, comment).writer_id = colleague.id
    appeal = appeals.appeal(halden.context(colleague), hide(halden, mona, comment), "Jeg er uenig.")
    halden.row(ref).partial_ids = [petter.id]
    db.flush()
    for somebody in (mona, colleague, petter, halden.person("Vilkårlig Innbygger")):
        with pytest.raises(Refused):
            appeals.decide(halden.context(somebody), appeal, Conclusion.OMGJORT, "Jeg gjør det selv.")
    assert row_of(halden, comment).hidden_at is not None
    leader = halden.person("Lise Leder", Role.LEDER)
    appeals.decide(halden.context(leader), appeal, Conclusion.OMGJORT, "Vi leste det feil.")
    assert row_of(halden, comment).hidden_at is None


def test_where_nobody_else_moderates_an_administrator_hears_and_decides(halden, mona, writer, said):
    _ref, comment = said
    ruling = hide(halden, mona, comment)
    mine = halden.context(writer)
    assert queries.others(mine, queries.own(mine, ruling)).are_none
    admin = halden.person("Ada Administrator", Role.ADMINISTRATOR)
    others = queries.others(mine, queries.own(mine, ruling))
    assert (others.moderating, others.administering) == (0, 1)
    appeal = appeals.appeal(mine, ruling, "Jeg er uenig.")
    assert set(hearers(mine, last(halden, What.APPEAL_MADE))) == {admin.id}
    appeals.decide(halden.context(admin), appeal, Conclusion.OMGJORT, "Vi leste det feil.")
    assert row_of(halden, comment).hidden_at is None


def overturn(halden, petter, writer, ruling):
    halden.db.flush()
    appeal = appeals.appeal(halden.context(writer), ruling, "Jeg er uenig.")
    appeals.decide(halden.context(petter), appeal, Conclusion.OMGJORT, "Vi tok feil.")
    halden.db.flush()


def test_a_redaction_is_undone(halden, mona, petter, writer, said):
    _ref, comment = said
    ruling = redaction.redact(halden.context(mona), "kommentar", comment, ["tøys"], RUDE, "Stygt ord.")
    assert row_of(halden, comment).text != WORDS
    told = hearers(halden.context(), last(halden, What.COMMENT_REDACTED))
    assert set(told) == {writer.id}
    overturn(halden, petter, writer, ruling)
    assert row_of(halden, comment).text == WORDS
    assert last(halden, What.REDACTION_UNDONE).details["ruling"] == ruling
    assert broken(halden.db) == []


def test_a_block_is_lifted_and_whoever_is_blocked_can_appeal(halden, mona, petter, writer, said):
    ref, comment = said
    ruling = blocking.block(halden.context(mona), "kommentar", comment, Span.MANED, RUDE, "Hets tre ganger.")
    halden.db.flush()
    assert set(hearers(halden.context(), last(halden, What.WRITER_BLOCKED))) == {writer.id}
    with pytest.raises(Refused):
        comments.write(halden.context(writer), ref, Remark("Enda mer."))
    overturn(halden, petter, writer, ruling)
    assert comments.write(halden.context(writer), ref, Remark("Takk."))


def test_a_refused_comment_is_published(db):
    world = municipality(db, "halden", comment_approval=True)
    mona, petter = (world.person(name, Role.MODERATOR) for name in ("Mona", "Petter"))
    writer, ref = world.person("Sur Nabo"), world.proposal()
    comment = comments.write(world.context(writer), ref, Remark(WORDS))
    approval.refuse_comment(world.context(mona), comment, RUDE, "Hets.")
    assert world.row(ref).comment_count == 0
    db.flush()
    overturn(world, petter, writer, db.scalars(select(Ruling.public_id)).one())
    assert (row_of(world, comment).held_since, row_of(world, comment).refused_at) == (None, None)
    assert world.row(ref).comment_count == 1
    assert broken(db) == []


def test_a_refused_proposal_is_published_unless_its_writer_went_on(db):
    world = municipality(db, "halden", approval=True)
    mona, petter = (world.person(name, Role.MODERATOR) for name in ("Mona", "Petter"))
    writer = world.person("Ola Skriver")
    for goes_on in (False, True):
        ref = world.proposal(writer)
        approval.refuse_proposal(world.context(mona), ref, RUDE, "Hets.")
        db.flush()
        if goes_on:
            world.row(ref).edited_at = world.now + timedelta(hours=1)
        overturn(world, petter, writer, db.scalars(select(Ruling.public_id).order_by(Ruling.id.desc())).first())
        assert world.row(ref).is_public is not goes_on
        assert broken(db) == []


def test_an_appeal_is_made_once_in_time_and_by_the_writer_alone(halden, mona, writer, said):
    _ref, comment = said
    ruling = hide(halden, mona, comment)
    for somebody in (mona, halden.person("Noen Andre")):
        with pytest.raises(Missing):
            appeals.appeal(halden.context(somebody), ruling, "Jeg klager for en annen.")
    with pytest.raises(Missing):
        appeals.appeal(halden.context(writer), "finnesikke", "Hva som helst.")
    with pytest.raises(Unfit) as empty:
        appeals.appeal(halden.context(writer), ruling, " \n")
    assert set(empty.value.fields) == {"text"}
    after = open_until(halden.context().today) + timedelta(days=1)
    with pytest.raises(Unfit):
        appeals.appeal(halden.later(days=(after - halden.context().today).days).context(writer), ruling, "For sent.")
    appeals.appeal(halden.later(days=(after - halden.context().today).days - 1).context(writer), ruling, "Siste dag.")
    with pytest.raises(Unfit):
        appeals.appeal(halden.context(writer), ruling, "En gang til.")


def test_an_appeal_is_decided_once_with_a_reason(halden, mona, petter, writer, said):
    _ref, comment = said
    appeal = appeals.appeal(halden.context(writer), hide(halden, mona, comment), "Jeg er uenig.")
    for words in ("", "x" * 501):
        with pytest.raises(Unfit):
            appeals.decide(halden.context(petter), appeal, Conclusion.OMGJORT, words)
    appeals.decide(halden.context(petter), appeal, Conclusion.OMGJORT, "Vi leste det feil.")
    with pytest.raises(Unfit):
        appeals.decide(halden.context(halden.caseworker()), appeal, Conclusion.OPPRETTHOLDT, "Nei.")
    assert halden.db.scalars(select(Appeal.conclusion)).one() is Conclusion.OMGJORT


def test_what_was_shown_again_before_is_not_counted_twice(halden, mona, petter, writer, said):
    ref, comment = said
    ruling = hide(halden, mona, comment)
    moderation.restore_comment(halden.later(hours=1).context(mona), comment, "Jeg tok feil.")
    appeal = appeals.appeal(halden.later(hours=2).context(writer), ruling, "Jeg vil ha svar.")
    appeals.decide(halden.later(hours=3).context(petter), appeal, Conclusion.OMGJORT, "Den skulle ikke vært skjult.")
    assert halden.row(ref).comment_count == 1
    assert broken(halden.db) == []


def test_an_appeal_is_kept_for_two_years_after_it_was_decided(halden, mona, petter, writer, said, db):
    _ref, comment = said
    appeal = appeals.appeal(halden.context(writer), hide(halden, mona, comment), "Jeg er uenig.")
    age = next(keep.age for keep in RETENTION if keep.table == "appeals")
    after = halden.now + age + timedelta(days=1)
    for is_decided in (False, True):
        for statement in RULES["appeals"](after, after - age):
            db.execute(statement)
        assert (db.scalar(select(Appeal.id)) is None) is is_decided
        if not is_decided:
            appeals.decide(halden.context(petter), appeal, Conclusion.OPPRETTHOLDT, "Den står.")
            db.flush()


def test_another_municipality_knows_nothing_of_it(halden, mona, writer, said, db):
    _ref, comment = said
    ruling = hide(halden, mona, comment)
    appeal = appeals.appeal(halden.context(writer), ruling, "Jeg er uenig.")
    asker = municipality(db, "asker")
    kari = asker.caseworker()
    for name in (appeal, "finnesikke"):
        with pytest.raises(Missing):
            queries.appealed(asker.context(kari), name)
        with pytest.raises(Missing):
            appeals.decide(asker.context(kari), name, Conclusion.OMGJORT, "Ikke min kommune.")
    with pytest.raises(Missing):
        queries.own(asker.context(writer), ruling)
