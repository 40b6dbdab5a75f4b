"""Working groups in the browser: opened, joined, a draft written and used, tasks, minutes, and what others see."""

import pytest

from samskaping.actions import blocking, group_drafts, group_posts, group_tasks, redaction
from samskaping.actions.group_drafts import Written
from samskaping.actions.group_posts import Minutes
from samskaping.actions.group_tasks import Wanted
from samskaping.errors import Clash, Missing, Unfit
from samskaping.rules.blocking import Span
from samskaping.rules.roles import Role
from samskaping.rules.speech import ReportReason
from tests.actions.test_groups import TEXT, joined

pytestmark = pytest.mark.second_in_matrix

DRAFT = {"title": TEXT.title, "need": TEXT.need, "idea": TEXT.idea}


@pytest.fixture
def ref(opened):
    return opened


def accepts(member, ref):
    """Whoever is invited finds the way to answer on their own page, and on the group's."""
    for page in ("/min-side", f"/arbeidsgruppe/{ref}"):
        member.get(page)
        assert "Svar på invitasjonen" in member.text
    assert "Ola Nordmann har invitert deg til gruppen." in member.text
    member.click("Svar på invitasjonen")
    assert "Snakker for de ansatte" in member.text
    member.press("Ja, jeg blir med")
    assert "Velkommen til arbeidsgruppen." in member.text


def compares_any_two(reader):
    """Whichever is chosen first, the older stands first, at an address that can be shared."""
    reader.fill(fra="3", til="1").press("Sammenlign")
    assert reader.path.endswith("?fra=3&til=1")
    assert [one["value"] for one in reader.page.select("option[selected]")] == ["1", "3"]


def test_a_group_writes_a_shared_draft_that_becomes_the_proposal(site, ref, ola, kari):
    tone = site.world.person("Tone Tillitsvalgt")
    author, member, staff, anyone = site.visitor(ola), site.visitor(tone), site.visitor(kari), site.visitor()
    author.get(f"/forslag/{ref}")
    author.click("Til arbeidsgruppen")
    author.click("Inviter noen")
    author.fill(email=tone.email, role="tillitsvalgt").press("Send invitasjonen")
    assert tone.email in author.text
    assert "Svar på invitasjonen" not in author.text
    accepts(member, ref)
    member.fill(text="Har verneombudet sett dette?").press("Send til gruppen")
    assert "Det du skrev, er sendt til gruppen." in member.text
    assert "Har verneombudet sett dette?" in member.text
    member.click("Begynn på utkastet")
    assert "Mora mi orker ikke turen" in member.text
    author.get(f"/arbeidsgruppe/{ref}/utkast/skriv")
    member.fill(**DRAFT).press("Lagre ny versjon")
    assert "Tone Tillitsvalgt" in member.text
    author.fill(idea="Fire benker. Kommunen snekrer dem.").press("Lagre ny versjon", 409)
    assert "Tone Tillitsvalgt lagret mens du skrev" in author.text
    assert "Elevene" in author.text
    author.fill(idea=TEXT.idea + " Kommunen eier **tre** av dem.").press("Lagre ny versjon")
    author.click("Sammenlign versjoner")
    assert "Kommunen eier" in author.text
    compares_any_two(author)
    for page in ("utkast", "utkast/versjoner"):
        anyone.get(f"/arbeidsgruppe/{ref}/{page}", 404)
    author.click("Utkastet")
    assert [one.text for one in author.page.select(".sk-box strong")] == ["tre"]
    author.click("Ta utkastet i bruk")
    author.press("Ta utkastet i bruk")
    anyone.get(f"/forslag/{ref}")
    for words in ("Kommunen eier", "Arbeidsgruppen har formet den:", "Tone Tillitsvalgt"):
        assert words in anyone.text
    anyone.click("Til arbeidsgruppen")
    assert "Har verneombudet" not in anyone.text
    assert not anyone.page.select("form[method=post]")
    staff.get(f"/arbeid/sak/{ref}")
    staff.click("Arbeidsgruppen")
    assert "Har verneombudet sett dette?" in staff.text


def test_tasks_and_minutes_from_the_page(site, ref, ola, kari):
    author, staff, anyone = site.visitor(ola), site.visitor(kari), site.visitor()
    author.get(f"/arbeidsgruppe/{ref}")
    author.click("Gi en oppgave")
    owner = next(one["value"] for one in author.page.select("select[name=owner] option") if "Kari" in one.text)
    author.fill(text="Måle opp plassen", owner=owner, due="1.6.2026").press("Gi oppgaven")
    staff.get(f"/arbeidsgruppe/{ref}")
    staff.press("Merk som gjort Måle opp plassen")
    assert "Gjort" in staff.text
    author.get(f"/arbeidsgruppe/{ref}")
    author.click("Skriv referat")
    author.fill(held_on="1.3.2036", text="Vi møttes.").press("Lagre referatet", 422)
    assert "Dagen kan ikke ligge fram i tid" in author.text
    author.fill(held_on="1.3.2026", text="Vi ble enige om tre benker.").press("Lagre referatet")
    anyone.get(f"/arbeidsgruppe/{ref}")
    assert "enige om tre benker" not in anyone.text
    staff.get(f"/arbeidsgruppe/{ref}")
    staff.press("Vis referatet for alle 1. mars 2026")
    anyone.get(f"/arbeidsgruppe/{ref}")
    assert "enige om tre benker" in anyone.text
    assert "Måle opp plassen" not in anyone.text


def test_a_member_leaves_and_a_closed_group_is_read_and_not_written(site, ref, ola, kari):
    tone = site.world.person("Tone")
    joined(site.world, ref, ola, tone)
    member, author = site.visitor(tone), site.visitor(ola)
    site.world.move(ref, "legg_fram", kari)
    member.get(f"/arbeidsgruppe/{ref}")
    assert "Gruppen er ferdig." in member.text
    for page in ("skriv", "utkast/skriv", "oppgave", "referat"):
        member.get(f"/arbeidsgruppe/{ref}/{page}", 404)
    author.get(f"/arbeidsgruppe/{ref}/inviter", 404)
    member.get(f"/arbeidsgruppe/{ref}")
    member.click("Gå ut")
    member.press("Gå ut")
    assert "Samtalen i gruppen" not in member.text
    member.get("/min-side/arbeidsgrupper")
    assert "Du er ikke med i noen arbeidsgruppe" in member.text


def test_a_blocked_member_reads_and_does_not_write(site, ref, ola, kari):
    tone = site.world.person("Tone")
    joined(site.world, ref, ola, tone)
    moderator = site.world.context(site.world.person("Mona", Role.MODERATOR))
    blocking.block(moderator, "forslag", site.world.proposal(tone), Span.UKE, ReportReason.SPAM, "Reklame.")
    member = site.visitor(tone)
    member.get(f"/arbeidsgruppe/{ref}")
    assert "Samtalen i gruppen" in member.text
    assert not member.page.select("#skriv")


def test_the_pages_take_few_statements_however_much_there_is(site, ref, ola, kari, statements):
    world, reader = site.world, site.visitor(ola)
    reader.get(f"/arbeidsgruppe/{ref}")
    for number in range(3):
        someone = world.person(f"Deltaker {number}")
        seat = joined(world, ref, ola, someone)
        group_posts.say(world.context(someone), ref, "Hei.")
        group_posts.minute(world.context(someone), ref, Minutes("Møtt.", world.in_days(0)))
        group_tasks.give(world.context(someone), ref, Wanted("Gjør det", seat))
        draft = Written(f"Utgave {number}", TEXT.need, TEXT.idea)
        group_drafts.save(world.context(someone), ref, draft, version=number and number + 1)
        world.db.commit()
        with statements.at_most(12):
            reader.get(f"/arbeidsgruppe/{ref}")
        with statements.at_most(12):
            reader.get(f"/arbeidsgruppe/{ref}/utkast")
        with statements.at_most(8):
            reader.get("/min-side/arbeidsgrupper")
        with statements.at_most(8):
            site.visitor().get(f"/arbeidsgruppe/{ref}")
    someone = site.visitor(world.person("Utenfor"))
    someone.get("/min-side")
    with statements.at_most(10):
        someone.get(f"/arbeidsgruppe/{ref}")


def test_what_is_blacked_out_in_the_case_is_so_in_all_that_its_group_shares(site, ref, ola, kari):
    world, name = site.world, "Per Hemmelig"
    post = group_posts.minute(world.context(ola), ref, Minutes(f"Vi ringte {name}.", world.in_days(0)))
    group_posts.turn(world.context(ola), ref, post, is_public=True)
    draft = Written("Benker", f"Ring {name} om benkene.", "")
    number = group_drafts.save(world.context(ola), ref, draft, version=0)
    group_drafts.show(world.context(ola), ref, version=number)
    pages = (f"/arbeidsgruppe/{ref}", f"/arbeidsgruppe/{ref}/utkast")
    anyone, mona = site.visitor(), world.person("Mona", Role.MODERATOR)
    assert ["Hemmelig" in anyone.get(page).get_text(" ") for page in pages] == [True, True]
    reason = ReportReason.PERSONOPPLYSNINGER
    ruling = redaction.redact(world.context(mona), "forslag", ref, [name], reason, "Han ba om det.")
    assert ["Hemmelig" in anyone.get(page).get_text(" ") for page in pages] == [False, False]
    assert "Hemmelig" not in site.visitor(ola).get(f"{pages[1]}/versjoner").get_text(" ")
    assert "Ring [sladdet] om benkene." in anyone.get(pages[1]).get_text(" ")
    with pytest.raises(Clash):
        group_drafts.save(world.context(ola), ref, draft, version=number)
    redaction.undo(world.context(mona), ruling, "Det gikk likevel.")
    assert ["Hemmelig" in anyone.get(page).get_text(" ") for page in pages] == [True, True]


def test_whoever_said_something_writes_it_anew_or_takes_it_back_while_the_group_is_open(site, ref, ola, kari):
    first = group_posts.say(site.world.context(ola), ref, "Vi møtes på torsdag.")
    author, staff, anyone = site.visitor(ola), site.visitor(kari), site.visitor()
    author.get(f"/arbeidsgruppe/{ref}")
    author.click("Endre Vi møtes på torsdag.")
    author.fill(text=" ").press("Lagre endringen", 422)
    author.fill(text="Vi møtes på fredag.").press("Lagre endringen")
    assert "Vi møtes på fredag." in author.text
    staff.get(f"/arbeidsgruppe/{ref}")
    staff.get(staff.page.select_one(f"#innlegg-{first} a[href$=versjoner]")["href"])
    assert [one.text for one in staff.page.select("del, ins")] == ["torsdag.", "fredag."]
    for path in ("endre", "trekk"):
        staff.get(f"/arbeidsgruppe/{ref}/innlegg/{first}/{path}", 404)
    anyone.get(f"/arbeidsgruppe/{ref}/innlegg/{first}/versjoner", 404)
    with pytest.raises(Clash):
        group_posts.change(site.world.context(ola), ref, first, "Vi møtes aldri.", version=1)
    with pytest.raises(Missing):
        group_posts.change(site.world.context(kari), ref, first, "Nei.", version=2)
    with pytest.raises(Missing):
        group_posts.retract(site.world.context(kari), ref, first)
    author.get(f"/arbeidsgruppe/{ref}")
    author.click("Trekk Vi møtes på fredag.")
    author.press("Trekk innlegget")
    assert "Innlegget er trukket av den som skrev det." in author.text
    assert "fredag" not in staff.get(f"/arbeidsgruppe/{ref}").get_text()
    staff.get(f"/arbeidsgruppe/{ref}/innlegg/{first}/versjoner", 404)
    second = group_posts.say(site.world.context(ola), ref, "Takk for nå.")
    site.world.move(ref, "legg_fram", kari)
    author.get(f"/arbeidsgruppe/{ref}/innlegg/{second}/endre", 404)
    with pytest.raises(Unfit):
        group_posts.retract(site.world.context(ola), ref, second)


def test_the_case_page_leads_to_the_group_where_there_is_one_or_somebody_can_begin_it(site, assessed, ola, kari):
    reader, door = site.visitor(site.world.person("Ivar", Role.INNSYN)), f"a[href$='/arbeidsgruppe/{assessed}']"
    case = f"/arbeid/sak/{assessed}"
    assert not reader.get(case).select(door)
    reader.get(f"/arbeidsgruppe/{assessed}", 404)
    assert site.visitor(kari).get(case).select(door)
    site.world.move(assessed, "utvikle", kari)
    joined(site.world, assessed, ola, site.world.person("Mia"))
    assert reader.get(case).select(door)
    reader.get(f"/arbeidsgruppe/{assessed}")
