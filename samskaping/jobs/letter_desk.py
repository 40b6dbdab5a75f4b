"""What a letter is written at: whose it is, in which form, and the addresses of the pages it leads to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from samskaping.actions import tokens
from samskaping.actions.notifications import UNSUBSCRIBE, unsubscribe_value
from samskaping.context import Context
from samskaping.jobs.place import Place
from samskaping.models import Letter
from samskaping.outside import signing
from samskaping.queries.letters import Addressee
from samskaping.rules.kinds import Purpose

#: What the words of a letter are made from; None when there is nothing left to say.
Facts = Mapping[str, Any] | None


@dataclass(frozen=True)
class Desk:
    """Everything that the words of one letter are made from. ``person`` is nobody for a bare address."""

    place: Place
    ctx: Context
    letter: Letter
    person: Addressee | None
    form: str
    #: Municipalities' own hosts that links of this letter lead to.
    homes: set[str] = field(default_factory=set)

    def link(self, path: str) -> str:
        """The full address of a page in the letter's municipality, or on the national pages."""
        here = self.ctx.municipality
        return self.elsewhere(here.slug if here else "", here.host if here else None, path)

    def elsewhere(self, slug: str, host: str | None, path: str) -> str:
        """The full address of a page in any municipality; always one of our own hosts."""
        if host:
            self.homes.add(f"https://{host}")
            return f"https://{host}/{self.form}{path}"
        return f"{self.place.settings.base_url}{f'/{slug}' if slug else ''}/{self.form}{path}"

    def token_link(self, purpose: Purpose) -> str:
        """A link that works once, its secret made now; the ones before it stop working."""
        assert self.person is not None
        token = tokens.issue(self.ctx.db, self.person.id, purpose, self.ctx.now, self._payload(purpose))
        return self.link(tokens.PATHS[purpose] + token)

    def _payload(self, purpose: Purpose) -> dict[str, Any]:
        if purpose is Purpose.CHANGE_EMAIL:
            return {"email": self.letter.params["email"]}
        if purpose is Purpose.RESTORE_EMAIL:
            return {"email": self.letter.address, "since": self.letter.created_at.isoformat()}
        return {}

    @property
    def unsubscribe(self) -> str:
        """The address that ends all mail about what the person follows."""
        assert self.person is not None
        token = signing.sign(self.place.settings.secret_key, UNSUBSCRIBE, unsubscribe_value(self.person.public_id))
        return self.elsewhere("", None, f"/varsler/av/{token}")
