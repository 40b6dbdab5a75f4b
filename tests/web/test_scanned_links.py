"""What opens each mailed link before its owner does, a scanner of mail or a preview, changes nothing by that."""

import pytest
from sqlalchemy import LargeBinary, select

from samskaping.actions import needs, opinions, tasks, tokens
from samskaping.actions.needs import Told
from samskaping.actions.tasks import Wanted
from samskaping.db import Base
from samskaping.models import Need, OneTimeToken, SecurityEvent
from samskaping.rules.kinds import Purpose
from samskaping.rules.tasks import TaskKind
from tests.accounts import link, with_password
from tests.actions.test_tasks import council
from tests.visitor import Site
from tests.web.test_me import way_out


@pytest.fixture
def snapshot(site):
    """Every row of every table, as it stands when it is asked for."""

    def rows() -> dict[str, list[str]]:
        site.world.db.commit()
        found = {}
        for table in Base.metadata.sorted_tables:
            columns = [column for column in table.columns if not isinstance(column.type, LargeBinary)]
            found[table.name] = sorted(repr(tuple(row)) for row in site.world.db.connection().execute(select(*columns)))
        return found

    return rows


@pytest.mark.one_database
@pytest.mark.case("AU-14")
@pytest.mark.parametrize("purpose", list(Purpose))
def test_a_scanner_that_opens_a_link_uses_nothing_up(site: Site, purpose, snapshot):
    known = with_password(site, confirmed=purpose is not Purpose.CONFIRM)
    path = link(site, known, purpose, email="ny@example.no", since="2026-01-01T00:00:00+00:00")
    before = snapshot()
    for _look in range(3):
        scanner = site.visitor()
        assert scanner.client.head(f"/halden/nb{path}", base_url=site.settings.base_url).status_code == 200
        scanner.get(path)
    assert snapshot() == before
    visitor = site.visitor()
    visitor.get(path)
    if purpose is Purpose.RESET:
        visitor.fill(password="tre store blå hvaler")
    buttons = {
        Purpose.CONFIRM: "Bekreft og logg inn",
        Purpose.SIGN_IN: "Logg inn",
        Purpose.RESET: "Bytt passord og logg inn",
        Purpose.CHANGE_EMAIL: "Bruk den nye adressen",
        Purpose.RESTORE_EMAIL: "Ta adressen tilbake",
    }
    visitor.press(buttons[purpose])
    assert site.world.db.scalar(select(OneTimeToken.used_at).where(OneTimeToken.token_hash == _hash(path)))
    assert site.world.db.scalars(select(SecurityEvent.id).where(SecurityEvent.person_id == known.id)).all()
    site.visitor().get(path, 410)


def _hash(path: str) -> str:
    return tokens.token_hash(path.rpartition("/")[2])


@pytest.mark.one_database
@pytest.mark.case("AU-14")
def test_a_scanner_confirms_no_need_answers_for_no_council_and_unsubscribes_nobody(site: Site, snapshot):
    world, secret = site.world, "s" * 43
    kari, ref = world.caseworker(), world.proposal()
    needs.tell(world.context(), Told("Jeg kommer meg ikke til butikken om vinteren.", email="gro@example.no"))
    waiting = world.db.scalars(select(Need.public_id)).one()
    needs.keep_link(world.context(), waiting, secret)
    asked = Wanted(TaskKind.RAD, council(world), "Hva mener de unge?", world.in_days(10), is_public=True)
    opinions.keep_link(world.context(), tasks.give(world.context(kari), ref, asked), secret)
    world.db.commit()
    before = snapshot()
    for path in (f"/behov/bekreft/{secret}", f"/uttalelse/{secret}", way_out(site, kari)):
        for _look in range(3):
            scanner = site.visitor()
            scanner.client.head(f"/halden/nb{path}", base_url=site.settings.base_url)
            scanner.get(path)
            scanner.get("/min-side", 302)
            assert kari.email not in scanner.text
    assert snapshot() == before
