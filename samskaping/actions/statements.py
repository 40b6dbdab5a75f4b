"""What is said in a case beside its moves: answers, interim replies, questions and replies, updates."""

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select

from samskaping import text
from samskaping.actions import authors, ball, impartiality, merging, taking
from samskaping.actions.proposals import in_case, locked, same_version
from samskaping.actions.record import keep_version, public_id, record, record_each
from samskaping.context import Context
from samskaping.db import Texts
from samskaping.errors import Clash, Missing, Unfit
from samskaping.language import day
from samskaping.language import gettext as _
from samskaping.models import Author, Challenge, Proposal, Statement
from samskaping.rules import answer_templates, deadlines, limits
from samskaping.rules.events import What
from samskaping.rules.pipeline import ENDED, STATES, Ball
from samskaping.rules.policy import Can
from samskaping.rules.speech import AuthorKind, Decision, StatementKind


@dataclass(frozen=True)
class Said:
    """What somebody writes in a case, and the case's version as their form showed it."""

    text: str
    version: int
    language: str = "nb"
    title: str = ""
    decision: Decision | None = None
    due: date | None = None
    is_public: bool = True
    #: What the one who proposed gets by mail, where it differs from what stands on the page.
    mail_text: str = ""


def answer(ctx: Context, ref: str, said: Said, *, impartial: bool = False, once: str | None = None) -> str:
    """Publish an official answer; the first one stops the answer clock, and nothing else does."""
    proposal = _handled(ctx, ref, said, impartial=impartial)
    if said.decision is None:
        raise Unfit(decision=_("Velg hva svaret er"))
    statement = _say(ctx, proposal, StatementKind.ANSWER, said)
    stop_clock(ctx, proposal)
    told = {"statement": statement.public_id, "decision": said.decision}
    taken = taking.by_answering(ctx, proposal)
    record_each(ctx, [(proposal, What.ANSWER_PUBLISHED, told), *taken], author_id=statement.author_id, once=once)
    return statement.public_id


def interim(ctx: Context, ref: str, said: Said, *, impartial: bool = False, once: str | None = None) -> None:
    """Say that more time is needed, why, and the new date (forvaltningsloven 1967 § 11 a; 2025 § 17)."""
    proposal = _handled(ctx, ref, said, impartial=impartial)
    _refuse(interim_flaws(ctx, proposal, said))
    before = proposal.answer_due
    statement = _say(ctx, proposal, StatementKind.INTERIM, said)
    proposal.answer_due, proposal.next_on = said.due, deadlines.renewed(proposal.next_on, said.due, ctx.today)
    if proposal.ball is not Ball.FORFATTER:
        proposal.ball_until = ball.until(proposal)
    told = {"statement": statement.public_id, "due": str(said.due), "before": str(before)}
    taken = taking.by_answering(ctx, proposal)
    record_each(ctx, [(proposal, What.INTERIM_REPLIED, told), *taken], author_id=statement.author_id, once=once)


def interim_flaws(ctx: Context, proposal: Proposal, said: Said) -> dict[str, str]:
    """What is wrong with the new date: an interim reply only ever asks for more time than was promised."""
    if proposal.waiting_since is None:
        raise Unfit(_("Saken venter ikke på svar. Fortell heller hva som er nytt."))
    if said.due is None or not ctx.today < said.due <= date(ctx.today.year + 10, 12, 31):
        return {"due": _("Velg den nye datoen for svar, fram i tid")}
    if proposal.answer_due is not None and said.due <= proposal.answer_due:
        words = _("Datoen er ikke senere enn den som er lovet, %(day)s. Velg en senere, eller svar til den dagen.")
        return {"due": words % {"day": day(proposal.answer_due)}}
    return {}


def check_in(ctx: Context, ref: str, said: Said, *, once: str | None = None) -> None:
    """Say why a slow matter is still alive, and when the next thing happens; the answer clock is not touched."""
    proposal = _handled(ctx, ref, said)
    if proposal.state in ENDED:
        raise Unfit(_("Saken er avsluttet. Fortell heller hva som er nytt."))
    if said.due is None or not ctx.today < said.due <= date(ctx.today.year + 10, 12, 31):
        raise Unfit(due=_("Velg en dato fram i tid, når neste steg kommer"))
    statement = _say(ctx, proposal, StatementKind.CHECK_IN, said)
    proposal.next_on = said.due
    if proposal.ball is not Ball.FORFATTER:
        proposal.ball_until = ball.until(proposal)
    record(
        ctx, What.CASE_CHECKED_IN, proposal, author_id=statement.author_id, once=once,
        statement=statement.public_id, due=str(said.due),
    )  # fmt: skip


def ask(ctx: Context, ref: str, said: Said, *, once: str | None = None) -> None:
    """Ask the author something, openly or privately. The ball goes to the author; the answer clock does not stop."""
    proposal = _handled(ctx, ref, said)
    if proposal.state in ENDED:
        raise Unfit(_("Saken er avsluttet. Ta den opp igjen før du spør."))
    if proposal.writer_id is None:
        raise Unfit(text=_("Forslaget har ingen forfatter her som kan svare"))
    if said.due and not ctx.today <= said.due <= date(ctx.today.year + 10, 12, 31):
        raise Unfit(due=_("Velg en dag fram i tid, eller la feltet stå tomt"))
    statement = _say(ctx, proposal, StatementKind.QUESTION, said)
    proposal.ball, proposal.ball_until = Ball.FORFATTER, said.due
    what = What.QUESTION_ASKED if said.is_public else What.QUESTION_ASKED_PRIVATELY
    until = str(said.due) if said.due else None
    record(ctx, what, proposal, author_id=statement.author_id, once=once, statement=statement.public_id, until=until)


def reply(ctx: Context, ref: str, question: str, said: Said, *, once: str | None = None) -> None:
    """The author's reply to a question, as open as the question was; the ball goes back."""
    proposal = locked(ctx, ref)
    if not ctx.may(Can.PROPOSAL_REPLY, proposal):
        raise Missing
    asked = ctx.db.scalar(
        select(Statement).where(Statement.public_id == question, Statement.proposal_id == proposal.id)
    )
    if asked is None or asked.kind is not StatementKind.QUESTION:
        raise Missing
    _refuse(flaws(said))
    said = replace(said, is_public=asked.is_public)
    statement = say(ctx, proposal, StatementKind.REPLY, said, author_id=proposal.author_id, question_id=asked.id)
    ball.hand_back(proposal)
    proposal.version += 1
    what = What.QUESTION_REPLIED if asked.is_public else What.QUESTION_REPLIED_PRIVATELY
    record(ctx, what, proposal, author_id=statement.author_id, once=once, statement=statement.public_id)


def update(ctx: Context, ref: str, said: Said, *, once: str | None = None) -> None:
    """Tell what is new in a case without moving it."""
    proposal = locked(ctx, ref)
    ctx.require(Can.STATEMENT_PUBLISH, proposal)
    same_version(proposal, said.version)
    if not proposal.is_public:
        raise Unfit(_("Saken er ikke synlig for alle ennå"))
    _refuse(flaws(said))
    proposal.version += 1
    statement = _say(ctx, proposal, StatementKind.UPDATE, said)
    record(
        ctx, What.UPDATE_PUBLISHED, proposal, author_id=statement.author_id, once=once, statement=statement.public_id
    )


def update_challenge(ctx: Context, challenge: str, said: Said, *, once: str | None = None) -> None:
    """Tell what is new in a challenge to everyone who follows it."""
    ctx.require(Can.STATEMENT_PUBLISH)
    row = ctx.db.scalar(select(Challenge).where(Challenge.public_id == challenge).with_for_update())
    if row is None or row.municipality_id != ctx.here.id or row.published_at is None:
        raise Missing
    _refuse(flaws(said))
    statement = say(ctx, row, StatementKind.UPDATE, said, author_id=authors.municipal(ctx))
    record(ctx, What.UPDATE_PUBLISHED, row, author_id=statement.author_id, once=once, statement=statement.public_id)


def correct(ctx: Context, ref: str, statement: str, said: Said, *, why: str, once: str | None = None) -> None:
    """Correct something published, as a new version that says why; the one before can still be read."""
    proposal = locked(ctx, ref)
    ctx.require(Can.STATEMENT_PUBLISH, proposal)
    ours = select(Statement).join(Author, Author.id == Statement.author_id).where(Author.kind == AuthorKind.KOMMUNE)
    row = ctx.db.scalar(ours.where(Statement.public_id == statement, Statement.proposal_id == proposal.id))
    if row is None or row.kind is StatementKind.OPINION or not row.is_public:
        raise Missing
    if row.version != said.version:
        raise Clash(_("Noen andre rettet svaret mens du skrev. Se hva som er nytt, og send på nytt."))
    _refuse(flaws(said))
    if not why.strip():
        raise Unfit(why=_("Skriv hva du har rettet, og hvorfor"))
    row.version += 1
    row.text, row.html, row.language = text.tidy(said.text), text.stored(said.text), said.language
    row.title = text.tidy(said.title)[: limits.SHORT] or row.title
    row.corrected_at, row.correction = ctx.now, text.tidy(why)[:500]
    keep(ctx, row, why)
    told = {"statement": row.public_id, "version": row.version}
    record(ctx, What.ANSWER_CORRECTED, proposal, author_id=authors.municipal(ctx), once=once, **told)


def stop_clock(ctx: Context, proposal: Proposal) -> None:
    """The answer clock stops at the first published official answer; a question that stood open holds nothing up."""
    proposal.answered_at = proposal.answered_at or ctx.now
    proposal.waiting_since = None
    ball.hand_back(proposal)


def say(
    ctx: Context,
    subject: Proposal | Challenge,
    kind: StatementKind,
    said: Said,
    *,
    author_id: int | None,
    question_id: int | None = None,
) -> Statement:
    """Write one statement down, signed with the title and the unit that the speaker has today."""
    me = ctx.me if ctx.me and author_id != ctx.me.author_id and kind is not StatementKind.REPLY else None
    unit_name = own_unit(ctx) if me else Texts()
    role = me.staff_title if me else Texts()
    statement = put(ctx, subject, kind, said, author_id=author_id, role=role, unit_name=unit_name)
    statement.question_id = question_id
    ctx.db.add(statement)
    ctx.db.flush()
    keep(ctx, statement, "")
    return statement


def put(
    ctx: Context,
    subject: Proposal | Challenge,
    kind: StatementKind,
    said: Said,
    *,
    author_id: int | None,
    role: Texts,
    unit_name: Texts,
) -> Statement:
    """A statement as it will stand, not yet written down."""
    return Statement(
        municipality_id=subject.municipality_id,
        public_id=public_id(),
        proposal_id=subject.id if isinstance(subject, Proposal) else None,
        challenge_id=subject.id if isinstance(subject, Challenge) else None,
        kind=kind,
        author_id=author_id,
        role=role,
        unit_name=unit_name,
        is_public=said.is_public,
        decision=said.decision,
        language=said.language,
        title=text.tidy(said.title)[: limits.SHORT],
        text=text.tidy(said.text),
        html=text.stored(said.text),
        mail_text=text.tidy(said.mail_text) or None,
        due=said.due,
        said_at=ctx.now,
    )


def _handled(ctx: Context, ref: str, said: Said, *, impartial: bool | None = None) -> Proposal:
    """The case, ready to be written in; ``impartial`` is the word of whoever decides, None where nothing is decided."""
    proposal = in_case(ctx, ref)
    ctx.require(Can.PROPOSAL_HANDLE, proposal)
    same_version(proposal, said.version)
    if not STATES[proposal.state].is_public:
        raise Unfit(_("Saken er ikke synlig for alle ennå"))
    merging.refuse_joined(ctx, proposal)
    _refuse(flaws(said))
    if impartial is not None:
        impartiality.require_word(ctx, [proposal], impartial=impartial)
    proposal.version += 1
    return proposal


def _say(ctx: Context, proposal: Proposal, kind: StatementKind, said: Said) -> Statement:
    return say(ctx, proposal, kind, said, author_id=authors.municipal(ctx))


def _refuse(found: dict[str, str]) -> None:
    if found:
        raise Unfit(**found)


def flaws(said: Said) -> dict[str, str]:
    """Field → words, for each text that is missing, too long, or still has a template's fields in it."""
    found = {} if said.text.strip() else {"text": _("Skriv teksten som skal sendes")}
    for field, written in (("text", said.text), ("title", said.title), ("mail_text", said.mail_text)):
        if flaw := flaw_in(written):
            found[field] = flaw
    return found


def flaw_in(written: str) -> str:
    """What is wrong with a text to be published, in words; nothing when it can be."""
    if flaw := limits.too_long(written, limits.REASON):
        return flaw
    if left := answer_templates.left(written):
        return _("Fyll inn %(fields)s selv, saken har ikke noe å sette inn der") % {"fields": ", ".join(left)}
    return ""


def own_unit(ctx: Context) -> Texts:
    """The name of the speaker's own unit, whichever unit has the case: a title belongs where it was given."""
    return ctx.me.unit_name if ctx.me else Texts()


def keep(ctx: Context, row: Statement, why: str) -> None:
    """Keep a statement's text as it stands from now on."""
    fields = {"title": row.title, "text": row.text, "language": row.language}
    keep_version(ctx, row, fields, number=row.version, author_id=row.author_id, why=why)
