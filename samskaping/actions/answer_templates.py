"""Templates of answers: kept by those who publish, told in the municipality's own history."""

from dataclasses import dataclass

from sqlalchemy import select

from samskaping import text
from samskaping.actions.municipalities import tidied
from samskaping.actions.record import public_id as new_public_id
from samskaping.actions.record import record
from samskaping.context import Context
from samskaping.db import Texts
from samskaping.errors import Clash, Missing, Unfit
from samskaping.language import FORMS, NAMES
from samskaping.language import gettext as _
from samskaping.models import AnswerTemplate, Municipality, Theme
from samskaping.rules import answer_templates, limits
from samskaping.rules.events import What
from samskaping.rules.pipeline import State
from samskaping.rules.policy import Can
from samskaping.rules.speech import Decision

LONGEST_NAME = 120


@dataclass(frozen=True)
class TemplateWish:
    """A template as it shall be. ``theme`` is a public id; state, theme and decision may each be left open."""

    name: str
    text: Texts
    title: Texts = Texts()  # noqa: RUF009  frozen
    mail_text: Texts = Texts()  # noqa: RUF009
    state: State | None = None
    theme: str = ""
    decision: Decision | None = None


def keep(ctx: Context, wish: TemplateWish, public_id: str = "", *, version: int = 0, once: str | None = None) -> str:
    """Add a template, or change the one with this public id. Answers its public id. Raises ``Clash``, ``Unfit``."""
    ctx.require(Can.TEMPLATE_KEEP)
    municipality = _locked(ctx)
    row = _row(ctx, public_id) if public_id else None
    if row is not None and row.version != version:
        raise Clash(_("Noen andre endret malen mens du skrev. Teksten din er tatt vare på."))
    found = _flaws(wish)
    theme_id = _theme_id(ctx, wish.theme, row)
    if wish.theme and theme_id is None:
        found["theme"] = _("Velg en av mulighetene i lista")
    if found:
        raise Unfit(**found)
    if row is None:
        row = AnswerTemplate(municipality_id=ctx.here.id, public_id=new_public_id(), version=0)
        ctx.db.add(row)
    row.name, row.state, row.theme_id, row.decision = _line(wish.name), wish.state, theme_id, wish.decision
    row.title, row.text, row.mail_text = tidied(wish.title), tidied(wish.text), tidied(wish.mail_text)
    row.version += 1
    row.changed_at = ctx.now
    _tell(ctx, municipality, row, "changed" if public_id else "added", once)
    return row.public_id


def end(ctx: Context, public_id: str, *, ended: bool, once: str | None = None) -> None:
    """Take a template out of use, or into use again."""
    ctx.require(Can.TEMPLATE_KEEP)
    municipality, row = _locked(ctx), _row(ctx, public_id)
    if (row.ended_at is not None) is ended:
        return
    row.ended_at = ctx.now if ended else None
    row.version += 1
    _tell(ctx, municipality, row, "ended" if ended else "resumed", once)


def _flaws(wish: TemplateWish) -> dict[str, str]:
    found: dict[str, str] = {}
    name = _line(wish.name)
    if flaw := limits.too_long(name, LONGEST_NAME) if name else _("Gi malen et navn som kollegene kjenner igjen"):
        found["name"] = flaw
    if not tidied(wish.text):
        found["text_nb"] = _("Skriv teksten i minst én målform")
    for field, most in (("title", limits.SHORT), ("text", limits.REASON), ("mail_text", limits.REASON)):
        texts: Texts = getattr(wish, field)
        for form in FORMS:
            if flaw := _flaw(texts.get(form), most):
                found[f"{field}_{form}"] = flaw
    for form in FORMS:
        if not wish.text.get(form).strip() and (wish.title.get(form).strip() or wish.mail_text.get(form).strip()):
            words = _("Skriv svaret på %(form)s også, når det andre står på %(form)s")
            found.setdefault(f"text_{form}", words % {"form": NAMES[form].lower()})
    return found


def _flaw(written: str, most: int) -> str:
    if unknown := answer_templates.unknown(written):
        known = ", ".join(f"{{{field}}}" for field in answer_templates.FIELDS)
        words = _("Vi kjenner ikke %(unknown)s. Du kan bruke %(known)s.")
        return words % {"unknown": ", ".join(unknown), "known": known}
    return limits.too_long(written, most)


def _line(name: str) -> str:
    return " ".join(text.tidy(name).split())


def _theme_id(ctx: Context, public_id: str, held: AnswerTemplate | None) -> int | None:
    if not public_id:
        return None
    found = ctx.db.execute(select(Theme.id, Theme.ended_at).where(Theme.public_id == public_id)).one_or_none()
    if found is None or (found.ended_at is not None and (held is None or held.theme_id != found.id)):
        return None
    return int(found.id)


def _locked(ctx: Context) -> Municipality:
    return ctx.db.scalars(select(Municipality).where(Municipality.id == ctx.here.id).with_for_update()).one()


def _row(ctx: Context, public_id: str) -> AnswerTemplate:
    row = ctx.db.scalar(select(AnswerTemplate).where(AnswerTemplate.public_id == public_id))
    if row is None:
        raise Missing
    return row


def _tell(ctx: Context, municipality: Municipality, row: AnswerTemplate, what: str, once: str | None) -> None:
    ctx.db.flush()
    record(
        ctx, What.MUNICIPALITY_CHANGED, municipality, once=once,
        kind="answer_template", thing=row.public_id, fields=[what],
    )  # fmt: skip
