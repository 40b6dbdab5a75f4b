"""The forms' tokens as pages show them: behind a new mask in each answer.

Pages with a token are compressed, and the length of what is compressed tells what in it is repeated (BREACH). Under a
mask that is never used again, a token has no bytes that a second answer repeats. The mask is before the token.
"""

import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

from flask import Flask, g
from flask_wtf import CSRFProtect, FlaskForm
from flask_wtf.csrf import generate_csrf


def masked(token: str) -> str:
    """The token under a mask of its own."""
    bare = token.encode()
    mask = secrets.token_bytes(len(bare))
    return urlsafe_b64encode(mask + _crossed(bare, mask)).decode()


def bare(shown: str) -> str:
    """The token under the mask; empty for what was never a masked token."""
    try:
        both = urlsafe_b64decode(shown.encode("ascii"))
        half = len(both) // 2
        return _crossed(both[:half], both[half:]).decode("ascii")
    except ValueError:
        return ""


def shown() -> str:
    """The session's token for the page being made: the same wherever the page shows it."""
    token = generate_csrf()
    given: dict[str, str] = g.setdefault("masked_tokens", {})
    return given.setdefault(token, masked(token))


def _crossed(one: bytes, other: bytes) -> bytes:
    if len(one) != len(other):
        raise ValueError("a mask is as long as what it hides")
    return (int.from_bytes(one) ^ int.from_bytes(other)).to_bytes(len(one))


class Tokens(FlaskForm.Meta.csrf_class):
    """What WTForms asks for the hidden field of a form."""

    def generate_csrf_token(self, csrf_token_field: Any) -> str:
        return shown()


class Protection(CSRFProtect):
    """Every form that is sent is held to its token, which came in under a mask."""

    def init_app(self, app: Flask) -> None:
        super().init_app(app)
        app.jinja_env.globals["csrf_token"] = shown
        app.context_processor(lambda: {"csrf_token": shown})

    def _get_csrf_token(self) -> str:
        return bare(super()._get_csrf_token() or "")
