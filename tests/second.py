"""What tests of the second factor share: an app in somebody's hand, and a factor that is set up."""

from datetime import datetime

import pyotp

from samskaping.config import Settings
from samskaping.models import Person, RecoveryCode, SecondFactor
from samskaping.outside import sealing, totp
from tests.visitor import Site

PAPER = "abcd-efgh-jkmn"


def code(secret: str, now: datetime) -> str:
    """What the app shows."""
    return pyotp.TOTP(secret).at(now)


def with_factor(site: Site, person: Person) -> str:
    """The key of the second factor that somebody has had for a while, beside one code on paper."""
    secret, key = totp.new_secret(), _key(site.settings)
    row = SecondFactor(
        person_id=person.id, secret=sealing.seal(key, "second-factor", secret), last_step=0,
        made_at=site.world.now, used_at=site.world.now,
    )  # fmt: skip
    mark = sealing.mark(key, "recovery-code", f"{person.id}:{PAPER.replace('-', '')}")
    site.world.db.add_all([row, RecoveryCode(person_id=person.id, mark=mark, made_at=site.world.now)])
    site.world.db.commit()
    return secret


def _key(settings: Settings) -> str:
    return settings.secret_key
