"""Many texts decided at once with one reason: looked over first, all or nothing, each writer told and blocked once."""

import pytest
from sqlalchemy import func, select

from samskaping.actions import approval, blocking, comments, moderation, reports
from samskaping.actions.comments import Remark
from samskaping.actions.judging import Judgement, Wanted, judge
from samskaping.actions.reports import Complaint
from samskaping.models import Block, Challenge, Comment, Event, Letter, LetterKind, Report, Ruling, Statement
from samskaping.rules.blocking import Span
from samskaping.rules.events import What
from samskaping.rules.moderation import Deed
from samskaping.rules.pipeline import State
from samskaping.rules.roles import Role
from samskaping.rules.speech import ReportReason
from tests.challenges import published
from tests.truths import broken
from tests.visitor import MOST_OF_A_POST
from tests.world import municipality

pytestmark = pytest.mark.second_in_matrix

SPAM = {"reason": "spam", "text": "Dette er reklame."}


@pytest.fixture
def mona(halden):
    return halden.person("Mona Moderator", Role.MODERATOR)


def chosen(*names, **more):
    words = "&".join([f"tekst={name}" for name in names] + [f"{key}={value}" for key, value in more.items()])
    return f"/arbeid/meldinger/valgte?{words}"


def told_on(world, ref, comment=""):
    reports.report(world.context(world.person()), ref, Complaint(ReportReason.SPAM, "Reklame."), comment=comment)


def spam(world, writer, ref=None):
    """A reported comment's name in the selection."""
    ref = ref or world.proposal(world.person("Wenche"))
    said = comments.write(world.context(writer), ref, Remark("Kjøp solbriller hos oss."))
    told_on(world, ref, said)
    return f"kommentar.{said}"


def outcomes(visitor):
    return [row.select("td")[-1].get_text(" ", strip=True) for row in visitor.page.select("table tbody tr")]


def deeds(db):
    return db.scalars(select(Ruling.deed).order_by(Ruling.id)).all()


def test_from_the_queue_with_one_reason_and_each_writer_blocked_once(site, db, halden, mona):
    seller = halden.person("Selger Solbrille")
    challenge = published(halden, halden.person("Per Publisist", Role.PUBLISIST))
    first, second = spam(halden, seller), spam(halden, seller)
    ref = halden.proposal(halden.person("Annen Selger"), challenge=challenge, title="Solbriller")
    told_on(halden, ref)
    visitor = site.visitor(mona)
    visitor.get("/arbeid/meldinger")
    boxes = [box["value"] for box in visitor.page.select("input[name=tekst]")]
    assert set(boxes) == {first, second, f"forslag.{ref}"}
    assert visitor.page.select_one(".sk-chosen__foot button").get_text(strip=True) == "Avgjør valgte"
    visitor.get(chosen(*boxes))
    assert "Kjøp solbriller hos oss." in visitor.text
    assert "Selger Solbrille" in visitor.text
    assert outcomes(visitor) == ["Blir skjult"] * 3
    visitor.fill(span="uke").press("Se over på nytt")
    assert "2 personer blir blokkert" in visitor.text
    page = visitor.fill(span="uke").press("Skjul 3 tekster", 422)
    assert page.select_one(".ds-error-summary a").get_text() == "Velg hva som er galt"
    visitor.fill(**SPAM).press("Skjul 3 tekster")
    assert "3 tekster er skjult. De som skrev, får vite hvorfor." in visitor.text
    assert db.scalar(select(func.count()).select_from(Block)) == 2
    assert sorted(deeds(db)) == sorted([Deed.BLOKKERT] * 2 + [Deed.SKJULT] * 3)
    assert set(db.scalars(select(Ruling.words))) == {"Dette er reklame."}
    assert db.scalar(select(func.count()).select_from(Report).where(Report.closed_at.is_(None))) == 0
    assert db.scalars(select(Challenge.proposal_count).where(Challenge.public_id == challenge)).one() == 0
    assert broken(db) == []
    outsider = site.visitor()
    outsider.get(f"/forslag/{ref}", 404)
    outsider.get("/forslag?q=solbriller")
    assert "Annen Selger" not in outsider.text


def test_each_writer_gets_the_letter_of_the_single_form(site, db, halden, mona):
    seller, alone = halden.person("Selger"), halden.person("Enslig Selger")
    names, single = [spam(halden, seller), spam(halden, seller)], spam(halden, alone).partition(".")[2]
    visitor = site.visitor(mona)
    visitor.get(chosen(*names))
    visitor.fill(**SPAM).press("Skjul 2 tekster")
    alike = Judgement(Deed.SKJULT, ReportReason.SPAM, SPAM["text"])
    judge(halden.context(mona), Wanted("kommentar", single, None), alike)
    db.flush()
    told = db.scalars(select(Event).where(Event.what == What.COMMENT_HIDDEN)).all()
    assert {frozenset(event.details) for event in told} == {frozenset({"comment", "reason", "ruling"})}
    halden.told()
    letters = db.execute(select(Letter.person_id, Letter.params).where(Letter.kind == LetterKind.RULING)).all()
    assert sorted(key for key, _params in letters) == sorted([seller.id, seller.id, alone.id])
    ruled = select(Ruling.public_id, Ruling.words, Ruling.reason).where(Ruling.deed == Deed.SKJULT)
    assert {(words, reason) for _key, words, reason in db.execute(ruled)} == {(SPAM["text"], ReportReason.SPAM)}
    db.commit()
    own = site.visitor(seller)
    own.get(f"/avgjorelse/{next(params for key, params in letters if key == seller.id)['ruling']}")
    assert SPAM["text"] in own.text
    assert "Klag" in own.text


def test_what_waits_is_refused_and_sent_back(site, db):
    asker = municipality(db, "asker", approval=True, comment_approval=True)
    mona, writer = asker.person("Mona Moderator", Role.MODERATOR), asker.person("Ola Innbygger")
    ref, open_one = asker.proposal(writer, title="Billige sko"), asker.proposal(title="Benk")
    asker.move(open_one, "godkjenn", mona)
    held = comments.write(asker.context(writer), open_one, Remark("Billige sko her."))
    told_on(asker, open_one)
    visitor = site.visitor(mona, place="/asker/nb")
    visitor.get(chosen(f"forslag.{ref}", f"kommentar.{held}", f"forslag.{open_one}"))
    assert outcomes(visitor)[2] == "Ingenting Teksten er publisert. Skjul den i stedet."
    visitor.fill(span="maned", **SPAM).press("Avvis 2 tekster")
    assert "Du har valgt noe annet enn det som ble vist." in visitor.text
    assert deeds(db) == [Deed.GODKJENT], "nothing is done before it is seen who is blocked"
    visitor.press("Avvis 2 tekster")
    assert sorted(deeds(db)[1:]) == sorted([Deed.AVVIST, Deed.AVVIST, Deed.BLOKKERT])
    assert asker.row(ref).state is State.UTKAST
    assert asker.row(open_one).hidden_at is None
    assert db.scalars(select(Comment.hidden_reason).where(Comment.public_id == held)).one() == "Dette er reklame."
    assert broken(db) == []
    said = db.scalars(select(Statement).where(Statement.proposal_id == asker.row(ref).id)).one()
    assert (said.text, said.is_public) == ("Dette er reklame.", False)
    asker.told()
    letters = db.scalars(select(Letter.person_id).where(Letter.kind == LetterKind.RULING)).all()
    assert letters == [writer.id] * 3


def test_what_will_not_happen_says_why(site, halden, mona):
    kari = halden.caseworker("Kari Demo")
    gone, partial, mine, plain = (halden.proposal(title=word) for word in ("Skjult", "Inhabil", "Egen", "Vanlig"))
    for ref in (gone, partial, plain):
        told_on(halden, ref)
    halden.row(partial).partial_ids = [mona.id]
    halden.db.info.pop("untold", None)
    moderation.hide_proposal(halden.context(kari), gone, ReportReason.SPAM, "Reklame.")
    own = comments.write(halden.context(mona), plain, Remark("Det er fint."))
    of_kari = spam(halden, kari, mine)
    guest = halden.person("Alt Blokkert")
    blocked = spam(halden, guest, mine)
    blocking.block(
        halden.context(kari), "kommentar", blocked.partition(".")[2], Span.UKE, ReportReason.SPAM, "Reklame."
    )
    visitor = site.visitor(mona)
    names = (f"forslag.{gone}", f"forslag.{partial}", f"kommentar.{own}", of_kari, blocked, f"forslag.{plain}")
    visitor.get(chosen(*names))
    said = outcomes(visitor)
    assert said[0].startswith("Ingenting Teksten er skjult fra før Kari Demo skjulte teksten 2. mars 2026")
    assert said[1:3] == [
        "Ingenting Du er inhabil i saken", "Ingenting Du har skrevet teksten selv. La en annen avgjøre den.",
    ]  # fmt: skip
    assert said[3:] == ["Blir skjult"] * 3
    visitor.fill(span="uke").press("Se over på nytt")
    assert f"Kari Demo, {mine}: Ansatt på ditt eget nivå eller over" in visitor.text
    assert f"Alt Blokkert, {mine}: Er blokkert fra før" in visitor.text
    visitor.fill(**SPAM).press("Skjul 3 tekster")
    assert halden.row(plain).hidden_at
    assert not halden.row(partial).hidden_at


def test_when_anybody_decided_meanwhile_nothing_is_done_and_who_did_is_told(site, db, halden, mona):
    names = [spam(halden, halden.person(f"Selger {number}")) for number in range(3)]
    visitor = site.visitor(mona)
    visitor.get(chosen(*names))
    nils = halden.person("Nils Moderator", Role.MODERATOR)
    moderation.keep_comment(halden.context(nils), names[1].partition(".")[2])
    page = visitor.fill(**SPAM).press("Skjul 3 tekster", 409)
    assert "Ingenting er gjort." in visitor.text
    assert "Endret Nils Moderator lot teksten stå 2. mars 2026" in outcomes(visitor)[1]
    assert page.select_one("textarea[name=text]").get_text().strip() == "Dette er reklame."
    assert deeds(db) == [Deed.BEHOLDT]
    visitor.press("Skjul 3 tekster")
    assert deeds(db) == [Deed.BEHOLDT] + [Deed.SKJULT] * 3


def test_what_was_sent_back_meanwhile_is_named_without_its_words(site, db):
    asker = municipality(db, "asker", approval=True)
    mona = asker.person("Mona Moderator", Role.MODERATOR)
    refs = [
        asker.proposal(title=title, need="Kjøp billige sko i nettbutikken vår i dag.")
        for title in ("Billige sko", "Dyre sko")
    ]
    draft = asker.proposal(title="Aldri sendt")
    visitor = site.visitor(mona, place="/asker/nb")
    visitor.get(chosen(*(f"forslag.{ref}" for ref in refs)))
    approval.refuse_proposal(asker.context(mona), refs[0], ReportReason.SPAM, "Reklame.")
    visitor.fill(**SPAM).press("Avvis 2 tekster", 409)
    assert "Forslaget er sendt tilbake til den som skrev" in outcomes(visitor)[0]
    assert "Billige sko" not in visitor.text
    visitor.press("Avvis 1 tekst")
    assert asker.row(refs[1]).state is State.UTKAST
    assert asker.row(draft).state is State.TIL_GODKJENNING


@pytest.mark.case("AC-08")
def test_texts_of_others_are_answered_as_those_that_are_not(site, db, halden, mona):
    ours = spam(halden, halden.person())
    voss = municipality(db, "voss").later(days=-400)
    theirs = (f"forslag.{voss.proposal()}", spam(voss, voss.person()))
    halden.context()
    visitor, answers = site.visitor(mona), set()
    for other in (*theirs, "forslag.2020-999999", "kommentar.finnesikke", "svar.1", "%00", "forslag.%00"):
        visitor.get(chosen(ours, other), 404)
        answers.add(visitor.text)
    assert len(answers) == 1
    many = [f"forslag.2026-{number:06}" for number in range(51)]
    visitor.get(chosen(*many), 404)
    assert "Velg mellom én og 50 tekster i køen." in visitor.text
    site.visitor(halden.person("Per", Role.PUBLISIST)).get(chosen(ours), 403)


def test_nothing_chosen_is_told_beside_the_list_and_all_can_be_chosen(site, halden, mona):
    spam(halden, halden.person())
    visitor = site.visitor(mona)
    visitor.get("/arbeid/meldinger/valgte?tilbake=/halden/nb/arbeid/meldinger?vis%3Dmeldt", 303)
    visitor.follow()
    assert visitor.page.select_one(".sk-chosen__foot [role=alert]").get_text() == (
        "Velg først én eller flere tekster i lista."
    )
    assert not visitor.page.select("input[name=tekst][checked]")
    visitor.click("Velg alle på siden")
    assert len(visitor.page.select("input[name=tekst][checked]")) == 1
    assert visitor.page.select_one("input[name=tilbake]")["value"] == "/halden/nb/arbeid/meldinger?vis=meldt"


def spread(world, challenge, many):
    """Proposals and comments, some reported and some not, each by somebody else."""
    names = []
    for number in range(many):
        ref = world.proposal(world.person(), challenge=challenge if number % 2 else None)
        names += [spam(world, world.person(), ref), spam(world, world.person()), f"forslag.{ref}"]
        told_on(world, ref)
        extra = world.proposal(world.person(), challenge=challenge)
        names.append(f"forslag.{extra}")
    return names


@pytest.mark.parametrize("many", [1, 3])
def test_hiding_takes_a_fixed_number_of_statements(site, halden, mona, statements, many):
    challenge = published(halden, halden.person("Per Publisist", Role.PUBLISIST))
    names = spread(halden, challenge, many)
    halden.db.commit()
    visitor = site.visitor(mona)
    visitor.get(chosen(*names))
    with statements.exactly(3):
        visitor.get(chosen(*names))
    visitor.fill(span="uke").press("Se over på nytt")
    visitor.fill(**SPAM).press(f"Skjul {len(names)} tekster")
    assert visitor.took == MOST_OF_A_POST
    assert broken(halden.db) == []


@pytest.mark.parametrize("many", [1, 3])
def test_refusing_takes_a_fixed_number_of_statements(site, db, many):
    asker = municipality(db, "asker", approval=True, comment_approval=True)
    mona = asker.person("Mona Moderator", Role.MODERATOR)
    names = []
    for _number in range(many):
        ref, other = asker.proposal(asker.person()), asker.proposal(asker.person())
        asker.move(other, "godkjenn", mona)
        said = comments.write(asker.context(asker.person()), other, Remark("Billige sko."))
        names += [f"forslag.{ref}", f"kommentar.{said}"]
    db.commit()
    visitor = site.visitor(mona, place="/asker/nb")
    visitor.get(chosen(*names))
    visitor.fill(span="uke").press("Se over på nytt")
    visitor.fill(**SPAM).press(f"Avvis {len(names)} tekster")
    assert visitor.took == MOST_OF_A_POST - 1
