"""How fast the municipality is, drawn on the inbox: for one's own unit first, for any other in the address."""

from samskaping.jobs.paces import reckon


def test_how_fast_is_drawn_for_ones_own_unit_first_and_for_any_that_is_chosen(site, halden, kari):
    roads, parks, idle = halden.unit("Vei"), halden.unit("Park"), halden.unit("Havn")
    for unit, days in ((roads, 2), (parks, 6)):
        ref = halden.proposal()
        halden.later(days=days).move(ref, "vurder", kari, unit=unit.public_id)
    halden.joins(kari, parks)
    reckon(halden.db, halden.here.id, halden.later(days=6).context().today)
    halden.db.flush()
    visitor = site.visitor(kari)
    drawn = lambda page: (  # noqa: E731
        page.select_one("[name=tempo] option[selected]").get_text(),
        page.select_one("svg.sk-pace text").get_text() if page.select_one("svg.sk-pace") else "",
    )
    assert drawn(visitor.get("/arbeid?ko=mine")) == ("Park", "6 dager")
    assert "Park" in visitor.page.select_one("svg.sk-pace")["aria-label"]
    assert drawn(visitor.get(f"/arbeid?ko=mine&tempo={roads.public_id}")) == ("Vei", "2 dager")
    assert visitor.page.select_one("section[aria-labelledby=tempo-h] [name=ko]")["value"] == "mine"
    assert drawn(visitor.get("/arbeid?tempo=alle")) == ("Hele kommunen", "4 dager")
    assert drawn(visitor.get(f"/arbeid?tempo={idle.public_id}")) == ("Havn", "")
    assert len(visitor.page.select(".sk-help tbody tr")) == 3
    assert drawn(visitor.get("/arbeid?ko=mine&tempo=finnes-ikke", 422)) == ("Park", "6 dager")
    assert visitor.page.select_one(".ds-error-summary a")["href"] == "#filter-tempo"
    assert visitor.page.select_one("#filter-tempo")["aria-invalid"] == "true"
    halden.joins(kari, idle)
    assert drawn(visitor.get("/arbeid")) == ("Hele kommunen", "4 dager")
