"""Evaluations: who is asked and told, what is demanded, versions, and what evaluators see of each other's."""

from decimal import Decimal

import pytest
from sqlalchemy import select

from samskaping.actions import challenges, evaluations
from samskaping.actions.evaluations import Judgement
from samskaping.db import Texts
from samskaping.errors import Clash, Missing, Refused, Unfit
from samskaping.models import Evaluation, Event, Version
from samskaping.queries import case_page, casework
from samskaping.queries import evaluations as queries
from samskaping.queries.audiences import hearers
from samskaping.rules.evaluation import Feasibility
from samskaping.rules.events import PUBLIC_FACTS, What
from samskaping.rules.roles import Role
from tests.challenges import content
from tests.world import municipality


@pytest.fixture
def halden(db):
    return municipality(db)


@pytest.fixture
def kari(halden):
    return halden.caseworker()


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


def test_criteria_are_scored_and_others_are_hidden_until_ones_own_is_in(halden, kari, experts):
    challenge = challenges.start(halden.context(kari), content(halden))
    challenges.publish(halden.context(kari), challenge, version=1)
    criteria = [Texts(nb="Nytte", nn="Nytte"), Texts(nb="Hast")]
    evaluations.set_criteria(halden.context(kari), challenge, criteria, hides=True)
    ref = asked(halden, kari, experts, challenge=challenge)
    with pytest.raises(Unfit) as refused:
        evaluations.submit(halden.context(experts[0]), ref, Judgement(0, Feasibility.DELVIS, scores={"1": 6}))
    assert set(refused.value.fields) == {"score1", "score2"}
    evaluations.submit(
        halden.context(experts[0]), ref, Judgement(0, Feasibility.DELVIS, "Hemmelig", scores={"1": 5, "2": 2})
    )
    for person, is_hidden in ((experts[1], True), (experts[0], False), (kari, False)):
        other = next(row for row in seen(halden, person, ref).rows if row.evaluator_id == experts[0].id)
        assert (other.is_hidden, other.explanation) == (is_hidden, "" if is_hidden else "Hemmelig")
        ctx = halden.context(person)
        if is_hidden:
            with pytest.raises(Missing):
                queries.versions(ctx, case_page.case(ctx, ref), other.public_id)
    evaluations.submit(halden.context(experts[1]), ref, Judgement(0, Feasibility.DELVIS, scores={"1": 2, "2": 3}))
    judging = seen(halden, experts[1], ref)
    assert not any(row.is_hidden for row in judging.rows)
    assert (judging.mean("1"), judging.mean("2")) == (Decimal("3.5"), Decimal("2.5"))


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
