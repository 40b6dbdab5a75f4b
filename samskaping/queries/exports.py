"""What exports are made from: the rows of a list in steady steps; and the files that somebody has asked for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import aliased

from samskaping.clock import oslo, oslo_date
from samskaping.context import Context
from samskaping.db import Texts
from samskaping.errors import Missing
from samskaping.models import (
    Area,
    Author,
    Challenge,
    Export,
    ExportChunk,
    Organisation,
    Person,
    Proposal,
    ProposalGoal,
    Statement,
    Support,
    Theme,
    Unit,
)
from samskaping.queries import absences, casework, proposals
from samskaping.rules.exports import JOINT, ExportFormat, ExportList, ExportState
from samskaping.rules.pipeline import STATES, State
from samskaping.rules.policy import Can
from samskaping.rules.speech import StatementKind

#: Rows read in one step.
STEP = 500
_MOST_FILES = 50
Values = Mapping[str, str | int]


@dataclass(frozen=True)
class File:
    """One file that somebody has asked for."""

    public_id: str
    listing: ExportList
    format: ExportFormat
    is_personal: bool
    state: ExportState
    asked_at: datetime
    done_at: datetime | None
    rows_total: int | None
    rows_done: int
    size: int

    @property
    def is_waiting(self) -> bool:
        return self.state in (ExportState.VENTER, ExportState.LAGES)

    @property
    def percent(self) -> int:
        return min(100, 100 * self.rows_done // self.rows_total) if self.rows_total else 0


def mine(ctx: Context) -> tuple[File, ...]:
    """The files that the signed-in person has asked for here, newest first. One statement."""
    ctx.require(Can.EXPORT_MAKE)
    rows = ctx.db.execute(_files(ctx).order_by(Export.asked_at.desc(), Export.id.desc()).limit(_MOST_FILES))
    return tuple(File(*row) for row in rows)


def ready(ctx: Context, public_id: str) -> File:
    """A file that is ready for whoever asked for it, while they may have it. Raises ``Missing``."""
    ctx.require(Can.EXPORT_MAKE)
    found = ctx.db.execute(
        _files(ctx).where(Export.public_id == public_id, Export.state == ExportState.FERDIG)
    ).one_or_none()
    if found is None:
        raise Missing
    one = File(*found)
    if one.is_personal:
        ctx.require(Can.EXPORT_PERSONAL)
    return one


def pieces(ctx: Context, public_id: str) -> Iterator[bytes]:
    """The bytes of a file in order, one piece at a time, never in a transaction that waits for the reader."""
    key = ctx.db.scalar(select(Export.id).where(Export.public_id == public_id))
    number = 0
    while True:
        wanted = select(ExportChunk.data).where(ExportChunk.export_id == key, ExportChunk.number == number)
        data = ctx.db.scalar(wanted)
        ctx.db.rollback()
        if data is None:
            return
        yield data
        number += 1


def _files(ctx: Context) -> Any:
    own = [getattr(Export, name) for name in File.__dataclass_fields__]
    return select(*own).where(Export.municipality_id == ctx.here.id, Export.person_id == ctx.actor.person_id)


def chosen(ctx: Context, listing: ExportList, filters: Mapping[str, Any]) -> list[ColumnElement[bool]]:
    """The conditions of the list that was on the screen, with the rights that its reader has now."""
    ctx.require(Can.EXPORT_MAKE)
    if listing is ExportList.INNBOKS:
        away = absences.stood_in_for(ctx, absences.known(ctx))
        return casework.listed(ctx, casework.Filters(**filters), away)
    given = dict(filters)
    given["state"] = State(given["state"]) if given.get("state") else None
    return proposals.listed(ctx, proposals.Filters(**given))


def count(ctx: Context, conditions: list[ColumnElement[bool]]) -> int:
    return ctx.db.scalar(select(func.count()).select_from(Proposal).where(*conditions)) or 0


_BY = aliased(Author)
_WRITER = aliased(Person)


def step(ctx: Context, conditions: list[ColumnElement[bool]], after: int) -> tuple[list[Values], int]:
    """The next rows after a key, as column → value, and the key to go on from (0 when there are no more).

    Four statements for each five hundred rows.
    """
    statement: Any = (
        select(
            Proposal, _BY.kind, _BY.name, Challenge.title, Theme.name, Area.name, Unit.name, Person.name, _WRITER.email
        )
        .select_from(Proposal)
        .join(_BY, _BY.id == Proposal.author_id)
        .outerjoin(Challenge, Challenge.id == Proposal.challenge_id)
        .outerjoin(Theme, Theme.id == Proposal.theme_id)
        .outerjoin(Area, Area.id == Proposal.area_id)
        .outerjoin(Unit, Unit.id == Proposal.unit_id)
        .outerjoin(Person, Person.id == Proposal.handler_id)
        .outerjoin(_WRITER, _WRITER.id == Proposal.writer_id)
        .where(*conditions, Proposal.id > after)
        .order_by(Proposal.id)
        .limit(STEP)
    )
    rows = ctx.db.execute(statement).all()
    keys = [row[0].id for row in rows]
    goals, supporters, answers = _goals(ctx, keys), _supporters(ctx, keys), _answers(ctx, keys)
    found: list[Values] = [
        _row(row)
        | {"berekraftsmal": JOINT.join(goals.get(row[0].id, ()))}
        | {"organisasjoner_som_stotter": JOINT.join(supporters.get(row[0].id, ()))}
        | {"svar_avgjorelser": JOINT.join(one[0] for one in answers.get(row[0].id, ()))}
        | {"svar_tekster": JOINT.join(one[1] for one in answers.get(row[0].id, ()))}
        for row in rows
    ]
    ctx.db.expunge_all()
    return found, keys[-1] if len(keys) == STEP else 0


def _row(row: Any) -> dict[str, str | int]:
    case, kind, name, challenge, theme, area, unit, handler, email = row
    return {
        "saksnummer": case.reference, "status": case.state.value, "tittel": case.title, "behov": case.need,
        "status_nb": STATES[case.state].label.nb, "status_nn": STATES[case.state].label.nn, "ide": case.idea,
        "sprak": case.language, **_both("utfordring", challenge), **_both("tema", theme), "omrade": area or "",
        "sted": case.place, **_both("enhet", unit), "ballen_hos": case.ball.value,
        "ballen_frist": _said(case.ball_until),
        "neste_steg_dato": _said(case.next_on), "sendt_inn": _said(case.submitted_at),
        "publisert": _said(case.published_at), "svarfrist": _said(case.answer_due),
        "besvart": _said(case.answered_at), "venter_pa_svar_siden": _said(case.waiting_since),
        "avgjores_av": _said(case.body), "organ": case.body_name, "ser_igjen": _said(case.look_again_on),
        "sendt_videre_til": case.forward_to, "avsender_type": kind.value, "stotte": case.support_count,
        "stotte_importert": case.imported_support, "kommentarer": case.comment_count, "saksbehandler": handler or "",
        "skjult": _said(case.hidden_at), "apne_meldinger": case.open_reports, "avsender_navn": name or "",
        "avsender_epost": email or "",
    }  # fmt: skip


def _both(name: str, texts: Texts | None) -> dict[str, str]:
    return {f"{name}_{form}": texts.get(form) if texts else "" for form in ("nb", "nn")}


def _said(value: datetime | date | StrEnum | None) -> str:
    """Days as 2026-03-02, moments as 2026-03-02 14:05 on a Norwegian wall clock."""
    if isinstance(value, datetime):
        return f"{oslo_date(value).isoformat()} {oslo(value):%H:%M}"
    return "" if value is None else str(value)


def _goals(ctx: Context, keys: list[int]) -> dict[int, list[str]]:
    wanted = select(ProposalGoal.proposal_id, ProposalGoal.goal).where(ProposalGoal.proposal_id.in_(keys))
    return _gathered((row[0], str(row[1])) for row in ctx.db.execute(wanted.order_by(ProposalGoal.goal)))


def _supporters(ctx: Context, keys: list[int]) -> dict[int, list[str]]:
    wanted = (
        select(Support.proposal_id, Organisation.name)
        .join(Organisation, Organisation.id == Support.organisation_id)
        .where(Support.proposal_id.in_(keys))
        .order_by(Organisation.name)
    )
    return _gathered((row[0], row[1]) for row in ctx.db.execute(wanted))


def _answers(ctx: Context, keys: list[int]) -> dict[int, list[tuple[str, str]]]:
    wanted = (
        select(Statement.proposal_id, Statement.decision, Statement.text)
        .where(Statement.proposal_id.in_(keys), Statement.kind == StatementKind.ANSWER, Statement.is_public)
        .order_by(Statement.said_at, Statement.id)
    )
    return _gathered((row[0], (_said(row[1]), row[2])) for row in ctx.db.execute(wanted))


def _gathered(pairs: Iterator[tuple[Any, Any]]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return found
