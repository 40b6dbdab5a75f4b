"""The product, saying with each answer how many statements and how much of a core it took."""

import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import Engine, event

from tests.statements import UNCOUNTED
from wsgi import app as product

heard = threading.local()


@event.listens_for(Engine, "before_cursor_execute")
def hear(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
    if not statement.lstrip().upper().startswith(UNCOUNTED):
        heard.count = getattr(heard, "count", 0) + 1


def app(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    heard.count, begun = 0, time.thread_time()

    def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
        spent = f"{(time.thread_time() - begun) * 1000:.3f}"
        return start_response(status, [*headers, ("X-Statements", str(heard.count)), ("X-Cpu-Ms", spent)], *rest)

    return product(environ, start)
