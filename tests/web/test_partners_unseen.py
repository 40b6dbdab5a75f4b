"""What is not everyone's in one municipality is nowhere in another that shares a challenge with it.

Words that stand nowhere else are laid in all that Voss keeps to itself. Nothing that is read in Halden says one of
them, whoever reads it there, and no number there counts them.
"""

from dataclasses import replace
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from samskaping.actions import challenges, comments, moderation, notes, partners, tasks, ties
from samskaping.actions.challenges import Content
from samskaping.actions.comments import Remark
from samskaping.actions.needs import Told
from samskaping.actions.tasks import Wanted
from samskaping.db import Texts
from samskaping.models import Challenge, ChallengePartner, Municipality
from samskaping.queries import exports
from samskaping.queries.export_rows import rows
from samskaping.rules.exports import ExportList
from samskaping.rules.roles import Role
from samskaping.rules.speech import ReportReason
from samskaping.rules.tasks import TaskKind
from tests.shared import Both

pytestmark = pytest.mark.second_in_matrix

CANARY = "Kanarifugl"
EVERY = [role for role in Role if role is not Role.PLATTFORM]


@pytest.fixture
def both(site):
    found = Both(site.world).joined()
    found.halden.db.commit()
    return found


@pytest.fixture
def laid(both):
    """One public proposal in each place, and in Voss a canary in everything that is not public."""
    voss, writer, kari = both.voss, both.voss.person("Liv"), both.voss.caseworker()
    mons = voss.person("Mons", Role.MODERATOR)
    ours = both.halden.proposal(challenge=both.challenge, title="Langbord på torget")
    theirs = voss.proposal(writer, challenge=both.challenge, title="Middag på grendehuset")
    voss.draft(writer, challenge=both.challenge, title=f"{CANARY} utkast", need=f"{CANARY} skriver et utkast her.")
    hidden = voss.proposal(writer, challenge=both.challenge, title=f"{CANARY} skjult", need=f"{CANARY} er skjult her.")
    both.hide(mons, hidden)
    voss.here = replace(voss.here, approval=True)
    held = voss.proposal(writer, challenge=both.challenge, title=f"{CANARY} holdt", need=f"{CANARY} venter på noen.")
    assert not voss.row(held).is_public
    sure = voss.sure(kari, theirs)
    notes.write(sure, theirs, f"{CANARY} i et notat")
    tasks.give(sure, theirs, Wanted(TaskKind.OPPGAVE, kari.public_id, f"{CANARY} i en oppgave"))
    comment = comments.write(voss.context(writer), theirs, Remark(f"{CANARY} i en kommentar"))
    moderation.hide_comment(voss.context(mons), comment, ReportReason.ANNET, "Grunn.")
    unread = Told(f"{CANARY} i et behov som ingen har lest", email="kari@example.no")
    ties.tell(voss.context(), unread, challenge=both.challenge)
    challenges.start(
        voss.context(both.vera), Content(title=Texts(nb=f"{CANARY} i en kladd", nn=f"{CANARY} i ein kladd"))
    )
    both.partner().answer = Texts(nn=f"{CANARY} i et svar")
    both.halden.context()
    both.halden.db.flush()
    both.halden.db.info.pop("untold", None)
    both.halden.db.commit()
    return SimpleNamespace(ours=ours, theirs=theirs, hidden=hidden, held=held)


def reads(both):
    """Where something of the challenge is read in Halden: pages, searches, feeds, the desk, and addresses of Voss's."""
    shared = f"/utfordring/{both.challenge}"
    return [
        "/", "/utfordringer", "/forslag", f"/forslag?sok={CANARY}", f"/forslag?utfordring={both.challenge}", "/behov",
        f"/behov?sok={CANARY}", shared, f"{shared}/versjoner", f"{shared}/feed.atom", "/feed.atom", "/sitemap.xml",
        f"/foresla?utfordring={both.challenge}",
    ]  # fmt: skip


DESK = (
    "/arbeid", "/arbeid?ko=alle", f"/arbeid?ko=alle&sok={CANARY}", "/arbeid/meldinger", "/arbeid/planlagt",
    "/arbeid/innspill", "/arbeid/utfordringer", "/arbeid/andre-kommuner",
)  # fmt: skip


def said(visitor, path):
    visitor.get(path)
    answered = visitor.answer.get_data(as_text=True)
    for typed in (f"sok={CANARY}", f'value="{CANARY}"', f"«{CANARY}»"):
        answered = answered.replace(typed, "")
    return answered


def everyone_in(world):
    return world.person("Alle roller", *EVERY)


def test_no_page_search_or_feed_here_says_what_stands_there(site, both, laid):
    everyone = site.visitor(everyone_in(both.halden))
    for visitor in (site.visitor(), site.visitor(both.halden.person("Nabo")), everyone):
        found = [path for path in reads(both) if CANARY in said(visitor, path)]
        assert found == []
    assert laid.theirs in said(everyone, f"/utfordring/{both.challenge}")


def test_no_desk_here_says_it_but_what_the_partner_answered_us(site, both, laid):
    everyone = site.visitor(everyone_in(both.halden))
    of_challenge = f"/arbeid?ko=alle&utfordring={both.challenge}"
    assert [path for path in (*DESK, of_challenge) if CANARY in said(everyone, path)] == []
    assert "Langbord på torget" in said(everyone, of_challenge)
    assert "Middag på grendehuset" not in said(everyone, of_challenge)
    # The answer is for the one that invited; a third partner reads neither it nor what Voss was asked with.
    assert CANARY in said(everyone, f"/arbeid/felles/{both.challenge}")
    partners.invite(both.halden.context(both.ingrid), both.challenge, "asker")
    partners.answer(both.third.context(both.tora), both.challenge, accepts=True)
    both.halden.db.commit()
    page = said(site.visitor(everyone_in(both.third), place="/asker/nb"), f"/arbeid/felles/{both.challenge}")
    assert "Voss herad" in page
    assert CANARY not in page
    assert "Vil dere være med?" not in page


def test_no_number_here_counts_it(site, both, laid):
    page = site.visitor().get(f"/utfordring/{both.challenge}")
    numbers = [row.get_text(" ").split()[-2:] for row in page.select("#kommuner tbody tr")]
    assert numbers == [["1", "0"], ["1", "0"], ["2", "0"]]
    assert "1 forslag hører til her." in page.get_text()
    counted = select(Municipality.slug, Municipality.proposal_count)
    assert {"halden": 1, "voss": 1}.items() <= dict(both.halden.db.execute(counted).all()).items()
    desk = site.visitor(everyone_in(both.halden))
    desk.get(f"/arbeid/felles/{both.challenge}")
    assert [row.get_text(" ").split()[-1] for row in desk.page.select("main tbody tr")][-1] == "0"
    assert both.halden.context(everyone_in(both.halden)).me.new_cases == 1


def test_the_other_s_cases_are_no_cases_of_ours(site, both, laid):
    there = site.visitor(everyone_in(both.halden), place="/voss/nb")
    for path in (f"/arbeid/sak/{laid.theirs}", "/arbeid", f"/arbeid/felles/{both.challenge}"):
        there.get(path, 403)
    for ref in (laid.hidden, laid.held):
        there.get(f"/forslag/{ref}", 404)
    assert CANARY not in said(there, f"/forslag/{laid.theirs}")
    assert CANARY not in said(there, f"/forslag/{laid.theirs}/feed.atom")


def test_no_file_here_holds_it(both, laid):
    ctx = both.halden.context(everyone_in(both.halden))
    for listing in (ExportList.FORSLAG, ExportList.INNBOKS):
        filters = {"challenge": both.challenge}
        conditions = exports.chosen(ctx, listing, filters)
        held = str(rows(ctx, conditions, exports.in_order(ctx, listing, filters), is_personal=True))
        assert "Langbord på torget" in held
        assert CANARY not in held
        assert "Middag på grendehuset" not in held


def test_a_draft_is_seen_by_nobody_else_whatever_rows_there_are(site, both):
    made = challenges.start(both.halden.context(both.ingrid), Content(title=Texts(nb=f"{CANARY} kladd i Halden")))
    draft = both.halden.db.scalars(select(Challenge.id).where(Challenge.public_id == made)).one()
    both.halden.db.add(ChallengePartner(challenge_id=draft, municipality_id=both.voss.here.id))
    both.halden.db.commit()
    everyone = site.visitor(everyone_in(both.voss), place="/voss/nb")
    for path in ("/utfordringer", "/arbeid/utfordringer", "/arbeid?ko=alle", "/sitemap.xml", "/foresla"):
        assert CANARY not in said(everyone, path)
    for path in (f"/utfordring/{made}", f"/arbeid/felles/{made}", f"/arbeid/invitasjon/{made}"):
        everyone.get(path, 404)
