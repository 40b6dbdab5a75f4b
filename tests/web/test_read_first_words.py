"""The list of words in the browser: set by who sets up, told to the writer and the moderator, hinted at in public."""

import pytest

from samskaping.rules import limits
from samskaping.rules.roles import Role
from tests.web.test_admin import row
from tests.world import municipality

pytestmark = pytest.mark.second_in_matrix


def test_the_list_is_set_and_shown_as_it_counts(halden, site):
    visitor = site.visitor(halden.person("Sjefen", Role.ADMINISTRATOR))
    visitor.get("/oppsett/innstillinger")
    visitor.fill(read_first_words=" Idiot\r\n\r\nkjøp   billig\r\nidiot ").press("Lagre innstillingene")
    assert row(halden).read_first_words == "Idiot\nkjøp billig"
    visitor.get("/oppsett/innstillinger")
    assert visitor.page.select_one("[name=read_first_words]").get_text().split("\n")[-2:] == ["Idiot", "kjøp billig"]
    many = "\n".join(f"ord{number}" for number in range(limits.READ_FIRST_WORDS + 1))
    page = visitor.fill(read_first_words=many).press("Lagre innstillingene", 422)
    assert f"høyst {limits.READ_FIRST_WORDS} ord" in page.select_one(".ds-error-summary").get_text()
    visitor.get("/oppsett/historikk")
    assert "ord som leses først" in visitor.text
    visitor.get("/oppsett/innstillinger")
    visitor.fill(read_first_words="").press("Lagre innstillingene")
    assert row(halden).read_first_words is None


@pytest.fixture
def asker(db):
    return municipality(db, "asker", read_first_words="idiot")


def test_the_writer_is_told_and_the_moderator_sees_which_word(asker, site):
    ref = asker.proposal()
    per = site.visitor(asker.person("Per"), place="/asker/nb")
    per.get(f"/forslag/{ref}")
    per.fill(text="Du er en Idiot.").press("Publiser kommentaren")
    assert "Venter på godkjenning." in per.text
    assert "Kommunen leser kommentaren før andre ser den." in per.text
    mona = site.visitor(asker.person("Mona", Role.MODERATOR), place="/asker/nn")
    mona.get("/arbeid/meldinger")
    assert "Ord frå lista: «idiot»" in mona.text
    mona.click(f"Avgjer: Per, {ref}")
    assert "Ord frå lista: «idiot»" in mona.text


def test_the_writer_of_a_proposal_is_told_before_it_is_sent_in(asker, site):
    ola = asker.person("Ola")
    visitor = site.visitor(ola, place="/asker/nb")
    told = []
    for title in ("Benker", "Idiot"):
        visitor.get(f"/foresla/{asker.draft(ola, title=title)}/se-over")
        told.append("Kommunen leser forslaget før alle kan se det" in visitor.text)
    assert told == [False, True]
    ref = asker.proposal(ola, title="Idiot")
    asker.move(ref, "godkjenn", asker.person("Mona", Role.MODERATOR))
    visitor.get(f"/forslag/{ref}/endre")
    assert "Kommunen leser teksten før andre ser den" in visitor.text


def test_the_public_rules_say_that_there_are_words_and_not_which(halden, asker, site):
    anyone = site.visitor(place="/asker/nb")
    anyone.get("/moderering")
    assert "Noen ord gjør at en moderator leser teksten før andre ser den" in anyone.text
    assert "idiot" not in anyone.text
    anyone = site.visitor()
    anyone.get("/moderering")
    assert "Noen ord gjør at" not in anyone.text
