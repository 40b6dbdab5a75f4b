"""The inbox: views with counts, filters in the address, the selection, the menu's count, and the pages around it."""

from urllib.parse import quote

import pytest
from sqlalchemy import select

from samskaping.actions import casework
from samskaping.jobs.paces import reckon
from samskaping.models import Event, Organisation, Staff, Verification
from samskaping.rules.events import What
from samskaping.rules.roles import Role
from samskaping.rules.speech import OrganisationKind


def listed(page):
    return [row["data-ref"] for row in page.select(".sk-inbox tbody tr")]


def test_inbox_shows_cases_what_is_due_first(site, halden, kari):
    late = halden.later(days=-40).proposal(title="Den eldste saken")
    new = halden.proposal(title="Den nye saken")
    page = site.visitor(kari).get("/arbeid")
    rows = [row.select_one("small").get_text().split()[0] for row in page.select(".sk-inbox tbody tr")]
    assert rows == [late, new]
    assert "12 dager over fristen" in page.select_one(".sk-inbox tbody tr").get_text(" ")
    counts = {link.get_text(" ", strip=True) for link in page.select(".sk-queues a")}
    assert {
        "2 Nye", "0 Mine", "1 Over fristen", "0 Forfaller denne uka", "0 Venter på innbygger",
        "0 Venter på annen enhet eller råd", "2 Alle åpne", "0 Meldt",
    } <= counts  # fmt: skip


@pytest.mark.parametrize(
    "queue",
    [
        "nye",
        "mine",
        "enhet",
        "frist",
        "uka",
        "innbygger",
        "andre",
        "alle",
        "godkjenning",
        "avsluttet",
    ],
)
def test_empty_queues_say_so_and_an_unknown_one_shows_all(site, kari, queue):
    visitor = site.visitor(kari)
    visitor.get(f"/arbeid?ko={queue}")
    assert "Ingen saker her" in visitor.text
    page = visitor.get("/arbeid?ko=finnes-ikke", 422)
    assert page.select_one(".ds-error-summary a").get_text() == "Visningen finnes ikke."
    assert page.select_one(".sk-queues [aria-current]").get_text(" ", strip=True).endswith("Alle åpne")


def test_search_by_words_number_and_title_of_what_is_not_public(site, halden, kari):
    ref, other = halden.proposal(title="Gangfelt ved barnehagen"), halden.proposal(title="Lys ved balløkka")
    halden.row(other).is_public = False
    visitor = site.visitor(kari)
    for query, found in (("barnehagen", ref), (ref, ref), ("balløkka", other)):
        page = visitor.get(f"/arbeid?sok={query}")
        assert [row.select_one("small").get_text().split()[0] for row in page.select(".sk-inbox tbody tr")] == [found]
    visitor.get("/arbeid?sok=sykkelvei")
    assert "Vi fant ingenting på «sykkelvei»" in visitor.text


def test_pages_of_fifty_both_ways(site, halden, kari):
    writers = [halden.person(f"Person {number}") for number in range(11)]
    for number in range(53):
        halden.proposal(writers[number // 5], title=f"Sak nummer {number}")
    visitor = site.visitor(kari)
    first, second = listed(visitor.get("/arbeid")), listed(visitor.click("Neste"))
    assert (len(first), len(second)) == (50, 3)
    assert listed(visitor.click("Forrige")) == first


def test_each_filter_is_an_address_and_narrows_the_view(site, halden, kari):
    area, theme, unit = halden.area(), halden.theme(), halden.unit()
    there = halden.theme("Sendt", unit=unit)
    refs = {
        "omrade": halden.proposal(area=area.public_id),
        "tema": halden.proposal(theme=theme.public_id),
        "enhet": halden.proposal(theme=there.public_id),
        "malform": halden.proposal(language="nn"),
    }
    chosen = {"omrade": area.public_id, "tema": theme.public_id, "enhet": unit.public_id, "malform": "nn"}
    visitor = site.visitor(kari)
    for name, value in chosen.items():
        page = visitor.get(f"/arbeid?ko=alle&{name}={value}")
        assert listed(page) == [refs[name]], name
        assert page.select_one(f"select[name={name}] option[selected]")["value"] == value


def test_cases_of_one_organisation(site, halden, kari):
    ref, other = halden.proposal(), halden.proposal()
    velforening = Organisation(
        public_id="velforening", name="Os Velforening", kind=OrganisationKind.FRIVILLIG,
        registered_by_id=kari.id, registered_at=halden.now,
    )  # fmt: skip
    halden.db.add(velforening)
    halden.db.flush()
    halden.db.add(Verification(organisation_id=velforening.id, municipality_id=halden.here.id, asked_at=halden.now))
    halden.row(ref).organisation_id = velforening.id
    halden.db.flush()
    halden.db.info.pop("untold", None)
    page = site.visitor(kari).get("/arbeid?organisasjon=velforening")
    assert listed(page) == [ref]
    assert other not in page.get_text()
    assert "Os Velforening" in page.select_one(".sk-inbox tbody").get_text()


def test_my_units_view_and_the_count_in_the_menu(site, halden, kari):
    unit = halden.unit()
    ref = halden.proposal(theme=halden.theme(unit=unit).public_id)
    halden.proposal()
    visitor = site.visitor(kari)
    page = visitor.get("/arbeid")
    assert "Min enhets" not in visitor.text
    assert "nye saker: 2" in page.select_one(".sk-staff-top nav").get_text(" ", strip=True)
    halden.db.scalars(select(Staff).where(Staff.person_id == kari.id)).one().unit_id = unit.id
    halden.db.flush()
    halden.db.info.pop("untold", None)
    assert listed(visitor.get("/arbeid?ko=enhet")) == [ref]
    page = site.visitor(halden.person("Moderator", Role.MODERATOR)).get("/arbeid")
    assert "nye saker" not in page.get_text()
    assert not page.select("[name=sak]")


def test_all_on_the_page_are_chosen_by_a_link(site, halden, kari):
    refs = [halden.proposal() for _ in range(2)]
    visitor = site.visitor(kari)
    visitor.get("/arbeid?ko=nye")
    page = visitor.click("Velg alle på siden")
    assert [box["value"] for box in page.select("[name=sak][checked]")] == refs
    visitor.press("Sett tema")
    assert "2 saker er valgt" in visitor.text
    page = visitor.click("Tilbake til innboksen")
    assert page.select_one("input[name=ko]")["value"] == "nye"


@pytest.mark.parametrize("kept", ["temaer", "omrader"])
def test_what_is_out_of_use_is_told_of_and_found_while_open_cases_have_it(site, halden, kari, kept):
    row = halden.theme("Trafikk") if kept == "temaer" else halden.area("Os")
    field, name = ("theme", "tema") if kept == "temaer" else ("area", "omrade")
    ref, admin = halden.proposal(**{field: row.public_id}), site.visitor(halden.person("Adam", Role.ADMINISTRATOR))
    admin.get(f"/oppsett/{kept}")
    admin.post(f"/oppsett/{kept}/{row.public_id}/avslutt", {"csrf_token": admin.token})
    admin.follow()
    assert "1 åpen sak har det fortsatt" in admin.page.get_text()
    visitor = site.visitor(kari)
    page = visitor.get(f"/arbeid?{name}={row.public_id}")
    assert page.select_one(f"#rad-{ref}")
    visitor.get(f"/arbeid/sak/{halden.proposal()}/plassering")
    assert visitor.page.select_one(f"option[value='{row.public_id}']") is None
    halden.move(ref, "avsla", kari)
    assert visitor.get("/arbeid").select_one(f"option[value='{row.public_id}']") is None


def test_letters_are_switched_off_and_on_again(site, halden, kari):
    halden.proposal()
    visitor = site.visitor(kari)
    assert visitor.get("/arbeid").select_one("#taster")["data-keys"] == "on"
    visitor.get("/arbeid/taster")
    visitor.press("Slå av bokstavtastene")
    assert visitor.page.select_one("#taster")["data-keys"] == "off"
    visitor.get("/arbeid/taster")
    visitor.press("Slå på bokstavtastene")
    assert visitor.page.select_one("#taster")["data-keys"] == "on"


def test_routes_are_laid_and_taken_away_in_the_browser(site, halden):
    area, unit = halden.area(), halden.unit("Os-enheten")
    visitor = site.visitor(halden.person("Adam", Role.ADMINISTRATOR))
    visitor.get("/oppsett/ruting")
    page = visitor.press("Legg til regelen", 422)
    assert [link["href"] for link in page.select("#error-summary a")] == ["#area", "#unit"]
    visitor.fill(area=area.public_id, unit=unit.public_id).press("Legg til regelen")
    assert "Os-enheten" in visitor.page.select_one(".sk-table tbody").get_text()
    assert halden.row(halden.proposal(area=area.public_id)).unit_id == unit.id
    visitor.get("/oppsett/ruting")
    visitor.press("Fjern")
    assert "Ingen regler for områder ennå" in visitor.text
    assert halden.db.scalar(select(Event.id).where(Event.what == What.PROPOSAL_ROUTED))
    visitor.get("/oppsett/historikk")
    assert "Ruting" in visitor.text


def test_the_history_says_to_whom_a_case_went(site, halden, kari):
    unit, other = halden.unit("Os-enheten"), halden.unit("Parkenheten")
    ref = halden.proposal(theme=halden.theme(unit=unit).public_id)
    casework.assign(halden.sure(kari, ref), ref, person=kari.public_id, unit=other.public_id)
    page = site.visitor(kari).get(f"/arbeid/sak/{ref}").select_one("#historikk").get_text(" ", strip=True)
    assert "Saken gikk til en enhet etter kommunens regler: Os-enheten (tema)" in page
    assert "Ansvaret ble gitt videre: Kari Demo, Parkenheten" in page
    assert "Os-enheten" not in site.visitor().get(f"/forslag/{ref}").select_one("main").get_text()


def test_how_fast_is_drawn_and_told_as_a_table(site, halden, kari):
    visitor = site.visitor(kari)
    visitor.get("/arbeid")
    assert "Ingen saker er besvart de siste tolv månedene" in visitor.text
    ref = halden.proposal()
    halden.later(days=3).move(ref, "avsla", kari)
    reckon(halden.db, halden.here.id, halden.later(days=3).context().today)
    halden.db.flush()
    page = visitor.get("/arbeid")
    assert len(page.select("svg.sk-pace rect")) == 2
    rows = [row.get_text(" ", strip=True) for row in page.select(".sk-help tbody tr")]
    assert rows[0] == "Hele kommunen mars 2026 3 dager 1 sak, få 3 dager 1 sak, få"


@pytest.mark.case("IN-12")
def test_hostile_marks_are_only_other_marks(site, halden, kari):
    ref, theme = halden.proposal(), halden.theme()
    visitor = site.visitor(kari)
    visitor.get(f"/arbeid/valgte?gjor=tema&sak={ref}&tilbake=ko%3Dnye%26%00")
    visitor.fill(theme=theme.public_id).press("Se hva som skjer")
    sent = {tag["name"]: tag.get("value", "") for tag in visitor.page.select("#valgte input[type=hidden]")}
    for seen in (f"{ref}.{2**70}.ja", f"{ref}.-1.ja", "\u0663.\u0663.\u0663", "x" * 5000):
        visitor.post(
            f"/arbeid/valgte?gjor=tema&sak={ref}", {**sent, "theme": theme.public_id, "seen": seen, "_gjor": "1"}, 409
        )
    assert halden.row(ref).theme_id is None


def test_the_list_as_it_was_goes_along_through_a_case_the_question_and_back(site, halden, kari):
    one, other = (halden.proposal(title=f"Lys ved balløkka {number}") for number in range(2))
    halden.proposal(title="Gangfelt ved barnehagen")
    visitor = site.visitor(kari)
    visitor.get("/arbeid?ko=nye&sok=balløkka")
    visitor.click("Lys ved balløkka 0")
    visitor.click("Neste sak")
    assert other in visitor.page.select_one(".sk-meta").get_text()
    visitor.click("Neste sak")
    assert one in visitor.page.select_one(".sk-meta").get_text()
    visitor.press("Ta saken")
    assert visitor.page.select_one("input[autofocus]")["value"] == "habil"
    visitor.fill(answer="habil").press("Svar og ta saken")
    assert one in visitor.page.select_one(".sk-meta").get_text()
    visitor.click("Tilbake til innboksen")
    assert listed(visitor.page) == [other]
    form = visitor.page.select_one("form[data-inbox]")
    pressed = {"csrf_token": form["data-token"], "before": "", "tilbake": form.select_one("[name=tilbake]")["value"]}
    visitor.post(form.select_one("tr[data-take]")["data-take"], pressed)
    visitor.follow()
    visitor.fill(answer="habil").press("Svar og ta saken")
    assert "Ingen saker passer" in visitor.text


@pytest.mark.parametrize(
    "left",
    [
        "https://ond.example", "//ond.example", "ko=finnes-ikke&malform=xx", "ko=nye&host=//ond.example",
        "sok=a%00b&tema=%00",
    ],
)  # fmt: skip
def test_the_way_back_is_always_the_inbox(site, halden, kari, left):
    ref = halden.proposal()
    visitor = site.visitor(kari)
    page = visitor.get(f"/arbeid/sak/{ref}?tilbake={quote(left)}")
    back = page.find("a", string="Tilbake til innboksen")["href"]
    assert back.startswith("/halden/nb/arbeid")
    assert "ond" not in back


def test_each_role_is_offered_the_deeds_and_keys_that_it_has(site, halden):
    ref = halden.proposal()
    deeds, keys = {}, {}
    for role in (Role.SAKSBEHANDLER, Role.PUBLISIST, Role.INNSYN):
        page = site.visitor(halden.person("Ansatt", role)).get("/arbeid")
        deeds[role] = [button["value"] for button in page.select(".sk-bulk button[name=gjor]")]
        keys[role] = {key.get_text() for key in page.select("#taster kbd")} & {"X", "T", "G", "?", "/"}
    assert deeds == {
        Role.SAKSBEHANDLER: ["tildel", "flytt", "tema", "fortell"], Role.PUBLISIST: ["fortell"], Role.INNSYN: [],
    }  # fmt: skip
    assert keys == {
        Role.SAKSBEHANDLER: {"X", "T", "G", "?", "/"}, Role.PUBLISIST: {"X", "?", "/"}, Role.INNSYN: {"?", "/"},
    }  # fmt: skip
    publicist = site.visitor(halden.person("Publisist", Role.PUBLISIST))
    publicist.get(f"/arbeid/valgte?gjor=tildel&sak={ref}", 403)
    publicist.get(f"/arbeid/valgte?gjor=fortell&sak={ref}")
    publicist.fill(text="Vi måler opp veien i juni.").press("Se hva som skjer")
    publicist.fill(text="Vi måler opp veien i juni.").press("Fortell hva som er nytt")
    assert "Gjort i 1 sak." in publicist.text


def test_every_language_that_a_proposal_can_have_is_a_filter(site, halden, kari):
    halden.proposal()
    english = halden.proposal(title="Benches along the river", language="en")
    visitor = site.visitor(kari)
    assert listed(visitor.get("/arbeid?malform=en")) == [english]
    assert {"nb", "nn", "en", "se", "sma"} <= {
        one["value"] for one in visitor.page.select("select[name=malform] option")
    }
