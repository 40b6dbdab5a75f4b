"""Codes by time (RFC 6238): the key that an app is given, its square, and whether a code is the one of now."""

import hmac
from datetime import datetime

import pyotp
import segno

#: Seconds of one code, and how many codes before and after it a clock may be wrong by.
_SECONDS, _DRIFT = 30, 1
_NAME = "Samskaping"


def new_secret() -> str:
    """160 random bits, as apps take them."""
    return pyotp.random_base32()


def step_of(secret: str, code: str, now: datetime) -> int | None:
    """Which step of time a code belongs to; None for one that is of no step near now."""
    at, made = int(now.timestamp()) // _SECONDS, pyotp.TOTP(secret)
    found = None
    for step in range(at - _DRIFT, at + _DRIFT + 1):
        if hmac.compare_digest(made.generate_otp(step).encode(), code.encode()):
            found = step
    return found


def square(secret: str, email: str) -> str:
    """The square that a phone reads, as the address of an image."""
    address = pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=_NAME)
    return str(segno.make(address, error="m").svg_data_uri(scale=5, border=3, dark="#000", light="#fff"))


def spoken(secret: str) -> str:
    """The key in groups of four, for whoever types it."""
    return " ".join(secret[place : place + 4] for place in range(0, len(secret), 4))
