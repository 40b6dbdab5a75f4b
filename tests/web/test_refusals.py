"""What is refused: told with the right status, written in the security log, and limited."""

import pytest
from sqlalchemy import func, insert, select

from samskaping.actions import casework, comments, impartiality, letters
from samskaping.db import Scoped
from samskaping.errors import Clash, TooMuch, Unfit
from samskaping.models import Comment, Event, Letter, LetterKind, Notification, Outbox, Report, SecurityEvent, Theme
from samskaping.rules import limits
from samskaping.rules.roles import Role
from tests.visitor import Site
from tests.world import municipality

pytestmark = pytest.mark.second_in_matrix


def logged(site: Site) -> list[SecurityEvent]:
    return list(site.world.db.scalars(select(SecurityEvent).where(SecurityEvent.what == "door.refused")))


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_shut_door_is_in_the_security_log(site: Site, method: str):
    ola = site.world.person()
    visitor = site.visitor(ola)
    visitor.get("/meld-fra")
    visitor._ask(method, "/arbeid/utfordringer/ny", data={"csrf_token": visitor.token} if method == "POST" else None)
    assert visitor.answer.status_code == 403
    (row,) = logged(site)
    assert (row.person_id, row.municipality_id) == (ola.id, site.world.here.id)
    assert row.details == {"can": "challenge.write", "where": "/arbeid/utfordringer/ny"}


def test_nobody_is_logged_who_is_unknown_or_may_enter_or_finds_nothing(site: Site):
    ref = site.world.proposal()
    site.visitor().get("/arbeid/utfordringer/ny", 302)
    site.visitor(site.world.person("Ina", Role.PUBLISIST)).get("/arbeid/utfordringer/ny")
    site.visitor(site.world.person("Per")).get("/finnes-ikke", 404)
    site.visitor(site.world.person("Liv")).get(f"/forslag/{ref}/endre", 404)
    assert logged(site) == []


@pytest.mark.case("RE-06")
def test_two_deeds_that_the_database_tells_apart_end_as_409_and_leave_nothing(site: Site, monkeypatch):
    kari, ref = site.world.caseworker(), site.world.proposal()
    theme = site.world.theme()
    taken, name = theme.public_id, theme.name
    impartiality.declare(site.world.context(kari), ref, partial=False)
    visitor = site.visitor(kari)
    visitor.get(f"/arbeid/sak/{ref}")

    def collide(ctx, ref, **_rest):
        row = casework.in_case(ctx, ref)
        row.handler_id = ctx.me.id
        twin = {"municipality_id": ctx.here.id, "public_id": taken, "name": name}
        ctx.db.execute(insert(Theme.__table__).values(**twin))

    monkeypatch.setattr(casework, "take", collide)
    visitor.press("Ta saken", 409)
    assert visitor.page.h1.get_text() == "Noen andre kom deg i forkjøpet"
    assert site.world.row(ref).handler_id is None
    monkeypatch.undo()
    visitor.get(f"/arbeid/sak/{ref}")
    visitor.press("Ta saken")
    assert site.world.row(ref).handler_id == kari.id


@pytest.mark.case("BL-18")
def test_reports_from_one_address_have_a_limit_and_the_form_keeps_what_was_typed(site: Site):
    ref = site.world.proposal()
    visitor = site.visitor()
    for _number in range(limits.REPORTS_HOUR):
        visitor.get(f"/forslag/{ref}/meld")
        visitor.fill(reason="spam").press("Meld fra")
    visitor = site.visitor()
    visitor.get(f"/forslag/{ref}/meld")
    visitor.fill(reason="annet", text="Enda en.").press("Meld fra", 429)
    assert int(visitor.answer.headers["Retry-After"]) > 0
    assert "Enda en." in visitor.page.select_one("textarea").get_text()
    assert site.world.db.scalar(select(func.count()).select_from(Report)) == limits.REPORTS_HOUR
    known = site.visitor(site.world.person("Liv"))
    known.get(f"/forslag/{ref}/meld")
    known.fill(reason="spam").press("Meld fra")


@pytest.fixture
def real(own_engine, settings):
    """A site whose transactions are its own, so that what is undone is undone by the database."""
    with Scoped(own_engine, expire_on_commit=False) as db:
        world = municipality(db)
        db.commit()
        yield Site(settings, own_engine, world)


@pytest.mark.case("RE-06")
@pytest.mark.parametrize(
    ("stops", "status"),
    [
        (Unfit(text="Nei"), 422),
        (Clash("Noen kom deg i forkjøpet"), 409),
        (RuntimeError("a fault"), 500),
        (TooMuch("Vent litt"), 429),
    ],
)
def test_a_deed_that_stops_after_it_was_written_tells_nobody(real: Site, monkeypatch, stops, status):
    """The event, what is still to be told and the letter go with what they were about."""
    ref, person = real.world.proposal(), real.world.person("Liv")
    before, done = _told(real), comments.write

    def written_and_stopped(ctx, *given, **more):
        done(ctx, *given, **more)
        letters.post(ctx, LetterKind.SIGN_IN, person_id=person.id)
        ctx.db.flush()
        raise stops

    monkeypatch.setattr(comments, "write", written_and_stopped)
    monkeypatch.setitem(real.app.config, "PROPAGATE_EXCEPTIONS", False)
    visitor = real.visitor(person)
    visitor.get(f"/forslag/{ref}")
    visitor.fill(text="Enig i dette.").press("Publiser kommentaren", status)
    assert _told(real) == before
    monkeypatch.undo()
    visitor.get(f"/forslag/{ref}")
    visitor.fill(text="Enig i dette.").press("Publiser kommentaren")
    assert _told(real) != before


def _told(site: Site) -> list[int]:
    site.world.context()
    tables = (Event, Outbox, Letter, Notification, Comment)
    found = [site.world.db.scalar(select(func.count()).select_from(table)) or 0 for table in tables]
    site.world.db.commit()
    return found
