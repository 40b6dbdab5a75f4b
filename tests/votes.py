"""A vote as tests need it: set, announced, and voted in."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from samskaping.actions import ballots, votes
from samskaping.actions.votes import Terms
from samskaping.db import Texts
from samskaping.models import Vote
from samskaping.rules.roles import Role
from samskaping.rules.thresholds import Proof
from samskaping.rules.votes import BallotKind
from tests.challenges import published

KEY = "a key of the tests"
DECIDES = Texts(nb="Kommunestyret bestemmer.", nn="Kommunestyret avgjer.")
COUNTS = Texts(nb="Rådet legges fram i saken.", nn="Rådet blir lagt fram i saka.")


class Asked:
    """A challenge with three proposals (60, 50 and 40 thousand), and staff who can set a vote of 100 thousand."""

    def __init__(self, world: Any) -> None:
        self.world = world
        self.staff = world.person("Ingrid", Role.PUBLISIST)
        self.challenge = published(world, self.staff)
        writer = world.person("Fia Forslag")
        titles = ("Benk ved elva", "Lys i parken", "Bord på torget")
        self.refs = [world.proposal(writer, title=title, challenge=self.challenge) for title in titles]

    def terms(self, **change: Any) -> Terms:
        today = self.world.context().today
        costs = dict(zip(self.refs, (60_000, 50_000, 40_000), strict=False))
        whole: dict[str, Any] = {
            "kind": BallotKind.KRYSS, "budget": 100_000, "proof": Proof.EPOST, "opens_on": today,
            "closes_on": today + timedelta(days=7), "decided_on": today + timedelta(days=30),
            "decides": DECIDES, "counts": COUNTS, "costs": costs,
        }  # fmt: skip
        return Terms(**{**whole, **change})

    def set(self, **change: Any) -> "Asked":
        votes.set_terms(self.world.context(self.staff), self.challenge, self.terms(**change), version=0)
        return self

    def announced(self, **change: Any) -> "Asked":
        self.set(**change)
        votes.announce(self.world.context(self.staff), self.challenge, version=1)
        return self

    def row(self, world: Any = None) -> Vote:
        db = (world or self.world).db
        db.expire_all()
        found: Vote = db.scalars(select(Vote), execution_options={"every_municipality": True}).one()
        return found


def vote_for(ctx: Any, challenge: str, *marks: int) -> bool:
    return ballots.cast(ctx, challenge, marks, key=KEY)
