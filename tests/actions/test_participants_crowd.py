"""Many at the same instant: an address and an organisation are invited once each, and a person is confirmed once."""

from sqlalchemy import func, select

from samskaping.actions import identities, participants
from samskaping.db import transaction
from samskaping.errors import Unfit
from samskaping.models import ChallengeInvitation, Event, Identity, Letter, LetterKind
from samskaping.rules.events import What
from samskaping.rules.roles import Role
from tests.actions.test_needs import challenge
from tests.crowds import at_once, kinds
from tests.web.test_participants import verified
from tests.world import municipality

AT_ONCE = 8


def test_each_is_invited_once_and_confirmed_once(own_engine):
    with transaction(own_engine) as db:
        world = municipality(db, "halden")
        here, now = world.here, world.now
        liv, pia, kari = world.person("Liv"), world.person("Pia", Role.PUBLISIST), world.caseworker()
        made, club = challenge(world, pia), verified(world, liv).public_id
        email, code, pia_id, kari_id = liv.email, liv.public_id, pia.id, kari.id
    once = [None] + [Unfit] * (AT_ONCE - 1)
    for who, deed in (
        (pia_id, lambda ctx: participants.invite(ctx, made, email=email)),
        (pia_id, lambda ctx: participants.invite(ctx, made, organisation=club)),
        (kari_id, lambda ctx: identities.confirm(ctx, code)),
    ):
        results = kinds(at_once(own_engine, here, now, *[(who, deed)] * AT_ONCE))
        assert sorted(results, key=lambda one: one is not None) == once
    with transaction(own_engine, here.id) as db:
        rows = {table: db.scalar(select(func.count()).select_from(table)) for table in (ChallengeInvitation, Identity)}
        letters = db.scalar(select(func.count()).where(Letter.kind == LetterKind.TAKE_PART))
        told = db.scalar(select(func.count()).where(Event.what == What.CHALLENGE_INVITED))
    assert (rows, letters, told) == ({ChallengeInvitation: 2, Identity: 1}, 2, 2)
