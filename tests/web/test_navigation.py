"""The staff's menu: everyone is shown the doors that open to them, and no other."""

import pytest

from samskaping.rules.roles import Role
from samskaping.web.navigation import STAFF

pytestmark = pytest.mark.one_database


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.PLATTFORM])
def test_the_menu_shows_what_opens_and_nothing_else(site, halden, role):
    visitor = site.visitor(halden.person("Kari", role))
    with site.app.test_request_context("/"):
        doors = [site.app.url_map.bind("localhost").build(endpoint) for _key, _words, endpoint, _can in STAFF]
    page = visitor.get("/arbeid")
    shown = {str(link["href"]).removeprefix("/halden/nb") for link in page.select("nav a[href]")}
    opens = set()
    for door in doors:
        visitor._ask("GET", door)
        assert visitor.answer.status_code in (200, 403), door
        if visitor.answer.status_code == 200:
            opens.add(door)
    # The inbox has a page of its own for those whose role gives no sight of cases.
    assert {door for door in doors if door in shown} | {"/arbeid"} == opens | {"/arbeid"}


def test_a_resident_has_no_such_menu(site, halden):
    assert not site.visitor(halden.person()).get("/min-side").select("a[href*='/nb/arbeid']")
