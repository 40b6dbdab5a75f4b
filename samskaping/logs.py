"""Logs as one JSON object a line, on standard error: for whoever collects them. Never a secret, never an address.

What an exception says can hold anything that somebody typed, and a database's words hold the row; so a traceback says
where it happened and of which kind it was, and its words only in development.
"""

import json
import logging
import traceback
from datetime import UTC, datetime

from gunicorn.glogging import Logger

_PLAIN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


class JsonLines(logging.Formatter):
    """Time in UTC, level, logger, message, what was given as ``extra``, and a traceback when there is one."""

    def __init__(self, *, with_words: bool = False) -> None:
        super().__init__()
        self.with_words = with_words

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        line |= {key: value for key, value in vars(record).items() if key not in _PLAIN}
        if record.exc_info and record.exc_info[1]:
            error = record.exc_info[1]
            line["traceback"] = self.formatException(record.exc_info) if self.with_words else where(error)
        return json.dumps(line, ensure_ascii=False, default=str)


def where(error: BaseException) -> str:
    """The kinds of an exception and of those that led to it, each with where it was raised; none of their words."""
    parts: list[str] = []
    one: BaseException | None = error
    while one is not None and len(parts) < 10:
        kind = f"{type(one).__module__}.{type(one).__qualname__}"
        parts.append(f"{kind}\n{''.join(traceback.format_tb(one.__traceback__))}")
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
    return "caused by ".join(parts)


def begin(level: str, *, with_words: bool = False) -> None:
    """Send everything of this level and above to standard error as JSON lines."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines(with_words=with_words))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.getLogger("alembic").setLevel(logging.WARNING)


class Gunicorn(Logger):  # type: ignore[misc]  # gunicorn ships no types
    """What gunicorn says of itself, as the same lines: ``gunicorn --logger-class samskaping.logs.Gunicorn``."""

    def setup(self, cfg: object) -> None:
        """Set the lines' form; called by gunicorn in each process."""
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(JsonLines())
        self.error_log.addFilter(_of_ourselves)


def _of_ourselves(record: logging.LogRecord) -> bool:
    """Take out of gunicorn's words what a visitor sent, and from where."""
    for words in ("Invalid request", "Error handling request"):
        if str(record.msg).startswith(words):
            record.msg, record.args = words, ()
    return True
