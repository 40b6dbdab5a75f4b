"""Who speaks with the world: two parts of the product, each with what the installation itself says."""

import re

import pytest

from tests.house.sources import HOUSE, files

#: Ways to call somebody.
CALLS = re.compile(
    r"^\s*(?:import|from) (urllib\.request|http\.client|socket|smtplib|ftplib|requests|httpx|aiohttp|boto3)\b"
)
#: The mail server, the issuer of identities and the store of files stand in the settings (``config.py``); the rest are
#: our own port and our own machine's name.
KNOWN = {"outside/mail.py", "outside/openid_issuer.py", "cli/run.py", "cli/work.py"}
#: The store of files and the scanner, which the settings name too; and what cuts off whoever sends without end.
ALLOWED = KNOWN | {"outside/file_stores.py", "outside/scanner.py", "web/incoming.py"}


def callers():
    return {
        path.relative_to(HOUSE).as_posix()
        for path in files(HOUSE, "*.py")
        if any(CALLS.match(line) for line in path.read_text("utf-8").splitlines())
    }


@pytest.mark.case("IN-17")
def test_nothing_that_people_write_makes_the_server_call_anybody():
    """No address that comes in is ever fetched: what calls at all reads its address from the settings."""
    assert callers() >= KNOWN
    assert callers() <= ALLOWED
