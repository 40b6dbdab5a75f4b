"""Mails to people whose municipality, cases and names are hostile words: words they stay, in both parts of the mail."""

import re
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import text

from samskaping.actions import statements, support
from samskaping.actions.statements import Said
from samskaping.jobs.notices import digest, notices
from samskaping.jobs.post import post
from samskaping.jobs.tell import tell
from samskaping.models import Person
from samskaping.rules.kinds import LetterKind, MailChoice
from samskaping.rules.speech import Decision
from tests.jobs.test_post import every_kind
from tests.planted import POLYGLOTS, flaws, plant

HOME = "https://samskaping.example.no"


def _news(office):
    """A case that is answered, and two who hear of it: one at once, and one in the digest."""
    world = office.world
    writer, follower, kari = world.person("Strakssen"), world.person("Daglig"), world.caseworker("Kari Svarer")
    world.db.get_one(Person, writer.id).mail_choice = MailChoice.STRAKS
    world.db.get_one(Person, follower.id).mail_choice = MailChoice.DAGLIG
    ref = world.proposal(writer)
    support.follow(world.context(follower), "proposal", ref)
    statements.answer(world.sure(kari, ref), ref, Said("Ja, til våren.", 1, decision=Decision.JA))
    office.commit()
    while tell(office.place):
        continue
    for job in (notices, digest):
        job(office.at(days=1).place)


def _sow(office):
    """Hostile words wherever people's words can stand; addresses have their shape."""
    with office.place.engine.begin() as connection:
        plant(connection)
        connection.execute(text("UPDATE people SET email = 'p' || id || '@example.no'"))
        connection.execute(text("UPDATE councils SET email = 'c' || id || '@example.no'"))
        connection.execute(text("UPDATE municipalities SET contact_email = 'post@halden.example.no'"))


@pytest.mark.case("XS-08", "XS-01")
def test_every_mail_escapes_what_it_tells_and_leads_home(office):
    hostile = " ".join(POLYGLOTS[:6])
    kinds = every_kind(office, "nb", name=hostile, title=hostile)
    _news(office)
    office.world.db.commit()
    _sow(office)
    post(office.at(days=1, minutes=1).place)
    assert len(office.mails) > len(kinds), "and those that tell of news"
    hostile_ones = 0
    for raw in Path(office.place.settings.mail_url.removeprefix("folder://")).glob("new/*"):
        message = message_from_bytes(raw.read_bytes(), policy=default)
        subject, words = message["Subject"], message.get_body(("plain",)).get_content()
        page = BeautifulSoup(message.get_body(("html",)).get_content(), "html.parser")
        # A mail's own style stands in it: mail readers have no other.
        assert [flaw for flaw in flaws(page) if "['style']" not in flaw] == [], subject
        assert not page.select("script, img, form, base, link, iframe, object, svg, input")
        led = [str(tag["href"]) for tag in page.select("[href]")]
        assert [one for one in led if not one.startswith((f"{HOME}/", "mailto:"))] == [], subject
        written = re.findall(r"https?://[^\s<>\"]+", words)
        assert [one for one in written if not one.startswith(f"{HOME}/")] == [], subject
        assert "\n" not in subject
        hostile_ones += "pwn" in words
    assert hostile_ones > 10
    assert LetterKind.RECEIPT in kinds
