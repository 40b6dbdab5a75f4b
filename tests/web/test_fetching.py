"""A file is had exactly while what it hangs on is seen by whoever asks, and never as a page of ours."""

from urllib.parse import unquote

import pytest
from sqlalchemy import select

from samskaping.actions import appeals, challenges, comments, files, moderation, needs, statements
from samskaping.actions.comments import FOR_MUNICIPALITY, Remark
from samskaping.actions.needs import Told
from samskaping.actions.statements import Said
from samskaping.models import Letter
from samskaping.queries import appeals as appeals_read
from samskaping.rules.appeals import Conclusion
from samskaping.rules.kinds import LetterKind
from samskaping.rules.roles import Role
from samskaping.rules.speech import Decision, ReportReason
from tests.challenges import content, published
from tests.files import PDF, addresses, look_through, picture, rows, send
from tests.web.test_needs import told

_HOSTILE = (
    "../../x.pdf",
    "..\\x.pdf",
    "/etc/passwd.pdf",
    "a\tSet-Cookie: x=1.pdf",
    "a;'b'.pdf",
    ".htaccess.pdf",
    "CON.pdf",
    "ø" * 300 + ".pdf",
    "blåbær 日本.pdf",
)


def status(visitor, address):
    return visitor.client.get(address).status_code


@pytest.mark.case("UP-02")
def test_a_document_is_saved_and_a_picture_shown_and_neither_can_do_anything(site, attaching):
    visitor, path, page = attaching
    send(visitor, path, ("bru.jpg", picture()), ("plan.pdf", PDF))
    look_through(site)
    send(visitor, path, **{f"alt_{rows(site)[0].public_id}": "Bru"})
    image, document = addresses(site.visitor().get(page))
    anyone = site.visitor().client
    shown, saved = anyone.get(image), anyone.get(document)
    assert (shown.mimetype, saved.mimetype) == ("image/webp", "application/pdf")
    assert shown.headers["Content-Disposition"].startswith("inline")
    assert saved.headers["Content-Disposition"] == 'attachment; filename="plan.pdf"'
    assert shown.data[8:12] == b"WEBP"
    assert saved.data == PDF
    for answer in (shown, saved):
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'; sandbox"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "Set-Cookie" not in answer.headers
        assert answer.headers["Cache-Control"] == "no-cache"
        assert anyone.get(image, headers={"If-None-Match": shown.headers["ETag"]}).status_code == 304
    assert visitor.client.get(document).headers["Cache-Control"] == "private, no-cache"


#: What asks for parts that overlap, are none or never end, or says of when it last looked what no clock says.
_CONDITIONS = (
    {"Range": "bytes=" + ",".join(f"{place}-{place}" for place in range(2_000))},
    {"Range": "bytes=" + ",".join(["0-"] * 1_300)},
    *({"Range": f"bytes={said}"} for said in ("-0", "-1", "0-0", "9-1", "99999999999999999999-", "-", "a-b", "0-0,-")),
    {"Range": "linjer=1-2"},
    {"Range": "bytes=0-0", "If-Range": "i går"},
    *({name: "Mån, 99 Foo 99999 99:99:99"} for name in ("If-Modified-Since", "If-Unmodified-Since", "If-Range")),
    *({"If-Modified-Since": day} for day in ("Mon, 01 Jan 0000 00:00:00 GMT", "Fri, 31 Dec 9999 23:59:59 +9999")),
    *({"If-None-Match": mark} for mark in ('"', 'W/"', "*", "ø", ",".join(['"a"'] * 5_000))),
    {"If-Match": '"x'},
)


@pytest.mark.case("UP-11")
@pytest.mark.parametrize("headers", _CONDITIONS, ids=lambda one: "; ".join(one) + next(iter(one.values()))[:12])
def test_hostile_ranges_and_conditions_cost_no_more_than_the_whole(site, attaching, headers):
    visitor, path, page = attaching
    send(visitor, path, ("bru.jpg", picture()), ("plan.pdf", PDF))
    look_through(site)
    send(visitor, path, **{f"alt_{rows(site)[0].public_id}": "Bru"})
    shown = site.visitor().get(page)
    style = str(shown.select_one("link[rel=stylesheet]")["href"])
    for address in (*addresses(shown), f"/halden/nb{page}", style, "/sitemap.xml", "/robots.txt"):
        whole = site.visitor().client.get(address, buffered=True)
        answer = site.visitor().client.get(address, headers=headers, buffered=True)
        assert (whole.status_code, answer.status_code in {200, 206, 304, 400, 412, 416}) == (200, True), address
        assert len(answer.data) <= len(whole.data) + 1_000


@pytest.mark.case("UP-03")
@pytest.mark.parametrize("name", _HOSTILE)
def test_a_name_is_a_name_and_nothing_else(site, attaching, name):
    visitor, path, page = attaching
    send(visitor, path, (name.replace("\r\n", " "), PDF))
    look_through(site)
    (address,) = addresses(site.visitor().get(page))
    answer = site.visitor().client.get(address)
    assert answer.status_code == 200
    kept = rows(site)[0].name
    assert not set(kept) & set("/\\\r\n\0")
    assert unquote(address).endswith("/" + kept)
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Content-Disposition"].isascii()
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")


@pytest.mark.case("UP-08")
def test_nobody_gets_what_is_not_looked_through(site, attaching):
    visitor, path, page = attaching
    send(visitor, path, ("plan.pdf", PDF))
    address = f"/halden/nb/fil/{rows(site)[0].public_id}/plan.pdf"
    assert [status(one, address) for one in (visitor, site.visitor())] == [404, 404]
    assert "Én fil er ikke synlig for andre ennå." in visitor.get(page).text
    assert "plan.pdf" not in site.visitor().get(page).text
    look_through(site)
    assert [status(one, address) for one in (visitor, site.visitor())] == [200, 200]


@pytest.mark.case("AC-10")
def test_a_drafts_file_is_its_writers_alone_and_a_hidden_ones_is_staffs_and_theirs(site, liv):
    world = site.world
    draft = world.draft(liv)
    writer, staff = site.visitor(liv), site.visitor(world.person("Kari", Role.SAKSBEHANDLER, Role.MODERATOR))
    other, anyone = site.visitor(world.person("Per")), site.visitor()
    everyone = (writer, staff, other, anyone)
    send(writer, f"/filer/utkast/{draft}", ("plan.pdf", PDF))
    look_through(site)
    address = f"/halden/nb/fil/{rows(site)[0].public_id}/plan.pdf"
    assert [status(one, address) for one in everyone] == [200, 404, 404, 404]
    writer.get(f"/foresla/{draft}/se-over")
    writer.fill(sure="y").press("Send inn forslaget")
    ref = writer.path.rpartition("/")[2]
    assert [status(one, address) for one in everyone] == [200, 200, 200, 200]
    kari = world.person("Mod", Role.MODERATOR)
    moderation.hide_proposal(world.context(kari), ref, ReportReason.SPAM, "Reklame.")
    world.db.commit()
    assert [status(one, address) for one in everyone] == [200, 200, 404, 404]
    for wrong in (address.replace("plan", "annen"), address.replace("/halden/", "/asker/")):
        assert status(anyone, wrong) == 404


def attached(site, person, path):
    """The address of a document that somebody attaches to something."""
    send(site.visitor(person), path, ("plan.pdf", PDF))
    look_through(site)
    return f"/halden/nb/fil/{rows(site)[-1].public_id}/plan.pdf"


def test_what_the_municipality_says_has_files_and_only_those_who_say_it_add_them(site, pia, liv):
    world = site.world
    ref, kari = world.proposal(liv), world.caseworker()
    said = Said("Ja, vi gjør det.", world.row(ref).version, decision=Decision.JA)
    answer = statements.answer(world.sure(kari, ref), ref, said)
    remark = comments.write(world.context(pia), ref, Remark("Vi ser på det.", speaker=FOR_MUNICIPALITY))
    own_words = comments.write(world.context(liv), ref, Remark("Takk!"))
    challenge = published(world, pia)
    world.db.commit()
    for path, page in (
        (f"/filer/svar/{answer}", f"/forslag/{ref}"),
        (f"/filer/kommentar/{remark}", f"/forslag/{ref}"),
        (f"/filer/utfordring/{challenge}", f"/utfordring/{challenge}"),
    ):
        address = attached(site, pia, path)
        assert address in addresses(site.visitor().get(page))
        assert status(site.visitor(), address) == 200
        site.visitor(liv).get(path, 404)
    for foreign in (f"/filer/kommentar/{own_words}", "/filer/svar/finnesikke", "/filer/forslag/2026-999999"):
        site.visitor(liv).get(foreign, 404)
    comment_file = rows(site)[1].public_id
    comments.retract(world.context(pia), ref, remark)
    world.db.commit()
    assert status(site.visitor(pia), f"/halden/nb/fil/{comment_file}/plan.pdf") == 404


def test_a_challenge_that_is_not_published_shows_its_files_to_those_who_write_it(site, pia, liv):
    made = challenges.start(site.world.context(pia), content(site.world))
    site.world.db.commit()
    address = attached(site, pia, f"/filer/utfordring/{made}")
    assert [status(site.visitor(one), address) for one in (pia, liv, None)] == [200, 404, 404]


def test_a_need_has_pictures_until_it_is_taken_back(site, liv):
    ref = told(site, liv)
    address = attached(site, liv, f"/filer/behov/{ref}")
    assert addresses(site.visitor().get(f"/behov/{ref}")) == [address]
    liv_there = site.visitor(liv)
    liv_there.get(f"/behov/{ref}/trekk")
    liv_there.press("Trekk behovet")
    assert status(site.visitor(), address) == 404
    liv_there.get(f"/filer/behov/{ref}", 404)


def test_a_moderator_hides_one_file_with_a_reason_and_shows_it_again(site, attaching):
    visitor, path, page = attaching
    send(visitor, path, ("plan.pdf", PDF), ("annen.pdf", PDF + b"\n"))
    look_through(site)
    first, second = addresses(site.visitor().get(page))
    name = rows(site)[0].public_id
    mod = site.visitor(site.world.person("Mod", Role.MODERATOR))
    mod.get(page)
    mod.click("Skjul fila plan.pdf")
    mod.press("Skjul fila", 422)
    mod.fill(reason="personopplysninger", text="Fila viser hvor noen bor.").press("Skjul fila")
    assert [status(site.visitor(), one) for one in (first, second)] == [404, 200]
    assert "Fila viser hvor noen bor." in visitor.get(f"/fil/{name}/om").text
    assert "En fil som var lagt ved, ble skjult" in site.visitor().get(page).text
    site.visitor(site.world.person("Per")).get(f"/fil/{name}/om", 404)
    mod.get(f"/fil/{name}/om")
    mod.press("Vis fila igjen")
    assert status(site.visitor(), first) == 200


def letters(world):
    """What is to be mailed after the receipt once all that happened is told, by a letter of its own and to whom."""
    world.told()
    return [(one.kind, one.person_id) for one in world.db.scalars(select(Letter).order_by(Letter.id))][1:]


def test_whoever_attached_a_hidden_file_has_somebody_else_look_at_it_again(site, attaching, liv):
    visitor, path, page = attaching
    send(visitor, path, ("plan.pdf", PDF))
    look_through(site)
    (address,) = addresses(site.visitor().get(page))
    name, world = rows(site)[0].public_id, site.world
    mona, petter = (world.person(f"{who} Moderator", Role.MODERATOR) for who in ("Mona", "Petter"))
    judge = site.visitor(mona)
    judge.get(f"/fil/{name}/om")
    judge.fill(reason="personopplysninger", text="Fila viser hvor noen bor.").press("Skjul fila")
    assert letters(world) == [(LetterKind.RULING, liv.id)]
    # The text itself is not ruled on, and nobody else's is the file.
    assert "avgjørelsen" not in visitor.get(page).get_text()
    visitor.get(f"/fil/{name}/om")
    visitor.click("Les avgjørelsen, og be om ny vurdering")
    for words in ("Fila du la ved, er skjult", "Fila viser hvor noen bor.", "plan.pdf"):
        assert words in visitor.text
    site.visitor(world.person("Per")).get(visitor.path, 404)
    visitor.fill(text="Kartet er fra kommunens egen plan.").press("Send klagen")
    assert "Svar innen" in visitor.text
    other = site.visitor(petter)
    other.get("/arbeid/klager")
    other.click("Fila «plan.pdf» ved Benker langs Tista")
    assert "Mona Moderator skjulte fila" in other.text
    other.fill(conclusion="omgjort", text="Kartet er åpent for alle.").press("Avgjør klagen")
    assert status(site.visitor(), address) == 200
    assert letters(world) == [(LetterKind.RULING, liv.id), (LetterKind.APPEAL_DECIDED, liv.id)]
    assert "Klagen din førte fram" in visitor.get(visitor.path).get_text()


def test_a_file_that_was_taken_away_meanwhile_stays_away_and_a_text_is_not_appealed_by_its_file(site, liv):
    world = site.world
    ref = str(needs.tell(world.context(liv), Told("Det er mørkt på stien.")).reference)
    visitor = site.visitor(liv)
    send(visitor, f"/filer/behov/{ref}", ("plan.pdf", PDF))
    look_through(site)
    file = rows(site)[0]
    mona, petter = (world.person(f"{who} Moderator", Role.MODERATOR) for who in ("Mona", "Petter"))
    files.hide(world.context(mona), file.public_id, ReportReason.SPAM, "Reklame.")
    world.db.flush()
    assert appeals_read.own_of_need(world.context(liv), ref) is None
    ruled = appeals_read.own_of_file(world.context(liv), file.public_id)
    assert appeals_read.own_of_file(world.context(petter), file.public_id) is None
    appeal = appeals.appeal(world.context(liv), ruled.public_id, "Det er et kart.")
    visitor.get(f"/filer/behov/{ref}")
    files.put(world.context(liv), "behov", ref, files.Change(gone=file.public_id))
    appeals.decide(world.context(petter), appeal, Conclusion.OMGJORT, "Et kart er ikke reklame.")
    world.db.flush()
    assert file.hidden_at is not None
    assert addresses(site.visitor().get(f"/behov/{ref}")) == []
    site.visitor(petter).get(f"/arbeid/klage/{appeal}")
