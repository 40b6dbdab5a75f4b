"""A password that was stolen takes nothing over where there is a second factor: not the account, nor its address."""

import pytest

from samskaping.models import Person
from samskaping.outside import passwords
from samskaping.rules.roles import Role
from tests.accounts import PASSWORD
from tests.second import with_factor
from tests.visitor import Site

pytestmark = pytest.mark.one_database


@pytest.fixture
def thief(site: Site):
    """Somebody who has an administrator's password, and not their second factor."""
    boss = site.world.person("Sjefen", Role.ADMINISTRATOR)
    boss.password_hash = passwords.hashed(PASSWORD)
    site.world.db.commit()
    with_factor(site, boss)
    visitor = site.visitor()
    visitor.get("/logg-inn")
    visitor.fill(email=boss.email, password=PASSWORD).press("Logg inn")
    visitor.boss = boss
    return visitor


@pytest.mark.case("AU-25")
@pytest.mark.parametrize(
    ("door", "fields"),
    [
        ("passord", {"password": "et helt annet passord 77"}),
        ("e-post", {"email": "tyven@example.no"}),
        ("slett", {}),
    ],
)
def test_they_are_led_to_the_second_factor_and_nothing_is_done(site: Site, thief, door, fields):
    before = thief.boss.password_hash
    path = f"/halden/nb/min-side/{door}"
    assert thief.client.get(path).location.startswith("/halden/nb/min-side/to-trinn/kode")
    thief.get("/min-side/innstillinger")
    answer = thief.client.post(path, data={"csrf_token": thief.token, "current": PASSWORD, **fields})
    assert answer.location.startswith("/halden/nb/min-side/to-trinn/kode")
    site.world.db.expire_all()
    kept = site.world.db.get_one(Person, thief.boss.id)
    assert (kept.password_hash, kept.blocked_at, kept.erased_at) == (before, None, None)
