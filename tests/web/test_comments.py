"""The doors of the conversation: written, answered, changed and taken back, with nothing typed ever lost."""

import pytest
from sqlalchemy import func, select

from samskaping.actions import comments
from samskaping.actions.comments import Remark
from samskaping.models import Comment
from samskaping.queries import cursors
from samskaping.rules import limits
from tests.world import municipality

pytestmark = pytest.mark.second_in_matrix


def count(world):
    return world.db.scalar(select(func.count()).select_from(Comment))


def test_a_resident_takes_part_and_lands_at_the_comment(site, halden):
    ref, liv = halden.proposal(), site.visitor(halden.person("Liv Demo"))
    liv.get(f"/forslag/{ref}")
    liv.fill(stance="for", text="Jeg kan **hente** tre stykker.").press("Publiser kommentaren")
    made = liv.page.select_one(".sk-comment")
    assert liv.answer.request.path.endswith(f"/forslag/{ref}")
    assert "Liv Demo" in made.text
    assert made.select_one(".sk-for") is not None
    assert made.strong.text == "hente"


def test_a_conversation_of_one_page_has_no_other_pages(site, halden):
    ref, liv = halden.proposal(), site.visitor(halden.person("Liv Demo"))
    first = comments.write(halden.context(halden.person("Per")), ref, Remark("Den første."))
    site.now = halden.later(hours=1).now
    liv.get(f"/forslag/{ref}")
    liv.fill(text="Den andre.").press("Publiser kommentaren")
    assert "etter=" not in liv.path
    assert [tag.text.strip() for tag in liv.page.select(".sk-comment__body")] == ["Den andre.", "Den første."]
    assert liv.page.select('a[rel="prev"], a[rel="next"]') == []
    liv.get(f"/forslag/{ref}/kommentar/{first}", 302)
    assert "etter=" not in liv.answer.headers["Location"]


def test_a_place_at_the_first_thread_has_no_page_before_it_and_no_page_is_empty(site, halden):
    ref = halden.proposal()
    made = comments.write(halden.context(halden.person("Per")), ref, Remark("Alene."))
    row, visitor = halden.db.scalars(select(Comment)).one(), site.visitor()
    before = cursors.write(row.written_at, f"{made}~")
    visitor.get(f"/forslag/{ref}?etter={before}")
    assert "Alene." in visitor.text
    assert visitor.page.select('a[rel="prev"], a[rel="next"]') == []
    at = cursors.write(row.written_at, made)
    for address in (f"etter={at}", f"for={at}"):
        visitor.get(f"/forslag/{ref}?{address}")
        assert "Alene." in visitor.text
        assert visitor.page.select('a[rel="prev"], a[rel="next"]') == []


def test_a_reply_stands_under_what_it_answers_also_on_a_later_page(site, halden):
    ref, per = halden.proposal(), halden.person("Per")
    first = comments.write(halden.context(per), ref, Remark("Den første."))
    for number in range(2):
        later = halden.later(hours=2 * number + 2)
        for _one in range(limits.COMMENTS_HOUR):
            comments.write(later.context(halden.person("Mange") if not _one else per), ref, Remark("Nok et."))
    site.now = halden.later(days=1).now
    liv = site.visitor(halden.person("Liv"))
    liv.get(f"/forslag/{ref}/kommentar/{first}", 302)
    liv.follow()
    assert liv.page.select_one(f"#kommentar-{first}") is not None
    liv.click("Svar Per")
    assert "Den første." in liv.text
    liv.fill(text="Enig.").press("Publiser kommentaren")
    assert liv.page.select_one("ol.sk-conversation > li > ol > li .sk-comment__body").text.strip() == "Enig."


def test_pages_of_whole_threads_pass_every_comment_once(site, halden):
    ref = halden.proposal()
    made = []
    for number in range(25):
        writer, later = halden.person(f"P{number}"), halden.later(minutes=number)
        root = comments.write(later.context(writer), ref, Remark("Hode."))
        made += [
            root,
            *(comments.write(later.context(writer), ref, Remark("Hale.", reply_to=root)) for _two in range(3)),
        ]
    visitor, seen, turns = site.visitor(), [], 0
    visitor.get(f"/forslag/{ref}")
    while True:
        seen += [tag["id"].removeprefix("kommentar-") for tag in visitor.page.select("[id^=kommentar-]")]
        if not visitor.page.select('a[rel="next"]'):
            break
        visitor.click("Neste")
        turns += 1
    assert (sorted(seen), turns) == (sorted(made), 1)
    visitor.click("Forrige")
    assert len(visitor.page.select("[id^=kommentar-]")) == 52


def test_threads_are_three_deep_on_the_page(site, halden):
    ref, liv = halden.proposal(), halden.person("Liv")
    made = [comments.write(halden.context(liv), ref, Remark("Nivå 0"))]
    for deep in range(1, 6):
        made.append(comments.write(halden.context(liv), ref, Remark(f"Nivå {deep}", reply_to=made[-1])))
    visitor = site.visitor()
    visitor.get(f"/forslag/{ref}")
    depths = [len(visitor.page.select_one(f"#kommentar-{one}").find_parents("ol")) for one in made]
    assert depths == [1, 2, 3, 3, 3, 3]
    assert "Svar til Liv" in visitor.page.select_one(f"#kommentar-{made[5]}").text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Skriv kommentaren"),
        ("x" * 4001, "4\xa0000 tegn. Nå har den 4\xa0001"),
        ("a\u202eb", "tegn som ikke kan vises"),
        ("a\x00b", "tegn"),
    ],
)
def test_a_refused_comment_is_told_beside_its_field_and_keeps_what_was_typed(site, halden, text, words):
    ref, liv = halden.proposal(), site.visitor(halden.person("Liv"))
    liv.get(f"/forslag/{ref}")
    liv.fill(stance="mot", text=text).press("Publiser kommentaren", 422)
    assert words in liv.page.select_one(".ds-validation-message").text
    assert liv.page.title.text.startswith("Feil: ")
    assert liv.page.select_one("#error-summary a")["href"] == "#text"
    assert liv.page.select_one("[name=stance][value=mot]").has_attr("checked")
    assert len(liv.page.select_one("#text").text.strip()) == len(text)
    assert count(halden) == 0


def test_the_language_switch_keeps_page_and_text(site, halden):
    ref, liv = halden.proposal(), site.visitor(halden.person("Liv"))
    for path in (f"/forslag/{ref}", f"/forslag/{ref}/kommentar"):
        liv.get(path)
        liv.fill(text="Halvferdig").press("Nynorsk")
        assert liv.page.html["lang"] == "nn"
        assert liv.path.endswith(path)
        assert liv.page.select_one("#text").text.strip() == "Halvferdig"
        assert count(halden) == 0


@pytest.mark.case("BL-10")
def test_sent_twice_is_written_once(site, halden):
    ref, liv = halden.proposal(), site.visitor(halden.person("Liv"))
    liv.get(f"/forslag/{ref}/kommentar")
    once = liv.page.select_one("[name=once]")["value"]
    data = {"csrf_token": liv.token, "once": once, "text": "En gang.", "stance": "for", "speaker": "", "language": "nb"}
    liv.post(f"/forslag/{ref}/kommentar", data)
    first = liv.answer.headers["Location"]
    liv.post(f"/forslag/{ref}/kommentar", data)
    assert liv.answer.headers["Location"] == first
    assert count(halden) == 1


@pytest.mark.case("BL-18")
def test_too_many_is_told_with_the_text_kept(site, halden):
    ref, person = halden.proposal(), halden.person("Liv")
    for _one in range(limits.COMMENTS_HOUR):
        comments.write(halden.context(person), ref, Remark("Nok et."))
    liv = site.visitor(person)
    liv.get(f"/forslag/{ref}")
    liv.fill(text="Enda et.").press("Publiser kommentaren", 429)
    assert "Retry-After" in liv.answer.headers
    assert liv.page.select_one("#text").text.strip() == "Enda et."


def test_own_comment_is_changed_shown_as_changed_and_taken_back(site, halden):
    ref, person = halden.proposal(), halden.person("Liv Demo")
    comments.write(halden.context(person), ref, Remark("Først."))
    liv = site.visitor(person)
    liv.get(f"/forslag/{ref}")
    liv.click("Endre")
    liv.fill(text="Så.").press("Lagre endringene")
    assert "Endret" in liv.page.select_one(".sk-comment__top").text
    liv.click("Vis endringene")
    assert [tag.text for tag in liv.page.select("del, ins")] == ["Først.", "Så."]
    liv.get(f"/forslag/{ref}")
    liv.click("Trekk")
    liv.press("Trekk kommentaren")
    assert "trukket av den som skrev" in liv.text
    for who in (site.visitor(), liv, site.visitor(halden.caseworker())):
        who.get(f"/forslag/{ref}")
        assert "Så." not in str(who.page)
        assert "Liv Demo" not in who.page.select_one(".sk-conversation").text
    row = halden.db.scalars(select(Comment)).one()
    site.visitor().get(f"/forslag/{ref}/kommentar/{row.public_id}/versjoner", 404)


@pytest.mark.case("BL-08")
def test_a_clash_shows_both_texts(site, halden):
    ref, person = halden.proposal(), halden.person("Liv")
    made = comments.write(halden.context(person), ref, Remark("Først."))
    liv = site.visitor(person)
    liv.get(f"/forslag/{ref}/kommentar/{made}/endre")
    comments.edit(halden.context(person), ref, made, version=1, written="Fra et annet vindu.")
    liv.fill(text="Fra dette vinduet.").press("Lagre endringene", 409)
    assert "Fra et annet vindu." in liv.text
    assert liv.page.select_one("#text").text.strip() == "Fra dette vinduet."
    liv.press("Lagre endringene")
    assert "Fra dette vinduet." in liv.text


def test_others_comments_cannot_be_opened_for_change(site, halden):
    ref = halden.proposal()
    made = comments.write(halden.context(halden.person("Liv")), ref, Remark("Mitt."))
    for who in (halden.person("Per"), halden.caseworker()):
        visitor = site.visitor(who)
        for deed in ("endre", "trekk"):
            visitor.get(f"/forslag/{ref}/kommentar/{made}/{deed}", 404)


def test_hidden_comment_is_silent_but_to_its_writer_and_moderators(site, halden):
    ref, person = halden.proposal(), halden.person("Liv Demo")
    comments.write(halden.context(person), ref, Remark("Noe stygt."))
    row = halden.db.scalars(select(Comment)).one()
    row.hidden_at, row.hidden_reason = halden.now, "Hets"
    halden._quietly()
    for who, sees in ((None, False), (halden.person("Per"), False), (person, True), (halden.caseworker(), True)):
        visitor = site.visitor(who)
        visitor.get(f"/forslag/{ref}")
        assert ("Noe stygt." in str(visitor.page)) is sees
        assert ("Hets" in str(visitor.page)) is sees
        assert ("Liv Demo" in visitor.page.select_one(".sk-conversation").text) is sees


@pytest.mark.case("XS-11")
def test_staff_and_organisations_are_marked(site, halden):
    ref, kari = halden.proposal(), site.visitor(halden.caseworker())
    kari.get(f"/forslag/{ref}")
    kari.fill(text="Vi ser på det.", speaker="kommune").press("Publiser kommentaren")
    assert "Ansatt i kommunen, Rådgiver" in kari.page.select_one(".sk-comment__top").text


def test_signed_out_come_to_sign_in_and_unconfirmed_are_told(site, halden):
    ref = halden.proposal()
    visitor = site.visitor()
    visitor.get(f"/forslag/{ref}/kommentar", 302)
    assert "/logg-inn?neste=" in visitor.answer.headers["Location"]
    new = site.visitor(halden.person("Ny", confirmed=False))
    new.get(f"/forslag/{ref}")
    assert "trenger du en konto med bekreftet e-postadresse" in new.text
    new.get(f"/forslag/{ref}/kommentar")
    assert "Dette trenger du først" in new.text
    new.get(f"/forslag/{ref}")
    token = new.page.select_one("[name=csrf_token]")["value"]
    new.post(f"/forslag/{ref}/kommentar", {"csrf_token": token, "text": "Hei.", "stance": "for", "language": "nb"}, 403)
    assert new.page.select_one("#text").text.strip() == "Hei."


def test_another_municipality_s_comment_is_missing(site, halden, db):
    ref = halden.proposal()
    made = comments.write(halden.context(halden.person("Liv")), ref, Remark("Mitt."))
    voss = municipality(db, "voss")
    visitor = site.visitor(voss.person("Nils"), place="/voss/nn")
    for path in (f"/forslag/{ref}", f"/forslag/{ref}/kommentar/{made}", f"/forslag/{ref}/kommentar/{made}/meld"):
        visitor.get(path, 404)


def test_a_post_takes_at_most_sixteen_statements(site, halden, statements):
    ref, person = halden.proposal(), halden.person("Liv")
    root = comments.write(halden.context(person), ref, Remark("Først."))
    liv = site.visitor(person)
    liv.get(f"/forslag/{ref}/kommentar?svar={root}")
    data = {"csrf_token": liv.token, "once": "x", "text": "Svar.", "stance": "for", "language": "nb", "svar": root}
    with statements.exactly(11):
        liv.post(f"/forslag/{ref}/kommentar", data)
    with statements.exactly(7):
        liv.post(f"/forslag/{ref}/kommentar", data | {"once": "y", "svar": ""})
    with statements.at_most(16):
        liv.post(
            f"/forslag/{ref}/stott",
            {"csrf_token": liv.token if liv.page.select("[name=csrf_token]") else data["csrf_token"]},
        )


def test_a_moderator_hides_from_the_page_and_shows_again(site, halden):
    ref = halden.proposal()
    comments.write(halden.context(halden.person("Liv Demo")), ref, Remark("Noe stygt."))
    kari = site.visitor(halden.caseworker())
    kari.get(f"/forslag/{ref}")
    kari.click("Moderer kommentaren fra Liv Demo")
    kari.get(f"/forslag/{ref}")
    kari.click("Moderer forslaget")


def test_where_comments_are_read_first_it_is_said_above_the_field(db, site):
    voss = municipality(db, "voss", comment_approval=True)
    ref = voss.proposal()
    page = site.visitor(voss.person("Nabo"), place="/voss/nn").get(f"/forslag/{ref}")
    form = page.select_one("form#skriv")
    words = form.get_text(" ", strip=True)
    assert words.index("Kommunen les kommentarar her før andre ser dei.") < words.index("Skriv ein kommentar")
    assert "Når kommentaren er godkjend, kan alle lese han" in words
