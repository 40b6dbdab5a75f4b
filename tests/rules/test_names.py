"""Names and addresses: what can be used, and what would pass for somebody else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samskaping.rules.addresses import account_mark, address, address_key
from samskaping.rules.devices import device_name
from samskaping.rules.names import organisation_flaw, person_flaw, tidy_name
from samskaping.rules.speech import OrganisationKind


@pytest.mark.parametrize("name", ["Kari", "Per-Åge Østbø", "Ánne Márjá", "O'Brien", "李雷", "X Æ", "Kommandør Treholt"])
def test_people_are_called_what_they_are_called(name: str):
    assert person_flaw(name) == ""


@pytest.mark.case("XS-09", "XS-11")
@pytest.mark.parametrize(
    "name",
    [
        "Halden kommune",
        "HALDEN KOMMUNE",
        "K o m m u n e n",
        "Kömmunen",
        "коmmunen",
        "Saksbehandler Per",
        "S@ksbehandler",
        "Ordføreren Kommune",
        "Administrator",
        "Adm1n",
        "Innbygger",
        "Kari\u200b",
        "Ka\u00adri",
        "\u202eirak",
        "123",
        "",
        "x" * 61,
    ],
)
def test_names_that_would_pass_for_another_are_refused(name: str):
    assert person_flaw(name) != ""


def test_public_bodies_are_called_what_they_are_called_and_clubs_are_not():
    assert organisation_flaw("Østfold fylkeskommune", OrganisationKind.OFFENTLIG) == ""
    assert organisation_flaw("Østfold fylkeskommune", OrganisationKind.FRIVILLIG) != ""
    assert organisation_flaw("Halden kommune", OrganisationKind.OFFENTLIG) != ""
    assert organisation_flaw("Os velforening", OrganisationKind.FRIVILLIG) == ""


def test_names_have_single_spaces():
    assert tidy_name("  Kari \t\n Nordmann ") == "Kari Nordmann"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Kari@Example.NO", "Kari@example.no"),
        (" a.b+c@example.no ", "a.b+c@example.no"),
        ("a@bøker.no", "a@xn--bker-gra.no"),
        ("a", None),
        ("a@b", None),
        ("a b@c.no", None),
        ("a@example.no\r\nBcc: x@y.no", None),
        ("", None),
        ("ø@example.no", None),
        ("a" * 255 + "@example.no", None),
        ("a@@example.no", None),
        ('"x y"@example.no', None),
        ("a@[127.0.0.1]", None),
    ],
)
def test_addresses_that_mail_can_be_sent_to(written: str, kept: str | None):
    assert address(written) == kept


def test_one_address_has_one_key():
    assert address_key(" Kari@Example.NO") == address_key("kari@example.no")
    assert account_mark("KARI@example.no") == account_mark("kari@example.no")
    assert "kari" not in account_mark("kari@example.no")


@given(st.text(max_size=300))
def test_anything_can_be_judged(written: str):
    address(written)
    person_flaw(tidy_name(written))
    device_name(written)


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox på Linux"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile/15E148 Safari/604.1",
            "Safari på iPhone",
        ),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge på Windows"),
        ("", "Ukjent nettleser"),
    ],
)
def test_browsers_have_names(agent: str, name: str):
    assert device_name(agent) == name
