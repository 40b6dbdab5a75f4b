"""What came of a meeting: what was said, how many came, and which proposals came out of it."""

from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import delete, insert, select

from samskaping import text
from samskaping.actions import authors, seats
from samskaping.actions.gatherings import of
from samskaping.actions.record import keep_version, record
from samskaping.context import Context
from samskaping.db import Texts
from samskaping.errors import Clash, Unfit
from samskaping.language import gettext as _
from samskaping.models import CameOf, Gathering, Minutes, Proposal
from samskaping.rules.events import What
from samskaping.rules.gatherings import MOST_CAME_OF, MOST_PLACES, Held
from samskaping.rules.policy import Can


@dataclass(frozen=True)
class Content:
    """Minutes as they are written. ``refs`` are of proposals; ``version`` is what the form showed, 0 for new ones;
    ``why`` is asked for when everyone can read them already.
    """

    text: Texts
    attended: int | None
    refs: tuple[str, ...] = ()
    version: int = 0
    why: str = ""


def write(ctx: Context, gathering: str, content: Content, *, once: str | None = None) -> None:
    """Publish them once the meeting is over, or correct them. Raises ``Unfit``, and ``Clash`` when another did."""
    owner, held = seats.locked(ctx, gathering)
    ctx.require(Can.GATHERING_PLAN)
    if of(held, ctx.now) is not Held.OVER:
        raise Unfit(_("Referatet skrives når møtet er over."))
    row = ctx.db.scalar(select(Minutes).where(Minutes.gathering_id == held.id))
    if (row.version if row else 0) != content.version:
        raise Clash(_("Noen andre har skrevet referatet mens du skrev. Det du har skrevet, står her fortsatt."))
    found = _proposals(ctx, content)
    _refuse(content, found, is_known=row is not None)
    if row is None:
        row = Minutes(municipality_id=held.municipality_id, gathering_id=held.id, version=0, written_at=ctx.now)
    else:
        row.edited_at, row.correction = ctx.now, text.tidy(content.why)[:500]
    row.text, row.attended, row.version = content.text, content.attended or 0, row.version + 1
    ctx.db.add(row)
    ctx.db.flush()
    _came_of(ctx, held, list(found.values()), is_new=row.version == 1)
    author = authors.municipal(ctx)
    kept: dict[str, Any] = {"text": asdict(row.text), "attended": row.attended, "proposals": sorted(found)}
    keep_version(ctx, row, kept, number=row.version, author_id=author, why=row.correction)
    record(ctx, What.GATHERING_MINUTES, owner, author_id=author, once=once, gathering=gathering, version=row.version)


def _proposals(ctx: Context, content: Content) -> dict[str, int]:
    """Those that are named and that everyone can read, by reference."""
    if not content.refs:
        return {}
    own = (Proposal.municipality_id == ctx.here.id, Proposal.reference.in_(content.refs[:MOST_CAME_OF]))
    rows = ctx.db.execute(select(Proposal.reference, Proposal.id).where(*own, Proposal.is_public))
    return {row.reference: row.id for row in rows if row.reference}


def _refuse(content: Content, found: dict[str, int], *, is_known: bool) -> None:
    flaws: dict[str, str] = {}
    if not content.text:
        flaws["text_nb"] = _("Skriv hva som ble sagt, i minst én målform")
    if content.attended is None or not 0 <= content.attended <= MOST_PLACES:
        flaws["attended"] = _("Skriv hvor mange som kom, med tall")
    strange = [ref for ref in content.refs if ref not in found]
    if len(content.refs) > MOST_CAME_OF:
        flaws["proposals"] = _("Skriv høyst %(most)s forslag") % {"most": MOST_CAME_OF}
    elif strange:
        words = _("Vi finner ikke %(refs)s blant forslagene som alle kan se. Skriv nummeret som 2026-000123.")
        flaws["proposals"] = words % {"refs": ", ".join(strange)[:100]}
    if is_known and not content.why.strip():
        flaws["why"] = _("Skriv hva du har endret, og hvorfor")
    if flaws:
        raise Unfit(**flaws)


def _came_of(ctx: Context, held: Gathering, keys: list[int], *, is_new: bool) -> None:
    if not is_new:
        ctx.db.execute(delete(CameOf).where(CameOf.gathering_id == held.id))
    if keys:
        rows = [{"municipality_id": held.municipality_id, "gathering_id": held.id, "proposal_id": key} for key in keys]
        ctx.db.execute(insert(CameOf), rows)
