"""Limits per address, through Flask-Limiter: Redis or Valkey when configured, memory in a single process otherwise.

Reading is never limited by address: mobile carriers put thousands of people behind one. How often stands in
``rules/rates.py``.
"""

import logging
from collections.abc import Callable
from ipaddress import IPv6Address, IPv6Network, ip_address

from flask import Flask, g, request
from flask_limiter import Limiter, RateLimitExceeded

from samskaping.config import Settings
from samskaping.errors import TooMuch
from samskaping.language import gettext as _
from samskaping.rules.rates import RATES


def peer() -> str:
    """Where a request comes from. Of IPv6 the network (/64): a household, or a hostile machine, has all of it."""
    try:
        address = ip_address(request.remote_addr or "")
    except ValueError:
        return ""
    if isinstance(address, IPv6Address):
        return str(address.ipv4_mapped or IPv6Network((address, 64), strict=False))
    return str(address)


limiter = Limiter(key_func=peer, headers_enabled=False, swallow_errors=False)
_log = logging.getLogger(__name__)


def install(app: Flask, settings: Settings) -> None:
    """Count in the configured store; start-up says which."""
    in_redis = settings.rate_storage != "memory://"
    app.config["RATELIMIT_STORAGE_URI"] = settings.rate_storage
    app.config["RATELIMIT_IN_MEMORY_FALLBACK_ENABLED"] = in_redis
    limiter.init_app(app)
    _log.info("rate limits are counted in %s", "Redis" if in_redis else "the memory of each process")


@limiter.shared_limit(str(RATES["sign_in.address"]), scope="sign-in")
def count_sign_in() -> None:
    """A try to sign in from this address."""


@limiter.shared_limit(str(RATES["register"]), scope="register")
def count_registration() -> None:
    """An account begun from this address."""


@limiter.shared_limit(str(RATES["letter"]), scope="letter")
def count_letter() -> None:
    """A mailed link asked for from this address."""


@limiter.shared_limit(str(RATES["csp"]), scope="csp")
def count_csp() -> None:
    """What browsers at this address tell of pages that broke their policy."""


def _person() -> str:
    return str(g.ctx.actor.person_id or "")


@limiter.shared_limit(str(RATES["support"]), scope="support", key_func=_person)
def count_support() -> None:
    """Support, or «me too», given or taken back by whoever is signed in."""


@limiter.shared_limit(str(RATES["search"]), scope="search", key_func=_person)
def count_search() -> None:
    """A search by whoever is signed in; all others read, and reading is not counted."""


@limiter.shared_limit(str(RATES["look_up"]), scope="look-up", key_func=_person)
def count_look_up() -> None:
    """What somebody who works here looks up of one other person."""


def support() -> None:
    """One more press of Støtt or «det gjelder meg også», either way. Raises ``TooMuch``."""
    within(count_support, _("Du har trykket mange ganger på kort tid. Vent et minutt, og prøv igjen."))


def guard() -> None:
    """Count what is asked for in the address itself: a search, or a person. Raises ``TooMuch``."""
    if not g.ctx.actor.is_known:
        return
    if request.args.get("sok", "").strip():
        within(count_search, _("Du har søkt mange ganger på kort tid. Vent et minutt, og prøv igjen."))
    if "person" in (request.view_args or {}):
        within(count_look_up, _("Du har slått opp mange på kort tid. Vent et minutt, og prøv igjen."))


def within(count: Callable[[], None], words: str = "") -> None:
    """Count a deed for the address it comes from. Raises ``TooMuch``, so that the form keeps what was typed."""
    try:
        count()
    except RateLimitExceeded as exceeded:
        raise TooMuch(
            words or _("Det har kommet mange forsøk herfra på kort tid. Prøv igjen senere."),
            retry_after=exceeded.limit.limit.get_expiry(),
        ) from exceeded
