"""The web application, put together in the order in which a request meets its parts."""

import logging
import time
from contextlib import ExitStack
from dataclasses import replace
from typing import Any
from urllib.parse import quote, urlsplit

from flask import Flask, Response, current_app, g, redirect, request, session  # noqa: TID251  (the rows' own door)
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import SecurityError
from werkzeug.middleware.proxy_fix import ProxyFix

from samskaping import clock, language
from samskaping.actions import sessions
from samskaping.actions.record import log
from samskaping.config import Settings
from samskaping.context.doors import Door, Moved, enter
from samskaping.db import transaction
from samskaping.errors import Missing
from samskaping.language import negotiate
from samskaping.web import (
    access,
    assets,
    blueprints,
    caching,
    errors,
    filters,
    incoming,
    logged,
    login,
    looks,
    openid_client,
    opening,
    rates,
    security,
    shelf,
    tokens,
)
from samskaping.web.sessions import FORMS, RowSession, RowSessions, set_cookie, store
from samskaping.web.tenancy import Tenancy

# How long a session is used before that is written down. Staff, and whoever came by an issuer of identities, are signed
# out when theirs lies idle (rules/limits.py, rules/openid.py); others only read when it was used last.
STAFF_TOUCH_SECONDS, TOUCH_SECONDS = 60, 600
_log = logging.getLogger(__name__)


def create_app(settings: Settings, bind: Any, **overrides: Any) -> Flask:
    """The application on one database. ``overrides`` are for tests: ``CLOCK`` stops time."""
    app = Flask("samskaping", static_folder=None)
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SETTINGS=settings,
        BIND=bind,
        CLOCK=clock.now,
        BASE_URL=settings.base_url,
        SESSION_COOKIE_SECURE=settings.secure,
        TRUSTED_HOSTS=list(settings.trusted_hosts) or None,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,  # our own check in security.py does not block those who send no Referer
        MAX_CONTENT_LENGTH=1_000_000,
        MAX_FORM_MEMORY_SIZE=200_000,
        MAX_FORM_PARTS=200,  # a page of the queue has a box for each of fifty texts, and a plan a field for each thing
    )
    app.config.update(overrides)
    app.request_class = incoming.Sent
    app.session_interface = RowSessions()
    for step in (security.by_https, incoming.await_whole, come_in, incoming.refuse_flawed):
        app.before_request(step)
    app.before_request(security.from_our_own_pages)
    app.before_request(access.guard)
    app.before_request(rates.guard)
    tokens.Protection(app)
    app.before_request(remember)
    login.install(app)
    openid_client.install(app, settings)
    rates.install(app, settings)
    shelf.install(app, settings)
    app.after_request(settle)
    app.teardown_request(leave)
    errors.install(app)
    filters.install(app)
    looks.install(app)
    blueprints.register(app, development=settings.development)
    app.cli.add_command(access.doors_command)
    app.wsgi_app = _dressed(app, settings)  # type: ignore[method-assign]
    return app


def _dressed(app: Flask, settings: Settings) -> Any:
    """Outermost first: what comes in time, the proxy's word, static files, whose address it is, the application."""
    at_home = {"127.0.0.1", "localhost"} if settings.development else set()
    inner = Tenancy(app.wsgi_app, frozenset({urlsplit(settings.base_url).hostname or "", *at_home}))
    static = assets.Assets(settings.data_folder / "static")
    app.jinja_env.globals["asset"] = static
    wsgi: Any = static.serve(inner, assets.HEADERS | (security.SECURED if settings.secure else {}))
    if settings.proxy_hops:
        wsgi = ProxyFix(wsgi, x_for=settings.proxy_hops, x_proto=settings.proxy_hops, x_host=0, x_prefix=0)
    return incoming.InTime(wsgi)


def come_in() -> ResponseReturnValue | None:
    """One session on one municipality, the visitor, the form in force: ``g.ctx``."""
    g.begun = time.perf_counter()
    if isinstance(request.routing_exception, SecurityError):
        raise request.routing_exception  # a host that is not ours: no address can be made for a page there
    from_address = request.environ["samskaping.form"]
    form = from_address or negotiate(request.headers.get("Accept-Language"))
    g.stack = stack = ExitStack()
    stack.enter_context(language.speaking(form))
    rooted = request.environ["samskaping.rooted"]
    door = Door() if rooted else Door(request.environ["samskaping.slug"], request.environ["samskaping.host"])
    try:
        _enter(stack, door, form)
    except Moved as moved:
        _enter(stack, Door(), form)
        return redirect(_moved(moved.slug, from_address), 301)
    except Missing:
        _enter(stack, Door(), form)
        raise
    if request.environ["samskaping.capitals"]:
        return redirect(_moved(request.environ["samskaping.slug"], from_address), 301)
    if from_address:
        return shelf.found()
    return None if rooted else _to_a_form()


def _enter(stack: ExitStack, door: Door, form: str) -> None:
    row_session = _session()
    g.ctx = stack.enter_context(
        enter(
            current_app.config["BIND"],
            door,
            current_app.config["CLOCK"](),
            token_hash=row_session.hashed,
            language=form,
            reading=request.method in ("GET", "HEAD"),
            needs_second=current_app.config["SETTINGS"].needs_second,
        )
    )
    if g.ctx.municipality:
        stack.enter_context(language.calling(g.ctx.municipality.noun))
    row_session.attach(g.ctx)


def remember() -> None:
    """The first form that a browser sends begins the row of its session, whatever comes of the form."""
    row_session = _session()
    if row_session.row_id is not None or not g.get("csrf_valid"):
        return
    db = g.ctx.db
    begun = sessions.row(db, sessions.begin(db, row_session.hashed or "", g.ctx.now, dict(row_session), _device()))
    db.commit()  # kept also when the form is refused; two sent at once meet in the same row
    g.ctx = replace(g.ctx, session=begun, actor=replace(g.ctx.actor, session_id=begun.id))
    row_session.attach(g.ctx)


def _moved(slug: str, form: str | None) -> str:
    old = len(request.environ["samskaping.slug"]) + 1
    return _address(f"/{slug}/{form}{request.path}" if form else f"/{slug}{request.path[old:]}")


def _address(path: str) -> str:
    """The path as addresses are written, with what was asked for: it was decoded, and may hold a line break or a #."""
    asked = request.query_string.decode("latin-1")
    return quote(path) + (f"?{asked}" if asked else "")


def _to_a_form() -> ResponseReturnValue:
    """An address without a form leads to one: the person's choice, the municipality's own, then Accept-Language."""
    if request.method not in ("GET", "HEAD"):
        raise Missing
    own = g.ctx.municipality.own_form if g.ctx.municipality else None
    form = (g.ctx.me.form if g.ctx.me else None) or own or negotiate(request.headers.get("Accept-Language"))
    slug = request.environ["samskaping.slug"]
    path = request.path
    if slug:
        path = path[len(slug) + 1 :] or "/"
    answer = redirect(_address(f"/{slug}/{form}{path}" if slug else f"/{form}{path}"), 302)
    answer.vary.update(("Accept-Language", "Cookie"))
    return answer


def settle(response: Response) -> Response:
    """Commit a deed that succeeded, undo one that did not; store the session; headers. The one web committer."""
    if "ctx" in g:
        writes = request.method not in ("GET", "HEAD", "OPTIONS")
        # A refusal may leave something to keep: a wrong password is counted.
        kept = writes and (response.status_code < 400 or getattr(g, "keeps_refusal", False))
        row_session = _session()
        must_store = _must_store(row_session)  # asked now: undoing expires the session's row
        if kept:
            if must_store:
                store(current_app, row_session, g.ctx, response, _device())
            g.ctx.db.commit()
        else:
            g.ctx.db.rollback()
            opening.settle(response)
            if must_store:
                _store_alone(row_session, response)
            _log_refusal()
            _log_look()
        _end_what_is_over()
        if row_session.is_new_token and row_session.row_id is None and FORMS in g:
            set_cookie(current_app, row_session, response)
        is_personal = g.ctx.actor.is_known or row_session.row_id is not None or writes or FORMS in g
        if not g.get("is_kept"):
            if not g.get("says_how_kept"):
                caching.settle(response, is_personal=is_personal)
            shelf.keep(response)
    security.dress(current_app, response)
    spent = round((time.perf_counter() - g.begun) * 1000, 1) if "begun" in g else None
    _log.info(
        "request", extra={"method": request.method, "path": logged.path(), "status": response.status_code, "ms": spent}
    )
    return response


def _store_alone(row_session: RowSession, response: Response) -> None:
    """The session of a request that wrote nothing else, in a short transaction of its own."""
    with transaction(current_app.config["BIND"]) as db:
        store(current_app, row_session, replace(g.ctx, db=db), response, _device())


def _end_what_is_over() -> None:
    """The row of a session that lay idle or lasted too long goes when it is next seen, and the log says so once."""
    if g.ctx.over is not None:
        with transaction(current_app.config["BIND"]) as db:
            if whose := sessions.end(db, g.ctx.over):
                log(replace(g.ctx, db=db), "session.over", person_id=whose)


def _log_refusal() -> None:
    """Who, of those who have signed in, stood at a door that their roles do not open. Nothing is kept of others."""
    if "refused" in g:
        with transaction(current_app.config["BIND"]) as db:
            log(replace(g.ctx, db=db), "door.refused", can=g.refused, where=logged.path())


def _log_look() -> None:
    """Who has read what only few may read (``g.looked``: what, and its facts): reading itself writes nothing."""
    if "looked" in g:
        what, facts = g.looked
        with transaction(current_app.config["BIND"]) as db:
            log(replace(g.ctx, db=db), what, **facts)


def _must_store(row_session: RowSession) -> bool:
    row, me = g.ctx.session, g.ctx.me
    is_short = (me and me.works_at_all) or (row is not None and row.issuer)
    pause = STAFF_TOUCH_SECONDS if is_short else TOUCH_SECONDS
    idle = row is not None and (g.ctx.now - row.seen_at).total_seconds() > pause
    return row_session.modified or row_session.is_ended or idle


def leave(_error: BaseException | None) -> None:
    """Close what ``come_in`` opened."""
    stack = g.pop("stack", None)
    if stack is not None:
        stack.close()


def _session() -> RowSession:
    return session._get_current_object()  # type: ignore[attr-defined,no-any-return]


def _device() -> str:
    return request.user_agent.string[:120]
