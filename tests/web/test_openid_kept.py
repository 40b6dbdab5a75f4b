"""What is kept of somebody who signs in by ID-porten: never their fødselsnummer."""

import io
import zipfile
from dataclasses import replace

import pytest
from sqlalchemy import select

from samskaping.actions import exports, own_copies
from samskaping.jobs.export import export
from samskaping.jobs.own_copy import own_copy
from samskaping.jobs.place import Place
from samskaping.jobs.post import post
from samskaping.models import ExportChunk, LetterKind, OwnCopyPiece, WebSession
from samskaping.outside import mail
from samskaping.rules.exports import ExportFormat, ExportList
from samskaping.rules.kinds import Purpose
from samskaping.rules.roles import Role
from tests.accounts import letters, link, somebody
from tests.web.test_nothing_there import lines, stored  # noqa: F401  (a fixture)
from tests.web.test_openid import come, linked, site  # noqa: F401  (a fixture)

#: What the provider's token says of everybody who signs in there, and how the token itself begins.
NUMBER, TOKEN = "01017012345", "eyJhbGciOiJSUzI1Ni"
PAGES = ("/min-side", "/min-side/innstillinger", "/min-side/okter", "/min-side/saker", "/varsler", "/forslag", "/behov")


@pytest.mark.case("AU-31")
def test_no_number_is_kept_in_clear(site, provider, caplog):  # noqa: F811
    """The fødselsnummer in the token stands nowhere, neither as it is nor in the token's own letters."""
    linked(site, site.world.person("Ola Nordmann"))
    visitor = come(site.visitor(), provider)
    visitor.get("/min-side")
    provider.says("ny")
    come(site.visitor(), provider)
    seats_and_data = site.world.db.execute(select(WebSession.issued_hint, WebSession.data)).all()
    assert any(hint for hint, _data in seats_and_data)
    kept = caplog.text + str(seats_and_data) + str(visitor.client.get_cookie("session"))
    assert NUMBER not in kept
    assert TOKEN not in kept  # the beginning of a token that is signed but not encrypted


def unpacked(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return "\n".join(packed.read(name).decode() for name in packed.namelist())


@pytest.mark.case("AU-31")
def test_the_number_is_on_no_page_in_no_mail_file_log_or_row(site, provider, lines, connection, tmp_path):  # noqa: F811
    """An account that is made by ID-porten, all its pages, its mails, its own file, a list of cases with names."""
    site.world.now = site.now
    leader = site.world.person("Leder", Role.LEDER)
    provider.says("ny")
    visitor = come(site.visitor(), provider)
    seen = [visitor.page.get_text(), visitor.path]
    visitor.fill(email="mona@example.no", name="Mona", old_enough="y").press("Lag konto")
    seen.append(visitor.page.get_text())
    person = somebody(site)
    visitor.get(link(site, person, Purpose.CONFIRM))
    visitor.press("Bekreft og logg inn")
    for path in PAGES:
        visitor.get(path)
        seen.append(visitor.answer.get_data(as_text=True) + str(visitor.answer.headers))
    site.world.proposal(person)
    exports.ask(site.world.context(leader), ExportList.INNBOKS, ExportFormat.CSV, {}, is_personal=True)
    own_copies.ask(site.world.context(person))
    site.world.db.commit()
    at_home = replace(site.settings, mail_url=f"folder://{tmp_path}/post")
    place = Place(connection, at_home, "prøve", lambda: site.now)
    assert export(place) == own_copy(place) == 1
    while post(place):
        continue
    files = [row.decode("utf-8-sig") for row in site.world.db.scalars(select(ExportChunk.data))]
    files += [unpacked(row) for row in site.world.db.scalars(select(OwnCopyPiece.data))]
    mails = [one.text + one.subject + str(one.headers) for one in mail.kept(at_home.mail_url)]
    assert LetterKind.CONFIRM in {kind for kind, _who in letters(site)}
    assert "Mona" in files[0]
    assert "mona@example.no" in files[1]
    told = {"page": seen, "file": files, "mail": mails, "log": lines, "database": [stored(site.world.db)]}
    assert all(told.values())
    assert [where for where, words in told.items() if NUMBER in "".join(words) or TOKEN in "".join(words)] == []
