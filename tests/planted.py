"""Hostile words, how they are put wherever words can stand, and what a page must never be made of."""

import re
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree as ET

from bs4 import BeautifulSoup
from sqlalchemy import JSON, Column, Connection, Table
from sqlalchemy.exc import DBAPIError

from samskaping import text as markup
from samskaping.db import Base, TextsColumn
from tests.canaries import free, unlock

#: Twelve ways out of wherever words can stand. Each would leave the mark ``pwn`` on an element, or run.
POLYGLOTS = (
    "<script>pwn()</script>", "<img src=x onerror=pwn()>", "<svg/onload=pwn()>", '"><b class=pwn onclick=pwn()>x</b>',
    "'><i id=pwn autofocus onfocus=pwn()>", "</title></textarea><u class=pwn>x", "[x](javascript:pwn())",
    "<a href=javascript:pwn()>x</a>", "--><base href=//pwn.no/><!--", "{{7*7}}<style>*{pwn:x}</style>",
    "</script><script>pwn()</script>", "&lt;img class=pwn src=x&gt;\" x='pwn' <form action=//pwn.no>",
)  # fmt: skip
#: A word that no line is long enough for.
ENDLESS = "w" * 400
#: What nobody writes: what the installation keeps for itself, and addresses that are held to their shape.
NOT_WRITTEN = re.compile(
    r"^(web_sessions|jobs|job_runs|throttles|one_time_tokens|letters|second_factors|recovery_codes|sign_in_attempts"
    r"|known_devices|used_logouts|settings|old_slugs|issued_identities|proposal_goals|follows)\."
    r"|_key$|_hash$|digest$|_url$|\.(key|mark|slug|website|host|number|county|sort_key|search_names|accent|kind"
    r"|subject_kind|default_form|language_decision|reference|verb|field|filters|worker|what|partial_ids|mentioned"
    r"|sizes|passages|read_as|illustration|goals|thresholds|scores|columns|mail|marks)$|^security_events\.details$"
)


def places() -> Iterator[Column[Any]]:
    """Every column that people's words end in; a new one is among them until it is said to be none."""
    for table in Base.metadata.sorted_tables:
        yield from (column for column in free(table) if not NOT_WRITTEN.search(f"{table.name}.{column.name}"))


def plant(connection: Connection) -> set[str]:
    """Put them into every row, whatever stood there; answers table.column of each where there was a row."""
    unlock(connection)
    return {f"{column.table.name}.{column.name}" for column in places() if _sown(connection, column)}


def _sown(connection: Connection, column: Column[Any]) -> int:
    """In how many rows; where it is empty in all of them, in all that the database lets be filled."""
    table = column.table
    assert isinstance(table, Table)
    keys, sown = list(table.primary_key.columns), 0
    every = connection.execute(table.select().with_only_columns(*keys, column)).all()
    rows = [row for row in every if row[-1] is not None] or every
    for number, row in enumerate(rows):
        value = _hostile(row[-1], POLYGLOTS[number % len(POLYGLOTS)], column)
        if value == row[-1]:
            continue
        same = [key == kept for key, kept in zip(keys, row, strict=False)]
        held = connection.begin_nested()
        try:
            connection.execute(table.update().where(*same).values({column.name: value}))
        except DBAPIError:  # a choice, one of a kind, or empty by what the row is: the database holds it to that
            held.rollback()
        else:
            held.commit()
            sown += 1
    return sown


def _hostile(old: Any, payload: str, column: Column[Any]) -> Any:
    """The value in the same shape with hostile words; what is kept as HTML is made of them as a deed makes it."""
    if isinstance(column.type, TextsColumn):
        return type(old)(nb=payload, nn=payload) if old else old
    if isinstance(column.type, JSON):
        is_list = isinstance(old, list) and all(isinstance(one, str) for one in old)
        return [payload for _one in old] if is_list else _within(old, payload)
    if column.name.endswith("html"):
        return markup.stored(payload)
    return f"{payload} {ENDLESS}"[: getattr(column.type, "length", None)]


def _within(one: Any, payload: str) -> Any:
    """The same JSON with other words: its keys, ids and choices, which never have a space, stay."""
    if isinstance(one, dict):
        return {key: _within(inner, payload) for key, inner in one.items()}
    if isinstance(one, list):
        return [_within(inner, payload) for inner in one]
    is_words = isinstance(one, str) and " " in one.strip() and not re.match(r"\d{4}-\d\d-\d\d[ T]", one)
    return payload if is_words else one


def flaws(page: BeautifulSoup) -> Iterator[str]:
    """Whatever stands in a page that hostile words made."""
    for tag in page.find_all(True):
        marks = [name for name in tag.attrs if name.startswith("on") or name in ("style", "autofocus")]
        if marks and not (tag.name in ("input", "textarea") and marks == ["autofocus"]):
            yield f"<{tag.name}> with {marks}"
        if "pwn" in (str(tag.get("id")), *tag.get_attribute_list("class"), str(tag.get("x"))):
            yield f"<{tag.name}> of theirs"
        for name in ("href", "src", "srcset", "action", "formaction", "poster", "data", "content"):
            led = str(tag.get(name, ""))
            # A link that somebody wrote may lead anywhere by http, and says that we do not vouch for it.
            is_plain_link = tag.name == "a" and "ugc" in tag.get_attribute_list("rel") and led.startswith("http")
            if re.match(r"(?i)[\s\x00-\x20]*(javascript|data|vbscript):(?!image/)", led) or (
                "//pwn" in led[:12] and not is_plain_link
            ):
                yield f"<{tag.name} {name}={led}>"
        if tag.name in ("script", "style") and "pwn" in tag.get_text():
            yield f"<{tag.name}> with their words"
        if tag.name == "base":
            yield "<base>"


def sinks(page: BeautifulSoup) -> set[tuple[str, ...]]:
    """The kinds of places in a page where hostile words stand: an element by its name and classes, and which part."""
    found = set()
    for tag in page.find_all(True):
        kind = (tag.name, *tag.get_attribute_list("class"))
        found |= {(*map(str, kind), name) for name, value in tag.attrs.items() if "pwn" in str(value)}
        found |= {(*map(str, kind), "text") for one in tag.find_all(string=True, recursive=False) if "pwn" in one}
    return found


def broken_xml(body: bytes) -> list[str]:
    """Nothing when it is XML, and no link in it leads elsewhere than to a page."""
    try:
        tree = ET.fromstring(body)  # noqa: S314  our own feeds
    except ET.ParseError as error:
        return [str(error)]
    return [str(one.attrib) for one in tree.iter() if str(one.attrib.get("href", "http")).startswith("java")]
