"""A real site does not start unsafely: without a key of its own, an address or a mail server; and nothing is let in."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from samskaping.config import Misconfigured, load
from samskaping.models import Person, PlatformRole
from samskaping.web.app import create_app

SAFE = {
    "SAMSKAPING_SECRET_KEY": "q8Zk2vX0pLr7sT4wYb1nMd6hJf3cGa9e",
    "SAMSKAPING_BASE_URL": "https://samskaping.example.no",
    "SAMSKAPING_MAIL_URL": "smtp://mail.example.no:587",
}


def test_a_real_site_starts_with_what_it_needs():
    settings = load(SAFE)
    assert not settings.development
    assert settings.secure


@pytest.mark.case("AU-27")
@pytest.mark.parametrize(
    "key",
    [
        None, "", "short", "x" * 31, "x" * 64, "0123456701234567012345670123456701234567", "only-for-development",
        "only-for-development-and-for-much-longer", "changeme-changeme-changeme-changeme",
        "change_me_to_random_words_12345",
        "this-is-a-secret-key-for-my-flask-app", "insert-your-own-random-value-here-1234",
    ],
)  # fmt: skip
def test_without_a_key_of_its_own_it_does_not_start(key):
    told = {name: value for name, value in SAFE.items() if name != "SAMSKAPING_SECRET_KEY"}
    with pytest.raises(Misconfigured, match="SAMSKAPING_SECRET_KEY"):
        load(told if key is None else {**told, "SAMSKAPING_SECRET_KEY": key})


@pytest.mark.case("AU-27")
@pytest.mark.parametrize("name", ["SAMSKAPING_BASE_URL", "SAMSKAPING_MAIL_URL"])
def test_without_an_address_or_mail_it_does_not_start(name):
    with pytest.raises(Misconfigured, match=name):
        load({**SAFE, name: ""})


@pytest.mark.one_database
@pytest.mark.case("AU-27")
def test_a_real_site_has_nobody_in_it_and_no_doors_for_development(settings, connection, halden):
    assert halden.db.scalar(select(func.count()).select_from(Person)) == 0
    assert halden.db.scalar(select(func.count()).select_from(PlatformRole)) == 0
    real = load({**SAFE, "FLASK_ENV": "development"})
    app = create_app(replace(real, database_url=settings.database_url, data_folder=settings.data_folder), connection)
    assert (app.debug, app.testing, app.config["TEMPLATES_AUTO_RELOAD"]) == (False, False, None)
    client = app.test_client()
    for path in ("/_postkasse", "/nb/_components", "/console", "/halden/nb/_components"):
        assert client.get(path, base_url=real.base_url).status_code == 404, path
