"""Names of files come back as they were written, and fool neither a header nor an eye."""

import re
import unicodedata
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samskaping.rules.file_names import LONGEST, cleaned, disposition, named, with_end
from samskaping.rules.files import FileKind

HEADER = re.compile(
    r"attachment; filename=\"([A-Za-z0-9 ._()+-]+)\"(?:; filename\*=UTF-8''([A-Za-z0-9%!#$&+^`|~._-]+))?"
)


@pytest.mark.parametrize(
    "name",
    [
        "Årsmelding 2026 (endelig).pdf",
        "Čálus davvisámegillii.docx",
        "план.pdf",
        "提案.pdf",
        "ملف.pdf",
        "CON.pdf",
        "faktura #7 & 100 %.pdf",
        "O'Brien.pdf",
        "a.b.c.pdf",
        "kart 🗺.pdf",
    ],
)
def test_a_name_comes_back_as_it_was_written(name):
    assert cleaned(name) == name
    assert cleaned(unicodedata.normalize("NFD", name)) == name
    assert shown(disposition(name)) == name


@pytest.mark.case("UP-03")
@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("../../x", "x"),
        ("..\\x", "x"),
        ("/etc/passwd", "passwd"),
        ("C:\\Users\\Kari\\brev.pdf", "brev.pdf"),
        ("a\r\nSet-Cookie: x=y.pdf", "aSet-Cookie: x=y.pdf"),
        ('a";x="b.pdf', 'a";x="b.pdf'),
        ("a\0.pdf", "a.pdf"),
        (".htaccess", "htaccess"),
        ("..", ""),
        ("...", ""),
        ("", ""),
        ("\u202efdp.exe", "fdp.exe"),
        ("a\u2066b\u2069\u200b\ufeff.pdf", "ab.pdf"),
        ("a\u2028b\u0085c.pdf", "abc.pdf"),
        ("  a \t b\u00a0c .pdf", "a b c.pdf"),
        ("a\ud800b.pdf", "ab.pdf"),
    ],
)
def test_what_would_fool_somebody_is_left_out(written, name):
    assert cleaned(written) == name
    assert HEADER.fullmatch(disposition(written))


@pytest.mark.case("UP-03")
def test_a_long_name_keeps_its_end():
    assert cleaned("å" * 300 + ".pdf") == "å" * (LONGEST - 4) + ".pdf"
    assert len(cleaned("x" * 300)) == LONGEST
    assert len(named("x" * 300, FileKind.PDF, "fil")) == LONGEST


def test_a_name_gets_the_end_that_it_lacks():
    assert named("Skann 001", FileKind.PDF, "fil") == "Skann 001.pdf"
    assert named("Møte 3.12.2026", FileKind.PDF, "fil") == "Møte 3.12.2026.pdf"
    assert named("IMG_1.JPG", FileKind.JPEG, "bilde") == "IMG_1.JPG"
    assert named("bilde", FileKind.WEBP, "bilde") == "bilde.webp"
    assert named("..", FileKind.JPEG, "bilde") == "bilde.jpg"
    assert with_end("IMG_1.JPG", ".webp") == "IMG_1.webp"
    assert with_end("kart", ".webp") == "kart.webp"


def test_a_header_has_plain_letters_first():
    assert disposition("brev.pdf") == 'attachment; filename="brev.pdf"'
    assert disposition("Søknad på Å.pdf") == (
        "attachment; filename=\"Soknad pa A.pdf\"; filename*=UTF-8''S%C3%B8knad%20p%C3%A5%20%C3%85.pdf"
    )


@pytest.mark.case("UP-03")
@given(st.text(st.characters(), max_size=400))
def test_any_name_makes_a_header_of_one_line_that_gives_it_back(written):
    name = cleaned(written)
    assert len(name) <= LONGEST
    assert cleaned(name) == name
    assert shown(disposition(written)) == (name or "fil")


def shown(header: str) -> str:
    """The name that a browser reads in it."""
    found = HEADER.fullmatch(header)
    assert found
    return unquote(found[2]) if found[2] else found[1]
