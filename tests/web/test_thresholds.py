"""People are told what they must show before they begin, on the page and without a cookie, and come back to it."""

import pytest

from samskaping.actions import identities, thresholds
from samskaping.rules.roles import Role
from samskaping.rules.thresholds import mark
from tests.challenges import published
from tests.initiatives import collecting, paper, row, small

pytestmark = pytest.mark.second_in_matrix
TOLD = "For å støtte her trenger du bekreftet identitet."


@pytest.fixture
def boss(halden):
    return halden.person("Sjefen", Role.ADMINISTRATOR)


@pytest.fixture
def ingrid(halden):
    return halden.person("Ingrid Demo", Role.PUBLISIST)


def ask(halden, boss, **wanted):
    thresholds.of_municipality(halden.context(boss), wanted, seen=mark({}))
    halden._quietly()


def words(visitor):
    return " ".join(visitor.page.select_one("main").get_text(" ").split())


def test_an_administrator_says_what_is_asked_and_everyone_can_read_it(site, halden, boss):
    visitor = site.visitor(boss)
    visitor.get("/oppsett/krav")
    visitor.fill(stotte="bekreftet", behov="epost").press("Lagre kravene")
    assert "Kravene er lagret" in visitor.page.get_text()
    reader = site.visitor()
    reader.get("/slik-virker-det")
    said = words(reader)
    assert "Støtte forslag Bekreftet identitet" in said
    assert "Vi slår ikke opp i Folkeregisteret" in said
    assert "Set-Cookie" not in reader.answer.headers


def test_what_is_asked_is_told_before_anybody_begins_and_without_a_cookie(site, halden, boss):
    ref, ola = halden.proposal(halden.person("Per")), halden.person("Ola")
    ask(halden, boss, stotte="bekreftet", kommentar="bekreftet")
    reader = site.visitor()
    reader.get(f"/forslag/{ref}")
    assert f"{TOLD} Logg inn, så kommer du tilbake hit." in words(reader)
    assert "For å kommentere her trenger du" in words(reader)
    assert "Set-Cookie" not in reader.answer.headers
    known = site.visitor(ola)
    known.get(f"/forslag/{ref}")
    assert TOLD in words(known)
    assert not known.page.select(f"form[action$='/forslag/{ref}/stott']")
    assert not known.page.select("textarea[name=text]")
    known.post(f"/forslag/{ref}/stott", {"csrf_token": known.page.select_one("[name=csrf_token]")["value"]}, 403)
    assert TOLD in words(known)
    identities.confirm(halden.context(halden.caseworker()), ola.public_id)
    halden._quietly()
    known.get(f"/forslag/{ref}")
    assert TOLD not in words(known)
    known.press("Støtt forslaget")
    assert "Du støtter forslaget." in words(known)


def test_what_was_typed_is_kept_when_more_is_asked_meanwhile(site, halden, boss):
    ref, ola = halden.proposal(halden.person("Per")), halden.person("Ola")
    visitor = site.visitor(ola)
    visitor.get(f"/forslag/{ref}/kommentar")
    visitor.fill(text="Dette tok meg en halvtime å skrive.", stance="for")
    ask(halden, boss, kommentar="bekreftet")
    visitor.press("Publiser kommentaren", 403)
    assert "trenger du bekreftet identitet" in words(visitor)
    assert "Dette tok meg en halvtime å skrive." in visitor.page.select_one("textarea[name=text]").get_text()


@pytest.mark.parametrize("page", ["/behov/fortell", "/reis-utfordring"])
def test_a_form_that_one_cannot_send_says_what_it_takes(site, halden, boss, page):
    ask(halden, boss, behov="bekreftet", utfordring="bekreftet")
    visitor = site.visitor(halden.person("Ola"))
    visitor.get(page)
    assert "trenger du bekreftet identitet" in words(visitor)
    assert not visitor.page.select("main textarea")


def test_a_need_told_without_an_account_is_still_told_where_nothing_is_asked(site, halden, boss):
    ask(halden, boss, stotte="bosatt")
    visitor = site.visitor()
    visitor.get("/behov/fortell")
    assert visitor.page.select("main textarea")
    ask_more = {"stotte": "bosatt", "behov": "epost"}
    thresholds.of_municipality(halden.refreshed().context(boss), ask_more, seen=mark({"stotte": "bosatt"}))
    halden._quietly()
    visitor.fill(text="Det er mørkt langs veien.").press("Fortell om behovet", 422)
    assert "Det er mørkt langs veien." in visitor.page.select_one("textarea").get_text()
    visitor.get("/behov/fortell")
    way = visitor.page.select_one("main a[href*='neste=']")["href"]
    assert way.endswith("fortell")


def test_a_challenge_says_what_it_asks_and_a_draft_waits_until_it_is_shown(site, halden, ingrid):
    made, ola = published(halden, ingrid, closes_on=None, answers_on=halden.in_days(90)), halden.person("Ola")
    desk = site.visitor(ingrid)
    desk.get(f"/arbeid/utfordringer/{made}/krav")
    desk.fill(forslag="bekreftet").press("Lagre kravene")
    visitor = site.visitor(ola)
    visitor.get(f"/utfordring/{made}")
    assert "Foreslå noe: Bekreftet identitet" in words(visitor)
    visitor.get(f"/foresla?utfordring={made}")
    assert "For å sende inn et forslag her trenger du bekreftet identitet." in words(visitor)
    draft = halden.draft(ola, challenge=made, idea="En benk på hvert hjørne.")
    visitor.get(f"/foresla/{draft}/se-over")
    assert "trenger du bekreftet identitet" in words(visitor)
    visitor.fill(sure=["y"]).press("Send inn forslaget")
    assert visitor.path.endswith("/se-over")
    identities.confirm(halden.context(halden.caseworker()), ola.public_id)
    halden._quietly()
    visitor.get(f"/foresla/{draft}/se-over")
    assert "trenger du bekreftet" not in words(visitor)
    visitor.fill(sure=["y"]).press("Send inn forslaget")
    assert "/kvittering/" in visitor.path


def test_saying_where_one_lives_leads_back(site, halden, boss):
    ref, ola = halden.proposal(halden.person("Per")), halden.person("Ola")
    identities.confirm(halden.context(halden.caseworker()), ola.public_id)
    ask(halden, boss, stotte="bosatt")
    visitor = site.visitor(ola)
    visitor.get(f"/forslag/{ref}")
    assert "å bo i Halden kommune" in words(visitor)
    visitor.get(visitor.page.select_one("main a[href*='innstillinger?neste=']")["href"])
    visitor.fill(home="halden").press("Lagre endringene")
    assert visitor.path.endswith(f"/forslag/{ref}")
    visitor.press("Støtt forslaget")


def test_foreign_challenges_are_as_those_that_never_were(site, halden, ingrid):
    visitor = site.visitor(ingrid)
    visitor.get("/arbeid/utfordringer/finnesikke1/krav", 404)


def test_who_may_sign_an_innbyggerforslag_is_the_municipalitys_to_say_and_paper_stays_open(site, halden, boss):
    """What is asked is told on its page and instead of the form; whoever has shown it signs, others on paper."""
    small(halden)
    made, ola = collecting(halden, halden.person("Siri")), halden.person("Ola Nordmann")
    page = f"/innbyggerforslag/{made}"
    told = "For å skrive under på innbyggerforslag her trenger du bekreftet identitet."
    ask(halden, boss, underskrift="bekreftet")
    reader = site.visitor()
    reader.get(page)
    assert f"{told} Logg inn, så kommer du tilbake hit." in words(reader)
    assert "Set-Cookie" not in reader.answer.headers
    known = site.visitor(ola)
    known.get(page)
    assert told in words(known)
    assert not known.page.select(f"a[href$='{page}/skriv-under']")
    known.get(f"{page}/skriv-under")
    assert told in words(known)
    assert not known.page.select("[name=lives_here]")
    known.get("/meld-fra")
    sent = {"csrf_token": known.token, "once": "x", "name": "Ola Nordmann", "lives_here": "y"}
    known.post(f"{page}/skriv-under", sent, 403)
    assert told in words(known)
    assert row(halden, made).signature_count == 0
    kari = halden.caseworker()
    paper(halden.context(kari), made)
    identities.confirm(halden.context(kari), ola.public_id)
    known.get(page)
    known.click("Skriv under")
    known.fill(lives_here="y").press("Skriv under")
    assert row(halden, made).signature_count == 2
