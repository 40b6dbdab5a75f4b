"""Small promises: capitals in addresses are forgiven, who decided is named, what was withdrawn is no news."""

import pytest

from samskaping.rules.pipeline import Body

pytestmark = pytest.mark.second_in_matrix


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("/halden/NB/", "/halden/nb/"),
        ("/halden/Nn/forslag?sorter=venter", "/halden/nn/forslag?sorter=venter"),
        ("/HALDEN/NN/forslag", "/halden/nn/forslag"),
    ],
)
@pytest.mark.one_database
def test_capitals_in_the_language_form_are_forgiven(site, halden, written, meant):
    visitor = site.visitor(place="")
    visitor.get(written, 301)
    assert visitor.answer.headers["Location"] == meant
    visitor.get(meant)


@pytest.mark.parametrize(
    ("body", "name", "form", "said"),
    [
        (Body.HOVEDUTVALG, "", "nb", "Bestemt av: Hovedutvalget"),
        (Body.HOVEDUTVALG, "Plan & miljø", "nb", "Bestemt av: Hovedutvalget (Plan & miljø)"),
        (Body.ANNET, "Styret i parken", "nb", "Bestemt av: Styret i parken"),
        (Body.HOVEDUTVALG, "Plan & miljø", "nn", "Hovudutvalet (Plan & miljø)"),
    ],
)
@pytest.mark.one_database
def test_who_decided_is_named_with_its_kind(site, halden, body, name, form, said):
    ref, kari = halden.proposal(), halden.caseworker()
    halden.move(ref, "avsla", kari, body=body, body_name=name)
    visitor = site.visitor(form=form)
    visitor.get(f"/forslag/{ref}")
    assert said in " ".join(visitor.page.select_one(".sk-case").get_text(" ").split()).replace("( ", "(").replace(
        " )", ")"
    )
    assert "Noen andre" not in visitor.text


@pytest.mark.parametrize("verb", ["send_videre", "sla_sammen"])
@pytest.mark.one_database
def test_nobody_is_named_for_an_end_that_they_did_not_decide(site, halden, verb):
    ref, kari, into = halden.proposal(), halden.caseworker(), halden.proposal(title="Benker langs Tista")
    halden.move(ref, "vurder", kari)
    halden.move(ref, "legg_fram_direkte", kari, body=Body.FORMANNSKAP, body_name="Formannskapet i byen")
    halden.move(ref, verb, kari, **({"into": into} if verb == "sla_sammen" else {}))
    assert "Bestemt av" not in site.visitor().get(f"/forslag/{ref}").select_one(".sk-case").get_text()
    assert (halden.row(ref).body, halden.row(ref).body_name) == (None, "")
    halden.move(into, "vurder", kari)
    halden.move(into, "legg_fram_direkte", kari, body=Body.FORMANNSKAP, body_name="Formannskapet i byen")
    halden.move(into, "prov_ut", kari, body=Body.ANNET, body_name="Styret")
    halden.move(into, "innfor", kari)
    assert (halden.row(into).body, halden.row(into).body_name) == (Body.ANNET, "Styret"), "and until then it stands"


def test_what_was_withdrawn_is_no_news_for_the_country(site, halden):
    ola = halden.person("Ola")
    kept, gone = halden.proposal(title="Benker langs Tista"), halden.proposal(ola, title="Flytende badstue")
    country, own = site.visitor(place="/nb"), site.visitor(ola)
    country.get("/")
    assert all(words in country.text for words in ("Nytt fra innbyggerne", "Benker langs Tista", "Flytende badstue"))
    own.get(f"/forslag/{gone}/trekk")
    own.fill(reason="Det er løst.").press("Trekk forslaget")
    country.get("/")
    assert "Flytende badstue" not in country.text
    assert country.page.select(f"a[href$='/forslag/{kept}']")
    own.get(f"/forslag/{gone}")
    own.click("Send inn igjen")
    own.fill(reason="Det var ikke løst.").press("Send inn igjen")
    country.get("/")
    assert "Flytende badstue" in country.text


@pytest.mark.one_database
def test_the_desk_leads_to_the_cookies_and_a_case_to_its_feed(site, halden):
    ref = halden.proposal()
    footer = site.visitor(halden.caseworker()).get(f"/arbeid/sak/{ref}").footer
    assert footer.find("a", string="Informasjonskapsler")
    feeds = site.visitor().get(f"/forslag/{ref}").select("head link[type='application/atom+xml']")
    assert f"/halden/nb/forslag/{ref}/feed.atom" in [link["href"] for link in feeds]
