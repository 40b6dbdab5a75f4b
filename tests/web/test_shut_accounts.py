"""Accounts that are shut and opened again by those who look after the platform."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import select

from samskaping.actions import platform, shutting
from samskaping.context.doors import without_browser
from samskaping.db import transaction
from samskaping.errors import Refused, Unfit
from samskaping.models import Letter, LetterKind, Person, SecurityEvent
from samskaping.rules.roles import Role
from samskaping.rules.shutting import ShutReason
from tests.web.test_platform import keeper, two

pytestmark = pytest.mark.second_in_matrix
SHUT, OPEN = "/plattform/steng-konto", "/plattform/apne-konto"


@pytest.fixture
def pia(halden):
    return keeper(halden, "Pia Plattform")


@pytest.fixture
def visitor(site, pia):
    return site.visitor(pia, place="/nb")


def national(world, person):
    return without_browser(world.db, None, person.id, world.now)


def test_a_shut_account_is_out_at_once_and_comes_in_when_it_is_opened(halden, site, pia, visitor):
    liv = halden.person("Liv")
    theirs = site.visitor(liv)
    theirs.get("/min-side/saker")
    visitor.get(SHUT)
    visitor.fill(email=liv.email).press("Steng kontoen", 422)
    assert liv.email in str(visitor.page)
    visitor.fill(reason="overtatt").press("Steng kontoen")
    assert "Kontoen er stengt." in visitor.text
    theirs.get("/min-side/saker", 302)
    site.visitor(liv).get("/min-side/saker", 302)
    visitor.fill(email=liv.email, reason="misbruk").press("Steng kontoen", 422)
    assert "Kontoen er stengt fra før" in visitor.text
    visitor.get(OPEN)
    visitor.fill(email=liv.email, reason="avklart").press("Åpne kontoen")
    assert "Kontoen er åpnet igjen." in visitor.text
    site.visitor(liv).get("/min-side/saker")
    logged = select(SecurityEvent.what, SecurityEvent.person_id, SecurityEvent.details)
    rows = halden.db.execute(logged.where(SecurityEvent.what.like("account.%")).order_by(SecurityEvent.id)).all()
    assert [tuple(row) for row in rows] == [
        ("account.shut", pia.id, {"whom": liv.public_id, "reason": "overtatt", "count": 1}),
        ("account.opened", pia.id, {"whom": liv.public_id, "reason": "avklart"}),
    ]
    letters = halden.db.execute(select(Letter.kind, Letter.address, Letter.params).order_by(Letter.id)).all()
    assert [tuple(row) for row in letters] == [
        (LetterKind.ACCOUNT_SHUT, liv.email, {"language": "nb", "reason": "overtatt"}),
        (LetterKind.ACCOUNT_OPENED, liv.email, {"language": "nb", "reason": "avklart"}),
    ]


@pytest.mark.parametrize("form", ["nb", "nn"])
def test_both_pages_open_in_both_forms_and_say_alike_of_every_address_without_an_account(site, halden, pia, form):
    own = site.visitor(pia, place=f"/{form}")
    gone = halden.person("Borte")
    gone.erased_at = gone.blocked_at = halden.now
    halden._quietly()
    told = set()
    opens = "Opne kontoen" if form == "nn" else "Åpne kontoen"
    for page, reason, words in ((SHUT, "misbruk", "Steng kontoen"), (OPEN, "feil", opens)):
        for email in ("ukjent@example.no", gone.email):
            own.get(page)
            own.fill(email=email, reason=reason).press(words, 422)
            told.add(own.page.select_one(".sk-field-error, [id$=-error], [id^=error]").get_text(strip=True))
    assert len(told) == 1


def test_nobody_shuts_their_own_and_nobody_else_shuts_anybody(halden, site, pia, visitor):
    visitor.get(SHUT)
    visitor.fill(email=pia.email, reason="eieren").press("Steng kontoen", 422)
    assert "Du kan ikke stenge din egen konto her" in visitor.text
    for role in (None, Role.ADMINISTRATOR):
        ola = halden.person("Ola", *([role] if role else []))
        for page in (SHUT, OPEN):
            site.visitor(ola, place="/nb").get(page, 403)
        for deed in (shutting.shut, shutting.open_again):
            with pytest.raises(Refused):
                deed(national(halden, ola), pia.email, ShutReason.MISBRUK)
    assert halden.db.get_one(Person, pia.id).blocked_at is None


def test_a_reason_belongs_to_its_deed(halden, pia):
    liv = halden.person("Liv")
    with pytest.raises(Unfit):
        shutting.shut(national(halden, pia), liv.email, ShutReason.FEIL)
    with pytest.raises(Unfit):
        shutting.open_again(national(halden, pia), liv.email, ShutReason.MISBRUK)


def test_the_last_who_can_look_after_the_platform_is_not_shut(halden, pia):
    """From the shell nobody is oneself; another keeper whose account is shut does not count."""
    from_shell = without_browser(halden.db, None, pia.id, halden.now)
    per = keeper(halden, "Per")
    shutting.shut(from_shell, per.email, ShutReason.OVERTATT)
    with pytest.raises((Unfit, Refused)):
        shutting.shut(national(halden, per), pia.email, ShutReason.MISBRUK)
    assert halden.db.get_one(Person, pia.id).blocked_at is None


def race(engine, turns, now):
    began = Barrier(2)

    def turn(who):
        key, other = who
        with engine.connect() as connection:
            email = connection.scalar(select(Person.email).where(Person.public_id == other))
        began.wait(timeout=60)
        try:
            with transaction(engine) as db:
                shutting.shut(without_browser(db, None, key, now), email, ShutReason.MISBRUK)
        except (Unfit, Refused):
            return False
        return True

    with ThreadPoolExecutor(2) as threads:
        return sorted(threads.map(turn, turns))


def test_two_who_shut_each_other_at_once_leave_one(own_engine):
    turns, now = two(own_engine)
    assert race(own_engine, turns, now) == [False, True]


def test_without_the_look_under_the_lock_both_would_be_shut(own_engine, monkeypatch):
    """The twin: both have counted before either shuts."""
    turns, now = two(own_engine)
    counted = Barrier(2)
    inside = own_engine.dialect.name == "postgresql"
    monkeypatch.setattr(platform, "in_force", lambda _ctx: [])
    monkeypatch.setattr(shutting, "_keep_one", lambda *_args: counted.wait(timeout=60) if inside else None)
    assert race(own_engine, turns, now) == [True, True]
