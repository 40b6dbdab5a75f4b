"""The caseworker's inbox and case page, as visitors with each role meet them."""

import pytest

from samskaping.actions import statements
from samskaping.actions.statements import Said
from samskaping.rules.roles import Role
from tests.world import municipality

pytestmark = pytest.mark.second_in_matrix


@pytest.mark.parametrize("many", [1, 3])
def test_inbox_and_case_take_a_fixed_number_of_statements(site, halden, kari, statements, many):
    refs = [full_case(halden, kari) for _ in range(many)]
    visitor = site.visitor(kari)
    with statements.at_most(8):
        visitor.get("/arbeid")
    with statements.exactly(10):  # of the case, and one for each section: evaluations, tasks, cases near it
        visitor.get(f"/arbeid/sak/{refs[0]}")


def full_case(world, kari, things=2):
    writer = world.person()
    ref = world.proposal(writer, goals=(3, 11))
    world.move(ref, "vurder", kari)
    for days in range(40, 40 + things):
        statements.interim(
            world.sure(kari, ref), ref, Said("Mer tid.", world.row(ref).version, due=world.in_days(days))
        )
    statements.ask(world.context(kari), ref, Said("Hvor?", world.row(ref).version, is_public=False))
    return ref


def test_case_page_shows_inner_things(site, halden, kari):
    ref = full_case(halden, kari)
    visitor = site.visitor(kari)
    page = visitor.get(f"/arbeid/sak/{ref}")
    assert "Ballen er hos den som foreslo" in visitor.text
    assert "Privat" in visitor.text
    assert [button["href"].rpartition("/")[2] for button in page.select("#flytt a.ds-button")] == [
        "utvikle", "legg_fram_direkte", "innfor_direkte",
        "ikke_na", "avsla", "send_videre", "sla_sammen", "avslutt_med_laering",
    ]  # fmt: skip


def test_take_assign_move_and_answer(site, halden, kari):
    ref, unit = halden.proposal(), halden.unit()
    visitor = site.visitor(kari)
    visitor.get(f"/arbeid/sak/{ref}")
    visitor.press("Ta saken")
    visitor.fill(answer="habil").press("Svar og ta saken")
    assert "Du har saken." in visitor.text
    assert halden.row(ref).handler_id == kari.id
    visitor.click("Begynn å vurdere")
    visitor.fill(unit=unit.public_id).press("Begynn å vurdere")
    assert halden.row(ref).state == "vurderes"
    visitor.fill(decision="delvis", text="Ja, to benker til våren.").press("Publiser svaret")
    assert "Svaret er publisert." in visitor.text
    assert halden.row(ref).answered_at is not None


def test_a_move_that_lacks_something_keeps_the_text_and_says_what(site, halden, kari):
    ref, unit = halden.proposal(), halden.unit()
    halden.move(ref, "vurder", kari)
    visitor = site.visitor(kari)
    visitor.get(f"/arbeid/sak/{ref}/flytt/avsla")
    page = visitor.fill(reason="Vi har ikke råd.", unit=unit.public_id).press("Svar nei", 422)
    assert page.title.get_text().startswith("Feil: ")
    assert [link.get_text() for link in page.select(".ds-error-summary a")] == ["Velg hvem som bestemmer"]
    assert page.select_one("[name=reason]").get_text().strip() == "Vi har ikke råd."
    assert halden.row(ref).state == "vurderes"


def test_a_case_that_waits_for_its_answer_ends_only_with_it(site, halden, kari):
    ref = halden.proposal()
    halden.move(ref, "vurder", kari)
    halden.learnt(ref, kari)
    visitor = site.visitor(kari)
    visitor.get(f"/arbeid/sak/{ref}/flytt/avslutt_med_laering")
    visitor.fill(reason="Benkene ble stjålet.", unit=halden.unit().public_id)
    page = visitor.press("Avslutt og fortell hva vi lærte", 422)
    assert [link["href"] for link in page.select(".ds-error-summary a")] == ["#decision"]
    visitor.fill(decision="nei", unit=halden.unit().public_id).press("Avslutt og fortell hva vi lærte")
    assert (halden.row(ref).state, halden.row(ref).answered_at is not None) == ("avsluttet_laering", True)


def test_form_shows_exactly_what_the_move_demands(site, halden, kari):
    ref = halden.proposal()
    visitor = site.visitor(kari)
    inner = {"csrf_token", "once", "version", "seen", "impartial"}

    def shown(verb):
        page = visitor.get(f"/arbeid/sak/{ref}/flytt/{verb}")
        # What every reason has beside it: a template, a mail of its own, and a time to come.
        beside = {"template", "_mal", "mail_text", "publish_on", "publish_at", "batch", "batch_name", "_plan"}
        return {tag["name"] for tag in page.select("#deed [name]")} - inner - beside - {"_vis"}

    assert shown("vurder") == {"unit"}
    assert shown("ikke_na") == {"reason", "language", "unit", "body", "body_name", "look_again_on"}
    assert shown("send_videre") == {"reason", "language", "unit", "forward_to"}
    halden.move(ref, "vurder", kari)
    assert shown("utvikle") == {"reason", "language", "unit", "next_on", "decision"}


def test_preview_publishes_nothing(site, halden, kari):
    ref = halden.proposal()
    visitor = site.visitor(kari)
    visitor.get(f"/arbeid/sak/{ref}/svar")
    page = visitor.fill(decision="ja", text="**Ja**, vi gjør det.").press("Forhåndsvis")
    assert page.select_one(".sk-preview strong").get_text() == "Ja"
    assert halden.row(ref).answered_at is None


def test_the_editor_opens_in_the_writers_form_and_the_switch_keeps_the_text(site, halden, kari):
    ref = halden.proposal(language="nn")
    visitor = site.visitor(kari)
    page = visitor.get(f"/arbeid/sak/{ref}/svar")
    assert page.select_one("[name=language][checked]")["value"] == "nn"
    page = visitor.fill(text="Halvferdig tekst", language="nn").press("Nynorsk")
    assert (page.html["lang"], page.select_one("[name=text]").get_text().strip()) == ("nn", "Halvferdig tekst")


@pytest.mark.case("BL-06")
def test_clash_shows_what_happened_and_loses_no_text(site, halden, kari):
    ref = halden.proposal()
    halden.move(ref, "vurder", kari)
    visitor = site.visitor(kari)
    visitor.get(f"/arbeid/sak/{ref}/svar")
    halden.move(ref, "utvikle", halden.caseworker("Ivar Demo"), reason="Vi samler naboene.")
    page = visitor.fill(decision="ja", text="Teksten min").press("Publiser svaret", 409)
    assert page.select_one("[name=text]").get_text().strip() == "Teksten min"
    assert "Løsningen utvikles sammen" in visitor.text
    assert "Ivar Demo" in visitor.text
    assert "Vi samler naboene." in visitor.text
    visitor.press("Publiser svaret")
    assert halden.row(ref).answered_at is not None


@pytest.mark.case("BL-07")
def test_clash_on_a_move_that_is_no_longer_possible(site, halden, kari):
    ref, unit = halden.proposal(), halden.unit()
    halden.move(ref, "vurder", kari)
    visitor = site.visitor(kari)
    visitor.get(f"/arbeid/sak/{ref}/flytt/utvikle")
    halden.move(ref, "avsla", kari)
    day = str(halden.in_days(9))
    visitor.fill(reason="Min begrunnelse", unit=unit.public_id, next_on=day).press("Utvikle sammen", 409)
    assert "Min begrunnelse" in visitor.text
    assert "steget går ikke derfra" in visitor.text


@pytest.mark.case("BL-10")
def test_a_double_press_has_the_effect_of_one(site, halden, kari):
    ref = halden.proposal()
    visitor = site.visitor(kari)
    page = visitor.get(f"/arbeid/sak/{ref}/svar")
    fields = {tag["name"]: tag.get("value", "") for tag in page.select("#deed input[type=hidden]")}
    fields |= {"decision": "ja", "text": "Ja.", "language": "nb", "impartial": "y"}
    places = []
    for _ in range(2):
        visitor.post(f"/arbeid/sak/{ref}/svar", fields)
        places.append(visitor.answer.headers["Location"])
    assert len(set(places)) == 1
    assert len(visitor.get(f"/arbeid/sak/{ref}").select("#sagt .sk-answer")) == 1


@pytest.mark.parametrize(
    ("title", "shown"), [("Vi prøver i vår", "Ja: Vi prøver i vår"), ("Ja, til våren", "Ja, til våren")]
)
def test_the_preview_of_an_answer_is_what_is_published(site, halden, kari, title, shown):
    ref = halden.proposal()
    visitor = site.visitor(kari)
    visitor.get(f"/arbeid/sak/{ref}/svar")
    visitor.fill(decision="ja", title=title, text="Vi setter ut to benker.").press("Forhåndsvis")
    assert visitor.page.select_one(".sk-preview .sk-answer__decision").text == shown
    visitor.press("Publiser svaret")
    visitor.get(f"/forslag/{ref}")
    assert visitor.page.select_one(".sk-answer__decision").text == shown


def test_mistakes_of_an_answer_are_told_from_the_top(site, halden, kari):
    visitor = site.visitor(kari)
    visitor.get(f"/arbeid/sak/{halden.proposal()}/svar")
    page = visitor.press("Publiser svaret", 422)
    assert [link["href"] for link in page.select("#error-summary a")] == ["#decision-0", "#text"]


def test_nobody_is_asked_for_a_reply_before_today(site, halden, kari):
    ref = halden.proposal()
    visitor = site.visitor(kari)
    visitor.get(f"/arbeid/sak/{ref}/spor")
    page = visitor.fill(openness="oss", text="Hvor?", due="2020-01-01").press("Send spørsmålet", 422)
    assert [link.text for link in page.select("#error-summary a")] == [
        "Velg en dag fram i tid, eller la feltet stå tomt"
    ]
    visitor.fill(due=str(halden.in_days(0))).press("Send spørsmålet")
    assert halden.row(ref).ball_until == halden.in_days(0)


def test_interim_question_update_note_and_correction(site, halden, kari):
    ref = halden.proposal()
    visitor = site.visitor(kari)
    visitor.get(f"/arbeid/sak/{ref}/forelopig")
    visitor.fill(text="Vi venter på en pris.").press("Publiser det foreløpige svaret", 422)
    visitor.fill(due=str(halden.in_days(30))).press("Publiser det foreløpige svaret")
    assert halden.row(ref).answer_due == halden.in_days(30)
    visitor.get(f"/arbeid/sak/{ref}/spor")
    visitor.fill(openness="oss", text="Hvor tenkte du?").press("Send spørsmålet")
    assert halden.row(ref).ball == "forfatter"
    visitor.get(f"/arbeid/sak/{ref}/nytt")
    visitor.fill(title="Befaring", text="Vi var ute og så.").press("Publiser nyheten")
    visitor.click("Intern merknad")
    visitor.fill(text="Spør Ivar om penger.").press("Lagre merknaden")
    assert "Spør Ivar om penger." in visitor.text
    visitor.get(f"/arbeid/sak/{ref}")
    visitor.get(next(a["href"] for a in visitor.page.select("#sagt a") if "/rett/" in a["href"]))
    visitor.fill(text="Vi var ute og målte.", why="Vi målte også.").press("Publiser rettelsen")
    assert "Vi målte også." in visitor.text


def test_classify_and_assign_to_a_unit(site, halden, kari):
    ref, unit = halden.proposal(), halden.unit()
    theme, area = halden.theme("Benker"), halden.area("Tistedal")
    visitor = site.visitor(kari)
    visitor.get(f"/arbeid/sak/{ref}/plassering")
    visitor.fill(theme=theme.public_id, area=area.public_id, goals=["3", "11"]).press("Lagre plasseringen")
    assert (halden.row(ref).theme_id, halden.row(ref).area_id) == (theme.id, area.id)
    assert "Tistedal" in visitor.text
    visitor.click("Gi saken til noen")
    visitor.fill(unit=unit.public_id, person="").press("Gi saken videre")
    assert halden.row(ref).unit_id == unit.id


def test_approval_and_sending_back(site, db, halden, kari):
    world = municipality(db, "asker", approval=True)
    moderator = world.person("Mona", Role.MODERATOR)
    writer = world.person("Wenche")
    first, second = world.proposal(writer), world.proposal(writer)
    visitor = site.visitor(moderator, place="/asker/nb")
    visitor.get("/arbeid?ko=godkjenning")
    visitor.get(f"/arbeid/sak/{first}/flytt/godkjenn")
    visitor.press("Godkjenn og publiser")
    assert world.row(first).is_public
    visitor.get(f"/arbeid/sak/{second}/flytt/send_tilbake", 303)
    visitor.get(visitor.answer.headers["Location"])
    assert visitor.page.select_one("[name=deed][value=avvist][checked]")
    visitor.press("Gjennomfør", 422)
    visitor.fill(reason="personopplysninger", text="Ta bort navnet på naboen.").press("Gjennomfør")
    assert world.row(second).state == "utkast"


def test_administrator_sees_no_cases(site, halden):
    """Appeals against moderators are theirs too, so that there is always somebody else to look again."""
    halden.proposal(title="En sak")
    visitor = site.visitor(halden.person("Adam", Role.ADMINISTRATOR))
    visitor.get("/arbeid")
    assert "Du har ikke innsyn i saker" in visitor.text
    assert [link.get_text() for link in visitor.page.select(".sk-staff-top .sk-nav a")] == [
        "Klager",
        "Inhabilitet",
        "Oppsett",
    ]
    assert "En sak" not in visitor.text


def test_answer_pad_and_note_pad_never_look_alike(site, halden, kari):
    ref = halden.proposal()
    visitor = site.visitor(kari)
    public = visitor.get(f"/arbeid/sak/{ref}")
    assert public.select_one(".sk-pad--public")
    assert not public.select_one(".sk-pad--internal")
    inner = visitor.get(f"/arbeid/sak/{ref}?skriv=merknad")
    assert inner.select_one(".sk-pad--internal")
    assert not inner.select_one(".sk-pad--public")
