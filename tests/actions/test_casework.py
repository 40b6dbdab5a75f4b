"""Taking, giving and classifying cases; notes; what may be said when; and what is overdue."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from samskaping.actions import casework, moderation, moves, notes, statements
from samskaping.actions.casework import Place
from samskaping.actions.moves import Wish
from samskaping.actions.statements import Said
from samskaping.errors import Clash, Missing, Refused, Unfit
from samskaping.models import Challenge, ChallengePartner, Municipality, Note, Statement
from samskaping.queries import casework as queries
from samskaping.rules.kinds import ChallengeState
from samskaping.rules.pipeline import Ball
from samskaping.rules.roles import Role
from samskaping.rules.speech import Decision, ReportReason
from tests.world import municipality

pytestmark = pytest.mark.second_in_matrix


def test_a_case_is_given_only_to_people_who_handle_cases_here(db, halden, kari):
    ref, ctx = halden.proposal(), halden.context(kari)
    voss = municipality(db, "voss")
    strangers = [halden.person("Ola"), halden.person("Publisist", Role.PUBLISIST), voss.caseworker("Vossing")]
    for stranger in strangers:
        with pytest.raises(Unfit) as refused:
            casework.assign(halden.sure(kari, ref), ref, person=stranger.public_id)
        assert set(refused.value.fields) == {"person"}
    leader = halden.person("Leder", Role.LEDER)
    casework.assign(halden.sure(kari, ref), ref, person=leader.public_id)
    assert halden.row(ref).handler_id == leader.id
    with pytest.raises(Unfit):
        casework.assign(ctx, ref, before=leader.public_id)


def test_two_who_take_a_case_are_told_apart(halden, kari):
    ref, ivar = halden.proposal(), halden.caseworker("Ivar Demo")
    casework.take(halden.sure(ivar, ref), ref)
    with pytest.raises(Clash):
        casework.take(halden.sure(kari, ref), ref)
    casework.take(halden.sure(kari, ref), ref, before=ivar.public_id)
    assert halden.row(ref).handler_id == kari.id


def test_taking_a_case_disturbs_nobody_who_writes_in_it(halden, kari):
    ref = halden.proposal()
    version = halden.row(ref).version
    casework.take(halden.sure(kari, ref), ref)
    statements.answer(halden.sure(kari, ref), ref, Said("Ja.", version, decision=Decision.JA))
    assert halden.row(ref).answered_at is not None


def test_totals_follow_a_case_to_another_challenge(halden, kari):
    rows = [challenge(halden, f"utfordring{number}"[:12] + str(number)) for number in range(2)]
    ref = halden.proposal(challenge=rows[0].public_id)
    casework.classify(halden.context(kari), ref, Place(challenge=rows[1].public_id), version=halden.row(ref).version)
    halden.db.expire_all()
    assert [row.proposal_count for row in rows] == [0, 1]
    casework.classify(halden.context(kari), ref, Place(), version=halden.row(ref).version)
    halden.db.expire_all()
    assert [row.proposal_count for row in rows] == [0, 0]


def test_goals_are_at_most_three_and_things_of_others_are_refused(db, halden, kari):
    ref, voss = halden.proposal(), municipality(db, "voss")
    theirs = voss.theme("Fremmed")
    halden.context(kari)
    for wanted in (Place(goals=(1, 2, 3, 4)), Place(theme=theirs.public_id), Place(area="finnes-ikke")):
        with pytest.raises(Unfit):
            casework.classify(halden.context(kari), ref, wanted, version=halden.row(ref).version)


def challenge(world, public_id):
    row = Challenge(
        municipality_id=world.here.id, public_id=public_id, state=ChallengeState.APEN, title=world.theme().name,
        created_at=world.now, published_at=world.now,
    )  # fmt: skip
    world.db.add(row)
    world.db.flush()
    world.db.add(ChallengePartner(challenge_id=row.id, municipality_id=world.here.id, is_lead=True))
    world.db.flush()
    world.db.info.pop("untold", None)
    return row


@pytest.mark.parametrize("what", ["itself", "ended", "hidden", "waiting", "elsewhere", "unknown"])
def test_a_case_is_merged_only_into_an_open_one_that_everyone_sees(db, halden, kari, what):
    ref, other = halden.proposal(), halden.proposal()
    if what == "ended":
        halden.move(other, "avsla", kari)
    if what == "hidden":
        moderation.hide_proposal(halden.context(kari), other, ReportReason.ANNET, "Ikke greit")
    if what == "waiting":
        halden = halden_with_approval(halden)
        other = halden.proposal()
    if what == "elsewhere":
        voss = municipality(db, "voss")
        voss.proposal()
        voss.proposal()
        other = voss.proposal()
    wanted = {"itself": ref, "unknown": "2026-999999"}.get(what, other)
    with pytest.raises(Unfit) as refused:
        halden.move(ref, "sla_sammen", kari, into=wanted)
    assert set(refused.value.fields) == {"into"}
    assert halden.row(ref).state == "mottatt"


def halden_with_approval(halden):
    db = halden.db
    db.execute(update(Municipality).where(Municipality.id == halden.here.id).values(approval=True))
    return halden.refreshed()


def test_a_case_is_merged_into_an_open_one(halden, kari):
    ref, other = halden.proposal(), halden.proposal()
    halden.move(ref, "sla_sammen", kari, into=other)
    assert halden.row(ref).into_id == halden.row(other).id


def test_a_note_is_for_those_who_may_look_into_cases(halden, kari):
    ref = halden.proposal()
    notes.write(halden.context(kari), ref, "Spør Ivar.")
    assert halden.db.scalar(select(Note.text)) == "Spør Ivar."
    for stranger in (halden.person("Ola"), halden.person("Adam", Role.ADMINISTRATOR)):
        with pytest.raises(Refused):
            notes.write(halden.context(stranger), ref, "Nei.")
    with pytest.raises(Unfit):
        notes.write(halden.context(kari), ref, " \n ")


def test_interim_reply_and_question_only_while_they_have_a_meaning(halden, kari):
    ref = halden.proposal()
    halden.move(ref, "avsla", kari)
    ctx = halden.context(kari)
    with pytest.raises(Unfit):
        statements.interim(ctx, ref, Said("Mer tid.", halden.row(ref).version, due=halden.in_days(9)), impartial=True)
    with pytest.raises(Unfit):
        statements.ask(halden.context(kari), ref, Said("Hvor?", halden.row(ref).version))
    halden.db.expire_all()
    assert halden.row(ref).ball is Ball.INGEN


def test_nothing_is_said_in_public_before_the_proposal_is(db):
    asker = municipality(db, "asker", approval=True)
    kari, ref = asker.caseworker(), asker.proposal()
    with pytest.raises(Unfit):
        statements.answer(asker.sure(kari, ref), ref, Said("Ja.", asker.row(ref).version, decision=Decision.JA))


def test_a_reply_gives_the_ball_back_with_the_nearest_date(halden, kari):
    writer = halden.person()
    ref = halden.proposal(writer)
    halden.move(ref, "vurder", kari)
    halden.move(ref, "utvikle", kari, next_on=halden.in_days(5))
    statements.ask(halden.context(kari), ref, Said("Hvor?", halden.row(ref).version, due=halden.in_days(20)))
    question = halden.db.scalar(select(Statement.public_id).order_by(Statement.id.desc()))
    statements.reply(halden.context(writer), ref, question, Said("Ved brua.", 0))
    assert (halden.row(ref).ball, halden.row(ref).ball_until) == (Ball.KOMMUNE, halden.in_days(5))


@pytest.mark.parametrize("days", [-1, 0])
def test_an_interim_reply_promises_a_later_day_than_the_one_before(halden, kari, days):
    ref = halden.proposal()
    promised = halden.row(ref).answer_due
    ctx, version = halden.context(kari), halden.row(ref).version
    with pytest.raises(Unfit) as refused:
        statements.interim(ctx, ref, Said("Mer tid.", version, due=promised + timedelta(days=days)), impartial=True)
    assert "ikke senere enn den som er lovet" in str(refused.value.fields["due"])
    halden.db.rollback()


@pytest.mark.parametrize(("step", "after"), [(-1, 40), (0, 0), (5, 5)])
def test_an_interim_reply_renews_a_step_whose_day_has_passed(halden, kari, step, after):
    ref = halden.proposal()
    halden.move(ref, "vurder", kari)
    halden.move(ref, "utvikle", kari, next_on=halden.in_days(5))
    row = halden.row(ref)
    row.next_on = row.ball_until = halden.in_days(step)
    halden.db.flush()
    statements.interim(halden.sure(kari, ref), ref, Said("Mer tid.", row.version, due=halden.in_days(40)))
    row = halden.row(ref)
    assert (row.next_on, row.ball_until, row.due_on) == (halden.in_days(after),) * 3


def test_an_answer_takes_the_ball_back_from_a_question_that_stands_open(halden, kari):
    writer = halden.person()
    ref = halden.proposal(writer)
    halden.move(ref, "vurder", kari)
    statements.ask(halden.context(kari), ref, Said("Hvor?", halden.row(ref).version, due=halden.in_days(20)))
    question = halden.db.scalar(select(Statement.public_id).order_by(Statement.id.desc()))
    statements.answer(halden.sure(kari, ref), ref, Said("Ja.", halden.row(ref).version, decision=Decision.JA))
    row = halden.row(ref)
    assert (row.ball, row.ball_until) == (Ball.KOMMUNE, row.next_on)
    statements.reply(halden.context(writer), ref, question, Said("Ved brua.", 0))
    assert halden.row(ref).ball is Ball.KOMMUNE


def test_words_are_signed_with_the_unit_of_whoever_says_them(halden, kari):
    ref = halden.proposal()
    halden.joins(kari, halden.unit("Servicetorget"))
    halden.move(ref, "vurder", kari, unit=halden.unit("Vei og park").public_id, reason="Vi ser på det.")
    statements.answer(halden.sure(kari, ref), ref, Said("Ja.", halden.row(ref).version, decision=Decision.JA))
    assert [said.unit_name.nb for said in halden.db.scalars(select(Statement))] == ["Servicetorget"] * 2
    ivar = halden.caseworker("Ivar Demo")
    statements.update(halden.context(ivar), ref, Said("Nytt.", halden.row(ref).version))
    assert not halden.db.scalars(select(Statement).order_by(Statement.id.desc()).limit(1)).one().unit_name


def test_overdue_is_what_the_municipality_owes(halden, kari):
    ref = halden.later(days=-40).proposal()
    late = queries.Filters(queue="frist")
    ctx = halden.context(kari)
    assert [row.reference for row in queries.inbox(ctx, late).rows] == [ref]
    statements.ask(halden.context(kari), ref, Said("Hvor?", halden.row(ref).version, due=halden.in_days(9)))
    row = queries.inbox(ctx, late).rows[0]
    assert row.due_on == halden.row(ref).answer_due  # the clock does not stop
    statements.interim(halden.sure(kari, ref), ref, Said("Mer tid.", halden.row(ref).version, due=halden.in_days(20)))
    assert queries.inbox(ctx, late).rows == ()


def test_verbs_of_nobody_are_missing(halden, kari):
    ref = halden.proposal()
    with pytest.raises((Missing, Unfit)):
        moves.move(halden.sure(kari, ref), ref, Wish("finnes_ikke", halden.row(ref).version))
