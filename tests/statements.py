"""Counts what reaches a database, and shows it when there is too much."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event

# Not counted (decisions.md, "Pages"): what opens, closes and dresses a transaction.
UNCOUNTED = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "SET ", "PRAGMA")


class Statements:
    """The statements heard so far."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        #: What the test itself has written is brought to an end first, so that it is not counted.
        self.first: Callable[[], None] = lambda: None

    def __len__(self) -> int:
        return len(self.heard)

    def __str__(self) -> str:
        lines = (f"{number:3}  {' '.join(statement.split())}" for number, statement in enumerate(self.heard, 1))
        return "\n".join(lines)

    @contextmanager
    def exactly(self, count: int) -> Iterator[None]:
        """What is done inside takes this many statements."""
        yield from self._watched(count, count)

    @contextmanager
    def at_most(self, count: int) -> Iterator[None]:
        """What is done inside takes no more statements than this."""
        yield from self._watched(0, count)

    def _watched(self, fewest: int, most: int) -> Iterator[None]:
        self.first()
        self.heard.clear()
        yield
        if not fewest <= len(self) <= most:
            raise AssertionError(f"{len(self)} statements, not {most}:\n{self}")

    @classmethod
    @contextmanager
    def listening(cls) -> Iterator["Statements"]:
        heard = cls()

        def hear(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            if not statement.lstrip().upper().startswith(UNCOUNTED):
                heard.heard.append(statement)

        event.listen(Engine, "before_cursor_execute", hear)
        try:
            yield heard
        finally:
            event.remove(Engine, "before_cursor_execute", hear)
