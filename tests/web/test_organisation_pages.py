"""What everyone sees of an organisation: that it takes part, in what, and those of its people who want to be named."""

import pytest
from sqlalchemy import select

from samskaping.actions import comments, moderation, need_rulings, ties
from samskaping.actions import organisations as deeds
from samskaping.actions.comments import Remark
from samskaping.actions.needs import Told
from samskaping.actions.organisations import Wish
from samskaping.models import Invitation
from samskaping.queries import cursors, organisations
from samskaping.rules.roles import Role
from samskaping.rules.speech import OrganisationKind, ReportReason
from tests.world import municipality

pytestmark = pytest.mark.second_in_matrix

CANARY = "kanarifuglen som ingen skal høre"


def club(world, person, name="Os velforening"):
    return deeds.register(world.context(person), Wish(name, OrganisationKind.UFORMELL))


def commented(world, person, made, ref, words="Vi kan bære."):
    return comments.write(world.context(person), ref, Remark(words, speaker=made))


def told(world, person, made, words="Vi mangler et sted å møtes."):
    return ties.tell(world.context(person), Told(words, organisation=made)).reference


def test_the_list_holds_those_that_are_verified_or_have_written_here_by_name(site):
    ola, kari = site.world.person(), site.world.caseworker()
    for name in ("Ås vel", "Asker vel", "Os vel", "Ingen hører oss"):
        made = club(site.world, ola, name)
        if name == "Ås vel":
            deeds.verify(site.world.context(kari), made)
        elif name == "Os vel":
            told(site.world, ola, made)
        elif name == "Asker vel":
            site.world.proposal(ola, organisation=made)
    visitor = site.visitor()
    visitor.get("/")
    visitor.click("Organisasjoner som er med")
    assert [link.text for link in visitor.page.select("main h3 a")] == ["Asker vel", "Os vel", "Ås vel"]
    assert "Bekreftet" in visitor.text
    assert "Set-Cookie" not in visitor.answer.headers
    voss = municipality(site.world.db, "voss")
    there = site.visitor(place="/voss/nb")
    there.get("/organisasjoner")
    assert "Ingen organisasjoner er med ennå" in there.text
    ctx = voss.context()
    assert organisations.listing(ctx).rows == ()


def test_the_list_has_pages(site):
    ola, kari = site.world.person(), site.world.caseworker()
    for name in ("A", "B", "C"):
        deeds.verify(site.world.context(kari), club(site.world, ola, f"{name}-laget"))
    ctx = site.world.context()
    first = organisations.listing(ctx, size=2)
    rest = organisations.listing(ctx, cursors.read(first.following, ""), size=2)
    assert [one.name for one in (*first.rows, *rest.rows)] == ["A-laget", "B-laget", "C-laget"]


def test_a_page_tells_what_it_takes_part_in_and_how(site):
    ola = site.world.person()
    made = club(site.world, ola)
    own = site.world.proposal(ola, organisation=made, title="Benker langs elva")
    theirs = site.world.proposal(title="Lys i parken")
    commented(site.world, ola, made, own)
    for _number in range(2):
        commented(site.world, ola, made, theirs)
    need = told(site.world, ola, made)
    visitor = site.visitor()
    visitor.get(f"/organisasjon/{made}")
    rows = {row.h3.text: [tag.text for tag in row.select("p .sk-tag")] for row in visitor.page.select(".sk-news li")}
    assert rows == {
        "Benker langs elva": ["Foreslo", "Skrev 1 kommentar"],
        "Lys i parken": ["Skrev 2 kommentarer"],
    }
    assert visitor.page.select_one(f'a[href="/halden/nb/behov/{need}"]')
    assert "Ola" not in visitor.text


def test_what_is_hidden_held_or_taken_back_never_shows(site):
    ola, mari = site.world.person(), site.world.person("Mari", Role.MODERATOR)
    made, ctx = club(site.world, ola), site.world.context(mari)
    hidden = site.world.proposal(ola, organisation=made, title=f"Forslag, {CANARY}")
    moderation.hide_proposal(ctx, hidden, ReportReason.KRENKENDE, "Se reglene.")
    need = told(site.world, ola, made, f"Behov, {CANARY}")
    need_rulings.hide(ctx, need, ReportReason.KRENKENDE, "Se reglene.")
    silent = site.world.proposal(title="Bare skjulte kommentarer")
    moderation.hide_comment(ctx, commented(site.world, ola, made, silent), ReportReason.SPAM, "Se reglene.")
    comments.retract(site.world.context(ola), silent, commented(site.world, ola, made, silent))
    for person in (None, ola):
        visitor = site.visitor(person)
        visitor.get(f"/organisasjon/{made}")
        assert CANARY not in visitor.text
        assert "Bare skjulte kommentarer" not in visitor.text
        visitor.get("/organisasjoner")
        assert "Os velforening" not in visitor.text


def test_its_name_leads_to_its_page_wherever_it_stands(site):
    ola = site.world.person()
    made = club(site.world, ola)
    ref, need = site.world.proposal(ola, organisation=made), told(site.world, ola, made)
    commented(site.world, ola, made, ref)
    visitor = site.visitor()
    for path, times in ((f"/forslag/{ref}", 2), (f"/behov/{need}", 1), ("/behov", 1)):
        visitor.get(path)
        assert len(visitor.page.select(f'main a[href="/halden/nb/organisasjon/{made}"]')) == times, path


def test_nobody_is_named_who_has_not_chosen_it_and_none_who_has_left(site):
    ola, anna = site.world.person(), site.world.person("Anna Demo")
    made = club(site.world, ola)
    deeds.invite(site.world.context(ola), made, anna.email)
    deeds.accept(site.world.context(anna), site.world.db.scalars(select(Invitation.public_id)).one())
    anyone, own = site.visitor(), site.visitor(anna)
    own.get(f"/organisasjon/{made}/personer")
    own.press("Vis navnet mitt på siden")
    assert "Navnet vises for alle" in own.text
    anyone.get(f"/organisasjon/{made}")
    assert "Anna Demo" in anyone.text
    assert "Ola Nordmann" not in anyone.text
    own.press("Ta bort navnet mitt")
    anyone.get(f"/organisasjon/{made}")
    assert "Anna Demo" not in anyone.text
    own.get(f"/organisasjon/{made}/personer")
    own.press("Vis navnet mitt på siden")
    ref = site.world.proposal(anna, organisation=made)
    deeds.leave(site.world.context(anna), made)
    anyone.get(f"/organisasjon/{made}")
    assert "Anna Demo" not in anyone.text
    assert anyone.page.select_one(f'a[href="/halden/nb/forslag/{ref}"]')


def test_only_those_who_act_for_it_choose(site):
    made = club(site.world, site.world.person())
    stranger = site.visitor(site.world.person("Anna Demo"))
    stranger.get("/min-side")
    stranger.post(f"/organisasjon/{made}/navn", {"csrf_token": stranger.token}, 404)


@pytest.mark.parametrize("rows", [1, 3])
def test_list_and_page_take_few_statements(site, statements, rows):
    ola, kari = site.world.person(), site.world.caseworker()
    made = [club(site.world, ola, f"Gruppe {number}") for number in range(rows)]
    for one in made:
        deeds.verify(site.world.context(kari), one)
        commented(site.world, ola, made[0], site.world.proposal(ola, organisation=made[0]))
        told(site.world, ola, made[0])
    deeds.name_me(site.world.context(ola), made[0], is_named=True)
    site.world.db.commit()
    visitor = site.visitor()
    with statements.exactly(2):
        visitor.get("/organisasjoner")
    assert len(visitor.page.select("main h3 a")) == rows
    with statements.exactly(5):
        visitor.get(f"/organisasjon/{made[0]}")
    assert len(visitor.page.select(".sk-news li")) == rows
