"""Who acts, where, when and in which form: the one value that every query and action is handed."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from samskaping.clock import midnight, oslo_date
from samskaping.db import Texts
from samskaping.errors import Missing
from samskaping.models import WebSession
from samskaping.rules import limits
from samskaping.rules.municipalities import full_name, noun, own_form
from samskaping.rules.policy import Actor, Can, Thing, allowed, require
from samskaping.rules.thresholds import NONE, Act, Lacking, Thresholds, lacking


@dataclass(frozen=True)
class Here:
    """The municipality at hand, with the settings that every page may need, and its stamp (``context/stamps.py``)."""

    id: int
    slug: str
    host: str | None
    number: str
    name: str
    official_name: str
    county: str
    accent: str
    default_form: str | None
    language_decision: str
    activated_at: datetime | None
    answer_days: int
    approval: bool
    comment_approval: bool
    old_names_unlisted: bool
    trust_after: int
    read_first_words: str | None
    contact_email: str | None
    accessibility_url: Texts
    thresholds: Thresholds
    proposal_count: int
    stamp: int

    @property
    def full_name(self) -> str:
        """«Halden kommune», «Voss herad»."""
        return full_name(self.number, self.name)

    @property
    def noun(self) -> str:
        """«kommunen», «heradet»."""
        return noun(self.number)

    @property
    def is_active(self) -> bool:
        return self.activated_at is not None

    @property
    def own_form(self) -> str | None:
        """The form it has set, or the one its språkvedtak gives; None when neutral and nothing is set."""
        return own_form(self.default_form, self.language_decision)


@dataclass(frozen=True)
class Me:
    """The signed-in person, beyond what permissions ask about."""

    id: int
    public_id: str
    name: str
    email: str
    form: str
    shows_name: bool
    keys_off: bool
    home_id: int | None
    author_id: int
    unread: int
    signed_in_at: datetime | None
    works_at_all: bool
    #: Under what name, title and unit they work here; of somebody whose roles wait for a second factor, nothing.
    staff_author_id: int | None = None
    staff_title: Texts = Texts()  # noqa: RUF009  frozen
    unit_id: int | None = None
    unit_name: Texts = Texts()  # noqa: RUF009  frozen
    #: New cases that nobody has taken, at most 100; 0 for those who do not handle cases here.
    new_cases: int = 0
    #: What waits for a moderator (at most 100 of each kind); 0 for those who do not moderate here.
    to_decide: int = 0
    #: Invitations to share a challenge that wait for an answer; 0 for those who cannot answer for the municipality.
    invitations: int = 0
    #: Challenges raised and words suggested that wait for an answer (at most 100 of each); 0 for those who write none.
    suggested: int = 0


@dataclass(frozen=True)
class Context:
    """First argument of every query and action."""

    db: Session
    municipality: Here | None
    actor: Actor
    now: datetime
    language: str = "nb"
    me: Me | None = None
    session: WebSession | None = None
    #: The key of the session that the browser came with, when that is over and is still to be ended.
    over: int | None = None

    @property
    def today(self) -> date:
        """The day in Norway."""
        return oslo_date(self.now)

    @property
    def here(self) -> Here:
        """The municipality at hand. Raises ``Missing`` on national pages."""
        if self.municipality is None:
            raise Missing
        return self.municipality

    @property
    def listed_since(self) -> datetime | None:
        """Where the municipality says so, what residents wrote before this is kept out of search engines."""
        if self.municipality is None or not self.municipality.old_names_unlisted:
            return None
        return midnight(self.today - limits.LISTED)

    def is_unlisted(self, written: datetime | None) -> bool:
        since = self.listed_since
        return since is not None and written is not None and written < since

    def may(self, can: Can, thing: Thing | None = None) -> bool:
        return allowed(self.actor, can, thing)

    def lacks(self, act: Act, challenge: Thresholds = NONE) -> Lacking | None:
        """What the visitor must show before an act here, or in a challenge that asks more; None when nothing."""
        return lacking(self.actor, act, self.here.full_name, challenge)

    def require(self, can: Can, thing: Thing | None = None) -> None:
        require(self.actor, can, thing)
