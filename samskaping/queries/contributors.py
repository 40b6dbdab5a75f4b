"""Who hears of what people contribute: whoever answers for the municipality, whoever did it, and the other party."""

from typing import Any

from sqlalchemy import select

from samskaping.models import Event, Offer, Raised, Representative, Wording
from samskaping.queries import keepers
from samskaping.queries.keepers import Found, with_role
from samskaping.rules.offers import Side
from samskaping.rules.policy import PUBLISHING


def offered(event: Event) -> Found:
    """In a case, whoever has it, or all who could take it; of a challenge or a need, those who may answer."""
    return keepers.keeper(event) if event.subject_kind == "proposal" else [with_role(event, PUBLISHING)]


def giver(event: Event) -> Found:
    """Whoever made the offer; of an organisation's, all who act for it."""
    of_this: Any = Offer.public_id == event.details.get("offer", "")
    person = select(Offer.giver_id.label("person_id")).where(of_this, Offer.organisation_id.is_(None))
    people = select(Representative.person_id.label("person_id")).join(
        Offer, Offer.organisation_id == Representative.organisation_id
    )
    return [person, people.where(of_this, Representative.left_at.is_(None))]


def counterpart(event: Event) -> Found:
    """The party that did not write or confirm the agreement now."""
    return giver(event) if event.details.get("side") == Side.KOMMUNE else offered(event)


def raiser(event: Event) -> Found:
    """Whoever raised a challenge, or suggested other words for one."""
    table: Any = Wording if "wording" in event.details else Raised
    name = event.details.get("wording") or event.details.get("raised", "")
    return [select(table.writer_id.label("person_id")).where(table.public_id == name)]
