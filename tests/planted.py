"""Hostile words in every column that holds words, however they came there, and what a page must never be made of.

A column holds words when any of its values has a space: ids, addresses and choices never do. What people write as small
Markdown is kept beside its safe HTML; that HTML is made anew from the hostile words, as an action makes it.
"""

import json
import re
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree as ET

from bs4 import BeautifulSoup
from sqlalchemy import Connection, Table, bindparam, text

from samskaping import text as markup
from samskaping.db import Base

#: Twelve ways out of wherever words can stand. Each would leave the mark ``pwn`` on an element, or run.
POLYGLOTS = (
    "<script>pwn()</script>", "<img src=x onerror=pwn()>", "<svg/onload=pwn()>", '"><b class=pwn onclick=pwn()>x</b>',
    "'><i id=pwn autofocus onfocus=pwn()>", "</title></textarea><u class=pwn>x", "[x](javascript:pwn())",
    "<a href=javascript:pwn()>x</a>", "--><base href=//pwn.no/><!--", "{{7*7}}<style>*{pwn:x}</style>",
    "</script><script>pwn()</script>", "&lt;img class=pwn src=x&gt;\" x='pwn' <form action=//pwn.no>",
)  # fmt: skip
#: Not people's words: the country's register, what the installation keeps for itself, and addresses.
_NOT_WORDS = {"web_sessions", "jobs", "alembic_version", "throttles", "once_keys", "export_chunks"}
_NOT_COLUMNS = re.compile(r"(_key|_hash|digest|email|slug|website|url|link|search_names|params)$|^county$")


def _holds_words(value: Any) -> bool:
    return isinstance(value, str) and " " in value.strip() and not re.match(r"[{\[]|\d{4}-\d\d-\d\d[ T]", value)


def _told(value: str, payload: str) -> str:
    """The same JSON with other words: its keys, ids and choices stay."""

    def other(one: Any) -> Any:
        if isinstance(one, dict):
            return {key: other(inner) for key, inner in one.items()}
        if isinstance(one, list):
            return [other(inner) for inner in one]
        return payload if _holds_words(one) else one

    return json.dumps(other(json.loads(value)))


def _columns(connection: Connection, table: Table) -> Iterator[str]:
    for column in table.c:
        if column.primary_key or column.foreign_keys or _NOT_COLUMNS.search(column.name):
            continue
        rows = connection.execute(text(f'SELECT "{column.name}" FROM "{table.name}" WHERE "{column.name}" IS NOT NULL'))  # noqa: S608
        values = [row[0] for row in rows]
        if any(_holds_words(value) or isinstance(value, dict | list) or str(value).startswith("{") for value in values):
            yield column.name


def plant(connection: Connection) -> set[str]:
    """Put them in; answers table.column of each."""
    found = set()
    for table in Base.metadata.tables.values():
        if table.name in _NOT_WORDS or "id" not in table.c:
            continue
        names = list(_columns(connection, table))
        for name in names:
            if _set(connection, table, name):
                found.add(f"{table.name}.{name}")
    return found


def _set(connection: Connection, table: Table, name: str) -> bool:
    rows = connection.execute(text(f'SELECT id, "{name}" FROM "{table.name}" WHERE "{name}" IS NOT NULL')).all()  # noqa: S608
    changes = []
    for number, (key, value) in enumerate(rows):
        payload = POLYGLOTS[number % len(POLYGLOTS)]
        if name.endswith("html"):
            changes.append({"k": key, "v": markup.stored(payload)})
        elif _holds_words(value):
            changes.append({"k": key, "v": payload})
        elif isinstance(value, dict | list) or (isinstance(value, str) and value.startswith(("{", "["))):
            changes.append({"k": key, "v": _told(value if isinstance(value, str) else json.dumps(value), payload)})
    kind = "CAST(:v AS json)" if any(isinstance(value, dict | list) for _key, value in rows) else ":v"
    if not changes:
        return False
    held = connection.begin_nested()
    try:
        update = text(f'UPDATE "{table.name}" SET "{name}" = {kind} WHERE id = :k')  # noqa: S608
        connection.execute(update.bindparams(bindparam("k"), bindparam("v")), changes)
    except Exception:  # noqa: BLE001  a choice, or one of a kind: the database holds it to what it may be
        held.rollback()
        return False
    held.commit()
    return True


def flaws(page: BeautifulSoup) -> Iterator[str]:
    """Whatever stands in a page that hostile words made."""
    for tag in page.find_all(True):
        marks = [name for name in tag.attrs if name.startswith("on") or name in ("style", "autofocus")]
        if marks and not (tag.name in ("input", "textarea") and marks == ["autofocus"]):
            yield f"<{tag.name}> with {marks}"
        if "pwn" in (str(tag.get("id")), *tag.get_attribute_list("class"), str(tag.get("x"))):
            yield f"<{tag.name}> of theirs"
        for name in ("href", "src", "action", "formaction"):
            led = str(tag.get(name, ""))
            if re.match(r"(?i)[\s\x00-\x20]*(javascript|data|vbscript):(?!image/)", led) or "//pwn" in led[:12]:
                yield f"<{tag.name} {name}={led}>"
        if tag.name in ("script", "style") and "pwn" in tag.get_text():
            yield f"<{tag.name}> with their words"
        if tag.name == "base":
            yield "<base>"


def broken_xml(body: bytes) -> list[str]:
    """Nothing when it is XML, and no link in it leads elsewhere than to a page."""
    try:
        tree = ET.fromstring(body)  # noqa: S314  our own feeds
    except ET.ParseError as error:
        return [str(error)]
    return [str(one.attrib) for one in tree.iter() if str(one.attrib.get("href", "http")).startswith("java")]
