"""A municipality joins, sets itself up, and changes its address."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import select

from samskaping import text
from samskaping.actions.record import log, record
from samskaping.context import Context
from samskaping.context.doors import Door, find
from samskaping.db import Texts
from samskaping.errors import Clash, Missing, Unfit
from samskaping.language import FORMS
from samskaping.language import gettext as _
from samskaping.models import Municipality, OldSlug
from samskaping.queries import admin
from samskaping.queries.admin import Setup, Wording
from samskaping.rules.events import What
from samskaping.rules.moderation import listed
from samskaping.rules.municipalities import FORM_OF_DECISION, is_host, setup_flaws, slug_flaw, wording_flaws
from samskaping.rules.policy import Can

#: What the log of security says when a municipality has joined.
ACTIVATED = "municipality.activated"


def activate(ctx: Context, slug: str, *, once: str | None = None) -> Context:
    """Let a municipality of the register join, with the form that its språkvedtak gives.

    Answers a context in it, for naming its first administrator in the same transaction.
    """
    row, there = to_activate(ctx, slug)
    begin(there, row)
    record(there, What.MUNICIPALITY_ACTIVATED, row, once=once)
    log(there, ACTIVATED)
    return there


def to_activate(ctx: Context, slug: str) -> tuple[Municipality, Context]:
    """One of the register that has not joined, locked, and a context in it as it will be; ``begin`` makes it so."""
    ctx.require(Can.MUNICIPALITY_ACTIVATE)
    row = ctx.db.scalar(select(Municipality).where(Municipality.slug == slug).with_for_update())
    if row is None:
        raise Missing
    if row.activated_at is not None:
        raise Unfit(_("%(name)s er med fra før.") % {"name": row.name})
    there = _inside(ctx, slug)
    form = row.default_form or FORM_OF_DECISION.get(row.language_decision)
    return row, replace(there, municipality=replace(there.here, activated_at=ctx.now, default_form=form))


def begin(there: Context, row: Municipality) -> None:
    """It takes part from now on; what its history says of that, the deed records."""
    row.activated_at, row.default_form = there.here.activated_at, there.here.default_form


@contextmanager
def inside(ctx: Context, slug: str) -> Iterator[Context]:
    """The same visitor in another municipality, while something is written there. Raises ``Missing``."""
    if ctx.municipality is not None and ctx.municipality.slug == slug:
        yield ctx
        return
    before = ctx.db.info.get("municipality_id")
    try:
        yield _inside(ctx, slug)
        ctx.db.flush()
    finally:
        ctx.db.info["municipality_id"] = before


def _inside(ctx: Context, slug: str) -> Context:
    here = find(ctx.db, Door(slug))
    ctx.db.info["municipality_id"] = here.id
    return replace(ctx, municipality=here)


def set_up(ctx: Context, wish: Setup, *, seen: str, once: str | None = None) -> None:
    """Change the settings. ``seen`` is the mark of those that the form was opened with; ``Clash`` when they changed."""
    row = locked(ctx)
    _unchanged(admin.mark(admin.setup(ctx)), seen)
    tidy: dict[str, Any] = {
        name: text.tidy(value) if isinstance(value, str) else value for name, value in asdict(wish).items()
    }
    wish = replace(Setup(**tidy), read_first_words="\n".join(listed(tidy["read_first_words"])))
    if found := setup_flaws(wish):
        raise Unfit(**found)
    _store(ctx, row, {name: value if value != "" else None for name, value in asdict(wish).items()}, "settings", once)


def word(ctx: Context, wish: Wording, *, seen: str, once: str | None = None) -> None:
    """Change the municipality's own texts. ``seen`` as for ``set_up``."""
    row = locked(ctx)
    _unchanged(admin.mark(admin.wording(ctx)), seen)
    texts = {name: tidied(getattr(wish, name)) for name in Wording.__dataclass_fields__}
    by_form = {f"{name}_{form}": value.get(form) for name, value in texts.items() for form in FORMS}
    pages = {field: value for field, value in by_form.items() if field.startswith("accessibility_url")}
    if found := wording_flaws(pages, {field: value for field, value in by_form.items() if field not in pages}):
        raise Unfit(**found)
    _store(ctx, row, texts, "texts", once)


def rename(ctx: Context, old: str, new: str) -> None:
    """Give a municipality another address; the old one leads there for ever, and nobody else may have it."""
    ctx.require(Can.MUNICIPALITY_ACTIVATE)
    row = ctx.db.scalar(select(Municipality).where(Municipality.slug == old).with_for_update())
    if row is None:
        raise Missing
    if flaw := slug_flaw(new):
        raise Unfit(flaw)
    owner = ctx.db.scalar(select(OldSlug.municipality_id).where(OldSlug.slug == new))
    taken = ctx.db.scalar(select(Municipality.id).where(Municipality.slug == new))
    if taken or owner not in (None, row.id):
        raise Unfit(_("«%(slug)s» er, eller var, adressen til en kommune.") % {"slug": new})
    row.slug = new
    known = set(ctx.db.scalars(select(OldSlug.slug).where(OldSlug.municipality_id == row.id)))
    if old not in known:
        ctx.db.add(OldSlug(slug=old, municipality_id=row.id))
    ctx.db.flush()
    record(_inside(ctx, new), What.MUNICIPALITY_CHANGED, row, fields=["slug"], kind="settings")


def give_host(ctx: Context, slug: str, host: str) -> None:
    """Let a municipality have a host of its own; an empty one takes it away, and the address is a path again."""
    ctx.require(Can.MUNICIPALITY_ACTIVATE)
    row = ctx.db.scalar(select(Municipality).where(Municipality.slug == slug).with_for_update())
    if row is None:
        raise Missing
    host = host.lower()
    if host and not is_host(host):
        raise Unfit(_("Skriv bare navnet på verten, for eksempel «samskaping.halden.kommune.no»."))
    if host and ctx.db.scalar(select(Municipality.id).where(Municipality.host == host, Municipality.id != row.id)):
        raise Unfit(_("En annen kommune har «%(host)s».") % {"host": host})
    row.host = host or None
    ctx.db.flush()
    record(_inside(ctx, slug), What.MUNICIPALITY_CHANGED, row, fields=["host"], kind="settings")


def locked(ctx: Context) -> Municipality:
    """The municipality at hand, for somebody who may set it up; locked, so that changes come one after the other."""
    ctx.require(Can.MUNICIPALITY_SET)
    row = ctx.db.scalar(select(Municipality).where(Municipality.id == ctx.here.id).with_for_update())
    if row is None:
        raise Missing
    return row


def tidied(texts: Texts) -> Texts:
    """The text in NFC and without white space around it, in each form."""
    return Texts(nb=text.tidy(texts.nb), nn=text.tidy(texts.nn))


def _unchanged(now: str, seen: str) -> None:
    if now != seen:
        raise Clash(_("Noen andre endret dette mens du skrev. Det du skrev, står her. Se over og lagre igjen."))


def _store(ctx: Context, row: Municipality, values: dict[str, Any], kind: str, once: str | None) -> None:
    changed = [name for name, value in values.items() if (getattr(row, name) or None) != (value or None)]
    if not changed:
        return
    for name in changed:
        setattr(row, name, values[name])
    record(ctx, What.MUNICIPALITY_CHANGED, row, once=once, fields=sorted(changed), kind=kind)
