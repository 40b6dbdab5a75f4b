"""The rows of an export: every column of five hundred cases at a time, in as many statements as for one."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import aliased

from samskaping.context import Context
from samskaping.language import Words
from samskaping.models import (
    Area,
    Author,
    Challenge,
    Evaluation,
    File,
    Intake,
    IntakeContact,
    Organisation,
    Person,
    Proposal,
    ProposalGoal,
    Staff,
    Statement,
    Support,
    Task,
    Theme,
    Unit,
    Version,
)
from samskaping.queries import attached
from samskaping.queries.export_cells import Values, both, coded, joined, said
from samskaping.rules.evaluation import are_hidden, mean
from samskaping.rules.explained import HOLDERS
from samskaping.rules.exports import JOINT, LATER_INNER_COLUMNS, LATER_PERSONAL_COLUMNS
from samskaping.rules.goals import GOALS
from samskaping.rules.intakes import CHANNEL_NAMES
from samskaping.rules.languages import LANGUAGES
from samskaping.rules.pipeline import BODY_NAMES, STATES
from samskaping.rules.policy import Can
from samskaping.rules.roles import ROLE_NAMES, Role
from samskaping.rules.speech import (
    AUTHOR_KIND_NAMES,
    DECISION_NAMES,
    ORGANISATION_KIND_NAMES,
    AuthorKind,
    StatementKind,
)

_BY, _WRITER, _BY_ORGANISATION = aliased(Author), aliased(Person), aliased(Organisation)
_ROWS: Any = (
    select(
        Proposal, _BY.kind.label("kind"), _BY.name.label("author"), Challenge.title.label("challenge"),
        Challenge.hides_evaluations, Theme.name.label("theme"), Area.name.label("area"),
        Unit.name.label("unit"), Person.name.label("handler"), Staff.title.label("role"), _WRITER.email,
        _BY_ORGANISATION.number, _BY_ORGANISATION.name.label("organisation"), _BY_ORGANISATION.kind.label("of_kind"),
        Intake.channel, Intake.received_on, Intake.entered_at, IntakeContact.name.label("giver"), IntakeContact.contact,
        IntakeContact.email.label("giver_email"), attached.beside(File.proposal_id, Proposal.id).label("file_list"),
    )
    .select_from(Proposal)
    .join(_BY, _BY.id == Proposal.author_id)
    .outerjoin(_BY_ORGANISATION, _BY_ORGANISATION.id == _BY.organisation_id)
    .outerjoin(Challenge, Challenge.id == Proposal.challenge_id)
    .outerjoin(Theme, Theme.id == Proposal.theme_id)
    .outerjoin(Area, Area.id == Proposal.area_id)
    .outerjoin(Unit, Unit.id == Proposal.unit_id)
    .outerjoin(Person, Person.id == Proposal.handler_id)
    .outerjoin(Staff, (Staff.person_id == Person.id) & (Staff.municipality_id == Proposal.municipality_id))
    .outerjoin(_WRITER, _WRITER.id == Proposal.writer_id)
    .outerjoin(Intake, Intake.proposal_id == Proposal.id)
    .outerjoin(IntakeContact, IntakeContact.proposal_id == Proposal.id)
)  # fmt: skip


def rows(
    ctx: Context, conditions: Sequence[ColumnElement[bool]], keys: Sequence[int], *, is_personal: bool
) -> list[Values]:
    """Cases by their inner keys, in that order, as column → value; those that left the list meanwhile are left out.

    Six statements for any number of rows.
    """
    found = {row.Proposal.id: row for row in ctx.db.execute(_ROWS.where(*conditions, Proposal.id.in_(keys)))}
    goals, supporters, answers = _goals(ctx, keys), _supporters(ctx, keys), _answers(ctx, keys)
    judged, tasks = _judged(ctx, keys), _tasks(ctx, keys)
    made: list[Values] = []
    for key in (key for key in keys if key in found):
        row = found[key]
        may_read = ctx.may(Can.INNER_READ, row.Proposal)
        made.append(
            _case(row)
            | _speaker(row)
            | _handler(row, is_personal=is_personal)
            | _goals_of(goals.get(key, ()))
            | {"filer": JOINT.join(one.name for one in attached.read(row.file_list) if one.is_shown)}
            | _answers_of(answers.get(key, ()))
            | {"organisasjoner_som_stotter": JOINT.join(supporters.get(key, ()))}
            | (_inner(ctx, row, judged.get(key, ()), tasks.get(key, ())) if may_read else _NOTHING_INNER)
        )
    ctx.db.expunge_all()
    return made


def _case(row: Any) -> dict[str, str | int]:
    case = row.Proposal
    return {
        "saksnummer": case.reference, **coded("status", case.state, STATES[case.state].label), "tittel": case.title,
        "behov": case.need, "ide": case.idea, "sprak": case.language, "sprak_navn": LANGUAGES.get(case.language, ""),
        **both("utfordring", row.challenge), **both("tema", row.theme), "omrade": row.area or "",
        "sted": case.place, **both("enhet", row.unit), **coded("ballen_hos", case.ball, HOLDERS[case.ball]),
        "ballen_frist": said(case.ball_until),
        "neste_steg_dato": said(case.next_on), "sendt_inn": said(case.submitted_at),
        "publisert": said(case.published_at), "svarfrist": said(case.answer_due),
        "besvart": said(case.answered_at), "venter_pa_svar_siden": said(case.waiting_since),
        **coded("avgjores_av", case.body, BODY_NAMES.get(case.body)), "organ": case.body_name,
        "ser_igjen": said(case.look_again_on), "sendt_videre_til": case.forward_to, "stotte": case.support_count,
        "stotte_importert": case.imported_support, "kommentarer": case.comment_count,
        "skjult": said(case.hidden_at), "apne_meldinger": case.open_reports,
    }  # fmt: skip


def _speaker(row: Any) -> dict[str, str | int]:
    """Who proposed: an organisation and a school class by name, a person by kind only."""
    return {
        **coded("avsender_type", row.kind, AUTHOR_KIND_NAMES[row.kind]),
        "organisasjonsnummer": row.number or "", "organisasjon": row.organisation or "",
        **coded("organisasjon_type", row.of_kind, ORGANISATION_KIND_NAMES.get(row.of_kind)),
        "skoleklasse": row.author if row.kind is AuthorKind.SKOLEKLASSE else "",
        **coded("kanal", row.channel, CHANNEL_NAMES.get(row.channel)),
        "kom_inn": said(row.received_on), "lagt_inn": said(row.entered_at),
        "avsender_navn": row.author or "", "avsender_epost": row.email or "",
    }  # fmt: skip


def _handler(row: Any, *, is_personal: bool) -> dict[str, str | int]:
    """The caseworker by name with personal data, else by title."""
    title = row.role or (ROLE_NAMES[Role.SAKSBEHANDLER] if row.handler else Words("", ""))
    forms = {"nb": title.nb or title.nn, "nn": title.nn or title.nb}
    named = row.handler or "" if is_personal else forms["nb"]
    return {"saksbehandler": named, **{f"saksbehandler_rolle_{form}": words for form, words in forms.items()}}


#: What whoever is partial in a case gets of its inner side.
_NOTHING_INNER: dict[str, str | int] = dict.fromkeys((*LATER_INNER_COLUMNS[2:], *LATER_PERSONAL_COLUMNS), "")


def _inner(ctx: Context, row: Any, judged: Sequence[Any], tasks: Sequence[int]) -> dict[str, str | int]:
    """Evaluations and tasks, and whom input on paper came from."""
    return _evaluated(ctx, row, judged) | {
        "apne_oppgaver": len(tasks), "innsender_navn": row.giver or "",
        "innsender_kontakt": row.contact or "", "innsender_epost": row.giver_email or "",
    }  # fmt: skip


def _goals(ctx: Context, keys: Sequence[int]) -> dict[int, list[int]]:
    wanted = select(ProposalGoal.proposal_id, ProposalGoal.goal).where(ProposalGoal.proposal_id.in_(keys))
    return _gathered(ctx.db.execute(wanted.order_by(ProposalGoal.goal)))


def _goals_of(goals: Iterable[int]) -> dict[str, str | int]:
    return joined("berekraftsmal", goals, {number: goal.title for number, goal in GOALS.items()})


def _supporters(ctx: Context, keys: Sequence[int]) -> dict[int, list[str]]:
    wanted = (
        select(Support.proposal_id, Organisation.name)
        .join(Organisation, Organisation.id == Support.organisation_id)
        .where(Support.proposal_id.in_(keys))
        .order_by(Organisation.name)
    )
    return _gathered(ctx.db.execute(wanted))


def _answers(ctx: Context, keys: Sequence[int]) -> dict[int, list[Any]]:
    wanted = (
        select(Statement.proposal_id, Statement.decision, Statement.text)
        .where(Statement.proposal_id.in_(keys), Statement.kind == StatementKind.ANSWER, Statement.is_public)
        .order_by(Statement.said_at, Statement.id)
    )
    return _gathered((row.proposal_id, row) for row in ctx.db.execute(wanted))


def _answers_of(answers: Sequence[Any]) -> dict[str, str | int]:
    decided = joined("svar_avgjorelser", (one.decision for one in answers), DECISION_NAMES)
    return decided | {"svar_tekster": JOINT.join(one.text for one in answers)}


def _tasks(ctx: Context, keys: Sequence[int]) -> dict[int, list[int]]:
    is_open = (Task.done_at.is_(None), Task.dropped_at.is_(None))
    return _gathered(ctx.db.execute(select(Task.proposal_id, Task.id).where(Task.proposal_id.in_(keys), *is_open)))


def _judged(ctx: Context, keys: Sequence[int]) -> dict[int, list[Any]]:
    newest = and_(
        Version.subject_kind == "evaluation",
        Version.subject_id == Evaluation.id,
        Version.number == Evaluation.version,
    )
    wanted = (
        select(Evaluation.proposal_id, Evaluation.evaluator_id, Evaluation.version, Version.fields)
        .outerjoin(Version, newest)
        .where(Evaluation.proposal_id.in_(keys))
        .order_by(Evaluation.id)
    )
    return _gathered((row.proposal_id, row) for row in ctx.db.execute(wanted))


def _evaluated(ctx: Context, row: Any, judged: Sequence[Any]) -> dict[str, str | int]:
    """How many evaluations are in, of how many; and the mean on each criterion in the words that it was scored under.

    No mean to whoever shall not see the others' yet.
    """
    done = [one for one in judged if one.version]
    is_mine_in = any(one.evaluator_id == ctx.actor.person_id for one in done)
    is_kept_out = are_hidden(hides=row.hides_evaluations, asked=len(judged), done=len(done), is_mine_in=is_mine_in)
    given = [] if is_kept_out else [each for one in done for each in one.fields["scores"]]
    by_words = _gathered(((one["nb"], one["nn"]), one["score"]) for one in given if one["score"] is not None)
    means = [(nb or nn, nn or nb, _spoken(mean(scores))) for (nb, nn), scores in by_words.items()]
    return {
        "vurderinger_levert": len(done), "vurderinger_bedt_om": len(judged),
        "vurderinger_snitt_nb": JOINT.join(f"{nb}: {said}" for nb, _nn, said in means),
        "vurderinger_snitt_nn": JOINT.join(f"{nn}: {said}" for _nb, nn, said in means),
    }  # fmt: skip


def _spoken(value: Decimal) -> str:
    return str(value).replace(".", ",")


def _gathered(pairs: Iterable[Any]) -> dict[Any, list[Any]]:
    found: dict[Any, list[Any]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return found
