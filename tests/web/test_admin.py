"""The municipality's setup in the browser: every page, every refusal, nothing typed is lost."""

import pytest
from sqlalchemy import select

from samskaping.models import Area, Municipality, Theme, Unit
from samskaping.rules.roles import Role

pytestmark = pytest.mark.second_in_matrix

PAGES = (
    "/oppsett", "/oppsett/innstillinger", "/oppsett/tekster", "/oppsett/ansatte", "/oppsett/ansatte/ny",
    "/oppsett/enheter", "/oppsett/enheter/ny", "/oppsett/temaer", "/oppsett/temaer/ny", "/oppsett/omrader",
    "/oppsett/historikk", "/oppsett/sikkerhetslogg", "/oppsett/krav",
)  # fmt: skip


@pytest.fixture(autouse=True)
def looks_at_halden(halden):
    """The test itself reads Halden's rows."""
    halden.db.info["municipality_id"] = halden.here.id


@pytest.fixture
def boss(halden):
    return halden.person("Sjefen", Role.ADMINISTRATOR)


@pytest.fixture
def visitor(site, boss):
    return site.visitor(boss)


def row(halden):
    halden.db.expire_all()
    return halden.db.scalar(select(Municipality).where(Municipality.id == halden.here.id))


def fields(visitor):
    return {tag["name"]: tag.get("value", tag.get_text()) for tag in visitor.page.select("main [name]")}


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("form", ["nb", "nn"])
@pytest.mark.one_database
def test_every_page_opens_in_both_forms(site, boss, page, form):
    site.visitor(boss, form=form).get(page)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
@pytest.mark.one_database
def test_others_do_not_come_in(halden, site, role):
    visitor = site.visitor(halden.person("Noen", role))
    for page in PAGES:
        visitor.get(page, 403)


@pytest.mark.one_database
def test_strangers_are_asked_to_sign_in(site):
    visitor = site.visitor()
    for page in PAGES:
        visitor._ask("GET", page)
        assert visitor.answer.status_code == 302
        assert "/logg-inn" in visitor.answer.headers["Location"]


@pytest.mark.parametrize("page", PAGES)
def test_pages_take_a_fixed_number_of_statements(halden, site, boss, page, statements):
    visitor = site.visitor(boss)
    for _round in range(2):
        leader = halden.person("Lederen", *Role)
        unit = halden.unit(leader=leader)
        halden.theme(unit=unit)
        halden.area()
        visitor.get("/oppsett/omrader")
        visitor.fill(name=f"Sted {len(halden.db.scalars(select(Area.id)).all())}").press("Legg til området")
        with statements.at_most(8):
            visitor.get(page)
        count = len(statements)
        for _more in range(2):
            halden.theme(unit=halden.unit(leader=halden.person("Enda en", *Role)))
            halden.area()
        with statements.exactly(count):
            visitor.get(page)


def test_settings_are_saved_and_shown(halden, visitor):
    visitor.get("/oppsett/innstillinger")
    visitor.fill(answer_days="14", accent="furu", default_form="nn", contact_email="post@halden.no", approval="y")
    visitor.press("Lagre innstillingene")
    assert "Innstillingene er lagret." in visitor.text
    now = row(halden)
    assert (now.answer_days, now.accent, now.default_form, now.approval) == (14, "furu", "nn", True)
    assert visitor.page.select_one("[name=answer_days]")["value"] == "14"
    assert "themes/furu" in str(visitor.page.head)
    visitor.fill(default_form="", approval=None).press("Lagre innstillingene")
    assert (row(halden).default_form, row(halden).approval) == (None, False)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"answer_days": "31"}, "Velg fra 1 til 30 dager. Loven setter grensen."),
        ({"answer_days": "mange"}, "Skriv et helt tall, for eksempel 28"),
        ({"answer_days": "9" * 5000}, "Skriv et helt tall, for eksempel 28"),
        ({"contact_email": "post"}, "Skriv en e-postadresse, for eksempel post@kommunen.no"),
        ({"contact_phone": "1" * 41}, "Teksten kan ha 40 tegn. Nå har den 41."),
        ({"contact_address": "Storgata\0 1"}, "Teksten har tegn som ikke kan vises, merket med «�». Fjern dem."),
        ({"accent": "neon"}, "Velg en av mulighetene"),
    ],
)
@pytest.mark.one_database
def test_a_refused_setting_keeps_what_was_typed(halden, visitor, given, words):
    visitor.get("/oppsett/innstillinger")
    visitor.fill(contact_phone="69 17 40 00").fill(**given).press("Lagre innstillingene", 422)
    assert words in visitor.text
    assert visitor.page.title.get_text().startswith("Feil: ")
    if "contact_phone" not in given:
        assert visitor.page.select_one("[name=contact_phone]")["value"] == "69 17 40 00"
    assert row(halden).contact_phone is None


def test_a_change_meanwhile_is_told_and_the_next_try_counts(halden, visitor):
    visitor.get("/oppsett/innstillinger")
    row(halden).answer_days = 20
    halden._quietly()
    visitor.fill(answer_days="10").press("Lagre innstillingene", 409)
    assert "Noen andre endret dette mens du skrev" in visitor.text
    assert visitor.page.select_one("[name=answer_days]")["value"] == "10"
    visitor.press("Lagre innstillingene")
    assert row(halden).answer_days == 10


def test_texts_in_both_forms(halden, visitor):
    visitor.get("/oppsett/tekster")
    visitor.fill(welcome_nb="Velkommen", welcome_nn="Velkomen", accessibility_url_nb="uustatus").press(
        "Lagre tekstene", 422
    )
    assert "Skriv hele adressen" in visitor.text
    assert visitor.page.select_one("[name=welcome_nn]").get_text().strip() == "Velkomen"
    visitor.fill(accessibility_url_nb="https://uustatus.no/nb/erklaringer/1").press("Lagre tekstene")
    assert (row(halden).welcome.nn, row(halden).accessibility_url.nb) == (
        "Velkomen",
        "https://uustatus.no/nb/erklaringer/1",
    )


def test_the_language_switch_keeps_what_is_typed(halden, visitor):
    visitor.get("/oppsett/tekster")
    visitor.fill(welcome_nb="Ikke lagret").press("Nynorsk")
    assert visitor.path.startswith("/halden/nn/")
    assert visitor.page.select_one("[name=welcome_nb]").get_text().strip() == "Ikke lagret"
    assert not row(halden).welcome


def test_a_unit_from_first_to_last(halden, visitor):
    leader = halden.person("Lederen", Role.LEDER)
    visitor.get("/oppsett/enheter")
    visitor.click("Legg til en enhet")
    visitor.fill(answers_for_nb="Veier", leader=leader.public_id).press("Lagre enheten", 422)
    assert "Skriv navnet på minst én målform" in visitor.text
    assert "Skriv hva lederen kalles" in visitor.text
    visitor.fill(name_nn="Veg og park", leader_title_nn="Parksjef").press("Lagre enheten")
    assert "Enheten er lagret." in visitor.text
    assert "Veg og park" in visitor.text
    assert visitor.page.select_one("th a span[lang=nn]")
    visitor.click("Veg og park")
    visitor.fill(name_nb="Vei og park").press("Lagre enheten")
    visitor.press("Ta ut av bruk Vei og park")
    assert "Ikke i bruk" in visitor.text
    visitor.press("Ta i bruk igjen Vei og park")
    assert halden.db.scalar(select(Unit.ended_at)) is None


def test_a_unit_that_is_needed_says_so(halden, visitor):
    halden.theme(unit=halden.unit())
    visitor.get("/oppsett/enheter")
    visitor.press("Ta ut av bruk Vei og park")
    assert "Enheten svarer for 1 tema. Velg en annen enhet for det først." in visitor.page.get_text()
    assert halden.db.scalar(select(Unit.ended_at)) is None


def test_themes_are_put_in_order(halden, visitor):
    for name in ("Trafikk", "Skole"):
        visitor.get("/oppsett/temaer/ny")
        visitor.fill(name_nb=name).press("Lagre temaet")
    visitor.press("Opp Skole")
    names = [str(theme.name) for theme in halden.db.scalars(select(Theme).order_by(Theme.position))]
    assert names == ["Skole", "Trafikk"]
    visitor.press("Ned Skole")
    assert [link.get_text() for link in visitor.page.select("table a")] == ["Trafikk", "Skole"]


def test_areas_are_added_renamed_and_never_twice(halden, visitor):
    visitor.get("/oppsett/omrader")
    visitor.fill(name="Os").press("Legg til området")
    visitor.fill(name="Os").press("Legg til området", 422)
    assert "Dette området står i lista fra før" in visitor.text
    visitor.click("Os")
    visitor.fill(name="Os allé").press("Lagre området")
    assert [area.name for area in halden.db.scalars(select(Area))] == ["Os allé"]


@pytest.mark.parametrize("path", ["/oppsett/epler/x/avslutt", "/oppsett/enheter/x/avslutt", "/oppsett/omrader/x/flytt"])
@pytest.mark.one_database
def test_buttons_of_what_is_not_there(visitor, path):
    visitor.get("/oppsett/omrader")
    visitor.post(path, {"csrf_token": visitor.token}, 404)


def test_history_tells_who_did_what(halden, visitor):
    visitor.get("/oppsett/omrader")
    visitor.fill(name="Os").press("Legg til området")
    visitor.get("/oppsett/ansatte/ny")
    visitor.fill(email="nina@halden.no", name="Nina Ny", roles=["leder"]).press("Gi rollene")
    visitor.get("/oppsett/historikk")
    for words in ("Roller ble gitt: Nina Ny. Leder.", "Område «Os»: lagt til.", "Sjefen"):
        assert words in visitor.text, words


def test_overview_says_what_is_missing(visitor):
    visitor.get("/oppsett")
    assert "8 ting mangler" in visitor.text
    visitor.click("Legg inn områder, så naboer finner forslagene.")
    assert visitor.path.endswith("/oppsett/omrader")


def test_the_desk_of_an_administrator_says_what_waits_and_how_many(site, halden, boss, visitor, statements):
    for _each in range(2):
        halden.theme(unit=halden.unit())
    halden.theme("Natur")
    visitor.get("/arbeid")
    assert "2 enheter har ingen leder" in visitor.text
    visitor.click("1 tema har ingen enhet. Velg en, eller si hvem som får alle andre saker.")
    rest = visitor.page.find("option", string="Alle andre saker")["value"]
    visitor.fill(area=rest, unit=halden.unit().public_id).press("Legg til regelen")
    with statements.at_most(8):
        visitor.get("/arbeid")
    assert "har ingen enhet" not in visitor.text
    site.visitor(halden.person("Pia", Role.PUBLISIST)).get("/arbeid")


def test_how_many_open_cases_have_a_theme_stands_beside_the_button(halden, visitor):
    halden.proposal(theme=halden.theme().public_id)
    page = visitor.get("/oppsett/temaer")
    assert "1 åpen sak" in page.select_one("form[action$='/avslutt']").get_text(" ", strip=True)
