"""Official answers in many cases at once: each with its own words, all of them published or none."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from samskaping.actions import authors, impartiality, statements, taking
from samskaping.actions.record import Fact, record_each
from samskaping.actions.statements import Said
from samskaping.context import Context
from samskaping.db import Texts
from samskaping.errors import Clash, Missing, Refused, Unfit
from samskaping.language import gettext as _
from samskaping.models import Proposal, Statement
from samskaping.queries.answering import MOST
from samskaping.rules import merging as rules
from samskaping.rules.events import What
from samskaping.rules.pipeline import STATES, State
from samskaping.rules.policy import Can
from samskaping.rules.speech import StatementKind


class Changed(Clash):
    """Some of the cases changed since they were shown; ``refs`` says which."""

    def __init__(self, refs: Sequence[str]) -> None:
        words = _("Ingenting er sendt. Disse sakene ble endret mens du skrev: %(refs)s.")
        super().__init__(words % {"refs": ", ".join(refs)})
        self.refs = tuple(refs)


def answer_all(ctx: Context, said: Mapping[str, Said], *, impartial: bool = False, once: str | None = None) -> int:
    """Publish an official answer in each case; ``said`` by reference. Answers how many.

    Takes the same number of statements for one as for fifty. Raises ``Changed``, ``Missing``, ``Refused``, or
    ``Unfit`` with fields named ``text_<reference>`` and so on; then nothing is published in any.
    """
    ctx.require(Can.PROPOSAL_HANDLE)
    rows = _locked(ctx, said)
    if changed := [str(row.reference) for row in rows if row.version != said[str(row.reference)].version]:
        raise Changed(sorted(changed))
    if not all(ctx.may(Can.PROPOSAL_HANDLE, row) for row in rows):
        raise Refused
    if found := _flaws(rows, said):
        raise Unfit(**found)
    impartiality.require_word(ctx, rows, impartial=impartial)
    written = _written(ctx, rows, said)
    facts: list[Fact] = []
    for row in rows:
        row.version += 1
        statements.stop_clock(ctx, row)
        statement = written[row.id]
        told = {"statement": statement.public_id, "decision": statement.decision}
        facts += [(row, What.ANSWER_PUBLISHED, told), *taking.by_answering(ctx, row)]
    record_each(ctx, facts, author_id=authors.municipal(ctx), once=once)
    return len(rows)


def _locked(ctx: Context, said: Mapping[str, Said]) -> list[Proposal]:
    """The cases, locked in the order in which every deed in many cases locks them."""
    if not said or len(said) > MOST:
        raise Missing
    wanted = select(Proposal).where(Proposal.reference.in_(list(said)), Proposal.state != State.UTKAST)
    rows = list(ctx.db.scalars(wanted.order_by(Proposal.id).with_for_update()))
    if len(rows) != len(said):
        raise Missing
    return rows


def _flaws(rows: Sequence[Proposal], said: Mapping[str, Said]) -> dict[str, str]:
    found: dict[str, str] = {}
    for row in rows:
        ref = str(row.reference)
        own = statements.flaws(said[ref])
        if said[ref].decision is None:
            own["decision"] = _("Velg hva svaret er")
        if not STATES[row.state].is_public:
            own["text"] = _("Saken er ikke synlig for alle ennå")
        if row.state is State.SLATT_SAMMEN:
            own["text"] = rules.joined_words()
        found |= {f"{field}_{ref}": words for field, words in own.items()}
    return found


def _written(ctx: Context, rows: Sequence[Proposal], said: Mapping[str, Said]) -> dict[int, Statement]:
    unit_name = statements.own_unit(ctx)
    found = {
        row.id: statements.put(
            ctx,
            row,
            StatementKind.ANSWER,
            said[str(row.reference)],
            author_id=authors.municipal(ctx),
            role=ctx.me.staff_title if ctx.me else Texts(),
            unit_name=unit_name,
        )
        for row in rows
    }
    ctx.db.add_all(found.values())
    ctx.db.flush()
    for statement in found.values():
        statements.keep(ctx, statement, "")
    return found
