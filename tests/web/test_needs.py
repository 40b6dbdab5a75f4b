"""Needs in the browser: told, confirmed, read, agreed with, tied, met and moderated."""

import pytest
from sqlalchemy import select

from samskaping.actions import needs as deeds
from samskaping.actions import organisations, ties
from samskaping.actions.needs import Told
from samskaping.actions.organisations import Wish
from samskaping.models import Letter, Need
from samskaping.rules import limits
from samskaping.rules.roles import Role
from samskaping.rules.speech import OrganisationKind
from tests.actions.test_needs import SECRET, WORDS, challenge
from tests.visitor import MOST_OF_A_POST, Site
from tests.world import municipality

pytestmark = pytest.mark.second_in_matrix

WORDS_TOO = "Vi mangler et sted å møtes om vinteren."


def told(site, person=None, words=WORDS, **more):
    person = person or site.world.person()
    return ties.tell(site.world.context(person), Told(words, **more)).reference


def test_somebody_without_an_account_tells_and_confirms_by_mail(site):
    kari = site.visitor()
    kari.get("/")
    kari.click("Fortell om et behov")
    kari.fill(text=WORDS, alias="Kari fra Os", email="kari@example.no").press("Fortell om behovet")
    assert "Vi har sendt deg en lenke" in kari.text
    letter = site.world.db.scalars(select(Letter)).one()
    deeds.keep_link(site.world.context(), letter.params["need"], SECRET)
    kari.get("/behov")
    assert WORDS not in kari.text
    kari.get(f"/behov/bekreft/{SECRET}")
    assert WORDS in kari.text
    assert "Kari fra Os" in kari.text
    kari.press("Bekreft behovet")
    assert WORDS in kari.text
    assert kari.path.startswith("/halden/nb/behov/2026-")
    kari.get(f"/behov/bekreft/{SECRET}", 410)


def test_somebody_without_an_account_and_without_an_address_waits_for_a_moderator(site):
    kari = site.visitor()
    kari.get("/behov/fortell")
    kari.fill(text=WORDS).press("Fortell om behovet")
    assert "En moderator leser behovet" in kari.text
    mari = site.visitor(site.world.person("Mari", Role.MODERATOR))
    mari.get("/arbeid/meldinger?vis=behov")
    assert WORDS in mari.text
    mari.click("Avgjør: Innbygger, 2026-000001")
    assert "Blokker" not in mari.text  # nobody knows who told it
    mari.fill(deed="godkjent").press("Gjennomfør")
    kari.get("/behov")
    assert WORDS in kari.text


def test_a_reading_page_sets_no_cookie_and_holds_no_form(site):
    ref = told(site)
    someone = site.visitor()
    for path in ("/behov", f"/behov/{ref}"):
        someone.get(path)
        assert "Set-Cookie" not in someone.answer.headers
        assert not someone.page.select("form[method=post]")


def test_who_has_an_idea_goes_on_with_the_same_words(site):
    ola = site.visitor(site.world.person())
    ola.get("/behov/fortell")
    ola.fill(text=WORDS).press("Jeg har en idé også")
    assert "/foresla/" in ola.path
    assert WORDS in ola.text
    site.world.db.info["municipality_id"] = site.world.here.id
    assert site.world.db.scalars(select(Need)).first() is None


def test_a_need_grows_into_a_proposal_that_says_it_meets_it(site):
    ref = told(site)
    ola = site.visitor(site.world.person())
    ola.get(f"/behov/{ref}")
    ola.click("Lag et forslag som møter behovet")
    assert WORDS in str(ola.page.select_one("textarea"))
    ola.press("Neste: Ideen")
    ola.fill(has_idea="ja", title="Strø fortauet", idea="Kommunen strør fortauet før åtte.").press(
        "Neste: Stedet og deg"
    )
    ola.press("Neste: Se over")
    ola.fill(sure="y").press("Send inn forslaget")
    ola.click("Se saken")
    assert "Behov forslaget møter" in ola.text
    ola.get(f"/behov/{ref}")
    assert "Strø fortauet" in ola.text


def test_the_four_steps_ask_which_needs_a_proposal_meets(site):
    met, other = told(site), told(site, words="Bussen går ikke om kvelden.")
    ola = site.visitor(site.world.person())
    ola.get("/foresla")
    ola.fill(need="Butikken er stengt for meg når fortauet er glatt.").press("Neste: Ideen")
    assert WORDS in ola.text
    assert other not in [box["value"] for box in ola.page.select("input[name=needs]")]
    idea = {"has_idea": "ja", "title": "Strø fortauet", "idea": "Kommunen strør fortauet før åtte."}
    ola.fill(**idea, needs=[met]).press("Neste: Stedet og deg")
    ola.press("Neste: Se over")
    assert WORDS in ola.text
    ola.click("Tilbake")
    ola.click("Tilbake")
    assert [box["value"] for box in ola.page.select("input[name=needs][checked]")] == [met]
    ola.fill(**idea, needs=[]).press("Neste: Stedet og deg")
    ola.press("Neste: Se over")
    assert WORDS not in ola.text


def test_it_concerns_me_too_is_one_button_and_can_be_taken_back(site):
    ref = told(site)
    ola = site.visitor(site.world.person())
    ola.get(f"/behov/{ref}")
    ola.press("Det gjelder meg også")
    assert "Det gjelder deg også." in ola.text
    ola.press("Det gjelder meg ikke lenger")
    assert "Det gjelder deg også." not in ola.text


def test_a_need_told_from_a_challenge_stands_in_it_and_staff_can_loosen_it(site):
    staff = site.world.person("Pia", Role.PUBLISIST)
    made = challenge(site.world, staff)
    ola = site.visitor(site.world.person())
    ola.get(f"/utfordring/{made}")
    ola.click("Fortell om et behov")
    ola.fill(text=WORDS).press("Fortell om behovet")
    ola.get(f"/utfordring/{made}")
    assert "Slik har folk det" in ola.text
    assert WORDS in ola.text
    pia = site.visitor(staff)
    pia.get("/behov/2026-000001")
    pia.click("Løs behovet fra utfordringen : Hvordan kommer alle trygt fram?")
    pia.press("Løs behovet")
    ola.get(f"/utfordring/{made}")
    assert WORDS not in ola.text


def test_staff_make_a_challenge_of_a_need_and_it_cites_it(site):
    ref, staff = told(site), site.world.person("Pia", Role.PUBLISIST)
    pia = site.visitor(staff)
    pia.get(f"/behov/{ref}")
    pia.click("Lag en utfordring av behovet")
    pia.fill(title_nb="Hvordan kommer alle trygt fram?").press("Lagre utkastet")
    pia.get(f"/behov/{ref}")
    assert "Utfordringen vokste fram av dette behovet" in pia.text
    anyone = site.visitor()
    anyone.get(f"/behov/{ref}")
    assert "Hvordan kommer alle trygt fram?" not in anyone.text


def test_a_report_of_a_need_comes_to_the_moderators_who_hide_it(site):
    ref = told(site)
    anyone = site.visitor()
    anyone.get(f"/behov/{ref}")
    anyone.click("Meld fra om innholdet")
    anyone.fill(reason="krenkende").press("Meld fra")
    mari = site.visitor(site.world.person("Mari", Role.MODERATOR))
    mari.get("/arbeid/meldinger")
    mari.click(f"Avgjør: Innbygger, {ref}")
    mari.fill(deed="skjult", reason="krenkende", text="Brudd på reglene.").press("Gjennomfør")
    anyone.get(f"/behov/{ref}", 404)
    mari.get("/arbeid/meldinger/skjult")
    assert WORDS in mari.text


def test_mistakes_are_told_and_nothing_typed_is_lost(site):
    kari = site.visitor()
    kari.get("/behov/fortell")
    kari.fill(text=WORDS, alias="Halden kommune", email="ikke en adresse").press("Fortell om behovet", 422)
    assert kari.page.select_one("textarea").get_text().strip() == WORDS
    assert len(kari.page.select(".ds-validation-message")) == 2
    kari.fill(text="Fnr 01010750160 er mitt.", alias="", email="").press("Fortell om behovet", 422)
    assert "fødselsnummer" in kari.text


@pytest.mark.case("BL-18")
def test_nobody_knows_tells_only_so_many_from_one_address(site):
    kari = site.visitor()
    for number in range(limits.NEEDS_HOUR):
        kari.get("/behov/fortell")
        kari.fill(text=f"{WORDS} {number}").press("Fortell om behovet")
    kari.get("/behov/fortell")
    kari.fill(text="Og ett til").press("Fortell om behovet", 429)
    assert int(kari.answer.headers["Retry-After"]) > 0
    assert kari.page.select_one("textarea").get_text().strip() == "Og ett til"


@pytest.mark.parametrize("query", ["sorter=ukjent", "omrade=finnesikke", "uten=alt"])
def test_a_filter_that_does_not_exist_is_told_and_left_out(site, query):
    told(site)
    someone = site.visitor()
    someone.get(f"/behov?{query}", 422)
    assert WORDS in someone.text


def test_lists_and_pages_take_as_many_statements_for_one_need_as_for_three(site, statements):
    world = site.world
    staff = world.person("Pia", Role.PUBLISIST)
    made = challenge(world, staff)
    counted = []
    for _round in range(2):
        for _one in range(1 if not counted else 2):
            ref = told(site)
            ties.tie(world.context(staff), ref, made)
            writer = world.person()
            ties.meet(world.context(writer), world.proposal(writer), [ref])
        someone, took = site.visitor(), []
        for path, most in (("/behov", 6), ("/behov?sok=butikken&uten=forslag", 6), (f"/behov/{ref}", 6)):
            with statements.at_most(most):
                someone.get(path)
            took.append(len(statements.heard))
        with statements.at_most(12):
            someone.get(f"/utfordring/{made}")
        took.append(len(statements.heard))
        counted.append(took)
    assert counted[0] == counted[1]


@pytest.mark.parametrize("who", ["resident", "organisation", "nobody", "nobody with an address"])
def test_telling_under_a_challenge_where_staff_read_first_keeps_within_a_post(db, settings, connection, who):
    """``Visitor`` holds every form to that; the same again the next time, when what speaks for somebody is there."""
    world = municipality(db, "asker", approval=True, comment_approval=True)
    site, area, made = (
        Site(settings, connection, world),
        world.area(),
        challenge(world, world.person("Pia", Role.PUBLISIST)),
    )
    ola = world.person("Ola") if who in ("resident", "organisation") else None
    fields = {"area": area.public_id}
    if who == "organisation":
        club = Wish("Turlaget", OrganisationKind.UFORMELL)
        fields |= {"organisation": organisations.register(world.context(ola), club)}
    if who == "nobody with an address":
        fields |= {"email": "kari@example.no"}
    for words in (WORDS, WORDS_TOO):
        visitor = site.visitor(ola)
        visitor.get(f"/behov/fortell?utfordring={made}")
        visitor.fill(text=words, **fields).press("Fortell om behovet")
        assert 0 < visitor.took <= MOST_OF_A_POST
    db.info["municipality_id"] = world.here.id
    assert {need.is_public for need in db.scalars(select(Need))} == {False}
