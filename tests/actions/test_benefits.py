"""The plan of benefits: who writes it and when, its versions, what the moves ask of it, and its measurements."""

from dataclasses import replace
from decimal import Decimal

import pytest
from sqlalchemy import select

from samskaping.actions import benefits, challenges, impartiality, measurements
from samskaping.actions.measurements import Reading
from samskaping.db import Texts
from samskaping.errors import Clash, Missing, Refused, Unfit
from samskaping.models import Benefit, Challenge, Event, Version
from samskaping.queries import benefits as plans
from samskaping.rules.benefits import Came, Rhythm
from samskaping.rules.events import What
from samskaping.rules.pipeline import State
from samskaping.rules.roles import Role
from tests.challenges import content
from tests.world import municipality


@pytest.fixture
def kari(halden):
    return halden.caseworker()


@pytest.fixture
def ref(halden, kari):
    """A case that is assessed."""
    found = halden.proposal()
    halden.move(found, "vurder", kari)
    return found


def happened(world, what):
    return world.db.scalars(select(Event).where(Event.what == what).order_by(Event.id)).all()


def row_of(world, benefit):
    world.db.expire_all()
    return world.db.scalars(select(Benefit).where(Benefit.public_id == benefit)).one()


def test_a_benefit_is_planned_with_a_version_and_an_event(halden, kari, ref):
    line = halden.person("Line Leder", Role.LEDER)
    made = benefits.plan(halden.context(kari), "proposal", ref, halden.planned(line, rhythm=Rhythm.HALVAR))
    row = row_of(halden, made)
    assert (row.owner_id, row.zero_value, row.target, row.version) == (line.id, Decimal(12), Decimal(40), 1)
    assert row.measure_on is not None
    assert [one.details["benefit"] for one in happened(halden, What.BENEFIT_PLANNED)] == [made]
    assert [one.details["people"] for one in happened(halden, What.BENEFIT_GIVEN)] == [[line.public_id]]
    kept = halden.db.scalars(select(Version).where(Version.subject_kind == "benefit")).one()
    assert (kept.fields["zero_value"], kept.fields["name"]["nn"]) == ("12", "Fleire går til butikken")


def test_a_change_says_why_and_is_a_version_of_its_own(halden, kari, ref):
    made = halden.benefit(ref, kari)
    ctx, wanted = halden.context(kari), halden.planned(kari, target=Decimal(30), version=1)
    with pytest.raises(Unfit) as refused:
        benefits.change(ctx, made, wanted)
    assert "why" in refused.value.fields
    benefits.change(ctx, made, replace(wanted, why="Færre bor der."))
    with pytest.raises(Clash):
        benefits.change(ctx, made, replace(wanted, why="For sent."))
    kept = select(Version.number, Version.why).where(Version.subject_kind == "benefit").order_by(Version.number)
    assert halden.db.execute(kept).all() == [(1, ""), (2, "Færre bor der.")]


def test_only_those_who_speak_for_the_municipality_plan_and_nobody_who_is_partial(halden, kari, ref):
    for roles in ((), (Role.INNSYN,), (Role.MODERATOR,)):
        other = halden.person("Annen", *roles)
        with pytest.raises(Refused):
            halden.benefit(ref, other)
    partial = halden.caseworker("Inhabil")
    impartiality.declare(halden.context(partial), ref, partial=True)
    with pytest.raises(Refused):
        halden.benefit(ref, partial)
    with pytest.raises(Unfit) as refused:
        benefits.plan(halden.context(kari), "proposal", ref, halden.planned(partial))
    assert "owner" in refused.value.fields
    made = halden.benefit(ref, kari)
    with pytest.raises(Refused):
        measurements.measure(halden.context(partial), made, Reading(Decimal(1), halden.in_days(0)))


def test_another_municipality_knows_nothing_of_it(halden, kari, ref):
    made = halden.benefit(ref, kari)
    voss = municipality(halden.db, "voss")
    there = voss.caseworker("Odd")
    for deed in (
        lambda ctx: benefits.change(ctx, made, voss.planned(there)),
        lambda ctx: benefits.drop(ctx, made, version=1, why="x"),
        lambda ctx: benefits.plan(ctx, "proposal", ref, voss.planned(there)),
        lambda ctx: measurements.measure(ctx, made, Reading(Decimal(1), voss.in_days(0))),
    ):
        with pytest.raises(Missing):
            deed(voss.context(there))


def test_a_case_is_planned_from_assessment_until_it_ends(halden, kari):
    early = halden.proposal()
    with pytest.raises(Unfit):
        halden.benefit(early, kari)
    halden.move(early, "vurder", kari)
    halden.benefit(early, kari)
    halden.move(early, "avslutt_med_laering", kari)
    with pytest.raises(Unfit):
        halden.benefit(early, kari)


LACKS = ({"owner": ""}, dict.fromkeys(["zero_value", "zero_on"]), dict.fromkeys(["target", "target_on"]))


@pytest.mark.parametrize("lack", LACKS)
def test_carried_out_demands_a_benefit_with_owner_zero_point_and_day(halden, kari, ref, lack):
    halden.move(ref, "innfor_direkte", kari)
    benefits.plan(halden.context(kari), "proposal", ref, halden.planned(kari, **lack))
    halden.benefit = lambda *_given, **_more: ""  # the world would plan a whole one
    with pytest.raises(Unfit) as refused:
        halden.move(ref, "gjennomfort", kari)
    assert set(refused.value.fields) == {"benefit"}
    del halden.benefit
    halden.move(ref, "gjennomfort", kari)
    assert halden.row(ref).state is State.GEVINST_MALES


def test_the_effect_is_told_once_each_benefit_is_measured_also_when_nothing_became_better(halden, kari, ref):
    halden.move(ref, "innfor_direkte", kari)
    made = halden.benefit(ref, kari)
    halden.move(ref, "gjennomfort", kari)
    for one in plans.of_proposal(halden.context(kari), halden.row(ref).id)[1:]:
        benefits.drop(halden.context(kari), one.id, version=1, why="Den andre er bedre.")
    halden.measured = lambda *_given: None
    with pytest.raises(Unfit):
        halden.move(ref, "fortell_effekt", kari)
    measurements.measure(halden.context(kari), made, Reading(Decimal(12), halden.in_days(0), "Ingen flere."))
    halden.move(ref, "fortell_effekt", kari)
    [row] = plans.of_proposal(halden.context(), halden.row(ref).id)
    assert row.came is Came.UENDRET
    [event] = happened(halden, What.MEASUREMENT_MADE)
    assert event.details["came"] == Came.UENDRET


def test_whoever_answers_for_it_measures_too(halden, kari, ref):
    line = halden.person("Line Linje", Role.INNSYN)
    made = benefits.plan(halden.context(kari), "proposal", ref, halden.planned(line))
    measurements.measure(halden.context(line), made, Reading(Decimal("20.5"), halden.in_days(0)))
    [row] = plans.of_proposal(halden.context(), halden.row(ref).id)
    assert (row.came, row.last_words) == (Came.DELVIS, "20,5\u00a0personer")
    with pytest.raises(Refused):
        measurements.measure(
            halden.context(halden.person("Annen", Role.INNSYN)), made, Reading(Decimal(1), halden.in_days(0))
        )


def test_what_was_wrong_is_taken_back_with_a_reason_and_counts_no_more(halden, kari, ref):
    made = halden.benefit(ref, kari)
    ctx = halden.context(kari)
    first = measurements.measure(ctx, made, Reading(Decimal(20), halden.in_days(-9)))
    wrong = measurements.measure(ctx, made, Reading(Decimal(900), halden.in_days(0)))
    with pytest.raises(Unfit):
        measurements.take_back(ctx, wrong, " ")
    measurements.take_back(ctx, wrong, "Telleren sto fast.")
    [row] = plans.of_proposal(halden.context(), halden.row(ref).id)
    assert [one.public_id for one in row.measured] == [first]
    assert row.all_measured[-1].taken_back_why == "Telleren sto fast."
    with pytest.raises(Unfit):
        benefits.drop(ctx, made, version=1, why="Det gikk dårlig.")


@pytest.mark.parametrize(
    ("value", "day", "field"), [(None, None, "value"), (1, None, "on"), (1, 1, "on"), (1, -30, "on")]
)
def test_a_measurement_has_a_number_and_a_day_between_the_zero_point_and_today(halden, kari, ref, value, day, field):
    made = halden.benefit(ref, kari)
    reading = Reading(value and Decimal(value), day and halden.in_days(day))
    with pytest.raises(Unfit) as refused:
        measurements.measure(halden.context(kari), made, reading)
    assert field in refused.value.fields


def test_a_draft_of_a_challenge_has_a_plan_and_is_not_published_without_what_is_expected(halden, kari):
    bare = content(halden, effect=Texts(), success=Texts())
    made = challenges.start(halden.context(kari), bare)
    benefits.plan(halden.context(kari), "challenge", made, halden.planned(kari))
    with pytest.raises(Unfit) as refused:
        challenges.publish(halden.context(kari), made, version=1)
    assert set(refused.value.fields) == {"effect", "success"}
    challenges.save(halden.context(kari), made, content(halden), version=1)
    challenges.publish(halden.context(kari), made, version=2)
    with pytest.raises(Unfit) as refused:
        challenges.change(halden.context(kari), made, content(halden, effect=Texts()), version=1, why="x")
    assert set(refused.value.fields) == {"effect"}


def test_one_that_was_published_before_anything_was_expected_can_still_be_changed(halden, kari):
    made = challenges.start(halden.context(kari), content(halden))
    challenges.publish(halden.context(kari), made, version=1)

    row = halden.db.scalars(select(Challenge).where(Challenge.public_id == made)).one()
    row.effect = row.success = Texts()
    halden.db.flush()
    halden.db.info.pop("untold", None)
    bare = content(halden, effect=Texts(), success=Texts(), summary=Texts(nb="Ny tekst."))
    challenges.change(halden.context(kari), made, bare, version=1, why="Bedre ord.")


def test_a_plan_holds_so_many(halden, kari, ref):
    for _number in range(12):
        halden.benefit(ref, kari)
    with pytest.raises(Unfit):
        halden.benefit(ref, kari)
