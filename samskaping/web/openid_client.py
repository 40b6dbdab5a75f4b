"""The issuers that this installation signs people in by, if any, and what a browser's session keeps of them.

One is for residents (ID-porten), and each municipality may have its own for those who work there.

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
from samskaping.language import gettext as _
from samskaping.outside import openid, staff_issuers
from samskaping.outside.openid import Begun, Client
from samskaping.rules.addresses import account_mark
from samskaping.rules.openid import ROUND_TRIP, WAITS, Issued
from samskaping.rules.roles import Role
from samskaping.web import login

#: Where the issuer sends browsers back to on each host, and where it knows that they end when they have signed out.
ANSWER, END = "/id-porten/svar", "/id-porten/utlogget"
#: What the session calls that which was asked, whoever waits, and the roles that somebody is still to have.
_ASKED, _WAITS, _ROLES = "openid", "openid_waits", "openid_roles"


def install(app: Flask, settings: Settings) -> None:
    """Know the issuer, without asking it anything. Raises ``Misconfigured`` for a key that is none."""
    app.extensions["openid"] = Client(settings.openid) if settings.openid else None
    file = settings.staff_issuers
    known = staff_issuers.read(file, development=settings.development) if file else ()
    app.extensions["staff_openid"] = {desk.place: Client(one, desk) for one, desk in known}
    app.jinja_env.globals["has_id_porten"] = settings.openid is not None
    app.jinja_env.globals["staff_issuer"] = staff_issuer


def client(place: str = "") -> Client:
    """The issuer of residents, or a municipality's own. Raises ``Missing`` where there is none."""
    found: Client | None = (
        current_app.extensions["staff_openid"].get(place) if place else current_app.extensions["openid"]
    )
    if found is None:
        raise Missing
    return found


def staff_issuer() -> str:
    """What the issuer of those who work in the municipality at hand is called; nothing where it has none."""
    here = g.ctx.municipality
    found = current_app.extensions["staff_openid"].get(here.slug) if here and here.is_active else None
    return called(found) if found else ""


def called(known: Client) -> str:
    """An issuer's name, as it stands in a sentence."""
    if known.desk is None:
        return "ID-porten"
    return known.desk.name or _("ansattinnloggingen")


def answer_path(known: Client) -> str:
    """Where an issuer sends browsers back to: each to a path of its own, so that no answer passes for another's."""
    return f"/ansatt/{known.desk.place}/svar" if known.desk else ANSWER


def end_path(known: Client) -> str:
    """Where it sends browsers that have signed out there."""
    return f"/ansatt/{known.desk.place}/utlogget" if known.desk else END


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


def keep_asked(known: Client, begun: Begun, **about: str) -> None:
    """What this browser went to the issuer with; the newest counts."""
    kept = {"state": begun.state, "nonce": begun.nonce, "verifier": begun.verifier, "at": g.ctx.now.isoformat()}
    login.browser()[_asked_of(known)] = {**kept, **about}


def take_asked(known: Client, state: str | None) -> dict[str, str] | None:
    """What this browser asked that issuer under this state, once; None for any other, and for what took too long."""
    asked: dict[str, str] | None = login.browser().get(_asked_of(known))
    if not asked or not state or not compare_digest(asked["state"].encode(), state.encode()):
        return None
    login.browser().pop(_asked_of(known))
    return asked if _is_within(asked["at"], ROUND_TRIP) else None


def _asked_of(known: Client) -> str:
    return f"{_ASKED}#{known.desk.place}" if known.desk else _ASKED


def wait(issued: Issued, after: str) -> None:
    """Somebody without an account has come. Their token is sealed: it may hold a fødselsnummer."""
    login.browser()[_WAITS] = {**asdict(sealed(issued)), "after": after, "at": g.ctx.now.isoformat()}


def sealed(issued: Issued) -> Issued:
    """The same, with a hint that only this installation can read."""
    return replace(issued, hint=openid.seal(current_app.config["SECRET_KEY"], issued.hint))


def waiting() -> Issued | None:
    """Whoever waits in this browser, their hint sealed."""
    kept = _kept()
    if not kept:
        return None
    found = Issued(**{name: kept[name] for name in Issued.__dataclass_fields__ if name in kept})
    return replace(found, roles=tuple(Role(role) for role in found.roles))


def of_waiting() -> Client | None:
    """The issuer that whoever waits here came by; None when nobody waits. Raises ``Missing`` where none is known."""
    issued = waiting()
    if issued is not None:
        return client(issued.place)
    if not current_app.extensions["staff_openid"]:
        client()
    return None


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


def by_roles(issued: Issued, person_id: int, after: str) -> str:
    """Where somebody goes who has come by a municipality's issuer: first to have the roles that it says (``roles``)."""
    if not issued.place:
        return after
    said = {"person_id": person_id, "place": issued.place, "issuer": issued.issuer, "roles": issued.roles}
    login.browser()[_ROLES] = {**said, "after": after, "at": g.ctx.now.isoformat()}
    return f"/ansatt/{issued.place}/roller"


def take_roles(known: Client) -> tuple[Issued, str] | None:
    """What that issuer said of whoever sits here, once, and where they were going."""
    said = login.browser().pop(_ROLES, None)
    fits = said and said["issuer"] == known.name and said["person_id"] == g.ctx.actor.person_id
    if not fits or not _is_within(said["at"], WAITS):
        return None
    roles = tuple(Role(role) for role in said["roles"])
    return Issued(said["issuer"], "", None, "", place=said["place"], roles=roles), said["after"]


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
    """The issuer's own page for signing out, the token that it wants back, where it sends the browser; its name."""

    page: str
    hint: str
    ended_at: str
    place: str
    name: str


def way_out() -> WayOut | None:
    """What it takes to sign out at the issuer too; None for somebody who did not come by it."""
    row = g.ctx.session
    found = _named(row.issuer or "") if row else None
    if found is None or row is None or not row.issued_hint:
        return None
    hint = openid.unseal(current_app.config["SECRET_KEY"], row.issued_hint)
    let_go()
    address = found.way_out()
    if not address or not hint:
        return None
    g.sends_to = openid.origin(address)
    return WayOut(address, hint, own_host() + end_path(found), request.script_root, called(found))


def _named(name: str) -> Client | None:
    """The issuer that sessions are kept under by this name, as long as it is known here."""
    _issuer, _sign, place = name.partition("#")
    found: Client | None = (
        current_app.extensions["staff_openid"].get(place) if place else current_app.extensions["openid"]
    )
    return found if found is not None and found.name == name else None


def _kept() -> dict[str, Any] | None:
    kept: dict[str, Any] | None = login.browser().get(_WAITS)
    return kept if kept and _is_within(kept["at"], WAITS) else None


def _is_within(at: str, span: timedelta) -> bool:
    return bool(timedelta() <= g.ctx.now - datetime.fromisoformat(at) <= span)
