"""Challenges: drafted, refused while a promise is missing, published, changed as versions, closed."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from samskaping.actions import challenges
from samskaping.actions.challenges import Content, Quote
from samskaping.db import Texts
from samskaping.errors import Clash, Missing, Refused, Unfit
from samskaping.models import Challenge, ChallengePartner, Event, Outbox, SearchDocument, Version
from samskaping.rules.events import What
from samskaping.rules.kinds import ChallengeState
from samskaping.rules.roles import Role
from tests.challenges import content, published
from tests.world import municipality


@pytest.fixture
def ingrid(halden):
    return halden.person("Ingrid Demo", Role.PUBLISIST)


def row(world, public_id):
    return world.db.scalar(select(Challenge).where(Challenge.public_id == public_id))


def happened(world):
    return world.db.scalars(select(Event.what).where(Event.subject_kind == "challenge").order_by(Event.number)).all()


def test_a_draft_has_its_owner_as_partner_and_is_found_by_nobody(halden, ingrid):
    made = challenges.start(halden.context(ingrid), Content(title=Texts(nb="Hvordan?")))
    draft = row(halden, made)
    assert (draft.state, draft.published_at) == (ChallengeState.UTKAST, None)
    partner = halden.db.scalars(select(ChallengePartner)).one()
    assert (partner.challenge_id, partner.municipality_id, partner.is_lead) == (draft.id, halden.here.id, True)
    assert halden.db.scalars(select(SearchDocument)).all() == []
    assert happened(halden) == [What.CHALLENGE_DRAFTED]


def test_publishing_is_refused_in_words_until_every_promise_is_there(halden, ingrid):
    ctx = halden.context(ingrid)
    made = challenges.start(ctx, Content(title=Texts(nb="Hvordan?")))
    with pytest.raises(Unfit) as refused:
        challenges.publish(ctx, made, version=1)
    named = {"summary", "need", "effect", "success", "decides", "fixed", "influence", "use"}
    named |= {"level", "unit", "answers_on"}
    assert set(refused.value.fields) == named
    assert row(halden, made).published_at is None


def test_publishing_keeps_version_one_tells_and_can_be_found(halden, ingrid):
    made = published(halden, ingrid)
    shown = row(halden, made)
    assert (shown.state, shown.version, shown.published_at) == (ChallengeState.APEN, 1, halden.now)
    assert happened(halden) == [What.CHALLENGE_DRAFTED, What.CHALLENGE_PUBLISHED]
    version = halden.db.scalars(select(Version)).one()
    assert (version.subject_kind, version.number, version.fields["title"]["nb"]) == ("challenge", 1, shown.title.nb)
    assert halden.db.scalars(select(SearchDocument.thing_id)).all() == [shown.id]
    assert len(halden.db.scalars(select(Outbox)).all()) == 1


def test_a_change_says_why_and_is_a_new_version(halden, ingrid):
    made = published(halden, ingrid)
    ctx, new = halden.later(days=1).context(ingrid), replace(content(halden), fixed=Texts(nb="Også prisen."))
    with pytest.raises(Unfit) as refused:
        challenges.change(ctx, made, new, version=1, why=" ")
    assert set(refused.value.fields) == {"why"}
    challenges.change(ctx, made, new, version=1, why="Prisen er vedtatt.")
    versions = halden.db.execute(select(Version.number, Version.why).order_by(Version.number)).all()
    assert [tuple(version) for version in versions] == [(1, ""), (2, "Prisen er vedtatt.")]
    assert happened(halden)[-1] is What.CHALLENGE_CHANGED
    assert row(halden, made).fixed.nb == "Også prisen."


def test_a_published_challenge_cannot_lose_a_promise(halden, ingrid):
    made = published(halden, ingrid)
    with pytest.raises(Unfit) as refused:
        challenges.change(
            halden.context(ingrid), made, replace(content(halden), use=Texts()), version=1, why="Vet ikke."
        )
    assert set(refused.value.fields) == {"use"}


def test_two_editors_clash_and_a_published_one_is_not_saved_as_a_draft(halden, ingrid):
    ctx = halden.context(ingrid)
    made = challenges.start(ctx, content(halden))
    challenges.save(ctx, made, content(halden), version=1)
    with pytest.raises(Clash):
        challenges.save(ctx, made, content(halden), version=1)
    challenges.publish(ctx, made, version=2)
    with pytest.raises(Unfit):
        challenges.save(ctx, made, content(halden), version=1)


def test_closing_happens_once(halden, ingrid):
    made = published(halden, ingrid)
    ctx = halden.later(days=2).context(ingrid)
    challenges.close(ctx, made)
    assert (row(halden, made).state, row(halden, made).closed_at) == (ChallengeState.LUKKET, ctx.now)
    with pytest.raises(Unfit):
        challenges.close(ctx, made)
    assert happened(halden).count(What.CHALLENGE_CLOSED) == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("goals", (1, 2, 3, 4)),
        ("goals", (18,)),
        ("illustration", "ukjent"),
        ("quotes", tuple(Quote(str(n)) for n in range(5))),
        ("title", Texts(nb="x" * 201)),
        ("title", Texts()),
        ("unit", "ukjentukjent"),
    ],
)
def test_what_does_not_fit_is_refused_beside_its_field(halden, ingrid, field, value):
    with pytest.raises(Unfit) as refused:
        challenges.start(halden.context(ingrid), replace(content(halden), **{field: value}))
    assert set(refused.value.fields) == {field}


def test_answers_cannot_come_before_it_closes_nor_closing_lie_behind(halden, ingrid):
    today = halden.context().today
    ctx = halden.context(ingrid)
    early = challenges.start(ctx, replace(content(halden), answers_on=today, closes_on=today + timedelta(days=1)))
    with pytest.raises(Unfit) as refused:
        challenges.publish(ctx, early, version=1)
    assert set(refused.value.fields) == {"answers_on"}
    late = challenges.start(ctx, replace(content(halden), closes_on=today - timedelta(days=1)))
    with pytest.raises(Unfit) as refused:
        challenges.publish(ctx, late, version=1)
    assert set(refused.value.fields) == {"closes_on"}


def test_others_may_not_and_other_municipalities_know_of_none(db, halden, ingrid):
    made = published(halden, ingrid)
    for roles in ((), (Role.INNSYN,), (Role.MODERATOR,), (Role.ADMINISTRATOR,)):
        someone = halden.person("Noen", *roles)
        with pytest.raises(Refused):
            challenges.close(halden.context(someone), made)
    asker = municipality(db, "asker")
    with pytest.raises(Missing):
        challenges.close(asker.context(asker.person("Pia", Role.PUBLISIST)), made)
