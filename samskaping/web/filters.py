"""What templates say with: dates, numbers, people's texts and municipal texts, addresses of other places."""

import re
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from flask import Flask, current_app, g, get_flashed_messages, request, session, url_for  # noqa: TID251  (rows)
from markupsafe import Markup, escape

from samskaping import clock, language, text
from samskaping.db import Texts
from samskaping.rules import deadlines
from samskaping.rules.appeals import open_until
from samskaping.rules.file_names import with_end
from samskaping.rules.files import KINDS, WIDTH_END
from samskaping.rules.phases import PHASES
from samskaping.rules.pipeline import STATES
from samskaping.rules.policy import Can
from samskaping.rules.speech import REPORT_REASON_NAMES
from samskaping.web import navigation


def install(app: Flask) -> None:
    """Put filters and globals into Jinja."""
    _teach(app.jinja_env)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(
        date=day,
        short_date=lambda value: language.short_day(_day(value)),
        weekday=lambda value, *, year=False: language.weekday(_day(value), year=year),
        clock_time=lambda value: language.clock_time(clock.oslo(value)),
        moment=moment,
        iso=iso,
        wall_moment=wall_moment,
        number=language.number,
        filesize=filesize,
        month=language.month,
        percent=language.percent,
        prose=text.prose,
        excerpt=text.excerpt,
        spoken=spoken,
        own_words=own_words,
        tongue=language.tongue,
    )
    app.jinja_env.globals.update(
        STATES=STATES,
        PHASES=PHASES,
        report_reason=REPORT_REASON_NAMES.get,
        Can=Can,
        may=may,
        shown=text.shown,
        due_text=due_text,
        is_overdue=is_overdue,
        appeal_until=lambda decided_at: open_until(_day(decided_at)),
        next_due=deadlines.next_due,
        elsewhere=elsewhere,
        address=address,
        url_for=url,
        file_kind=lambda kind: KINDS[kind].word,
        picture_name=lambda name: with_end(name, WIDTH_END),
    )
    app.context_processor(_page_globals)


def filesize(size: int) -> str:
    """«340 kB», «1,2 MB»."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1_000))} kB"
    return f"{language.number(round(size / 1_000_000, 1))} MB"


def _teach(environment: Any) -> None:
    """The words of both language forms."""
    environment.add_extension("jinja2.ext.i18n")
    environment.install_gettext_callables(say, say_so_many, newstyle=True)
    # Jinja dresses those once more at each call; they are dressed already.
    environment.globals.update(gettext=say, ngettext=say_so_many, _=say)


def say(message: str, **values: Any) -> Markup:
    """A text of the catalogue in the form in force, with what is put into it escaped; made once where nothing is."""
    if not values:
        return _said(message, language.current(), language.called())
    return _filled(language.gettext(message), values)


def say_so_many(one: str, many: str, num: int, **values: Any) -> Markup:
    """The same for one or several; ``num`` can be named in the text."""
    return _filled(language.ngettext(one, many, num), {"num": num, **values})


@lru_cache(maxsize=5_000)
def _said(message: str, form: str, called: str) -> Markup:  # noqa: ARG001  (what is in force, asked for by itself)
    return _filled(language.gettext(message), {})


def _filled(words: str, values: dict[str, Any]) -> Markup:
    return Markup(words % {name: escape(value) for name, value in values.items()})  # noqa: S704  our own words


def url(endpoint: str, **values: Any) -> str:
    """``url_for`` for templates: an address like one that was made before is that one with other names in it."""
    if endpoint.startswith(".") or any(name.startswith("_") for name in values if name != "_anchor"):
        return url_for(endpoint, **values)
    current_app.inject_url_defaults(endpoint, values)  # what belongs to this request alone is in no pattern
    if not all(type(value) is str and _PLAIN(value) for value in values.values()):
        return url_for(endpoint, **values)
    pattern = _pattern(request.script_root, endpoint, tuple(values))
    return pattern.format_map(values) if pattern else url_for(endpoint, **values)


#: What stands in an address as it is.
_PLAIN = re.compile(r"[A-Za-z0-9-]{1,60}", re.ASCII).fullmatch


@lru_cache(maxsize=2_000)
def _pattern(_root: str, endpoint: str, names: tuple[str, ...]) -> str:
    """The address with a field for each value (braces of its own are quoted); empty where not any word may stand."""
    marks: dict[str, Any] = {name: f"zx{number}xz" for number, name in enumerate(names)}
    try:
        made = url_for(endpoint, **marks)
    except ValueError:
        return ""
    for name, mark in marks.items():
        made = made.replace(mark, f"{{{name}}}")
    return made


def _day(value: date | datetime) -> date:
    return clock.oslo_date(value) if isinstance(value, datetime) else value


def day(value: date | datetime, *, year: bool = True) -> str:
    """«4. desember 2026»; without the year on request."""
    return language.day(_day(value), year=year)


def moment(value: datetime) -> str:
    """«4. desember 2026, 14.32»."""
    return f"{day(value)}, {language.clock_time(clock.oslo(value))}"


def wall_moment(value: datetime) -> str:
    """«25. oktober 2026, 02.30 (sommertid)»: on days when clocks are set, with what they are set to."""
    if not clock.is_set_on(clock.oslo_date(value)):
        return moment(value)
    season = language.gettext("sommertid") if clock.is_summer(value) else language.gettext("normaltid")
    return f"{moment(value)} ({season})"


def iso(value: date | datetime) -> str:
    """For ``<time datetime>``."""
    return value.isoformat(timespec="minutes") if isinstance(value, datetime) else value.isoformat()


def spoken(texts: Texts | None, tag: str = "span") -> Markup:
    """A municipal text in the form in force, or in the other with the right ``lang`` when that is all there is."""
    if not texts:
        return Markup("")
    if not texts.is_foreign:
        return escape(str(texts))
    return Markup(f'<{tag} lang="{texts.form}">{{}}</{tag}>').format(str(texts))  # noqa: S704  only our own tag and form


def own_words(words: str) -> Markup:
    """What the municipality wrote in one text only: marked with its own form when the page is in the other."""
    form = g.ctx.municipality.own_form if g.ctx.municipality else None
    return (
        Markup('<span lang="{}">{}</span>').format(form, words)
        if form not in (None, g.ctx.language)
        else Markup("{}").format(words)
    )


def may(can: Can, thing: Any = None) -> bool:
    """Whether the visitor may; templates ask this and nothing else about permissions."""
    return bool(g.ctx.may(can, thing))


def due_text(due: date) -> str:
    """«11 dager igjen», «i dag», «4 dager over fristen»."""
    left = deadlines.days_left(due, g.ctx.today)
    if left == 0:
        return language.gettext("i dag")
    if left < 0:
        return language.ngettext("%(num)s dag over fristen", "%(num)s dager over fristen", -left) % {"num": -left}
    return language.ngettext("%(num)s dag igjen", "%(num)s dager igjen", left) % {"num": left}


def is_overdue(due: date | None) -> bool:
    return due is not None and due < g.ctx.today


def elsewhere(slug: str, path: str = "/", host: str | None = None, form: str | None = None) -> str:
    """The address of a page in another municipality (or, with an empty slug, on the national pages)."""
    form = form or g.ctx.language
    if host:
        return f"https://{host}/{form}{path}"
    return f"/{slug}/{form}{path}" if slug else f"/{form}{path}"


def address(path: str | None = None, form: str | None = None) -> str:
    """The full address of this page (or of a path on this host), for canonical links, feeds and sharing."""
    if path is None:
        path = request.script_root + request.path
    root = request.script_root
    if form and root and path.startswith(root):
        path = root[: -len(g.ctx.language)] + form + path[len(root) :]
    base: str = current_app.config["BASE_URL"]
    host = request.environ.get("samskaping.host")
    return (f"https://{host}" if host else base) + path


def _accessibility() -> str:
    """The address of the accessibility statement: the municipality's; where none has joined, the operator's."""
    here = g.ctx.municipality
    return str(here.accessibility_url if here and here.is_active else current_app.config["SETTINGS"].accessibility_url)


def _page_globals() -> dict[str, Any]:
    """What base.html needs on every page."""
    ctx = g.ctx
    form = language.other(ctx.language)
    query = f"?{request.query_string.decode('latin-1')}" if request.query_string else ""
    root = request.script_root
    switched = f"{root[: -len(form)]}{form}{request.path}" if root else f"/{form}{request.path}"
    here = request.script_root + request.path
    return {
        "ctx": ctx,
        "language_switch": {"code": form, "name": language.NAMES[form], "url": switched + query},
        "canonical": address(),
        "alternates": [{"code": code, "url": address(here, code)} for code in language.FORMS] if root else [],
        "accessibility_url": _accessibility(),
        "unread": ctx.me.unread if ctx.me else 0,
        "staff_links": navigation.staff_links(),
        "national_url": current_app.config["BASE_URL"] + elsewhere("", "/"),
        "origin": current_app.config["BASE_URL"],
        # Asking for messages touches the session, which would set a cookie on a page that only reads.
        "flash_messages": get_flashed_messages(with_categories=True) if "_flashes" in session else [],
    }
