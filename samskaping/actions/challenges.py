"""Challenges: written as drafts, published, changed as new versions that say why, and closed."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import select

from samskaping import text
from samskaping.actions import authors, crediting, indexing, turning
from samskaping.actions.record import keep_version, public_id, record
from samskaping.context import Context
from samskaping.db import Texts
from samskaping.errors import Clash, Missing, Unfit
from samskaping.language import NAMES
from samskaping.language import gettext as _
from samskaping.models import Challenge, ChallengeNeed, ChallengePartner, Need, Theme, Unit
from samskaping.queries import partners
from samskaping.queries import phases as plans
from samskaping.rules import limits
from samskaping.rules.challenges import EXPECTED, ILLUSTRATIONS, MOST_GOALS, MOST_QUOTES, TEXTS, flaws
from samskaping.rules.events import What
from samskaping.rules.goals import GOALS
from samskaping.rules.kinds import ChallengeState
from samskaping.rules.moderation import Reading
from samskaping.rules.partners import lacks
from samskaping.rules.phases import Phase, takes_until
from samskaping.rules.policy import Can
from samskaping.rules.speech import Level


@dataclass(frozen=True)
class Quote:
    """What somebody said about the need, and who, in words that do not tell on them."""

    text: str
    who: str = ""
    language: str = "nb"


@dataclass(frozen=True)
class Content:
    """Everything that is written in a challenge. Unit and theme are public ids; the need and the box are Markdown."""

    title: Texts = Texts()  # noqa: RUF009  frozen
    summary: Texts = Texts()  # noqa: RUF009
    need: Texts = Texts()  # noqa: RUF009
    effect: Texts = Texts()  # noqa: RUF009
    success: Texts = Texts()  # noqa: RUF009
    decides: Texts = Texts()  # noqa: RUF009
    fixed: Texts = Texts()  # noqa: RUF009
    influence: Texts = Texts()  # noqa: RUF009
    use: Texts = Texts()  # noqa: RUF009
    quotes: tuple[Quote, ...] = ()
    goals: tuple[int, ...] = ()
    level: Level | None = None
    illustration: str = "langbord"
    unit: str = ""
    theme: str = ""
    answers_on: date | None = None
    closes_on: date | None = None
    #: When moderators read; None is as the municipality does otherwise.
    proposals_read: Reading | None = None
    comments_read: Reading | None = None


def start(ctx: Context, content: Content, *, grown_from: str = "", once: str | None = None) -> str:
    """Begin a challenge as a draft that staff can see, perhaps from a need, by its reference. Answers its public id."""
    ctx.require(Can.CHALLENGE_WRITE)
    origin = _origin(ctx, grown_from) if grown_from else None
    row = Challenge(
        municipality_id=ctx.here.id,
        public_id=public_id(),
        created_by_id=ctx.actor.person_id,
        created_at=ctx.now,
    )
    _fill(ctx, row, content)
    ctx.db.add(row)
    ctx.db.flush()
    ctx.db.add(ChallengePartner(challenge_id=row.id, municipality_id=ctx.here.id, is_lead=True, is_archivist=True))
    if origin is not None:
        ctx.db.add(
            ChallengeNeed(
                municipality_id=ctx.here.id, challenge_id=row.id, need_id=origin, is_origin=True,
                tied_by_id=ctx.actor.person_id, tied_at=ctx.now,
            )
        )  # fmt: skip
    record(ctx, What.CHALLENGE_DRAFTED, row, once=once, need=grown_from or None)
    return row.public_id


def _origin(ctx: Context, ref: str) -> int:
    found = ctx.db.scalar(select(Need.id).where(Need.reference == ref, Need.is_public))
    if found is None:
        raise Missing
    return found


def save(ctx: Context, challenge: str, content: Content, *, version: int) -> None:
    """Keep what is written in a draft so far."""
    row = locked(ctx, challenge, version)
    if row.published_at is not None:
        raise Unfit(_("Utfordringen er publisert. Skriv hva du endrer, og hvorfor."))
    _follow_phases(plans.of_challenge(ctx, row.id), content)
    _fill(ctx, row, content)
    row.version += 1
    row.edited_at = ctx.now
    ctx.db.flush()
    # A draft leaves no trace in the history: nobody has been promised anything yet.
    ctx.db.info.pop("untold", None)


def publish(ctx: Context, challenge: str, *, version: int, once: str | None = None) -> None:
    """Show a draft to everyone. Raises ``Unfit`` while something that residents are promised is missing."""
    row = locked(ctx, challenge, version)
    if row.published_at is not None:
        raise Unfit(_("Utfordringen er alt publisert."))
    _refuse_flaws(ctx, row)
    row.state, row.published_at, row.version = ChallengeState.APEN, ctx.now, 1
    author, phases = authors.municipal(ctx), plans.of_challenge(ctx, row.id)
    keep_version(ctx, row, texts(row, phases), number=1, author_id=author)
    closes = str(row.closes_on) if row.closes_on else None
    record(ctx, What.CHALLENGE_PUBLISHED, row, author_id=author, once=once, closes=closes)
    turning.turn(ctx, row, phases)
    crediting.credit(ctx, row, author_id=author)
    crediting.credit_raiser(ctx, row)
    indexing.challenge(ctx, row)


def change(ctx: Context, challenge: str, content: Content, *, version: int, why: str, once: str | None = None) -> None:
    """Change a published challenge, as a new version that says what changed and why; followers are told."""
    row = locked(ctx, challenge, version)
    if row.published_at is None:
        raise Unfit(_("Utfordringen er ikke publisert ennå."))
    if not why.strip():
        raise Unfit(why=_("Skriv hva du har endret, og hvorfor"))
    phases, expected = plans.of_challenge(ctx, row.id), _expected(row)
    _follow_phases(phases, content)
    _fill(ctx, row, content)
    _refuse_flaws(ctx, row, expected)
    _refuse_lacks(ctx, row)
    renew(ctx, row, phases, why, once=once)
    indexing.challenge(ctx, row)


def renew(ctx: Context, row: Challenge, phases: Sequence[Phase], why: str, *, once: str | None) -> None:
    """Keep a locked, published challenge as it stands now as a new version; followers are told."""
    row.version += 1
    row.edited_at = ctx.now
    author = authors.municipal(ctx)
    keep_version(ctx, row, texts(row, phases), number=row.version, author_id=author, why=text.tidy(why)[:500])
    record(ctx, What.CHALLENGE_CHANGED, row, author_id=author, once=once, version=row.version)


def reword(ctx: Context, row: Challenge, field: str, words: dict[str, str], *, why: str, once: str | None) -> None:
    """Put other words in one text of a locked, published challenge, form → words, as a new version."""
    expected = _expected(row)
    setattr(row, field, replace(getattr(row, field), **words))
    with ctx.db.no_autoflush:  # the new words and their version are one row written once
        _refuse_flaws(ctx, row, expected)
        _refuse_lacks(ctx, row)
        phases = plans.of_challenge(ctx, row.id)
    renew(ctx, row, phases, why, once=once)
    indexing.challenge(ctx, row)


def close(ctx: Context, challenge: str, *, once: str | None = None) -> None:
    """Take no more proposals; what has come in is answered as promised."""
    row = locked(ctx, challenge)
    if row.state is not ChallengeState.APEN:
        raise Unfit(_("Utfordringen er ikke åpen."))
    shut(ctx, row, author_id=authors.municipal(ctx), once=once)


def shut(ctx: Context, row: Challenge, *, author_id: int | None = None, once: str | None = None) -> None:
    """Close a locked, open challenge: by a member of staff, or by the clock after its last day."""
    row.state, row.closed_at = ChallengeState.LUKKET, ctx.now
    record(ctx, What.CHALLENGE_CLOSED, row, author_id=author_id, once=once)


def texts(row: Challenge, phases: Sequence[Phase]) -> dict[str, Any]:
    """What a version keeps: all that was promised, in both forms."""
    kept: dict[str, Any] = {name: asdict(getattr(row, name)) for name in TEXTS}
    if phases:
        kept["phases"] = [one.kept() for one in phases]
    return kept | {
        "quotes": row.quotes,
        "goals": row.goals,
        "level": row.level,
        "answers_on": str(row.answers_on) if row.answers_on else None,
        "closes_on": str(row.closes_on) if row.closes_on else None,
        "proposals_read": row.proposals_read,
        "comments_read": row.comments_read,
    }


def locked(ctx: Context, challenge: str, version: int | None = None) -> Challenge:
    """A challenge that the municipality leads, locked, for those who write it. Raises ``Missing``, ``Clash``."""
    ctx.require(Can.CHALLENGE_WRITE)
    row = ctx.db.scalar(select(Challenge).where(Challenge.public_id == challenge).with_for_update())
    if row is None or row.municipality_id != ctx.here.id:
        raise Missing
    if version is not None and row.version != version:
        raise Clash(_("Noen andre har lagret utfordringen mens du skrev. Teksten din er tatt vare på."))
    return row


def _fill(ctx: Context, row: Challenge, content: Content) -> None:
    _refuse_shape(content)
    for name in TEXTS:
        written: Texts = getattr(content, name)
        setattr(row, name, Texts(nb=text.tidy(written.nb), nn=text.tidy(written.nn)))
    row.quotes = [asdict(quote) for quote in content.quotes if quote.text.strip()]
    row.goals = sorted(set(content.goals))
    row.level, row.illustration = content.level, content.illustration
    row.answers_on, row.closes_on = content.answers_on, content.closes_on
    row.proposals_read, row.comments_read = content.proposals_read, content.comments_read
    row.unit_id = _own(ctx, Unit, content.unit, "unit")
    row.theme_id = _own(ctx, Theme, content.theme, "theme")


def _follow_phases(phases: Sequence[Phase], content: Content) -> None:
    """Where phases take proposals, they say until when. Raises ``Unfit``."""
    takes, last = takes_until(phases)
    if takes and content.closes_on != last:
        raise Unfit(closes_on=_("Fasene bestemmer siste dag for forslag. Endre fasene i stedet."))


def longest(name: str) -> int:
    """How many characters a text can have."""
    return {"title": limits.SHORT, "summary": 600}.get(name, limits.PROSE)


def _refuse_shape(content: Content) -> None:
    found = {}
    if not content.title:
        found["title"] = _("Skriv utfordringen som et spørsmål")
    if len(content.quotes) > MOST_QUOTES:
        found["quotes"] = _("Velg høyst %(most)s sitater") % {"most": MOST_QUOTES}
    if len(set(content.goals)) > MOST_GOALS or not set(content.goals) <= set(GOALS):
        found["goals"] = _("Velg høyst %(most)s bærekraftsmål") % {"most": MOST_GOALS}
    if content.illustration not in ILLUSTRATIONS:
        found["illustration"] = _("Velg en av tegningene")
    for name in TEXTS:
        if max(len(getattr(content, name).nb), len(getattr(content, name).nn)) > longest(name):
            found[name] = _("Teksten kan ha %(most)s tegn.") % {"most": longest(name)}
    if found:
        raise Unfit(**found)


def _expected(row: Challenge) -> list[str]:
    """What a published challenge says is expected, and must go on saying."""
    return [name for name in EXPECTED if getattr(row, name)]


def _refuse_flaws(ctx: Context, row: Challenge, expected: Collection[str] = EXPECTED) -> None:
    found = flaws(row, expected)
    if row.closes_on and row.closes_on < ctx.today and row.state is not ChallengeState.LUKKET:
        found["closes_on"] = _("Velg en dag fram i tid, eller la feltet stå tomt")
    if found:
        raise Unfit(**{{"unit_id": "unit"}.get(field, field): words for field, words in found.items()})


def _refuse_lacks(ctx: Context, row: Challenge) -> None:
    """What stands on other municipalities' pages, stands there in the form that each has set."""
    for form in partners.forms(ctx, row.id):
        found = [name for name in TEXTS if lacks([getattr(row, name)], form)]
        if found:
            told = _("Skriv teksten på %(form)s også. En kommune som er med, bruker den målformen.")
            raise Unfit(**dict.fromkeys(found, told % {"form": NAMES[form].lower()}))


def _own(ctx: Context, table: Any, wanted: str, field: str) -> int | None:
    if not wanted:
        return None
    found = ctx.db.scalar(select(table.id).where(table.public_id == wanted, table.ended_at.is_(None)))
    if found is None:
        raise Unfit(**{field: _("Velg en av mulighetene i lista")})
    return int(found)
