"""What a browser's session keeps while a second factor is set up: the key that waits, the codes that are shown once.

Both are encrypted in the session's row, and gone when they have served.
"""

import json
from datetime import datetime, timedelta
from typing import Any

from flask import current_app, g

from samskaping.outside import sealing, totp
from samskaping.rules.second_factor import SHOWN_MINUTES, new_codes, tidied
from samskaping.web import login

#: The purposes for which they are sealed, and what the session calls them.
_SECRET, _PAPER = "second-factor", "recovery-code"
_WAITS, _SHOWN = "second_key", "second_codes"


def wait() -> None:
    """A new key waits in this browser for a code that it makes."""
    login.browser()[_WAITS] = _kept(sealed(totp.new_secret()))


def waiting() -> str | None:
    """The key that waits here; None when there is none, or it has waited long."""
    found = _fresh(_WAITS)
    return unsealed(found) if found else None


def done() -> None:
    """The key is a factor now."""
    login.browser().pop(_WAITS, None)


def show_new() -> list[str]:
    """New codes on paper, which this browser shows for a while; answers the marks that are kept of them."""
    codes = new_codes()
    login.browser()[_SHOWN] = _kept(sealing.seal(_key(), _PAPER, json.dumps(codes)))
    return [mark(tidied(code)) for code in codes]


def shown() -> list[str]:
    """The codes that this browser may show."""
    found = _fresh(_SHOWN)
    words = sealing.unseal(_key(), _PAPER, found) if found else None
    return list(json.loads(words)) if words else []


def forget() -> None:
    """The codes are kept, or too old to be shown."""
    login.browser().pop(_SHOWN, None)


def is_given() -> bool:
    """Whether the second factor was given in this browser."""
    return g.ctx.session is not None and g.ctx.session.second_at is not None


def sealed(secret: str) -> str:
    return sealing.seal(_key(), _SECRET, secret)


def unsealed(kept: str) -> str | None:
    return sealing.unseal(_key(), _SECRET, kept)


def mark(code: str) -> str:
    """What is kept of a code on paper: of this very person's, and keyed."""
    return sealing.mark(_key(), _PAPER, f"{g.ctx.actor.person_id}:{code}")


def _kept(words: str) -> dict[str, str]:
    return {"at": g.ctx.now.isoformat(), "words": words}


def _fresh(name: str) -> str | None:
    kept: dict[str, Any] | None = login.browser().get(name)
    if not kept:
        return None
    age = g.ctx.now - datetime.fromisoformat(kept["at"])
    return str(kept["words"]) if timedelta() <= age <= timedelta(minutes=SHOWN_MINUTES) else None


def _key() -> str:
    return str(current_app.config["SECRET_KEY"])
