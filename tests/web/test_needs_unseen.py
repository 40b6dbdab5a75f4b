"""A need that is not everyone's to see is nowhere: no list, search, feed, count, page or file, here or elsewhere."""

import pytest
from sqlalchemy import select

from samskaping.actions import need_rulings, needs, ties
from samskaping.actions.needs import Told
from samskaping.models import Need
from samskaping.rules.roles import Role
from samskaping.rules.speech import ReportReason
from tests.actions.test_needs import challenge
from tests.world import municipality

pytestmark = pytest.mark.second_in_matrix

MARK = "Kvitrebekk"
WORDS = f"Vi bor ved {MARK}, og brua er stengt."


def seen(world, staff):
    """A need that everyone sees, in a challenge and met by a proposal: what follows takes it away."""
    ola, writer = world.person("Ola"), world.person("Foreslår")
    made = challenge(world, staff)
    ref = ties.tell(world.context(ola), Told(WORDS), challenge=made).reference
    proposal = world.proposal(writer)
    ties.meet(world.context(writer), proposal, [ref])
    return ola, ref, made, proposal


def pages(made, proposal):
    return (
        "/", "/behov", f"/behov?sok={MARK}", "/behov?uten=utfordring", "/behov?sorter=gjelder", f"/utfordring/{made}",
        f"/forslag/{proposal}", f"/forslag?sok={MARK}", "/feed.atom", f"/utfordring/{made}/feed.atom",
        f"/forslag/{proposal}/feed.atom", "/sitemap.xml", "/utfordringer", "/nb",
    )  # fmt: skip


def holding(visitor, ref, paths):
    """The pages that say a word of it, or lead to it."""
    found = []
    for path in paths:
        visitor.get(path)
        said = visitor.answer.get_data(as_text=True).replace(f"sok={MARK}", "").replace(f'value="{MARK}"', "")
        if f"/behov/{ref}" in said or MARK in said.replace(f"«{MARK}»", ""):
            found.append(path)
    return found


@pytest.mark.parametrize("how", ["hidden", "retracted", "held", "refused"])
def test_what_is_taken_away_is_nowhere(site, how):
    world = site.world
    staff, moderator = world.person("Pia", Role.PUBLISIST), world.person("Mari", Role.MODERATOR)
    ola, ref, made, proposal = seen(world, staff)
    assert len(holding(site.visitor(), ref, pages(made, proposal))) >= 6
    if how == "hidden":
        need_rulings.hide(world.context(moderator), ref, ReportReason.ANNET, "Grunn.")
    elif how == "retracted":
        needs.retract(world.context(ola), ref)
    else:
        row = world.db.scalars(select(Need).where(Need.reference == ref)).one()
        row.held_since = world.now
        needs.settle(world.context(), row)
        world.db.info.pop("untold", None)
        if how == "refused":
            need_rulings.refuse(world.context(moderator), ref, ReportReason.ANNET, "Grunn.")
    for visitor in (site.visitor(), site.visitor(world.person("Nabo"))):
        assert holding(visitor, ref, pages(made, proposal)) == []
        visitor.get(f"/behov/{ref}", 404)
    anyone = site.visitor()
    anyone.get("/behov")
    assert "0 behov" in anyone.text


def test_what_nobody_has_confirmed_is_nowhere_for_staff_either(site):
    world = site.world
    ties.tell(world.context(), Told(WORDS, email="kari@example.no"))
    for visitor in (site.visitor(), site.visitor(world.person("Mari", Role.MODERATOR, Role.LEDER))):
        for path in ("/behov", f"/behov?sok={MARK}", "/", "/sitemap.xml"):
            visitor.get(path)
            assert "ved Kvitrebekk" not in visitor.answer.get_data(as_text=True)
    mari = site.visitor(world.person("Mari To", Role.MODERATOR))
    mari.get("/arbeid/meldinger")
    assert MARK not in mari.text


def test_another_municipality_sees_nothing_of_it(site, db):
    world = site.world
    _ola, ref, _made, _proposal = seen(world, world.person("Pia", Role.PUBLISIST))
    asker = municipality(db, "asker")
    stranger = asker.person("Fremmed", Role.MODERATOR, Role.LEDER, Role.PUBLISIST)
    there = site.visitor(stranger, place="/asker/nb")
    for path in ("/behov", f"/behov?sok={MARK}", "/", "/arbeid/meldinger", "/sitemap.xml"):
        there.get(path)
        assert "ved Kvitrebekk" not in there.answer.get_data(as_text=True)
    for path in (f"/behov/{ref}", f"/behov/{ref}/utfordring", f"/behov/{ref}/meld", f"/arbeid/moderer/behov/{ref}"):
        there.get(path, 404)
    at_home = site.visitor(stranger)
    at_home.get(f"/arbeid/moderer/behov/{ref}", 403)
