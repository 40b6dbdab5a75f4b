"""Signing in, and what leads in, as somebody who is up to no good would try it."""

import re
from dataclasses import replace

import pytest
from sqlalchemy import select, update

from samskaping.jobs.place import Place
from samskaping.jobs.post import post
from samskaping.models import IssuedIdentity, Letter, Municipality, OneTimeToken
from samskaping.outside import mail, passwords
from samskaping.rules.kinds import Purpose
from samskaping.web.sessions import cookie_name
from tests.accounts import PASSWORD, link, register, sign_out, somebody, with_password
from tests.visitor import Site
from tests.world import municipality

WRONG = "feil passord helt feil"
#: Ways on that lead off the site, or to nothing that is a page.
HOSTILE = ("//evil.no", "https://evil.no", "javascript:alert(1)", "https://app.no.evil.no", "@evil.no", "%0d%0aX: y",
           "/\\evil.no", "///evil.no", "https:evil.no", "/halden/nb\r\nX: y")  # fmt: skip


@pytest.mark.one_database
@pytest.mark.case("AU-01")
def test_each_refusal_costs_one_check_of_a_hash_of_the_same_price(site: Site, monkeypatch):
    """Who has an account cannot be told by the time that it takes, which is that of the check."""
    known, unconfirmed = with_password(site), with_password(site, "Ikke Bekreftet", confirmed=False)
    blocked, linked = with_password(site, "Stengt Ute"), site.world.person("Bare Porten")
    blocked.blocked_at = site.now
    site.world.db.add(
        IssuedIdentity(person_id=linked.id, issuer="i", subject="s", level="l", linked_at=site.now, used_at=site.now)
    )
    site.world.db.commit()
    checked: list[str] = []
    real = passwords._HASHER

    class Counting:
        hash = staticmethod(real.hash)

        @staticmethod
        def verify(stored: str, password: str) -> bool:
            checked.append(stored.rsplit("$", 2)[0])
            return real.verify(stored, password)

    monkeypatch.setattr(passwords, "_HASHER", Counting())
    answers, each = set(), []
    for address in (known.email, "ingen@example.no", unconfirmed.email, blocked.email, linked.email):
        visitor, before = site.visitor(), len(checked)
        visitor.get("/logg-inn")
        visitor.fill(email=address, password=WRONG if address == known.email else PASSWORD).press("Logg inn", 422)
        answers.add(re.sub(r"\s+", " ", visitor.text.replace(address, "")))
        each.append(len(checked) - before)
    assert each == [1] * 5
    assert len(answers) == 1
    assert set(checked) == {"$argon2id$v=19$m=19456,t=2,p=1"}


@pytest.mark.one_database
@pytest.mark.case("AU-09")
def test_tries_at_one_account_are_counted_by_all_processes_and_from_all_addresses(settings, connection, halden):
    sites = [Site(settings, connection, halden, alone=True) for _process in range(2)]
    known, statuses = with_password(sites[0]), []
    for number in range(6):
        visitor = sites[number % 2].visitor()
        visitor.client.environ_base["REMOTE_ADDR"] = f"203.0.113.{number}"
        visitor.get("/logg-inn")
        sent = {"email": known.email, "password": WRONG, "csrf_token": visitor.token}
        statuses.append(visitor.client.post("/halden/nb/logg-inn", data=sent).status_code)
    assert statuses == [422] * 5 + [429]
    visitor.get("/logg-inn")
    visitor.fill(email=known.email, password=PASSWORD).press("Logg inn", 429)
    assert int(visitor.answer.headers["Retry-After"]) > 0
    visitor.get(link(sites[0], known, Purpose.SIGN_IN))  # the owner gets in meanwhile, by the mailbox
    visitor.press("Logg inn")
    assert "Hei, Ola" in visitor.text


@pytest.mark.one_database
@pytest.mark.case("AU-09")
def test_one_address_that_tries_many_accounts_waits_and_others_do_not(site: Site, monkeypatch):
    monkeypatch.setattr(passwords, "fits", lambda stored, password: password == PASSWORD and stored is not None)
    known, visitor = with_password(site), site.visitor()
    visitor.get("/logg-inn")
    for number in range(60):
        sent = {"email": f"nr{number}@example.no", "password": WRONG, "csrf_token": visitor.token}
        assert visitor.client.post("/halden/nb/logg-inn", data=sent).status_code == 422
    visitor.fill(email=known.email, password=PASSWORD).press("Logg inn", 429)
    assert int(visitor.answer.headers["Retry-After"]) > 0
    elsewhere = site.visitor()
    elsewhere.client.environ_base["REMOTE_ADDR"] = "203.0.113.9"
    elsewhere.get("/logg-inn")
    elsewhere.fill(email=known.email, password=PASSWORD).press("Logg inn")
    assert "Hei, Ola" in elsewhere.text


def _cookies(visitor) -> list[str]:
    return visitor.answer.headers.getlist("Set-Cookie")


@pytest.mark.one_database
@pytest.mark.case("AU-07")
def test_every_cookie_is_shut_to_all_others(settings, connection, halden):
    site = Site(replace(settings, base_url="https://samskaping.example.no"), connection, halden, alone=True)
    known, ref = with_password(site), halden.proposal()
    site.world.db.commit()
    reader, seen = site.visitor(), []
    for path in ("/", "/forslag", f"/forslag/{ref}", "/behov", "/utfordringer", "/slik-virker-det", "/personvern"):
        reader.get(path)
        assert _cookies(reader) == [], path
    for rule in site.app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and not rule.arguments:
            visitor = site.visitor()
            visitor.answer = visitor.client.get(f"/halden/nb{rule.rule}", base_url=site.settings.base_url)
            seen += _cookies(visitor)
    visitor = site.visitor()
    visitor.get("/logg-inn")
    visitor.client.set_cookie("session", "fra-et-annet-sted", domain="samskaping.example.no")
    for press in ("Logg inn", None):
        if press:
            sent = {"email": known.email, "password": PASSWORD, "csrf_token": visitor.token}
            visitor.post("/logg-inn", sent)
        else:
            visitor.get("/min-side")
            visitor.post("/logg-ut", {"csrf_token": visitor.token})
        assert _cookies(visitor)
        seen += _cookies(visitor)
    assert len(seen) > 3
    for cookie in seen:
        first, *rest = (part.strip() for part in cookie.split(";"))
        said = {name.lower(): value for name, _is, value in (part.partition("=") for part in rest)}
        assert first.startswith("__Host-session=")
        assert {"secure", "httponly"} <= said.keys()
        assert (said["path"], said["samesite"], "domain" in said) == ("/", "Lax", False)


@pytest.mark.one_database
@pytest.mark.case("AU-12")
def test_a_link_is_not_to_be_guessed_and_dies_with_the_address_it_was_mailed_to(site: Site):
    known, visitor = with_password(site), site.visitor()
    paths = {purpose: link(site, known, purpose, email="ny@example.no") for purpose in Purpose}
    assert all(len(path.rpartition("/")[2]) >= 43 for path in paths.values())  # 256 bits, six to a letter
    kept = site.world.db.scalars(select(OneTimeToken.token_hash)).all()
    assert not {path.rpartition("/")[2] for path in paths.values()} & set(kept)
    visitor.get(paths[Purpose.CHANGE_EMAIL])
    visitor.press("Bruk den nye adressen")
    for purpose in (Purpose.RESET, Purpose.SIGN_IN):
        site.visitor().get(paths[purpose], 410)


@pytest.mark.one_database
@pytest.mark.case("AU-16")
@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.no"},
        {"X-Forwarded-Host": "evil.no"},
        {"Forwarded": "host=evil.no"},
        {"Host": "samskaping.example.no@evil.no"},
        {"Host": "evil.no:443"},
        {"X-Original-Host": "evil.no", "X-Host": "evil.no"},
    ],
)
def test_mail_leads_home_whatever_the_request_called_us(settings, connection, halden, tmp_path, headers):
    at_home = replace(settings, base_url="https://samskaping.example.no", mail_url=f"folder://{tmp_path}/post")
    site = Site(at_home, connection, halden, alone=True)
    known, visitor = with_password(site), site.visitor()
    visitor.get("/glemt-passord")
    sent = {"email": known.email, "csrf_token": visitor.token}
    answer = visitor.client.post("/halden/nb/glemt-passord", data=sent, headers=headers, base_url=at_home.base_url)
    if answer.status_code in (400, 403, 404):
        assert site.world.db.scalars(select(Letter.id)).all() == []
        return
    assert "evil" not in answer.headers["Location"]
    while post(Place(connection, at_home, "prøve", lambda: site.now)):
        continue
    [told] = mail.kept(at_home.mail_url)
    links = re.findall(r"https?://\S+", told.text)
    assert links
    assert all(one.startswith("https://samskaping.example.no/") for one in links)
    assert "evil" not in str(told)


@pytest.mark.one_database
@pytest.mark.case("AU-16")
@pytest.mark.parametrize("host", ["voss.example.no", "halden.example.no", "samskaping.example.no"])
def test_mail_leads_to_its_own_municipality_whichever_host_was_asked(settings, connection, halden, tmp_path, host):
    """Another municipality's own host is one that we answer on, and still no mail of Halden's leads there."""
    municipality(halden.db, "voss", number="4621", host="voss.example.no")
    halden.db.execute(update(Municipality).where(Municipality.slug == "halden").values(host="halden.example.no"))
    halden.db.commit()
    at_home = replace(settings, base_url="https://samskaping.example.no", mail_url=f"folder://{tmp_path}/post")
    site = Site(at_home, connection, halden.refreshed(), alone=True)
    known, client = with_password(site), site.visitor().client
    # At its own host a municipality is named by the host alone.
    path = "/nb/glemt-passord" if host == "halden.example.no" else "/halden/nb/glemt-passord"
    page = client.get(path, base_url=f"https://{host}", follow_redirects=True)
    token = re.findall(r'name="csrf_token"[^>]*value="([^"]+)"', page.get_data(as_text=True))
    sent = {"email": known.email, "csrf_token": token[0] if token else ""}
    client.post(page.request.path, data=sent, base_url=f"https://{page.request.host}")
    while post(Place(connection, at_home, "prøve", lambda: site.now)):
        continue
    told = mail.kept(at_home.mail_url)
    assert len(told) == (host != "voss.example.no"), page.status
    for one in told:
        links = re.findall(r"https?://\S+", one.text)
        assert links
        assert all(link.startswith(("https://samskaping.example.no/", "https://halden.example.no/")) for link in links)


def _led_off(visitor) -> list[str]:
    """Links of the page that lead off the site; what is only handed on in a query, is judged where it is used."""
    every = [str(tag["href"]) for tag in visitor.page.select("main a[href]")]
    return [href for href in every if not href.partition("?")[0].startswith(("/halden/", "#")) and href[0] != "?"]


@pytest.mark.one_database
@pytest.mark.case("AU-17")
@pytest.mark.parametrize("after", HOSTILE)
def test_no_way_on_leads_off_the_site(site: Site, after):
    known, ref = with_password(site), site.world.proposal()
    asked = {"neste": after, "tilbake": after}
    visitor = site.visitor()
    visitor._ask("GET", "/logg-inn", query_string=asked)
    assert _led_off(visitor) == []
    sent = {"email": known.email, "password": PASSWORD, "csrf_token": visitor.token}
    visitor._ask("POST", "/logg-inn", query_string=asked, data=sent)
    assert visitor.answer.headers["Location"] == "/halden/nb/min-side"
    for path in ("/logg-inn", "/registrer"):
        visitor._ask("GET", path, query_string=asked)
        assert visitor.answer.headers["Location"] == "/halden/nb/min-side"
    staff = site.visitor(site.world.caseworker())
    for path in (f"/arbeid/moderer/forslag/{ref}", "/arbeid/sla-sammen", "/arbeid/meldinger/valgte"):
        staff._ask("GET", path, query_string=asked)
        assert "evil" not in staff.answer.headers.get("Location", "")
        assert _led_off(staff) == []


@pytest.mark.one_database
@pytest.mark.case("AU-18")
@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.no"},
        {"Origin": "null"},
        {"Origin": "http://localhost.evil.no"},
    ],
)
def test_another_site_signs_nobody_in_or_out(site: Site, headers):
    known, visitor = with_password(site), site.visitor()
    visitor.get("/logg-inn")
    sent = {"email": known.email, "password": PASSWORD, "csrf_token": visitor.token}
    visitor.post("/logg-inn", sent, 403, **headers)
    visitor.get("/min-side", 302)
    visitor.post("/logg-inn", sent)
    before = visitor.client.get_cookie(cookie_name(site.app)).value
    visitor.get("/min-side")
    visitor.post("/logg-ut", {"csrf_token": visitor.token}, 403, **headers)
    assert visitor.client.get_cookie(cookie_name(site.app)).value == before
    visitor.get("/min-side")
    sign_out(visitor)


@pytest.mark.one_database
@pytest.mark.case("AU-24")
@pytest.mark.parametrize(
    ("password", "status"),
    [
        ("grønne epler a", 422),
        ("grønne epler på", 303),
        ("grønne epler på låven" + "x" * 108, 422),
        (" grønne  epler på låven ", 303),
        ("passordpassord1", 422),
        ("Mona Mona Mona 1", 422),
        ("halden halden 99", 422),
    ],
)
def test_the_form_takes_what_the_rule_takes_and_keeps_argon2id(site: Site, password, status):
    visitor = site.visitor()
    visitor.get("/registrer")
    field = visitor.page.select_one("[name=password]")
    assert (field.get("maxlength"), field.get("onpaste"), field["autocomplete"]) == (None, None, "new-password")
    if status == 422:
        visitor.fill(email="mona@example.no", name="Mona", password=password, old_enough="y").press("Lag konto", 422)
        return
    register(visitor, password=password)
    mona = somebody(site)
    visitor.get(link(site, mona, Purpose.CONFIRM))
    visitor.press("Bekreft og logg inn")
    site.world.db.refresh(mona)
    assert mona.password_hash.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert passwords.fits(mona.password_hash, password)
    assert not passwords.fits(mona.password_hash, password.strip() + "x")
