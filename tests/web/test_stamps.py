"""A stamp is new when what its municipality shows may have changed, and stays when it cannot have."""

import itertools
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from samskaping.actions import support
from samskaping.models import (
    Challenge,
    ChallengePartner,
    Organisation,
    Person,
    Proposal,
    Stamp,
    WebSession,
)
from samskaping.rules.roles import Role
from samskaping.rules.speech import OrganisationKind
from tests.challenges import published
from tests.shared import Both
from tests.visitor import Site
from tests.web.keeping import body, stamp
from tests.world import municipality

pytestmark = pytest.mark.second_in_matrix

TITLE = "Benker langs Tista"


@pytest.fixture
def site(keeping, connection, halden):
    return Site(keeping, connection, halden)


def test_a_partner_s_write_shows_on_the_shared_challenge(site, db, halden):
    ingrid, asker = halden.person("Ingrid", Role.PUBLISIST), municipality(db, "asker")
    shared = published(halden, ingrid)
    db.add(ChallengePartner(challenge_id=halden_challenge(db, shared), municipality_id=asker.here.id))
    db.commit()
    path, writer, liv = f"/halden/nb/utfordring/{shared}", asker.person("Ola"), asker.person("Liv")
    db.commit()
    before = body(site, path)
    assert body(site, path) == before
    ref = asker.proposal(writer, challenge=shared, title="Et forslag fra Asker")
    support.give(asker.context(liv), ref)
    db.commit()
    fresh = Site(replace(site.settings, kept_pages=0), site.bind, halden)
    assert body(site, path) == body(fresh, path) != before
    # A municipality that shares nothing keeps its pages.
    alone = municipality(db, "alone", number="1234")
    db.commit()
    kept = stamp(alone)
    asker.proposal(writer, challenge=shared)
    db.commit()
    assert stamp(alone) == kept


def halden_challenge(db, public_id):
    return db.scalar(select(Challenge.id).where(Challenge.public_id == public_id))


def test_joining_and_leaving_renew_what_both_have_kept(keeping, connection, halden):
    site, both = Site(keeping, connection, halden), Both(halden)
    both.invite()
    halden.db.commit()
    home, there = f"/halden/nb/utfordring/{both.challenge}", f"/voss/nn/utfordring/{both.challenge}"
    pages, deeds = [], (both.accept, lambda: both.voss.proposal(challenge=both.challenge), both.leave)
    for deed in deeds:
        pages.append((body(site, home), body(site, there)))
        assert (body(site, home), body(site, there)) == pages[-1]
        deed()
        halden.db.commit()
    pages.append((body(site, home), body(site, there)))
    assert [there[0] for _home, there in pages] == [404, 200, 200, 200]
    for shown in zip(*pages, strict=True):
        assert all(before != after for before, after in itertools.pairwise(shown))


def test_what_nobody_else_sees_lets_pages_be(site, db, halden):
    """Or every sign-in and every keystroke in a draft would make all pages anew."""
    ola = halden.person("Ola")
    db.commit()
    before = stamp(halden)
    visitor = site.visitor(ola)
    visitor.get("/min-side")
    draft = halden.draft(ola, goals=(3,))
    db.commit()
    db.execute(update(WebSession).values(seen_at=halden.now + timedelta(minutes=1)))
    db.scalars(select(Person).where(Person.id == ola.id)).one().last_digest_at = halden.now
    db.commit()
    assert stamp(halden) == before
    row = db.scalars(select(Proposal).where(Proposal.public_id == draft)).one()
    assert row.title == TITLE


def test_what_everybody_may_show_reaches_everybody(site, db, halden):
    alone, liv = municipality(db, "alone", number="1234"), halden.person("Liv")
    db.commit()
    before = stamp(alone)
    halden.context()
    values = {"public_id": "abcdefghij", "kind": OrganisationKind.FRIVILLIG, "registered_at": halden.now}
    db.add(Organisation(name="Vel", registered_by_id=liv.id, **values))
    db.commit()
    second = stamp(alone)
    db.execute(update(Organisation).values(name="Velforeningen"))
    db.commit()
    assert len({before, second, stamp(alone)}) == 3


def test_what_is_undone_changes_no_stamp(site, db, halden):
    halden.proposal()
    db.commit()
    before = stamp(halden)
    halden.proposal()
    db.rollback()
    db.commit()
    assert stamp(halden) == before


def test_the_stamp_is_the_last_statement(town, statements):
    kari, ref = town.caseworker(), town.proposal()
    town.db.commit()
    town.move(ref, "vurder", kari)
    statements.heard.clear()
    town.db.commit()
    assert [heard.split()[:3] for heard in statements.heard if "stamps" in heard] == [["INSERT", "INTO", "stamps"]]
    assert "stamps" in statements.heard[-1]
    assert len(town.db.scalars(select(Stamp.place)).all()) == 2  # the municipality's, and everybody's (its people)
