"""What the inbox says to a filter that does not exist: clearly, and with all the others as they were."""

import pytest

from tests.world import municipality


def listed(page):
    return [row["data-ref"] for row in page.select(".sk-inbox tbody tr")]


@pytest.mark.parametrize("name", ["utfordring", "tema", "omrade", "organisasjon", "malform", "enhet"])
def test_a_filter_that_does_not_exist_is_told_and_the_others_are_kept(site, db, halden, kari, name):
    asker = municipality(db, "asker")
    units = {"enhet": asker.unit, "tema": asker.theme, "omrade": asker.area}
    foreign = units[name]().public_id if name in units else "bbbbbbbbbb"
    ref = halden.proposal(title="Lys ved balløkka")
    halden.proposal(title="Gangfelt ved barnehagen")
    visitor, told = site.visitor(kari), set()
    for key in ("aaaaaaaaaa", foreign):
        page = visitor.get(f"/arbeid?ko=nye&sok=balløkka&{name}={key}", 422)
        assert listed(page) == [ref]
        [link] = page.select(".ds-error-summary a")
        assert link.get_text().endswith("finnes ikke.")
        assert page.select_one(link["href"])["aria-invalid"] == "true"
        assert page.select_one("[name=sok]")["value"] == "balløkka"
        assert page.title.get_text().startswith("Feil:")
        assert key not in str(page.select_one("main"))
        told.add(visitor.text)
    assert len(told) == 1
    visitor.click("Lys ved balløkka")
    visitor.click("Tilbake til innboksen")
    assert listed(visitor.page) == [ref]
