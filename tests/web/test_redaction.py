"""What is blacked out stands nowhere that anybody can open, but on the one page of moderators and the archive."""

import pytest

from samskaping.actions import comments, reports, rewriting, support
from samskaping.actions.comments import Remark
from samskaping.actions.drafts import Change
from samskaping.actions.redaction import redact
from samskaping.actions.reports import Complaint
from samskaping.jobs.notices import digest, notices
from samskaping.jobs.post import post
from samskaping.jobs.tell import tell
from samskaping.models import Person
from samskaping.rules.kinds import MailChoice
from samskaping.rules.roles import Role
from samskaping.rules.speech import ReportReason
from tests.jobs.conftest import office as office  # noqa: PLC0414  a fixture

pytestmark = pytest.mark.second_in_matrix

CANARY = "Kanarifugl"
ABOUT = ReportReason.PERSONOPPLYSNINGER


@pytest.fixture
def moderator(halden):
    return halden.person("Mona Moderator", Role.MODERATOR)


@pytest.fixture
def case(halden):
    """A proposal that was changed, and a comment that was changed, each naming somebody in every version."""
    liv = halden.person("Liv Demo")
    first = {"title": f"Naboen {CANARY}", "need": f"Naboen {CANARY} bråker hver natt.", "idea": f"Si fra til {CANARY}."}
    ref = halden.proposal(liv, **first)
    changed = {**first, "need": f"Naboen {CANARY} bråker hele natta."}
    rewriting.edit(halden.context(liv), ref, Change(**changed), version=halden.row(ref).version)
    said = comments.write(halden.context(liv), ref, Remark(f"{CANARY} har hund."))
    comments.edit(halden.context(liv), ref, said, version=1, written=f"{CANARY} har to hunder.")
    return liv, ref, said


def surfaces(ref, said):
    return [
        "/",
        "/forslag",
        f"/forslag?q={CANARY}",
        "/foresla/lik?q=Naboen+bråker+hele+natta+igjen",
        f"/forslag/{ref}",
        f"/forslag/{ref}/versjoner",
        f"/forslag/{ref}/kommentar/{said}/versjoner",
        "/feed.atom",
        f"/forslag/{ref}/feed.atom",
    ]


INNER = ["/arbeid", "/arbeid/sak/{ref}", "/arbeid/meldinger", "/arbeid/meldinger/skjult", "/arbeid/filer"]


def shown(visitor, path):
    """What a page says, apart from the reader's own search."""
    visitor.get(path)
    body = visitor.answer.get_data(as_text=True)
    return body.replace(f'value="{CANARY}"', "").replace(f"q={CANARY}", "").replace(f"«{CANARY}»", "")


def test_no_page_search_feed_or_version_shows_it(site, halden, moderator, case):
    liv, ref, said = case
    everybody = {None: [], liv: [f"/forslag/{ref}/endre", f"/forslag/{ref}/kommentar/{said}/endre", "/min-side"]}
    everybody[halden.caseworker()] = [path.format(ref=ref) for path in INNER]
    seen = {path for path in surfaces(ref, said) if CANARY in shown(site.visitor(), path)}
    assert len(seen) >= 8  # the walk finds it while it is there
    redact(halden.context(moderator), "forslag", ref, [CANARY], ABOUT, "Gjelder en annen.")
    redact(halden.context(moderator), "kommentar", said, [CANARY], ABOUT, "Gjelder en annen.")
    halden.db.commit()
    for person, own in everybody.items():
        visitor = site.visitor(person)
        leaks = [path for path in [*surfaces(ref, said), *own] if CANARY in shown(visitor, path)]
        assert leaks == []
    visitor = site.visitor(halden.person("Arne Arkivar", Role.ARKIVAR))
    visitor.get(f"/arbeid/sladding/forslag/{ref}")
    assert visitor.text.count(CANARY) >= 4
    site.visitor(liv).get(f"/arbeid/sladding/forslag/{ref}", 403)


def test_no_mail_that_is_written_after_shows_it(office):
    world = office.world
    liv, nabo, mona = world.person("Liv"), world.person("Nabo"), world.person("Mona", Role.MODERATOR)
    ref = world.proposal(liv, title=f"Naboen {CANARY}", need=f"Naboen {CANARY} bråker hver natt.")
    support.follow(world.context(nabo), "proposal", ref)
    comments.write(world.context(nabo), ref, Remark(f"{CANARY} har hund."))
    for one in (liv, nabo, mona):
        world.db.get_one(Person, one.id).mail_choice = MailChoice.STRAKS
    redact(world.context(mona), "forslag", ref, [CANARY], ABOUT, "Gjelder en annen.")
    office.commit()
    while tell(office.place):
        continue
    world.db.commit()
    for job in (notices, digest, post):
        job(office.at(days=1).place)
    assert len(office.mails) >= 2
    ours = [mail.subject + mail.text for mail in office.mails]
    assert [mail for mail in ours if f"Naboen {CANARY}" in mail] == []
    assert any("En del av forslaget ditt er sladdet" in mail and "Gjelder en annen." in mail for mail in ours)


def test_a_moderator_sees_how_it_will_stand_does_it_and_undoes_it(site, halden, moderator, case):
    _liv, ref, _said = case
    visitor = site.visitor(moderator)
    visitor.get(f"/arbeid/sladd/forslag/{ref}")
    visitor.fill(passages="Kanarifuglen", reason="personopplysninger", text="Gjelder en annen.")
    visitor.press("Forhåndsvis", 422)
    assert "Dette står ikke i teksten: «Kanarifuglen»." in visitor.page.select_one("#passages-error").text
    visitor.fill(passages=CANARY).press("Forhåndsvis")
    assert "Naboen [sladdet] bråker hele natta." in visitor.page.select_one(".ds-alert").text
    assert CANARY in halden.row(ref).need
    visitor.press("Sladd")
    assert "[sladdet]" in halden.row(ref).need
    visitor.click("Opphev sladdingen")
    visitor.fill(text="Det var firmaet.").press("Opphev sladdingen")
    assert "Det var firmaet." in visitor.text
    assert CANARY in halden.row(ref).need


def test_the_page_says_why(site, halden, moderator, case):
    _liv, ref, _said = case
    redact(halden.context(moderator), "forslag", ref, [CANARY], ABOUT, "Gjelder en annen.")
    halden.db.commit()
    visitor = site.visitor(form="nn")
    visitor.get(f"/forslag/{ref}")
    assert "Ein moderator har sladda ein del av teksten. Grunn: Personlege opplysningar om nokon." in visitor.text
    assert "Gjelder en annen." not in visitor.text


def test_a_page_does_not_grow_and_no_deed_is_dear(site, halden, moderator, statements):
    refs = [halden.proposal(need=f"Benker i park nummer {number}, takk.") for number in range(2)]
    heard = []
    for number, ref in enumerate(refs):
        said = comments.write(halden.context(halden.person()), ref, Remark("Benk nummer fire."))
        for comment in (None, said):
            reports.report(halden.context(halden.person()), ref, Complaint(ABOUT), comment=comment)
        for passage in ("Benker", "park", "takk")[: 1 + 2 * number]:
            redact(halden.context(moderator), "forslag", ref, [passage], ABOUT, "Nei.")
        halden.db.commit()
        visitor = site.visitor(moderator)
        with statements.at_most(12):
            visitor.get(f"/arbeid/sladding/forslag/{ref}")
        heard.append(len(statements.heard))
        for kind, name in (("forslag", ref), ("kommentar", said)):
            visitor.get(f"/arbeid/sladd/{kind}/{name}")
            visitor.fill(passages="nummer", reason="annet", text="Nei.").press("Sladd")
            visitor.click("Opphev sladdingen")
            visitor.fill(text="Jo.").press("Opphev sladdingen")
    assert heard[0] == heard[1]


@pytest.mark.parametrize("form", ["nb", "nn"])
def test_what_the_writer_edited_away_can_be_taken_out_of_the_older_versions(site, halden, moderator, form):
    """From the page of versions the writer asks, a moderator does it, and nobody reads it any more."""
    liv, number = halden.person("Liv Demo"), "912 34 567"
    ref = halden.proposal(liv, need=f"Ring meg på {number} om benkene langs elva.")
    now = {"title": "Benker", "need": "Vi trenger benker langs elva.", "idea": ""}
    rewriting.edit(halden.context(liv), ref, Change(**now), version=halden.row(ref).version)
    said = comments.write(halden.context(liv), ref, Remark(f"Eller på {number}."))
    comments.edit(halden.context(liv), ref, said, version=1, written="Eller skriv her.")
    halden.db.commit()
    asks, reports_it = "Be kommunen fjerne det", {"nb": "Meld fra", "nn": "Meld frå"}[form]
    for kind, thing in (("forslag", f"/forslag/{ref}"), ("kommentar", f"/forslag/{ref}/kommentar/{said}")):
        anyone, writer = site.visitor(form=form), site.visitor(liv, form=form)
        anyone.get(f"{thing}/versjoner")
        assert number in anyone.text
        assert asks in anyone.text
        writer.get(f"{thing}/versjoner")
        writer.click(asks)
        assert writer.page.select_one("input[name=reason][checked]")["value"] == "personopplysninger"
        typed = writer.page.select_one("textarea[name=text]").text.strip()
        writer.fill(text=f"{typed} {number}").press(reports_it)
        mona = site.visitor(moderator, form=form)
        mona.get("/arbeid/meldinger")
        assert number in mona.text
        mona.get(f"{thing}/versjoner")
        mona.click("Sladd det")
        assert number in mona.page.select_one("#tekst").text
        mona.fill(passages=number, reason="personopplysninger", text="Den som skrev, ba om det.").press("Sladd")
        assert number in mona.text  # kept for the archive
        for reader in (anyone, writer):
            reader.get(f"{thing}/versjoner")
            assert number not in reader.text
            assert "[sladd" in reader.text
        assert kind in mona.path
    for path in (f"/forslag?q={number.replace(' ', '+')}", f"/forslag/{ref}", f"/forslag/{ref}/feed.atom"):
        assert number not in shown(site.visitor(), path).replace("912+34+567", "").replace(f'value="{number}"', "")
