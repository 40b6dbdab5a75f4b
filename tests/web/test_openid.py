"""Signing in by ID-porten at a real OpenID provider: new accounts, known ones, keys that change, and the ways out."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from samskaping import clock
from samskaping.models import IssuedIdentity, Letter, LetterKind, Proposal, WebSession
from samskaping.rules.kinds import Purpose
from tests.accounts import PASSWORD, link, somebody, with_password
from tests.openid import Surfer, asked
from tests.visitor import Site

BUTTON = "Logg inn med ID-porten"


@pytest.fixture
def site(settings, connection, halden, provider):
    found = Site(replace(settings, openid=provider.settings()), connection, halden)
    found.now = clock.now()  # a real issuer has real clocks
    return found


def go(visitor, provider, *, after="", surfer=None, page="/logg-inn", button=BUTTON):
    """From the sign-in page to the provider and back; the address that the provider sends the browser to."""
    visitor.get(page + (f"?neste={after}" if after else ""))
    visitor.press(button)
    return (surfer or Surfer(provider)).go(visitor.answer.headers["Refresh"].partition("url=")[2])


def go_from_settings(visitor, provider):
    return go(visitor, provider, page="/min-side/innstillinger", button="Koble til ID-porten")


def come(visitor, provider, **more):
    visitor.get(go(visitor, provider, **more), 303)
    visitor.follow()
    return visitor


def linked(site, person, subject="kari"):
    site.world.db.add(
        IssuedIdentity(
            person_id=person.id, issuer=site.settings.openid.issuer, subject=subject,
            level="idporten-loa-low", linked_at=site.now, used_at=site.now,
        )
    )  # fmt: skip
    site.world.db.commit()
    return person


def seats(site, person):
    return site.world.db.scalars(select(WebSession).where(WebSession.person_id == person.id)).all()


def test_nothing_of_it_is_seen_where_there_is_none(settings, connection, halden):
    site = Site(settings, connection, halden)
    visitor = site.visitor()
    assert "ID-porten" not in visitor.get("/logg-inn").text
    for path in ("/id-porten/svar", "/id-porten/avslutt?iss=x&sid=y", "/id-porten/utlogget"):
        visitor.get(f"http://localhost{path}", 404)
    visitor.get("/logg-inn/id-porten/ny", 404)
    assert "ID-porten" not in site.visitor(halden.person()).get("/min-side/innstillinger").text


@pytest.mark.parametrize("form", ["nb", "nn"])
def test_what_the_issuer_is_asked(site, provider, form):
    visitor = site.visitor(form=form)
    visitor.get("/logg-inn")
    visitor.press(BUTTON)
    sent = asked(visitor.answer.headers["Refresh"].partition("url=")[2])
    assert (sent["response_type"], sent["scope"], sent["ui_locales"]) == ("code", "openid", form)
    assert (sent["acr_values"], sent["code_challenge_method"]) == ("idporten-loa-substantial", "S256")
    assert sent["redirect_uri"] == "http://localhost/id-porten/svar"
    assert len({sent["state"], sent["nonce"], sent["code_challenge"]}) == 3


def test_a_known_person_comes_in_and_on_to_where_they_were(site, provider):
    ola = linked(site, site.world.person("Ola Nordmann"))
    visitor = site.visitor()
    visitor.get("/logg-inn")
    before = visitor.client.get_cookie("session").value
    come(visitor, provider, after="/halden/nb/forslag")
    assert visitor.path == "/halden/nb/forslag"
    assert visitor.client.get_cookie("session").value != before
    visitor.get("/min-side")
    [seat] = seats(site, ola)
    assert (seat.issuer, bool(seat.issued_sid)) == (provider.address, True)
    assert site.world.db.scalars(select(IssuedIdentity.level)).one() == "idporten-loa-substantial"


def test_a_new_person_makes_an_account_that_is_theirs_when_the_address_is_confirmed(site, provider):
    visitor = come(site.visitor(form="nn"), provider, after="/halden/nn/forslag")
    assert visitor.path == "/halden/nn/logg-inn/id-porten/ny"
    assert not visitor.page.select("[name=password]")
    visitor.fill(email="mona@example.no", name="Mona", shown_as="eget", form="nn", old_enough="y").press("Lag konto")
    mona = somebody(site)
    assert site.world.db.scalars(select(IssuedIdentity)).all() == []
    visitor.get(link(site, mona, Purpose.CONFIRM))
    visitor.press("Stadfest og logg inn")
    assert visitor.path == "/halden/nn/forslag"
    [seat] = seats(site, mona)
    assert seat.issuer == provider.address
    again = come(site.visitor(), provider)
    assert "Hei, Mona" in again.text


def test_a_new_account_in_another_browser_is_not_tied_to_whoever_asked(site, provider):
    """Somebody writes another's address: whoever has it, confirms it without being tied to anybody's identity."""
    come(site.visitor(), provider).fill(email="mona@example.no", name="Falsk", old_enough="y").press("Lag konto")
    other = site.visitor()
    other.get(link(site, somebody(site), Purpose.CONFIRM))
    other.press("Bekreft og logg inn")
    assert site.world.db.scalars(select(IssuedIdentity)).all() == []
    assert come(site.visitor(), provider).path.endswith("/logg-inn/id-porten/ny")


def test_whoever_has_an_account_signs_in_there_and_is_asked(site, provider):
    ola = with_password(site)
    visitor = come(site.visitor(), provider, after="/halden/nb/forslag")
    visitor.click("Logg inn")
    visitor.fill(email=ola.email, password=PASSWORD).press("Logg inn")
    assert visitor.path.startswith("/halden/nb/min-side/id-porten")
    assert ola.email in visitor.text
    assert "name" not in visitor.page.select_one("#koble [type=submit]").attrs, "Enter ties, and does not refuse"
    visitor.press("Koble til ID-porten")
    assert visitor.path == "/halden/nb/forslag"
    letters = site.world.db.scalars(select(Letter.kind).where(Letter.person_id == ola.id)).all()
    assert LetterKind.LINKED in letters
    assert come(site.visitor(), provider).page.select_one("main") is not None
    assert len([seat for seat in seats(site, ola) if seat.issuer]) == 2


def test_not_now_ties_nothing(site, provider):
    ola = with_password(site)
    visitor = come(site.visitor(), provider)
    visitor.click("Logg inn")
    visitor.fill(email=ola.email, password=PASSWORD).press("Logg inn")
    visitor.press("Ikke nå")
    assert site.world.db.scalars(select(IssuedIdentity)).all() == []
    visitor.get("/min-side/id-porten", 303)


def test_one_ties_and_loosens_from_the_settings(site, provider):
    ola = with_password(site)
    visitor = site.visitor(ola)
    visitor.get(go_from_settings(visitor, provider), 303)
    visitor.follow()
    visitor.press("Koble til ID-porten")
    assert visitor.path == "/halden/nb/min-side/innstillinger"
    elsewhere = come(site.visitor(), provider)
    visitor.get("/min-side/innstillinger")
    visitor.click("Koble fra ID-porten")
    visitor.press("Koble fra ID-porten")
    assert "Koble til ID-porten" in visitor.text
    elsewhere.get("/min-side", 302)
    visitor.get("/min-side/id-porten/koble-fra", 404)


def test_tying_asks_again_who_one_is_when_it_is_a_while_since(site, provider):
    ola = with_password(site)
    visitor = site.visitor(ola)
    site.now += timedelta(minutes=11)
    visitor.get(go_from_settings(visitor, provider), 303)
    visitor.follow()
    visitor.press("Koble til ID-porten", 422)
    assert site.world.db.scalars(select(IssuedIdentity)).all() == []
    visitor.fill(current=PASSWORD).press("Koble til ID-porten")
    assert site.world.db.scalars(select(IssuedIdentity.person_id)).all() == [ola.id]


def test_an_identity_is_one_accounts(site, provider):
    linked(site, site.world.person("Ola Nordmann"))
    visitor = site.visitor(with_password(site, "Kari Nordmann"))
    visitor.get(go_from_settings(visitor, provider), 403)
    assert "annen konto" in visitor.text
    assert "Hei, Kari" in visitor.get("/min-side").text


def test_a_blocked_account_stays_shut(site, provider):
    ola = linked(site, site.world.person("Ola Nordmann"))
    ola.blocked_at = site.now
    site.world.db.commit()
    visitor = site.visitor()
    visitor.get(go(visitor, provider), 403)
    visitor.get("/min-side", 302)


def test_a_draft_comes_along(site, provider):
    ola = linked(site, site.world.person("Ola Nordmann"))
    visitor = site.visitor()
    visitor.get("/foresla")
    visitor.follow()
    visitor.fill(need="Det er mørkt på Tistedalsveien om kvelden").press("Neste: Ideen")
    come(visitor, provider)
    writers = select(Proposal.writer_id).execution_options(every_municipality=True)
    assert site.world.db.scalars(writers).all() == [ola.id]


@pytest.mark.case("AU-08")
@pytest.mark.parametrize(
    ("idle", "in_all", "stays"), [(59, 59, True), (61, 61, False), (30, 23 * 60, True), (30, 24 * 60 + 1, False)]
)
def test_a_stay_by_id_porten_is_short(site, provider, idle, in_all, stays):
    """An hour idle, a day in all."""
    ola = linked(site, site.world.person("Ola Nordmann"))
    visitor = come(site.visitor(), provider)
    [seat] = seats(site, ola)
    seat.seen_at = site.now + timedelta(minutes=in_all - idle)
    site.world.db.commit()
    site.now += timedelta(minutes=in_all)
    visitor.get("/min-side", 200 if stays else 302)


@pytest.mark.case("AU-21")
def test_new_keys_are_found_by_asking_once_more(site, provider):
    """Keys that the issuer has changed are fetched anew, once."""
    linked(site, site.world.person("Ola Nordmann"))
    come(site.visitor(), provider)
    provider.renew_keys()
    assert "Hei, Ola" in come(site.visitor(), provider).get("/min-side").text


@pytest.mark.case("AU-22")
@pytest.mark.parametrize("acr", ["", "idporten-loa-low"])
def test_a_level_that_is_too_low_is_refused_with_why(site, provider, acr):
    """Never less sure than was asked for."""
    ola = linked(site, site.world.person("Ola Nordmann"))
    provider.says(acr=acr)
    visitor = site.visitor()
    visitor.get(go(visitor, provider), 403)
    assert "sikkerhetsnivå" in visitor.text
    assert seats(site, ola) == []


def test_more_than_sure_enough_is_sure_enough(site, provider):
    linked(site, site.world.person("Ola Nordmann"))
    provider.says(acr="idporten-loa-high")
    assert "Hei, Ola" in come(site.visitor(), provider).get("/min-side").text


def test_the_way_out_goes_by_the_issuer(site, provider):
    """Signed out here at once; at the issuer by a button, whose address the page's CSP lets through."""
    ola = linked(site, site.world.person("Ola Nordmann"))
    surfer = Surfer(provider)
    visitor = come(site.visitor(), provider, surfer=surfer)
    visitor.get("/min-side")
    visitor.press("Logg ut")
    assert (seats(site, ola), visitor.page.select("header a[href$=min-side]")) == ([], [])
    assert f"form-action 'self' {provider.address};" in visitor.answer.headers["Content-Security-Policy"]
    form = visitor.page.select_one("main form")
    fields = {tag["name"]: tag["value"] for tag in form.select("input")}
    page = surfer.go(form["action"], fields)
    assert "op.logoutForm" in page
    xsrf = page.partition('name="xsrf" value="')[2].partition('"')[0]
    back = surfer.go("/session/end/confirm", {"xsrf": xsrf, "logout": "yes"})
    assert back == "http://localhost/id-porten/utlogget?state=%2Fhalden%2Fnb"
    visitor.get(back, 303)
    assert visitor.answer.headers["Location"] == "/halden/nb/"


@pytest.mark.case("AU-17")
@pytest.mark.parametrize("state", ["//evil.no", "https://evil.no", "/\\evil.no", "/a/b/c/d", "%0d%0ax"])
def test_coming_back_leads_nowhere_else(site, state):
    """To a path of ours only."""
    visitor = site.visitor()
    visitor.get(f"http://localhost/id-porten/utlogget?state={state}", 303)
    assert visitor.answer.headers["Location"] == "/"


@pytest.mark.case("AU-17")
@pytest.mark.parametrize("after", ["//evil.no", "https://evil.no", "javascript:alert(1)", "@evil.no"])
def test_signing_in_leads_nowhere_else(site, provider, after):
    """To a path of ours only."""
    linked(site, site.world.person("Ola Nordmann"))
    visitor = site.visitor()
    visitor.get(go(visitor, provider, after=after), 303)
    assert visitor.answer.headers["Location"] == "/halden/nb/min-side"


@pytest.mark.case("AU-18")
def test_another_site_cannot_begin_it(site):
    """A form of another site's is refused, and one without its token."""
    visitor = site.visitor()
    visitor.get("/logg-inn")
    sent = {"csrf_token": visitor.token}
    visitor.post("/logg-inn/id-porten", sent, 403, **{"Sec-Fetch-Site": "cross-site"})
    visitor.post("/logg-inn/id-porten", {}, 400)
    assert "Refresh" not in visitor.answer.headers
