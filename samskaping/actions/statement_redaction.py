"""What is blacked out in a proposal, is so in all that is said in its case too: replies, withdrawals, answers."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import and_, select

from samskaping import text
from samskaping.models import Statement, Version
from samskaping.rules import redaction as rules

Said = tuple[Statement, Version]


def standing(case_id: int) -> Any:
    """Each kept version of every statement in a case, with the statement, as keys for a larger statement."""
    of_statement = and_(Version.subject_kind == "statement", Version.subject_id == Statement.id)
    return select(Version.id, Statement.id).join(Statement, of_statement).where(Statement.proposal_id == case_id)


def texts(said: Sequence[Said]) -> list[dict[str, object]]:
    """The texts that everybody reads: of each version, and why it was corrected."""
    return [{**version.fields, "why": version.why} for _one, version in said]


def by_writer(proposal: Any, said: Sequence[Said]) -> list[Said]:
    """What the writer of the proposal has said."""
    return [(one, version) for one, version in said if one.author_id == proposal.author_id]


def apply(said: Sequence[Said], hidden: Sequence[str]) -> None:
    """Write each from its original and what is hidden now; only what then reads otherwise, is changed.

    A changed statement gets a new number of version, so that no form that was opened on it can bring the words back.
    """
    last = {one.id: (one, version) for one, version in said}
    for one, version in said:
        original = version.original or _whole(one, version, is_last=last[one.id][1] is version)
        shown = rules.version(original, hidden)
        if shown == version.fields or (version.original is None and shown == original):
            continue
        version.fields, version.original = shown, None if shown == original else original
        version.why = shown.get("why", "")[:500]
        if last[one.id][1] is version:
            _show(one, version)


def _whole(one: Statement, version: Version, *, is_last: bool) -> dict[str, object]:
    """The texts as they were written, with those that no version keeps among its own."""
    beside = {"why": version.why, "mail_text": one.mail_text if is_last else ""}
    return {**version.fields, **{name: words for name, words in beside.items() if words}}


def _show(one: Statement, version: Version) -> None:
    shown = version.fields
    one.text, one.html, one.title = shown["text"], text.stored(shown["text"]), shown["title"][:200]
    one.mail_text, one.correction = shown.get("mail_text"), version.why
    one.version += 1
    version.number = one.version
