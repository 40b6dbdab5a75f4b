"""Whoever does something in a case that was opened from a filtered inbox, comes back to the inbox as it was left."""

from urllib.parse import parse_qs, quote, urlsplit

import pytest

from samskaping.rules.roles import Role

pytestmark = pytest.mark.second_in_matrix

LEFT = "sok=ballø&ko=nye"


@pytest.fixture
def kari(halden):
    return halden.person("Kari Demo", Role.SAKSBEHANDLER, Role.MODERATOR)


def way_back(visitor):
    """What the inbox is asked for by the case's way back to it."""
    return parse_qs(urlsplit(visitor.page.find("a", string="Tilbake til innboksen")["href"]).query)


def test_every_deed_leads_back_to_the_inbox_as_it_was_left(site, halden, kari):
    ref = halden.proposal(title="Lys ved balløkka")
    other, soon = halden.proposal(), halden.in_days(35).strftime("%d.%m.%Y")
    visitor, unit = site.visitor(kari), halden.unit()
    visitor.get("/arbeid?ko=nye&sok=ballø")
    visitor.click("Lys ved balløkka")
    links = [str(link["href"]) for link in visitor.page.select("main a[href]") if f"/sak/{ref}/" in str(link["href"])]
    assert len(links) > 8
    assert [link for link in links if "tilbake=" not in link] == []
    deeds = {
        "merknad": ("Lagre merknaden", {"text": "Husk brua."}),
        "plassering": ("Lagre plasseringen", {}),
        "oppgaver/oppgave": ("Gi oppgaven", {"text": "Ring dem.", "due": soon, "owner": kari.public_id}),
        "vurderere": ("Be om vurdering", {"people": [kari.public_id]}),
        "knytt": ("Knytt sakene sammen", {"other": other}),
        "spor": ("Send spørsmålet", {"text": "Hvor er det?", "openness": "alle"}),
        "tildel": ("Gi saken videre", {"person": kari.public_id}),
        "forelopig": ("Publiser det foreløpige svaret", {"text": "Vi trenger mer tid.", "due": soon}),
        "flytt/vurder": ("Begynn å vurdere", {"unit": unit.public_id}),
        "nytt": ("Publiser nyheten", {"text": "Vi er i gang."}),
        "svar": ("Publiser svaret", {"text": "Ja.", "decision": "ja"}),
    }
    for path, (button, fields) in deeds.items():
        visitor.get(f"/arbeid/sak/{ref}/{path}?tilbake={quote(LEFT)}")
        visitor.fill(**fields).press(button)
        assert urlsplit(visitor.path).path.endswith(f"/sak/{ref}"), path
        assert way_back(visitor) == {"ko": ["nye"], "sok": ["ballø"]}, path


def test_how_one_left_the_inbox_is_in_nobody_elses_addresses(site, halden, kari):
    ref = halden.proposal(title="Lys ved balløkka")
    hers, his = site.visitor(kari), site.visitor(halden.caseworker("Jonas Demo"))
    for first, second in ((hers, his), (his, hers)):
        first.get(f"/arbeid/sak/{ref}?tilbake=nye")
        assert "tilbake=nye" in str(first.page.select_one("main"))
        second.get(f"/arbeid/sak/{ref}")
        assert "tilbake" not in str(second.page.select_one("main"))
