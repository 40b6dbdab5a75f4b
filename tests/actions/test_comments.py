"""Comments: written, answered, edited with versions kept, retracted; counted, limited, and shut by the state."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from samskaping.actions import comments
from samskaping.actions.comments import FOR_MUNICIPALITY, Remark
from samskaping.errors import Clash, Missing, Refused, TooMuch, Unfit
from samskaping.models import Author, Comment, Event, Version
from samskaping.rules import limits
from samskaping.rules.events import What
from samskaping.rules.pipeline import STATES, State
from samskaping.rules.speech import AuthorKind, Stance


def say(world, ref, person, text="Det er sant.", **wish):
    return comments.write(world.context(person), ref, Remark(text, **wish))


def row(world, public_id):
    return world.db.scalar(select(Comment).where(Comment.public_id == public_id))


def test_comment_counts_and_leaves_an_event_to_tell(halden):
    liv, ref = halden.person("Liv"), halden.proposal()
    made = say(halden, ref, liv, stance=Stance.FOR, language="nn")
    comment = row(halden, made)
    assert (comment.stance, comment.language, comment.html) == (Stance.FOR, "nn", "1\n<p>Det er sant.</p>\n")
    assert halden.row(ref).comment_count == 1
    event = halden.db.scalars(select(Event).where(Event.what == What.COMMENT_WRITTEN)).one()
    assert event.details == {"comment": made}


def test_replies_know_their_true_parent_and_their_thread(halden):
    liv, ref = halden.person("Liv"), halden.proposal()
    made = [say(halden, ref, liv)]
    for _deeper in range(4):
        made.append(say(halden, ref, liv, reply_to=made[-1]))
    rows = [row(halden, one) for one in made]
    assert [comment.depth for comment in rows] == [0, 1, 2, 3, 4]
    assert [comment.parent_id for comment in rows] == [None, *(comment.id for comment in rows[:-1])]
    assert {comment.thread_id for comment in rows[1:]} == {rows[0].id}
    assert rows[0].thread_size == 5


def test_edit_keeps_every_version(halden):
    liv, ref = halden.person("Liv"), halden.proposal()
    made = say(halden, ref, liv, "Først.")
    comments.edit(halden.later(hours=1).context(liv), ref, made, version=1, written="Så.")
    comments.edit(halden.later(hours=2).context(liv), ref, made, version=2, written="Til slutt.")
    kept = halden.db.scalars(select(Version).where(Version.subject_kind == "comment").order_by(Version.number)).all()
    assert [(one.number, one.fields["text"]) for one in kept] == [(1, "Først."), (2, "Så."), (3, "Til slutt.")]
    assert kept[0].written_at == halden.now
    assert row(halden, made).edited_at == halden.now + timedelta(hours=2)


@pytest.mark.case("BL-08")
def test_second_of_two_editors_clashes(halden):
    liv, ref = halden.person("Liv"), halden.proposal()
    made = say(halden, ref, liv)
    comments.edit(halden.context(liv), ref, made, version=1, written="Så.")
    with pytest.raises(Clash):
        comments.edit(halden.context(liv), ref, made, version=1, written="Noe annet.")


@pytest.mark.parametrize("deed", ["edit", "retract"])
def test_nobody_touches_another_ones_comment(halden, deed):
    ref = halden.proposal()
    made, other = say(halden, ref, halden.person("Liv")), halden.context(halden.caseworker())
    with pytest.raises(Missing):
        if deed == "edit":
            comments.edit(other, ref, made, version=1, written="Så.")
        else:
            comments.retract(other, ref, made)


def test_retracted_comment_is_not_counted_nor_answered_nor_edited(halden):
    liv, ref = halden.person("Liv"), halden.proposal()
    made = say(halden, ref, liv)
    comments.retract(halden.context(liv), ref, made)
    assert halden.row(ref).comment_count == 0
    with pytest.raises(Unfit):
        say(halden, ref, liv, reply_to=made)
    with pytest.raises(Unfit):
        comments.edit(halden.context(liv), ref, made, version=1, written="Så.")
    with pytest.raises(Unfit):
        comments.retract(halden.context(liv), ref, made)
    assert halden.row(ref).comment_count == 0


@pytest.mark.parametrize(("written", "why"), [("  \n ", "Skriv"), ("x" * (limits.COMMENT + 1), "4\u00a0001")])
def test_empty_and_endless_are_told_beside_the_field(halden, written, why):
    with pytest.raises(Unfit) as refused:
        say(halden, halden.proposal(), halden.person(), written)
    assert why in refused.value.fields["text"]


def test_whether_the_conversation_is_open_is_the_state_s_column(halden):
    liv, ref = halden.person("Liv"), halden.proposal()
    for state, rule in STATES.items():
        if not rule.is_public:
            continue
        halden.row(ref).state = state
        if rule.takes_comments:
            say(halden, ref, liv)
            continue
        with pytest.raises(Unfit):
            say(halden, ref, liv)
    assert halden.row(ref).comment_count == sum(rule.takes_comments for rule in STATES.values())


def test_hidden_waiting_and_unknown_proposals_are_missing(halden):
    liv, writer = halden.person("Liv"), halden.person("Ola")
    ref = halden.proposal(writer)
    halden.row(ref).is_public = False
    for who in (liv, writer):
        with pytest.raises(Missing):
            say(halden, ref, who)
    with pytest.raises(Missing):
        say(halden, "2026-999999", liv)


def test_unconfirmed_and_unknown_people_are_refused(halden):
    ref = halden.proposal()
    for who in (halden.person("Ny", confirmed=False), None):
        with pytest.raises(Refused):
            say(halden, ref, who)


def test_an_hour_s_worth_of_comments_is_enough(halden):
    liv, ref = halden.person("Liv"), halden.proposal()
    for _one in range(limits.COMMENTS_HOUR):
        say(halden, ref, liv)
    with pytest.raises(TooMuch):
        say(halden, ref, liv)
    say(halden, ref, halden.person("Per"))
    say(halden.later(hours=1, minutes=1), ref, liv)


def test_only_staff_speak_for_the_municipality(halden):
    ref, kari = halden.proposal(), halden.caseworker()
    made = say(halden, ref, kari, speaker=FOR_MUNICIPALITY)
    kind = halden.db.scalar(
        select(Author.kind).join(Comment, Comment.author_id == Author.id).where(Comment.public_id == made)
    )
    assert kind is AuthorKind.KOMMUNE
    with pytest.raises(Refused):
        say(halden, ref, halden.person("Liv"), speaker=FOR_MUNICIPALITY)
    with pytest.raises(Unfit):
        say(halden, ref, halden.person("Liv"), speaker="ukjent")


def test_a_comment_of_another_proposal_is_no_parent(halden):
    liv, here, there = halden.person("Liv"), halden.proposal(), halden.proposal()
    made = say(halden, here, liv)
    with pytest.raises(Missing):
        say(halden, there, liv, reply_to=made)
    assert halden.db.scalar(select(func.count()).select_from(Comment)) == 1


def test_states_that_end_well_are_among_the_closed(halden):
    assert not STATES[State.EFFEKT_MALT].takes_comments
    assert STATES[State.IKKE_NA].takes_comments
