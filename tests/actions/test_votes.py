"""Votes as deeds: what can be announced, who may vote, what fits on a ballot, and what an account leaves behind."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from samskaping.actions import identities, moderation, votes
from samskaping.errors import Clash, Denied, Missing, Refused, Unfit
from samskaping.models import Ballot, Event, IssuedIdentity, Proposal, Vote
from samskaping.queries import own_data
from samskaping.rules.events import What
from samskaping.rules.own_data import PARTS
from samskaping.rules.roles import Role
from samskaping.rules.speech import ReportReason
from samskaping.rules.thresholds import Proof
from tests.votes import Asked, vote_for


@pytest.fixture
def asked(halden):
    return Asked(halden)


@pytest.fixture
def eva(halden):
    return halden.person("Eva Egen")


def ballots(world):
    world.db.expire_all()
    return world.db.scalars(select(Ballot).order_by(Ballot.id)).all()


def knows(world, person, issuer="https://idp"):
    """ID-porten has said who the person is, or another issuer has."""
    now = world.now
    row = IssuedIdentity(
        person_id=person.id, issuer=issuer, subject="abc", level="substantial", linked_at=now, used_at=now
    )
    world.db.add(row)
    world.db.flush()
    return row


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"budget": 0}, "budget"),
        ({"opens_on": -1}, "opens_on"),
        ({"closes_on": -1}, "closes_on"),
        ({"closes_on": 400}, "closes_on"),
        ({"decided_on": 7}, "decided_on"),
    ],
)
def test_what_does_not_fit_is_said_beside_its_field(halden, asked, change, field):
    today = halden.context().today
    days = {name: value if name == "budget" else today + timedelta(days=value) for name, value in change.items()}
    with pytest.raises(Unfit) as refused:
        asked.set(**days)
    assert field in refused.value.fields


def test_a_cost_is_within_the_sum_and_two_proposals_stand_on_the_ballot(asked):
    with pytest.raises(Unfit):
        asked.set(costs={asked.refs[0]: 100_001, asked.refs[1]: 1})
    with pytest.raises(Unfit):
        asked.set(costs={asked.refs[0]: 1})
    asked.set(costs={asked.refs[0]: 100_000, asked.refs[1]: 1})


def test_only_those_who_publish_set_a_vote_and_two_at_once_find_out(halden, asked):
    for who in (halden.person("Moderator", Role.MODERATOR), halden.person("Ola")):
        with pytest.raises(Denied):
            votes.set_terms(halden.context(who), asked.challenge, asked.terms(), version=0)
    asked.set()
    with pytest.raises(Clash):
        votes.set_terms(halden.context(asked.staff), asked.challenge, asked.terms(), version=0)
    with pytest.raises(Clash):
        votes.announce(halden.context(asked.staff), asked.challenge, version=7)


def test_what_is_announced_is_never_changed(halden, asked):
    asked.announced()
    with pytest.raises(Unfit):
        votes.set_terms(halden.context(asked.staff), asked.challenge, asked.terms(budget=90_000), version=1)
    assert asked.row().budget == 100_000


def test_nobody_votes_in_a_draft_or_before_the_first_day(halden, asked, eva):
    asked.set(opens_on=halden.context().today + timedelta(days=1))
    with pytest.raises(Missing):
        vote_for(halden.context(eva), asked.challenge, 1)
    votes.announce(halden.context(asked.staff), asked.challenge, version=1)
    with pytest.raises(Unfit):
        vote_for(halden.context(eva), asked.challenge, 1)
    assert ballots(halden) == []


@pytest.mark.parametrize("marks", [(), (4,), (0,), (1, 99)])
def test_a_ballot_holds_what_stands_on_it_and_something(halden, asked, eva, marks):
    asked.announced()
    with pytest.raises(Unfit):
        vote_for(halden.context(eva), asked.challenge, *marks)


def test_what_is_hidden_meanwhile_takes_no_mark_and_keeps_those_it_has(halden, asked, eva):
    asked.announced()
    vote_for(halden.context(halden.person("Per")), asked.challenge, 1, 2)
    mona = halden.person("Mona", Role.MODERATOR)
    moderation.hide_proposal(halden.context(mona), asked.refs[0], ReportReason.KRENKENDE, "Se reglene.")
    with pytest.raises(Unfit):
        vote_for(halden.context(eva), asked.challenge, 1)
    vote_for(halden.context(eva), asked.challenge, 2)
    assert halden.db.scalar(select(Proposal.is_public).where(Proposal.reference == asked.refs[0])) is False
    assert [one.marks for one in ballots(halden)] == [[1, 2], [2]]


def test_who_may_vote_is_asked(halden, asked, eva):
    asked.announced(proof=Proof.BEKREFTET)
    with pytest.raises(Refused):
        vote_for(halden.context(halden.person("Uten adresse", confirmed=False)), asked.challenge, 1)
    with pytest.raises(Unfit):
        vote_for(halden.context(eva), asked.challenge, 1)
    identities.confirm(halden.context(halden.caseworker()), eva.public_id)
    assert vote_for(halden.context(eva), asked.challenge, 1)


def test_one_person_with_two_accounts_has_one_ballot_when_it_is_known(halden, asked, eva):
    asked.announced()
    other = halden.person("Eva med ny adresse")
    knows(halden, eva, "https://work.example.no#halden")
    linked = knows(halden, eva)
    vote_for(halden.context(eva), asked.challenge, 1)
    vote_for(halden.context(other), asked.challenge, 2)
    linked.person_id = other.id
    halden.db.flush()
    assert not vote_for(halden.context(other), asked.challenge, 3)
    assert [(one.marks, one.person_id) for one in ballots(halden)] == [([3], other.id)]


def test_no_history_tells_that_somebody_voted(halden, asked, eva):
    asked.announced()
    before = len(halden.db.scalars(select(Event.id)).all())
    vote_for(halden.context(eva), asked.challenge, 1)
    vote_for(halden.context(eva), asked.challenge, 2)
    assert len(halden.db.scalars(select(Event.id)).all()) == before


def test_whoever_asks_gets_their_own_ballot_while_it_is_open_and_nobodys_after(halden, asked, eva):
    asked.announced()
    vote_for(halden.context(eva), asked.challenge, 1, 3)
    part, who = next(one for one in PARTS if one.table == "ballots"), own_data.owner(halden.db, eva.id)
    [given] = own_data.every(halden.db, part, who)
    assert (given["vote_id"], given["marks"]) == (asked.challenge, [1, 3])
    votes.close(halden.later(days=8).context(None), asked.row().id)
    assert [*own_data.every(halden.db, part, who)] == []


def test_what_is_taken_back_stays_with_its_reason_without_ballots_and_another_can_be_set(halden, asked, eva):
    asked.announced()
    vote_for(halden.context(eva), asked.challenge, 1)
    with pytest.raises(Unfit):
        votes.take_back(halden.context(asked.staff), asked.challenge, "  ")
    with pytest.raises(Denied):
        votes.take_back(halden.context(eva), asked.challenge, "Nei")
    votes.take_back(halden.context(asked.staff), asked.challenge, "Summen var feil.")
    assert ballots(halden) == []
    with pytest.raises(Missing):
        vote_for(halden.context(eva), asked.challenge, 1)
    with pytest.raises(Missing):
        votes.take_back(halden.context(asked.staff), asked.challenge, "Igjen")
    assert not votes.close(halden.later(days=8).context(None), asked.row().id)
    asked.announced(budget=120_000)
    assert vote_for(halden.context(eva), asked.challenge, 1)
    rows = halden.db.scalars(select(Vote).order_by(Vote.id)).all()
    assert [(one.budget, one.taken_back_why) for one in rows] == [(100_000, "Summen var feil."), (120_000, "")]
    told = halden.db.scalars(select(Event.what).where(Event.what == What.VOTE_TAKEN_BACK)).all()
    assert told == [What.VOTE_TAKEN_BACK]


def test_a_result_is_not_taken_back(halden, asked):
    asked.announced()
    later = halden.later(days=8)
    votes.close(later.context(None), asked.row().id)
    with pytest.raises(Unfit):
        votes.take_back(later.context(asked.staff), asked.challenge, "Jeg liker det ikke.")
