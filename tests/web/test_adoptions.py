"""Taking over what another municipality has done: found, begun from, credited on both sides, never shown too soon."""

import pytest
from sqlalchemy import select

from samskaping.actions import adopting, challenges, moderation
from samskaping.actions import statements as said
from samskaping.actions.statements import Said
from samskaping.db import Texts
from samskaping.errors import Missing, Refused
from samskaping.models import Challenge, ChallengePartner, Event, Notification
from samskaping.queries import adoptions
from samskaping.queries.adoptions import Kind
from samskaping.rules.events import What
from samskaping.rules.roles import Role
from samskaping.rules.speech import Decision, ReportReason
from tests.challenges import content, published
from tests.statements import Statements
from tests.visitor import Site
from tests.web.keeping import body
from tests.world import municipality

pytestmark = pytest.mark.second_in_matrix

CANARY = "Kanarifuglen synger ikke ennå"
TITLE = "Hvordan kan færre spise alene?"


@pytest.fixture
def voss(site):
    world = municipality(site.world.db, "voss")
    site.world.context()
    return world


@pytest.fixture
def pia(voss):
    person = voss.person("Pia Vossing", Role.PUBLISIST)
    voss.db.commit()
    return person


@pytest.fixture
def made(site):
    """A challenge of Halden's, of which it has told news, with a proposal that it has answered."""
    ingrid = site.world.person("Ingrid", Role.PUBLISIST, Role.SAKSBEHANDLER)
    public_id = published(site.world, ingrid)
    said.update_challenge(site.world.context(ingrid), public_id, Said("Vi begynte med suppe på tirsdager.", 0))
    ref = site.world.proposal(challenge=public_id)
    ctx = site.world.sure(ingrid, ref)
    said.answer(ctx, ref, Said("Det koster lite.", site.world.row(ref).version, decision=Decision.JA, title="Ja"))
    site.world.db.commit()
    return public_id


def take(world, person, thing, kind=Kind.UTFORDRING, slug="halden"):
    public_id = adopting.adopt(world.context(person), slug, kind, thing)
    world.db.commit()
    return public_id


def finish(world, person, draft, title):
    """What the draft lacks is written, and it is published."""
    ctx = world.context(person)
    row = world.db.scalars(select(Challenge).where(Challenge.public_id == draft)).one()
    challenges.save(ctx, draft, content(world, title=Texts(nb=title)), version=row.version)
    challenges.publish(ctx, draft, version=row.version)
    world.db.commit()


def took(visitor, path):
    """How many statements a page takes, once the visitor has a token."""
    visitor.get(path)
    with Statements.listening() as heard:
        visitor.get(path)
    return len(heard)


def facts(world, what):
    return [event.details for event in world.db.scalars(select(Event).where(Event.what == what))]


def test_staff_take_over_a_challenge_from_its_public_page_and_both_sides_tell(site, voss, pia, made):
    visitor = site.visitor(pia)
    visitor.get(f"/utfordring/{made}")
    visitor.click("Gjør dette i Voss kommune")
    assert visitor.path.startswith("/voss/nb/arbeid/")
    assert "Vi begynte med suppe på tirsdager." in visitor.text
    assert "Offisielt svar: Ja" in visitor.text
    visitor.press("Lag et utkast av dette")
    draft = visitor.path.rsplit("/", 1)[-1]
    form = visitor.page.select_one("form#utfordring")
    assert form.select_one("#title_nb")["value"] == TITLE
    assert form.select_one("#title_nn")["value"] == "Korleis kan færre ete åleine?"
    assert form.select_one("#decides_nb").text.strip() == ""
    assert form.select_one("#quote1_text")["value"] == ""
    assert "Det koster lite." in visitor.text
    finish(voss, pia, draft, "Hvordan kan vossinger spise sammen?")
    anyone = site.visitor(place="/voss/nb")
    anyone.get(f"/utfordring/{draft}")
    assert "Bygger på" in anyone.text
    anyone.click(TITLE)
    assert anyone.path == f"/halden/nb/utfordring/{made}"
    anyone.click("Voss kommune")
    assert anyone.path == f"/voss/nb/utfordring/{draft}"
    assert anyone.page.h1.text == "Hvordan kan vossinger spise sammen?"


def test_a_proposal_becomes_a_draft_in_its_own_form_and_its_writer_is_told(site, voss, pia):
    ola = site.world.person()
    ref = site.world.proposal(
        ola, title="Benkar langs elva", need="Mor treng ein pause.", idea="Tre benkar.", language="nn"
    )
    draft = take(voss, pia, ref, Kind.FORSLAG)
    row = voss.db.scalars(select(Challenge).where(Challenge.public_id == draft)).one()
    assert (row.title, row.need) == (Texts(nn="Benkar langs elva"), Texts(nn="Mor treng ein pause.\n\nTre benkar."))
    finish(voss, pia, draft, "Hvor trengs det en benk?")
    site.world.context()
    site.world.told()
    told = select(Notification.person_id).join(Event, Event.id == Notification.event_id)
    assert ola.id in site.world.db.scalars(told.where(Event.what == What.ADOPTION_PUBLISHED)).all()
    anyone = site.visitor()
    anyone.get(f"/forslag/{ref}")
    anyone.click("Voss kommune")
    assert "Forslag fra Ola Nordmann i Halden kommune" in anyone.text


def test_what_is_in_neither_form_is_not_passed_off_as_norwegian(site, voss, pia):
    ref = site.world.proposal(title="Лавки вздовж річки", need="Мамі потрібен відпочинок.", language="uk")
    draft = take(voss, pia, ref, Kind.FORSLAG)
    row = voss.db.scalars(select(Challenge).where(Challenge.public_id == draft)).one()
    assert row.title == Texts(nb=f"Etter forslag {ref} fra Halden kommune")
    assert not row.need


def test_nobody_there_sees_or_hears_of_the_draft(site, voss, pia, made):
    ingrid, before = site.world.caseworker(), len(facts(site.world, What.ADOPTION_PUBLISHED))
    draft = take(voss, pia, made)
    challenges.save(voss.context(pia), draft, content(voss, title=Texts(nb=CANARY)), version=1)
    voss.db.commit()
    assert len(facts(site.world, What.ADOPTION_PUBLISHED)) == before
    for visitor in (site.visitor(), site.visitor(ingrid)):
        for path in (f"/utfordring/{made}", f"/utfordring/{made}/feed.atom", "/utfordringer", "/nb/"):
            visitor.get(path)
            assert CANARY not in visitor.answer.text
            assert "Voss kommune" not in visitor.text
    visitor = site.visitor(ingrid)
    for path in ("/arbeid/gjort-av-andre", "/arbeid/gjort-av-andre?sok=kanarifuglen", "/arbeid/utfordringer"):
        visitor.get(path)
        assert CANARY not in visitor.answer.text
    visitor.get(f"/arbeid/gjort-av-andre/voss/utfordring/{draft}", 404)


def test_a_draft_hidden_or_foreign_thing_cannot_be_taken_over(site, voss, pia, made):
    ingrid = site.world.person("Ingrid", Role.PUBLISIST, Role.MODERATOR)
    draft = challenges.start(site.world.context(ingrid), content(site.world))
    hidden = site.world.proposal()
    moderation.hide_proposal(site.world.context(ingrid), hidden, ReportReason.SPAM, "Se reglene.")
    own = published(voss, voss.person("Per", Role.PUBLISIST))
    shared = published(site.world, ingrid)
    key = site.world.db.scalars(select(Challenge.id).where(Challenge.public_id == shared)).one()
    site.world.db.add(ChallengePartner(challenge_id=key, municipality_id=voss.here.id))
    site.world.db.commit()
    for slug, kind, thing in (
        ("halden", Kind.UTFORDRING, draft),
        ("halden", Kind.FORSLAG, hidden),
        ("voss", Kind.UTFORDRING, own),
        ("voss", Kind.UTFORDRING, made),
        ("halden", Kind.UTFORDRING, shared),
        ("halden", Kind.FORSLAG, "2026-999999"),
    ):
        with pytest.raises(Missing):
            adopting.adopt(voss.context(pia), slug, kind, thing)
    with pytest.raises(Refused):
        adopting.adopt(voss.context(voss.person("Innsyn", Role.INNSYN)), "halden", Kind.UTFORDRING, made)


def test_what_is_hidden_afterwards_is_credited_without_its_words(site, voss, pia):
    mari, ref = site.world.person("Mari", Role.MODERATOR), site.world.proposal(title=CANARY)
    draft = take(voss, pia, ref, Kind.FORSLAG)
    finish(voss, pia, draft, "Hvor trengs det en benk?")
    anyone = site.visitor(place="/voss/nb")
    anyone.get(f"/utfordring/{draft}")
    assert CANARY in anyone.text
    moderation.hide_proposal(site.world.context(mari), ref, ReportReason.SPAM, "Se reglene.")
    site.world.db.commit()
    anyone.get(f"/utfordring/{draft}")
    assert CANARY not in anyone.text
    assert "Et forslag i Halden kommune, som ikke er synlig lenger." in anyone.text


def test_taking_over_twice_leads_to_the_same_draft(site, voss, pia, made):
    first = take(voss, pia, made)
    visitor = site.visitor(pia, place="/voss/nb")
    visitor.get(f"/arbeid/gjort-av-andre/halden/utfordring/{made}")
    visitor.click("Se utfordringen dere laget")
    assert visitor.path.endswith(first)
    assert take(voss, pia, made) == first
    visitor.get("/arbeid/utfordringer")
    visitor.click("Hva har andre gjort?")
    visitor.click(f"Vis det dere har : {TITLE}")
    assert visitor.path.endswith(first)


def test_the_search_finds_what_others_have_done_and_nothing_of_ones_own(site, voss, pia, made):
    site.world.proposal(title="Felles middag i grendehuset")
    voss.proposal(title="Felles middag på Vangen")
    published(voss, pia)
    visitor = site.visitor(pia, place="/voss/nb")
    visitor.get("/arbeid/gjort-av-andre")
    assert [link.text for link in visitor.page.select("tbody th a")] == [TITLE]
    visitor.fill(sok="middag").press("Vis treff")
    assert [link.text for link in visitor.page.select("tbody th a")] == ["Felles middag i grendehuset"]
    visitor.click("Gjør dette hos oss : Felles middag i grendehuset")
    assert "De har ikke svart eller fortalt hvordan det gikk ennå." in visitor.text


@pytest.mark.parametrize("roles", [(), (Role.INNSYN,)])
def test_the_way_in_is_shown_to_those_who_may_alone(site, voss, made, roles):
    visitor = site.visitor(voss.person("Noen", *roles))
    visitor.get(f"/utfordring/{made}")
    assert "Gjør dette" not in visitor.text


def test_both_histories_are_written_at_once(site, voss, pia, made):
    draft = take(voss, pia, made)
    finish(voss, pia, draft, "Hvordan kan vossinger spise sammen?")
    [builds], [done] = facts(voss, What.CHALLENGE_BUILDS_ON), facts(voss, What.ADOPTION_PUBLISHED)
    assert builds == {"slug": "halden", "place": "Halden kommune", "kind": "utfordring", "thing": made}
    assert done == {"slug": "voss", "place": "Voss kommune", "challenge": draft}
    found = voss.db.scalars(select(Event).where(Event.what == What.ADOPTION_PUBLISHED)).one()
    assert (found.municipality_id, found.actor_id) == (site.world.here.id, pia.id)


def test_a_draft_leaves_the_kept_page_there_as_it_was_and_a_published_one_does_not(keeping, connection, halden):
    site, voss = Site(keeping, connection, halden), municipality(halden.db, "voss", number="4621")
    thing = published(halden, halden.person("Ingrid", Role.PUBLISIST))
    pia, path = voss.person("Pia", Role.PUBLISIST), f"/halden/nb/utfordring/{thing}"
    halden.db.commit()
    before = body(site, path)
    draft = take(voss, pia, thing)
    assert body(site, path) == before
    finish(voss, pia, draft, "Hvordan kan vossinger spise sammen?")
    assert "Voss" not in before[1]
    assert "Også gjort av" in body(site, path)[1]


@pytest.mark.parametrize("rows", [1, 3])
def test_pages_take_few_statements(site, voss, pia, statements, rows):
    ingrid = site.world.person("Ingrid", Role.PUBLISIST, Role.SAKSBEHANDLER)
    first, ref = published(site.world, ingrid), site.world.proposal()
    for number in range(rows):
        published(site.world, ingrid)
        site.world.proposal(title=f"Middag {number}")
        said.update_challenge(site.world.context(ingrid), first, Said("Suppe.", 0))
        other = municipality(site.world.db, f"by{number}")
        staff = other.person("Liv", Role.PUBLISIST)
        for kind, thing in ((Kind.UTFORDRING, first), (Kind.FORSLAG, ref)):
            finish(other, staff, take(other, staff, thing, kind), "Hva nå?")
    draft = take(voss, pia, first)
    site.world.context()
    site.world.db.commit()
    visitor = site.visitor(pia, place="/voss/nb")
    visitor.get("/arbeid/utfordringer")
    for path, most in (
        ("/arbeid/gjort-av-andre", 6),
        ("/arbeid/gjort-av-andre?sok=middag", 6),
        (f"/arbeid/gjort-av-andre/halden/forslag/{ref}", 6),
        (f"/arbeid/utfordringer/{draft}", 10),
        (f"/arbeid/utfordringer/{draft}/forhandsvis", 12),
    ):
        with statements.at_most(most):
            visitor.get(path)
    alone = published(site.world, ingrid), site.world.proposal()
    site.world.db.commit()
    for kind, plain, path in (("utfordring", alone[0], first), ("forslag", alone[1], ref)):
        plain, path = f"/{kind}/{plain}", f"/{kind}/{path}"
        anyone, staff, resident = site.visitor(), site.visitor(pia), site.visitor(site.world.person("Liv"))
        with statements.exactly(took(anyone, plain)):
            anyone.get(path)
        assert len(anyone.page.select("#ogsa-gjort a")) == rows
        with statements.exactly(took(resident, plain)):
            resident.get(path)
        with statements.exactly(took(staff, plain)):
            staff.get(path)
        assert took(staff, plain) == took(resident, plain) + 1


def test_languages_of_a_found_thing_are_marked(site, voss, pia):
    site.world.proposal(title="Benkar langs elva", language="nn")
    [found] = adoptions.of_others(voss.context(pia), "benkar")
    assert (found.kind, found.language, found.place) == (Kind.FORSLAG, "nn", "Halden kommune")


def test_what_was_withdrawn_is_not_begun_from(site, pia):
    ola, visitor = site.world.person(), site.visitor(pia)
    ref = site.world.proposal(ola)
    assert "Gjør dette" in visitor.get(f"/forslag/{ref}").get_text()
    site.world.move(ref, "trekk", ola)
    assert "Gjør dette" not in visitor.get(f"/forslag/{ref}").get_text()
