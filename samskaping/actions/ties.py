"""What needs are tied to: the challenges they belong to or gave rise to, and the proposals that meet them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from samskaping.actions import meeting, needs
from samskaping.actions.needs import Told
from samskaping.actions.proposals import locked
from samskaping.actions.record import Fact, record, record_each
from samskaping.context import Context
from samskaping.db import upsert
from samskaping.errors import Missing, Refused, Unfit
from samskaping.language import gettext as _
from samskaping.models import Challenge, ChallengeNeed, ChallengePartner, ChallengeState, Need
from samskaping.queries import phases
from samskaping.rules.events import What
from samskaping.rules.phases import Now, Opening, closed
from samskaping.rules.pipeline import STATES
from samskaping.rules.policy import Can
from samskaping.rules.thresholds import Act


@dataclass(frozen=True)
class Receipt:
    """What became of a need that was told: no reference while a mailed link is waited for."""

    reference: str
    is_public: bool


def tell(ctx: Context, told: Told, *, challenge: str = "", once: str | None = None) -> Receipt:
    """Tell of a need, perhaps under a challenge, by whose page one came; it is tied to it once everyone can see it.

    It stands by itself when the challenge is not there any more, or not for them. Raises ``Unfit`` for a closed one.
    """
    need = needs.tell(ctx, told, once=once)
    row, today = _seen(ctx, challenge) if challenge else (None, Now())
    if row is not None:
        _takes_needs(ctx, row, today)
        _lay_new(ctx, need, row)  # nobody can have loosened it before
    return Receipt(need.reference or "", need.is_public)


def tie(ctx: Context, ref: str, challenge: str, *, is_origin: bool = False, once: str | None = None) -> None:
    """Tie a need that everyone can see to a challenge: anyone may to an open one, staff to any of the municipality's.

    Only staff say that the challenge grew from it, and only they tie again what staff have loosened.
    """
    need = needs.public(ctx, ref)
    if not ctx.may(Can.NEED_TIE, need):
        raise Refused(_("Bekreft e-postadressen din før du knytter et behov til en utfordring."))
    if is_origin and not ctx.may(Can.CHALLENGE_WRITE):
        raise Refused
    row = _challenge(ctx, challenge)
    if not lay(ctx, need, row, is_origin=is_origin):
        raise Unfit(challenge=_("Kommunen har løst behovet fra denne utfordringen."))
    if row.published_at is not None:  # a draft of a challenge is nobody's business yet
        record(ctx, What.NEED_TIED, need, once=once, challenge=row.public_id, is_origin=is_origin)


def lay(ctx: Context, need: Need, challenge: Challenge, *, is_origin: bool = False) -> bool:
    """Lay the row of a tie, once however many lay it. Answers False where staff have loosened it and others try."""
    known = _between(ctx, need, challenge)
    if known is None:
        _lay_new(ctx, need, challenge, is_origin=is_origin)
        return True
    if known.loosened_at is not None and not ctx.may(Can.CHALLENGE_WRITE):
        return False
    known.loosened_at, known.is_origin = None, is_origin or known.is_origin
    return True


def _lay_new(ctx: Context, need: Need, challenge: Challenge, *, is_origin: bool = False) -> None:
    row = upsert(ctx.db, ChallengeNeed).values(
        municipality_id=need.municipality_id,
        challenge_id=challenge.id,
        need_id=need.id,
        is_origin=is_origin,
        tied_by_id=ctx.actor.person_id,
        tied_at=ctx.now,
    )
    ctx.db.execute(row.on_conflict_do_nothing())


def loosen(ctx: Context, ref: str, challenge: str, *, once: str | None = None) -> None:
    """The need does not belong to the challenge: for whoever told it, and for staff."""
    need = needs.locked(ctx, ref)
    if not need.is_public and not ctx.may(Can.CHALLENGE_WRITE):
        raise Missing
    ctx.require(Can.NEED_LOOSEN, need)
    row = ctx.db.scalar(select(Challenge).where(Challenge.public_id == challenge))
    known = _between(ctx, need, row) if row else None
    if row is None or known is None or known.loosened_at is not None:
        raise Missing
    known.loosened_at, known.is_origin = ctx.now, False
    if row.published_at is not None:
        record(ctx, What.NEED_LOOSENED, need, once=once, challenge=row.public_id)


def meet(ctx: Context, ref: str, wanted: Sequence[str], *, once: str | None = None) -> None:
    """Say which needs a sent-in proposal meets, by their references: these and no others."""
    proposal = locked(ctx, ref)
    if not ctx.may(Can.NEED_MEET, proposal):
        raise Missing
    if STATES[proposal.state].is_end:
        raise Unfit(_("Saken er avsluttet. Det kan ikke endres hvilke behov forslaget møter."))
    rows, new = meeting.put(ctx, proposal, wanted)
    facts: list[Fact] = [(proposal, What.PROPOSAL_MEETS, {"needs": [row.reference for row in rows]})]
    if proposal.is_public:
        facts += [(row, What.NEED_MET, {"proposal": proposal.reference}) for row in new]
    record_each(ctx, facts, author_id=proposal.author_id, once=once)


def _between(ctx: Context, need: Need, challenge: Challenge) -> ChallengeNeed | None:
    found = select(ChallengeNeed).where(ChallengeNeed.need_id == need.id, ChallengeNeed.challenge_id == challenge.id)
    return ctx.db.scalar(found.with_for_update())


def _challenge(ctx: Context, public_id: str) -> Challenge:
    """A challenge that needs can be tied to by this actor. Raises ``Missing``, ``Unfit``."""
    row, today = _seen(ctx, public_id)
    if row is None:
        raise Missing
    _takes_needs(ctx, row, today)
    return row


def _seen(ctx: Context, public_id: str) -> tuple[Challenge | None, Now]:
    """A challenge of the municipality, locked, and what its phases say today; a draft is there for its staff alone."""
    found = (
        select(Challenge)
        .join(ChallengePartner, ChallengePartner.challenge_id == Challenge.id)
        .where(Challenge.public_id == public_id, ChallengePartner.takes_part(ctx.here.id))
    )
    locked_with_phases = phases.beside(found, Challenge.id).with_for_update(of=Challenge)
    both = ctx.db.execute(locked_with_phases, phases.asked(ctx)).one_or_none()
    if both is None:
        return None, Now()
    row: Challenge = both[0]
    is_own_staff = ctx.may(Can.CHALLENGE_WRITE) and row.municipality_id == ctx.here.id
    return row if row.published_at is not None or is_own_staff else None, phases.read(both)


def _takes_needs(ctx: Context, row: Challenge, today: Now) -> None:
    """As its phases say, or without phases for as long as it takes proposals; from staff always. Raises ``Unfit``."""
    if ctx.may(Can.CHALLENGE_WRITE):
        return
    is_over = row.state is not ChallengeState.APEN or (row.closes_on is not None and row.closes_on < ctx.today)
    if not today.has_phases and is_over:
        raise Unfit(challenge=_("Utfordringen er stengt."))
    lacks = ctx.lacks(Act.BEHOV, today.thresholds)
    if words := closed(today, Opening.BEHOV, is_known=ctx.actor.is_known) or lacks:
        raise Unfit(challenge=f"{words} " + _("Behovet kan stå for seg selv."))
