"""Every link followed by somebody who may do everything: nothing is changed, and no page holds script or style."""

import hashlib
import re

import pytest
from sqlalchemy import select

from samskaping import clock
from samskaping.db import Base
from samskaping.models import PlatformRole
from tests.crawl import Reader

pytestmark = pytest.mark.second_in_matrix

#: What reading may leave: that a session is in use, and that what one was told about is read by opening it.
TRACES = {"web_sessions", "notifications", "security_events", "sqlite_sequence"}
_PAGES = ("/halden/nb/", "/halden/nb/arbeid", "/halden/nb/oppsett", "/halden/nn/min-side", "/nb/plattform", "/")
_INLINE = re.compile(r"<script(?![^>]*\ssrc=)|<style\b|<[a-z][^>]*\s(?:on[a-z]+|style)\s*=", re.IGNORECASE)


def stand(connection) -> dict[str, str]:
    """Each table's rows as one digest."""
    found = {}
    for table in Base.metadata.sorted_tables:
        if table.name not in TRACES:
            rows = connection.execute(select(table).order_by(*table.primary_key.columns)).all()
            found[table.name] = hashlib.sha256(repr(rows).encode()).hexdigest()
    return found


@pytest.fixture(scope="module")
def spun(strangers):
    """The walk, and how every table stood before it and after."""
    me = strangers.staff["theirs"]
    with strangers.session() as db:
        db.add(PlatformRole(person_id=me, granted_at=clock.now()))
        db.commit()
    cookie, _token = strangers.seat(me)
    before = stand(strangers.connection)
    walk = Reader(strangers.app, cookie=cookie, most=2).walk(*_PAGES)
    return walk, before, stand(strangers.connection)


@pytest.mark.case("CS-02")
def test_following_every_link_changes_nothing(spun):
    walk, before, after = spun
    kinds = set(walk.kinds)
    assert {"casework.case", "admin.settings", "moderation.listing", "platform.listing"} & kinds
    assert len(kinds) > 90
    assert len(walk.pages) > 300
    assert [page.path for page in walk.pages if page.status >= 500] == []
    assert [name for name, digest in after.items() if digest != before[name]] == []


@pytest.mark.case("CS-06")
def test_no_page_holds_script_or_style_of_its_own_making(spun):
    walk, _before, _after = spun
    pages = [page for page in walk.pages if page.mimetype == "text/html"]
    held = {page.path: found[0] for page in pages if (found := _INLINE.search(page.body))}
    assert held == {}
    # Nothing of a page must be new each time, so that none of it can be kept by mistake.
    assert not [page.path for page in pages if "nonce" in page.body]


def test_script_and_style_are_seen():
    for flaw in ("<script>a()</script>", "<p style='a'>", '<a href="/" onclick="b()">', "<STYLE>"):
        assert _INLINE.search(flaw), flaw
    assert not _INLINE.search('<script src="/a.js" defer></script><a href="/?style=1">on = off</a>')
