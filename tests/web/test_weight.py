"""What a page weighs on the wire signed in, and that nobody can weigh a secret out of it."""

import gzip
import re
from itertools import pairwise

import pytest
from itsdangerous import URLSafeTimedSerializer

from samskaping.actions import comments
from samskaping.actions.comments import Remark
from samskaping.web.tokens import bare, masked

pytestmark = pytest.mark.second_in_matrix

FIRST_VIEW = 75_000
#: About as long as people write.
NEED = "Mora mi orker ikke turen til butikken uten en pause, og det er ingen benk mellom Os og sentrum. " * 6
WORDS = "Enig. Langs elva blåser det, så benkene må stå i le, og de bør ha rygg og armlener. " * 4
PARTS = re.compile(r'<(?:link[^>]*rel="stylesheet"[^>]*href|script[^>]*src)="([^"]+)"')


@pytest.fixture
def full(halden):
    """A municipality with a list of many long proposals; the last has 50 comments."""
    people = [halden.person(f"Ola Skriver nummer {number}") for number in range(10)]
    refs = [halden.proposal(people[n % 10], title=f"{n + 1} benker langs Tista", need=NEED) for n in range(25)]
    for number in range(50):
        comments.write(halden.context(people[number % 10]), refs[-1], Remark(f"{number}. {WORDS}"))
    return refs[-1]


def wire(visitor, path):
    """Bytes of one answer as a browser that takes gzip gets it, and its text."""
    with visitor.client.get(path, headers={"Accept-Encoding": "gzip"}) as answer:
        assert answer.status_code == 200, path
        packed = answer.headers.get("Content-Encoding") == "gzip"
        return len(answer.data), gzip.decompress(answer.data) if packed else answer.data


def test_a_first_view_is_light_signed_in(site, halden, full, kari):
    weights = {}
    for person in (halden.person("Innbygger"), kari):
        visitor = site.visitor(person)
        pages = ["/", "/forslag", f"/forslag/{full}", "/varsler", "/min-side"]
        if person is kari:
            pages += ["/arbeid", f"/arbeid/sak/{full}"]
        for page in pages:
            weight, body = wire(visitor, f"{visitor.place}{page}")
            parts = set(PARTS.findall(body.decode()))
            assert len(parts) > 1
            weights[person.name, page] = weight + sum(wire(visitor, part)[0] for part in parts)
    assert {page: weight for page, weight in weights.items() if weight > FIRST_VIEW} == {}


def test_a_token_is_never_shown_twice_and_holds(site, halden):
    """What repeats in many answers can be guessed from how well they compress."""
    person = halden.person()
    visitor = site.visitor(person)
    seen = []
    for _view in range(3):
        visitor.get("/min-side/innstillinger")
        assert {tag["value"] for tag in visitor.page.select("[name=csrf_token]")} == {visitor.token}
        seen.append(visitor.token)
    secret = URLSafeTimedSerializer(site.settings.secret_key, salt="wtf-csrf-token")
    assert len({secret.loads(bare(token)) for token in seen}) == 1
    for one, other in pairwise(seen):
        assert not [one[at : at + 8] for at in range(len(one) - 7) if one[at : at + 8] in other]
    visitor.post("/logg-ut", {"csrf_token": seen[0]})


@pytest.mark.parametrize("sent", ["", "tull", "ø", "AAAA", "a.b.c", "x" * 5000])
def test_what_is_no_token_is_refused_in_words(site, halden, sent):
    visitor = site.visitor(halden.person())
    visitor.post("/logg-ut", {"csrf_token": sent}, 400)
    assert bare(masked("hei")) == "hei"


def test_the_same_page_differs_in_length(site, halden):
    visitor = site.visitor(halden.person())
    path = f"{visitor.place}/min-side/innstillinger"
    heads = {wire_head(visitor, path) for _view in range(8)}
    assert len(heads) > 3, heads


def wire_head(visitor, path):
    """How long the name in gzip's head is (RFC 1952 § 2.3)."""
    answer = visitor.client.get(path, headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Encoding"] == "gzip"
    return answer.data.index(b"\0", 10) - 10 if answer.data[3] & 8 else 0


def test_no_other_site_can_have_the_cookie_sent_from_within_its_page(site):
    visitor = site.visitor()
    visitor.get("/logg-inn")
    assert "SameSite=Lax" in visitor.answer.headers["Set-Cookie"]
