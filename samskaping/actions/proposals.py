"""Sending in a proposal, and what every deed with one begins and ends with."""

from contextlib import nullcontext
from dataclasses import replace
from datetime import timedelta
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, exists, func, literal, select, update

from samskaping import text
from samskaping.actions import authors, drafts, follows, letters, routing, visibility
from samskaping.actions.record import keep_version, record_all
from samskaping.clock import oslo_date
from samskaping.context import Context
from samskaping.db import apart, constant, dialect, keys_of, next_keys, plain, upsert_in
from samskaping.errors import Clash, Missing, Refused, TooMuch, Unfit
from samskaping.language import gettext as _
from samskaping.models import (
    Author,
    Challenge,
    ChallengePartner,
    LetterKind,
    Proposal,
    ProposalGoal,
    ReferenceCounter,
    Theme,
    Version,
)
from samskaping.queries import approval, phases
from samskaping.queries.approval import Verdict
from samskaping.queries.attached import undescribed
from samskaping.queries.routing import EXACT, REST, WIDE, joined, public
from samskaping.rules import deadlines, limits
from samskaping.rules.drafts import flaws
from samskaping.rules.events import What
from samskaping.rules.identifiers import reference
from samskaping.rules.moderation import is_read_first
from samskaping.rules.pipeline import STATES, State
from samskaping.rules.policy import Can
from samskaping.rules.routing import Ways
from samskaping.rules.speech import AuthorKind

#: What the writer has said, and may say anew until the case is taken under assessment.
KEPT = ("title", "need", "idea", "language", "place", "area_id", "theme_id", "challenge_id")


def submit(ctx: Context, public_id: str, *, once: str | None = None) -> str:
    """Send in a draft: number, answer date and receipt at once (eForvaltningsforskriften § 6)."""
    proposal = drafts.mine(ctx, public_id)
    if not ctx.actor.confirmed:
        raise Refused(_("Bekreft e-postadressen din først. Utkastet er lagret."))
    ctx.require(Can.PROPOSAL_SUBMIT, proposal)
    if found := flaws(proposal):
        raise Unfit(**found)
    again, was_read = proposal.reference is not None, proposal.published_at is not None
    placed = None if again else _placed(ctx, proposal)  # refuses before anything is changed
    if placed.has_silent if placed is not None else ctx.db.scalar(select(undescribed(proposal.id))):
        raise Unfit(files=_("Et bilde mangler tekst om hva det viser. Skriv den under «Bilder og filer»."))
    verdict = _verdict(ctx, proposal, placed)
    with ctx.db.no_autoflush:  # all of it is one UPDATE
        render(proposal)  # before the number: others wait for the next one
        routed = None if placed is None else _number(ctx, proposal, placed)
        proposal.session_id, proposal.trust = None, verdict.trust
        proposal.state = State.TIL_GODKJENNING if verdict.waits else State.MOTTATT
        proposal.ball = STATES[proposal.state].ball
        proposal.state_since = ctx.now
        visibility.settle(ctx, proposal)
        _tell(ctx, proposal, once, again, was_read, routed)
    return str(proposal.reference)


def _verdict(ctx: Context, proposal: Proposal, placed: Any) -> Verdict:
    """Whether a moderator reads first; what the challenge says is at hand when the proposal is sent in anew."""
    if placed is None:
        return approval.of_proposal(ctx, proposal.challenge_id, proposal)
    is_first = is_read_first(placed.proposals_read, ctx.here.approval)
    return approval.verdict(ctx, is_first, *approval.texts(proposal))


def locked(ctx: Context, ref: str) -> Proposal:
    """A sent-in proposal of this municipality, locked. Raises ``Missing``."""
    proposal = ctx.db.scalar(_LOCKED, {"ref": ref})
    if proposal is None:
        raise Missing
    return proposal


_LOCKED = select(Proposal).where(Proposal.reference == bindparam("ref")).with_for_update()


def in_case(ctx: Context, ref: str) -> Proposal:
    """The same for staff, to whom a draft that was sent back is the writer's own again. Raises ``Missing``."""
    proposal = locked(ctx, ref)
    if proposal.state is State.UTKAST:
        raise Missing
    return proposal


def same_version(proposal: Proposal, version: int) -> None:
    """Raises ``Clash`` when the thing has changed since the form was opened."""
    if proposal.version != version:
        raise Clash(_("Saken ble endret mens du skrev. Se hva som er nytt. Teksten din er tatt vare på."))


def _number(ctx: Context, proposal: Proposal, placed: Any) -> dict[str, Any] | None:
    """Number, answer date and unit. Answers how the unit was found, if it was."""
    proposal.author_id = placed.author_id or authors.resident(ctx, proposal.organisation_id)
    proposal.reference = next_reference(ctx)
    proposal.submitted_at = ctx.now
    proposal.waiting_since = ctx.now
    proposal.answer_due = deadlines.answer_due(ctx.today, ctx.here.answer_days)
    proposal.ball_until = proposal.answer_due
    if placed.has_goals:
        dated = {"submitted_at": proposal.submitted_at, "reference": proposal.reference}
        ctx.db.execute(_DATED, {"proposal": proposal.id, **dated})
    ways = Ways(theme_and_area=placed.exact_unit, area=placed.area_unit, theme=placed.theme_unit, rest=placed.rest_unit)
    if proposal.challenge_id and placed.municipality_id == proposal.municipality_id and not proposal.theme_id:
        proposal.theme_id, ways = placed.theme_id, replace(ways, challenge=placed.unit_id)
    names = {
        getattr(placed, f"{way}_unit"): getattr(placed, f"{way}_name") for way in ("exact", "theme", "area", "rest")
    }
    # Nobody is partial yet in a case that has no number.
    units = {key: routing.Led(name) for key, name in {**names, placed.unit_id: placed.challenge_name}.items()}
    return routing.send(proposal, ways, units)


_GOALS = plain(ProposalGoal).c
_DATED = update(plain(ProposalGoal)).where(_GOALS.proposal_id == bindparam("proposal"))


def _where() -> Any:
    """What theme, challenge, organisation and goals say of a proposal, and what its writer sent in lately."""
    hour, day = drafts.recently_sent()
    speaks = and_(
        Author.organisation_id == bindparam("organisation"),
        Author.person_id == bindparam("person"),
        Author.kind == constant(AuthorKind.ORGANISASJON),
    )
    partner = ChallengePartner.municipality_id == bindparam("place")
    statement: Any = (
        select(
            hour.label("hour"),
            day.label("day"),
            Theme.unit_id.label("theme_unit"),
            *(public(one.unit_id).label(f"{name}_name") for name, one in (("theme", Theme), ("challenge", Challenge))),
            Challenge.theme_id,
            Challenge.unit_id,
            Challenge.municipality_id,
            Challenge.state,
            Challenge.closes_on,
            Challenge.proposals_read,
            ChallengePartner.standing,
            Author.id.label("author_id"),
            exists().where(_GOALS.proposal_id == bindparam("proposal")).label("has_goals"),
            undescribed(bindparam("proposal")).label("has_silent"),
            EXACT,
            WIDE,
            REST,
        )
        .select_from(select(literal(1).label("one")).subquery())
        .outerjoin(Theme, Theme.id == bindparam("theme"))
        .outerjoin(Challenge, Challenge.id == bindparam("challenge"))
        .outerjoin(ChallengePartner, and_(ChallengePartner.challenge_id == Challenge.id, partner))
        .outerjoin(Author, speaks)
    )
    routed = joined(statement, bindparam("theme"), bindparam("area"), bindparam("place"))
    return phases.beside(routed, Challenge.id).execution_options(every_municipality=True)


_WHERE = _where()


def _placed(ctx: Context, proposal: Proposal) -> Any:
    """Where a proposal belongs, in one statement. Raises ``Unfit``, ``TooMuch``."""
    row = ctx.db.execute(
        _WHERE,
        {
            "person": ctx.actor.person_id,
            "hour": ctx.now - timedelta(hours=1),
            "day": ctx.now - timedelta(days=1),
            "proposal": proposal.id,
            "organisation": proposal.organisation_id,
            "theme": proposal.theme_id,
            "area": proposal.area_id,
            "place": proposal.municipality_id,
            "challenge": proposal.challenge_id,
            **phases.asked(ctx),
        },
    ).one()
    if row.hour >= limits.PROPOSALS_HOUR or row.day >= limits.PROPOSALS_DAY:
        raise TooMuch(_("Du har sendt inn mange forslag på kort tid. Utkastet er lagret. Prøv igjen om en time."))
    if proposal.challenge_id:
        drafts.still_open(ctx, row)
    return row


def next_reference(ctx: Context) -> str:
    """The next number of the municipality's series for this Norwegian year; taken once, never reused."""
    ctx.db.info["numbered"] = True
    last: int = ctx.db.scalar(_raised(dialect(ctx.db)), {**_series(ctx), "last": 1}) or 1
    return _references(ctx, last, 1)[0]


class Numbers(NamedTuple):
    """What a new case is known by: its reference, its key, and the key of its author's row."""

    reference: str
    proposal_id: int
    author_id: int


def next_numbers(ctx: Context, count: int) -> list[Numbers]:
    """The next numbers of the series, in order, for many at once, each with keys for the rows that it stands in.

    They are taken in a transaction of their own, so that nobody who sends in meanwhile waits until all the rows are
    written; when these come to nothing, their numbers are a gap. A transaction that has taken one already holds the
    series, and would wait for itself.
    """
    if count == 1:
        ctx.db.info["numbered"] = True
    with nullcontext(ctx.db) if "numbered" in ctx.db.info else apart(ctx.db) as db:
        found = db.execute(_numbered(dialect(ctx.db)), {**_series(ctx), "last": count, "wanted": count}).one()
    keys = [next_keys(one, count) for one in (found.proposal_keys, found.author_keys)]
    return [Numbers(*one) for one in zip(_references(ctx, found.last, count), *keys, strict=True)]


def _series(ctx: Context) -> dict[str, int]:
    return {"municipality_id": ctx.here.id, "year": oslo_date(ctx.now).year}


def _references(ctx: Context, last: int, count: int) -> list[str]:
    return [reference(oslo_date(ctx.now).year, number) for number in range(last - count + 1, last + 1)]


@cache
def _raised(kind: str) -> Any:
    counter = upsert_in(kind, ReferenceCounter)
    raised = counter.on_conflict_do_update(
        index_elements=["municipality_id", "year"], set_={"last": ReferenceCounter.last + counter.excluded.last}
    )
    return raised.returning(ReferenceCounter.last)


@cache
def _numbered(kind: str) -> Any:
    """The same, with keys for as many new rows of each kind."""
    keys = {"proposal_keys": Proposal, "author_keys": Author}
    return _raised(kind).returning(
        *(keys_of(kind, table, bindparam("wanted")).label(name) for name, table in keys.items())
    )


def render(proposal: Proposal) -> None:
    """Make anew what is stored beside the texts."""
    proposal.need_html = text.stored(proposal.need)
    proposal.idea_html = text.stored(proposal.idea) if proposal.idea else ""
    proposal.excerpt = text.excerpt(proposal.need)


def _tell(
    ctx: Context, proposal: Proposal, once: str | None, again: bool, was_read: bool, routed: dict[str, Any] | None
) -> None:
    if again:
        proposal.version += 1
        keep_next(ctx, proposal, was_read=was_read)
    else:
        _keep(ctx, proposal)
        letters.post(ctx, LetterKind.RECEIPT, person_id=ctx.actor.person_id, proposal=proposal.reference)
        follows.lay(ctx, ctx.actor.person_id or 0, "proposal", proposal.id)
    submitted = {"reference": proposal.reference, "due": str(proposal.answer_due), "state": proposal.state}
    facts: list[tuple[What, dict[str, Any]]] = [(What.PROPOSAL_SUBMITTED, submitted)]
    if proposal.is_public:
        facts.append((What.PROPOSAL_PUBLISHED, {}))
    if routed:
        facts.append((What.PROPOSAL_ROUTED, routed))
    record_all(ctx, proposal, facts, author_id=proposal.author_id, once=once)


def _keep(ctx: Context, proposal: Proposal) -> None:
    keep_version(ctx, proposal, texts(proposal), number=proposal.version, author_id=proposal.author_id)


def keep_next(ctx: Context, proposal: Proposal, *, was_read: bool) -> None:
    """Keep the new text. The one before it is blanked when no moderator let it out: it may be why it was sent back."""
    if not was_read:
        theirs = (Version.subject_kind == "proposal", Version.subject_id == proposal.id)
        last = select(func.max(Version.number)).where(*theirs).scalar_subquery()
        ctx.db.execute(
            update(Version).where(*theirs, Version.number == last).values(redacted_at=ctx.now),
            execution_options={"synchronize_session": False},
        )
    _keep(ctx, proposal)


def texts(proposal: Proposal) -> dict[str, Any]:
    """What a version keeps: the texts, and by inner key where and under what the proposal was put."""
    return {field: getattr(proposal, field) for field in KEPT}
