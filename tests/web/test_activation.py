"""The platform's page: a municipality of the register joins, with its first administrator."""

import pytest
from sqlalchemy import select

from samskaping.actions import municipalities as deeds
from samskaping.context.doors import from_shell
from samskaping.models import Letter, Membership, Municipality, Person, PlatformRole
from samskaping.rules.kinds import LetterKind
from samskaping.rules.roles import Role
from tests.visitor import MOST_OF_A_POST
from tests.world import municipality

pytestmark = pytest.mark.second_in_matrix


@pytest.fixture
def voss(halden):
    world = municipality(halden.db, "voss", activated_at=None, language_decision="nynorsk")
    halden.db.info["municipality_id"] = halden.here.id
    return world


@pytest.fixture
def platform(halden):
    person = halden.person("Plattformen")
    halden.db.add(PlatformRole(person_id=person.id, granted_at=halden.now))
    halden.db.flush()
    return person


@pytest.fixture
def visitor(site, platform, voss):
    return site.visitor(platform, place="/nb")


def row(voss):
    voss.db.expire_all()
    return voss.db.scalar(select(Municipality).where(Municipality.slug == "voss"))


@pytest.mark.parametrize("form", ["nb", "nn"])
def test_search_lists_and_activation(visitor, voss, site, platform, form):
    visitor = site.visitor(platform, place=f"/{form}")
    visitor.get("/plattform")
    visitor.get("/plattform?sok=vos")
    assert "Voss" in visitor.text
    visitor.click("Voss")
    assert visitor.path == f"/{form}/plattform/voss"


def test_a_municipality_joins(visitor, voss):
    visitor.get("/plattform/voss")
    visitor.fill(email="kari@voss.no", name="Kari Voss").press("Åpne for Voss")
    assert "Voss er med." in visitor.text
    assert (row(voss).activated_at, row(voss).default_form) == (voss.now, "nn")
    letter = voss.db.scalar(select(Letter))
    assert (letter.kind, letter.municipality_id, letter.params) == (
        LetterKind.APPOINTED, voss.here.id, {"roles": ["administrator"]},
    )  # fmt: skip
    voss.db.info["municipality_id"] = voss.here.id
    kari = voss.db.scalar(select(Person).where(Person.email_key == "kari@voss.no"))
    assert voss.db.scalars(select(Membership.role).where(Membership.person_id == kari.id)).all() == [Role.ADMINISTRATOR]
    visitor.get("/plattform/voss")
    assert "Voss er med fra før." in visitor.text


def test_a_refused_form_activates_nothing(visitor, voss):
    visitor.get("/plattform/voss")
    visitor.fill(email="kari", name="Kari Voss").press("Åpne for Voss", 422)
    assert visitor.page.select_one("[name=name]")["value"] == "Kari Voss"
    visitor.fill(email="kari@voss.no", name="Voss kommune").press("Åpne for Voss", 422)
    assert "Navnet ligner på et som kommunen eller tjenesten bruker selv. Velg et annet." in visitor.text
    assert row(voss).activated_at is None


def test_pressing_twice_is_once(visitor, voss):
    visitor.get("/plattform/voss")
    sent = {"csrf_token": visitor.token, "once": visitor.page.select_one("[name=once]")["value"]}
    sent |= {"email": "kari@voss.no", "name": "Kari Voss"}
    visitor.post("/plattform/voss", sent)
    visitor.post("/plattform/voss", sent)
    assert len(voss.db.scalars(select(Letter.id)).all()) == 1


def test_unknown_places_and_words(visitor):
    visitor.get("/plattform/atlantis", 404)
    visitor.get("/plattform?sok=zzzzqq")
    assert "Ingen kommune heter det." in visitor.text


def test_nobody_else_comes_in(halden, site, voss):
    for person in (halden.person("Ola"), halden.person("Sjefen", Role.ADMINISTRATOR)):
        visitor = site.visitor(person, place="/nb")
        visitor.get("/plattform", 403)
        visitor.get("/plattform/voss", 403)
    site.visitor(platform_of(halden)).get("/plattform", 404)


def platform_of(halden):
    person = halden.person("Plattformen")
    halden.db.add(PlatformRole(person_id=person.id, granted_at=halden.now))
    halden.db.flush()
    return person


def test_pages_take_a_fixed_number_of_statements(visitor, halden, statements):
    with statements.at_most(4):
        visitor.get("/plattform?sok=v")
    count = len(statements)
    for slug in ("asker", "vang", "vik"):
        municipality(halden.db, slug)
    halden.db.info["municipality_id"] = halden.here.id
    with statements.exactly(count):
        visitor.get("/plattform?sok=v")


@pytest.mark.parametrize("known", [False, True])
def test_a_municipality_s_page_and_its_joining_keep_within_their_statements(visitor, halden, voss, statements, known):
    """As many for three in the register as for one; its form may take what every form may."""
    took = []
    visitor.get("/plattform/voss")  # the session is there from now on
    if known:
        halden.person("Kari Voss")
    for slugs in (("asker",), ("vang", "vik")):
        for slug in slugs:
            municipality(halden.db, slug, activated_at=None)
        halden.db.info["municipality_id"] = halden.here.id
        with statements.at_most(12):
            visitor.get(f"/plattform/{slugs[0]}")
        pages = len(statements)
        email = (
            halden.db.scalar(select(Person.email).where(Person.name == "Kari Voss")) if known else f"{slugs[0]}@voss.no"
        )
        visitor.fill(email=email, name="Kari Voss").press(
            str(visitor.page.select_one("main button").get_text()).strip()
        )

        took.append((pages, visitor.took))
        assert visitor.took <= MOST_OF_A_POST, str(statements)
    assert len(set(took)) == 1, took


def test_the_platform_finds_its_page_from_the_national_ones(visitor, halden, site):
    visitor.get("/")
    visitor.click("Plattform")
    assert visitor.path == "/nb/plattform"
    other = site.visitor(halden.person("Ola"), place="/nb")
    assert "Plattform" not in [link.get_text() for link in other.get("/").select("header a")]


def test_an_old_address_leads_to_the_new_one(halden, site):
    visitor = site.visitor()
    deeds.rename(from_shell(halden.db, None, halden.now), "halden", "fredriksten")
    halden.db.commit()
    visitor._ask("GET", "/halden/nn/forslag?sok=benk")
    assert visitor.answer.status_code == 301
    assert visitor.answer.headers["Location"] == "/fredriksten/nn/forslag?sok=benk"
    visitor._ask("GET", "/fredriksten/nn/forslag?sok=benk")
