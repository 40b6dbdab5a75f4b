"""A real installation starts as it should be, or not at all, with words for whoever runs it."""

import pytest

from samskaping.config import Misconfigured, load
from samskaping.web.app import create_app

pytestmark = pytest.mark.one_database
REAL = {
    "SAMSKAPING_SECRET_KEY": "0123456789abcdef0123456789abcdef",
    "SAMSKAPING_BASE_URL": "https://samskaping.example.no",
    "SAMSKAPING_MAIL_URL": "smtp://mail:x@mail.example.no:587",
    "SAMSKAPING_DATABASE_URL": "postgresql://samskaping:x@db.example.no/samskaping",
}


def test_a_whole_configuration_is_taken_and_asks_for_a_second_factor():
    assert load(REAL).needs_second
    assert not load(REAL).development


@pytest.mark.case("AU-27", "LG-04")
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SAMSKAPING_SECRET_KEY", ""),
        ("SAMSKAPING_SECRET_KEY", "0123456789abcdef0123456789abcde"),
        ("SAMSKAPING_SECRET_KEY", "only-for-development"),
        ("SAMSKAPING_SECRET_KEY", "only-for-development-but-made-a-good-deal-longer"),
        ("SAMSKAPING_BASE_URL", ""),
        ("SAMSKAPING_BASE_URL", "http://samskaping.example.no"),
        ("SAMSKAPING_MAIL_URL", ""),
        ("SAMSKAPING_SECOND_FACTOR", "offered"),
        ("SAMSKAPING_SECOND_FACTOR", "off"),
        ("SAMSKAPING_AGE_LIMIT", "0"),
        ("SAMSKAPING_AGE_LIMIT", "tretten"),
        ("FLASK_DEBUG", "1"),
        ("FLASK_DEBUG", "true"),
        ("SAMSKAPING_DATABASE_URL", "postgresql://samskaping:x@db.example.no/samskaping?sslmode=disable"),
        ("PGSSLMODE", "disable"),
    ],
)
def test_nothing_less_starts(name, value):
    with pytest.raises(Misconfigured, match=r"SAMSKAPING_|FLASK_DEBUG"):
        load({**REAL, name: value})


def test_what_stays_on_one_machine_needs_no_seal():
    near = {
        "SAMSKAPING_BASE_URL": "http://127.0.0.1:8000",
        "SAMSKAPING_DATABASE_URL": "postgresql://x@localhost/y?sslmode=disable",
    }
    assert not load({**REAL, **near}).secure


@pytest.mark.case("LG-04", "AU-27")
def test_no_door_of_development_is_open_in_production(app_of_production):
    client = app_of_production.test_client()
    for path in ("/_postkasse", "/_components", "/nb/_postkasse"):
        assert client.get(path, base_url=REAL["SAMSKAPING_BASE_URL"]).status_code == 404


@pytest.fixture
def app_of_production(tmp_path, connection, halden):
    return create_app(load({**REAL, "SAMSKAPING_DATA": str(tmp_path)}), connection)
