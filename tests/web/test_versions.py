"""Versions of a proposal's text: what changed while a moderator waits to read it, and for whom."""

import pytest

from samskaping.actions import proposals, rewriting
from samskaping.actions.drafts import Change
from samskaping.rules.roles import Role
from tests.visitor import Site
from tests.world import municipality

pytestmark = pytest.mark.second_in_matrix

SECOND = "Tre benker langs Tista"


@pytest.fixture
def asker(db):
    """A municipality that reads before it publishes."""
    return municipality(db, "asker", approval=True)


@pytest.fixture
def writer(asker):
    return asker.person("Wenche")


@pytest.fixture
def ref(asker, writer):
    """A proposal that was rewritten before anybody had let it out."""
    ref = asker.proposal(writer)
    change = Change(title=SECOND, need="Mora mi orker det ikke.", idea="")
    rewriting.edit(asker.later(hours=1).context(writer), ref, change, version=1)
    return ref


def changes(visitor, ref):
    page = visitor.get(f"/forslag/{ref}/versjoner")
    return [tag.text for tag in page.select("#felt-title ~ .sk-versions :is(del, ins)")]


def at(site: Site, asker, person=None, form="nb"):
    return site.visitor(person, place=f"/asker/{form}")


@pytest.mark.parametrize("form", ["nb", "nn"])
def test_the_writer_sees_what_changed_while_it_waits(site, asker, writer, ref, form):
    own = at(site, asker, writer, form)
    own.get(f"/forslag/{ref}")
    own.click({"nb": "Vis endringene", "nn": "Vis endringane"}[form])
    assert changes(own, ref) == ["Benker", "Tre benker"]


def test_a_moderator_goes_from_the_case_to_what_changed(site, asker, ref):
    mona = at(site, asker, asker.person("Mona", Role.MODERATOR))
    mona.get(f"/arbeid/sak/{ref}")
    mona.click("Vis endringene")
    assert changes(mona, ref) == ["Benker", "Tre benker"]


def test_a_case_that_never_changed_has_no_such_link(site, asker, writer):
    ref = asker.proposal(writer)
    mona = at(site, asker, asker.person("Mona", Role.MODERATOR))
    assert "Vis endringene" not in mona.get(f"/arbeid/sak/{ref}").text
    assert "Vis endringene" not in at(site, asker, writer).get(f"/forslag/{ref}").text


def test_nobody_else_reads_a_version_that_no_moderator_let_out(site, asker, ref):
    moderator = asker.person("Mona", Role.MODERATOR)
    archivist = at(site, asker, asker.person("Arne", Role.ARKIVAR))
    assert changes(archivist, ref) == [SECOND]
    at(site, asker, asker.person("Liv")).get(f"/forslag/{ref}/versjoner", 404)
    at(site, asker).get(f"/forslag/{ref}/versjoner", 404)
    asker.move(ref, "godkjenn", moderator)
    for anyone in (at(site, asker), at(site, asker, asker.person("Per")), archivist):
        page = anyone.get(f"/forslag/{ref}/versjoner")
        assert "skrevet om før kommunen publiserte den, og vises ikke" in anyone.text
        assert "butikken" not in str(page)
        page = anyone.get(f"/forslag/{ref}/versjoner?fra=1&til=1")
        assert "butikken" not in str(page)


def test_what_was_sent_back_and_sent_in_again_can_be_compared(site, asker, writer):
    moderator = asker.person("Mona", Role.MODERATOR)
    ref = asker.proposal(writer)
    asker.move(ref, "send_tilbake", moderator)
    draft = asker.row(ref).public_id
    own = at(site, asker, writer)
    own.get(f"/foresla/{draft}/behov")
    own.fill(need="Mora mi orker ikke turen til torget uten en pause.").press("Neste: Ideen")
    proposals.submit(asker.later(hours=3).context(writer), draft)
    mona = at(site, asker, moderator)
    mona.get(f"/arbeid/sak/{ref}")
    mona.click("Vis endringene")
    assert [tag.text for tag in mona.page.select("del, ins")] == ["butikken", "torget"]
