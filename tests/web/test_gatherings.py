"""A meeting in the browser: planned, published, full, waited for, changed and cancelled; and who sees who comes."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from samskaping.actions import gatherings, minutes
from samskaping.actions.minutes import Content
from samskaping.clock import oslo_date
from samskaping.db import Texts
from samskaping.models import Gathering
from samskaping.rules.roles import Role
from tests.gatherings import Planned, held_by


@pytest.fixture
def planned(site):
    return Planned(site.world)


@pytest.fixture
def eva(site):
    return site.world.person("Eva Egen")


def written(day):
    return {
        "kind": "verksted", "title_nb": "Verksted", "title_nn": "Verkstad", "about_nb": "Vi tegner.",
        "about_nn": "Vi teiknar.", "access_nb": "Trappefritt.", "access_nn": "Trappefritt.", "starts_on": str(day),
        "starts_at": "18.00", "ends_at": "20.00", "place": "Biblioteket, Storgata 1", "capacity": "1",
        "sign_up_until": str(day),
    }  # fmt: skip


def test_from_plan_to_full(site, planned, eva):
    staff, one, other = site.visitor(planned.staff), site.visitor(eva), site.visitor(site.world.person("Per Siste"))
    day = oslo_date(site.world.now) + timedelta(days=7)
    staff.get(f"/arbeid/utfordringer/{planned.challenge}/moter")
    staff.click("Planlegg et møte")
    staff.fill(**{**written(day), "starts_at": "atten", "access_nn": ""}).press("Lagre, og se hvordan det blir", 422)
    assert "Skriv klokkeslettet som 18.00" in staff.text
    staff.fill(starts_at="18.00").press("Lagre, og se hvordan det blir", 422)
    assert "begge målformene" in staff.text
    staff.fill(access_nn="Trappefritt.").press("Lagre, og se hvordan det blir")
    site.visitor().get("/moter")
    staff.press("Kunngjør møtet")
    one.get(f"/utfordring/{planned.challenge}")
    one.click("Verksted")
    assert "0 av 1 plasser er tatt" in one.text
    one.click("Meld deg på")
    one.fill(needs="Teleslynge").press("Meld meg på")
    assert "Du er påmeldt." in one.text
    other.get("/moter")
    other.click("Verksted")
    other.click("Sett deg på ventelista")
    other.press("Sett meg på ventelista")
    assert "Du er først i køen." in other.text
    one.click("Meld deg av")
    one.press("Meld meg av")
    assert list(held_by(site.world).values()) == [False]
    assert "Eva" not in site.visitor().get("/moter").text


def test_changed_and_cancelled(site, planned, eva):
    planned.published(capacity=None)
    staff, one = site.visitor(planned.staff), site.visitor(eva)
    staff.get(f"/arbeid/moter/{planned.id}/endre")
    staff.fill(place="Torget").press("Lagre endringene")
    assert "Torget" in one.get(f"/moter/{planned.id}").text
    staff.get(f"/arbeid/moter/{planned.id}/avlys")
    staff.fill(why="Den som skulle lede, er syk.").press("Avlys møtet")
    assert "Den som skulle lede, er syk." in one.get(f"/moter/{planned.id}").text
    assert "Meld deg på" not in one.text


def test_minutes_are_written_read_and_corrected(site, planned):
    planned.published()
    ref = site.world.proposal()
    staff = site.visitor(planned.staff)
    staff.get(f"/arbeid/moter/{planned.id}/referat", 303)
    site.now = site.world.now + timedelta(days=8)
    staff = site.visitor(planned.staff)
    staff.get(f"/moter/{planned.id}")
    assert "Referatet er ikke lagt ut ennå" in staff.text
    staff.click("Skriv referat")
    staff.fill(attended="mange", text_nb="Vi gikk og **så**.", proposals=f"{ref}, 2026-999999").press(
        "Legg ut referatet", 422
    )
    assert "Skriv hvor mange som kom, med tall" in staff.text
    assert "Vi finner ikke 2026-999999" in staff.text
    assert "Vi gikk og **så**." in staff.text
    staff.fill(attended="12", proposals=ref).press("Legg ut referatet")
    reader = site.visitor().get(f"/moter/{planned.id}")
    assert "12 kom" in reader.text
    assert ref in reader.text
    with_more = site.visitor(planned.staff)
    with_more.get(f"/arbeid/moter/{planned.id}/referat")
    with_more.fill(attended="13").press("Lagre rettelsen", 422)
    with_more.fill(why="En til kom.").press("Lagre rettelsen")
    assert "En til kom." in site.visitor().get(f"/moter/{planned.id}").text


def test_who_sees_who_comes(site, planned, eva):
    planned.published()
    planned.take(eva, "Plass til rullestol")
    address = f"/arbeid/moter/{planned.id}/pameldte"
    site.visitor(eva).get(address, 403)
    site.visitor(site.world.person("Ola", Role.INNSYN)).get(address, 403)
    assert "Plass til rullestol" in site.visitor(planned.staff).get(address).text
    other = site.visitor(site.world.person("Kari", Role.PUBLISIST)).get(address)
    assert "Eva Egen" in other.text
    assert "Plass til rullestol" not in other.text
    assert "Eva" not in site.visitor().get(f"/moter/{planned.id}").text


def test_a_draft_is_nobodys(site, planned, eva):
    planned.draft()
    site.visitor().get(f"/moter/{planned.id}", 404)
    site.visitor(eva).get(f"/moter/{planned.id}/meld-pa", 404)


@pytest.mark.parametrize("count", [1, 3])
def test_lists_and_pages_ask_as_much_of_many_as_of_one(site, planned, statements, count):
    for number in range(count):
        planned.published()
        planned.take(site.world.person(f"Per {number}"))
    visitor = site.visitor()
    with statements.at_most(6):
        visitor.get("/moter")
    with statements.at_most(12):
        visitor.get(f"/utfordring/{planned.challenge}")
    with statements.at_most(12):
        visitor.get(f"/moter/{planned.id}")
    site.now = site.world.now + timedelta(days=8)
    refs = tuple(site.world.proposal() for _number in range(count))
    ctx = replace(site.world.context(planned.staff), now=site.now)
    minutes.write(ctx, planned.id, Content(Texts(nb="Vi gikk."), 3, refs))
    with statements.at_most(12):
        visitor.get(f"/moter/{planned.id}")


def test_in_nynorsk(site, planned, eva):
    planned.published()
    gatherings.cancel(site.world.context(planned.staff), planned.id, "Sjukdom.")
    page = site.visitor(eva).get(f"/voss/nn/moter/{planned.id}", 404)
    assert page
    visitor = site.visitor().get(f"/halden/nn/moter/{planned.id}")
    assert "Verkstad om benker" in visitor.text
    assert "Møtet er avlyst" in visitor.text


def test_a_calendar_file_follows_what_is_changed_and_cancelled(site, planned):
    planned.published(capacity=None)
    planned.draft(title=Texts(nb="Ikke kjent ennå", nn="Ikkje kjent enno"))
    first, visitor = planned.id, site.visitor()
    visitor.get(f"/moter/{first}/kalender.ics", 404)
    (known,) = (one for one in ids(site.world) if one != first)
    planned.id = known
    words = calendar(visitor, f"/moter/{known}/kalender.ics")
    assert {f"UID:{known}@samskaping", "SEQUENCE:0", "STATUS:CONFIRMED"} <= set(words)
    planned.change(place="Torget", capacity=None)
    gatherings.cancel(site.world.context(planned.staff), known, "Sykdom.")
    for address in ("/moter/kalender.ics", f"/moter/kalender.ics?utfordring={planned.challenge}"):
        words = calendar(visitor, address)
        assert {f"UID:{known}@samskaping", "SEQUENCE:2", "STATUS:CANCELLED", "LOCATION:Torget"} <= set(words)
        assert words.count("BEGIN:VEVENT") == 1
    assert "BEGIN:VEVENT" not in calendar(visitor, "/moter/kalender.ics?utfordring=ukjent")


def calendar(visitor, address):
    visitor.get(address)
    assert visitor.answer.mimetype == "text/calendar"
    return visitor.answer.get_data(as_text=True).replace("\r\n ", "").split("\r\n")


def ids(world):
    return list(world.db.scalars(select(Gathering.public_id)))
