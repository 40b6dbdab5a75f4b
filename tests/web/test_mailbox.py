"""The mailbox of a development machine: shown safely, and nowhere but there."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from samskaping.outside import mail
from samskaping.outside.mail import Mail
from samskaping.web.app import create_app

pytestmark = pytest.mark.one_database


@pytest.fixture
def box(settings, tmp_path):
    return replace(settings, mail_url=f"folder://{tmp_path}/mail")


def put(box, text: str, subject: str = "Kvittering") -> None:
    when = datetime(2026, 3, 2, 11, tzinfo=UTC)
    mail.send(box.mail_url, Mail("<a@b>", box.mail_from, "Mona", "mona@example.no", subject, text, "<p>", "nb", when))


def test_mail_is_listed_and_read_with_our_own_links_only(box, connection, halden):
    put(
        box,
        "Hei.\n\nhttp://localhost/halden/nb/bekreft/abc\n\nhttps://ond.example.com/x\n\n<script>alert(1)</script>\n",
    )
    client = create_app(box, connection).test_client()
    listing = client.get("/_postkasse", base_url=box.base_url).get_data(as_text=True)
    assert "Kvittering" in listing
    key = listing.split('href="/_postkasse/')[1].split('"')[0]
    page = client.get(f"/_postkasse/{key}", base_url=box.base_url).get_data(as_text=True)
    assert '<a href="http://localhost/halden/nb/bekreft/abc">' in page
    assert 'href="https://ond' not in page
    assert "<script>" not in page
    assert client.get("/_postkasse/nope", base_url=box.base_url).status_code == 404


def test_empty_mailbox_is_a_page_too(box, connection, halden):
    page = create_app(box, connection).test_client().get("/_postkasse", base_url=box.base_url)
    assert "Ingen e-post er sendt ennå" in page.get_data(as_text=True)


def test_there_is_no_mailbox_where_people_can_reach_it(box, connection, halden):
    put(box, "Hemmelig")
    real = replace(box, development=False, secret_key="x" * 40)
    client = create_app(real, connection).test_client()
    assert client.get("/_postkasse", base_url=box.base_url).status_code == 404


@pytest.mark.parametrize(
    ("asks", "said"), [("nb", "Ingen e-post er sendt ennå."), ("nn", "Ingen e-post er send enno.")]
)
def test_the_mailbox_speaks_the_form_that_the_browser_asks_for(box, connection, asks, said):
    client = create_app(box, connection).test_client()
    page = client.get("/_postkasse", base_url=box.base_url, headers={"Accept-Language": asks}).get_data(as_text=True)
    assert said in page
    assert f'<html lang="{asks}"' in page
