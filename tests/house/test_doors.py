"""Who may enter where: the whole list, as it is checked in, and each door tried by every kind of visitor."""

import pytest
from flask import Flask

from samskaping.config import Settings
from samskaping.rules.policy import Actor, Can, allowed
from samskaping.rules.roles import Role
from samskaping.web.access import Where, doors
from tests.house.answers import all_doors, checked_in
from tests.house.doors import LIST, application, written

VISITORS = {
    "unknown": Actor(),
    "unconfirmed": Actor(1, "Ola"),
    "resident": Actor(1, "Ola", confirmed=True),
    **{str(role): Actor(1, "Kari", confirmed=True, roles=frozenset({role})) for role in Role},
}


@pytest.fixture
def app(settings: Settings) -> Flask:
    return application(settings)


def test_the_list_of_doors_is_the_one_that_is_checked_in(app: Flask):
    assert written(app) == LIST.read_text("utf-8"), "Look at what changed; if it is meant: make doors"


def test_every_door_has_its_answers(app: Flask):
    """What they are is tried in tests/web/test_answers.py."""
    assert set(checked_in()) == {str(door) for door in all_doors(app)}, "make doors (python -m tests.house.answers new)"


def test_every_door_says_who_may_enter_and_where_it_is(app: Flask):
    silent = [row for row in doors(app) if row[3] == "shut" or row[4] not in set(Where)]
    assert silent == []


def test_a_silent_door_is_seen_and_stays_shut(app: Flask):
    app.add_url_rule("/stille", "stille", lambda: "her")
    assert [row[0] for row in doors(app) if row[3] == "shut"] == ["/stille"]
    assert "/stille | GET | stille | shut | nowhere\n" in written(app)


def test_no_deed_is_done_by_reading(app: Flask):
    """Whatever changes something is a POST; a page that shows a form and takes it names both."""
    odd = [row for row in doors(app) if set(row[1].split(",")) - {"GET", "POST"}]
    assert odd == []


def test_every_permission_at_a_door_lets_somebody_in_and_keeps_the_unknown_out(app: Flask):
    """A door that is closed to all, or open to all in spite of its permission, is a mistake in the table."""
    for can in {Can(row[3]) for row in doors(app) if row[3] in set(Can)}:
        enter = {name for name, actor in VISITORS.items() if allowed(actor, can)}
        assert enter, f"nobody may enter by {can}"
        assert "unknown" not in enter, f"{can} lets in people whom nobody knows: say PUBLIC"
