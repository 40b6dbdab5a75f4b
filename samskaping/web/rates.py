"""Limits per address, through Flask-Limiter: Redis or Valkey when configured, memory in a single process otherwise.

Reading is never limited: mobile carriers put thousands of people behind one address.
"""

import logging

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from samskaping.config import Settings

limiter = Limiter(key_func=get_remote_address, headers_enabled=False, swallow_errors=False)
_log = logging.getLogger(__name__)


def install(app: Flask, settings: Settings) -> None:
    """Count in the configured store; start-up says which."""
    in_redis = settings.rate_storage != "memory://"
    app.config["RATELIMIT_STORAGE_URI"] = settings.rate_storage
    app.config["RATELIMIT_IN_MEMORY_FALLBACK_ENABLED"] = in_redis
    limiter.init_app(app)
    _log.info("rate limits are counted in %s", "Redis" if in_redis else "the memory of each process")
