"""Everything that is written in the security log has its words."""

import re

import pytest

from samskaping.rules.security_log import LOGGED
from tests.house.sources import HOUSE

_WRITTEN = re.compile(
    r"\blog\((?:g\.)?(?:ctx|replace\([^)]*\)), \"([a-z_.]+)\"|(?:entries[^\n]*|looked = )\(\"([a-z_.]+)\", "
)


@pytest.mark.case("LG-01")
def test_every_kind_in_the_sources_has_words_and_no_words_are_left_over():
    sources = [path.read_text("utf-8") for path in HOUSE.rglob("*.py")]
    written = {first or second for source in sources for first, second in _WRITTEN.findall(source)}
    through_tables = {"export.personal", "export.asked", "role.granted", "role.ended", "municipality.activated"}
    assert (written | through_tables) - LOGGED.keys() == set()
    assert LOGGED.keys() - written - through_tables == set()


@pytest.mark.case("LG-01")
def test_no_code_changes_what_is_logged_and_only_retention_thins_it():
    changing = re.compile(r"\b(?:update|delete|upsert)\((?:[\w.]+, )?(?:Event|SecurityEvent)\b")
    sources = {path.relative_to(HOUSE).as_posix(): path.read_text("utf-8") for path in HOUSE.rglob("*.py")}
    found = {name for name, source in sources.items() if changing.search(source)}
    assert found == {"jobs/retain.py"}
    assert changing.search("ctx.db.execute(update(SecurityEvent).values(what=''))")
