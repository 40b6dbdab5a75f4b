"""Evaluations: who is asked and told, what is demanded, versions, and what evaluators see of each other's."""

from decimal import Decimal

import pytest
from sqlalchemy import select, update

from samskaping.actions import casework as casework_deeds
from samskaping.actions import challenges, evaluations, impartiality
from samskaping.actions.casework import Place
from samskaping.actions.evaluations import Judgement
from samskaping.db import Texts
from samskaping.errors import Clash, Missing, Refused, Unfit
from samskaping.models import Challenge, ChallengePartner, Evaluation, Event, Membership, Version
from samskaping.queries import case_page, casework, notifications
from samskaping.queries import evaluations as queries
from samskaping.queries.audiences import hearers
from samskaping.rules.evaluation import Feasibility, is_same
from samskaping.rules.events import PUBLIC_FACTS, What
from samskaping.rules.roles import Role
from tests.challenges import content
from tests.world import municipality

pytestmark = pytest.mark.second_in_matrix


@pytest.fixture
def experts(halden):
    return [halden.person("Fagperson En", Role.INNSYN), halden.caseworker("Fagperson To")]


def asked(world, kari, experts, **change):
    ref = world.proposal(**change)
    evaluations.ask(world.context(kari), ref, [one.public_id for one in experts], due=world.in_days(7))
    return ref


def seen(world, person, ref):
    ctx = world.context(person)
    return queries.in_case(ctx, case_page.case(ctx, ref))


def test_whoever_is_asked_is_told_and_nobody_else_may_write(halden, kari, experts):
    ref = asked(halden, kari, experts)
    event = halden.db.scalars(select(Event).order_by(Event.id.desc())).first()
    assert set(hearers(halden.context(), event)) == {one.id for one in experts}
    assert {What.EVALUATION_ASKED, What.EVALUATION_SUBMITTED, What.EVALUATION_DROPPED}.isdisjoint(PUBLIC_FACTS)
    for outsider in (kari, halden.caseworker("Utenfor")):
        with pytest.raises(Missing):
            evaluations.submit(halden.context(outsider), ref, Judgement(0, Feasibility.DELVIS))
    with pytest.raises(Refused):
        evaluations.ask(halden.context(experts[0]), ref, [kari.public_id])
    for stranger in (halden.person("Innbygger"), municipality(halden.db, "voss").caseworker("Vossing")):
        with pytest.raises(Unfit):
            evaluations.ask(halden.context(kari), ref, [stranger.public_id])


@pytest.mark.parametrize(
    ("judgement", "fields"),
    [
        (Judgement(0), {"feasibility"}),
        (Judgement(0, Feasibility.IKKE, "  "), {"explanation"}),
        (Judgement(0, Feasibility.DELVIS, least_cost=Decimal(2), most_cost=Decimal(1)), {"most_cost"}),
        (Judgement(0, Feasibility.DELVIS, responsible="x" * 201), {"responsible"}),
    ],
)
def test_what_an_evaluation_demands(halden, kari, experts, judgement, fields):
    ref = asked(halden, kari, experts)
    with pytest.raises(Unfit) as refused:
        evaluations.submit(halden.context(experts[0]), ref, judgement)
    assert set(refused.value.fields) == fields


def test_an_edit_is_a_new_version_and_costs_are_exact(halden, kari, experts):
    ref = asked(halden, kari, experts)
    cost = Decimal("99999999999.99")
    first = Judgement(0, Feasibility.IKKE, "Ingen plass", Decimal("0.10"), cost)
    evaluations.submit(halden.context(experts[0]), ref, first)
    with pytest.raises(Clash):
        evaluations.submit(halden.context(experts[0]), ref, first)
    evaluations.submit(halden.context(experts[0]), ref, Judgement(1, Feasibility.DELVIS, "Litt plass", most_cost=cost))
    judging = seen(halden, kari, ref)
    assert (judging.done, len(judging.rows)) == (1, 2)
    one = next(row for row in judging.rows if row.version)
    assert (one.version, one.feasibility, one.least, one.most) == (2, Feasibility.DELVIS, None, cost)
    kept = halden.db.scalars(
        select(Version.fields).where(Version.subject_kind == "evaluation").order_by(Version.number)
    )
    assert [(row["explanation"], row["least_cost"]) for row in kept] == [("Ingen plass", 10), ("Litt plass", None)]
    ctx = halden.context(kari)
    _one, versions = queries.versions(ctx, case_page.case(ctx, ref), one.public_id)
    assert [version.number for version in versions] == [2, 1]


def challenged(world, kari, *criteria, hides=False):
    """A published challenge with criteria; answers its public id."""
    challenge = challenges.start(world.context(kari), content(world))
    challenges.publish(world.context(kari), challenge, version=1)
    evaluations.set_criteria(world.context(kari), challenge, criteria, hides=hides)
    return challenge


def scored(world, challenge, *scores):
    """An evaluation with these scores on the criteria that the challenge has now."""
    row = world.db.scalars(select(Challenge).where(Challenge.public_id == challenge)).one()
    keys = [one["key"] for one in row.criteria]
    return Judgement(0, Feasibility.DELVIS, "Hemmelig", scores=dict(zip(keys, scores, strict=True)))


def test_criteria_are_scored_and_others_are_hidden_until_ones_own_is_in(halden, kari, experts):
    challenge = challenged(halden, kari, Texts(nb="Nytte", nn="Nytte"), Texts(nb="Hast"), hides=True)
    ref = asked(halden, kari, experts, challenge=challenge)
    with pytest.raises(Unfit) as refused:
        evaluations.submit(halden.context(experts[0]), ref, scored(halden, challenge, 6, 0))
    assert len(refused.value.fields) == 2
    evaluations.submit(halden.context(experts[0]), ref, scored(halden, challenge, 5, 2))
    for person, is_hidden in ((experts[1], True), (experts[0], False), (kari, True)):
        other = next(row for row in seen(halden, person, ref).rows if row.evaluator_id == experts[0].id)
        assert (other.is_hidden, other.explanation) == (is_hidden, "" if is_hidden else "Hemmelig")
        ctx = halden.context(person)
        if is_hidden:
            with pytest.raises(Missing):
                queries.versions(ctx, case_page.case(ctx, ref), other.public_id)
    evaluations.submit(halden.context(experts[1]), ref, scored(halden, challenge, 2, 3))
    for person in (*experts, kari):
        judging = seen(halden, person, ref)
        assert not any(row.is_hidden for row in judging.rows)
        assert [judging.mean(one) for one in judging.criteria] == [Decimal("3.5"), Decimal("2.5")]


def test_nobody_frees_themselves_to_read_what_is_hidden_nor_asks_themselves_after(halden, kari, experts):
    challenge = challenged(halden, kari, Texts(nb="Nytte"), hides=True)
    ref = asked(halden, kari, experts, challenge=challenge)
    evaluations.submit(halden.context(experts[0]), ref, scored(halden, challenge, 5))
    rows = {row.evaluator_id: row.public_id for row in halden.db.scalars(select(Evaluation))}
    with pytest.raises(Unfit):
        evaluations.drop(halden.context(experts[1]), ref, rows[experts[1].id])
    assert seen(halden, experts[1], ref).rows[0].is_hidden
    evaluations.drop(halden.context(kari), ref, rows[experts[1].id])
    assert not seen(halden, experts[1], ref).rows[0].is_hidden
    with pytest.raises(Unfit):
        evaluations.ask(halden.context(experts[1]), ref, [experts[1].public_id])
    evaluations.set_criteria(halden.context(kari), challenge, [Texts(nb="Nytte")], hides=False)
    evaluations.ask(halden.context(experts[1]), ref, [experts[1].public_id])


def test_a_partner_s_evaluators_are_told_of_new_criteria_too_and_led_to_their_own_desk(halden, kari, experts):
    challenge = challenged(halden, kari, Texts(nb="Nytte"))
    ref = asked(halden, kari, experts, challenge=challenge)
    voss, key = municipality(halden.db, "voss"), halden.row(ref).challenge_id
    halden.db.add(ChallengePartner(challenge_id=key, municipality_id=voss.here.id, is_lead=False))
    vossing, left = voss.person("Vossing", Role.INNSYN), voss.person("Sluttet", Role.INNSYN)
    there = voss.proposal(challenge=challenge)
    evaluations.ask(voss.context(voss.caseworker()), there, [vossing.public_id, left.public_id])
    voss.db.execute(update(Membership).where(Membership.person_id == left.id).values(ended_at=voss.now))
    halden.row(ref)  # at home again
    evaluations.set_criteria(halden.context(kari), challenge, [Texts(nb="Pris")], hides=False)
    assert set(hearers(halden.context(), last(halden))) == {vossing.id, *(one.id for one in experts)}
    halden.told()
    doors = {}
    for world, person in ((voss, vossing), (halden, experts[0])):
        told = notifications.listing(world.context(person)).rows
        doors[person.id] = {(one.door[0], one.path) for one in told if one.what is What.CHALLENGE_CRITERIA_SET}
    path = f"/arbeid?ko=alle&utfordring={challenge}"
    assert doors == {vossing.id: {("voss", path)}, experts[0].id: {("halden", path)}}


def test_scores_stay_under_the_words_that_they_were_given_for(halden, kari, experts):
    challenge = challenged(halden, kari, Texts(nb="Nytte"), Texts(nb="Hast"))
    ref = asked(halden, kari, experts, challenge=challenge)
    for expert, scores in zip(experts, ((5, 2), (1, 4)), strict=True):
        evaluations.submit(halden.context(expert), ref, scored(halden, challenge, *scores))
    later = halden.later(days=3)
    nynorsk_too = [Texts(nb="Nytte", nn="Nytte"), Texts(nb="Hast")]
    evaluations.set_criteria(later.context(kari), challenge, nynorsk_too, hides=False)
    assert hearers(halden.context(), last(halden)) == {}
    judging = seen(later, kari, ref)
    assert [judging.older(row) for row in judging.rows] == [None, None]
    evaluations.set_criteria(later.context(kari), challenge, [Texts(nb="Hast"), Texts(nb="Pris")], hides=False)
    assert set(hearers(halden.context(), last(halden))) == {one.id for one in experts}
    judging = seen(later, kari, ref)
    assert [each["nb"] for each in judging.rows[0].scored] == ["Nytte", "Hast"]
    assert [judging.older(row) for row in judging.rows] == [halden.context().today] * 2
    assert [judging.mean(one) for one in judging.criteria] == [Decimal(3), None]
    assert [judging.given(one) for one in judging.criteria] == [2, 0]
    other = challenged(later, kari, Texts(nb="Skjønnhet"), Texts(nb="Varighet"))
    casework_deeds.classify(later.context(kari), ref, Place(challenge=other), version=halden.row(ref).version)
    judging = seen(later, kari, ref)
    assert [each["nb"] for each in judging.rows[0].scored] == ["Nytte", "Hast"]
    assert [judging.mean(one) for one in judging.criteria] == [None, None]


def test_scores_of_older_releases_are_told_apart_by_their_words():
    """Their keys were the numbers of the places in the list."""
    kept = {"key": "1", "nb": "Nytte", "nn": "", "score": 4}
    assert is_same(kept, {"key": "1", "nb": "Nytte", "nn": "Nytte"})
    assert not is_same(kept, {"key": "1", "nb": "Pris", "nn": ""})


def last(world):
    return world.db.scalars(select(Event).order_by(Event.id.desc())).first()


def test_who_is_dropped_and_what_is_submitted_stays(halden, kari, experts):
    ref = asked(halden, kari, experts)
    evaluations.submit(halden.context(experts[0]), ref, Judgement(0, Feasibility.DELVIS))
    rows = {row.evaluator_id: row.public_id for row in halden.db.scalars(select(Evaluation))}
    with pytest.raises(Unfit):
        evaluations.drop(halden.context(kari), ref, rows[experts[0].id])
    evaluations.drop(halden.context(kari), ref, rows[experts[1].id])
    assert [row.evaluator_id for row in seen(halden, kari, ref).rows] == [experts[0].id]


def test_the_inbox_shows_what_waits_for_me_and_what_waits(halden, kari, experts):
    ref = asked(halden, kari, experts)
    other = asked(halden, kari, experts[1:])

    def views(person):
        ctx = halden.context(person)
        return [
            {row.reference for row in casework.inbox(ctx, casework.Filters(queue=view)).rows}
            for view in ("mine-vurderinger", "venter-vurdering")
        ]

    assert views(experts[0]) == [{ref}, {ref, other}]
    assert views(kari) == [set(), {ref, other}]
    evaluations.submit(halden.context(experts[0]), ref, Judgement(0, Feasibility.DELVIS))
    assert views(experts[0]) == [set(), {ref, other}]


def test_a_case_counts_the_evaluations_that_it_waits_for(halden, kari, experts):
    ref = asked(halden, kari, [*experts, kari])

    def left():
        waits = select(Evaluation.public_id).where(Evaluation.submitted_at.is_(None))
        found = halden.db.scalars(waits).all()
        assert halden.row(ref).open_evaluations == len(found)
        return found

    assert len(left()) == 3
    for version in (0, 1):
        evaluations.submit(halden.context(experts[0]), ref, Judgement(version, Feasibility.DELVIS))
        assert len(left()) == 2
    impartiality.declare(halden.context(experts[1]), ref, partial=True)
    (last,) = left()
    evaluations.drop(halden.context(kari), ref, last)
    assert left() == []


def test_nobody_waits_for_an_evaluation_in_a_case_that_is_ended(halden, kari, experts):
    ref = asked(halden, kari, experts)
    halden.move(ref, "vurder", kari)
    halden.move(ref, "avsla", kari)
    ctx = halden.context(experts[0])
    counts = casework.counts(ctx).queues
    for view in ("mine-vurderinger", "venter-vurdering"):
        assert (casework.inbox(ctx, casework.Filters(queue=view)).rows, counts[view]) == ((), 0)
    with pytest.raises(Unfit):
        evaluations.submit(ctx, ref, Judgement(0, Feasibility.DELVIS))
