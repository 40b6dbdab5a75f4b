"""Requests with drawn values, by hypothesis: every form and every address, filled in as no reader would."""

import re
import time
from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, quote, urljoin, urlsplit

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from samskaping.web.rates import limiter
from tests.house.sources import HOUSE
from tests.strangers import UNKNOWN_ID, UNKNOWN_REF, Door, Strangers, all_doors
from tests.visitor import _fields_of, _tree

#: NUL, lone surrogates, directions turned, marks piled up, numbers past every column, days past every calendar,
#: other people's syntax, floods.
CORPUS = (
    "", " ", "\x00", "a\x00b", "\ud800", "\udfff x", "\ufffd", "\u202e\u2066snudd", "z" + "\u0301" * 500,
    "\U0001f984" * 3000,     "æ" * 201, "x" * 8001, "x" * 70_000, " " * 60_000 + "x", "[" * 20_000,
    "\r\nSet-Cookie: a=b", "\u2028", "a\tb",
    "0", "-1", "1.0", "1e3", "1e400", "nan", "inf", "٣", "1_000", "1;", "²", "2147483648", "9223372036854775807",
    "9223372036854775808", "-9223372036854775809", "9" * 5000, "true", "None", "null", "y",
    "0001-01-01", "9999-12-31", "10000-01-01", "2026-02-30", "31.12.9999", "1.1.1", "2026-13-45", "infinity", "25:61",
    "2026-000001", "2026-999999999", "2026-٣٣٣٣٣٣", UNKNOWN_ID, UNKNOWN_REF, "../../etc/passwd", "//evil.no",
    "javascript:alert(1)", "https://evil.no/@", "' OR 1=1--", "%", "_", "\\", "a & !", "<->",
    "*:*", "%s%n{{7*7}}", "{0.__class__}",
    "=1+1", '"><svg/onload=alert(1)>', "</script>", "a@b@c", "kari@" + "a" * 64 + ".no", "01010112345",
    "+47 99 99 99 99", "eyJhIjoxfQ", "W10=", "bnVsbA==",
)  # fmt: skip
_SIGNS = st.characters(exclude_categories=())  # lone surrogates too
VALUES = st.one_of(
    st.sampled_from(CORPUS),
    st.text(_SIGNS, max_size=40),
    st.integers(-(10**20), 10**20).map(str),
    st.dates().map(str),
    st.floats().map(str),
)
_FILES = (
    b"", b"\x00", b"PK\x03\x04\x00\xff" * 40, b"Tittel;Behov\nBenk;Et sted\n", b"Tittel;Behov\n" + b'"' * 999,
    b"\xff\xfea\x00;", b"\x89PNG\r\n\x1a\n" + b"\x00" * 99, b"%PDF-1.7\n", b"GIF89a",
    b"<svg onload=alert(1)>", b"a;" * 20_000,
    b'{"a":[' * 500,
)  # fmt: skip
_KINDS = (
    "multipart/form-data",
    "application/json",
    "text/plain",
    "",
    "application/x-www-form-urlencoded; charset=utf-7",
)
_NAMED = re.compile(r"""args(?:\.get|\.getlist)?[(\[]"(\w+)"|"(\w+)" (?:not )?in request\.args""")
#: Somebody unknown; the others are keys of people.
NOBODY = 0
#: What a request may cost, in seconds of this process's own.
MOST_CPU = 2.0
Fields = list[tuple[str, str]]


class Target(NamedTuple):
    """An address, and the fields that belong there with what holds; ``files`` are those that take a file."""

    endpoint: str
    method: str
    path: str
    fields: tuple[tuple[str, str], ...]
    files: tuple[str, ...] = ()


class Sending(NamedTuple):
    """One drawn request."""

    target: Target
    who: int
    path: str
    fields: Fields
    kind: str
    file: bytes


def words_of_addresses() -> list[str]:
    """Every name of a query parameter that the pages ask for."""
    found = {a or b for path in (HOUSE / "web").glob("*.py") for a, b in _NAMED.findall(path.read_text("utf-8"))}
    return sorted(found | {"status", "tema", "omrade", "utfordring", "sorter", "ko", "enhet", "frist", "side"})


@st.composite
def sendings(draw: Any, targets: list[Target], people: list[int]) -> Sending:
    """A target that is mostly right, and wrong in some fields, in all, or in its address."""
    target = draw(st.sampled_from(targets))
    fields = list(target.fields)
    if draw(st.integers(0, 4)) == 0:
        fields = [(name, draw(VALUES)) for name, _held in fields[:12]]
    elif fields:
        for place in draw(st.lists(st.integers(0, len(fields) - 1), min_size=1, max_size=3, unique=True)):
            fields[place] = (fields[place][0], draw(VALUES))
        turn = draw(st.sampled_from(["", "", "", "twice", "missing", "more"]))
        if turn:
            fields = _turned(draw, fields, turn)
    path = target.path
    if draw(st.integers(0, 9)) == 0:
        parts = path.split("/")
        parts[draw(st.integers(1, len(parts) - 1))] = quote(_bytes(draw(VALUES)[:300]), safe="")
        path = "/".join(parts)
    kind = draw(st.sampled_from(_KINDS)) if draw(st.integers(0, 9)) == 0 else ""
    kind = kind or ("multipart/form-data" if target.files else "application/x-www-form-urlencoded")
    file = draw(st.sampled_from(_FILES)) if target.files else b""
    return Sending(target, draw(st.sampled_from(people)), path, fields, kind, file)


def _turned(draw: Any, fields: Fields, turn: str) -> Fields:
    name = draw(st.sampled_from(fields))[0]
    if turn == "missing":
        return [one for one in fields if one[0] != name]
    return [*fields, (name if turn == "twice" else f"{name}[]", draw(VALUES))]


def _bytes(written: str) -> bytes:
    return written.encode("utf-8", "surrogatepass")


def _encoded(fields: Fields) -> str:
    return "&".join(f"{quote(_bytes(name))}={quote(_bytes(value))}" for name, value in fields)


class Fuzz:
    """Some of the doors of a furnished demonstration, and what was met there; nothing that is done stays."""

    def __init__(self, two: Strangers, part: int, parts: int) -> None:
        self.two, self.faults, self.sent, self.targets = two, {}, 0, []
        self.seats: dict[int, tuple[str, str]] = {who: two.seat(who) for who in self._people()}
        self.seats[NOBODY] = self._unknown()
        every = sorted(all_doors("municipality", "both", "nation", "root", "anywhere"))
        self.doors = [door for place, door in enumerate(every) if place % parts == part]
        self.names = words_of_addresses()

    def _people(self) -> list[int]:
        """Somebody with every role, and a resident."""
        with self.two.session() as db:
            resident = self.two.world(db, "halden").person("Innbygger")
            db.commit()
            return [self.two.staff["theirs"], resident.id]

    def _unknown(self) -> tuple[str, str]:
        client = self.two.app.test_client()
        page = client.get("/nb/meld-fra").get_data(as_text=True)
        token = re.findall(r'name="csrf_token"[^>]*value="([^"]+)"', page)[0]
        return client.get_cookie("session").value, token

    @property
    def everyone(self) -> int:
        return self.two.staff["theirs"]

    def ask(self, who: int, method: str, path: str, **given: Any) -> Any:
        """One request as somebody; what it did is undone."""
        limiter.reset()
        client = self.two.app.test_client()
        client.set_cookie("session", self.seats[who][0])
        before = self.two.connection.begin_nested()
        answer = client.open(
            path, method=method, headers={"Origin": "http://localhost", **given.pop("headers", {})}, **given
        )
        answer.get_data()
        before.rollback()
        return answer

    def paths(self, door: Door) -> Iterator[str]:
        """The likeliest addresses of things that live."""
        place = {"municipality": "/halden/nb", "both": "/halden/nb", "nation": "/nb"}.get(door.where, "")
        if not door.ids:
            yield from (place + door.path(way) for way in door.ways)
            return
        for way in list(door.ways)[:1] if len(door.ids) > 1 and "ref" not in door.ids else ():
            yield place + door.path(self.two.unknown(door, way))
            return
        for count, (words, _thing, _person) in enumerate(self.two.tries(door)):
            if count == 6:
                return
            yield place + door.path(words)

    def gather(self) -> None:
        """Every door with the forms of its page; whoever has no page is sent the names of its neighbours."""
        for door in self.doors:
            paths = list(self.paths(door)) or [door.path(self.two.unknown(door, next(door.ways)))]
            if door.method != "GET":
                self.targets.append(Target(door.endpoint, door.method, paths[0], (("text", "x"), ("once", "noe"))))
                continue
            for path in paths:
                answer = self.ask(self.everyone, "GET", path)
                self._met(Sending(Target(door.endpoint, "GET", path, ()), self.everyone, path, [], "", b""), answer, 0)
                if answer.status_code == 200:
                    break
            asked = tuple((name, "") for name in self.names)
            self.targets.append(Target(door.endpoint, "GET", path, asked))
            self._forms(path, answer)

    def _forms(self, path: str, answer: Any) -> None:
        if answer.mimetype != "text/html":
            return
        for form in _tree(answer.get_data(as_text=True)).select("form"):
            where = urlsplit(urljoin(path, str(form.get("action") or path)))
            method = str(form.get("method", "get")).upper()
            fields = [
                (name, str(value)) for name, given in _fields_of(form).items()
                for value in (given if isinstance(given, list) else [given]) if name not in ("csrf_token", "_switch")
            ]  # fmt: skip
            # Ticks and choices that stand open are fields too.
            known = {"csrf_token", "_switch", *(name for name, _value in fields)}
            open_ones = [tag for tag in form.select("[name]") if str(tag["name"]) not in known]
            fields += [(str(tag["name"]), str(tag.get("value", "y"))) for tag in open_ones]
            files = tuple(str(tag["name"]) for tag in form.select("input[type=file]"))
            if where.query and method == "GET":
                fields += parse_qsl(where.query)
            target = Target(path, method, where.path, tuple(fields), files)
            if self._kind(target) not in {self._kind(one) for one in self.targets}:
                self.targets.append(target)

    def _kind(self, target: Target) -> tuple[Any, ...]:
        return (
            target.method,
            re.sub(r"[a-z]*\d[\w-]*", "", target.path),
            tuple(sorted({n for n, _v in target.fields})),
        )

    def send(self, one: Sending) -> None:
        given: dict[str, Any] = {}
        path = one.path
        if one.target.method == "GET":
            path += f"?{_encoded(one.fields)}"
        else:
            given = self._body(one)
        answer, spent = self._asked(one, path, given)
        if spent > MOST_CPU:  # neighbours and the first look at a page make it dearer, and nothing makes it cheaper
            spent = min(spent, *(self._asked(one, path, given)[1] for _again in range(2)))
        self._met(one, answer, spent)

    def _asked(self, one: Sending, path: str, given: dict[str, Any]) -> tuple[Any, float]:
        begun = time.thread_time()
        answer = self.ask(one.who, one.target.method, path, **given)
        return answer, time.thread_time() - begun

    def _body(self, one: Sending) -> dict[str, Any]:
        fields = [("csrf_token", self.seats[one.who][1]), *one.fields]
        if one.kind != "multipart/form-data":
            return {"data": _encoded(fields), "content_type": one.kind}
        lines = [_part(name, _bytes(value)) for name, value in fields if name not in one.target.files]
        lines += [_part(name, one.file, "ark.csv") for name in one.target.files]
        return {"data": b"".join(lines) + b"--skille--\r\n", "content_type": "multipart/form-data; boundary=skille"}

    def _met(self, one: Sending, answer: Any, spent: float) -> None:
        self.sent += 1
        if answer.status_code >= 500 or b"Traceback (most recent call" in answer.get_data():
            self._note(f"{answer.status_code} {one.target.method} {one.target.endpoint}", one)
        if spent > MOST_CPU:
            self._note(f"{spent:.1f} s at {one.target.method} {one.target.endpoint}", one)

    def _note(self, fault: str, one: Sending) -> None:
        """The shortest request with each fault."""
        short = [(name, value if len(value) < 80 else f"{value[:20]}…{len(value)}") for name, value in one.fields]
        told = f"{one.who} {one.path} {one.kind} {short}"
        self.faults[fault] = min(self.faults.get(fault, told), told, key=len)

    def run(self, until: float, start: int) -> None:
        """Each target once, then whatever is drawn, batch after batch, until then; on a slow machine as much again."""
        for target in self.targets:
            kind = "multipart/form-data" if target.files else "application/x-www-form-urlencoded"
            nothing = [(name, "\x00") for name, _value in target.fields]
            self.send(Sending(target, self.everyone, target.path, nothing, kind, b"\x00"))
        while self._goes_on(until):
            self._batch(until, start)
            start += 1

    def _goes_on(self, until: float) -> bool:
        return time.monotonic() < until or self.sent <= 2 * len(self.targets)

    def _batch(self, until: float, number: int) -> None:
        people = [self.everyone, *self.seats]

        @seed(number)
        @settings(
            max_examples=50, database=None, derandomize=False, deadline=None, phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(sendings(self.targets, people))
        def drawn(one: Sending) -> None:
            if self._goes_on(until):
                self.send(one)

        drawn()


def _part(name: str, value: bytes, file: str = "") -> bytes:
    named = re.sub(rb'[\r\n"]', b"", _bytes(name)).decode("utf-8", "replace")
    also = f'; filename="{file}"' if file else ""
    return f'--skille\r\nContent-Disposition: form-data; name="{named}"{also}\r\n\r\n'.encode() + value + b"\r\n"
