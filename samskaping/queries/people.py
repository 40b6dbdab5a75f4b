"""A person's own account: what it holds, where it is signed in, and what a mailed link is for."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, literal, or_, select
from sqlalchemy.orm import aliased

from samskaping.context import Context
from samskaping.errors import Missing
from samskaping.models import (
    Block,
    IssuedIdentity,
    MailChoice,
    Municipality,
    OneTimeToken,
    Person,
    Purpose,
    Ruling,
    WebSession,
)
from samskaping.rules.devices import device_name
from samskaping.rules.speech import REPORT_REASON_NAMES, ReportReason


@dataclass(frozen=True)
class Shut:
    """A block that keeps the person from writing in one municipality: its ruling, why, and until when."""

    ruling: str
    reason: ReportReason
    words: str
    until_on: date | None
    municipality: str
    slug: str
    host: str | None

    @property
    def reason_name(self) -> str:
        return str(REPORT_REASON_NAMES[self.reason])


@dataclass(frozen=True)
class Profile:
    """An account as its owner sees it. ``home`` is a slug; ``shut`` is the newest block that holds, wherever it is."""

    name: str
    email: str
    shows_name: bool
    form: str
    home: str
    home_name: str
    mail_choice: MailChoice
    has_password: bool
    password_hash: str | None
    created_at: datetime
    #: Whether they can sign in by the issuer of identities (ID-porten) that the installation knows.
    is_linked: bool
    shut: Shut | None


@dataclass(frozen=True)
class Stay:
    """One session. ``mark`` names it in addresses; ``is_here`` is the one that asks."""

    id: int
    mark: str
    device: str
    since: datetime
    seen_at: datetime
    is_here: bool


@dataclass(frozen=True)
class Link:
    """A mailed link that works, and whose it is."""

    person_id: int
    name: str
    email: str
    is_confirmed: bool
    payload: dict[str, Any]


def profile(ctx: Context) -> Profile:
    """The signed-in person's account. Raises ``Missing`` for nobody."""
    row: Any = ctx.db.execute(_profile_of(ctx), execution_options={"every_municipality": True}).one_or_none()
    if row is None:
        raise Missing
    return Profile(
        name=row.name,
        email=row.email,
        shows_name=row.shows_name,
        form=row.form,
        home=row.slug or "",
        home_name=row.home_name or "",
        mail_choice=row.mail_choice,
        has_password=row.password_hash is not None,
        password_hash=row.password_hash,
        created_at=row.created_at,
        is_linked=row.is_linked,
        shut=Shut(*row[-7:]) if row.public_id else None,
    )


#: The names of municipalities' own issuers end with the municipality (``outside.openid.Client.name``).
_by_residents_issuer = (IssuedIdentity.person_id == Person.id, IssuedIdentity.issuer.not_like("%#%"))


def work_places(ctx: Context) -> tuple[tuple[str, str], ...]:
    """(slug, name) of the municipalities whose own issuer the visitor can sign in by."""
    at = literal("%#").concat(Municipality.slug)
    held = select(Municipality.slug, Municipality.name).join(IssuedIdentity, IssuedIdentity.issuer.like(at))
    rows = ctx.db.execute(held.where(IssuedIdentity.person_id == ctx.actor.person_id).order_by(Municipality.slug))
    return tuple((row.slug, row.name) for row in rows)


def _profile_of(ctx: Context) -> Any:
    return (
        select(
            Person.name,
            Person.email,
            Person.shows_name,
            Person.form,
            Municipality.slug,
            Municipality.name.label("home_name"),
            Person.mail_choice,
            Person.password_hash,
            Person.created_at,
            select(1).where(*_by_residents_issuer).correlate(Person).exists().label("is_linked"),
            Ruling.public_id,
            Ruling.reason,
            Ruling.words,
            Block.until_on,
            _THERE.name,
            _THERE.slug,
            _THERE.host,
        )
        .outerjoin(Municipality, Municipality.id == Person.home_id)
        .outerjoin(Block, Block.id == _newest_block(ctx))
        .outerjoin(Ruling, Ruling.id == Block.ruling_id)
        .outerjoin(_THERE, _THERE.id == Block.municipality_id)
        .where(Person.id == ctx.actor.person_id)
    )


_THERE = aliased(Municipality)


def _newest_block(ctx: Context) -> Any:
    in_force = or_(Block.until_on.is_(None), Block.until_on >= ctx.today)
    theirs = (Block.person_id == ctx.actor.person_id, Block.lifted_at.is_(None), in_force)
    return select(func.max(Block.id)).where(*theirs).scalar_subquery()


def places(ctx: Context) -> list[tuple[str, str]]:
    """(slug, name) of every municipality, by name, the county beside those that share a name."""
    rows = ctx.db.execute(
        select(Municipality.slug, Municipality.name, Municipality.county).order_by(Municipality.sort_key)
    ).all()
    names = [name for _slug, name, _county in rows]
    return [(slug, f"{name} ({county})" if names.count(name) > 1 else name) for slug, name, county in rows]


def stays(ctx: Context) -> tuple[Stay, ...]:
    """The signed-in person's sessions, this one first."""
    rows = ctx.db.execute(
        select(
            WebSession.id,
            WebSession.token_hash,
            WebSession.device,
            WebSession.signed_in_at,
            WebSession.created_at,
            WebSession.seen_at,
        )
        .where(WebSession.person_id == ctx.actor.person_id, WebSession.expires_at > ctx.now)
        .order_by(WebSession.seen_at.desc())
        .limit(100)
    )
    found = [
        Stay(
            id=row.id,
            mark=hashlib.sha256(row.token_hash.encode()).hexdigest()[:16],
            device=device_name(row.device),
            since=row.signed_in_at or row.created_at,
            seen_at=row.seen_at,
            is_here=row.id == ctx.actor.session_id,
        )
        for row in rows
    ]
    return tuple(sorted(found, key=lambda stay: not stay.is_here))


def link(ctx: Context, token_hash: str, purpose: Purpose) -> Link | None:
    """What a mailed link is for; None when it does not work. Looking uses nothing up."""
    row = ctx.db.execute(
        select(Person.id, Person.name, Person.email, Person.confirmed_at, OneTimeToken.payload)
        .join(OneTimeToken, OneTimeToken.person_id == Person.id)
        .where(
            OneTimeToken.token_hash == token_hash,
            OneTimeToken.purpose == purpose,
            OneTimeToken.used_at.is_(None),
            OneTimeToken.expires_at > ctx.now,
            Person.blocked_at.is_(None),
        )
    ).one_or_none()
    if row is None:
        return None
    return Link(row.id, row.name, row.email, row.confirmed_at is not None, row.payload)
