"""The only maker of markup: what people write becomes safe HTML here and nowhere else.

Markdown of a small kind (paragraphs, emphasis, lists, quotes, links, line breaks) goes through markdown-it
with raw HTML off, and then through bleach's allowlist. Stored HTML begins with the renderer's version;
HTML of another version is rendered anew when it is read.
"""

import re
import unicodedata
from typing import Any

import bleach
from bleach.linkifier import LinkifyFilter
from markdown_it import MarkdownIt
from markupsafe import Markup, escape

#: Raise this when the rules below change: stored HTML of an older version is then rendered anew.
RENDERER = 1
#: Longest text that is ever rendered, in code points; the parsers are quadratic on hostile nesting.
LONGEST = 20_000

TAGS = frozenset({"p", "br", "em", "strong", "ul", "ol", "li", "blockquote", "a"})
_SAFE_ADDRESS = re.compile(r"(?i)^(https?://[^/\s]|mailto:[^\s])")
_MARKDOWN = MarkdownIt("zero", {"breaks": True, "maxNesting": 12}).enable(
    ["emphasis", "list", "blockquote", "link", "newline", "escape", "autolink"]
)
# A link that is refused stays text as it was written.
setattr(_MARKDOWN, "validateLink", lambda url: bool(_SAFE_ADDRESS.match(url)))  # noqa: B010
#: Long runs of one mark are never meant as Markdown, and cost the parser quadratic time.
_HOSTILE_RUN = re.compile(r"([\[\](){}*_>`<!#&~\\+-])\1{30,}")
#: A «word» this long is no address, and looking for one inside it takes quadratic time as well.
_ENDLESS_WORD = re.compile(r"[\w.-]{600,}")
_MARKS = re.compile(r"[\[\]()*_<`]")
_MOST_MARKS = 1_000

# C0 and C1 controls but tab and newline, lone surrogates, bidi overrides and isolates, non-characters, and the
# replacement character that a broken byte leaves behind.
_UNSHOWABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\uffff\ud800-\udfff]"
)
_TOO_MANY_MARKS = re.compile(r"[\u0300-\u036f\u1ab0-\u1aff\u20d0-\u20ff]{8,}")


def tidy(written: str) -> str:
    """The text in NFC, with plain newlines, and without white space at either end."""
    return unicodedata.normalize("NFC", written.replace("\r\n", "\n").replace("\r", "\n")).strip()


def is_showable(written: str) -> bool:
    """Whether every character can be stored and shown without harm to the text around it."""
    return not _UNSHOWABLE.search(written) and not _TOO_MANY_MARKS.search(written)


def showable(written: str) -> str:
    """The text with a visible mark where a character cannot be shown, for giving it back to its writer."""
    return _TOO_MANY_MARKS.sub("�", _UNSHOWABLE.sub("�", written))


def stored(written: str) -> str:
    """Version and safe HTML of a text in small Markdown, for the column beside its source."""
    return f"{RENDERER}\n{_render(written)}"


def shown(kept: str, written: str) -> Markup:
    """The HTML kept beside a source text, rendered anew when another version of the renderer made it."""
    version, _, html = kept.partition("\n")
    return Markup(html if version == str(RENDERER) else _render(written))  # noqa: S704  our own sanitised HTML


def prose(written: str) -> Markup:
    """Safe HTML of a text that has no stored HTML, such as a municipality's own pages."""
    return Markup(_render(written))  # noqa: S704  our own sanitised HTML


def excerpt(written: str, length: int = 200) -> str:
    """The beginning of a text without its marks, on one line, at most ``length`` code points."""
    plain = re.sub(r"[*_>`]|^\s*[-+]\s|\[([^\]]*)\]\([^)]*\)", r"\1", written, flags=re.MULTILINE)
    plain = " ".join(plain.split())
    return plain if len(plain) <= length else plain[: length - 1].rsplit(" ", 1)[0] + "…"


def _render(written: str) -> str:
    written = tidy(written)[:LONGEST]
    hostile = _is_hostile(written)
    html = _plain(written) if hostile else _MARKDOWN.render(written)
    # Finding addresses in running text is quadratic in brackets too.
    filters = [] if hostile else [_linkify]
    cleaner = bleach.Cleaner(tags=TAGS, attributes=_allowed, protocols={"http", "https", "mailto"}, filters=filters)
    return str(cleaner.clean(html))


def _is_hostile(written: str) -> bool:
    if _HOSTILE_RUN.search(written) or _ENDLESS_WORD.search(written):
        return True
    return len(_MARKS.findall(written)) > _MOST_MARKS


def _plain(written: str) -> str:
    return "".join(f"<p>{escape(part)}</p>".replace("\n", "<br>") for part in re.split(r"\n{2,}", written))


def _allowed(tag: str, name: str, value: str) -> bool:
    if tag == "a" and name == "href":
        return bool(_SAFE_ADDRESS.match(value))
    return tag == "a" and name == "rel"


def _relation(attributes: Any, new: bool = False) -> Any:  # noqa: ARG001
    attributes[(None, "rel")] = "nofollow ugc noopener"
    return attributes


def _linkify(source: Any) -> LinkifyFilter:
    return LinkifyFilter(source, callbacks=[_relation])


_FOLDED: dict[str, str | int | None] = {"æ": "ae", "ø": "o", "å": "a", "đ": "d", "ŋ": "n", "ŧ": "t"}
_LAST: dict[str, str | int | None] = {"æ": "{", "ø": "|", "å": "}"}


def slug(name: str) -> str:
    """A name as lower-case ASCII with hyphens: «Nore og Uvdal» → ``nore-og-uvdal``, «Ås» → ``as``."""
    folded = name.lower().translate(str.maketrans(_FOLDED))
    plain = unicodedata.normalize("NFKD", folded).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def sort_key(name: str) -> str:
    """A key that sorts names as Norwegian does on any database: … z æ ø å, «aa» as «å», case and accents apart."""
    folded = unicodedata.normalize("NFC", name).casefold().replace("aa", "å").replace("ä", "æ").replace("ö", "ø")
    kept = folded.translate(str.maketrans(_LAST))
    return unicodedata.normalize("NFKD", kept).encode("ascii", "ignore").decode()
