"""What nobody may see stays unseen, whichever way round it goes: unapproved, private, silent."""

import pytest

from samskaping.actions import comments, drafts, statements, support
from samskaping.actions.comments import Remark
from samskaping.actions.drafts import Change
from samskaping.actions.moderation import hide_comment, hide_proposal
from samskaping.actions.proposals import submit
from samskaping.actions.rewriting import edit
from samskaping.actions.statements import Said
from samskaping.errors import Missing
from samskaping.queries import case_page, mine, proposal_page, proposals, timeline, verifying
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


def edited(world, writer, ref, need="En tekst som ingen har lest."):
    change = {"title": "Benker langs Tista", "need": need, "idea": ""}
    edit(world.context(writer), ref, Change(**change), version=world.row(ref).version)


def test_an_edit_under_approval_is_read_before_anyone_sees_it(db):
    world = municipality(db, approval=True)
    writer, moderator, liv = world.person(), world.person("Mona", Role.MODERATOR), world.person("Liv")
    ref = world.proposal(writer)
    world.move(ref, "godkjenn", moderator)
    support.give(world.context(liv), ref)
    comments.write(world.context(liv), ref, Remark("Et innlegg"))
    due = world.row(ref).answer_due
    edited(world.later(days=1), writer, ref)
    row = world.row(ref)
    assert (row.state, row.ball, row.is_public, row.answer_due) == (State.TIL_GODKJENNING, Ball.MODERATOR, False, due)
    for filters in (Filters(), Filters(query="benker", sort="treff"), Filters(query="lest", sort="treff")):
        assert proposals.listing(world.context(), filters).count == 0
    assert proposals.listing(world.context(), Filters()).cards == ()
    with pytest.raises(Missing):
        proposal_page.case(world.context(liv), ref)
    assert broken(db) == []
    world.move(ref, "godkjenn", moderator)
    row = world.row(ref)
    assert (row.state, row.is_public, row.support_count, row.comment_count) == (State.MOTTATT, True, 1, 1)
    assert proposals.listing(world.context(), Filters(query="lest", sort="treff")).count == 1
    assert broken(db) == []
    assert list(verifying.differences(world.context())) == []


def test_withdrawing_an_unread_text_shows_it_to_nobody(db):
    world = municipality(db, approval=True)
    writer, moderator = world.person(), world.person("Mona", Role.MODERATOR)
    ref = world.proposal(writer)
    world.move(ref, "godkjenn", moderator)
    edited(world, writer, ref)
    world.move(ref, "trekk", writer)
    assert not world.row(ref).is_public
    world.move(ref, "send_inn_igjen", writer)
    assert (world.row(ref).state, world.row(ref).is_public) == (State.TIL_GODKJENNING, False)


def test_without_approval_an_edit_is_seen_at_once(halden):
    writer = halden.person()
    ref = halden.proposal(writer)
    edited(halden, writer, ref)
    assert (halden.row(ref).state, halden.row(ref).is_public) == (State.MOTTATT, True)


def test_texts_that_no_moderator_let_out_are_no_versions_to_read(db):
    world = municipality(db, approval=True)
    writer, moderator = world.person(), world.person("Mona", Role.MODERATOR)
    ref = world.proposal(writer, need="Naboen Per Ås i Storgata 3 bråker.")
    world.move(ref, "send_tilbake", moderator)
    drafts.save(world.context(writer), world.row(ref).public_id, Change(need="Noen bråker om natta i gata vår."))
    submit(world.context(writer), world.row(ref).public_id)
    edited(world, writer, ref, "Per Ås bråker, og nå sier jeg det igjen.")
    edited(world, writer, ref, "Det bråker om natta i gata vår.")
    world.move(ref, "godkjenn", moderator)
    edited(world, writer, ref, "Det bråker i gata vår, mest i helgene.")
    world.move(ref, "godkjenn", moderator)
    kept = timeline.versions(world.context(), "proposal", world.row(ref).id)
    assert [one.fields.get("need") for one in kept] == [
        None, None, None, "Det bråker om natta i gata vår.", "Det bråker i gata vår, mest i helgene."
    ]  # fmt: skip


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
