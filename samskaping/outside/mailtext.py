"""The words of letters: templates without a web request, in the form in force, as plain text and the same as HTML."""

import html
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from samskaping import clock, language

TEMPLATES = Path(__file__).parent.parent / "templates" / "mail"


@dataclass(frozen=True)
class Words:
    """A letter's subject and body, the body twice."""

    subject: str
    text: str
    html: str


#: Around people's own words in another language than the letter's: its tag, the words, the end. No text holds these.
_OWN = re.compile("\x02([^\x03]*)\x03([^\x04]*)\x04")


def write(kind: str, facts: Mapping[str, Any], homes: Collection[str]) -> Words:
    """The words of one kind of letter. ``homes`` are the places that our links lead to; nothing else becomes a link."""
    rendered = _environment().get_template(f"{kind}.txt").render(facts)
    subject, _rest, body = rendered.strip().partition("\n")
    text = re.sub(r"\n{3,}", "\n\n", body).strip() + "\n"
    return Words(" ".join(subject.split()), _OWN.sub(r"\2", text), _html(text, homes))


@cache
def _environment() -> Environment:
    environment: Any = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=False,  # noqa: S701  plain text; the HTML part escapes all of it
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_callables(language.gettext, language.ngettext, newstyle=True)
    environment.filters.update(date=_day, moment=_moment, line=_line, own=_own)
    return environment  # type: ignore[no-any-return]


def _day(value: date | datetime) -> str:
    return language.day(clock.oslo_date(value) if isinstance(value, datetime) else value)


def _moment(value: datetime) -> str:
    return f"{_day(value)} kl. {language.clock_time(clock.oslo(value))}"


def _line(words: str) -> str:
    """People's words on one line, so that they cannot pass for lines of ours."""
    return " ".join(str(words).split())


def _own(words: str, tag: str) -> str:
    """People's words in their own language, which the HTML part says where it is not the letter's."""
    if not tag or tag == language.current():
        return words
    return "\n".join(f"\x02{tag}\x03{line}\x04" if line.strip() else line for line in words.split("\n"))


def _html(text: str, homes: Collection[str]) -> str:
    parts = [
        "<p>" + "<br>\n".join(_html_line(line, homes) for line in paragraph.split("\n")) + "</p>"
        for paragraph in text.strip().split("\n\n")
    ]
    return (
        f'<!doctype html>\n<html lang="{language.current()}">\n<head><meta charset="utf-8"></head>\n<body>\n'
        + "\n".join(parts)
        + "\n</body>\n</html>\n"
    )


def _html_line(line: str, homes: Collection[str]) -> str:
    address = line.strip()
    if address.startswith(tuple(f"{home}/" for home in homes)) and " " not in address:
        return f'<a href="{html.escape(address)}">{html.escape(address)}</a>'
    return _OWN.sub(r'<span lang="\1">\2</span>', html.escape(line))
