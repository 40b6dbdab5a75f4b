"""One challenge on the pages of two municipalities, each in its own form, and the desks between them."""

import pytest

from samskaping.actions import statements
from samskaping.actions.statements import Said
from samskaping.rules.roles import Role
from tests.shared import Both
from tests.visitor import Site

pytestmark = pytest.mark.second_in_matrix


@pytest.fixture
def both(site: Site) -> Both:
    return Both(site.world)


def text(page):
    return " ".join(page.get_text(" ").split())


def test_it_is_invited_and_accepted_at_the_desks_and_then_stands_there_in_its_own_form(site, both):
    ingrid, vera = site.visitor(both.ingrid), site.visitor(both.vera, place="/voss/nn")
    anyone = site.visitor(place="/voss/nn")
    path = f"/utfordring/{both.challenge}"
    anyone.get(path, 404)
    ingrid.get("/arbeid/utfordringer")
    ingrid.get(f"/arbeid/felles/{both.challenge}")
    page = ingrid.fill(municipality="voss", words="Vil dere være med?").press("Send invitasjonen")
    assert "Har ikke svart" in text(page)
    anyone.get(path, 404)
    desk = vera.get("/arbeid/utfordringer")
    assert "ventar på svar: 1" in text(desk.select_one("nav.sk-nav"))
    vera.get(desk.select_one("#invitasjoner").parent.select_one("a")["href"])
    assert "Vil dere være med?" in text(vera.page)
    vera.fill(answer="nei").press("Send svaret", 422)
    assert "Skriv kvifor de seier nei" in text(vera.page)
    page = vera.fill(answer="ja", words="Ja takk.").press("Send svaret")
    assert "De er med" in text(page)
    shown = anyone.get(path)
    assert shown.html["lang"] == "nn"
    assert "Korleis kan færre ete åleine?" in text(shown.h1)
    assert "Voss herad svarer på forslag som høyrer til her" in text(shown)
    assert "Ein kommune til vart med: Voss herad" in text(shown.select_one("#historikk"))
    assert both.challenge in str(anyone.get("/utfordringer"))
    assert "Ja takk." in text(ingrid.get(f"/arbeid/felles/{both.challenge}"))
    assert "Ja takk." not in text(shown)


def test_whoever_proposes_chooses_the_municipality_and_what_is_typed_comes_along(site, both):
    both.joined()
    site.world.db.commit()
    liv = both.voss.person("Liv")
    site.world.db.commit()
    visitor = site.visitor(liv)
    page = visitor.get(f"/foresla?utfordring={both.challenge}")
    assert "Halden kommune (valgt)" in text(page.select_one("[aria-labelledby=hvilken-kommune]"))
    there = visitor.fill(need="Mange ved Vangen et åleine.").press("Voss herad")
    assert visitor.path.startswith("/voss/nb/foresla")
    assert "Voss herad (valgt)" in text(there.select_one("[aria-labelledby=hvilken-kommune]"))
    assert there.select_one("[name=need]").get_text().strip() == "Mange ved Vangen et åleine."
    visitor.press("Neste: Ideen")
    assert visitor.path.startswith("/voss/nb/foresla/")


def test_the_numbers_stand_together_and_apart_and_the_others_are_read_there(site, both):
    both.joined()
    ours = both.halden.proposal(challenge=both.challenge, title="Langbord på torget")
    theirs = both.voss.proposal(challenge=both.challenge, title="Middag på grendehuset")
    both.halden.db.commit()
    page = site.visitor().get(f"/utfordring/{both.challenge}")
    rows = [text(row) for row in page.select("#kommuner tbody tr")]
    assert [row.rsplit(" ", 2)[1:] for row in rows] == [["1", "0"], ["1", "0"], ["2", "0"]]
    assert [one["href"] for one in page.select("[aria-labelledby=andre] a")] == [f"/voss/nb/forslag/{theirs}"]
    assert f"/halden/nb/forslag/{ours}" in str(page.select_one(".sk-proposals"))


def test_one_that_left_is_read_there_and_takes_no_more(site, both):
    both.joined()
    ref = both.voss.proposal(challenge=both.challenge)
    both.halden.db.commit()
    vera = site.visitor(both.vera, place="/voss/nb")
    vera.get(f"/arbeid/felles/{both.challenge}/ga-ut")
    vera.fill(words="Vi har ikke folk lenger.").press("Gå ut")
    anyone = site.visitor(place="/voss/nb")
    assert f"/utfordring/{both.challenge}" in str(anyone.get(f"/forslag/{ref}"))
    page = anyone.get(f"/utfordring/{both.challenge}")
    assert "Voss herad gikk ut" in text(page)
    assert not page.select('a[href*="/foresla?"]')
    anyone.get(f"/foresla?utfordring={both.challenge}", 404)
    assert both.challenge not in str(anyone.get("/utfordringer"))
    assert "En kommune gikk ut: Voss herad" in text(site.visitor().get(f"/utfordring/{both.challenge}"))
    vera.get("/arbeid/utfordringer")
    ingrid = site.visitor(both.ingrid)
    assert "Vi har ikke folk lenger." in text(ingrid.get(f"/arbeid/felles/{both.challenge}"))


def test_who_keeps_the_record_is_named_and_an_invitation_taken_back(site, both):
    both.joined()
    both.halden.db.commit()
    ingrid = site.visitor(both.ingrid)
    ingrid.get(f"/arbeid/felles/{both.challenge}")
    ingrid.fill(archivist="voss").press("Legg ansvaret dit")
    page = site.visitor().get(f"/utfordring/{both.challenge}")
    assert "Voss herad Har ansvaret for arkivet" in text(page.select_one("#kommuner"))
    ingrid.get(f"/arbeid/felles/{both.challenge}")
    ingrid.fill(municipality="asker").press("Send invitasjonen")
    page = ingrid.press("Trekk invitasjonen til Asker")
    assert "Invitasjonen er trukket" in text(page.select_one("main table"))


def test_a_municipality_that_was_asked_nothing_finds_nothing(site, both):
    both.invite("Bare til Voss.")
    both.halden.db.commit()
    tora = site.visitor(both.tora, place="/asker/nb")
    for path in ("arbeid/invitasjon", "arbeid/felles", "utfordring"):
        tora.get(f"/{path}/{both.challenge}", 404)
    vera = site.visitor(both.vera, place="/voss/nb")
    vera.get(f"/arbeid/felles/{both.challenge}", 404)  # invited, and not in yet
    assert "Bare til Voss." in text(vera.get(f"/arbeid/invitasjon/{both.challenge}"))


@pytest.mark.parametrize("rows", [1, 3])
def test_statements_do_not_grow(site, both, statements, rows):
    both.joined()
    for number in range(rows):
        both.halden.proposal(challenge=both.challenge, title=f"Langbord {number}")
        both.voss.proposal(challenge=both.challenge, title=f"Middag {number}")
    both.halden.db.commit()
    anyone, ingrid = site.visitor(), site.visitor(both.ingrid)
    vera = site.visitor(both.vera, place="/voss/nn")
    for visitor, path, most in (
        (anyone, f"/utfordring/{both.challenge}", 12),
        (anyone, f"/foresla?utfordring={both.challenge}", 12),
        (ingrid, f"/arbeid/felles/{both.challenge}", 14),
        (vera, "/arbeid/utfordringer", 14),
        (vera, f"/arbeid/invitasjon/{both.challenge}", 14),
    ):
        with statements.at_most(most):
            visitor.get(path)


def test_only_those_who_write_challenges_come_to_the_desk(site, both):
    both.joined()
    both.halden.db.commit()
    moderator = site.visitor(both.halden.person("Mons", Role.MODERATOR))
    moderator.get(f"/arbeid/felles/{both.challenge}", 403)


def test_what_another_municipality_did_is_said_by_its_name(site, both):
    both.joined()
    said = Said("Vi har målt vannet.", 1, title="Vannet er målt")
    statements.update_challenge(both.halden.context(both.ingrid), both.challenge, said)
    both.halden.db.commit()
    assert "Kommunen fortalte noe nytt" in text(site.visitor().get(f"/utfordring/{both.challenge}"))
    there = text(site.visitor(place="/voss/nn").get(f"/utfordring/{both.challenge}"))
    assert "Halden kommune fortalde noko nytt" in there
    assert "Heradet fortalde noko nytt" not in there
