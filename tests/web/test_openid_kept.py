"""What is kept of somebody who signs in by ID-porten: never their fødselsnummer."""

import pytest
from sqlalchemy import select

from samskaping.models import WebSession
from tests.web.test_openid import come, linked, site  # noqa: F401  (a fixture)


@pytest.mark.case("AU-31")
def test_no_number_is_kept_in_clear(site, provider, caplog):  # noqa: F811
    """The fødselsnummer in the token stands nowhere, neither as it is nor in the token's own letters."""
    linked(site, site.world.person("Ola Nordmann"))
    visitor = come(site.visitor(), provider)
    visitor.get("/min-side")
    provider.says("ny")
    come(site.visitor(), provider)
    seats_and_data = site.world.db.execute(select(WebSession.issued_hint, WebSession.data)).all()
    assert any(hint for hint, _data in seats_and_data)
    kept = caplog.text + str(seats_and_data) + str(visitor.client.get_cookie("session"))
    assert "01017012345" not in kept
    assert "eyJhbGciOiJSUzI1Ni" not in kept  # the beginning of a token that is signed but not encrypted
