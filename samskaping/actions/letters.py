"""Letters that wait to be mailed, written down in the transaction of the deed that calls for them."""

from datetime import datetime
from typing import Any

from samskaping.context import Context
from samskaping.models import Letter, LetterKind


def post(
    ctx: Context,
    letter: LetterKind,
    *,
    person_id: int | None = None,
    address: str | None = None,
    expires_at: datetime | None = None,
    **params: Any,
) -> None:
    """Queue one letter. ``params`` are ids and small facts; words and secrets are made when it is sent."""
    ctx.db.add(
        Letter(
            kind=letter,
            person_id=person_id,
            address=address,
            municipality_id=ctx.municipality.id if ctx.municipality else None,
            params=params,
            created_at=ctx.now,
            due_at=ctx.now,
            expires_at=expires_at,
        )
    )
