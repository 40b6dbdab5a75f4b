"""The issuer of identities that this installation signs people in by, if any, and what a browser's session keeps of it.

Between the browser's way out and back the session remembers what was asked. Somebody who came back and has no account
yet, waits in it: as the same browser confirms an address or signs in, the two can be tied together.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from hmac import compare_digest
from typing import Any, NamedTuple

from flask import Flask, current_app, g, request, url_for

from samskaping import language
from samskaping.actions.people import Account
from samskaping.config import Settings
from samskaping.db import transaction
from samskaping.errors import Missing
from samskaping.outside import openid
from samskaping.outside.openid import Begun, Client
from samskaping.rules.addresses import account_mark
from samskaping.rules.openid import ROUND_TRIP, WAITS, Issued
from samskaping.web import login

#: Where the issuer sends browsers back to on each host, and where it knows that they end when they have signed out.
ANSWER, END = "/id-porten/svar", "/id-porten/utlogget"
#: What the session calls that which was asked, and whoever waits.
_ASKED, _WAITS = "openid", "openid_waits"


def install(app: Flask, settings: Settings) -> None:
    """Know the issuer, without asking it anything. Raises ``Misconfigured`` for a key that is none."""
    app.extensions["openid"] = Client(settings.openid) if settings.openid else None
    app.jinja_env.globals["has_id_porten"] = settings.openid is not None


def client() -> Client:
    """The issuer. Raises ``Missing`` where there is none."""
    found: Client | None = current_app.extensions["openid"]
    if found is None:
        raise Missing
    return found


@contextmanager
def writing() -> Iterator[None]:
    """A browser comes back by GET: what that changes is written shortly, after the issuer has answered."""
    before = g.ctx
    with transaction(current_app.config["BIND"]) as db:
        g.ctx = replace(before, db=db)
        try:
            yield
        finally:
            g.ctx = before


def let_go() -> None:
    """Before the issuer is asked: nobody else waits for the database meanwhile. Nothing has been written yet."""
    g.ctx.db.rollback()


def speak(form: str) -> None:
    """On the bare host, where addresses name no form: the one that somebody came from."""
    if form in language.FORMS:
        g.stack.enter_context(language.speaking(form))
        g.ctx = replace(g.ctx, language=form)


def keep_asked(begun: Begun, **about: str) -> None:
    """What this browser went to the issuer with; the newest counts."""
    kept = {"state": begun.state, "nonce": begun.nonce, "verifier": begun.verifier, "at": g.ctx.now.isoformat()}
    login.browser()[_ASKED] = {**kept, **about}


def take_asked(state: str | None) -> dict[str, str] | None:
    """What this browser asked under this state, once; None for any other, and for one that took too long."""
    asked: dict[str, str] | None = login.browser().get(_ASKED)
    if not asked or not state or not compare_digest(asked["state"].encode(), state.encode()):
        return None
    login.browser().pop(_ASKED)
    return asked if _is_within(asked["at"], ROUND_TRIP) else None


def wait(issued: Issued, after: str) -> None:
    """Somebody without an account has come. Their token is sealed: it may hold a fødselsnummer."""
    login.browser()[_WAITS] = {**asdict(sealed(issued)), "after": after, "at": g.ctx.now.isoformat()}


def sealed(issued: Issued) -> Issued:
    """The same, with a hint that only this installation can read."""
    return replace(issued, hint=openid.seal(current_app.config["SECRET_KEY"], issued.hint))


def waiting() -> Issued | None:
    """Whoever waits in this browser, their hint sealed."""
    kept = _kept()
    return Issued(*(kept[name] for name in Issued.__dataclass_fields__)) if kept else None


def waiting_since() -> datetime | None:
    kept = _kept()
    return datetime.fromisoformat(kept["at"]) if kept else None


def after() -> str:
    """Where whoever waits was going."""
    return str((_kept() or {}).get("after", ""))


def wish_for(email: str) -> None:
    """Whoever waits wants a new account with this address."""
    if kept := _kept():
        login.browser()[_WAITS] = {**kept, "mark": account_mark(email)}


def is_wished(account: Account) -> bool:
    """Whether whoever waits asked for just this account, which has come to be in this browser."""
    kept = _kept() or {}
    return str(kept.get("mark", "")) == account_mark(account.email)


def forget() -> None:
    """Nobody waits any more."""
    login.browser().pop(_WAITS, None)


def way_to_link(otherwise: str) -> str:
    """Where somebody goes who signs in while an identity waits in their browser: to say whether it is theirs."""
    return url_for("openid.link") if _kept() else otherwise


def own_host() -> str:
    """The address of the host that the browser is at, where its cookie is: the shared one, or a municipality's own."""
    here = g.ctx.municipality
    base: str = current_app.config["BASE_URL"]
    return f"https://{here.host}" if here and here.host and request.environ["samskaping.host"] else base


class WayOut(NamedTuple):
    """The issuer's own page for signing out, the token that it wants back, and where it sends the browser then."""

    page: str
    hint: str
    ended_at: str
    place: str


def way_out() -> WayOut | None:
    """What it takes to sign out at the issuer too; None for somebody who did not come by it."""
    row, found = g.ctx.session, current_app.extensions["openid"]
    if found is None or row is None or row.issuer != found.settings.issuer or not row.issued_hint:
        return None
    hint = openid.unseal(current_app.config["SECRET_KEY"], row.issued_hint)
    let_go()
    address = found.way_out()
    if not address or not hint:
        return None
    g.sends_to = openid.origin(address)
    return WayOut(address, hint, own_host() + END, request.script_root)


def _kept() -> dict[str, Any] | None:
    kept: dict[str, Any] | None = login.browser().get(_WAITS)
    return kept if kept and _is_within(kept["at"], WAITS) else None


def _is_within(at: str, span: timedelta) -> bool:
    return bool(timedelta() <= g.ctx.now - datetime.fromisoformat(at) <= span)
