"""Limits that several machines count together: two web servers, each with processes of its own, and one store."""

import http.cookiejar
import re
import urllib.error
import urllib.parse
import urllib.request

import pytest

from samskaping.rules.rates import RATES
from tests import counter
from tests.serving import serve

pytestmark = pytest.mark.one_database
PATH = "/halden/nb/glemt-passord"


class Browser:
    """Somebody with cookies, who asks for letters at one of the machines."""

    def __init__(self, address: str) -> None:
        self.address = address
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opens = urllib.request.build_opener(jar)

    def asks_for_letter(self, number: int) -> tuple[int, str]:
        """The status, and when to come again."""
        shown = self.opens.open(self.address + PATH, timeout=60).read().decode()
        (token, *_others) = re.findall(r'name="csrf_token"[^>]*value="([^"]+)"', shown)
        (once, *_others) = [*re.findall(r'name="once"[^>]*value="([^"]+)"', shown), ""]
        fields = {"email": f"nr{number}@example.no", "csrf_token": token, "once": once}
        sent = urllib.request.Request(self.address + PATH, urllib.parse.urlencode(fields).encode())
        try:
            with self.opens.open(sent, timeout=60) as answer:
                return answer.status, ""
        except urllib.error.HTTPError as refused:
            with refused:
                return refused.code, refused.headers.get("Retry-After", "")


@pytest.mark.case("BL-18")
def test_machines_count_together_and_by_themselves_when_the_store_is_gone(templates, kind, worker, tmp_path):
    most = RATES["letter"].most
    database = templates.copy(kind, f"limits_{worker}", tmp_path, of=templates.demonstration(kind))
    with counter.served(tmp_path) as store:
        set_to = {"SAMSKAPING_RATE_STORAGE": store.url}
        with serve(database, tmp_path, workers=2, **set_to) as one, serve(database, tmp_path, **set_to) as other:
            machines = [Browser(one.address), Browser(other.address)]
            statuses = [machines[number % 2].asks_for_letter(number)[0] for number in range(most)]
            assert statuses == [200] * most
            for machine in machines:
                status, again = machine.asks_for_letter(99)
                assert status == 429
                assert 0 < int(again) <= 3600
            store.stops()
            # Better that each counts by itself than that nobody comes in.
            assert [machine.asks_for_letter(100)[0] for machine in machines] == [200, 200]
