"""What was said with the events that people are told of: a statement, the reason for a no, a partner's own words."""

from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, exists, select, union_all

from samskaping.context import Context
from samskaping.models import (
    Challenge,
    ChallengePartner,
    Membership,
    Municipality,
    Offer,
    Raised,
    Statement,
    Wording,
)
from samskaping.models.sessions import counts_in
from samskaping.rules.events import What
from samskaping.rules.municipalities import full_name
from samskaping.rules.offers import OfferState
from samskaping.rules.partners import STANDING_NAMES, Standing
from samskaping.rules.speech import StatementKind

_EVERYWHERE = {"every_municipality": True}

#: A no that is no statement → where its reason is kept; the event names it by the table's word.
_NO: dict[What, tuple[str, Any]] = {
    What.RAISED_DECLINED: ("raised", Raised),
    What.WORDING_DECLINED: ("wording", Wording),
    What.WORDING_HIDDEN: ("wording", Wording),
    What.OFFER_DECLINED: ("offer", Offer),
    What.OFFER_LOST: ("offer", Offer),
    What.OFFER_DECLINED_BY_GROUP: ("offer", Offer),
    What.OFFER_LOST_BY_GROUP: ("offer", Offer),
}


#: What a partner municipality does with words of its own to the one that leads.
_BETWEEN = frozenset({What.PARTNER_ANSWERED, What.PARTNER_LEFT})


class Words(NamedTuple):
    """The words, and whether they were written to this very person; ``by``: which municipality wrote them, and where
    it stands now.
    """

    text: str
    is_to_me: bool
    by: str = ""
    language: str | None = None


def of(ctx: Context, rows: Any) -> dict[str, Words]:
    """The words that go with these rows of notifications, as far as this person may read them, by the event's digest.

    At most three statements.
    """
    statements, reasons = _statements(ctx, rows), _reasons(ctx, rows)
    found = {row.digest: _words(ctx, row, statements, reasons) for row in rows}
    return {digest: words for digest, words in found.items() if words is not None} | between(ctx, rows)


def between(ctx: Context, rows: Any) -> dict[str, Words]:
    """What a partner municipality wrote when it answered the invitation, or left: for the people of the one that leads
    the challenge alone, while it stands as it then said. By the event's digest; one statement, where there is any.
    """
    asked = {row.digest: (row.thing, row.details.get("partner"), _stood(row)) for row in rows if row.what in _BETWEEN}
    if not asked or ctx.actor.awaits_second:
        return {}
    works_there = exists().where(
        Membership.municipality_id == Challenge.municipality_id,
        Membership.person_id == ctx.actor.person_id,
        Membership.ended_at.is_(None),
        counts_in(Membership, ctx.session),
    )
    found = (
        select(
            Challenge.public_id, Municipality.slug, ChallengePartner.standing, ChallengePartner.answer,
            Municipality.number, Municipality.name,
        )
        .join(ChallengePartner, ChallengePartner.challenge_id == Challenge.id)
        .join(Municipality, Municipality.id == ChallengePartner.municipality_id)
        .where(Challenge.public_id.in_({thing for thing, _slug, _stands in asked.values()}), works_there)
    )  # fmt: skip
    said = {tuple(row[:3]): _by(row) for row in ctx.db.execute(found, execution_options=_EVERYWHERE)}
    return {digest: said[key] for digest, key in asked.items() if key in said}


def _by(row: Any) -> Words:
    by = f"{full_name(row.number, row.name)}: {STANDING_NAMES[row.standing]}"
    return Words(str(row.answer), is_to_me=True, by=by, language=row.answer.form if row.answer else None)


def _stood(row: Any) -> Standing:
    """How the partner has stood since this happened; when it was asked again, other words take the place of these."""
    if row.what is What.PARTNER_LEFT:
        return Standing.GIKK_UT
    return Standing.MED if row.details.get("accepts") else Standing.AVSLO


def _words(ctx: Context, row: Any, statements: dict[str, Any], reasons: dict[str, str]) -> Words | None:
    if why := reasons.get(_asked(row)):
        return Words(why, is_to_me=True)
    said = statements.get(row.details.get("statement", ""))
    is_writer = row.writer_id == ctx.actor.person_id
    if said is None or said.kind is StatementKind.REPLY or not (said.is_public or is_writer):
        return None
    own = said.mail_text if is_writer else None
    return Words(own or said.text, is_to_me=bool(own))


def _statements(ctx: Context, rows: Any) -> dict[str, Any]:
    ids = {row.details["statement"] for row in rows if "statement" in row.details}
    columns = (Statement.public_id, Statement.text, Statement.mail_text, Statement.is_public, Statement.kind)
    found = select(*columns).where(Statement.public_id.in_(ids))
    return {row.public_id: row for row in ctx.db.execute(found, execution_options=_EVERYWHERE)} if ids else {}


def _asked(row: Any) -> str:
    """The public id of what was said no to."""
    key, _table = _NO.get(row.what, ("", None))
    return str(row.details.get(key, ""))


def _reasons(ctx: Context, rows: Any) -> dict[str, str]:
    wanted: dict[Any, set[str]] = {}
    for row in rows:
        if row.what in _NO:
            wanted.setdefault(_NO[row.what][1], set()).add(_asked(row))
    if not wanted:
        return {}
    found = [select(table.public_id, table.answer).where(_is_no(table, ids)) for table, ids in wanted.items()]
    rows = ctx.db.execute(union_all(*found), execution_options=_EVERYWHERE)
    return {row.public_id: row.answer for row in rows}


def _is_no(table: Any, ids: set[str]) -> ColumnElement[bool]:
    """What was offered and withdrawn fell away without a no, whatever was answered before."""
    named: ColumnElement[bool] = table.public_id.in_(ids)
    return named & (Offer.state == OfferState.AVSLATT) if table is Offer else named
