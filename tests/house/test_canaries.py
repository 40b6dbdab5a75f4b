"""Every column that can hold words is decided about: everyone's, nobody's, or everyone's in some rows only."""

from samskaping.db import Base
from tests.canaries import SEEN, decided, undecided


def test_it_is_decided_of_every_column_who_may_read_it():
    assert undecided() == [], "NEVER, UNSEEN or SEEN in tests/canaries.py"


def test_no_decision_is_about_what_is_not_there():
    columns = {f"{table.name}.{column.name}" for table in Base.metadata.sorted_tables for column in table.columns}
    known = columns | set(Base.metadata.tables)
    assert [name for name in (*decided(), *SEEN) if name not in known] == []
