"""Whether texts are as they were written: kept versions against the digests in history, what is shown against both."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import aliased

from samskaping import text
from samskaping.context import Context
from samskaping.language import FORMS
from samskaping.models import Event, Proposal, Statement, Version
from samskaping.models.history import version_digest
from samskaping.rules import redaction
from samskaping.rules.events import KEPT_TEXTS
from samskaping.rules.pipeline import State

_EVERYWHERE = {"every_municipality": True}
_STEP = {**_EVERYWHERE, "yield_per": 500}
_MARKS = re.compile("|".join(re.escape(redaction.mark(form)) for form in FORMS))


@dataclass
class Texts:
    """What differs, in words, and how many kept texts history has no digest of: they are older than digests."""

    differing: list[str] = field(default_factory=list)
    unmarked: int = 0


def look(ctx: Context) -> Texts:
    """Recompute the digest of every kept text.

    It is made of the original where something is blacked out, and holds no name, so that neither redaction nor an
    erased account changes it. A digest without its text is told: something has changed the text or taken it away.
    """
    marked = _marked(ctx)
    found, wanted = Texts(), set(marked)
    for version in ctx.db.scalars(select(Version), execution_options=_STEP):
        known = version_digest(version)
        found.unmarked += known not in marked
        wanted.discard(known)
        if version.original is not None and not _is_redacted(version.original, version.fields):
            found.differing.append(
                f"{version.subject_kind} {version.subject_id}: version {version.number} says more than its original"
            )
    gone = {marked[known] for known in wanted}
    found.differing += [f"{name}: a text is not as it was written, or is gone" for name in sorted(gone)]
    found.differing += [*_proposals(ctx), *_statements(ctx)]
    return found


def _marked(ctx: Context) -> dict[str, str]:
    """Every digest in history, with the event that carries it."""
    columns = (Event.subject_kind, Event.subject_id, Event.number, Event.details)
    return {
        known: f"{kind} {key}, event {number}"
        for kind, key, number, details in ctx.db.execute(select(*columns), execution_options=_STEP)
        for known in details.get(KEPT_TEXTS, ())
    }


def _is_redacted(original: Mapping[str, Any], shown: Mapping[str, Any]) -> bool:
    """Whether all that is shown stands in the original, in its order, around the marks."""
    return all(_fits(original.get(name), value, name) for name, value in shown.items())


def _fits(original: Any, shown: Any, name: str) -> bool:
    if name not in redaction.FIELDS:
        return bool(original == shown)
    whole, left = list(redaction.words(original)), list(redaction.words(shown))
    return len(whole) == len(left) and all(map(_stands_around, whole, left))


def _stands_around(whole: str, left: str) -> bool:
    first, *rest = _MARKS.split(left)
    if not rest:
        return whole == left
    *between, last = rest
    place = len(first)
    for part in between:
        if (at := whole.find(part, place)) < 0:
            return False
        place = at + len(part)
    return whole.startswith(first) and whole.endswith(last) and place + len(last) <= len(whole)


def _is_rendered(html: str, written: str) -> bool:
    """Whether readers get what the text renders as; another renderer's HTML is never shown."""
    return text.shown(html, written) == text.prose(written)


def _newest(kind: str, table: Any) -> Any:
    later = aliased(Version)
    newest = (
        select(func.max(later.number)).where(later.subject_kind == kind, later.subject_id == table.id).scalar_subquery()
    )
    return and_(Version.subject_kind == kind, Version.subject_id == table.id, Version.number == newest)


def _proposals(ctx: Context) -> Iterator[str]:
    """A draft that was sent back may be written on before it is sent in again."""
    columns = (Proposal.reference, Proposal.title, Proposal.need, Proposal.idea, Proposal.need_html, Proposal.idea_html)
    found = select(*columns, Version.fields).join(Version, _newest("proposal", Proposal))
    for ref, title, need, idea, need_html, idea_html, kept in ctx.db.execute(
        found.where(Proposal.state != State.UTKAST), execution_options=_STEP
    ):
        shown = {"title": title, "need": need, "idea": idea}
        if any(kept.get(name, "") != value for name, value in shown.items()):
            yield f"proposal {ref}: the text that is shown is not the one that was kept"
        elif not (_is_rendered(need_html, need) and _is_rendered(idea_html, idea)):
            yield f"proposal {ref}: what is shown is not what its text renders as"


def _statements(ctx: Context) -> Iterator[str]:
    columns = (Statement.public_id, Statement.title, Statement.text, Statement.html)
    found = select(*columns, Version.fields).join(Version, _newest("statement", Statement))
    for name, title, said, html, kept in ctx.db.execute(found, execution_options=_STEP):
        if (title, said) != (kept.get("title", ""), kept.get("text", "")):
            yield f"statement {name}: the text that is shown is not the one that was kept"
        elif not _is_rendered(html, said):
            yield f"statement {name}: what is shown is not what its text renders as"
