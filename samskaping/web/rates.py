"""Limits per address, through Flask-Limiter: Redis or Valkey when configured, memory in a single process otherwise.

Reading is never limited: mobile carriers put thousands of people behind one address.
"""

import logging
from collections.abc import Callable

from flask import Flask
from flask_limiter import Limiter, RateLimitExceeded
from flask_limiter.util import get_remote_address

from samskaping.config import Settings
from samskaping.errors import TooMuch
from samskaping.language import gettext as _

limiter = Limiter(key_func=get_remote_address, headers_enabled=False, swallow_errors=False)
_log = logging.getLogger(__name__)


def install(app: Flask, settings: Settings) -> None:
    """Count in the configured store; start-up says which."""
    in_redis = settings.rate_storage != "memory://"
    app.config["RATELIMIT_STORAGE_URI"] = settings.rate_storage
    app.config["RATELIMIT_IN_MEMORY_FALLBACK_ENABLED"] = in_redis
    limiter.init_app(app)
    _log.info("rate limits are counted in %s", "Redis" if in_redis else "the memory of each process")


@limiter.shared_limit("60 per hour", scope="sign-in")
def count_sign_in() -> None:
    """A try to sign in from this address (security.md § 6)."""


@limiter.shared_limit("5 per hour", scope="register")
def count_registration() -> None:
    """An account begun from this address."""


@limiter.shared_limit("10 per hour", scope="letter")
def count_letter() -> None:
    """A mailed link asked for from this address."""


def within(count: Callable[[], None]) -> None:
    """Count a deed for the address it comes from. Raises ``TooMuch``, so that the form keeps what was typed."""
    try:
        count()
    except RateLimitExceeded as exceeded:
        raise TooMuch(
            _("Det har kommet mange forsøk herfra på kort tid. Prøv igjen senere."),
            retry_after=exceeded.limit.limit.get_expiry(),
        ) from exceeded
