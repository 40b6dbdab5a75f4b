"""The draft that a working group shares: its versions, whose each of them is, and who wrote what in one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select

from samskaping.context import Context
from samskaping.errors import Missing
from samskaping.models import Author, Version
from samskaping.queries.groups import Group
from samskaping.rules.authorship import Passage, passages
from samskaping.rules.policy import Can
from samskaping.rules.speech import AuthorKind

FIELDS = ("title", "need", "idea")
#: Versions that are gone through for who wrote what; of a longer row, what stood before them counts as the oldest's.
_MOST = 100


class Writer(NamedTuple):
    """Whoever saved a version; ``id`` is an inner key, and tells those apart who are shown alike."""

    id: int
    kind: AuthorKind
    name: str


@dataclass(frozen=True)
class Kept:
    """One version. ``is_blank`` and the like are as the page that compares two versions asks for them."""

    number: int
    fields: Mapping[str, Any]
    written_at: datetime
    by: Writer
    why: str = ""
    was_held: bool = False
    is_blank: bool = False


def versions(ctx: Context, group: Group) -> list[Kept]:
    """The versions that the visitor may read, oldest first: all for those who read the group, and for everyone else
    the one that is shown. One statement. Raises ``Missing`` when there is none.
    """
    wanted = [Version.subject_kind == "group_draft", Version.subject_id == (group.draft_id or 0)]
    if not ctx.may(Can.GROUP_READ, group):
        wanted.append(Version.number == (group.shown_version or 0))
    found: Any = (
        select(Version.number, Version.fields, Version.written_at, Author.id, Author.kind, Author.name)
        .join(Author, Author.id == Version.author_id)
        .where(*wanted)
        .order_by(Version.number.desc())
        .limit(_MOST)
    )
    rows = ctx.db.execute(found).all()
    if not rows:
        raise Missing
    return [Kept(row[0], row[1], row[2], Writer(*row[3:])) for row in reversed(rows)]


def newest(ctx: Context, group: Group) -> Kept | None:
    """The newest version that the visitor may read, if there is one. One statement."""
    if group.draft_id is None:
        return None
    try:
        return versions(ctx, group)[-1]
    except Missing:
        return None


def written(kept: list[Kept]) -> dict[str, list[Passage[Writer]]]:
    """Field → the newest text, parted by who wrote what."""
    return {field: passages([(one.by, str(one.fields.get(field, ""))) for one in kept]) for field in FIELDS}
