"""Who stands at the door is asked with each request: the statement must be one that databases plan once."""

from samskaping.context import visitors


def test_the_door_asks_with_its_own_values_alone():
    # With our own words as parameters no partial index fits, and PostgreSQL plans anew each time: 2 ms a request.
    statements = (visitors._IN_SESSION, visitors._PERSON, *visitors._AT_DOORS.values())
    asked = {name for statement in statements for name in statement.compile().params}
    assert asked <= {"token_hash", "now", "today", "person_id", "place", "slug", "host"}
