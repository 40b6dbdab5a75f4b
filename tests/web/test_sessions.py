"""A browser's session: nothing is kept of readers, and forms from before a sign-in fit no more."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import func, select

from samskaping.actions import sessions
from samskaping.db import transaction
from samskaping.models import Proposal, WebSession
from samskaping.outside import signing
from samskaping.rules.pipeline import State
from samskaping.web.sessions import cookie_name
from samskaping.web.tokens import bare
from tests.accounts import PASSWORD, with_password
from tests.visitor import Site
from tests.world import NOW

pytestmark = pytest.mark.second_in_matrix

NEED = "Mora mi orker ikke turen til butikken uten en pause."
#: Pages with a form that anybody may open.
FORMS = ("/logg-inn", "/registrer", "/meld-fra", "/foresla")


def rows(site: Site) -> int:
    return site.world.db.scalar(select(func.count()).select_from(WebSession)) or 0


def cookie(visitor) -> str:
    return visitor.client.get_cookie(cookie_name(visitor.site.app)).value


def test_a_flood_of_readers_leaves_no_row(site: Site):
    for path in FORMS:
        for _reader in range(3):
            visitor = site.visitor()
            visitor.get(path)
            visitor.get(path)
            assert visitor.answer.headers["Cache-Control"] == "no-store"
    assert rows(site) == 0


def test_the_first_form_begins_the_row_and_the_next_one_stays_in_it(site: Site):
    visitor = site.visitor()
    visitor.get("/foresla")
    before = cookie(visitor)
    visitor.fill(need="Kort").press("Neste: Ideen", status=422)
    visitor.fill(need=NEED).press("Neste: Ideen")
    assert (rows(site), cookie(visitor)) == (1, before)
    kept = site.world.db.scalars(select(WebSession)).one()
    assert kept.data["csrf_token"]
    assert before not in (kept.token_hash, str(kept.data))


@pytest.mark.parametrize("made_up", ["x" * 43, "x.y", "InRlc3Qi.feil", "." * 90])
def test_a_cookie_that_was_not_given_out_begins_nothing(site: Site, made_up: str):
    visitor = site.visitor()
    visitor.client.set_cookie(cookie_name(site.app), made_up)
    visitor.get("/foresla")
    assert cookie(visitor) != made_up
    fields = {"csrf_token": visitor.token, "need": NEED, "once": "x"}
    visitor.client.set_cookie(cookie_name(site.app), made_up)
    visitor.post("/foresla", fields, 400)
    assert rows(site) == 0


def test_a_token_fits_only_the_browser_that_got_it(site: Site):
    one, other = site.visitor(), site.visitor()
    one.get("/foresla")
    other.get("/foresla")
    other.post("/foresla", {"csrf_token": one.token, "need": NEED, "once": "x"}, 400)
    assert rows(site) == 0


def test_the_page_tells_nobody_the_cookie(site: Site):
    visitor = site.visitor()
    visitor.get("/logg-inn")
    value = cookie(visitor)
    token = signing.read(site.settings.secret_key, "guest", value)
    secret = URLSafeTimedSerializer(site.settings.secret_key, salt="wtf-csrf-token").loads(bare(visitor.token))
    assert token
    assert token not in secret
    assert secret not in value
    assert token not in visitor.answer.get_data(as_text=True)


def test_an_ended_session_s_cookie_begins_no_other(site: Site):
    visitor = site.visitor(site.world.person())
    visitor.get("/min-side/innstillinger")
    ended, token = cookie(visitor), visitor.token
    visitor.post("/logg-ut", {"csrf_token": token})
    visitor.client.set_cookie(cookie_name(site.app), ended)
    visitor.post("/foresla", {"csrf_token": token, "need": NEED, "once": "x"}, 400)
    assert rows(site) == 0


def test_two_forms_sent_at_once_begin_one_row(own_engine):
    ready = Barrier(6)

    def begin(_number: int) -> int:
        ready.wait()
        with transaction(own_engine) as db:
            return sessions.begin(db, "samme", NOW, {"csrf_token": "x"}, "Prøve")

    with ThreadPoolExecutor(6) as pool:
        assert len(set(pool.map(begin, range(6)))) == 1


def test_forms_from_before_signing_in_fit_no_more_and_can_be_sent_again(site: Site):
    known, visitor = with_password(site), site.visitor()
    visitor.get("/foresla")
    stale = visitor.token
    visitor.get("/logg-inn")
    visitor.fill(email=known.email, password=PASSWORD).press("Logg inn")
    visitor.post("/foresla", {"csrf_token": stale, "need": NEED, "once": "x"}, 400)
    assert "Skjemaet var for gammelt" in visitor.text
    assert NEED in visitor.page.select_one("textarea#need").get_text()
    assert stale not in visitor.answer.get_data(as_text=True)
    visitor.press("Neste: Ideen")
    site.world.db.info["municipality_id"] = site.world.here.id
    assert site.world.db.scalars(select(Proposal.need)).all() == [NEED]


def test_a_stale_form_never_shows_a_password_again(site: Site):
    visitor = site.visitor()
    visitor.get("/logg-inn")
    visitor.post("/logg-inn", {"csrf_token": "gammelt", "email": "ola@example.no", "password": PASSWORD}, 400)
    assert "ola@example.no" in visitor.answer.get_data(as_text=True)
    assert PASSWORD not in visitor.answer.get_data(as_text=True)


def test_begun_before_signing_in_and_sent_after(site: Site):
    """Without scripts: the draft, and the page to come back to, live through the new cookie and the new secret."""
    known, visitor = with_password(site), site.visitor()
    visitor.get("/foresla")
    visitor.fill(need=NEED).press("Neste: Ideen")
    visitor.fill(has_idea="ja", title="Benker", idea="Tre benker.").press("Neste: Stedet og deg")
    visitor.press("Neste: Se over")
    review = visitor.path
    visitor.press("Logg inn for å sende inn")
    assert "/logg-inn" in visitor.path
    visitor.fill(email=known.email, password=PASSWORD).press("Logg inn")
    assert visitor.path.partition("?")[0] == review
    visitor.fill(sure="y").press("Send inn forslaget")
    assert "Takk for forslaget" in visitor.text
    site.world.db.info["municipality_id"] = site.world.here.id
    sent = site.world.db.scalars(select(Proposal)).one()
    assert (sent.state, sent.writer_id) == (State.MOTTATT, known.id)


def test_that_a_session_is_used_is_written_down_more_often_for_staff(site: Site):
    """Whose session lies idle is signed out only among staff; for others each reading would be a write."""
    liv, kari = site.visitor(site.world.person("Liv")), site.visitor(site.world.caseworker())
    begun = {visitor: used(visitor) for visitor in (liv, kari)}
    site.now += timedelta(minutes=2)
    liv.get("/"), kari.get("/")
    assert (used(liv), used(kari)) == (begun[liv], site.now)
    site.now += timedelta(minutes=9)
    liv.get("/")
    assert used(liv) == site.now


def used(visitor):
    seen = select(WebSession.seen_at).where(WebSession.token_hash == sessions.token_hash(cookie(visitor)))
    return visitor.site.world.db.scalar(seen)
