"""After signing out on a machine that others use: the way back and a tab opened anew show nothing of anybody."""

import pytest

from tests.browser.test_every_page import email
from tests.crawl import sign_in

NAME = "Hassan"


@pytest.mark.second_in_matrix
@pytest.mark.case("CS-11")
def test_the_way_back_and_a_tab_opened_anew_show_nothing_of_anybody(window, served):
    page = window()
    page.context.add_cookies([{"name": "session", "value": sign_in(served, email("resident")), "url": served.address}])
    for path in ("/halden/nb/min-side/innstillinger", "/halden/nb/min-side"):
        page.goto(path)
        assert NAME in page.content()
    was_there = page.url
    with page.expect_response(lambda answer: "/logg-ut" in answer.url) as answered:
        page.get_by_role("button", name="Logg ut").first.click()
    assert answered.value.header_value("clear-site-data") == '"cache", "storage"'
    page.wait_for_load_state()
    assert NAME not in page.content()
    for _step in range(2):
        page.go_back()
        page.wait_for_load_state()
        assert NAME not in page.content()
        assert "@halden.example.no" not in page.locator("main").inner_text()
    again = page.context.new_page()
    again.goto(was_there)
    assert "/logg-inn" in again.url
    assert NAME not in again.content()
