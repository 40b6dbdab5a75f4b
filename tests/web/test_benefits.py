"""The plan of benefits in the browserless browser: staff write it, everyone reads it, and numbers are exact."""

from decimal import Decimal

import pytest

from samskaping.actions import benefits, challenges, impartiality, measure_asks, measurements
from samskaping.actions.measure_asks import Asking
from samskaping.actions.measurements import Reading
from samskaping.rules.roles import Role
from tests.challenges import content, published
from tests.statements import Statements
from tests.world import municipality


@pytest.fixture
def kari(halden):
    return halden.caseworker()


@pytest.fixture
def ref(halden, kari):
    found = halden.proposal()
    halden.move(found, "vurder", kari)
    halden.db.commit()
    return found


def text_of(page, selector="main"):
    return " ".join(page.select_one(selector).get_text(" ", strip=True).split())


def test_a_benefit_is_written_as_norwegian_writes_and_read_openly_in_both_forms(site, halden, kari, ref):
    line = halden.person("Line Linje", Role.INNSYN)
    staff = site.visitor(kari)
    staff.get(f"/forslag/{ref}")
    staff.click("Legg en gevinst i planen")
    staff.fill(
        name_nb="Færre faller", name_nn="Færre fell", category="andre", indicator_nb="Fall i året", unit_nb="fall"
    )
    staff.fill(zero_value="1 234,50", zero_on="01.02.2026", target="−3,5", target_on="01.02.2027", owner=line.public_id)
    staff.fill(measuring_cost="2 400,50", gains_nb="De som går.", rhythm="halvar")
    staff.press("Legg i planen")
    assert "Fra 1 234,50 fall til −3,5 fall innen 1. februar 2027." in staff.text.replace("\u00a0", " ")
    assert "2 400,50 kroner" in staff.text.replace("\u00a0", " ")
    reader = site.visitor(form="nn")
    page = reader.get(f"/forslag/{ref}")
    said = text_of(page, "section[aria-labelledby=dette-venter-vi]").replace("\u00a0", " ")
    assert "Dette ventar vi oss Færre fell Frå 1 234,50 fall til −3,5 fall innan 1. februar 2027." in said
    assert "Ansvarleg: Line Linje, Rådgivar" in said
    reader.click("Sjå heile gevinstplanen")
    assert "Neste gong 1. august" in reader.text


def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(site, kari, ref):
    staff = site.visitor(kari)
    staff.get(f"/arbeid/forslag/{ref}/gevinster/ny")
    staff.fill(zero_value="tolv", target="12", name_nb="Færre faller").press("Legg i planen", 422)
    assert "Skriv et tall, for eksempel 12 eller 1 234,50" in staff.text
    staff.fill(zero_value="12").press("Legg i planen", 422)
    for words in ("Velg hva slags gevinst det er", "Velg dagen nullpunktet ble målt", "Skriv hva tallet teller"):
        assert words in staff.text
    assert staff.page.select_one("[name=name_nb]")["value"] == "Færre faller"


def test_a_change_is_a_version_that_everyone_can_read_the_reason_of(site, halden, kari, ref):
    made = halden.benefit(ref, kari)
    staff = site.visitor(kari)
    staff.get(f"/arbeid/gevinst/{made}")
    staff.fill(target="30").press("Lagre endringen", 422)
    staff.fill(why="Færre bor der nå.").press("Lagre endringen")
    reader = site.visitor()
    reader.get(f"/gevinst/{made}/versjoner")
    assert "Færre bor der nå." in reader.text
    assert "40, 25. februar" in reader.text
    assert "30, 25. februar" in reader.text


def test_staff_measure_and_take_back_and_the_page_says_what_it_came_to(site, halden, kari, ref):
    made = halden.benefit(ref, kari)
    staff = site.visitor(kari)
    staff.get(f"/forslag/{ref}/gevinster")
    staff.click("Legg inn en måling")
    staff.fill(value="9,5", on="2.3.2026", note="Det ble færre.").press("Lagre målingen")
    assert "Det gikk feil vei" in staff.text
    reader = site.visitor()
    assert "Det gikk feil vei" in text_of(reader.get(f"/forslag/{ref}"))
    staff.click("Var den feil? 2. mars 2026")
    staff.fill(why="Vi telte to ganger.").press("Ta tilbake målingen")
    reader.get(f"/forslag/{ref}/gevinster")
    assert "Det gikk feil vei" not in reader.text
    assert "Vi telte to ganger." in reader.text
    benefits.drop(halden.context(kari), made, version=1, why="Ikke målt.")


def test_nobody_else_writes_and_foreign_names_are_as_if_they_never_were(site, halden, kari, ref):
    made = halden.benefit(ref, kari)
    partial = halden.caseworker("Inhabil")
    impartiality.declare(halden.context(partial), ref, partial=True)
    writing = (f"/arbeid/forslag/{ref}/gevinster/ny", f"/arbeid/gevinst/{made}", f"/arbeid/gevinst/{made}/mal")
    for path in writing:
        site.visitor(partial).get(path, 403)
        site.visitor(halden.person("Innbygger")).get(path, 403)
    assert "Legg en gevinst i planen" not in text_of(site.visitor(partial).get(f"/forslag/{ref}"))
    voss = municipality(halden.db, "voss")
    odd = voss.caseworker("Odd")
    for path in (*writing, f"/gevinst/{made}/versjoner", f"/forslag/{ref}/gevinster"):
        site.visitor(odd, place="/voss/nb").get(path, 404)


def test_a_draft_has_a_plan_that_only_its_writers_see(site, halden, kari):
    draft = challenges.start(halden.context(kari), content(halden))
    staff = site.visitor(kari)
    staff.get(f"/utfordring/{draft}/gevinster")
    staff.click("Legg en gevinst i planen")
    staff.fill(name_nb="Flere spiser sammen", category="uten_pris", indicator_nb="Gjester").press("Legg i planen")
    site.visitor().get(f"/utfordring/{draft}/gevinster", 404)
    staff.get(f"/arbeid/utfordringer/{draft}/forhandsvis")
    assert "Flere spiser sammen" in staff.text
    staff.press("Publiser utfordringen")
    assert "Flere har noen å spise med." in text_of(site.visitor().get(f"/utfordring/{draft}"))


def test_a_plan_costs_one_statement_however_many_benefits(site, halden, kari, ref, statements: Statements):
    challenge = published(halden, halden.person("Pia", Role.PUBLISIST))
    pages = (
        f"/forslag/{ref}",
        f"/utfordring/{challenge}",
        f"/forslag/{ref}/gevinster",
        f"/utfordring/{challenge}/gevinster",
    )
    reader = site.visitor()

    def costs():
        found = []
        for path in pages:
            with statements.listening() as heard:
                reader.get(path)
            found.append(len(heard))
        return found

    without = costs()
    for number in (1, 2, 3):
        made = halden.benefit(ref, kari)
        there = benefits.plan(halden.context(kari), "challenge", challenge, halden.planned(kari))
        for benefit in (made, there):
            measurements.measure(halden.context(kari), benefit, Reading(Decimal(number), halden.in_days(0)))
        if number == 1:
            one = costs()
    assert costs() == one
    assert [after - before for before, after in zip(without, one, strict=True)] == [1, 1, 0, 0]
    assert max(one[2:]) <= 6
    assert one[0] <= 10


SECRET = "m" * 43


@pytest.fixture
def asked(halden, kari, ref):
    """Somebody outside is asked to measure a benefit, and has the link."""
    made = halden.benefit(ref, kari)
    asked = measure_asks.ask(
        halden.context(kari), made, Asking("teller@example.no", halden.in_days(9), "Tell på broen.")
    )
    measure_asks.keep_link(halden.context(), asked, SECRET)
    halden.db.commit()
    return asked


def test_whoever_measures_by_the_link_needs_no_account_and_measures_once(site, halden, ref, asked):
    guest, other = site.visitor(), site.visitor()
    guest.get("/maling/" + "x" * 43, 410)
    other.get(f"/maling/{SECRET}")
    guest.get(f"/maling/{SECRET}")
    assert "Tell på broen." in guest.text
    assert guest.answer.headers["Referrer-Policy"] == "same-origin"
    guest.fill(value="tolv").press("Send målingen", 422)
    guest.fill(value="0", note="Ingen satt der.").press("Send målingen", 422)
    assert "Skriv navnet ditt" in guest.text
    guest.fill(signed="Per, forskergruppa").press("Send målingen")
    assert "Takk, målingen er mottatt" in guest.text
    other.fill(value="99", signed="En annen").press("Send målingen")
    assert "Takk, målingen er mottatt" in other.text
    page = site.visitor().get(f"/forslag/{ref}/gevinster")
    assert "Det gikk feil vei" in text_of(page)
    assert "Målt av Per, forskergruppa" in text_of(page)
    assert "99" not in text_of(page)
    site.now = halden.later(days=40).now
    guest.get(f"/maling/{SECRET}", 410)


def test_staff_ask_see_who_waits_and_close_a_link(site, halden, kari, ref, asked):
    staff = site.visitor(kari)
    staff.get(f"/forslag/{ref}/gevinster")
    staff.click("Be noen måle")
    assert "teller@example.no" in staff.text
    staff.fill(email="ingen adresse", due="").press("Send lenken", 422)
    staff.fill(email="en.annen@example.no", due="2026-04-01").press("Send lenken")
    staff.press("Steng lenken teller@example.no")
    assert "teller@example.no" not in staff.text
    site.visitor().get(f"/maling/{SECRET}", 410)
    site.visitor(halden.person("Innbygger")).post(f"/arbeid/maling/{asked}/steng", status=403)


def test_the_picture_has_a_name_words_and_its_numbers_in_a_table(site, halden, kari, ref):
    made = halden.benefit(ref, kari)
    measurements.measure(halden.context(kari), made, Reading(Decimal("9.50"), halden.in_days(0)))
    halden.db.commit()
    page = site.visitor(form="nn").get(f"/forslag/{ref}/gevinster")
    drawing = page.select_one("svg.sk-chart")
    named = [page.select_one(f"#{part}").get_text() for part in drawing["aria-labelledby"].split()]
    assert named[0] == "Utvikling: Fleire går til butikken"
    assert "Målt 2. mars 2026: 9,50\u00a0personar." in named[1]
    assert "9,50\u00a0personar" in page.select_one("table.sk-table").get_text()
    assert not drawing.select("[style], script")
