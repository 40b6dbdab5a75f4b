"""The counter of statements counts what it should, and shows it."""

import pytest
from sqlalchemy import Engine, text

from tests.statements import Statements


def test_statements_are_counted_and_transactions_are_not(engine: Engine, statements: Statements):
    with statements.exactly(2), engine.begin() as connection:
        connection.execute(text("SELECT 1"))
        with connection.begin_nested():
            connection.execute(text("SELECT 2"))
    assert statements.heard == ["SELECT 1", "SELECT 2"]


def test_too_many_are_shown(engine: Engine, statements: Statements):
    with pytest.raises(AssertionError, match=r"2 statements, not 1:\n  1  SELECT 1\n  2  SELECT 2"):
        one_too_many(engine, statements)


def one_too_many(engine: Engine, statements: Statements) -> None:
    with statements.at_most(1), engine.connect() as connection:
        connection.execute(text("SELECT 1"))
        connection.execute(text("SELECT\n    2"))


def test_too_few_are_told_where_the_number_is_exact(engine: Engine, statements: Statements):
    with (
        pytest.raises(AssertionError, match="1 statements, not 2"),
        statements.exactly(2),
        engine.connect() as connection,
    ):
        connection.execute(text("SELECT 1"))
