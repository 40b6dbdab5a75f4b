"""Somebody blocked meets one clear page, reads on, and is let in again by the moderator's hand."""

import pytest
from sqlalchemy import select

from samskaping.actions import blocking
from samskaping.models import Block
from samskaping.rules.blocking import Span
from samskaping.rules.roles import Role
from samskaping.rules.speech import ReportReason

pytestmark = pytest.mark.second_in_matrix

WRITING = ("/foresla", "/forslag/{ref}/kommentar", "/forslag/{ref}/endre")


@pytest.fixture
def moderator(halden):
    return halden.person("Mona Moderator", Role.MODERATOR)


def test_from_a_text_to_a_block_and_back(site, halden, moderator):
    liv = halden.person("Liv Demo")
    ref, visitor = halden.proposal(liv), site.visitor(moderator)
    visitor.get(f"/arbeid/blokker/forslag/{ref}")
    visitor.press("Blokker", 422)
    assert len(visitor.page.select(".ds-error-summary li")) == 3
    visitor.fill(span="uke", reason="krenkende", text="Gjentatte trusler mot naboen.").press("Blokker")
    assert "Blokkert til og med 9. mars" in visitor.text
    resident = site.visitor(liv)
    for path in WRITING:
        resident.get(path.format(ref=ref), 403)
        assert resident.page.h1.text == "Du kan ikke skrive her nå"
        assert "Gjentatte trusler mot naboen." in resident.text
        assert "9. mars" in resident.text
    resident.get("/min-side")
    assert "Gjentatte trusler mot naboen." in resident.text
    appeal = resident.page.find("a", string="Se avgjørelsen og klag")
    resident.get(appeal["href"])
    resident.get(f"/forslag/{ref}")
    visitor.get("/arbeid/blokkerte")
    visitor.click("Opphev")
    visitor.fill(text="Vi har snakket sammen.").press("Opphev blokkeringen")
    resident.get("/foresla")


def test_support_is_shut_too_also_by_hand(site, halden, moderator):
    liv = halden.person("Liv Demo")
    other = halden.proposal()
    blocking.block(
        halden.context(moderator), "forslag", halden.proposal(liv), Span.VIDERE, ReportReason.SPAM, "Reklame."
    )
    halden.db.commit()
    resident = site.visitor(liv)
    resident.get(f"/forslag/{other}")
    assert resident.text.count("Du er blokkert i kommunen, og kan ikke skrive eller støtte nå.") == 2
    assert "Bekreft e-postadressen" not in resident.text
    resident.post(f"/forslag/{other}/stott", {"csrf_token": resident.token}, 403)
    assert "inntil videre" in resident.text


def test_a_moderator_who_may_not_is_told_in_the_form(site, halden, moderator):
    ref, visitor = halden.proposal(halden.caseworker()), site.visitor(moderator)
    visitor.get(f"/arbeid/blokker/forslag/{ref}")
    visitor.fill(span="dogn", reason="annet", text="Uenig.").press("Blokker", 422)
    assert "ikke ansatte på ditt eget nivå" in visitor.text
    assert visitor.page.select_one("#text").text.strip() == "Uenig."
    assert halden.db.scalars(select(Block)).all() == []


def test_the_list_asks_as_much_for_three_as_for_one(site, halden, moderator, statements):
    heard = []
    for number in (1, 2):
        for _ in range(number):
            liv = halden.person("Liv Demo")
            ref = halden.proposal(liv)
            blocking.block(halden.context(moderator), "forslag", ref, Span.UKE, ReportReason.SPAM, "Reklame.")
        halden.db.commit()
        visitor = site.visitor(moderator)
        with statements.at_most(12):
            visitor.get("/arbeid/blokkerte")
        heard.append(len(statements.heard))
    assert heard[0] == heard[1]
