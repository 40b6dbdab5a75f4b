"""What needs are tied to: challenges, by anyone and by staff, and proposals that say they meet them."""

import pytest
from sqlalchemy import func, select

from samskaping.actions import concerns, merging, need_rulings, proposals, ties
from samskaping.errors import Missing, Refused, Unfit
from samskaping.models import ChallengeNeed
from samskaping.queries import needs as reading
from samskaping.queries import proposal_page, related
from samskaping.queries import ties as tied
from samskaping.queries.needs import Filters
from samskaping.rules.roles import Role
from samskaping.rules.speech import ReportReason
from tests.actions.test_needs import WORDS, challenge, tell


def met_by(world, ref):
    return related.of_proposal(world.context(), proposal_page.case(world.context(), ref)).meets


def test_anyone_ties_a_need_to_an_open_challenge_and_staff_say_that_it_grew_from_it(world):
    ola, staff = world.person("Ola"), world.person("Pia Publisist", Role.PUBLISIST)
    ref, open_one = tell(world, ola).reference, challenge(world, staff)
    draft = challenge(world, staff, is_open=False, title="Et utkast")
    ties.tie(world.context(world.person("En annen")), ref, open_one)
    with pytest.raises(Missing):
        ties.tie(world.context(ola), ref, draft)
    with pytest.raises(Refused):
        ties.tie(world.context(ola), ref, open_one, is_origin=True)
    ties.tie(world.context(staff), ref, draft, is_origin=True)
    need = reading.page(world.context(), ref)
    assert [one.id for one in tied.of_need(world.context(ola), need.key)] == [open_one]
    assert [(one.id, one.is_origin) for one in tied.of_need(world.context(staff), need.key)] == [
        (draft, True),
        (open_one, False),
    ]


def test_a_tie_that_staff_have_loosened_is_not_laid_again_by_others(world):
    ola, staff = world.person("Ola"), world.person("Pia Publisist", Role.PUBLISIST)
    ref, made = tell(world, ola).reference, challenge(world, staff)
    ties.tie(world.context(ola), ref, made)
    with pytest.raises(Refused):
        ties.loosen(world.context(world.person("En annen")), ref, made)
    ties.loosen(world.context(staff), ref, made)
    with pytest.raises(Unfit):
        ties.tie(world.context(ola), ref, made)
    ties.tie(world.context(staff), ref, made)
    assert world.db.scalar(select(func.count()).select_from(ChallengeNeed)) == 1


def test_a_challenge_shows_what_it_grew_from_then_what_nobody_meets_then_what_concerns_most(world):
    staff = world.person("Pia Publisist", Role.PUBLISIST)
    made = challenge(world, staff)
    met, unmet, origin = (
        tell(world, world.person(), f"{WORDS} {name}").reference for name in ("møtt", "umøtt", "opphav")
    )
    for ref in (met, unmet, origin):
        ties.tie(world.context(staff), ref, made, is_origin=ref == origin)
    concerns.say(world.context(world.person("Kari")), met)
    writer = world.person("Foreslår")
    proposal = world.proposal(writer)
    ties.meet(world.context(writer), proposal, [met])
    key = world.db.execute(select(ChallengeNeed.challenge_id)).first()[0]
    shown = tied.of_challenge(world.context(), key)
    assert [(one.need.reference, one.is_origin, one.need.is_met) for one in shown] == [
        (origin, True, False), (unmet, False, False), (met, False, True),
    ]  # fmt: skip
    assert [card.reference for card in reading.listing(world.context(), Filters(lacks="forslag")).slice.rows] == [
        origin,
        unmet,
    ]


def test_what_a_draft_says_that_it_meets_counts_when_everyone_can_see_the_proposal(world):
    ola = world.person("Ola")
    ref = tell(world, world.person("Kari")).reference
    draft = world.draft(ola, needs=(ref,))
    need = reading.page(world.context(), ref)
    assert not tied.answers(world.context(), need.key)
    sent = proposals.submit(world.context(ola), draft)
    assert [one.reference for one in tied.answers(world.context(), need.key)] == [sent]
    assert [one.reference for one in met_by(world, sent)] == [ref]


def test_a_proposal_that_others_were_joined_into_meets_their_needs_too(world):
    kari, staff = world.person("Kari"), world.caseworker()
    refs = [tell(world, kari, f"{WORDS} {number}").reference for number in range(3)]
    first, second, third = (world.proposal(needs=(ref,)) for ref in refs)
    world.move(first, "sla_sammen", staff, into=second)
    world.move(second, "sla_sammen", staff, into=third)
    shown = {card.reference for card in tied.met_by(world.context(), world.row(third).id)}
    assert shown == set(refs)
    need = reading.page(world.context(), refs[0])
    assert [one.reference for one in tied.answers(world.context(), need.key)] == [third]
    merging.undo(world.sure(staff, second, third), second, version=world.row(second).version)
    assert [card.reference for card in tied.met_by(world.context(), world.row(third).id)] == [refs[2]]
    assert [one.reference for one in tied.answers(world.context(), need.key)] == [second]


def test_a_draft_meets_at_most_ten_needs_that_everyone_can_see(world):
    ola, mari = world.person("Ola"), world.person("Mari", Role.MODERATOR)
    refs = [tell(world, world.person(), f"{WORDS} {number}").reference for number in range(11)]
    for chosen in (tuple(refs), ("2026-000999",)):
        with pytest.raises(Unfit):
            world.draft(ola, needs=chosen)
    need_rulings.hide(world.context(mari), refs[0], ReportReason.ANNET, "Grunn.")
    with pytest.raises(Unfit):
        world.draft(ola, needs=(refs[0],))


def test_only_the_writer_and_those_who_handle_it_say_what_a_proposal_meets(world):
    writer, ref = world.person("Foreslår"), tell(world, world.person("Kari")).reference
    proposal = world.proposal(writer)
    with pytest.raises(Missing):
        ties.meet(world.context(world.person("En annen")), proposal, [ref])
    with pytest.raises(Unfit):
        ties.meet(world.context(writer), proposal, [ref, "2026-000999"])
    ties.meet(world.context(world.caseworker()), proposal, [ref])
    ties.meet(world.context(writer), proposal, [])
    assert not met_by(world, proposal)
    world.move(proposal, "avsla", world.caseworker())
    with pytest.raises(Unfit):
        ties.meet(world.context(writer), proposal, [ref])
