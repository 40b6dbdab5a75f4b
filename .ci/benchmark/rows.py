"""What is filled in, row by row: rows that wait to be written together, and where a proposal stands."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert

from samskaping.clock import oslo_date
from samskaping.db import Base
from samskaping.models import Proposal
from samskaping.rules.pipeline import STATES, State
from samskaping.rules.shelves import NEVER, shelf_of


@dataclass
class Filled:
    """What the loads need to know of what was filled in."""

    municipality: int
    full: str = ""  # the reference of the proposal with exactly FULL comments
    theme: str = ""
    drafts: list[tuple[str, str]] = field(default_factory=list)  # (session token, draft's public id)
    tokens: list[str] = field(default_factory=list)
    references: list[str] = field(default_factory=list)  # of open proposals


class Rows:
    """Rows of several tables, kept until they are inserted together."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.waiting: dict[type[Base], list[dict[str, Any]]] = {}

    def add(self, table: type[Base], **values: Any) -> None:
        self.waiting.setdefault(table, []).append(values)

    def write(self) -> None:
        for table, rows in self.waiting.items():
            columns = {name for row in rows for name in row}
            self.connection.execute(insert(table), [{**dict.fromkeys(columns), **row} for row in rows])
        self.waiting.clear()


def standing(state: State, sent: datetime, number: int, ends: bool) -> dict[str, Any]:
    """Where a proposal stands, as the deeds would have left it."""
    draft, due = state is State.UTKAST, oslo_date(sent) + timedelta(days=28)
    answered = None if draft or not ends else sent + timedelta(days=20)
    return {
        "version": 1,
        "state": state,
        "is_public": not draft,
        "language": "nb" if number % 4 else "nn",
        "area_id": number % 8 + 1,
        "place": "",
        "theme_id": number % 8 + 1,
        "unit_id": None if draft else number % 5 + 1,
        "ball": STATES[state].ball,
        "ball_until": None if draft or ends else due,
        "body_name": "",
        "forward_to": "",
        "created_at": sent,
        "edited_at": sent,
        "submitted_at": None if draft else sent,
        "published_at": None if draft else sent,
        "state_since": sent,
        "answer_due": None if draft else due,
        "answered_at": answered,
        "waiting_since": None if draft or ends else sent,
        "hidden_reason": "",
        "imported_support": 0,
        "shelf": shelf_of(Proposal(state=state, ball=STATES[state].ball)),
        "due_on": NEVER if draft or ends else due,
        "open_reports": 0,
        "history_length": 0 if draft else 2 + (state is not State.MOTTATT),
        "history_digest": "",
    }
