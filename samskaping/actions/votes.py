"""The vote of a challenge, for the municipality: set, announced, taken back, and closed when its last day is over."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import delete, select

from samskaping import text
from samskaping.actions import authors, challenges
from samskaping.actions.record import keep_version, record
from samskaping.context import Context
from samskaping.db import Texts
from samskaping.errors import Clash, Missing, Unfit
from samskaping.language import gettext as _
from samskaping.models import Ballot, Challenge, Proposal, Vote, VoteItem
from samskaping.queries import tallied
from samskaping.rules import limits
from samskaping.rules.events import What
from samskaping.rules.policy import Can
from samskaping.rules.thresholds import Proof
from samskaping.rules.votes import LONGEST, MOST_ITEMS, MOST_KRONER, BallotKind

_EVERYWHERE = {"every_municipality": True}
#: A vote that is neither closed nor taken back.
_STANDING = (Vote.closed_at.is_(None), Vote.taken_back_at.is_(None))


@dataclass(frozen=True)
class Terms:
    """Everything that a vote says, and what each proposal on its ballot costs (by reference), in the ballot's order."""

    kind: BallotKind
    budget: int
    proof: Proof
    opens_on: date
    closes_on: date
    decided_on: date
    decides: Texts
    counts: Texts
    costs: Mapping[str, int]


def set_terms(ctx: Context, challenge: str, terms: Terms, *, version: int) -> None:
    """Write the draft, that only staff see. Raises ``Unfit`` for what does not fit, ``Clash`` after somebody else."""
    row = _led(ctx, challenge)
    vote = _of(ctx, row)
    if vote is not None and vote.announced_at is not None:
        raise Unfit(_("Avstemningen er kunngjort, og kan ikke endres."))
    if (vote.version if vote else 0) != version:
        raise Clash(_("Noen andre har lagret avstemningen mens du skrev. Det du har skrevet, står her fortsatt."))
    _refuse(ctx, terms)
    keys = _on_ballot(ctx, row, terms)
    if vote is None:
        vote = Vote(municipality_id=ctx.here.id, challenge_id=row.id, version=0)
        ctx.db.add(vote)
    _fill(vote, terms)
    ctx.db.flush()
    ctx.db.execute(delete(VoteItem).where(VoteItem.vote_id == vote.id))
    for number, (ref, cost) in enumerate(terms.costs.items(), start=1):
        ctx.db.add(VoteItem(vote_id=vote.id, proposal_id=keys[ref], number=number, cost=cost))
    ctx.db.flush()
    # A draft leaves no trace in the history: nobody has been promised anything yet.
    ctx.db.info.pop("untold", None)


def announce(ctx: Context, challenge: str, *, version: int, once: str | None = None) -> None:
    """Make it known. From now on nothing in it changes."""
    row = _led(ctx, challenge)
    vote = _of(ctx, row)
    if vote is None or vote.announced_at is not None or row.published_at is None:
        raise Missing
    if vote.version != version:
        raise Clash(_("Noen andre har lagret avstemningen mens du skrev. Se over den på nytt."))
    if vote.opens_on < ctx.today:
        raise Unfit(_("Første dag er gått. Velg en ny før du kunngjør avstemningen."))
    vote.announced_at = ctx.now
    opens_on, closes_on = str(vote.opens_on), str(vote.closes_on)
    record(ctx, What.VOTE_ANNOUNCED, row, once=once, opens_on=opens_on, closes_on=closes_on)


def take_back(ctx: Context, challenge: str, why: str, *, once: str | None = None) -> None:
    """Call off a vote that is announced and not closed, because something in it is wrong.

    It stays with the reason, which everyone reads, and every ballot is gone. Another vote can then be set.
    """
    row = _led(ctx, challenge)
    vote = _of(ctx, row)
    if vote is None or vote.announced_at is None:
        raise Missing
    if vote.closed_at is not None:
        raise Unfit(_("Avstemningen er avsluttet, og resultatet står."))
    if not why.strip():
        raise Unfit(why=_("Skriv hvorfor avstemningen trekkes tilbake"))
    ctx.db.execute(delete(Ballot).where(Ballot.vote_id == vote.id))
    vote.taken_back_at, vote.taken_back_why = ctx.now, text.tidy(why)[:500]
    opens_on, closes_on = str(vote.opens_on), str(vote.closes_on)
    record(ctx, What.VOTE_TAKEN_BACK, row, once=once, opens_on=opens_on, closes_on=closes_on)


def decide(ctx: Context, challenge: str, decision: Texts, on: date, *, version: int, once: str | None = None) -> None:
    """Tell what was decided after a vote that is counted, and on which day; telling it anew keeps what was told."""
    row = _led(ctx, challenge)
    vote = _of(ctx, row)
    if vote is None or vote.closed_at is None:
        raise Missing
    if vote.version != version:
        raise Clash(_("Noen andre har lagret avstemningen mens du skrev. Det du har skrevet, står her fortsatt."))
    found = _unsaid("decision", decision)
    if not vote.closes_on < on <= ctx.today:
        found["on"] = _("Velg en dag etter at avstemningen var over, og ikke senere enn i dag")
    if found:
        raise Unfit(**found)
    vote.decision, vote.decision_on, vote.decided_at = _tidied(decision), on, ctx.now
    vote.version += 1
    author = authors.municipal(ctx)
    kept = {"decision": asdict(vote.decision), "on": str(on)}
    keep_version(ctx, vote, kept, number=vote.version, author_id=author)
    record(ctx, What.VOTE_DECIDED, row, author_id=author, once=once, on=str(on), version=vote.version)


def close(ctx: Context, key: int) -> bool:
    """The last day is over: count by both rules, and drop who cast which ballot. Answers whether it was done now."""
    owner = select(Vote.challenge_id).where(Vote.id == key).scalar_subquery()
    challenge = ctx.db.scalar(select(Challenge).where(Challenge.id == owner).with_for_update())
    vote = ctx.db.scalar(select(Vote).where(Vote.id == key, *_STANDING).with_for_update())
    if challenge is None or vote is None or vote.announced_at is None or ctx.today <= vote.closes_on:
        return False
    marks = sorted(ctx.db.scalars(select(Ballot.marks).where(Ballot.vote_id == key)))
    items = list(ctx.db.scalars(select(VoteItem).where(VoteItem.vote_id == key).order_by(VoteItem.number)))
    result = tallied.of(vote.budget, items, marks)
    for item in items:
        item.vote_count = result.votes[item.number]
        item.greedy_place = result.greedy.get(item.number)
        item.shares_place = result.shares.get(item.number)
    ctx.db.execute(delete(Ballot).where(Ballot.vote_id == key))
    ctx.db.add_all(Ballot(vote_id=key, marks=one, number=number) for number, one in enumerate(marks, start=1))
    vote.closed_at, vote.ballot_count = ctx.now, len(marks)
    record(ctx, What.VOTE_CLOSED, challenge, ballots=len(marks))
    return True


def _led(ctx: Context, challenge: str) -> Challenge:
    row = challenges.locked(ctx, challenge)
    ctx.require(Can.VOTE_SET, row)
    return row


def _of(ctx: Context, row: Challenge) -> Vote | None:
    of_challenge = select(Vote).where(Vote.challenge_id == row.id, Vote.taken_back_at.is_(None))
    found: Vote | None = ctx.db.scalar(of_challenge.with_for_update(), execution_options={"populate_existing": True})
    return found


def _fill(vote: Vote, terms: Terms) -> None:
    vote.kind, vote.budget, vote.proof = terms.kind, terms.budget, terms.proof
    vote.opens_on, vote.closes_on, vote.decided_on = terms.opens_on, terms.closes_on, terms.decided_on
    vote.decides, vote.counts = _tidied(terms.decides), _tidied(terms.counts)
    vote.version += 1


def _tidied(said: Texts) -> Texts:
    return Texts(nb=text.tidy(said.nb), nn=text.tidy(said.nn))


def _refuse(ctx: Context, terms: Terms) -> None:
    found = _flaws_of_days(ctx, terms) | _flaws_of_words(terms)
    if not 0 < terms.budget <= MOST_KRONER:
        found["budget"] = _("Skriv summen i hele kroner, høyst en milliard")
    if found:
        raise Unfit(**found)


def _flaws_of_days(ctx: Context, terms: Terms) -> dict[str, str]:
    found = {}
    if terms.opens_on < ctx.today:
        found["opens_on"] = _("Avstemningen kan ikke begynne før i dag")
    if terms.closes_on < terms.opens_on:
        found["closes_on"] = _("Siste dag kan ikke være før første dag")
    elif terms.closes_on > terms.opens_on + timedelta(days=LONGEST):
        found["closes_on"] = _("En avstemning kan ikke vare mer enn ett år")
    if terms.decided_on <= terms.closes_on:
        found["decided_on"] = _("Det bestemmes etter siste dag for å stemme")
    return found


def _flaws_of_words(terms: Terms) -> dict[str, str]:
    """Who decides and how it counts must stand in both forms."""
    return _unsaid("decides", terms.decides) | _unsaid("counts", terms.counts)


def _unsaid(name: str, said: Texts) -> dict[str, str]:
    found = {}
    for form in ("nb", "nn"):
        if not said.get(form).strip():
            found[f"{name}_{form}"] = _("Skriv dette på begge målformene. Alle skal vite hva stemmen betyr")
        elif flaw := limits.too_long(said.get(form), limits.NOTE):
            found[f"{name}_{form}"] = flaw
    return found


def _on_ballot(ctx: Context, row: Challenge, terms: Terms) -> dict[str, int]:
    """Reference → inner key of the public proposals of the challenge that are on the ballot. Raises ``Unfit``."""
    if not 2 <= len(terms.costs) <= MOST_ITEMS:
        raise Unfit(_("Skriv hva minst to forslag koster, og høyst %(most)s.") % {"most": MOST_ITEMS})
    too_dear = [ref for ref, cost in terms.costs.items() if not 0 < cost <= terms.budget]
    if too_dear:
        raise Unfit(**{f"cost_{too_dear[0]}": _("Skriv hele kroner, og ikke mer enn summen")})
    found: Any = select(Proposal.reference, Proposal.id).where(
        Proposal.challenge_id == row.id, Proposal.is_public, Proposal.reference.in_(terms.costs)
    )
    keys = dict(map(tuple, ctx.db.execute(found, execution_options=_EVERYWHERE)))
    if set(keys) != set(terms.costs):
        raise Unfit(_("Et av forslagene kan ikke stå på stemmeseddelen lenger. Se over lista på nytt."))
    return keys
