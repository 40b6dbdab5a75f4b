"""Proposing in four steps: begun by anyone, saved at each step, sent in once, and told with a receipt."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from samskaping.actions import drafts
from samskaping.actions.record import public_id
from samskaping.db import Texts
from samskaping.models import Challenge, ChallengePartner, Follow, Letter, Proposal, ProposalGoal, WebSession
from samskaping.rules.kinds import ChallengeState, LetterKind, MailChoice
from samskaping.rules.pipeline import State
from tests.visitor import Visitor
from tests.world import municipality

pytestmark = pytest.mark.second_in_matrix

NEED = "Mora mi orker ikke turen til butikken uten å sette seg ned på veien."


def written(visitor: Visitor, *, until: str = "review") -> str:
    """Takes the steps of a new draft, up to a page; answers the draft's public id."""
    visitor.get("/foresla")
    visitor.fill(need=NEED).press("Neste: Ideen")
    draft = visitor.path.split("/")[-2]
    if until == "idea":
        return draft
    visitor.fill(title="Benker langs Tista", has_idea="ja", idea="Sett fram tre benker.").press("Neste: Stedet og deg")
    if until == "place":
        return draft
    visitor.press("Neste: Se over")
    return draft


def row(halden, draft: str) -> Proposal:
    halden.db.info["municipality_id"] = halden.here.id
    found = halden.db.scalar(select(Proposal).where(Proposal.public_id == draft))
    assert found is not None
    return found


def test_four_steps_lead_to_a_receipt(halden, site):
    person, os, theme = halden.person(), halden.area(), halden.theme(unit=halden.unit())
    visitor = site.visitor(person)
    draft = written(visitor, until="place")
    visitor.fill(area=os.public_id, place="ved brua", theme=theme.public_id, goals=["3", "11"])
    visitor.press("Neste: Se over")
    assert "Benker langs Tista" in visitor.text
    assert "Os, ved brua" in visitor.text
    visitor.fill(sure="y").press("Send inn forslaget")
    assert visitor.path.endswith("/foresla/kvittering/2026-000001")
    for words in ("Takk for forslaget", "2026-000001", "2. mars 2026, 12.00", "30. mars 2026", "Virksomhetsleder"):
        assert words in visitor.text, words
    sent = row(halden, draft)
    assert (sent.state, sent.need, sent.idea, sent.place) == (State.MOTTATT, NEED, "Sett fram tre benker.", "ved brua")
    assert sorted(halden.db.scalars(select(ProposalGoal.goal))) == [3, 11]
    assert halden.db.scalars(select(Letter.kind)).all() == [LetterKind.RECEIPT]


def test_somebody_unknown_begins_and_the_draft_hangs_on_the_browser(halden, site):
    visitor = site.visitor()
    draft = written(visitor)
    session = halden.db.scalars(select(WebSession)).one()
    assert (row(halden, draft).writer_id, row(halden, draft).session_id) == (None, session.id)
    assert visitor.page.find(attrs={"name": "sure"}) is None
    visitor.press("Logg inn for å sende inn")
    assert "/logg-inn?neste=" in visitor.path
    assert f"/foresla/{draft}/se-over?innlogget" in visitor.path
    assert row(halden, draft).state is State.UTKAST


def test_draft_is_there_after_signing_in(halden, site):
    visitor, person = site.visitor(), halden.person()
    draft = written(visitor)
    session = halden.db.scalars(select(WebSession)).one()
    drafts.claim(halden.context(person), session.id, person.id)
    visitor.sign_in(person)
    visitor.get(f"/foresla/{draft}/se-over?innlogget=1")
    assert "Nå mangler bare avkryssingen nederst" in visitor.text
    visitor.fill(sure="y").press("Send inn forslaget")
    assert "Takk for forslaget" in visitor.text


@pytest.mark.parametrize("step", ["behov", "ide", "sted", "se-over", "lagret"])
def test_drafts_of_others_are_not_there(halden, site, step):
    draft = halden.draft(halden.person())
    for other in (site.visitor(), site.visitor(halden.person("En annen")), site.visitor(halden.caseworker())):
        other.get(f"/foresla/{draft}/{step}", status=404)
    site.visitor().get(f"/foresla/2222222222/{step}", status=404)


def test_a_browser_sees_only_its_own_drafts(site):
    one, other = site.visitor(), site.visitor()
    draft = written(one)
    written(other)
    other.get(f"/foresla/{draft}/behov", status=404)
    one.get("/foresla")
    assert "Utkast du har fra før" in one.text


def told(visitor) -> set[str]:
    return {line.get_text() for line in visitor.page.select(".ds-error-summary li")}


def test_what_is_missing_is_told_and_what_is_typed_is_kept(site):
    visitor = site.visitor()
    visitor.get("/foresla")
    visitor.fill(need="Kort").press("Neste: Ideen", status=422)
    assert "Fortell om behovet" in visitor.text
    assert visitor.page.select_one("textarea").get_text().strip() == "Kort"
    assert visitor.page.title.get_text().startswith("Feil: ")
    written(visitor, until="idea")
    visitor.press("Neste: Stedet og deg", status=422)
    title = "Gi forslaget en tittel, for eksempel «Langbord på torget hver torsdag»"
    assert told(visitor) == {"Velg om du vil foreslå en løsning", title}
    visitor.fill(idea="En idé uten tittel").press("Neste: Stedet og deg", status=422)
    assert told(visitor) == {title}
    assert "En idé uten tittel" in visitor.page.select_one("textarea[name=idea]").get_text()
    assert "valgfritt" not in visitor.page.select_one("label[for=idea]").get_text()  # whoever says yes must write it


@pytest.mark.parametrize(
    ("field", "words"), [("title", "x" * 81), ("idea", "x" * 8001), ("title", "a\u202eb"), ("language", "xx")]
)
def test_broken_text_is_told_in_nynorsk_too(site, field, words):
    visitor = site.visitor(form="nn")
    visitor.get("/foresla")
    token = visitor.token
    visitor.post("/foresla", {"csrf_token": token, "need": NEED, "once": "x"}, status=303)
    visitor.follow()
    fields = {"csrf_token": token, "title": "T", "has_idea": "ja", "idea": "I", "form": "annet", "language": "en"}
    visitor.post(visitor.path, {**fields, field: words}, status=422)
    assert len(visitor.page.select(".ds-error-summary li")) == 1


@pytest.mark.case("BL-16")
def test_one_who_hops_ahead_comes_back_to_the_step_that_lacks(halden, site):
    person = halden.person()
    visitor = site.visitor(person)
    draft = drafts.start(halden.context(person))
    visitor.get(f"/foresla/{draft}/se-over", status=303)
    visitor.follow()
    assert visitor.path.split("?")[0].endswith("/behov")
    assert "Fortell om behovet" in visitor.text
    drafts.save(halden.context(person), draft, drafts.Change(need=NEED))
    visitor.get(f"/foresla/{draft}/sted", status=303)
    visitor.follow()
    assert visitor.path.split("?")[0].endswith("/ide")


def test_it_can_be_left_at_every_step_and_found_again(halden, site):
    visitor = site.visitor()
    draft = written(visitor, until="idea")
    visitor.fill(title="Halvferdig").press("Lagre og fortsett senere")
    assert "Utkastet er lagret" in visitor.text
    assert row(halden, draft).title == "Halvferdig"
    visitor.click("Fortsett nå")
    assert visitor.page.select_one("textarea").get_text().strip() == NEED


def test_it_is_saved_while_one_writes(halden, site):
    visitor = site.visitor()
    draft = written(visitor, until="idea")
    data = {"csrf_token": visitor.token, "title": "", "idea": "Under arbeid", "form": "nn", "language": ""}
    visitor.post(f"/foresla/{draft}/ide", data, status=204, X_Autosave="1")
    assert (row(halden, draft).idea, row(halden, draft).language) == ("Under arbeid", "nn")


@pytest.mark.case("BL-10")
def test_double_press_lands_on_the_one_receipt(halden, site):
    visitor = site.visitor(halden.person())
    draft = written(visitor)
    data = {"csrf_token": visitor.token, "sure": "y", "once": "samme"}
    first = visitor.post(f"/foresla/{draft}/se-over", data) and visitor.answer.headers["Location"]
    visitor.post(f"/foresla/{draft}/se-over", data)
    assert visitor.answer.headers["Location"] == first
    visitor.get(f"/foresla/{draft}/behov", status=303)
    assert visitor.answer.headers["Location"] == first
    halden.db.info["municipality_id"] = halden.here.id
    assert len(halden.db.scalars(select(Letter)).all()) == 1


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        (MailChoice.STRAKS, "får en e-post hver gang"),
        (MailChoice.DAGLIG, "én e-post om dagen. Spør vi deg om noe, kommer det med en gang."),
        (MailChoice.INGEN, "har valgt ingen e-post"),
    ],
)
def test_the_receipt_says_when_mail_comes(halden, site, choice, words):
    writer = halden.person()
    writer.mail_choice = choice
    own = site.visitor(writer)
    own.get(f"/foresla/kvittering/{halden.proposal(writer)}")
    assert words in own.text
    own.click("Velg når du vil ha e-post")
    assert "kommer med en gang" in own.text


def test_receipt_is_for_the_writer_alone(halden, site):
    writer = halden.person()
    ref = halden.proposal(writer)
    site.visitor(writer).get(f"/foresla/kvittering/{ref}")
    site.visitor(halden.person("En annen")).get(f"/foresla/kvittering/{ref}", status=404)
    site.visitor(halden.caseworker()).get(f"/foresla/kvittering/{ref}", status=404)
    site.visitor().get(f"/foresla/kvittering/{ref}", status=302)


def test_unconfirmed_address_is_told_plainly(halden, site):
    visitor = site.visitor(halden.person(confirmed=False))
    draft = written(visitor)
    assert "ikke bekreftet" in visitor.text
    visitor.press("Send inn forslaget", status=403)
    assert "Bekreft e-postadressen din først" in visitor.text
    assert row(halden, draft).state is State.UTKAST


@pytest.mark.one_database
def test_a_municipality_that_reads_first_says_so_before_one_sends(db, site):
    world = municipality(db, "asker", approval=True)
    visitor = site.visitor(world.person(), place="/asker/nb")
    written(visitor)
    assert "Kommunen leser forslaget før alle kan se det." in visitor.page.select_one("form .ds-alert").get_text()


def test_similar_proposals_are_shown_before_one_goes_on(halden, site):
    halden.proposal(need="Det mangler benker på turen til butikken.", title="Benker til butikken")
    visitor = site.visitor()
    written(visitor, until="idea")
    assert "Ett forslag ligner" in visitor.text
    visitor.get(f"/foresla/lik?q={NEED}", X_Fragment="1")
    assert "Benker til butikken" in visitor.page.get_text()
    assert visitor.page.find("html") is None
    visitor.get(f"/foresla/lik?q={NEED}")
    assert "Benker til butikken" in visitor.text


def test_following_another_instead_keeps_the_draft(halden, site):
    other = halden.proposal(need="Det mangler benker på turen til butikken.", title="Benker til butikken")
    person = halden.person()
    visitor = site.visitor(person)
    draft = written(visitor, until="idea")
    visitor.fill(title="Mitt eget").press("Følg det i stedet : Benker til butikken")
    assert visitor.path.endswith(f"/forslag/{other}")
    assert "Du følger forslaget" in visitor.text
    mine = select(Follow.person_id).where(Follow.kind == "proposal", Follow.thing_id == halden.row(other).id)
    assert person.id in halden.db.scalars(mine).all()
    assert row(halden, draft).title == "Mitt eget"


def test_language_switch_keeps_what_is_typed(site):
    visitor = site.visitor()
    visitor.get("/foresla")
    data = {"csrf_token": visitor.token, "need": "Halvskrive", "_switch": "nn"}
    visitor.post(visitor.page.select_one("button[name=_switch]")["formaction"].removeprefix("/halden/nn"), data, 200)
    assert visitor.page.select_one("textarea").get_text().strip() == "Halvskrive"


def open_challenge(halden, **values) -> int:
    """The key of an open challenge here."""
    own = {"state": ChallengeState.APEN, "published_at": halden.now, "created_at": halden.now, **values}
    challenge = Challenge(
        municipality_id=halden.here.id, public_id=public_id(), title=Texts(nb="Hvordan får flere satt seg?"), **own
    )
    halden.db.add(challenge)
    halden.db.flush()
    halden.db.add(ChallengePartner(challenge_id=challenge.id, municipality_id=halden.here.id, is_lead=True))
    halden.db.flush()
    halden.db.info.pop("untold", None)
    return challenge.id


def test_challenge_closed_meanwhile_is_told_before_sending(halden, site):
    visitor = site.visitor(halden.person())
    key = open_challenge(halden, closes_on=halden.in_days(0))
    name = halden.db.get(Challenge, key).public_id
    visitor.get(f"/foresla?utfordring={name}")
    assert "Hvordan får flere satt seg?" in visitor.text
    visitor.fill(need=NEED).press("Neste: Ideen")
    draft = visitor.path.split("/")[-2]
    visitor.fill(title="Benker", has_idea="nei").press("Neste: Stedet og deg")
    visitor.press("Neste: Se over")
    assert "Hvordan får flere satt seg?" in visitor.text
    site.now += timedelta(days=2)
    visitor.fill(sure="y").press("Send inn forslaget", status=422)
    assert "/sted" in visitor.path
    assert "Utfordringen er stengt for nye forslag" in visitor.text
    visitor.press("Neste: Se over")
    visitor.fill(sure="y").press("Send inn forslaget")
    assert (row(halden, draft).challenge_id, row(halden, draft).state) == (None, State.MOTTATT)
