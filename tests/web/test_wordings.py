"""Writing a challenge together in the browser: suggested, read side by side, put in, declined, hidden, taken back."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from samskaping.actions import challenges, wording_decisions, wordings
from samskaping.actions.challenges import longest
from samskaping.actions.wordings import Suggested
from samskaping.db import Texts
from samskaping.errors import Clash, Missing, Refused, TooMuch, Unfit
from samskaping.models import Challenge, Wording
from samskaping.rules import limits
from samskaping.rules.events import What
from samskaping.rules.roles import Role
from samskaping.rules.wordings import WordingState
from tests.challenges import content, published
from tests.shared import Both
from tests.web.test_adoptions import took
from tests.web.test_raised import heard
from tests.world import municipality

pytestmark = pytest.mark.second_in_matrix

NEW = "De fleste får nok mat, men mangler **selskap** og lys."


@pytest.fixture
def made(site, pia):
    return published(site.world, pia)


def suggest(world, person, challenge, **more):
    said = Suggested(**{"field": "need", "form": "nb", "text": NEW, "why": "Det er mørkt også.", **more})
    return wordings.suggest(world.context(person), challenge, said)


def row(world, challenge):
    return world.db.scalars(select(Challenge).where(Challenge.public_id == challenge)).one()


def test_a_change_is_suggested_from_the_page_and_put_in_as_a_new_version(site, liv, pia, made):
    writer, staff, anyone = site.visitor(liv), site.visitor(pia), site.visitor()
    writer.get(f"/utfordring/{made}")
    writer.click("Foreslå en endring")
    writer.click("Behovet (bokmål)")
    assert "mangler **selskap**." in writer.page.select_one("textarea[name=text]").text
    writer.press("Send forslaget", 422)
    writer.fill(text=NEW, why="Det er mørkt også.").press("Send forslaget")
    assert "Venter på svar" in writer.text
    anyone.get(f"/utfordring/{made}")
    assert "Liv Lokal" in anyone.text
    anyone.click("Behovet (bokmål) fra Liv Lokal")
    assert [one.text.strip() for one in anyone.page.select("ins")] == ["**selskap** og lys."]
    staff.get("/arbeid/utfordringer")
    staff.click("1 endring som noen foreslår, venter på svar")
    staff.click("Behovet (bokmål)")
    staff.click("Svar på endringen")
    staff.fill(deed="ja").press("Send svaret")
    assert "Endringen er tatt inn i teksten." in staff.text
    assert row(site.world, made).need == Texts(nb=NEW)
    anyone.get(f"/utfordring/{made}")
    assert "selskap og lys." in anyone.text
    assert "En endring som noen foreslo, ble tatt inn i teksten" in anyone.text
    assert "Tatt inn i teksten" in anyone.text
    anyone.click("Se alle versjonene av teksten")
    assert "Foreslått av Liv Lokal" in anyone.text
    assert "Det er mørkt også." in anyone.text
    anyone.click("Liv Lokal")
    assert "Tatt inn i teksten" in anyone.text
    assert "Dette ble tatt inn" not in anyone.text
    assert heard(site.world, liv) == [What.WORDING_TAKEN]
    writer.get("/min-side/utfordringer")
    assert "Tatt inn i teksten" in writer.text


def test_a_change_is_declined_with_a_reason_that_everyone_reads(site, liv, pia, made):
    change, staff, anyone = suggest(site.world, liv, made), site.visitor(pia), site.visitor()
    staff.get(f"/arbeid/endring/{change}")
    staff.fill(deed="nei").press("Send svaret", 422)
    staff.fill(deed="nei", words="Det hører til en annen utfordring.").press("Send svaret")
    anyone.get(f"/endring/{change}")
    assert "Det hører til en annen utfordring." in anyone.text
    anyone.get(f"/utfordring/{made}/endringer")
    assert "Ikke tatt inn" in anyone.text
    assert row(site.world, made).need.nb != NEW
    assert heard(site.world, liv) == [What.WORDING_DECLINED]


def test_one_that_breaks_the_rules_is_hidden_also_after_it_was_answered(site, liv, pia, made):
    first, second = suggest(site.world, liv, made), suggest(site.world, liv, made, text="Nei.")
    wording_decisions.decline(site.world.context(pia), second, "Nei.")
    staff, anyone = site.visitor(pia), site.visitor()
    for change in (first, second):
        staff.get(f"/arbeid/endring/{change}")
        staff.fill(deed="skjul", words="Bryter reglene.").press("Send svaret")
        anyone.get(f"/endring/{change}", 404)
        staff.get(f"/arbeid/endring/{change}", 404)
        site.visitor(liv).get(f"/endring/{change}")
    anyone.get(f"/utfordring/{made}/endringer")
    assert "Liv Lokal" not in anyone.text
    assert heard(site.world, liv) == [What.WORDING_DECLINED, What.WORDING_HIDDEN, What.WORDING_HIDDEN]


def test_what_was_changed_meanwhile_is_shown_as_it_stands_before_it_is_put_in(site, liv, pia, made):
    change, staff = suggest(site.world, liv, made), site.visitor(pia)
    staff.get(f"/arbeid/endring/{change}")
    ctx = site.world.context(pia)
    anew = content(site.world, need=Texts(nb="Noe helt nytt."))
    challenges.change(ctx, made, anew, version=1, why="Nytt.")
    with pytest.raises(Clash):
        wording_decisions.accept(ctx, change, version=1)
    staff.fill(deed="ja").press("Send svaret", 409)
    assert "Noe helt nytt." in staff.text
    assert "Teksten er endret etter at dette ble foreslått." in staff.text
    staff.fill(joined=" ").press("Send svaret", 422)
    assert "Skriv teksten slik den blir" in staff.text
    staff.fill(joined="Noe helt nytt. Og noe til.").press("Send svaret")
    assert row(site.world, made).need == Texts(nb="Noe helt nytt. Og noe til.")
    assert row(site.world, made).version == 3
    reader = site.visitor(liv)
    assert "Noe helt nytt." in reader.get(f"/endring/{change}").get_text()
    taken = reader.page.select_one("section[aria-labelledby=tatt-inn]")
    assert NEW in taken.get_text()
    assert "Noe helt nytt. Og noe til." in taken.get_text()


def test_a_version_names_nobody_once_the_words_it_took_in_are_hidden(site, liv, pia, made):
    change = suggest(site.world, liv, made)
    wording_decisions.accept(site.world.context(pia), change, version=1)
    wording_decisions.hide(site.world.context(pia), change, "Bryter reglene.")
    for path in (f"/utfordring/{made}", f"/utfordring/{made}/versjoner"):
        shown = site.visitor().get(path).get_text()
        assert "Foreslått av andre" in shown
        assert "Liv Lokal" not in shown
        assert "Det er mørkt også." not in shown


def test_what_both_say_is_no_longer_than_the_text_may_be(site, liv, pia, made):
    change, staff = suggest(site.world, liv, made, field="title", text="Hvem spiser alene?"), site.visitor(pia)
    ctx, most = site.world.context(pia), longest("title")
    challenges.change(ctx, made, content(site.world, title=Texts(nb="Noe helt nytt?")), version=1, why="Nytt.")
    with pytest.raises(Unfit) as refused:
        wording_decisions.accept(ctx, change, version=2, joined="a" * (most + 1))
    assert list(refused.value.fields) == ["joined"]
    found = ctx.db.scalars(select(Wording)).one()
    assert (found.state, found.before) == (WordingState.APEN, "Hvordan kan færre spise alene?")
    staff.get(f"/arbeid/endring/{change}")
    staff.fill(deed="ja", joined="a" * (most + 1)).press("Send svaret", 422)
    assert "Teksten kan ha 200 tegn. Nå har den 201." in staff.text
    assert staff.page.select_one("textarea[name=joined]").text.strip() == "a" * (most + 1)
    staff.fill(joined="a" * most).press("Send svaret")
    assert row(site.world, made).title.nb == "a" * most


def test_one_form_is_changed_and_the_other_left(site, liv, pia, made):
    change = suggest(site.world, liv, made, field="title", form="nn", text="Korleis kan\nfleire ete saman?")
    wording_decisions.accept(site.world.context(pia), change, version=1)
    title = row(site.world, made).title
    assert title == Texts(nb="Hvordan kan færre spise alene?", nn="Korleis kan fleire ete saman?")


def test_both_forms_are_changed_at_once(site, liv, pia, made):
    change, staff = suggest(site.world, liv, made, field="title", text="Hvem spiser alene?"), site.visitor(pia)
    staff.get(f"/arbeid/endring/{change}")
    shown = staff.page.select_one("textarea[name=besides]")
    assert (shown["lang"], shown.text.strip()) == ("nn", "Korleis kan færre ete åleine?")
    staff.fill(deed="ja", besides="a" * (longest("title") + 1)).press("Send svaret", 422)
    assert "Teksten kan ha 200 tegn. Nå har den 201." in staff.text
    assert "Slik står teksten nå: Korleis kan færre ete åleine?" in staff.text
    staff.fill(besides="Kven et åleine?").press("Send svaret")
    assert row(site.world, made).title == Texts(nb="Hvem spiser alene?", nn="Kven et åleine?")
    assert row(site.world, made).version == 2


def test_it_is_taken_back_by_whoever_wrote_it_alone(site, liv, pia, made):
    change = suggest(site.world, liv, made)
    with pytest.raises(Missing):
        wordings.withdraw(site.world.context(site.world.person("Per")), change)
    writer = site.visitor(liv)
    writer.get(f"/endring/{change}")
    writer.click("Trekk endringen")
    writer.press("Trekk endringen")
    site.visitor().get(f"/endring/{change}", 404)
    site.visitor(pia).get(f"/endring/{change}", 404)
    with pytest.raises(Missing):
        wording_decisions.accept(site.world.context(pia), change, version=1)
    with pytest.raises(Unfit):
        wordings.withdraw(site.world.context(liv), change)


def test_where_texts_are_read_first_it_is_seen_when_it_is_answered(site, liv, pia, made):
    here = replace(site.world.here, comment_approval=True)
    change = suggest(replace(site.world, here=here), liv, made)
    for visitor in (site.visitor(), site.visitor(site.world.person("Per"))):
        visitor.get(f"/endring/{change}", 404)
        visitor.get(f"/utfordring/{made}")
        assert "Liv Lokal" not in visitor.text
    site.visitor(liv).get(f"/endring/{change}")
    wording_decisions.decline(site.world.context(pia), change, "Takk.")
    site.visitor().get(f"/endring/{change}")


def test_nobody_decides_on_their_own_or_on_another_municipalitys(site, liv, pia, made):
    own, change = suggest(site.world, pia, made), suggest(site.world, liv, made)
    deeds = (
        lambda ctx, one: wording_decisions.accept(ctx, one, version=1),
        lambda ctx, one: wording_decisions.decline(ctx, one, "Nei."),
        lambda ctx, one: wording_decisions.hide(ctx, one, "Nei."),
    )
    voss = municipality(site.world.db, "voss")
    hilde = voss.person("Hilde", Role.PUBLISIST)
    for deed in deeds:
        with pytest.raises(Missing):
            deed(voss.context(hilde), change)
        for person, one in ((pia, own), (liv, change)):
            with pytest.raises(Refused):
                deed(site.world.context(person), one)
    site.world.context()
    site.visitor(hilde, place="/voss/nb").get(f"/endring/{change}", 404)


def test_a_partners_page_shows_them_and_leads_to_the_one_that_writes_the_text(site, liv):
    both = Both(site.world).joined()
    site.world.context()
    change = suggest(site.world, liv, both.challenge)
    there = site.visitor(both.vera, place="/voss/nn")
    there.get(f"/utfordring/{both.challenge}")
    assert "Sjå det eine forslaget til endring" in there.text
    assert there.page.select_one(f"a[href$='/halden/nn/utfordring/{both.challenge}/ny-tekst']")
    for path in (f"/endring/{change}", f"/arbeid/endring/{change}", f"/utfordring/{both.challenge}/ny-tekst"):
        there.get(path, 404)
    whole = suggest(site.world, liv, both.challenge, form="nn", text="Dei fleste saknar selskap.")
    wording_decisions.accept(site.world.context(both.ingrid), whole, version=1)
    there.get(f"/utfordring/{both.challenge}")
    assert "Dei fleste saknar selskap." in there.text
    there.get(f"/utfordring/{both.challenge}/versjoner")
    assert there.page.select_one(f"a[href$='/halden/nn/endring/{whole}']").text == "Liv Lokal"
    # One that was published before it was asked how it is seen.
    held = site.world.db.scalars(select(Challenge).where(Challenge.public_id == both.challenge)).one()
    held.success = Texts()
    site.world.db.flush()
    site.world.db.info.pop("untold", None)
    lone = suggest(site.world, liv, both.challenge, field="success", text="Ingen spiser alene.")
    with pytest.raises(Unfit):
        wording_decisions.accept(site.world.context(both.ingrid), lone, version=2)


@pytest.mark.parametrize("more", [
    {"text": ""}, {"text": "De fleste får nok mat, men mangler **selskap**."}, {"why": " "}, {"text": "a" * 8_001},
    {"why": "a" * (limits.WORDING_WHY + 1)}, {"field": "title", "text": "a" * 201},
])  # fmt: skip
def test_mistakes_are_told(site, liv, made, more):
    with pytest.raises(Unfit):
        suggest(site.world, liv, made, **more)


def test_some_texts_are_the_municipalitys_own_and_closed_challenges_are_closed(site, liv, pia, made):
    for field, form in (("decides", "nb"), ("need", "en")):
        with pytest.raises(Missing):
            suggest(site.world, liv, made, field=field, form=form)
    with pytest.raises(Refused):
        suggest(site.world, site.world.person("Ny", confirmed=False), made)
    draft = challenges.start(site.world.context(pia), content(site.world))
    with pytest.raises(Missing):
        suggest(site.world, liv, draft)
    for _number in range(limits.WORDINGS_HOUR):
        suggest(site.world, liv, made)
    with pytest.raises(TooMuch):
        suggest(site.world, liv, made)
    challenges.close(site.world.context(pia), made)
    with pytest.raises(Unfit):
        suggest(site.world, pia, made)
    site.visitor(liv).get(f"/utfordring/{made}/ny-tekst", 404)


def test_pages_take_as_many_statements_for_one_as_for_three(site, liv, pia, made):
    counted = []
    for number in (1, 2):
        for _one in range(number):
            wording_decisions.decline(site.world.context(pia), suggest(site.world, liv, made), "Nei.")
            change = suggest(site.world, liv, made)
        anyone, writer, staff, one_count = site.visitor(), site.visitor(liv), site.visitor(pia), []
        for visitor, path, most in (
            (anyone, f"/utfordring/{made}", 12),
            (anyone, f"/utfordring/{made}/endringer", 6),
            (anyone, f"/utfordring/{made}/versjoner", 6),
            (anyone, f"/endring/{change}", 6),
            (writer, f"/utfordring/{made}/ny-tekst?tekst=need&form=nb", 10),
            (writer, "/min-side/utfordringer", 8),
            (staff, "/arbeid/endringer", 8),
            (staff, f"/arbeid/endring/{change}", 8),
            (staff, "/arbeid/utfordringer", 12),
        ):
            one_count.append(took(visitor, path))
            assert one_count[-1] <= most, path
        counted.append(one_count)
    assert counted[0] == counted[1]
    assert site.world.db.scalar(select(Wording.id).limit(1))
