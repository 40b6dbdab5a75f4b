"""Those who work in a municipality sign in by its own issuer, at a real OpenID provider: its groups are their roles."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from samskaping import clock
from samskaping.models import Event, IssuedIdentity, Letter, LetterKind, Membership, PlatformRole, SecurityEvent
from samskaping.rules.events import What
from samskaping.rules.kinds import Purpose
from samskaping.rules.roles import Role
from tests.accounts import link, somebody
from tests.openid import CLIENT
from tests.visitor import Site
from tests.web.test_openid import come, go
from tests.world import municipality

BUTTON = "Logg inn som ansatt"


@pytest.fixture
def site(settings, connection, halden, provider, tmp_path):
    provider.says_of_work("saker")
    found = Site(replace(settings, staff_issuers=provider.staff(tmp_path)), connection, halden, alone=True)
    found.now = clock.now()  # a real issuer has real clocks
    found.issuer = f"{provider.address}#halden"
    return found


def tied(site, person, subject="kari"):
    site.world.db.add(
        IssuedIdentity(
            person_id=person.id, issuer=site.issuer, subject=subject, level="ansatt",
            linked_at=site.now, used_at=site.now,
        )
    )  # fmt: skip
    site.world.db.commit()
    return person


def roles(site, person):
    held = site.world.db.execute(
        select(Membership.role, Membership.by_issuer).where(
            Membership.person_id == person.id, Membership.ended_at.is_(None)
        ),
        execution_options={"every_municipality": True},
    )
    return {row.role: row.by_issuer for row in held}


def at_work(visitor, status=200):
    return visitor.get("/arbeid", status)


def arrive(site, provider, **more):
    return come(site.visitor(), provider, button=BUTTON, **more)


@pytest.mark.parametrize(("form", "button"), [("nb", BUTTON), ("nn", "Logg inn som tilsett")])
def test_somebody_new_confirms_an_address_and_has_the_roles_of_their_groups(site, provider, form, button):
    """Never known by an e-mail address; the second factor that they gave there is enough."""
    visitor = come(site.visitor(form=form), provider, button=button)
    assert visitor.path == f"/halden/{form}/logg-inn/id-porten/ny"
    visitor.fill(email="mona@example.no", name="Mona", old_enough="y").press("Lag konto")
    mona = somebody(site)
    assert roles(site, mona) == {}
    visitor.get(link(site, mona, Purpose.CONFIRM))
    visitor.press("Bekreft og logg inn" if form == "nb" else "Stadfest og logg inn")
    assert roles(site, mona) == {Role.SAKSBEHANDLER: site.issuer}
    at_work(visitor)
    at_work(arrive(site, provider))
    [event] = site.world.db.scalars(
        select(Event).where(Event.what == What.ROLE_GRANTED), execution_options={"every_municipality": True}
    ).all()
    assert event.details == {"person": mona.public_id, "roles": ["saksbehandler"]}


def test_an_account_is_tied_by_its_owner_alone(site, provider):
    """Somebody who has an account signs in to it, sees what it means, and says yes."""
    kari = site.world.person("Kari", Role.MODERATOR)
    visitor = site.visitor(kari)
    visitor.get(go(visitor, provider, page="/min-side/innstillinger", button="Koble til ansattinnloggingen"), 303)
    visitor.follow()
    assert visitor.path.endswith("/min-side/id-porten")
    assert "følger gruppene" in visitor.text
    assert roles(site, kari) == {Role.MODERATOR: None}
    visitor.press("Koble til ansattinnloggingen")
    assert roles(site, kari) == {Role.MODERATOR: None, Role.SAKSBEHANDLER: site.issuer}
    assert site.world.db.scalars(select(Letter.kind)).all() == [LetterKind.LINKED]


def test_roles_follow_the_groups_and_what_was_given_here_stays(site, provider):
    kari = tied(site, site.world.person("Kari", Role.MODERATOR))
    site.world.person("Adm", Role.ADMINISTRATOR)
    provider.says_of_work("saker", "styrer", "ukjent")
    arrive(site, provider)
    given = {Role.SAKSBEHANDLER, Role.ADMINISTRATOR, Role.PUBLISIST}
    assert roles(site, kari) == {Role.MODERATOR: None, **dict.fromkeys(given, site.issuer)}
    provider.says_of_work("saker")
    arrive(site, provider)
    assert roles(site, kari) == {Role.MODERATOR: None, Role.SAKSBEHANDLER: site.issuer}
    provider.says_of_work()
    at_work(arrive(site, provider))
    assert roles(site, kari) == {Role.MODERATOR: None}
    told = site.world.db.scalars(select(SecurityEvent.what).where(SecurityEvent.what.like("role.%"))).all()
    assert sorted(told) == ["role.ended", "role.ended", "role.granted"]


@pytest.mark.case("AC-20")
def test_the_last_administrator_stays_though_the_group_is_gone(site, provider):
    """And the log says so."""
    kari = tied(site, site.world.person("Kari"))
    provider.says_of_work("styrer")
    arrive(site, provider)
    provider.says_of_work()
    arrive(site, provider)
    assert roles(site, kari) == {Role.ADMINISTRATOR: site.issuer}
    [kept] = site.world.db.scalars(select(SecurityEvent).where(SecurityEvent.what == "role.kept")).all()
    assert kept.details == {"whom": kari.public_id, "roles": ["administrator"], "by": "issuer"}
    site.world.person("Adm", Role.ADMINISTRATOR)
    arrive(site, provider)
    assert roles(site, kari) == {}


@pytest.mark.case("AU-26")
def test_roles_of_the_issuer_open_nothing_for_a_password(site, provider):
    """They count where somebody came by it, and nobody is asked for a second factor for the sake of them elsewhere."""
    kari = tied(site, site.world.person("Kari"))
    by_issuer = arrive(site, provider)
    at_work(by_issuer)
    at_work(site.visitor(kari), 403)
    at_work(by_issuer)


def test_one_municipalitys_issuer_opens_nothing_in_another(site, provider):
    """Neither the roles that somebody has there, nor those on the platform; a password does, as before."""
    kari, db = tied(site, site.world.person("Kari")), site.world.db
    there = municipality(db, "voss").here.id
    db.info["municipality_id"] = there
    db.add(Membership(municipality_id=there, person_id=kari.id, role=Role.SAKSBEHANDLER, granted_at=site.now))
    db.add(PlatformRole(person_id=kari.id, granted_at=site.now))
    db.flush()
    db.info.pop("untold", None)  # set-up
    db.commit()
    db.info["municipality_id"] = site.world.here.id
    visitor = arrive(site, provider)
    at_work(visitor)
    visitor.get("/voss/nb/arbeid", 403)
    visitor.get("/nb/plattform", 403)
    by_password = site.visitor(kari)
    by_password.get("/voss/nb/arbeid")
    at_work(by_password, 403)


@pytest.mark.parametrize(("amr", "status"), [("pwd", 403), ("pwd,mfa", 303)])
def test_the_issuer_must_have_seen_two_factors_where_that_is_demanded(site, provider, amr, status):
    kari = tied(site, site.world.person("Kari"))
    provider.says_of_work("saker", amr=amr)
    visitor = site.visitor()
    visitor.get(go(visitor, provider, button=BUTTON), status)
    visitor.follow()
    assert bool(roles(site, kari)) is (status == 303)


def test_our_own_second_factor_is_asked_for_where_the_municipality_wants_that(
    settings, connection, halden, provider, tmp_path
):
    file = provider.staff(tmp_path, second_factor="ours")
    found = Site(replace(settings, staff_issuers=file), connection, halden, alone=True)
    found.now, found.issuer = clock.now(), f"{provider.address}#halden"
    tied(found, halden.person("Kari"))
    provider.says_of_work("saker")
    visitor = arrive(found, provider)
    at_work(visitor, 303)
    assert "/min-side/to-trinn" in visitor.answer.headers["Location"]


@pytest.mark.case("AU-21")
def test_new_keys_of_the_issuer_are_fetched_once_they_are_used(site, provider):
    tied(site, site.world.person("Kari"))
    at_work(arrive(site, provider))
    provider.renew_keys()
    at_work(arrive(site, provider))


def test_whoever_has_no_group_that_counts_gets_no_account(site, provider):
    provider.says_of_work("ukjent")
    visitor = site.visitor()
    visitor.get(go(visitor, provider, button=BUTTON), 403)
    assert "Ingen av gruppene dine" in visitor.text


def test_it_is_offered_where_it_is_and_nowhere_else(site, provider):
    assert BUTTON in site.visitor().get("/logg-inn").text
    assert BUTTON not in site.visitor(place="/nb").get("/logg-inn").text
    for path in ("/ansatt/asker/svar", "/ansatt/asker/avslutt?iss=x&sid=y", "/ansatt/asker/utlogget"):
        site.visitor().get(f"http://localhost{path}", 404)


def test_a_linked_issuer_can_be_let_go_and_its_roles_go_too(site, provider):
    kari = tied(site, site.world.person("Kari"))
    visitor = arrive(site, provider)
    assert CLIENT not in visitor.get("/min-side/innstillinger").text
    visitor.get("/min-side/ansatt/asker/koble-fra", 404)
    visitor.get("/min-side/ansatt/halden/koble-fra")
    visitor.press("Koble fra ansattinnloggingen")
    assert roles(site, kari) == {}
    assert site.world.db.scalars(select(IssuedIdentity)).all() == []


def test_signing_out_leads_out_at_the_issuer_too(site, provider):
    tied(site, site.world.person("Kari"))
    visitor = arrive(site, provider)
    visitor.get("/min-side")
    visitor.press("Logg ut")
    assert (
        visitor.page.select_one("[name=post_logout_redirect_uri]")["value"] == "http://localhost/ansatt/halden/utlogget"
    )
