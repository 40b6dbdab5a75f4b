"""«Reis en utfordring» in the browser: drafted, sent in, taken up or declined, credited, and nobody else's business."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from samskaping.actions import challenges, raised, raised_decisions, wordings
from samskaping.actions.raised import Written
from samskaping.actions.wordings import Suggested
from samskaping.db import Texts
from samskaping.errors import Missing, Refused, TooMuch, Unfit
from samskaping.jobs.retain import RULES
from samskaping.models import Challenge, Event, Notification, Raised
from samskaping.rules import limits
from samskaping.rules.events import What
from samskaping.rules.roles import Role
from tests.actions.test_needs import organisation
from tests.challenges import content, published
from tests.web.test_adoptions import took
from tests.world import municipality

pytestmark = pytest.mark.second_in_matrix

CANARY = "Hvordan kommer kanarifuglen seg trygt over veien?"


def drafted(world, person, **more):
    given = {"title": CANARY, "lived": "Det er mørkt der.", "success": "Alle går selv.", **more}
    return raised.start(world.context(person), Written(**given))


def sent(world, person, **more):
    made = drafted(world, person, **more)
    raised.send(world.context(person), made)
    return made


def finish(world, person, draft):
    ctx = world.context(person)
    row = world.db.scalars(select(Challenge).where(Challenge.public_id == draft)).one()
    told = {"title": row.title, "need": row.need, "success": row.success}
    challenges.save(ctx, draft, content(world, **told), version=row.version)
    challenges.publish(ctx, draft, version=row.version)


def heard(world, person):
    world.told()
    told = select(Event.what).join(Notification, Notification.event_id == Event.id)
    return list(world.db.scalars(told.where(Notification.person_id == person.id).order_by(Event.id)))


def test_an_organisation_drafts_a_challenge_that_staff_see_once_it_is_sent(site, liv, pia):
    organisation(site.world, liv)
    writer, staff, anyone = site.visitor(liv), site.visitor(pia), site.visitor()
    writer.get("/utfordringer")
    writer.click("Reis en utfordring")
    lag = next(one["value"] for one in writer.page.select("select[name=organisation] option") if "Os vel" in one.text)
    writer.fill(title=CANARY, lived="Det er mørkt der.", organisation=lag).press("Lagre utkastet")
    assert "Bare du ser det." in writer.text
    staff.get("/arbeid/reist?vis=alle")
    assert CANARY not in staff.text
    writer.click("Skriv videre eller send")
    writer.press("Send til kommunen", 422)
    assert "Skriv hva som ville vært annerledes" in writer.text
    writer.fill(concerns="Barn i Os", success="Alle barn går selv.").press("Send til kommunen")
    assert "Venter på svar" in writer.text
    anyone.get("/utfordringer")
    assert CANARY not in anyone.text
    staff.get("/arbeid/utfordringer")
    staff.click("1 utfordring som noen har reist, venter på svar")
    staff.click(CANARY)
    assert "Reist av Os vel" in staff.text


def test_the_menu_counts_what_waits_for_those_who_answer(site, liv, pia):
    challenge, staff = published(site.world, pia), site.visitor(pia)
    staff.get("/arbeid/utfordringer")
    assert not staff.page.select(".sk-staff-top nav .sk-count")
    made = sent(site.world, liv)
    drafted(site.world, liv)
    words = Suggested("need", "nb", "Helt andre ord.", "Fordi.")
    changes = [wordings.suggest(site.world.context(liv), challenge, words) for _one in range(2)]
    staff.get("/arbeid/utfordringer")
    assert [one.text for one in staff.page.select(".sk-staff-top nav .sk-count")] == ["venter på svar: 3"]
    assert site.world.context(liv).me.suggested == 0
    raised_decisions.decline(site.world.context(pia), made, "Nei.")
    wordings.withdraw(site.world.context(liv), changes[0])
    assert site.world.context(pia).me.suggested == 1
    voss = municipality(site.world.db, "voss")
    assert voss.context(voss.person("Hilde", Role.PUBLISIST)).me.suggested == 0


def test_what_is_raised_becomes_a_draft_and_is_published_with_credit(site, liv, pia):
    made = sent(site.world, liv, concerns="Barn i Os")
    writer, staff, anyone = site.visitor(liv), site.visitor(pia), site.visitor()
    staff.get(f"/reist/{made}")
    staff.click("Svar på utfordringen")
    staff.fill(deed="ja").press("Send svaret")
    assert "Denne utfordringen er reist av Liv Lokal" in staff.text
    form = staff.page.select_one("form#utfordring")
    assert form.select_one("#title_nb")["value"] == CANARY
    assert form.select_one("#need_nb").text.strip() == "Det er mørkt der.\n\nDet gjelder: Barn i Os"
    assert form.select_one("#success_nb").text.strip() == "Alle går selv."
    draft = staff.path.rsplit("/", 1)[-1]
    writer.get(f"/reist/{made}")
    assert "Kommunen skriver på den nå." in writer.text
    assert draft not in writer.answer.text
    finish(site.world, pia, draft)
    anyone.get(f"/utfordring/{draft}")
    assert "Liv Lokal" in anyone.page.select_one("#reist-av").text
    assert "Alle går selv." in anyone.text
    assert "Utfordringen ble reist nedenfra" in anyone.text
    writer.get("/min-side")
    writer.click("Mine utfordringer")
    writer.click("Se utfordringen som er publisert")
    assert writer.path.endswith(draft)
    assert heard(site.world, liv) == [What.RAISED_TAKEN, What.CHALLENGE_RAISED]


def test_a_challenge_is_declined_with_a_reason_that_its_writer_alone_reads(site, liv, pia):
    made = sent(site.world, liv)
    staff, writer = site.visitor(pia), site.visitor(liv)
    staff.get(f"/arbeid/reist/{made}")
    staff.fill(deed="nei").press("Send svaret", 422)
    assert "Skriv hvorfor kommunen ikke tar den videre" in staff.text
    staff.fill(deed="nei", words="Fylket eier veien.").press("Send svaret")
    staff.get(f"/arbeid/reist/{made}", 404)
    writer.get(f"/reist/{made}")
    assert "Fylket eier veien." in writer.text
    assert "Lag et forslag" in writer.text
    site.visitor(site.world.person("Per")).get(f"/reist/{made}", 404)
    assert heard(site.world, liv) == [What.RAISED_DECLINED]
    assert heard(site.world, pia) == [What.RAISED_SENT]


def test_the_answer_goes_by_mail_at_once_with_a_link_to_it(site, liv, pia):
    made = sent(site.world, liv)
    raised_decisions.decline(site.world.context(pia), made, "Fylket eier veien.")
    site.world.told()
    told = select(Notification.mail).where(Notification.person_id == liv.id)
    assert site.world.db.scalars(told).all() == ["straks"]
    writer = site.visitor(liv)
    writer.get("/varsler")
    writer.press(f"Kommunen har svart på utfordringen du reiste: «{CANARY}»")
    assert writer.path.endswith(made)


def test_a_draft_is_deleted_and_what_was_sent_is_taken_back(site, liv, pia):
    first, second = drafted(site.world, liv), sent(site.world, liv)
    writer, staff = site.visitor(liv), site.visitor(pia)
    writer.get(f"/reist/{first}/trekk")
    writer.press("Slett utkastet")
    assert site.world.db.scalar(select(Raised).where(Raised.public_id == first)) is None
    writer.get(f"/reist/{second}/trekk")
    writer.press("Trekk utfordringen")
    staff.get(f"/reist/{second}", 404)
    staff.get(f"/arbeid/reist/{second}", 404)
    with pytest.raises(Missing):
        raised_decisions.take(site.world.context(pia), second)
    writer.get(f"/reist/{second}")
    assert "Trukket" in writer.text


def test_nobody_answers_their_own_or_another_municipalitys(site, pia, liv):
    own, theirs = sent(site.world, pia), sent(site.world, liv)
    with pytest.raises(Refused):
        raised_decisions.take(site.world.context(pia), own)
    with pytest.raises(Refused):
        raised_decisions.decline(site.world.context(liv), theirs, "Nei.")
    voss = municipality(site.world.db, "voss")
    hilde = voss.person("Hilde", Role.PUBLISIST)
    for deed in (raised_decisions.take, lambda ctx, one: raised_decisions.decline(ctx, one, "Nei.")):
        with pytest.raises(Missing):
            deed(voss.context(hilde), theirs)
    site.world.context()
    site.visitor(hilde, place="/voss/nb").get(f"/reist/{theirs}", 404)
    site.visitor(hilde, place="/voss/nb").get(f"/arbeid/reist/{theirs}", 404)


def test_another_persons_draft_cannot_be_read_written_or_sent(site, liv, pia):
    made, per = drafted(site.world, liv), site.world.person("Per")
    for someone in (per, pia):
        ctx = site.world.context(someone)
        for deed in (
            lambda ctx: raised.save(ctx, made, Written("Noe")),
            lambda ctx: raised.send(ctx, made),
            lambda ctx: raised.withdraw(ctx, made),
        ):
            with pytest.raises(Missing):
                deed(ctx)
        for path in (f"/reist/{made}", f"/reist/{made}/endre", f"/reist/{made}/trekk"):
            site.visitor(someone).get(path, 404)
    with pytest.raises(Missing):
        raised_decisions.take(site.world.context(pia), made)


def test_whoever_is_not_confirmed_and_whoever_raises_too_much_is_told(site, liv):
    with pytest.raises(Refused):
        drafted(site.world, site.world.person("Ny", confirmed=False))
    for _number in range(limits.RAISED_DAY):
        drafted(site.world, liv)
    with pytest.raises(TooMuch):
        drafted(site.world, liv)
    drafted(site.world.later(days=2), liv)


def test_what_was_sent_is_not_changed_and_what_is_too_long_is_told(site, liv):
    made = sent(site.world, liv)
    ctx = site.world.context(liv)
    for deed in (lambda: raised.save(ctx, made, Written("Noe")), lambda: raised.send(ctx, made)):
        with pytest.raises(Unfit):
            deed()
    with pytest.raises(Unfit) as told:
        drafted(site.world, liv, lived="a" * (limits.RAISED + 1))
    assert set(told.value.fields) == {"lived"}


def test_it_grows_from_a_need_and_what_is_in_neither_form_is_not_passed_off_as_norwegian(site, liv, pia):
    writer = site.visitor(liv)
    writer.get("/behov/fortell")
    writer.fill(text="Det er mørkt på veien hjem fra bussen.").press("Fortell om behovet")
    writer.click("Reis en utfordring om dette")
    writer.fill(title="Як?", lived="Темно.", success="Світло.", language="uk").press("Send til kommunen")
    made = writer.path.rsplit("/", 1)[-1]
    draft = raised_decisions.take(site.world.context(pia), made)
    row = site.world.db.scalars(select(Challenge).where(Challenge.public_id == draft)).one()
    assert row.title == Texts(nb="Etter en utfordring som ble reist")
    staff = site.visitor(pia)
    staff.get(f"/arbeid/utfordringer/{draft}/forhandsvis")
    assert "Det er mørkt på veien hjem fra bussen." in staff.text


def test_a_draft_that_nobody_writes_on_is_deleted_after_a_year(site, liv):
    from_then, kept = drafted(site.world, liv), sent(site.world, liv)
    old = site.world.now - timedelta(days=400)
    for row in site.world.db.scalars(select(Raised)):
        row.edited_at = old
    site.world.db.flush()
    site.world.db.info.pop("untold", None)
    [gone] = RULES["raised (utkast)"](site.world.now, site.world.now - timedelta(days=365))
    site.world.db.execute(gone, execution_options={"synchronize_session": False})
    left = site.world.db.scalars(select(Raised.public_id)).all()
    assert from_then not in left
    assert kept in left


def test_pages_take_as_many_statements_for_one_as_for_three(site, monkeypatch, liv, pia):
    monkeypatch.setattr(limits, "RAISED_DAY", 99)
    counted = []
    for number in (1, 2):
        for _one in range(number):
            drafted(site.world, liv)
            made = sent(site.world, liv)
            finish(site.world, pia, raised_decisions.take(site.world.context(pia), sent(site.world, liv)))
        begun = raised_decisions.take(site.world.context(pia), sent(site.world, liv))
        writer, staff, one_count = site.visitor(liv), site.visitor(pia), []
        for visitor, path, most in (
            (writer, "/min-side/utfordringer", 8),
            (writer, f"/reist/{made}", 8),
            (writer, "/reis-utfordring", 10),
            (staff, "/arbeid/reist", 8),
            (staff, "/arbeid/reist?vis=alle", 8),
            (staff, f"/arbeid/reist/{made}", 8),
            (staff, f"/arbeid/utfordringer/{begun}", 12),
            (staff, "/arbeid/utfordringer", 12),
        ):
            one_count.append(took(visitor, path))
            assert one_count[-1] <= most, path
        counted.append(one_count)
    assert counted[0] == counted[1]
