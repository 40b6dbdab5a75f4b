"""The writer's mail carries the text that was written for it; followers get what stands on the page."""

import pytest
from sqlalchemy import select, update

from samskaping.actions import approval, statements, support
from samskaping.actions.statements import Said
from samskaping.jobs.notices import digest, notices
from samskaping.jobs.post import post
from samskaping.jobs.tell import tell
from samskaping.jobs.writing import write
from samskaping.models import Letter, LetterKind, Municipality, Notification, Person
from samskaping.rules.kinds import MailChoice
from samskaping.rules.roles import Role
from samskaping.rules.speech import REPORT_REASON_NAMES, Decision, ReportReason

pytestmark = pytest.mark.second_in_matrix


def told(office, choice, said):
    """Name → the mail about what was said in a case that somebody wrote, and somebody else follows."""
    world = office.world
    writer, follower, kari = world.person("Mona"), world.person("Nabo"), world.caseworker()
    ref = world.proposal(writer)
    support.follow(world.context(follower), "proposal", ref)
    for one in (writer, follower, kari):
        world.db.get_one(Person, one.id).mail_choice = choice
    statements.answer(world.sure(kari, ref), ref, said)
    office.commit()
    later = office.at(days=1)
    while tell(office.place):
        continue
    world.db.commit()
    for job in (notices, digest, post):
        job(later.place)
    assert world.db.scalars(select(Notification.mail).where(Notification.mail != "")).all() == []
    world.db.commit()
    about = [mail for mail in office.mails if "Kommunen svarte" in mail.text]
    return {name: mail.text for mail in about for name in ("mona", "nabo") if name in mail.to.lower()}


def test_at_once_both_texts_whole(office):
    page = "Siden sier dette. " * 60
    mails = told(office, MailChoice.STRAKS, Said(page, 1, decision=Decision.JA, mail_text="Kom på befaring torsdag."))
    assert "Kom på befaring torsdag." in mails["mona"]
    assert "Siden sier dette." not in mails["mona"]
    assert "Kom på befaring" not in mails["nabo"]
    assert page.strip() in " ".join(mails["nabo"].split())


def test_in_the_digest_the_own_text_whole_and_the_page_by_its_beginning(office):
    page = "Siden sier dette. " * 60
    own = "Kom på befaring torsdag. " * 40
    mails = told(office, MailChoice.DAGLIG, Said(page, 1, decision=Decision.JA, mail_text=own))
    assert own.strip() in " ".join(mails["mona"].split())
    assert "Siden sier dette." in mails["nabo"]
    assert page.strip() not in " ".join(mails["nabo"].split())
    assert "Kom på befaring" not in mails["nabo"]


def test_without_a_text_of_its_own_the_mail_says_what_the_page_says(office):
    mails = told(office, MailChoice.STRAKS, Said("Ja, til våren.", 1, decision=Decision.JA))
    assert "Ja, til våren." in mails["mona"]
    assert "Ja, til våren." in mails["nabo"]


def test_a_private_question_reaches_nobody_else(office):
    world = office.world
    writer, follower, kari = world.person("Mona"), world.person("Nabo"), world.caseworker()
    ref = world.proposal(writer)
    support.follow(world.context(follower), "proposal", ref)
    statements.ask(world.context(kari), ref, Said("Hva heter barnet?", 1, is_public=False))
    office.commit()
    while tell(office.place):
        continue
    for job in (notices, post):
        job(office.place)
    assert [("Hva heter barnet?" in mail.text) for mail in office.mails if "spørsmål" in mail.text] == [True]


def test_a_refusal_says_its_reason_once_in_the_reader_s_form_and_the_words_keep_theirs(office):
    world, reason = office.world, ReportReason.PERSONOPPLYSNINGER
    writer, mona = world.person("Wenche", form="nn"), world.person("Mona", Role.MODERATOR)
    world.db.execute(update(Municipality).values(approval=True))
    world = world.refreshed()
    ref = world.proposal(writer)
    approval.refuse_proposal(world.context(mona), ref, reason, "Ta bort navnet på naboen.")
    world.told()
    office.commit()
    mail = write(office.place, world.db, world.db.scalars(select(Letter).where(Letter.kind == LetterKind.RULING)).one())
    assert mail.text.count(REPORT_REASON_NAMES[reason].nn) == 1
    assert REPORT_REASON_NAMES[reason].nb not in mail.text
    assert "Grunngiving: Ta bort navnet på naboen.\n" in mail.text
    assert '<span lang="nb">Ta bort navnet på naboen.</span>' in mail.html
