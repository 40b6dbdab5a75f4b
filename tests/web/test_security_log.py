"""The security log: who sees it, what is found in it, that nobody changes it, and that no secret stands there."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from samskaping.actions import erasure, exports, moderation, staff
from samskaping.actions.record import log
from samskaping.actions.staff import Post
from samskaping.db import Texts
from samskaping.models import Event, SecurityEvent
from samskaping.rules.addresses import account_mark
from samskaping.rules.exports import ExportFormat, ExportList
from samskaping.rules.roles import Role
from samskaping.rules.speech import ReportReason
from samskaping.web.sessions import cookie_name
from tests.accounts import PASSWORD, with_password
from tests.visitor import Site
from tests.world import municipality

pytestmark = pytest.mark.second_in_matrix

PAGE = "/oppsett/sikkerhetslogg"


@pytest.fixture
def boss(site):
    return site.world.person("Sjefen", Role.ADMINISTRATOR)


def rows(visitor) -> list[str]:
    return [" ".join(row.get_text(" ").split()) for row in visitor.page.select("tbody tr")]


def test_an_administrator_signs_somebody_out_everywhere(site: Site, boss):
    kari = site.world.caseworker()
    hers, visitor = [site.visitor(kari), site.visitor(kari)], site.visitor(boss)
    visitor.get(f"/oppsett/ansatte/{kari.public_id}")
    visitor.press("Logg ut alle steder")
    assert "Kari Demo er logget ut alle steder." in visitor.text
    for one in hers:
        one.get("/min-side/okter", 302)
    row = site.world.db.scalars(select(SecurityEvent).where(SecurityEvent.what == "session.ended")).one()
    assert (row.person_id, row.municipality_id) == (boss.id, site.world.here.id)
    assert row.details == {"whom": kari.public_id, "why": "administrator", "count": 2}
    visitor.press("Logg ut alle steder")
    assert "Kari Demo var ikke logget inn andre steder." in visitor.text


def test_nobody_else_is_signed_out(site: Site, boss, db):
    asker = municipality(db, "asker")
    foreign = asker.person("Camilla", Role.LEDER)
    resident, former = site.world.person("Olga"), site.world.person("Ferdig", Role.LEDER)
    kari = site.visitor(site.world.caseworker())
    visitor = site.visitor(boss)
    visitor.get(f"/oppsett/ansatte/{former.public_id}")
    token = visitor.token
    site.world.context(boss)
    site.world.db.execute(text("UPDATE memberships SET ended_at = granted_at WHERE person_id = :id"), {"id": former.id})
    site.world.db.commit()
    theirs = [site.visitor(one) for one in (foreign, resident, former)]
    for who in (foreign.public_id, resident.public_id, former.public_id, "finnesikke"):
        visitor.post(f"/oppsett/ansatte/{who}/okter", {"csrf_token": token}, 404)
    for one in theirs:
        one.get("/min-side/okter")
    kari.get("/min-side/innstillinger")
    kari.post(f"/oppsett/ansatte/{boss.public_id}/okter", {"csrf_token": kari.token}, 403)


def test_the_log_of_one_municipality_is_for_its_administrators(site: Site, boss, db):
    asker = municipality(db, "asker")
    log(asker.context(asker.person("Camilla", Role.LEDER)), "hide", proposal="2026-000777", reason="spam")
    olga = site.world.person("Olga Ukjent")
    site.world.context(boss)
    log(site.world.context(boss), "hide", proposal="2026-000042", reason="spam")
    log(site.world.context(olga), "sign_in", way="password")
    site.world.db.commit()
    site.visitor(site.world.caseworker()).get(PAGE, 403)
    visitor = site.visitor(boss)
    visitor.get(PAGE)
    assert "2026-000042" in visitor.text
    assert "2026-000777" not in visitor.text
    assert f"Konto {olga.public_id}" in visitor.text
    assert "Olga Ukjent" not in visitor.text
    assert "måte: passord" in " ".join(visitor.text.split())
    for query, count in (
        ("hva=hide", 1), ("hva=finnesikke", 3), (f"hvem={boss.public_id}", 1), ("hvem=finnesikke", 0),
        ("gjelder=2026-000042", 1), ("gjelder=2026-00004", 0), ("gjelder=%25", 0), ("til=2020-01-01", 0),
        (f"fra={site.now.date()}&til={site.now.date()}", 3), ("fra=tull", 3), ("gjelder=%00", 3),
    ):  # fmt: skip
        visitor.get(f"{PAGE}?{query}")
        assert len(rows(visitor)) == count, query


def test_the_log_goes_on_in_pages_without_a_gap(site: Site, boss):
    ctx = site.world.context(boss)
    for number in range(120):
        log(ctx, "hide", proposal=f"2026-{number:06}", reason="spam")
    site.world.db.commit()
    visitor, seen = site.visitor(boss), []
    visitor.get(PAGE)
    while True:
        seen += rows(visitor)
        if not visitor.page.select('a[rel="next"]'):
            break
        visitor.get(visitor.page.select_one('a[rel="next"]')["href"])
    assert len(set(seen)) == len(seen) == 120


@pytest.mark.case("LG-01")
@pytest.mark.parametrize("deed", ["UPDATE security_events SET what = 'x'", "DELETE FROM security_events"])
def test_the_database_keeps_the_log(db, deed):
    world = municipality(db)
    db.add(SecurityEvent(happened_at=world.now, what="hide"))
    db.flush()
    with pytest.raises(DBAPIError, match="security log"), db.begin_nested():
        db.execute(text(deed))
    db.execute(text("SELECT 1"))


def test_what_is_old_may_be_thinned_and_still_not_changed(db):
    world = municipality(db)
    db.add(SecurityEvent(happened_at=world.now - timedelta(days=6 * 365), what="hide"))
    db.flush()
    with pytest.raises(DBAPIError, match="security log"), db.begin_nested():
        db.execute(text("UPDATE security_events SET what = 'x'"))
    db.execute(text("DELETE FROM security_events"))


@pytest.mark.case("LG-02")
def test_no_secret_stands_in_the_log(site: Site):
    """LG-02: passwords right and wrong, the cookie, and what a session holds."""
    known, visitor = with_password(site), site.visitor()
    visitor.get("/logg-inn")
    visitor.fill(email=known.email, password="KANARI-feil-passord").press("Logg inn", 422)
    visitor.fill(email=known.email, password=PASSWORD).press("Logg inn")
    cookie = visitor.client.get_cookie(cookie_name(site.app)).value
    visitor.get("/min-side/passord")
    visitor.fill(password="KANARI nytt passord i dag").press("Bytt passord")
    visitor.get("/arbeid/utfordringer/ny?sok=KANARI", 403)
    kept = site.world.db.execute(select(SecurityEvent.what, SecurityEvent.details)).all()
    assert {what for what, _details in kept} >= {"sign_in", "sign_in.failed", "password.changed", "door.refused"}
    said = json.dumps([details for _what, details in kept])
    for secret in ("KANARI", PASSWORD, cookie, known.email, known.name):
        assert secret not in said


def _moved(site: Site, boss, whom) -> str:
    ref = site.world.proposal(whom)
    site.world.move(ref, "vurder", site.world.caseworker())
    return ref


def _hidden(site: Site, boss, whom) -> str:
    ref = site.world.proposal(whom)
    moderator = site.world.person("Mona", Role.MODERATOR)
    moderation.hide_proposal(site.world.context(moderator), ref, ReportReason.SPAM, "Reklame.")
    return ref


def _granted(site: Site, boss, whom) -> str:
    staff.grant(site.world.context(boss), whom.email, whom.name, Role.LEDER)
    return str(whom.public_id)


def _let_go(site: Site, boss, whom) -> str:
    left = site.world.person("Ferdig", Role.LEDER)
    post = Post(frozenset(), Texts(nb="Rådgiver", nn="Rådgivar"))
    staff.change(site.world.context(boss), left.public_id, post, seen=frozenset({Role.LEDER}))
    return str(left.public_id)


def _exported(site: Site, boss, whom) -> str:
    leader = site.world.context(site.world.person("Lars", Role.LEDER))
    return exports.ask(leader, ExportList.FORSLAG, ExportFormat.CSV, {})


def _erased(site: Site, boss, whom) -> str:
    erasure.erase(site.world.context(whom))
    return ""


def _signed_in(site: Site, boss, whom) -> str:
    known, visitor = with_password(site), site.visitor()
    visitor.get("/logg-inn")
    visitor.fill(email=known.email, password=PASSWORD).press("Logg inn")
    return ""


def _failed(site: Site, boss, whom) -> str:
    known, visitor = with_password(site), site.visitor()
    visitor.get("/logg-inn")
    visitor.fill(email=known.email, password="et helt annet passord").press("Logg inn", 422)
    return account_mark(known.email)[:12]


def _denied(site: Site, boss, whom) -> str:
    site.visitor(whom).get(PAGE, 403)
    return PAGE


@pytest.mark.case("LG-01")
@pytest.mark.parametrize(
    ("deed", "what"),
    [
        (_moved, "proposal.moved"), (_hidden, "hide"), (_granted, "role.granted"), (_let_go, "role.ended"),
        (_exported, "export.asked"), (_erased, "person.closed"), (_signed_in, "sign_in"), (_failed, "sign_in.failed"),
        (_denied, "door.refused"),
    ],
)  # fmt: skip
def test_each_deed_leaves_one_row_with_when_who_where_and_what(site: Site, boss, deed, what):
    """Moves stand in the history of the case, which is kept like the log; all else stands in the log."""
    whom = site.world.person("Liv Lokal")
    about = deed(site, boss, whom)
    site.world.db.flush()
    table = Event if what == "proposal.moved" else SecurityEvent
    (row,) = site.world.db.scalars(select(table).where(table.what == what)).all()
    assert row.happened_at == site.now
    assert row.happened_at.utcoffset() == timedelta(0)
    assert row.municipality_id == site.world.here.id
    if what == "proposal.moved":
        assert (row.subject_id, bool(row.actor_id)) == (site.world.row(about).id, True)
        return
    assert bool(row.person_id) is (what != "sign_in.failed")
    assert about in json.dumps(row.details)
