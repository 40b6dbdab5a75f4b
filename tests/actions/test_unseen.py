"""What nobody may see stays unseen, whichever way round it goes: unapproved, private, silent."""

import pytest

from samskaping.actions import comments, statements, support
from samskaping.actions.comments import Remark
from samskaping.actions.moderation import hide_comment, hide_proposal
from samskaping.actions.statements import Said
from samskaping.errors import Missing
from samskaping.queries import case_page, mine, proposals, verifying
from samskaping.queries.comments import conversation
from samskaping.queries.proposals import Filters
from samskaping.rules.pipeline import Ball, State
from samskaping.rules.roles import Role
from samskaping.rules.speech import ReportReason
from tests.truths import broken
from tests.world import municipality


@pytest.fixture
def halden(db):
    """A municipality where proposals are published at once."""
    return municipality(db)


def test_withdrawing_and_sending_in_again_is_no_way_round_approval(db):
    world = municipality(db, approval=True)
    writer = world.person()
    ref = world.proposal(writer)
    world.move(ref, "trekk", writer)
    assert world.row(ref).state is State.TRUKKET
    assert not world.row(ref).is_public
    assert proposals.listing(world.context(), Filters()).count == 0
    world.move(ref, "send_inn_igjen", writer)
    row = world.row(ref)
    assert (row.state, row.ball, row.is_public) == (State.TIL_GODKJENNING, Ball.MODERATOR, False)
    assert broken(db) == []
    assert list(verifying.differences(world.context())) == []
    world.move(ref, "godkjenn", world.caseworker())
    world.move(ref, "trekk", writer)
    assert world.row(ref).is_public
    world.move(ref, "send_inn_igjen", writer)
    assert world.row(ref).state is State.MOTTATT


def test_a_private_question_is_not_corrected_in_public(halden):
    ref, kari = halden.proposal(), halden.caseworker()
    ctx = halden.context(kari)
    statements.ask(ctx, ref, Said("Hvor bor du?", halden.row(ref).version, is_public=False))
    asked = next(one for one in case_page.statements(ctx, case_page.case(ctx, ref)) if not one.is_public)
    with pytest.raises(Missing):
        statements.correct(ctx, ref, asked.public_id, Said("Hvor?", asked.version), why="Kortere")


@pytest.mark.parametrize("way", ["retracted", "hidden"])
def test_a_reply_does_not_tell_the_name_of_a_silent_comment(halden, way):
    ref, kari = halden.proposal(), halden.caseworker()
    names = ("Per Ås", "Liv Ås", "Siv Ås", "Mia Ås")
    people = [halden.person(name) for name in names]
    parent = ""
    written = []
    for someone in people:
        parent = comments.write(halden.context(someone), ref, Remark("Et innlegg", reply_to=parent))
        written.append(parent)
    assert "Siv Ås" in str(conversation(halden.context(), halden.row(ref).id, None))
    if way == "hidden":
        hide_comment(halden.context(kari), written[2], ReportReason.ANNET, "Ikke greit")
    else:
        comments.retract(halden.context(people[2]), ref, written[2])
    told = str(conversation(halden.context(), halden.row(ref).id, None))
    assert "Siv Ås" not in told
    assert "Mia Ås" in told


def test_a_role_that_does_not_inspect_cases_follows_no_hidden_one(halden):
    ref, boss = halden.proposal(), halden.person("Ada Admin", Role.ADMINISTRATOR)
    support.follow(halden.context(boss), "proposal", ref)
    assert len(mine.follows(halden.context(boss)).rows) == 1
    hide_proposal(halden.context(halden.caseworker()), ref, ReportReason.ANNET, "Ikke greit")
    assert mine.follows(halden.context(boss)).rows == ()
