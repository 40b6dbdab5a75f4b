"""What is measured: the pages, the posts, and what each is measured against."""

import html
import re
import secrets
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from itsdangerous import URLSafeTimedSerializer

from samskaping.web import tokens

import load
from fill import SECRET, SLUG
from rows import Filled

BASE = f"/{SLUG}/nb"
LIST = f"{BASE}/forslag"


@dataclass(frozen=True)
class Case:
    """One page or post: its share of the floor's requests per second that we aim at, if any."""

    name: str
    floor: str
    aim: float | None = None

    @property
    def made_anew(self) -> "Case":
        """The same page with kept pages turned off: shown beside, and judged by nobody."""
        return replace(self, name=f"{self.name},  made anew", aim=None)


FRONT = Case("front page of the municipality", "page")
LIST_1 = Case("list, page 1", "page", 1 / 2)
LIST_50 = Case("list, page 50", "page", 1 / 2)
FILTERED = Case("list, filtered and sorted", "page", 1 / 2)
SEARCH = Case("search", "page", 1 / 2)
PROPOSAL = Case("proposal with 50 comments", "page", 1 / 4)
SEND_IN = Case("post of a proposal", "post", 1 / 3)
COMMENT = Case("post of a comment", "post", 1 / 3)
#: As they are shown.
ORDER = [case.name for case in (FRONT, LIST_1, LIST_50, FILTERED, SEARCH, PROPOSAL, SEND_IN, COMMENT)]


def pages(port: int, filled: Filled) -> dict[Case, str]:
    """The address of each page; page 50 of the list is reached as a reader reaches it."""
    return {
        FRONT: f"{BASE}/",
        LIST_1: LIST,
        LIST_50: _page(port, 50),
        FILTERED: f"{LIST}?{urlencode({'tema': filled.theme, 'sorter': 'stotte'})}",
        SEARCH: f"{LIST}?{urlencode({'sok': 'sykkelvei skolen'})}",
        PROPOSAL: f"{LIST}/{filled.full}",
    }


def _page(port: int, number: int) -> str:
    path = LIST
    for _ in range(number - 1):
        answer = load.once(port, load.request(path, port=port))
        link = re.search(r'<a\b[^>]*\brel="next"[^>]*>', answer.body.decode())
        assert link, f"{path} has no next page"
        address = re.search(r'href="([^"]+)"', link[0])
        assert address
        path = html.unescape(address[1])
        path = path if path.startswith("/") else f"{LIST}{path}"
    return path


def posts(port: int, filled: Filled, secret: str, count: int) -> dict[Case, list[bytes]]:
    """As many posts of each kind, each by another person and with a token of their own session's."""
    token = tokens.masked(URLSafeTimedSerializer(secret, salt="wtf-csrf-token").dumps(SECRET))

    def post(path: str, session: str, **fields: str) -> bytes:
        body = urlencode({"csrf_token": token, "once": secrets.token_urlsafe(16), **fields}).encode()
        return load.request(path, port=port, cookie=session, body=body)

    sent_in = [post(f"{BASE}/foresla/{draft}/se-over", session, sure="y") for session, draft in filled.drafts[:count]]
    said = {
        "text": "Dette er et godt forslag, og det vil hjelpe **mange** hos oss.",
        "stance": "for",
        "language": "nb",
        "speaker": "",
    }
    written = [
        post(f"{LIST}/{reference}/kommentar", session, **said)
        for session, reference in zip(filled.tokens[:count], filled.references[-count:], strict=True)
    ]
    return {SEND_IN: sent_in, COMMENT: written}
