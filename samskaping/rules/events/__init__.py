"""Everything that can happen, whether the public may see it, who is told, and the sentence it reads as.

The public history, the staff's history, the notification and the mail are four readings of the same row,
with the same sentence. ``details`` holds ids and small facts only; allowed keys stand here. Details live
for ever: add keys, never change what one means.
"""

from collections.abc import Mapping
from typing import Any

from samskaping.rules.events.benefits import BENEFITS
from samskaping.rules.events.cases import CASES
from samskaping.rules.events.files import FILE_PAGES, FILES
from samskaping.rules.events.gatherings import GATHERING_PAGES, GATHERINGS
from samskaping.rules.events.groups import GROUP_PAGES, GROUPS
from samskaping.rules.events.initiatives import INITIATIVE_PAGES, INITIATIVES
from samskaping.rules.events.needs import NEEDS
from samskaping.rules.events.offers import OFFERS
from samskaping.rules.events.others import OTHERS
from samskaping.rules.events.partners import DESK_PAGES, PARTNERS
from samskaping.rules.events.raised import RAISED, RAISED_PAGES
from samskaping.rules.events.votes import VOTES
from samskaping.rules.events.what import Audience, Fact, What
from samskaping.rules.kinds import LetterKind

__all__ = [
    "DESK_PAGES",
    "FACTS",
    "GROUP_PAGES",
    "KEPT_TEXTS",
    "MODERATED",
    "NEWS",
    "OWN_PAGES",
    "PUBLIC_FACTS",
    "REACTIONS",
    "Audience",
    "Fact",
    "What",
    "has_letter",
    "is_for_giver",
    "is_told",
    "own_letter",
]

#: What any event may carry besides its own keys: digests of the texts that its deed kept, as they were written.
KEPT_TEXTS = "texts"

FACTS: dict[What, Fact] = (
    CASES | OTHERS | NEEDS | OFFERS | PARTNERS | GROUPS | RAISED | INITIATIVES | FILES | BENEFITS | VOTES | GATHERINGS
)


def has_letter(what: What, details: Mapping[str, Any]) -> bool:
    """Whether a letter of its own tells the same: of a proposal that is sent back, of a file that is hidden, and of what
    an appeal shows again.
    """
    by_ruling = what in _SHOWN_AGAIN or what is What.FILE_HIDDEN
    is_ruled = details.get("verb") == "send_tilbake" or (by_ruling and "ruling" in details)
    return FACTS[what].by_letter or is_ruled


def own_letter(what: What, details: Mapping[str, Any]) -> LetterKind | None:
    """The letter that an event calls for by itself: a ruling to the one it is against, what came of an appeal to the
    one who made it, and the receipt to whoever gave input and asked for one.
    """
    if what is What.PROPOSAL_ENTERED:
        return LetterKind.ENTERED if details.get("receipt") else None
    if what in _APPEAL_DECIDED:
        return LetterKind.APPEAL_DECIDED
    is_against = "ruling" in details and what not in _SHOWN_AGAIN and has_letter(what, details)
    return LetterKind.RULING if is_against else None


def is_told(what: What, details: Mapping[str, Any]) -> bool:
    """Whether anybody is to hear of it, in the application or by a letter."""
    return bool(FACTS[what].tells) or own_letter(what, details) is not None


def is_for_giver(what: What, details: Mapping[str, Any]) -> bool:
    """Whether whoever gave input without an account, and an address with it, gets a letter: what they are answered,
    promised, and where their case goes.
    """
    return what in _TO_GIVER or (what is What.PROPOSAL_MOVED and bool(details.get("statement")))


_TO_GIVER = frozenset({What.ANSWER_PUBLISHED, What.ANSWER_CORRECTED, What.INTERIM_REPLIED, What.MERGE_UNDONE})
_APPEAL_DECIDED = frozenset({What.RULING_UPHELD, What.RULING_OVERTURNED})
_SHOWN_AGAIN = frozenset({What.PROPOSAL_RESTORED, What.COMMENT_RESTORED, What.NEED_RESTORED, What.FILE_RESTORED})
#: Where what is told with a page of its own is read.
OWN_PAGES = RAISED_PAGES | INITIATIVE_PAGES | FILE_PAGES | GATHERING_PAGES
PUBLIC_FACTS = frozenset(what for what, fact in FACTS.items() if fact.is_public)
#: What moderators do to texts: in the history, with the day and the reason, but no news of the case.
MODERATED = _SHOWN_AGAIN | {
    What.PROPOSAL_HIDDEN,
    What.COMMENT_HIDDEN,
    What.PROPOSAL_REDACTED,
    What.COMMENT_REDACTED,
    What.STATEMENT_REDACTED,
    What.CHALLENGE_REDACTED,
    What.REDACTION_UNDONE,
    What.NEED_HIDDEN,
    What.NEED_REDACTED,
    What.FILE_HIDDEN,
}
#: What feeds tell, and what counts as a sign of life; what others do elsewhere is none.
NEWS = PUBLIC_FACTS - MODERATED - {What.ADOPTION_PUBLISHED, What.LESSON_USEFUL}
#: What the one who proposed notices as the first sign that somebody works on it.
REACTIONS = frozenset(
    {
        What.PROPOSAL_MOVED,
        What.ANSWER_PUBLISHED,
        What.INTERIM_REPLIED,
        What.QUESTION_ASKED,
        What.QUESTION_ASKED_PRIVATELY,
        What.UPDATE_PUBLISHED,
    }
)
