"""A load of ready-made requests on one address: several connections kept alive, each sending when it has its answer."""

import asyncio
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle


@dataclass
class Answer:
    """One answer as it came over the wire."""

    status: int
    headers: dict[str, str]
    body: bytes
    size: int


@dataclass
class Outcome:
    """What a load met. Times are in milliseconds."""

    seconds: float = 0.0
    times: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    wire_bytes: int = 0

    @property
    def per_second(self) -> float:
        return len(self.times) / self.seconds if self.seconds else 0.0

    @property
    def mean_bytes(self) -> int:
        return self.wire_bytes // max(len(self.times), 1)

    def percentile(self, share: float) -> float:
        ordered = sorted(self.times)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0

    def __add__(self, other: "Outcome") -> "Outcome":
        return Outcome(
            self.seconds + other.seconds,
            self.times + other.times,
            self.statuses + other.statuses,
            self.wire_bytes + other.wire_bytes,
        )


def request(path: str, *, port: int, cookie: str = "", body: bytes | None = None) -> bytes:
    """One HTTP/1.1 request, a POST of a form when it has a body."""
    host = f"127.0.0.1:{port}"
    lines = [f"{'GET' if body is None else 'POST'} {path} HTTP/1.1", f"Host: {host}", "Accept: text/html"]
    if cookie:
        lines.append(f"Cookie: session={cookie}")
    if body is not None:
        lines += [
            f"Origin: http://{host}",
            f"Content-Length: {len(body)}",
            "Content-Type: application/x-www-form-urlencoded",
        ]
    return "\r\n".join([*lines, "", ""]).encode() + (body or b"")


def once(port: int, wire: bytes) -> Answer:
    """Send one request, and wait for its answer."""
    return asyncio.run(_once(port, wire))


def run(port: int, requests: list[bytes], *, connections: int, seconds: float | None = None) -> Outcome:
    """Send the requests in turn: over and over for some seconds, or (no seconds) each exactly once."""
    return asyncio.run(_run(port, requests, connections, seconds))


async def _run(port: int, requests: list[bytes], connections: int, seconds: float | None) -> Outcome:
    outcome, begun = Outcome(), time.perf_counter()
    end = begun + (seconds or 3600)
    turn = iter(requests) if seconds is None else cycle(requests)
    await asyncio.gather(*(_send(port, turn, outcome, end) for _ in range(connections)))
    outcome.seconds = time.perf_counter() - begun
    return outcome


async def _send(port: int, turn: Iterator[bytes], outcome: Outcome, end: float) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**22)
    for wire in turn:
        begun = time.perf_counter()
        if begun > end:
            break
        writer.write(wire)
        answer = await _answer(reader)
        outcome.times.append((time.perf_counter() - begun) * 1000)
        outcome.statuses[answer.status] += 1
        outcome.wire_bytes += answer.size
        if answer.headers.get("connection", "").lower() == "close":
            writer.close()
            reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**22)
    writer.close()


async def _once(port: int, wire: bytes) -> Answer:
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**22)
    writer.write(wire)
    answer = await _answer(reader)
    writer.close()
    return answer


async def _answer(reader: asyncio.StreamReader) -> Answer:
    head = await reader.readuntil(b"\r\n\r\n")
    first, *rest = head.decode("latin-1").strip().split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in rest)}
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Answer(int(first.split()[1]), headers, body, len(head) + len(body))
