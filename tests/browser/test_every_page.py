"""Every kind of page, found by walking the demonstration's links: no dead link, no finding by axe, nothing spills.

In every run each kind of page is looked at once, by the first kind of person it is open to. The whole matrix is
every kind of page as every kind of person, in both forms, narrow and wide, by day and by night.
"""

import re
import tomllib
import urllib.request
from itertools import product

import pytest

from tests.crawl import Walk, Walker, sign_in
from tests.house.doors import LIST
from tests.house.sources import HOUSE
from tests.watched import COLOURS, axe, overflow

pytestmark = [pytest.mark.browser, pytest.mark.one_database, pytest.mark.timeout(1800)]
FIRST_VIEW = 75_000
STARTS = {"nb": ("/halden/nb/", "/nb/"), "nn": ("/halden/nn/", "/nn/")}
#: Of many pages of a kind, these lead to those where this person takes part.
FIRST = {"resident": ("min-side/arbeidsgrupper",)}
ROLES = ("innsyn", "moderator", "saksbehandler", "publisist", "leder", "arkivar", "administrator")
# Whom each kind of page is looked at as, in every run.
EVERY_RUN = ("unknown", "resident", "leder", "administrator")
# Reached from a letter, after something was sent in or edited, by the platform's own role, by a link that leads on at
# once, in the other municipality, from the one challenge that has it, or by machines. The journeys and tests/web look
# at those that people see.
NOT_BY_LINKS = frozenset(
    f"{noun}.{name}"
    for noun, names in {
        "activation": ["activate", "overview"],
        "admin_staff": ["reset_second"],
        "appeals": ["newest", "newest_of_comment", "newest_of_need", "ruling"],
        "barriers": ["national", "receipt"],
        "casework_words": ["answer", "decline", "note"],
        "comments": ["edit", "retract", "show", "versions"],
        "benefits": ["versions"],
        "erasure": ["erased"],
        "evaluations": ["versions"],
        "fetching": ["about", "document", "picture"],
        "files": ["standing"],
        "gallery": ["components"],
        "gathering_desk": ["publish"],
        "gatherings": ["leave"],
        "group_drafts": ["turn"],
        "group_posts": ["change", "retract", "say"],
        "groups": ["answer", "invite"],
        "health": ["alive", "ready", "robots"],
        "impartiality": ["declare"],
        "initiative_desk": ["do"],
        "initiatives": ["collect", "edit", "send", "withdraw"],
        "links": ["address_back", "confirm", "new_address", "new_password", "sign_in"],
        "mailbox": ["listing", "page"],
        "measurements": ["by_link"],
        "merging": ["support", "undo"],
        "needs": ["confirm", "retract", "similar", "thanks"],
        "notifications": ["unsubscribe"],
        "openid": ["answered", "end_by_frame", "ended", "link", "new", "unlink"],  # only where it is configured
        "staff_openid": ["answered", "end_by_frame", "ended", "roles", "unlink"],  # the same
        "opinions": ["by_link"],
        "own_case": ["ask_again", "edit", "reply", "resubmit", "withdraw"],
        "partners": ["invitation", "leave"],
        "people": ["mailed"],
        "platform": ["end", "listing", "open_account", "shut_account", "sign_out"],
        "proposals": ["statement_versions", "versions"],
        "proposing": ["idea", "place", "receipt", "review", "saved", "similar"],
        "redaction": ["originals", "undo"],
        "reflections": ["answer"],
        "reports": ["thanks"],
        "second_factor": ["codes", "give", "make", "renew"],
        "security_log": ["platform"],
        "sheets": ["columns", "page"],
        "sitemap": ["addresses"],
        "vote_desk": ["announce", "decide", "take_back"],
        "votes": ["ballots", "cast", "page"],
        "wellknown": ["icon", "security"],
    }.items()
    for name in names
)


def email(role: str) -> str:
    """Somebody of the demonstration who has this role, and no other if there is such a person."""
    people = tomllib.loads((HOUSE / "data" / "demo" / "halden.toml").read_text("utf-8"))["person"]
    if role == "resident":
        return "hassan@halden.example.no"  # who has a draft, cases and follows
    wanted = [role]
    exact = [person for person in people if person.get("roles", []) == wanted]
    return str((exact or [person for person in people if role in person.get("roles", [])])[0]["email"])


@pytest.fixture(scope="session")
def served(serve_demonstration):
    """A site on which nobody does anything: what one process found there, every other has as well."""
    with serve_demonstration("walked") as site:
        yield site


@pytest.fixture(scope="session")
def cookies(served) -> dict[str, str]:
    return {who: sign_in(served, email(who)) for who in ("resident", *ROLES)} | {"unknown": ""}


@pytest.fixture(scope="session")
def walks(served, cookies, templates):
    """Walks through the site, each walked once in a run: every process serves a copy of the same demonstration."""

    def walk(who: str, form: str = "nb", most: int = 2) -> Walk:
        walker = Walker(served, cookie=cookies[who], most=most)
        starts = (*(f"{STARTS[form][0]}{path}" for path in FIRST.get(who, ())), *STARTS[form])
        return templates.once(f"walk-{who}-{form}-{most}", lambda: walker.walk(*starts))

    return walk


def doors() -> dict[str, str]:
    """Who may enter each page that can be opened, by the checked-in list."""
    rows = (line.split(" | ") for line in LIST.read_text("utf-8").splitlines())
    return {endpoint: whom for _path, methods, endpoint, whom, _where in rows if "GET" in methods}


@pytest.mark.parametrize("who", EVERY_RUN)
def test_no_link_is_dead(walks, who):
    found = walks(who)
    assert len(found.pages) > 20
    assert found.dead == []


@pytest.mark.matrix
@pytest.mark.parametrize(("who", "form"), list(product(("unknown", "resident", *ROLES), ("nb", "nn"))))
def test_no_link_is_dead_however_far_one_walks(walks, who, form):
    assert walks(who, form, 40).dead == []


def test_every_page_is_reached_by_links(walks):
    reached = {page.endpoint for who in EVERY_RUN for page in walks(who).pages}
    unreached = sorted(set(doors()) - reached - NOT_BY_LINKS)
    assert not unreached, "\n".join(unreached)


@pytest.fixture
def window_of(window, served, cookies):
    """Opens a window in which this person is signed in."""

    def open_one(who, **options):
        page = window(**options)
        if cookies[who]:
            page.context.add_cookies([{"name": "session", "value": cookies[who], "url": served.address}])
        return page

    return open_one


def findings(page, pages, *, by_night: bool = False) -> list[str]:
    """What is wrong with these pages in one window, by day and, if so wished, by night as well.

    WCAG 1.4.10, reflow: 320 px is a window of 1280 px at 400 %.
    """
    wrong = []
    wide = page.viewport_size
    for endpoint, path in pages.items():
        page.goto(path)
        wrong += [f"{endpoint} {path}: {finding}" for finding in axe(page)]
        for window in (wide, {**wide, "width": 320}):
            page.set_viewport_size(window)
            if (wider := overflow(page)) > 0:
                wrong.append(f"{endpoint} {path}: {wider} px wider than {window['width']} px")
        page.set_viewport_size(wide)
        if by_night:
            page.emulate_media(color_scheme="dark")
            wrong += [f"{endpoint} {path} by night: {finding}" for finding in axe(page, COLOURS)]
            page.emulate_media(color_scheme="light")
    return wrong


def first_of_each_kind(walks, who) -> dict[str, str]:
    """Pages that this person is the first to be let in to."""
    seen: set[str] = set()
    for earlier in EVERY_RUN[: EVERY_RUN.index(who)]:
        seen |= set(walks(earlier).kinds)
    return {endpoint: page.path for endpoint, page in walks(who).kinds.items() if endpoint not in seen}


@pytest.mark.parametrize("who", EVERY_RUN)
def test_every_kind_of_page_reflows_and_axe_finds_nothing(walks, window_of, who):
    pages = first_of_each_kind(walks, who)
    assert pages
    assert findings(window_of(who, width=390), pages) == []


def test_every_public_page_reflows_in_nynorsk(walks, window_of):
    """The longest words stand in headings of standing pages, in chosen filters and in what people wrote."""
    found = [page for page in walks("unknown").pages if page.status == 200 and page.mimetype == "text/html"]
    nynorsk = {page.endpoint: page.path for page in found if "nn" in page.path.split("/")[1:3]}.values()
    assert len(nynorsk) > 20
    assert too_wide(window_of("unknown", width=320), nynorsk) == []


def too_wide(page, paths) -> list[str]:
    """The paths that spill out of this window, and by how much."""
    wide = []
    for path in paths:
        page.goto(path)
        if (wider := overflow(page)) > 0:
            wide.append(f"{path}: {wider} px")
    return wide


@pytest.mark.matrix
@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("form", ["nb", "nn"])
@pytest.mark.parametrize("who", ["unknown", "resident", *ROLES])
def test_every_page_reflows_and_axe_finds_nothing_in_the_whole_matrix(walks, window_of, who, form, width):
    """By night in bokmål on a phone and in nynorsk on a desk: colours know no form, and hardly a width."""
    pages = {endpoint: page.path for endpoint, page in walks(who, form).kinds.items()}
    by_night = (form, width) in {("nb", 390), ("nn", 1280)}
    assert findings(window_of(who, width=width), pages, by_night=by_night) == []


def wire(address: str) -> int:
    """Bytes of one answer's body as a browser that takes gzip gets it."""
    request = urllib.request.Request(address, headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(request) as answer:
        return len(answer.read())


def test_a_first_view_is_light(walks, served):
    """HTML, CSS and JS of any page that anyone can open, fonts and pictures apart."""
    heavy = {}
    for endpoint, page in walks("unknown").kinds.items():
        parts = re.findall(r'<(?:link[^>]*rel="stylesheet"[^>]*href|script[^>]*src)="([^"]+)"', page.body)
        assert parts, f"{page.path} has no style"
        weight = wire(served.address + page.path) + sum(wire(served.address + part) for part in set(parts))
        if weight > FIRST_VIEW:
            heavy[endpoint] = weight
    assert heavy == {}
