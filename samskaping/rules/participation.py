"""What comes from another service when its proposals and comments are imported, and what its states become here."""

from dataclasses import dataclass
from datetime import datetime

from samskaping.rules.pipeline import PUBLIC, State


@dataclass(frozen=True)
class ProposalRow:
    """One proposal as it was written elsewhere."""

    id: str
    title: str
    author: str
    is_association: bool
    written_at: datetime
    summary: str
    text: str
    status: str
    support: int


@dataclass(frozen=True)
class CommentRow:
    """One comment. ``parent`` is empty at the top of a thread; ``is_orphan`` when the file lacks its parent."""

    id: str
    parent: str
    is_orphan: bool
    proposal: str
    author: str
    author_type: str
    written_at: datetime
    text: str
    votes_for: int
    votes_against: int


@dataclass(frozen=True)
class Participation:
    """A whole import. Comments stand parents first. ``private`` says which line holds what of somebody's own."""

    proposals: tuple[ProposalRow, ...]
    comments: tuple[CommentRow, ...]
    private: tuple[str, ...] = ()


#: States that an imported case may stand in: public, and asking for no date, forwarding or other case to point at.
TARGETS = PUBLIC - {State.IKKE_NA, State.IKKE_KOMMUNEN, State.SLATT_SAMMEN}
#: Decide Madrid's two states. What was archived there gathered too little support, and ended in public view.
DEFAULT_STATES = {"open": State.MOTTATT, "archived": State.AVSLUTTET_LAERING}
#: What services call themselves, by the word that names them in an import.
SERVICE_NAMES = {"madrid": "Decide Madrid"}
#: What Decide Madrid calls residents, and writers of the proposal itself: neither says more than the row already does.
PLAIN_TYPES = frozenset({"", "Autor"})
ASSOCIATION_TYPE = "Colectivo"


def shown_name(author_type: str) -> str:
    """The name of an author without one: the kind that the source gives, or none, which reads as «Innbygger»."""
    return "" if author_type in PLAIN_TYPES else author_type
