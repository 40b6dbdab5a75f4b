"""Answering the selection: a template for each, changed one by one, all of them published or none."""

import pytest
from sqlalchemy import func, select

from samskaping.actions import answer_templates, comments, statements
from samskaping.actions.answer_templates import TemplateWish
from samskaping.actions.comments import Remark
from samskaping.actions.statements import Said
from samskaping.db import Texts
from samskaping.models import Statement
from samskaping.rules.roles import Role
from samskaping.rules.speech import Decision, Stance
from tests.world import municipality

pytestmark = pytest.mark.second_in_matrix


def address(refs):
    return "/arbeid/svar-samlet?" + "&".join(f"sak={ref}" for ref in refs)


def cases(halden, many, **change):
    return [halden.proposal(halden.person(f"Person {number}"), **change) for number in range(many)]


def template(halden, kari):
    wish = TemplateWish("Takk", Texts(nb="Hei {navn}, sak {nummer}.", nn="Hei {navn}!"), decision=Decision.JA)
    answer_templates.keep(halden.context(kari), wish)


def answers(halden):
    halden.context()
    return dict(halden.db.execute(select(Statement.text, Statement.language)).all())


def test_a_template_is_filled_in_for_each_changed_and_sent(site, halden, kari):
    template(halden, kari)
    refs = [*cases(halden, 2), halden.proposal(halden.person("Nils Nyn"), language="nn")]
    visitor = site.visitor(kari)
    visitor.get(address(refs))
    visitor.fill(**{f"text_{refs[0]}": "Mitt eget svar."}).press("Fyll inn malen")
    visitor.fill(**{f"decision_{refs[0]}": "nei"}).press("Forhåndsvis alle")
    assert "Hei Person 1, sak" in visitor.page.select_one(".sk-preview").get_text()
    assert answers(halden) == {}
    visitor.press("Publiser alle 3 svarene")
    assert "3 svar er publisert." in visitor.text or "3 svar er publisert." in visitor.page.get_text()
    assert answers(halden) == {
        "Mitt eget svar.": "nb",
        f"Hei Person 1, sak {refs[1]}.": "nb",
        "Hei Nils Nyn!": "nn",
    }
    assert all(halden.row(ref).answered_at for ref in refs)


def test_one_that_changed_holds_them_all_and_every_word_is_kept(site, halden, kari):
    refs = cases(halden, 3)
    visitor = site.visitor(kari)
    visitor.get(address(refs))
    words = {f"text_{ref}": f"Svar til {ref}." for ref in refs} | {f"decision_{ref}": "ja" for ref in refs}
    other = halden.caseworker("Ivar")
    statements.answer(halden.sure(other, refs[1]), refs[1], Said("Først.", 1, decision=Decision.NEI))
    page = visitor.fill(**words).press("Publiser alle 3 svarene", 409)
    assert "Ingenting er sendt" in visitor.text
    assert refs[1] in page.select_one("[role=alert]").get_text()
    assert [page.select_one(f"[name='text_{ref}']").get_text().strip() for ref in refs] == [
        f"Svar til {ref}." for ref in refs
    ]
    assert answers(halden) == {"Først.": "nb"}
    visitor.press("Publiser alle 3 svarene")
    assert len(answers(halden)) == 4


def test_one_without_words_holds_them_all(site, halden, kari):
    refs = cases(halden, 2)
    visitor = site.visitor(kari)
    visitor.get(address(refs))
    visitor.fill(**{f"text_{refs[0]}": "Ja.", f"decision_{refs[0]}": "ja", f"text_{refs[1]}": "Fra {enhet}."})
    page = visitor.fill(**{f"decision_{refs[1]}": "ja"}).press("Publiser alle 2 svarene", 422)
    links = [link["href"] for link in page.select(".ds-error-summary a")]
    assert links == [f"#text_{refs[1]}"]
    assert answers(halden) == {}


def test_whoever_is_partial_in_one_answers_the_others(site, halden, kari):
    refs = cases(halden, 2)
    halden.row(refs[0]).partial_ids = [kari.id]
    halden.db.flush()
    halden.db.info.pop("untold", None)
    visitor = site.visitor(kari)
    page = visitor.get(address(refs))
    assert "Du er inhabil i saken." in visitor.text
    assert page.select_one(f"[name='text_{refs[0]}']") is None
    visitor.fill(**{f"text_{refs[1]}": "Ja.", f"decision_{refs[1]}": "ja"}).press("Publiser 1 svar")
    assert halden.row(refs[0]).answered_at is None


@pytest.mark.parametrize("many", [1, 3])
def test_as_many_statements_for_three_as_for_one(site, halden, kari, statements, many):
    template(halden, kari)
    unit = halden.unit()
    refs = cases(halden, many)
    for ref in refs:
        halden.move(ref, "vurder", kari, unit=unit.public_id)
        comments.write(halden.context(halden.person()), ref, Remark("Bra.", Stance.FOR))
    visitor = site.visitor(kari)
    visitor.get(address(refs))
    with statements.exactly(3):
        visitor.get(address(refs))
    visitor.press("Fyll inn malen")
    fields = {str(tag["name"]): tag for tag in visitor.page.select("[name]")}
    token = {"csrf_token": fields["csrf_token"]["value"], "once": fields["once"]["value"], "impartial": "y"}
    each = {"decision": "ja", "language": "nb", "text": "Ja."}
    sent = {f"{name}_{ref}": value for ref in refs for name, value in each.items()}
    sent |= {f"version_{ref}": str(fields[f"version_{ref}"]["value"]) for ref in refs}
    with statements.at_most(16):
        visitor.post(address(refs), {**token, **sent})
    assert halden.db.scalar(select(func.count()).select_from(Statement).where(Statement.text == "Ja.")) == many


def test_none_too_many_strange_and_foreign_ones_are_missing(db, site, halden, kari):
    voss = municipality(db, "voss")
    theirs, ours = voss.proposal(), halden.proposal()
    halden.context()
    visitor = site.visitor(kari)
    visitor.get(address([ours, "2026-999999"]), 404)
    visitor.get(address([f"2026-{number:06}" for number in range(51)]), 404)
    assert theirs == ours  # the same number in both: only ours is answered
    visitor.get(address([ours]))
    site.visitor(halden.person("Leser", Role.INNSYN)).get(address([ours]), 403)


@pytest.mark.one_database
def test_the_list_one_came_from_is_the_list_one_returns_to(site, halden, kari):
    refs = cases(halden, 2)
    visitor = site.visitor(kari)
    page = visitor.get(f"{address(refs)}&tilbake=ko%3Dnye%26sok%3Dgangfelt")
    ways = {link.get_text(strip=True): link["href"] for link in page.select("main a")}
    assert all("ko=nye&sok=gangfelt" in ways[words] for words in ("Tilbake til innboksen", "Avbryt"))
    visitor.get(ways[f"Ta ut av utvalget{refs[0]}"].removeprefix("/halden/nb"))
    words = {f"text_{refs[1]}": "Ja, det gjør vi.", f"decision_{refs[1]}": "ja", "impartial": "y"}
    visitor.fill(**words).press("Publiser 1 svar")
    assert visitor.path.endswith("/arbeid?ko=nye&sok=gangfelt")
