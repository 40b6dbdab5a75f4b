"""Texts with a word from the municipality's list: they wait for a moderator, whoever wrote them and however it goes."""

import pytest
from sqlalchemy import select

from samskaping.actions import approval, comments, moves, rewriting, trust
from samskaping.actions.comments import FOR_MUNICIPALITY, Remark
from samskaping.actions.drafts import Change
from samskaping.actions.moves import Wish
from samskaping.actions.proposals import submit
from samskaping.models import Challenge, ChallengePartner, Comment
from samskaping.queries import moderation as queue
from samskaping.rules.kinds import ChallengeState
from samskaping.rules.moderation import Reading, Trust
from samskaping.rules.pipeline import State
from samskaping.rules.roles import Role
from tests.world import municipality

RUDE = "Du er en idiot."


@pytest.fixture
def world(db):
    return municipality(db, "asker", read_first_words="idiot\nkjøp billig")


@pytest.fixture
def mona(world):
    return world.person("Mona Moderator", Role.MODERATOR)


def comment(world, public_id):
    world.db.expire_all()
    return world.db.scalars(select(Comment).where(Comment.public_id == public_id)).one()


def test_a_comment_with_a_word_waits_and_others_do_not(world, mona):
    ref, per = world.proposal(), world.person("Per")
    free, held = (comments.write(world.context(per), ref, Remark(words)) for words in ("Fint.", RUDE))
    assert comment(world, free).held_since is None
    assert comment(world, held).held_since == world.now
    assert world.row(ref).comment_count == 1
    [waiting] = queue.queue(world.context(mona)).rows
    assert (waiting.thing.comment, waiting.thing.words("idiot\nkjøp billig")) == (held, ("idiot",))
    approval.approve_comment(world.context(mona), held)
    assert world.row(ref).comment_count == 2


def test_the_list_costs_no_statement(world, statements):
    ref, per = world.proposal(), world.person("Per")
    counted = []
    for words in ("Fint.", RUDE):
        ctx = world.context(per)
        with statements.at_most(16):
            comments.write(ctx, ref, Remark(words))
            world.db.flush()
        counted.append(len(statements))
    assert counted[1] <= counted[0], counted


@pytest.mark.parametrize("field", ["title", "need", "idea", "place"])
def test_a_proposal_with_a_word_in_any_text_waits(world, mona, field):
    ref = world.proposal(**{field: "Kjøp  billig sement her, alle sammen."})
    assert (world.row(ref).state, world.row(ref).is_public) == (State.TIL_GODKJENNING, False)
    [waiting] = queue.queue(world.context(mona)).rows
    assert waiting.thing.words(world.here.read_first_words) == ("kjøp billig",)


def test_no_record_and_no_trust_lets_a_word_through_but_who_moderates_reads_their_own(world, mona):
    ref, per = world.proposal(), world.person("Per")
    comments.write(world.context(per), ref, Remark("Fint."))
    trust.say(world.context(mona), per.public_id, is_trusted=True, why="Leder velforeningen.")
    held = comments.write(world.context(per), ref, Remark(RUDE))
    assert (comment(world, held).held_since, comment(world, held).trust) == (world.now, None)
    own = comments.write(world.context(mona), ref, Remark(RUDE))
    assert (comment(world, own).held_since, comment(world, own).trust) == (None, Trust.ANSATT)


def test_what_the_municipality_says_is_never_held(world):
    pia, ref = world.person("Pia", Role.PUBLISIST), world.proposal()
    said = comments.write(world.context(pia), ref, Remark(RUDE, speaker=FOR_MUNICIPALITY))
    comments.edit(world.context(pia), ref, said, version=1, written=RUDE + " Unnskyld.")
    assert comment(world, said).held_since is None
    as_herself = comments.write(world.context(pia), ref, Remark(RUDE))
    assert comment(world, as_herself).held_since is not None


def test_a_word_that_is_written_later_takes_the_text_out_of_sight_again(world):
    ola, per = world.person("Ola"), world.person("Per")
    ref = world.proposal(ola)
    said = comments.write(world.context(per), ref, Remark("Fint."))
    comments.edit(world.context(per), ref, said, version=1, written="Veldig fint.")
    assert (comment(world, said).held_since, world.row(ref).comment_count) == (None, 1)
    comments.edit(world.context(per), ref, said, version=2, written=RUDE)
    assert (comment(world, said).held_since, world.row(ref).comment_count) == (world.now, 0)
    rewriting.edit(world.context(ola), ref, Change(idea="Sett opp benker."), version=world.row(ref).version)
    assert world.row(ref).is_public
    rewriting.edit(world.context(ola), ref, Change(idea="Kjøp billig benk."), version=world.row(ref).version)
    assert (world.row(ref).state, world.row(ref).is_public) == (State.TIL_GODKJENNING, False)


def test_no_way_round_by_withdrawing_or_by_sending_in_what_was_sent_back(world, mona):
    ola = world.person("Ola")
    ref = world.proposal(ola, need="Idiot som tok benken.")
    moves.move(world.context(ola), ref, Wish("trekk", world.row(ref).version, reason="Angret."))
    moves.move(world.context(ola), ref, Wish("send_inn_igjen", world.row(ref).version, reason="Likevel."))
    assert world.row(ref).state is State.TIL_GODKJENNING
    moves.move(world.sure(mona, ref), ref, Wish("send_tilbake", world.row(ref).version, reason="Ta bort ordet."))
    submit(world.context(ola), world.row(ref).public_id)
    assert world.row(ref).state is State.TIL_GODKJENNING


def test_the_list_holds_in_a_challenge_that_publishes_at_once(world):
    row = Challenge(
        municipality_id=world.here.id, public_id="utford0001", state=ChallengeState.APEN, title=world.theme().name,
        created_at=world.now, published_at=world.now, proposals_read=Reading.ETTER, comments_read=Reading.ETTER,
    )  # fmt: skip
    world.db.add(row)
    world.db.flush()
    world.db.add(ChallengePartner(challenge_id=row.id, municipality_id=world.here.id, is_lead=True))
    world.db.flush()
    world.db.info.pop("untold", None)
    held = world.proposal(challenge=row.public_id, title="Idiot")
    ref = world.proposal(challenge=row.public_id)
    assert (world.row(held).is_public, world.row(ref).is_public) == (False, True)
    said = comments.write(world.context(world.person("Per")), ref, Remark(RUDE))
    assert comment(world, said).held_since is not None
