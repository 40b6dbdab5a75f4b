"""What a request costs, asked of the system itself: seconds of CPU and megabytes, each in a process of its own.

``python -m tests.spending DATABASE FOLDER`` serves hostile requests one by one, each in a fork, and says on a line of
JSON what it met. Time on the clock is not measured: other tests run beside these.
"""

import base64
import gzip
import io
import json
import os
import re
import resource
import secrets
import sys
from collections.abc import Callable, Iterator
from typing import Any

from PIL import Image

from samskaping.config import load
from samskaping.db import Scoped, make_engine
from samskaping.rules import limits
from samskaping.rules.roles import Role
from tests.bombs import BOMBS
from tests.visitor import Site, Visitor
from tests.world import municipality

FORM = "application/x-www-form-urlencoded"
Request = tuple[str, str, dict[str, Any]]


def _form(path: str, written: str | bytes, **headers: str) -> Request:
    body = written.encode() if isinstance(written, str) else written
    return "POST", path, {"data": body, "content_type": FORM, "headers": headers}


def _parts(path: str, token: str, *parts: tuple[str, bytes, str]) -> Request:
    lines = [(b"csrf_token", token.encode(), b""), (b"once", secrets.token_bytes(9).hex().encode(), b"")]
    lines += [
        (name.encode(), value, b'; filename="%s"' % file.encode() if file else b"") for name, value, file in parts
    ]
    body = b"".join(
        b'--x\r\nContent-Disposition: form-data; name="%s"%s\r\n\r\n%s\r\n' % (name, file, value)
        for name, value, file in lines
    )
    return "POST", path, {"data": body + b"--x--\r\n", "content_type": "multipart/form-data; boundary=x"}


def floods(token: str) -> Iterator[tuple[str, Request]]:
    """Long and deep things for every reader of what is sent."""
    said = f"csrf_token={token}&once=noe&text="
    for name, path in (("comment", "/forslag/REF/kommentar"), ("barrier", "/meld-fra")):
        field = said if name == "comment" else said.replace("text=", "what=")
        yield f"spaces in {name}", _form(path, field + "+" * 60_000 + "x")
        for mark in "[(*_>`<&#!~\\-":
            yield f"{mark} in {name}", _form(path, field + mark.replace("&", "%26").replace("#", "%23") * 20_000)
        yield f"allowed in {name}", _form(path, field + "%5Ba%5D(" * 900)
        yield f"long line in {name}", _form(path, field + "a." * 90_000)
    yield "600 kB", _form("/forslag/REF/kommentar", said + "x" * 600_000)
    yield "many fields", _form("/forslag/REF/kommentar", said + "x" + "&a=" * 60_000)
    yield "many percent signs", _form("/forslag/REF/kommentar", said + "%" * 190_000)
    yield "1001 parts", _parts("/forslag/REF/kommentar", token, *[("text", b"x", "")] * 1_001)
    yield "endless part head", ("POST", "/meld-fra", {
        "data": b"--x\r\nContent-Disposition: form-data; " + b"a=" * 400_000,
        "content_type": "multipart/form-data; boundary=x",
    })  # fmt: skip
    squeezed = gzip.compress(b"text=" + b"x" * 300_000_000, 9)[:900_000]
    yield "gzip", _form("/forslag/REF/kommentar", squeezed, **{"Content-Encoding": "gzip"})
    for kind in ("application/json", "application/csp-report", "text/plain"):
        deep = b"[" * 900_000
        yield f"deep {kind}", ("POST", "/forslag/REF/kommentar", {"data": deep, "content_type": kind})
    yield "deep cursor", ("GET", "/forslag?etter=" + base64.urlsafe_b64encode(b"[" * 6_000).decode(), {})
    yield (
        "numbers in cursor",
        ("GET", "/forslag?etter=" + base64.urlsafe_b64encode(b"[" + b"9" * 6_000 + b"]").decode(), {}),
    )
    yield "search", ("GET", "/forslag?sok=" + "a%20" * 2_500, {})
    yield "marks in search", ("GET", "/forslag?sok=" + "%25_%22" * 1_100, {})
    yield "similar", ("GET", "/foresla/lik?q=" + "benk%20" * 1_200, {})
    yield "parameters", ("GET", "/forslag?" + "&sak=1" * 1_300, {})
    yield "languages", ("GET", "/forslag", {"headers": {"Accept-Language": ",".join(["nn;q=0.1"] * 6_000)}})
    yield "etags", ("GET", "/forslag", {"headers": {"If-None-Match": ",".join(['"a"'] * 15_000)}})
    yield "cookies", ("GET", "/forslag", {"headers": {"Cookie": "; ".join(f"a{n}=b" for n in range(6_000))}})


def requests(token: str, ref: str) -> Iterator[tuple[str, Request]]:
    yield "nothing", ("GET", "/forslag", {})
    for name, (method, path, given) in floods(token):
        yield name, (method, path.replace("REF", ref), given)
    for name, made in BOMBS.items():
        yield (
            f"sheet: {name}",
            _parts("/arbeid/innspill/ark", token, ("file", made(), "ark.xlsx"), ("channel", b"papir", "")),
        )
    for name, content in attached().items():
        part = ("files", content, f"fil.{name.split()[0]}")
        yield f"file: {name}", _parts(f"/filer/forslag/{ref}", token, part)


def attached() -> dict[str, bytes]:
    """Files that are more than they look: by what they are, their bytes; the name's ending is the first word."""
    wide = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(wide, "PNG")
    return {
        "png of 400 million dots": wide.getvalue(),
        "jpeg as large as may be": b"\xff\xd8\xff\xe0" + secrets.token_bytes(limits.FILE_BYTES - 4),
        **{f"docx {name}": made() for name, made in BOMBS.items()},
    }


def _forked(deed: Callable[[], int]) -> dict[str, float]:
    """What a deed answers and costs, in a process that has done nothing else."""
    reading, writing = os.pipe()
    if not os.fork():
        before = resource.getrusage(resource.RUSAGE_SELF)
        status = deed()
        after = resource.getrusage(resource.RUSAGE_SELF)
        spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        told = {"status": status, "cpu": round(spent, 2), "mb": (after.ru_maxrss - before.ru_maxrss) // 1024}
        os.write(writing, json.dumps(told).encode())
        os._exit(0)
    os.close(writing)
    os.wait()
    with os.fdopen(reading) as pipe:
        return dict(json.loads(pipe.read() or '{"status": 599, "cpu": 0, "mb": 0}'))


def main(database: str, folder: str) -> None:
    settings = load({
        "SAMSKAPING_ENV": "development", "SAMSKAPING_DATA": folder, "SAMSKAPING_BASE_URL": "http://localhost",
        "SAMSKAPING_KEPT_PAGES": "0", "SAMSKAPING_LOG_LEVEL": "ERROR",
    })  # fmt: skip
    engine = make_engine(database)
    with Scoped(engine, expire_on_commit=False) as db:
        world = municipality(db)
        everyone = world.person("Alle", *(role for role in Role if role is not Role.PLATTFORM))
        ref = world.proposal(everyone)
        db.commit()
        site = Site(settings, engine, world)
        visitor = site.visitor(everyone)
        visitor.get("/meld-fra")
        for name, (method, path, given) in requests(visitor.token, ref):
            db.commit()
            engine.dispose()  # a connection is one process's
            print(json.dumps({"name": name, **_least(lambda: _status(visitor, method, path, given))}), flush=True)  # noqa: B023, T201


def _least(deed: Callable[[], int]) -> dict[str, float]:
    """What a dear deed costs by the cheapest of three tries: neighbours on the machine make it dearer, none cheaper."""
    told = _forked(deed)
    return told if told["cpu"] < 1 else min(told, _forked(deed), _forked(deed), key=lambda one: one["cpu"])


def _status(visitor: Visitor, method: str, path: str, given: dict[str, Any]) -> int:
    visitor.site.world.db.commit = lambda: None  # type: ignore[method-assign]  # the world's connection is the parent's
    answer = visitor.client.open(f"/halden/nb{path}", method=method, base_url="http://localhost", **given)
    return int(answer.status_code) if not re.search(rb"Traceback \(most", answer.get_data()) else 500


if __name__ == "__main__":
    main(*sys.argv[1:])
