"""Two at the same instant about one shared challenge: what comes of it is what the one after the other would give."""

from functools import partial

import pytest
from sqlalchemy import select

from samskaping.actions import partners, proposals
from samskaping.context.doors import without_browser
from samskaping.db import transaction
from samskaping.errors import Denied, Unfit
from samskaping.models import ChallengePartner, Event, Municipality, Proposal
from samskaping.models.history import digest
from samskaping.rules.partners import Standing
from samskaping.rules.roles import Role
from tests.crowds import at_once, kinds
from tests.shared import Both
from tests.world import municipality


class Pair:
    """Both municipalities on a database of their own, and deeds that happen in the same instant."""

    def __init__(self, engine, *, joined=False):
        self.engine = engine
        with transaction(engine) as db:
            both = Both(municipality(db, "halden"))
            other = both.voss.person("Viktor", Role.PUBLISIST)
            if joined:
                both.joined()
            else:
                both.invite()
            self.halden, self.voss, self.now = both.halden.here, both.voss.here, both.halden.now
            self.challenge, self.key = both.challenge, both.key
            self.ingrid, self.vera, self.viktor = both.ingrid.id, both.vera.id, other.id
            writer = both.voss.person("Liv")
            self.writer, self.drafts = writer.id, []
            if joined:
                self.drafts = [both.voss.draft(writer, challenge=both.challenge) for _one in range(2)]

    def here(self, place, deed):
        """The deed in the municipality where it is done, whichever ``at_once`` stands in."""
        return lambda ctx: deed(without_browser(ctx.db, place, ctx.actor.person_id, self.now))

    def at_once(self, *deeds):
        found = [(person, self.here(place, deed)) for place, person, deed in deeds]
        return kinds(at_once(self.engine, self.voss, self.now, *found))

    @property
    def standing(self):
        with transaction(self.engine) as db:
            return db.scalars(
                select(ChallengePartner.standing).where(ChallengePartner.municipality_id == self.voss.id)
            ).one()

    def happened(self):
        """What stands in the challenge's history; the chain holds."""
        with transaction(self.engine) as db:
            found = select(Event).where(Event.subject_kind == "challenge", Event.subject_id == self.key)
            events, before = db.scalars(found.order_by(Event.number)).all(), ""
            for number, event in enumerate(events, 1):
                assert (event.number, event.digest) == (number, digest(before, event))
                before = event.digest
            return [event.what for event in events if event.what.startswith("partner.")]

    def proposals(self):
        with transaction(self.engine, self.voss.id) as db:
            return db.scalars(select(Proposal.is_public).where(Proposal.reference.is_not(None))).all()


@pytest.fixture
def pair(own_engine):
    return partial(Pair, own_engine)


def yes(pair):
    return lambda ctx: partners.answer(ctx, pair.challenge, accepts=True)


def no(pair):
    return lambda ctx: partners.answer(ctx, pair.challenge, accepts=False, words="Nei takk.")


@pytest.mark.parametrize("second", [yes, no])
def test_of_two_answers_one_counts(pair, second):
    one = pair()
    came = one.at_once((one.voss, one.vera, yes(one)), (one.voss, one.viktor, second(one)))
    assert came in ([None, Unfit], [Unfit, None])
    joins = one.standing is Standing.MED
    assert one.happened() == ["partner.invited", "partner.answered", *(["partner.joined"] if joins else [])]


def test_a_yes_beside_the_invitation_taken_back(pair):
    one = pair()
    back = partial(lambda ctx: partners.uninvite(ctx, one.challenge, "voss"))
    came = one.at_once((one.voss, one.vera, yes(one)), (one.halden, one.ingrid, back))
    assert came in ([None, Unfit], [Unfit, None])
    if came[0] is None:
        assert (one.standing, one.happened()[1:]) == (Standing.MED, ["partner.answered", "partner.joined"])
    else:
        assert (one.standing, one.happened()[1:]) == (Standing.TRUKKET, ["partner.uninvited"])


def test_leaving_beside_proposals(pair):
    one = pair(joined=True)
    sends = [partial(lambda draft, ctx: proposals.submit(ctx, draft), draft) for draft in one.drafts]
    leaves = partial(lambda ctx: partners.leave(ctx, one.challenge))
    came = one.at_once((one.voss, one.writer, sends[0]), (one.voss, one.vera, leaves), (one.voss, one.writer, sends[1]))
    assert came[1] is None
    assert {came[0], came[2]} <= {None, Unfit}
    assert one.standing is Standing.GIKK_UT
    # Whoever came first is in, whole; whoever came after is told, with the text kept as a draft.
    assert one.proposals() == [True] * [came[0], came[2]].count(None)
    with transaction(one.engine, one.voss.id) as db:
        late = select(Proposal).where(Proposal.reference.is_(None))
        for draft in db.scalars(late).all():
            with pytest.raises(Denied):
                proposals.submit(without_browser(db, one.voss, one.writer, one.now), draft.public_id)
        db.rollback()


def test_leaving_beside_being_named_for_the_archive(pair):
    one = pair(joined=True)
    names = partial(lambda ctx: partners.name_archivist(ctx, one.challenge, "voss"))
    leaves = partial(lambda ctx: partners.leave(ctx, one.challenge))
    came = one.at_once((one.halden, one.ingrid, names), (one.voss, one.vera, leaves))
    assert came in ([None, None], [Unfit, None])
    with transaction(one.engine) as db:
        keeps = (
            select(Municipality.slug)
            .join(ChallengePartner, ChallengePartner.municipality_id == Municipality.id)
            .where(ChallengePartner.is_archivist)
        )
        assert db.scalars(keeps).all() == ["halden"]
