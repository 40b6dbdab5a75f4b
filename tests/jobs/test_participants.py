"""Whoever is invited to take part in a challenge, gets a letter with its address; not when that was taken back."""

from sqlalchemy import select

from samskaping.actions import participants
from samskaping.jobs.post import post
from samskaping.models import ChallengeInvitation
from samskaping.rules.roles import Role
from tests.challenges import published
from tests.web.test_participants import verified


def test_the_letter_to_whoever_is_invited(office):
    world = office.world
    pia, liv = world.person("Pia", Role.PUBLISIST), world.person("Liv", form="nn")
    made = published(world, pia)
    club = verified(world, world.person("Ane"))
    for whom in ({"email": "ny@example.no"}, {"email": liv.email}, {"organisation": club.public_id}):
        participants.invite(world.context(pia), made, **whom)
    participants.invite(world.context(pia), made, email="borte@example.no")
    gone = select(ChallengeInvitation.public_id).where(ChallengeInvitation.email_key == "borte@example.no")
    participants.take_back(world.context(pia), world.db.scalars(gone).one())
    office.commit()
    post(office.place)
    mails = {mail.to.split("@")[0].split(".")[0].split("<")[-1]: mail for mail in office.mails}
    assert set(mails) == {"ny", "liv", "ane"}
    assert all(f"/utfordring/{made}" in mail.text for mail in mails.values())
    assert "lag en konto med denne adressen" in mails["ny"].text
    assert "Kommunen inviterer deg til å delta i utfordringa «Korleis kan færre ete åleine?»." in mails["liv"].text
    assert "lag ein konto" not in mails["liv"].text
    assert "Kommunen inviterer Os vel til å delta" in mails["ane"].text
