"""Min side: what waits for one first, and all that is one's own, in every municipality."""

import pytest
from sqlalchemy import select

from samskaping.actions import notifications as deeds
from samskaping.actions import statements as said
from samskaping.actions.statements import Said
from samskaping.models import Event, Follow, Letter, LetterKind, Notification, Proposal
from samskaping.outside import signing
from samskaping.queries import mine
from samskaping.rules.kinds import MailChoice
from tests.visitor import Site
from tests.world import municipality

pytestmark = pytest.mark.second_in_matrix


def told(site: Site, person, ref: str) -> None:
    """What the worker does: every event of the case is told."""
    row = site.world.row(ref)
    events = site.world.db.scalars(
        select(Event).where(Event.subject_kind == "proposal", Event.subject_id == row.id)
    ).all()
    known = site.world.db.scalars(select(Notification.event_id).where(Notification.person_id == person.id)).all()
    for event in events:
        if event.id not in known:
            site.world.db.add(Notification(event_id=event.id, person_id=person.id, created_at=event.happened_at))
    site.world.db.commit()


def unread(site: Site, person) -> int:
    rows = site.world.db.scalars(select(Notification).where(Notification.person_id == person.id)).all()
    return sum(row.read_at is None for row in rows)


def asked(world, kari, ref: str) -> None:
    world.move(ref, "vurder", kari)
    version = world.row(ref).version
    said.ask(world.context(kari), ref, Said("Hvor mange benker?", version, due=world.in_days(10)))


def test_min_side_shows_what_waits_then_what_is_ones_own(site: Site):
    ola, kari = site.world.person(), site.world.caseworker()
    ref = site.world.proposal(ola)
    asked(site.world, kari, ref)
    site.world.draft(ola, title="Lys i trappa")
    told(site, ola, ref)
    page = site.visitor(ola)
    page.get("/min-side")
    assert page.page.select(".sk-ball--yours h2")[0].text == "Ballen er hos deg"
    assert "Svar på spørsmålet" in page.text
    assert "Lys i trappa" in page.text
    assert "Mine forslag (1)" in page.text
    assert "Jeg følger (1)" in page.text
    assert page.page.select_one(f'a[href="/halden/nb/forslag/{ref}"]')


def test_a_question_goes_away_with_its_reply(site: Site):
    ola, kari = site.world.person(), site.world.caseworker()
    ref = site.world.proposal(ola)
    asked(site.world, kari, ref)
    question = mine.questions(site.world.context(ola))
    assert [one.text for one in question] == ["Hvor mange benker?"]
    version = site.world.row(ref).version
    public = site.world.db.execute(select(Event.details).where(Event.what == "question.asked")).scalar_one()[
        "statement"
    ]
    said.reply(site.world.context(ola), ref, public, Said("Fire.", version))
    assert mine.questions(site.world.context(ola)) == ()
    assert mine.questions(site.world.context(kari)) == ()


def test_everything_of_ones_own_is_seen_from_everywhere(site: Site):
    ola, voss = site.world.person(), municipality(site.world.db, "voss")
    here, there = site.world.proposal(ola), voss.proposal(ola, title="Lys i løypa")
    draft = voss.draft(ola, title="Eit utkast")
    for place in (None, "/nb"):
        page = site.visitor(ola, place=place)
        page.get("/min-side")
        links = {link["href"] for link in page.page.select("main a[href]")}
        assert {f"/halden/nb/forslag/{here}", f"/voss/nb/forslag/{there}"} <= links
        assert f"/voss/nb/foresla/{draft}/behov" in links


def test_nothing_of_others_is_seen(site: Site):
    site.world.proposal(site.world.person("En Annen"))
    site.world.draft(site.world.person("En Tredje"), title="Hemmelig utkast")
    ctx = site.world.context(site.world.person())
    assert (mine.cases(ctx).rows, mine.drafts(ctx), mine.follows(ctx).rows) == ((), (), ())


def test_an_unconfirmed_address_is_asked_for(site: Site):
    visitor = site.visitor(site.world.person(confirmed=False))
    visitor.get("/min-side")
    assert "Bekreft adressen" in visitor.text
    visitor.press("Send lenken på nytt")
    assert site.world.db.scalars(select(Letter.kind)).all() == [LetterKind.CONFIRM]


def test_a_draft_is_deleted_after_a_question_and_only_by_its_owner(site: Site):
    ola = site.world.person()
    draft = site.world.draft(ola)
    stranger = site.visitor(site.world.person("En Annen"))
    stranger.get(f"/min-side/utkast/{draft}/slett", 404)
    visitor = site.visitor(ola)
    visitor.get("/min-side")
    visitor.click("Slett Benker langs Tista")
    visitor.press("Slett utkastet")
    site.world.db.info["municipality_id"] = site.world.here.id
    assert site.world.db.scalars(select(Proposal)).all() == []


def test_one_stops_following_from_anywhere(site: Site):
    ola, voss = site.world.person(), municipality(site.world.db, "voss")
    voss.proposal(ola)
    visitor = site.visitor(ola)
    visitor.get("/min-side/folger")
    visitor.press("Slutt å følge «Benker langs Tista»")
    assert site.world.db.scalars(select(Follow)).all() == []


def test_follows_of_what_cannot_be_seen_are_not_shown(site: Site):
    ola, anna = site.world.person(), site.world.person("Anna Demo")
    ref = site.world.proposal(ola)
    row = site.world.row(ref)
    site.world.db.add(Follow(person_id=anna.id, kind="proposal", thing_id=row.id, since=site.now))
    site.world.db.flush()
    ctx = site.world.context(anna)
    assert [one.thing for one in mine.follows(ctx).rows] == [ref]
    row.is_public = False
    site.world.db.flush()
    site.world.db.info.pop("untold", None)
    assert mine.follows(ctx).rows == ()
    assert mine.counts(ctx).follows == 0
    assert [one.thing for one in mine.follows(site.world.context(ola)).rows] == [ref]


def test_pages_of_cases_meet_each_case_once(site: Site):
    ola = site.world.person()
    refs = [site.world.later(minutes=90 * n).proposal(ola) for n in range(7)]
    ctx, seen, place = site.world.context(ola), [], None
    while True:
        page = mine.cases(ctx, place, size=3)
        seen += [case.reference for case in page.rows]
        if not page.following:
            break
        place = mine.cursors.read(page.following, "")
    assert seen == refs[::-1]


@pytest.mark.parametrize("many", [1, 3])
def test_min_side_takes_few_statements(site: Site, statements, many: int):
    ola, kari = site.world.person(), site.world.caseworker()
    for number in range(many):
        world = site.world.later(hours=2 * number)
        ref = world.proposal(ola)
        asked(world, kari, ref)
        world.draft(ola)
        told(site, ola, ref)
    for path, most in (("/min-side", 12), ("/min-side/saker", 6), ("/min-side/folger", 6), ("/varsler", 6)):
        visitor = site.visitor(ola)
        with statements.at_most(most):
            visitor.get(path)


def test_notifications_are_read_by_opening_and_never_by_looking(site: Site):
    ola, kari = site.world.person(), site.world.caseworker()
    ref = site.world.proposal(ola)
    other = site.world.later(hours=2).proposal(ola)
    site.world.move(ref, "vurder", kari)
    told(site, ola, ref)
    told(site, ola, other)
    visitor = site.visitor(ola)
    before = unread(site, ola)
    visitor.get("/varsler")
    visitor.get("/min-side")
    visitor.get("/varsler")
    assert unread(site, ola) == before == 6
    assert "Saken ble flyttet: Vurderes" in visitor.text
    button = visitor.page.select_one(f"form:has([value='{ref}']) button")
    form = button.find_parent("form")
    fields = {tag["name"]: tag["value"] for tag in form.select("input")}
    assert fields["to"] == f"/halden/nb/forslag/{ref}"
    visitor.post("/varsler/apne", fields)
    assert visitor.answer.headers["Location"] == f"/halden/nb/forslag/{ref}"
    assert unread(site, ola) == 2
    visitor.get("/varsler")
    visitor.press("Merk alle som lest")
    assert unread(site, ola) == 0


def test_opening_leads_nowhere_else(site: Site):
    ola = site.world.person()
    ref = site.world.proposal(ola)
    visitor = site.visitor(ola)
    visitor.get("/varsler")
    fields = {"kind": "proposal", "place": "halden", "thing": ref, "to": "//evil.no", "csrf_token": visitor.token}
    visitor.post("/varsler/apne", fields)
    assert visitor.answer.headers["Location"] == "/halden/nb/varsler"


def test_what_is_hidden_is_told_without_its_title_and_its_writer_hears_why(site: Site):
    ola, anna = site.world.person(), site.world.person("Anna Demo")
    ref = site.world.proposal(ola)
    row = site.world.row(ref)
    row.is_public, row.hidden_at, row.hidden_reason = False, site.now, "Navngir en nabo."
    site.world.db.flush()
    site.world.db.info.pop("untold", None)
    told(site, anna, ref)
    visitor = site.visitor(anna)
    visitor.get("/varsler")
    assert "Benker langs Tista" not in visitor.text
    assert "ikke synlig lenger" in visitor.text
    own = site.visitor(ola)
    own.get("/min-side")
    assert "Navngir en nabo." in own.text


def test_mail_is_chosen(site: Site):
    ola = site.world.person()
    visitor = site.visitor(ola)
    visitor.get("/varsler")
    visitor.fill(mail="straks").press("Lagre valget")
    site.world.db.refresh(ola)
    assert ola.mail_choice is MailChoice.STRAKS
    page = visitor.fill(mail="ingen").press("Nynorsk")
    assert page.select_one("[name=mail][checked]")["value"] == "ingen"
    site.world.db.refresh(ola)
    assert ola.mail_choice is MailChoice.STRAKS
    visitor.post("/varsler", {"mail": "tull", "csrf_token": visitor.token}, 422)


def way_out(site: Site, person, **thing: str) -> str:
    value = deeds.unsubscribe_value(person.public_id, **thing)
    return "/varsler/av/" + signing.sign(site.settings.secret_key, deeds.UNSUBSCRIBE, value)


def test_one_click_ends_mail_without_cookie_token_or_session(site: Site):
    ola = site.world.person()
    ola.mail_choice = MailChoice.STRAKS
    path, visitor = way_out(site, ola), site.visitor()
    visitor.get(path)
    assert "Trykker du på knappen, får du ikke lenger e-post" in visitor.text
    assert "Set-Cookie" not in visitor.answer.headers
    assert ola.name not in visitor.text
    assert ola.email not in visitor.text
    site.world.db.refresh(ola)
    assert ola.mail_choice is MailChoice.STRAKS
    visitor.post(path, {"List-Unsubscribe": "One-Click"}, 200)
    assert "Set-Cookie" not in visitor.answer.headers
    site.world.db.refresh(ola)
    assert ola.mail_choice is MailChoice.INGEN
    visitor.get("/min-side", 302)


def test_one_click_about_one_thing_ends_that_only(site: Site):
    ola = site.world.person()
    ref, other = site.world.proposal(ola), site.world.later(hours=2).proposal(ola)
    visitor = site.visitor()
    visitor.get(way_out(site, ola, kind="proposal", place="halden", thing=ref))
    visitor.press("Slutt å sende meg e-post")
    kept = site.world.db.scalars(select(Follow.thing_id)).all()
    assert kept == [site.world.row(other).id]
    site.world.db.refresh(ola)
    assert ola.mail_choice is MailChoice.DAGLIG


@pytest.mark.parametrize("token", ["tull", "a.b.c", "x" * 5000])
def test_a_way_out_that_nobody_signed_does_nothing(site: Site, token: str):
    visitor = site.visitor()
    visitor.get(f"/varsler/av/{token}", 404)
    visitor.post(f"/varsler/av/{token}", {"List-Unsubscribe": "One-Click"}, 404)


def test_a_signature_holds_for_its_purpose_only(site: Site):
    key = site.settings.secret_key
    token = signing.sign(key, "something else", {"person": site.world.person().public_id})
    site.visitor().post(f"/varsler/av/{token}", {"List-Unsubscribe": "One-Click"}, 404)
    assert signing.read(key, "something else", token)
    assert signing.read("another key", "something else", token) is None
