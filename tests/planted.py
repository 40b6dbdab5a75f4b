"""Hostile words, and what a page must never be made of."""

import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from bs4 import BeautifulSoup

#: Twelve ways out of wherever words can stand. Each would leave the mark ``pwn`` on an element, or run.
POLYGLOTS = (
    "<script>pwn()</script>", "<img src=x onerror=pwn()>", "<svg/onload=pwn()>", '"><b class=pwn onclick=pwn()>x</b>',
    "'><i id=pwn autofocus onfocus=pwn()>", "</title></textarea><u class=pwn>x", "[x](javascript:pwn())",
    "<a href=javascript:pwn()>x</a>", "--><base href=//pwn.no/><!--", "{{7*7}}<style>*{pwn:x}</style>",
    "</script><script>pwn()</script>", "&lt;img class=pwn src=x&gt;\" x='pwn' <form action=//pwn.no>",
)  # fmt: skip


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
