"""Forms that come too late: after signing out, after another sign-in. Nothing that was typed is lost."""

import pytest
from sqlalchemy import func, select

from samskaping.models import Comment, Event, Proposal
from samskaping.rules.roles import Role
from samskaping.web.access import doors
from tests.challenges import published

pytestmark = pytest.mark.second_in_matrix

SHORT, LONG = "Ja!", "Første linje.\nAndre linje med «tegn» & <b>mer</b>."


@pytest.fixture
def liv(halden):
    return halden.person("Liv")


@pytest.fixture
def ref(halden):
    return halden.proposal()


def comments(halden):
    halden.db.info["municipality_id"] = halden.here.id
    return list(halden.db.scalars(select(Comment.text)))


@pytest.mark.case("CS-04")
@pytest.mark.parametrize("written", [SHORT, LONG, "ordetutenmellomrom"])
@pytest.mark.parametrize("form", ["nb", "nn"])
def test_a_form_with_an_old_token_comes_back_filled_in(site, halden, liv, ref, written, form):
    visitor = site.visitor(liv, form=form)
    visitor.get(f"/forslag/{ref}/kommentar")
    visitor.post(visitor.path, {"csrf_token": "x", "text": written, "stance": "mot", "once": "1"}, 400)
    assert {"nb": "Skjemaet var for gammelt", "nn": "Skjemaet var for gammalt"}[form] in visitor.text
    assert visitor.page.title.text.startswith("Feil: ")
    assert visitor.page.select_one("textarea[name=text]").get_text().strip() == written
    assert visitor.page.select_one("[name=stance][checked]")["value"] == "mot"
    assert comments(halden) == []
    visitor.press({"nb": "Publiser kommentaren", "nn": "Publiser kommentaren"}[form])
    assert [one.replace("\r\n", "\n") for one in comments(halden)] == [written]


@pytest.mark.case("CS-04")
@pytest.mark.parametrize("written", [SHORT, LONG])
def test_whoever_was_signed_out_while_writing_signs_in_and_sends_the_same(site, halden, liv, ref, written):
    visitor = site.visitor(liv)
    visitor.get(f"/forslag/{ref}/kommentar")
    page, token = visitor.path, visitor.token
    visitor.post("/logg-ut", {"csrf_token": token})
    visitor.post(page, {"csrf_token": token, "text": written, "stance": "for", "once": "1"}, 400)
    assert "Du er ikke logget inn lenger" in visitor.text
    assert " ".join(written.split()) in " ".join(visitor.page.select_one("main ul").get_text(" ").split())
    kept = {tag["name"]: tag["value"] for tag in visitor.page.select("main form input[type=hidden]")}
    assert (kept["text"], kept["stance"]) == (written, "for")
    visitor.sign_in(liv)
    visitor.press("Send på nytt", 400)
    visitor.press("Publiser kommentaren")
    assert [one.replace("\r\n", "\n") for one in comments(halden)] == [written]


def test_a_button_without_words_leads_to_sign_in_as_before(site, ref):
    visitor = site.visitor()
    visitor.post(f"/forslag/{ref}/stott", {"csrf_token": "x"}, 302)
    assert "/logg-inn" in visitor.answer.headers["Location"]


@pytest.mark.case("CS-01")
def test_an_old_token_makes_no_deed_at_any_door(site, halden):
    """Every form is sent by somebody with every role, with a token that does not fit: nothing happens."""
    everyone = halden.person("Alle", *Role)
    ref, made = halden.proposal(everyone), published(halden, halden.caseworker())
    draft = halden.draft(everyone)
    halden.db.commit()
    before, tried = _happened(halden), 0
    visitor = site.visitor(everyone)
    for rule, methods, endpoint, _who, where in doors(site.app):
        if "POST" not in methods or endpoint == "notifications.unsubscribe":  # one click, by the mail program itself
            continue
        path = rule
        for name, value in (("ref", ref), ("verb", "trekk"), ("public_id", made), ("draft_id", draft)):
            path = path.replace(f"<{name}>", draft if "utkast" in rule and name == "public_id" else value)
        visitor.place = "/nb" if where == "nation" else "/halden/nb"
        sent = {"csrf_token": "x", "reason": "Fordi.", "text": "Tekst.", "need": "Noe helt annet.", "version": "1"}
        visitor._ask("POST", path, data=sent)
        assert visitor.answer.status_code in (400, 403, 404), (path, visitor.answer.status_code)
        tried += 1
    assert tried > 80
    assert _happened(halden) == before


def _happened(halden):
    """The history, and the drafts, which have none."""
    halden.db.info["municipality_id"] = halden.here.id
    events = halden.db.scalar(select(func.count()).select_from(Event))
    return events, halden.db.execute(
        select(Proposal.state, Proposal.version, Proposal.need).order_by(Proposal.id)
    ).all()
