"""The rows of who follows what: laid once, whoever lays them. Who may, is asked by the deed."""

from functools import cache

from sqlalchemy import Executable

from samskaping.context import Context
from samskaping.db import dialect, upsert_in
from samskaping.models import Follow


def lay(ctx: Context, person_id: int, kind: str, thing_id: int) -> bool:
    """A person follows a ``proposal``, ``challenge`` or ``municipality``. Answers whether that is new."""
    row = {"person_id": person_id, "kind": kind, "thing_id": thing_id, "since": ctx.now}
    return ctx.db.scalar(_laid(dialect(ctx.db)), row) is not None


# Made once for each kind of database: every proposal that is sent in lays one.
@cache
def _laid(kind: str) -> Executable:
    return upsert_in(kind, Follow).on_conflict_do_nothing().returning(Follow.id)
