"""What the one who proposed does on the case's pages; support and reports of everyone else."""

import pytest
from sqlalchemy import func, select

from samskaping.actions import rewriting
from samskaping.actions import statements as said
from samskaping.actions.drafts import Change
from samskaping.actions.statements import Said
from samskaping.models import Challenge, Follow, Report
from samskaping.rules.pipeline import State
from samskaping.rules.roles import Role
from tests.challenges import published
from tests.world import municipality

pytestmark = pytest.mark.second_in_matrix


@pytest.fixture
def writer(halden):
    return halden.person("Borghild Demo")


@pytest.fixture
def ref(halden, writer):
    return halden.proposal(writer)


def test_the_writer_changes_the_text_until_it_is_assessed(site, halden, writer, ref):
    own = site.visitor(writer)
    own.get(f"/forslag/{ref}/endre")
    own.fill(idea="Sett ut *tre* benker.").press("Lagre endringene")
    assert own.page.select_one("#ide + .sk-text em").text == "tre"
    own.get(f"/forslag/{ref}/endre")
    halden.move(ref, "vurder", halden.caseworker())
    own.fill(idea="For sent.", place="Ved sagbruket").press("Lagre endringene", 422)
    assert "For sent." in own.page.select_one("#idea").text
    assert own.page.select_one("#place")["value"] == "Ved sagbruket"
    assert "kan ikke endres lenger" in own.text


def test_the_writer_corrects_language_place_theme_and_challenge_and_versions_show_it(site, halden, writer, statements):
    keepers = halden.unit("Keepers")
    area, other = halden.area("Os"), halden.area("Idd")
    theme = halden.theme("Friluftsliv", keepers)
    open_one = published(halden, halden.caseworker())
    ref = halden.proposal(writer, area=area.public_id, place="Ved brua")
    other.ended_at = area.ended_at = halden.now  # kept by the case that has it, offered to no other
    halden.db.flush()
    own = site.visitor(writer)
    with statements.at_most(12):
        own.get(f"/forslag/{ref}/endre")
    assert [one.text for one in own.page.select("#area option")][1:] == ["Os"]
    with statements.at_most(16 + 12):  # the case's own page follows
        own.fill(language="nn", place="Ved sagbruket", theme=theme.public_id, challenge=open_one)
        own.press("Lagre endringene")
    row = halden.row(ref)
    assert (row.language, row.place, row.area_id, row.theme_id, row.unit_id) == (
        "nn", "Ved sagbruket", area.id, theme.id, keepers.id,
    )  # fmt: skip
    assert halden.db.scalars(select(Challenge.proposal_count)).one() == 1
    with statements.at_most(12):
        anyone = site.visitor().get(f"/forslag/{ref}/versjoner")
    changed = {one.h2.text: [mark.text for mark in one.select("del, ins")] for one in anyone.select("section:has(h2)")}
    assert {name: marks for name, marks in changed.items() if marks} == {
        "Språk": ["Bokmål", "Nynorsk"],
        "Sted": ["brua", "sagbruket"],
        "Tema": ["Friluftsliv"],
        "Utfordring": [halden.db.scalars(select(Challenge.title)).one().nb],
    }
    assert "Område" not in changed
    once = anyone.select_one("section[aria-labelledby=felt-need]")
    assert "Ikke endret" in once.text
    assert len(once.select(".sk-marked")) == 1
    for number, language in enumerate(("nb", "nn"), 1):
        alone = site.visitor().get(f"/forslag/{ref}/versjoner?fra={number}&til={number}")
        assert alone.select_one("#felt-need + div > *")["lang"] == language
    own.get(f"/forslag/{ref}/endre")
    own.fill(challenge="").press("Lagre endringene")
    assert halden.db.scalars(select(Challenge.proposal_count)).one() == 0


def test_two_windows_clash_and_both_texts_are_shown(site, halden, writer, ref):
    own = site.visitor(writer)
    own.get(f"/forslag/{ref}/endre")
    texts = Change(title="Fra det andre", need="Et behov fra det andre vinduet.", place="Ved det andre")
    rewriting.edit(halden.context(writer), ref, texts, version=1)
    own.fill(title="Fra dette").press("Lagre endringene", 409)
    assert "Fra det andre" in own.text
    assert "Ved det andre" in own.text
    assert own.page.select_one("#title")["value"] == "Fra dette"
    own.press("Lagre endringene")
    assert own.page.h1.text == "Fra dette"


def test_where_the_municipality_reads_first_the_writer_is_told_before_saving(site, db):
    asker = municipality(db, "asker", approval=True)
    writer, moderator = asker.person("Wenche"), asker.person("Mona", Role.MODERATOR)
    ref = asker.proposal(writer)
    for place in ("/asker/nb", "/asker/nn"):
        asker.move(ref, "godkjenn", moderator)
        own = site.visitor(writer, place=place)
        own.get(f"/forslag/{ref}/endre")
        assert own.page.select_one("main .ds-alert, main [class*=alert]")
        own.fill(idea=f"Ny idé fra {place[-2:]}.").press("Lagre og send til godkjenning")
        assert f"Ny idé fra {place[-2:]}." in own.text
        site.visitor(place=place).get(f"/forslag/{ref}", 404)
        staff = site.visitor(moderator, place=place)
        staff.get("/arbeid?ko=godkjenning")
        assert "Benker langs Tista" in staff.text
    asker.move(ref, "godkjenn", moderator)
    anyone = site.visitor(place="/asker/nb")
    anyone.get(f"/forslag/{ref}")
    assert "Ny idé fra nn." in anyone.text


@pytest.mark.parametrize("field", ["title", "need"])
def test_what_lacks_is_told_beside_the_field(site, writer, ref, field):
    own = site.visitor(writer)
    own.get(f"/forslag/{ref}/endre")
    own.fill(**{field: " "}, idea="Beholdes.").press("Lagre endringene", 422)
    assert [link["href"] for link in own.page.select("#error-summary a")] == [f"#{field}"]
    assert "Beholdes." in own.page.select_one("#idea").text


def test_withdrawn_with_a_reason_and_sent_in_again(site, halden, writer, ref):
    own = site.visitor(writer)
    own.get(f"/forslag/{ref}")
    own.click("Trekk forslaget")
    own.press("Trekk forslaget", 422)
    own.fill(reason="Det er løst.").press("Trekk forslaget")
    assert halden.row(ref).state is State.TRUKKET
    visitor = site.visitor()
    visitor.get(f"/forslag/{ref}")
    assert "Det er løst." in visitor.text
    own.get(f"/forslag/{ref}")
    own.click("Send inn igjen")
    own.fill(reason="Det var ikke løst.").press("Send inn igjen")
    assert halden.row(ref).state is State.MOTTATT


def test_a_question_is_answered_and_the_ball_goes_back(site, halden, writer, ref):
    for is_public in (True, False):
        version = halden.row(ref).version
        said.ask(halden.context(halden.caseworker()), ref, Said("Hvor mange?", version, is_public=is_public))
        own = site.visitor(writer)
        own.get(f"/forslag/{ref}")
        own.click("Svar på spørsmålet")
        own.press("Send svaret", 422)
        own.fill(text=f"Tre. {is_public}").press("Send svaret")
        assert f"Tre. {is_public}" in own.text
        assert "Ballen er hos kommunen" in own.text
    visitor = site.visitor()
    visitor.get(f"/forslag/{ref}")
    assert "Tre. True" in visitor.text
    assert "Tre. False" not in visitor.text


@pytest.mark.parametrize("path", ["endre", "trekk", "send-inn-igjen", "svar/x"])
def test_own_pages_are_missing_for_everyone_else(site, halden, ref, path):
    site.visitor().get(f"/forslag/{ref}/{path}", 302)
    for who in (halden.person("Liv"), halden.caseworker()):
        site.visitor(who).get(f"/forslag/{ref}/{path}", 404)


def test_a_withdrawal_sent_twice_comes_to_the_first_one(site, writer, ref):
    own = site.visitor(writer)
    own.get(f"/forslag/{ref}/trekk")
    data = {tag["name"]: tag.get("value", "") for tag in own.page.select("#skjema input[name]")} | {"reason": "Løst."}
    own.post(f"/forslag/{ref}/trekk", data)
    first = own.answer.headers["Location"]
    own.post(f"/forslag/{ref}/trekk", data)
    assert own.answer.headers["Location"] == first


def test_support_and_follow_are_one_button_and_come_back_to_it(site, halden, ref):
    person = halden.person("Liv")
    liv = site.visitor(person)
    liv.get(f"/forslag/{ref}")
    liv.press("Støtt forslaget")
    assert "Du støtter forslaget." in liv.text
    assert liv.page.select_one(".sk-support__total").text == "1"
    liv.press("Trekk støtten")
    assert liv.page.select_one(".sk-support__total").text == "0"
    liv.press("Følg")
    assert halden.db.scalar(select(func.count()).select_from(Follow).where(Follow.person_id == person.id)) == 1
    liv.press("Slutt å følge")
    assert halden.db.scalar(select(func.count()).select_from(Follow).where(Follow.person_id == person.id)) == 0


def test_signed_out_support_is_a_link_to_sign_in_that_comes_back(site, ref):
    visitor = site.visitor()
    visitor.get(f"/forslag/{ref}")
    link = next(link for link in visitor.page.select(".sk-support a") if "Støtt" in link.text)
    assert f"neste=/halden/nb/forslag/{ref}%23stott" in link["href"]


def test_deeds_without_a_token_do_nothing(site, halden, ref):
    liv = site.visitor(halden.person("Liv"))
    for path in ("stott", "stott/trekk", "folg", "kommentar", "meld"):
        liv.post(f"/forslag/{ref}/{path}", {}, 400)
    assert halden.row(ref).support_count == 0


def test_anyone_reports_also_without_signing_in(site, halden, ref):
    visitor = site.visitor()
    visitor.get(f"/forslag/{ref}")
    visitor.click("Meld fra om innholdet")
    visitor.press("Meld fra", 422)
    visitor.fill(reason="annet").press("Meld fra", 422)
    assert "Skriv hva som er galt" in visitor.text
    visitor.fill(text="Dette er en kopi.").press("Meld fra")
    assert visitor.page.h1.text == "Takk for at du sier fra"
    row = halden.db.scalars(select(Report)).one()
    assert (row.reason, row.text, row.reporter_id) == ("annet", "Dette er en kopi.", None)
    assert halden.row(ref).open_reports == 1


def test_a_person_s_second_report_of_the_same_changes_nothing(site, halden, ref):
    liv = site.visitor(halden.person("Liv"))
    for _turn in range(2):
        liv.get(f"/forslag/{ref}/meld")
        liv.fill(reason="spam").press("Meld fra")
    assert halden.row(ref).open_reports == 1


def test_imported_support_is_a_labelled_number_of_its_own(site, halden, ref):
    halden.row(ref).imported_support = 1234
    halden._quietly()
    visitor = site.visitor()
    visitor.get(f"/forslag/{ref}")
    assert visitor.page.select_one(".sk-support__total").text == "0"
    assert "I tillegg kommer 1 234 støtter" in visitor.text.replace("\u202f", " ").replace("1234", "1 234")
