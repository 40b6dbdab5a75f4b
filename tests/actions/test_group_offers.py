"""The open working group of a case answers what is offered to it, beside the municipality and never instead of it."""

import pytest
from sqlalchemy import select

from samskaping.actions import asks, blocking, groups, impartiality, moderation, offer_decisions, offers, partnerships
from samskaping.errors import Missing, Refused, Unfit
from samskaping.models import Author, Event
from samskaping.queries import groups as queries
from samskaping.queries import offer_pages
from samskaping.rules.blocking import Span
from samskaping.rules.events import What
from samskaping.rules.groups import MemberRole
from samskaping.rules.offers import OfferKind, OfferState
from samskaping.rules.roles import Role
from samskaping.rules.speech import ReportReason
from tests.actions.test_groups import joined
from tests.actions.test_needs import organisation
from tests.actions.test_offers import give, row, wish
from tests.actions.test_partnerships import terms


@pytest.fixture
def world(halden):
    return halden


@pytest.fixture
def tone(world, opened, ola):
    """Somebody who sits in the group."""
    tone = world.person("Tone Medforfatter")
    joined(world, opened, ola, tone)
    return tone


def offered(world, ref, person=None, **more):
    return give(world, person or world.person("Giver"), ref, kind="proposal", **more)


def told(world):
    """What happened last, and who spoke."""
    found = select(Event.what, Author.name).join(Author, Author.id == Event.author_id).order_by(Event.id.desc())
    return tuple(world.db.execute(found).first())


def deeds(offer):
    return (
        lambda ctx: offer_decisions.accept(ctx, offer),
        lambda ctx: offer_decisions.decline(ctx, offer, "Takk, men nei."),
        lambda ctx: offer_decisions.deliver(ctx, offer),
    )


def closed_to(ctx, offer):
    with pytest.raises(Missing):
        offer_pages.page(ctx, offer)
    for deed in deeds(offer):
        with pytest.raises(Missing):
            deed(ctx)


def test_a_member_takes_an_offer_for_what_is_asked_for_and_has_it_delivered(world, opened, tone, kari):
    ask = asks.make(world.context(kari), "proposal", opened, wish(OfferKind.TID, "40"))
    offer = offered(world, opened, given=wish(OfferKind.TID, "15"))
    ctx = world.context(tone)
    offer_decisions.accept(ctx, offer, words="Takk!", ask=ask)
    assert told(world) == (What.OFFER_ACCEPTED_BY_GROUP, "Tone Medforfatter")
    found = offer_pages.page(ctx, offer)
    assert (found.state, found.ask, found.answer_by_group) == (OfferState.ANTATT, ask, True)
    offer_decisions.deliver(ctx, offer)
    assert told(world) == (What.OFFER_DELIVERED_BY_GROUP, "Tone Medforfatter")
    for deed in deeds(offer):
        with pytest.raises(Unfit):
            deed(ctx)


def test_whoever_proposed_declines_with_words_and_can_do_so_also_after_a_yes(world, opened, ola, kari):
    ctx, offer = world.context(ola), offered(world, opened)
    with pytest.raises(Unfit) as refused:
        offer_decisions.decline(ctx, offer, " ")
    assert "words" in refused.value.fields
    offer_decisions.decline(ctx, offer, "Takk, men vi har kjøkken.")
    assert told(world) == (What.OFFER_DECLINED_BY_GROUP, "Ola Nordmann")
    second = offered(world, opened)
    offer_decisions.accept(world.context(kari), second, words="Ja takk.")
    assert told(world)[0] is What.OFFER_ACCEPTED
    assert not offer_pages.page(ctx, second).answer_by_group
    offer_decisions.decline(ctx, second, "Det ble ikke noe av.")
    assert told(world)[0] is What.OFFER_LOST_BY_GROUP
    assert offer_pages.page(ctx, second).answer_by_group


def test_nobody_in_the_group_answers_what_they_offered_themselves_or_their_organisation_did(world, opened, ola, tone):
    liv = world.person("Liv")
    theirs = offered(world, opened, liv, organisation=organisation(world, liv, tone).public_id)
    own = offered(world, opened, tone)
    for offer in (own, theirs):
        for deed in deeds(offer):
            with pytest.raises(Refused):
                deed(world.context(tone))
        offer_decisions.accept(world.context(ola), offer)


def test_nobody_else_answers_and_what_waits_is_hidden_from_them(world, opened, ola, tone, kari):
    offer = offered(world, opened)
    elsewhere = world.person("I en annen gruppe")
    other = world.proposal(elsewhere)
    for verb in ("vurder", "utvikle"):
        world.move(other, verb, kari)
    left = world.person("Gikk ut")
    groups.end(world.context(left), opened, joined(world, opened, ola, left))
    asked = world.person("Invitert")
    groups.invite(world.context(ola), opened, groups.Invitation(MemberRole.MEDFORFATTER, asked.email))
    innsyn = world.person("Innsyn", Role.INNSYN)
    for someone in (None, world.person("Fremmed"), elsewhere, left, asked, innsyn):
        ctx = world.context(someone)
        assert offer_pages.standing(ctx, queries.group(ctx, opened)) is None
        closed_to(ctx, offer)
    for someone in (ola, tone, kari):
        ctx = world.context(someone)
        assert [one.id for one in offer_pages.standing(ctx, queries.group(ctx, opened))] == [offer]
        assert offer_pages.page(ctx, offer).state is OfferState.VENTER


def test_a_group_that_is_closed_or_whose_case_is_hidden_answers_nothing(world, opened, tone, kari):
    offer, ctx = offered(world, opened), world.context(tone)
    world.move(opened, "legg_fram", kari)
    assert offer_pages.standing(ctx, queries.group(ctx, opened)) is None
    closed_to(ctx, offer)
    world.move(opened, "tilbake_til_utvikling", kari)
    assert offer_pages.page(ctx, offer).is_open
    mona = world.context(world.person("Mona", Role.MODERATOR))
    moderation.hide_proposal(mona, opened, ReportReason.KRENKENDE, "Se reglene.")
    closed_to(ctx, offer)


def test_whoever_is_blocked_or_partial_does_not_answer(world, opened, ola, tone):
    offer = offered(world, opened)
    moderator = world.context(world.person("Mona", Role.MODERATOR))
    blocking.block(moderator, "forslag", world.proposal(tone), Span.UKE, ReportReason.SPAM, "Reklame.")
    per = world.caseworker("Per")
    joined(world, opened, ola, per, MemberRole.KOMMUNEN)
    impartiality.declare(world.context(per), opened, partial=True, reason="Søsteren min bor der.")
    for someone in (tone, per):
        with pytest.raises(Missing):
            offer_decisions.accept(world.context(someone), offer)


def test_a_member_signs_no_agreement(world, opened, tone):
    liv = world.person("Liv")
    lag = organisation(world, liv)
    offer = offered(world, opened, liv, organisation=lag.public_id)
    offer_decisions.accept(world.context(tone), offer)
    with pytest.raises(Missing):
        partnerships.write(world.context(tone), offer, terms(world))
    partnerships.write(world.context(liv), offer, terms(world))
    with pytest.raises(Missing):
        partnerships.confirm(world.context(tone), offer, 1)


def test_a_member_answers_only_what_is_offered_to_the_case(world, opened, tone, kari):
    other = give(world, world.person("Giver"), world.proposal(), kind="proposal")
    with pytest.raises(Missing):
        offer_decisions.accept(world.context(tone), other)
    assert row(world, other).state is OfferState.VENTER
    assert offers.held(world.context(kari), other).group is None
