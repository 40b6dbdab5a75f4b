"""A guest who would rather follow a proposal that says the same: by signing in for it, whichever way."""

import pytest
from sqlalchemy import func, select

from samskaping.models import Follow, Proposal
from samskaping.rules.kinds import Purpose
from tests.accounts import PASSWORD, link, with_password

pytestmark = pytest.mark.second_in_matrix

ANOTHER = "Det mangler benker på turen til butikken."


@pytest.fixture
def other(halden):
    return halden.proposal(need=ANOTHER, title="Benker til butikken")


@pytest.fixture
def person(site):
    return with_password(site, "Liv Demo")


@pytest.fixture
def visitor(site, other):
    """Somebody who has not signed in, and has pressed the button beside another's proposal."""
    guest = site.visitor()
    guest.get("/foresla")
    guest.fill(need="Mora mi orker ikke turen til butikken uten benker på veien.").press("Neste: Ideen")
    guest.fill(title="Mitt eget").press("Følg det i stedet : Benker til butikken")
    assert guest.path.startswith("/halden/nb/logg-inn")
    return guest


def follows(halden, ref, person) -> int:
    mine = (Follow.kind == "proposal", Follow.thing_id == halden.row(ref).id, Follow.person_id == person.id)
    return halden.db.scalar(select(func.count()).where(*mine)) or 0


@pytest.mark.parametrize("way", ["password", "mail"])
def test_who_signs_in_to_follow_does(halden, site, person, other, visitor, way):
    if way == "password":
        visitor.fill(email=person.email, password=PASSWORD).press("Logg inn")
    else:
        visitor.fill(email=person.email).press("Send meg en lenke på e-post")
        visitor.get("/halden/nb" + link(site, person, Purpose.SIGN_IN))
        visitor.press("Logg inn")
    assert visitor.path == f"/halden/nb/forslag/{other}"
    assert "Du følger forslaget" in visitor.text
    assert follows(halden, other, person) == 1
    assert halden.db.scalar(select(Proposal.writer_id).where(Proposal.title == "Mitt eget")) == person.id


def test_who_signs_in_for_something_else_does_not(halden, person, other, visitor):
    visitor.get("/logg-inn")
    visitor.fill(email=person.email, password=PASSWORD).press("Logg inn")
    assert follows(halden, other, person) == 0
    visitor.get("/min-side")
    assert "Du følger forslaget" not in visitor.text
