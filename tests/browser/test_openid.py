"""Signing in by ID-porten in a real browser, whose rules for forms and frames no test client knows."""

import re

import pytest

from tests.openid import provided
from tests.serving import serve
from tests.watched import Watched, axe, overflow

pytestmark = [pytest.mark.browser, pytest.mark.one_database]


@pytest.fixture(scope="module")
def house(kind, templates, worker, tmp_path_factory):
    """A site that knows an issuer, and the issuer."""
    folder = tmp_path_factory.mktemp("openid")
    database = templates.copy(kind, f"openid_{worker}", folder, of=templates.demonstration(kind))
    with provided(folder) as provider:
        known = provider.settings()
        given = {"ISSUER": known.issuer, "CLIENT_ID": known.client_id, "KEY": str(known.key_file)}
        with serve(database, folder, **{f"SAMSKAPING_OPENID_{name}": value for name, value in given.items()}) as site:
            provider.serves(site.address)
            yield site, provider


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize(
    ("form", "button", "again"),
    [
        ("nb", "Logg ut", "Logg ut av ID-porten også"),
        ("nn", "Logg ut", "Logg ut av ID-porten òg"),
    ],
)
def test_out_and_back_and_out_for_good(house, browser, form, button, again, scripts):
    """Somebody new, with and without JavaScript: an account, its link, a stay, and out in both places."""
    site, provider = house
    who = f"{form}-{scripts}".lower()
    provider.says(who)
    watched = Watched(browser, site.address, width=390, java_script_enabled=scripts)
    page = watched.page
    page.goto(f"/halden/{form}/logg-inn?neste=/halden/{form}/forslag")
    check(page, scripts)
    page.get_by_role("button", name="Logg inn med ID-porten").click()
    page.wait_for_url(re.compile("/logg-inn/id-porten/ny"))
    check(page, scripts)
    page.locator("[name=email]").fill(f"{who}@example.no")
    page.locator("[name=name]").fill("Mona")
    page.locator("label[for=old_enough]").click()
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(re.compile("/sjekk-e-posten"))
    site.work()
    page.goto("/_postkasse")
    page.get_by_role("link", name=re.compile("Bekreft|Stadfest")).first.click()
    page.locator("a[href*='/bekreft/']").first.click()
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(re.compile(f"/halden/{form}/forslag"))
    page.goto(f"/halden/{form}/min-side/innstillinger")
    check(page, scripts)
    page.goto(f"/halden/{form}/min-side/id-porten/koble-fra")
    check(page, scripts)
    page.goto(f"/halden/{form}/min-side")
    page.get_by_role("button", name=button).last.click()
    page.get_by_role("button", name=again).wait_for()
    check(page, scripts)
    there = f"a call to a third party: {provider.address}"
    assert [one for one in watched.complaints if not one.startswith(there)] == []
    page.get_by_role("button", name=again).click()  # to a page of the provider's, which calls whom it likes
    page.wait_for_url(re.compile(re.escape(provider.address)))  # its own question, whether one is sure
    page.goto(f"/halden/{form}/min-side")
    assert "/logg-inn" in page.url
    watched.close()


def check(page, scripts):
    assert not overflow(page)
    assert not scripts or axe(page) == []
