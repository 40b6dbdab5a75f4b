"""Two municipalities and a challenge that the first leads, in both forms; a third that has nothing to do with it."""

from typing import Any

from sqlalchemy import select

from samskaping.actions import moderation, partners
from samskaping.db import Texts
from samskaping.models import Challenge, ChallengePartner, Person
from samskaping.queries import partners as queries
from samskaping.queries.partners import Partner
from samskaping.rules.partners import Standing
from samskaping.rules.roles import Role
from samskaping.rules.speech import ReportReason
from tests.challenges import published
from tests.world import World, municipality

NYNORSK: dict[str, Texts] = {
    "summary": Texts(nb="Fire av ti spiser alene.", nn="Fire av ti et åleine."),
    "need": Texts(nb="De fleste mangler selskap.", nn="Dei fleste manglar selskap."),
    "decides": Texts(nb="Kommunalsjefen bestemmer.", nn="Kommunalsjefen avgjer."),
    "fixed": Texts(nb="Regler for trygg mat.", nn="Reglar for trygg mat."),
    "influence": Texts(nb="Hvor og når vi spiser.", nn="Kvar og når vi et."),
    "use": Texts(nb="Vi svarer på alle.", nn="Vi svarer alle."),
}


class Both:
    """Halden (bokmål) leads; Voss (nynorsk) is invited; Asker stands outside."""

    def __init__(self, halden: World) -> None:
        self.halden = halden
        self.voss = municipality(halden.db, "voss", default_form="nn", number="4621")
        self.third = municipality(halden.db, "asker")
        self.ingrid = halden.person("Ingrid", Role.PUBLISIST)
        self.vera = self.voss.person("Vera", Role.LEDER)
        self.tora = self.third.person("Tora", Role.LEDER)
        self.challenge = published(halden, self.ingrid, **NYNORSK)
        everywhere: dict[str, Any] = {"every_municipality": True}
        named = select(Challenge.id).where(Challenge.public_id == self.challenge)
        self.key = halden.db.scalars(named, execution_options=everywhere).one()

    def invite(self, words: str = "Vil dere være med?") -> None:
        partners.invite(self.halden.context(self.ingrid), self.challenge, "voss", words)

    def answer(self, *, accepts: bool, words: str = "") -> None:
        partners.answer(self.voss.context(self.vera), self.challenge, accepts=accepts, words=words)

    def accept(self, words: str = "") -> None:
        self.answer(accepts=True, words=words)

    def leave(self) -> None:
        partners.leave(self.voss.context(self.vera), self.challenge)

    def joined(self) -> "Both":
        self.invite()
        self.accept()
        return self

    def partner(self) -> ChallengePartner:
        """Voss's row as it stands."""
        there = (ChallengePartner.municipality_id == self.voss.here.id, ChallengePartner.challenge_id == self.key)
        return self.halden.db.scalars(select(ChallengePartner).where(*there)).one()

    def standing(self) -> Standing:
        return self.partner().standing

    def seen(self) -> tuple[Partner, ...]:
        """Those in the challenge, as its page shows them in Halden."""
        return queries.of_challenge(self.halden.context(), self.key)

    def hide(self, moderator: Person, ref: str) -> None:
        """A moderator of Voss hides a proposal there."""
        moderation.hide_proposal(self.voss.context(moderator), ref, ReportReason.ANNET, "Grunn.")
