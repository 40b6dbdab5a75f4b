"""Pages are kept while nothing in them has changed, and not one request longer, in every process on a database."""

from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest
from sqlalchemy import update

from samskaping.actions import comments, moderation, people, support
from samskaping.actions.comments import Remark
from samskaping.actions.notifications import UNSUBSCRIBE
from samskaping.actions.people import Profile
from samskaping.db import Texts
from samskaping.models import Municipality
from samskaping.outside import signing
from samskaping.rules.kinds import MailChoice
from samskaping.rules.roles import Role
from samskaping.rules.speech import ReportReason
from samskaping.web.shelf import Key, Page, Shelf
from tests.visitor import Site
from tests.web.keeping import body, held, is_kept, paths, stamp
from tests.world import NOW, municipality

pytestmark = pytest.mark.second_in_matrix

TITLE, WORDS = "Benker langs Tista", "Tull og tøys om naboen."


@pytest.fixture
def sites(keeping, own_engine, town):
    """Two processes on one database, each with pages of its own; the third makes every page anew."""
    kept = [Site(keeping, own_engine, town) for _ in range(2)]
    return [*kept, Site(replace(keeping, kept_pages=0), own_engine, town)]


@pytest.fixture
def site(keeping, connection, halden):
    return Site(keeping, connection, halden)


def agree(sites, ref):
    """Both processes give what is made anew, at first and when they have kept it."""
    for path in paths(ref):
        anew = body(sites[2], path)
        for site in (*sites[:2], *sites[:2]):
            assert body(site, path) == anew, path


def test_what_is_hidden_is_gone_everywhere_at_the_next_request(sites, town, statements):
    mona, ola = town.person("Mona", Role.MODERATOR), town.person("Ola Skriver")
    ref = town.proposal(ola)
    said = comments.write(town.context(town.person("Sur Nabo")), ref, Remark(WORDS))
    town.db.commit()
    agree(sites, ref)
    assert is_kept(sites[0], f"/halden/nb/forslag/{ref}", statements)
    assert WORDS in body(sites[0], f"/halden/nb/forslag/{ref}")[1]
    moderation.hide_comment(town.context(mona), said, ReportReason.KRENKENDE, "Skjellsord.")
    town.db.commit()
    agree(sites, ref)
    assert WORDS not in body(sites[1], f"/halden/nb/forslag/{ref}")[1]
    moderation.hide_proposal(town.context(mona), ref, ReportReason.SPAM, "Reklame.")
    town.db.commit()
    agree(sites, ref)
    for path in paths(ref):
        assert TITLE not in body(sites[0], path)[1], path
    moderation.restore_proposal(town.context(mona), ref, "Vi tok feil.")
    town.db.commit()
    agree(sites, ref)
    assert TITLE in body(sites[1], "/nb/")[1]


def test_every_deed_shows_at_once(sites, town):
    """Whatever changes a public page, by rows or by whole statements."""
    kari, ola, liv = town.caseworker(), town.person("Ola Skriver"), town.person("Liv")
    ref = town.proposal(ola)
    deeds = [
        lambda: support.give(town.context(liv), ref),
        lambda: comments.write(town.context(liv), ref, Remark("Godt forslag.")),
        lambda: town.move(ref, "vurder", kari),
        lambda: town.proposal(liv, title="Et helt nytt forslag"),
        lambda: people.change(town.context(ola), Profile("Ola Nynamn", True, "nb", "", MailChoice.DAGLIG)),
        lambda: people.change(town.context(ola), Profile("Ola Nynamn", False, "nb", "", MailChoice.DAGLIG)),
        lambda: support.take_back(town.context(liv), ref),
        lambda: town.db.execute(update(Municipality).values(welcome=Texts(nb="Kom inn"))),
        lambda: town.theme("Helse"),
    ]
    seen = set()
    for deed in deeds:
        town.db.commit()
        agree(sites, ref)
        seen.add(stamp(town))
        deed()
    town.db.commit()
    agree(sites, ref)
    assert len({*seen, stamp(town)}) == len(deeds) + 1


def test_a_write_between_the_stamp_and_the_page_leaves_nothing_stale(sites, town, own_engine):
    ref, mona = town.proposal(), town.person("Mona", Role.MODERATOR)
    town.db.commit()
    late, path = sites[0], f"/halden/nb/forslag/{ref}"
    said = []

    def in_between():
        if not said:
            said.append(comments.write(town.context(mona), ref, Remark(WORDS)))
            town.db.commit()

    def after(response):
        # The page is made, and the writer who came between takes it back before it is kept.
        if len(said) == 1:
            said.append("")
            moderation.hide_comment(town.context(mona), said[0], ReportReason.KRENKENDE, "Skjellsord.")
            town.db.commit()
        return response

    late.app.before_request(in_between)
    late.app.after_request(after)  # runs before the others, of which one keeps the page
    status, _ = body(late, path)
    assert status == 200
    assert len(said) == 2
    assert WORDS not in body(late, path)[1]
    assert body(late, path) == body(sites[2], path)


def test_midnight_in_norway_makes_pages_anew(site, halden, statements):
    ref = halden.proposal()
    halden.db.commit()
    path = f"/halden/nb/forslag/{ref}"
    body(site, path)
    site.now += timedelta(hours=11, minutes=59)  # 23:59 in Oslo
    assert is_kept(site, path, statements)
    site.now += timedelta(minutes=1)
    assert not is_kept(site, path, statements)
    assert is_kept(site, path, statements)


def test_forms_of_norwegian_hosts_schemes_and_compression_do_not_mix(keeping, connection, db, halden):
    own = "medvirkning.halden.example.no"
    db.execute(update(Municipality).where(Municipality.id == halden.here.id).values(host=own))
    db.commit()
    site = Site(keeping, connection, halden)
    client = site.app.test_client()
    answers = {}
    bases = ((site.settings.base_url, "/halden"), (f"https://{own}", ""), (f"http://{own}", ""))
    for (base, path), form, zipped in 2 * list(product(bases, ("nb", "nn"), ("gzip", "identity"))):
        answer = client.get(f"{path}/{form}/forslag", base_url=base, headers={"Accept-Encoding": zipped})
        assert answer.headers.get("Content-Encoding", "identity") == zipped
        answers.setdefault((base, form, zipped), []).append(answer.get_data())
    assert all(first == second for first, second in answers.values())
    assert len({first for first, _ in answers.values()}) >= 8
    assert held(site) == len(answers)
    assert b'lang="nn"' in answers[site.settings.base_url, "nn", "identity"][1][:200]


def test_a_signed_in_person_neither_gets_nor_leaves_a_kept_page(site, halden):
    liv = halden.person("Liv Innlogget")
    halden.db.commit()
    signed_in, outsider = site.visitor(liv), site.visitor()
    signed_in.get("/forslag")
    assert held(site) == 0
    outsider.get("/forslag")
    assert held(site) == 1
    signed_in.get("/forslag")
    assert "Min side" in str(signed_in.page)
    assert signed_in.answer.headers["Cache-Control"] == "no-store"
    outsider.get("/forslag")
    assert "Min side" not in str(outsider.page)
    assert "Logg inn" in str(outsider.page)


@pytest.mark.parametrize(
    "path",
    ["/logg-inn", "/foresla", "/meld-fra", "/registrer", "/forslag/2026-999999", "/forslag?status=finnes-ikke"],
)
def test_forms_and_refusals_are_never_kept(site, path):
    client = site.app.test_client()
    client.get(f"/halden/nb{path}", base_url=site.settings.base_url)
    assert held(site) == 0


def test_where_a_mailed_link_leads_is_not_kept(site, halden):
    """It opens no session and shows no form's token, so nothing else would tell it from a page for everybody."""
    value = {"person": halden.person().public_id, "thing": ""}
    halden.db.commit()
    token = signing.sign(site.settings.secret_key, UNSUBSCRIBE, value)
    assert body(site, f"/halden/nb/varsler/av/{token}")[0] == 200
    assert held(site) == 0


def test_what_looks_abroad_is_not_kept(site, db, halden, statements):
    """The page of a municipality that has not joined names its neighbours, whose stamps it does not know."""
    municipality(db, "utenfor", number="4321", activated_at=None)
    db.commit()
    assert not is_kept(site, "/utenfor/nb/", statements)
    assert not is_kept(site, "/utenfor/nb/", statements)
    assert held(site) == 0


def test_a_fragment_is_no_page(site, halden):
    halden.proposal()
    halden.db.commit()
    path = "/halden/nb/foresla/lik?title=benker"
    whole = body(site, path)
    assert body(site, path, **{"X-Fragment": "1"}) != whole
    assert body(site, path) == whole


def test_head_and_304_and_every_header(site, halden, statements):
    halden.proposal()
    halden.db.commit()
    client, path = site.app.test_client(), "/halden/nb/forslag"
    first = client.get(path, base_url=site.settings.base_url)
    statements.heard.clear()
    second = client.get(path, base_url=site.settings.base_url)
    assert len(statements) == 1
    names = {name for name, _ in first.headers} - {"Date"}
    assert {name: first.headers.getlist(name) for name in names} == {
        name: second.headers.getlist(name) for name in names
    }
    assert {"Content-Security-Policy", "ETag", "Vary", "X-Content-Type-Options", "Cache-Control"} <= names
    head = client.head(path, base_url=site.settings.base_url)
    assert (head.status_code, head.get_data(), head.headers["ETag"]) == (200, b"", first.headers["ETag"])
    same = client.get(path, base_url=site.settings.base_url, headers={"If-None-Match": first.headers["ETag"]})
    assert (same.status_code, same.get_data(), same.headers["ETag"]) == (304, b"", first.headers["ETag"])
    assert same.headers["Content-Security-Policy"] == first.headers["Content-Security-Policy"]
    other = client.get(path, base_url=site.settings.base_url, headers={"If-None-Match": 'W/"annet"'})
    assert other.status_code == 200


def test_nought_turns_it_off(keeping, connection, halden, statements):
    site = Site(replace(keeping, kept_pages=0), connection, halden)
    halden.db.commit()
    assert not is_kept(site, "/halden/nb/forslag", statements)
    assert not is_kept(site, "/halden/nb/forslag", statements)
    assert held(site) == 0


@pytest.mark.one_database
def test_memory_has_a_bound_and_the_longest_unread_goes_first(kind):
    day = NOW.date()
    shelf = Shelf(100_000)
    keys = [Key("http://localhost/halden/nb/", f"/forslag/{number}", "", False, day) for number in range(100)]
    for key in keys:
        shelf.keep(key, Page(1, [], b"x" * 3_000))
        shelf.find(keys[0], 1)
        assert shelf.held <= 100_000
    assert shelf.find(keys[0], 1)
    assert shelf.find(keys[1], 1) is None
    assert shelf.find(keys[-1], 1)
    shelf.keep(keys[1], Page(1, [], b"x" * 50_000))
    assert shelf.find(keys[1], 1) is None  # one page may not take the place of all others
    assert shelf.find(keys[-1], 2) is None
    assert shelf.find(keys[-1], 1) is None
    for key in keys:
        shelf.find(key, 2)
    assert shelf.held == 0
