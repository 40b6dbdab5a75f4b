"""Pictures and files on what people write: added, described, taken away; limits told, and nothing typed lost."""

import re

import pytest
from sqlalchemy import select

from samskaping.actions import moderation
from samskaping.models import Event
from samskaping.rules import limits
from samskaping.rules.file_parents import FileState
from samskaping.rules.roles import Role
from samskaping.rules.speech import ReportReason
from tests.files import PDF, addresses, chosen, look_through, lying, picture, rows, send


def test_a_draft_gets_pictures_and_files_and_shows_them_once_it_is_sent_in(site, liv):
    draft = site.world.draft(liv)
    visitor = site.visitor(liv)
    visitor.get(f"/foresla/{draft}/ide")
    visitor.fill(has_idea="ja", form="nb").press("Bilder og filer")
    assert visitor.path.endswith(f"/filer/utkast/{draft}")
    path = f"/filer/utkast/{draft}"
    send(visitor, path, ("bru.jpg", picture()), ("plan.pdf", PDF), gjor="last-opp")
    assert [(row.name, row.state) for row in rows(site)] == [("bru.jpg", "venter"), ("plan.pdf", "venter")]
    assert look_through(site) == 2
    page = send(visitor, path, gjor="videre", status=422)
    assert "Skriv hva bildet «bru.jpg» viser" in page.select_one(".ds-error-summary").text
    silent = visitor.get(f"/foresla/{draft}/se-over")
    assert "mangler tekst om hva bildet viser" in silent.text
    visitor.fill(sure="y").press("Send inn forslaget", 422)
    name = f"alt_{rows(site)[0].public_id}"
    send(visitor, path, gjor="videre", **{name: "Bru over Tista"})
    visitor.get(f"/foresla/{draft}/se-over")
    visitor.fill(sure="y").press("Send inn forslaget")
    ref = visitor.path.rpartition("/")[2]
    shown = site.visitor().get(f"/forslag/{ref}")
    image = shown.select_one(".sk-pictures img")
    assert (image["alt"], image["width"], image["height"], image["loading"]) == ("Bru over Tista", "900", "600", "lazy")
    assert re.findall(r" (\d+)w", image["srcset"]) == ["480", "900"]
    assert shown.select_one(".sk-documents").text.split() == ["plan.pdf", "PDF,", "1", "kB"]
    for address in addresses(shown):
        assert site.visitor().client.get(address).status_code == 200


def test_the_deed_itself_asks_what_a_picture_shows(site, liv):
    draft = site.world.draft(liv)
    visitor = site.visitor(liv)
    send(visitor, f"/filer/utkast/{draft}", ("bru.jpg", picture()))
    visitor.get(f"/foresla/{draft}/se-over")
    token = visitor.token
    look = rows(site)[0]
    look.alt = "Bru"
    site.world.db.flush()
    site.world.db.info.pop("untold", None)
    visitor.get(f"/foresla/{draft}/se-over")
    look.alt = ""
    site.world.db.flush()
    site.world.db.info.pop("untold", None)
    site.world.db.commit()
    visitor.post(f"/foresla/{draft}/se-over", {"csrf_token": token, "sure": "y", "once": "o"})
    assert visitor.answer.headers["Location"].endswith(f"/filer/utkast/{draft}?mangler=1")


def test_bad_ones_are_told_by_name_and_the_good_and_the_typed_are_kept(site, attaching):
    visitor, path, _page = attaching
    before = lying(site)
    send(visitor, path, ("en.jpg", picture()))
    name = f"alt_{rows(site)[0].public_id}"
    page = send(
        visitor, path, ("to.png", picture(kind="PNG")), ("ond.svg", b"<svg onload=alert(1)>"), ("tom.pdf", b""),
        status=422, **{name: "Det første"},
    )  # fmt: skip
    told = page.select_one("#files-error").text
    assert "«ond.svg»: Slike filer kan vi ikke ta imot." in told
    assert "«tom.pdf»: Fila er tom." in told
    assert [(row.name, row.alt) for row in rows(site)] == [("en.jpg", "Det første"), ("to.png", "")]
    assert page.select_one(f"[name={name}]")["value"] == "Det første"
    assert len(lying(site) - before) == 2


@pytest.mark.case("UP-10")
def test_the_same_form_twice_attaches_once_and_leaves_no_bytes(site, attaching):
    visitor, path, _page = attaching
    before = lying(site)
    for _turn in range(2):
        send(visitor, path, ("bru.jpg", picture()), ("bru igjen.jpg", picture()))
    assert [row.name for row in rows(site)] == ["bru.jpg"]
    assert len(lying(site) - before) == 1


@pytest.mark.case("UP-10")
def test_what_is_taken_away_is_gone_for_all_and_from_the_store(site, attaching):
    visitor, path, page = attaching
    before = lying(site)
    send(visitor, path, ("plan.pdf", PDF), ("bru.jpg", picture()))
    look_through(site)
    (address,) = addresses(site.visitor().get(page))
    for row in rows(site):
        send(visitor, path, fjern=row.public_id)
    assert site.visitor().client.get(address).status_code == 404
    assert addresses(site.visitor().get(page)) == []
    look_through(site)
    assert lying(site) == before
    assert {(row.state, row.name) for row in rows(site)} == {(FileState.BORTE, "")}


@pytest.mark.case("BL-12")
@pytest.mark.parametrize("fate", ["hidden", "withdrawn", "assessed"])
def test_what_is_hidden_withdrawn_or_assessed_takes_no_files_and_leaves_no_orphan(site, attaching, fate):
    visitor, path, page = attaching
    world, before = site.world, lying(site)
    kari = world.person("Kari", Role.SAKSBEHANDLER, Role.MODERATOR)
    visitor.get(path)
    token, ref = visitor.token, page.rpartition("/")[2]
    if fate == "hidden":
        moderation.hide_proposal(world.context(kari), ref, ReportReason.SPAM, "Reklame.")
        world.db.commit()
    elif fate == "withdrawn":
        visitor.get(f"{page}/trekk")
        visitor.fill(reason="Vi fant en annen vei.").press("Trekk forslaget")
    else:
        world.move(ref, "vurder", kari)
        world.db.commit()
    data = {"csrf_token": token, "once": "x", "files": None}
    visitor.post(path, data | {"files": chosen(("plan.pdf", PDF))}, 404)
    assert rows(site) == []
    assert lying(site) == before


@pytest.mark.case("BL-18")
def test_a_person_uploads_so_much_an_hour_and_is_told_beside_the_field(site, attaching, liv, monkeypatch):
    visitor, path, _page = attaching
    monkeypatch.setattr(limits, "FILES_HOUR", 3)
    send(visitor, path, ("1.pdf", PDF), ("2.pdf", PDF + b"\n"))
    other = f"/filer/utkast/{site.world.draft(liv)}"
    send(visitor, other, ("3.pdf", PDF))
    page = send(visitor, other, ("4.pdf", PDF + b"\r\n"), status=429)
    assert "Du kan laste opp 3 filer i timen." in page.select_one("#files-error").text
    assert visitor.answer.headers["Retry-After"] == "3600"
    assert len(rows(site)) == 3


@pytest.mark.case("BL-18")
def test_a_person_uploads_so_much_a_day(site, attaching, monkeypatch):
    visitor, path, _page = attaching
    monkeypatch.setattr(limits, "FILE_BYTES_DAY", 1_000_000)
    before = lying(site)
    page = send(visitor, path, ("stor.pdf", PDF[:9] + b" " * 1_000_000 + PDF[9:]), status=429)
    assert int(visitor.answer.headers["Retry-After"]) > 0
    assert "Du kan laste opp 1 MB i døgnet." in page.select_one("#files-error").text
    assert lying(site) == before


@pytest.mark.case("UP-04")
def test_more_than_can_be_sent_is_told_and_other_forms_take_no_such_thing(site, attaching):
    visitor, path, page = attaching
    large = PDF[:9] + b" " * (limits.FILE_BYTES + 200_000) + PDF[9:]
    told = send(visitor, path, ("stor.pdf", large), status=413)
    assert "Du kan sende høyst 12 MB om gangen." in told.select_one("#files-error").text
    ref = page.rpartition("/")[2]
    visitor.post(f"/forslag/{ref}/endre", {"csrf_token": visitor.token, "need": "x" * 1_100_000}, 413)


def test_the_script_is_given_the_new_rows_or_words_alone(site, attaching):
    visitor, path, _page = attaching
    fragment = {"X-Fragment": "1"}
    page = send(visitor, path, ("bru.jpg", picture()), status=200, headers=fragment)
    assert [tag["id"] for tag in page.select("li.sk-file")] == [f"fil-{rows(site)[0].public_id}"]
    assert page.find("main") is None
    send(visitor, path, ("ond.exe", b"MZ"), status=422, headers=fragment)
    assert visitor.answer.mimetype == "text/plain"
    assert visitor.answer.text.startswith("«ond.exe»: Slike filer")
    assert len(rows(site)) == 1
    waiting = visitor.get(f"{path}/stand")
    assert waiting.select("li[data-waits]")
    look_through(site)
    assert not visitor.get(f"{path}/stand").select("li[data-waits]")


def test_the_history_tells_that_files_came_and_went_and_a_draft_has_none(site, attaching, liv):
    visitor, path, page = attaching
    send(visitor, path, ("plan.pdf", PDF))
    send(visitor, path, fjern=rows(site)[0].public_id)
    shown = site.visitor().get(page).text
    assert "Bilder eller filer ble lagt ved" in shown
    assert "En fil som var lagt ved, ble tatt bort" in shown
    for colour in ("teal", "red"):
        send(visitor, path, ("bru.jpg", picture(colour=colour)))
    assert site.visitor().get(page).text.count("Bilder eller filer ble lagt ved") == 2
    name = f"alt_{rows(site)[-1].public_id}"
    for words in ("Bru", "Bru", "Bru over Tista"):
        send(visitor, path, **{name: words})
    described = site.world.db.scalars(select(Event.details).where(Event.what == "file.described")).all()
    assert described == [{"files": [rows(site)[-1].public_id]}] * 2
    assert "hva et bilde viser, ble" not in site.visitor().get(page).text
    send(visitor, path, fjern=rows(site)[-1].public_id)
    told = site.world.db.scalars(select(Event.details).where(Event.what == "file.added").order_by(Event.id)).all()
    assert told == [{"files": [row.public_id]} for row in rows(site)]
    send(visitor, f"/filer/utkast/{site.world.draft(liv)}", ("plan.pdf", PDF))
    assert len(site.world.db.scalars(select(Event).where(Event.what == "file.added")).all()) == 3


@pytest.mark.case("XS-01")
def test_names_and_words_of_pictures_are_text_wherever_they_stand(site, attaching):
    visitor, path, page = attaching
    hostile = '"><img src=x onerror=alert(1)>'
    send(visitor, path, ("'><img src=x onerror=alert(1)>.jpg", picture()), (f"<script>alert(1)<{hostile}.pdf", PDF))
    look_through(site)
    for shown in (visitor.get(path), visitor.get(f"{path}/stand")):
        assert not shown.select("script:not([src]), img[onerror], img[src=x]")
    send(visitor, path, **{f"alt_{rows(site)[0].public_id}": hostile})
    for shown in (visitor.get(path), visitor.get(page), site.visitor().get(page)):
        assert not shown.select("script:not([src]), img[onerror], img[src=x]")
    assert site.visitor().get(page).select_one(".sk-pictures img")["alt"] == hostile


@pytest.mark.parametrize("count", [1, 3])
def test_files_cost_pages_no_statements(site, attaching, statements, count):
    visitor, path, page = attaching
    for number in range(count):
        send(visitor, path, (f"{number}.jpg", picture(colour=f"#0000{number}0")))
    look_through(site)
    with statements.exactly(8):
        site.visitor().get(page)
    with statements.at_most(12):
        visitor.get(path)
