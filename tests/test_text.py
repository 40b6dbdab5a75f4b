"""The one maker of markup: what comes out is always within the allowlist, and never slow."""

import time

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from samskaping import text

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](JaVa\tscript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](//evil.example.no)",
    "[x](https:evil)",
    "<a href='javascript:alert(1)'>x</a>",
    "![x](https://evil.example.no/spor.png)",
    "[x]( java\tscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](java&Tab;script:alert(1))",
    "[x](vbscript:msgbox(1))",
    "[x](<javascript:alert(1)>)",
    "<javascript:alert(1)>",
    "[x]: javascript:alert(1)\n\n[x]",
    '<img src="//evil.example.no/spor.png">',
    "<a href='&#x6a;avascript:alert(1)'>x</a>",
    "[x](\\\\evil.example.no)",
    "<style>body{display:none}</style>",
    "<form action=https://evil.example.no><input name=q></form>",
    "<iframe src=https://evil.example.no></iframe>",
    "<p id=innhold class=sk-svar style='position:fixed'>x</p>",
    "<<script>script>alert(1)<</script>/script>",
    "`<b>`**<i>**",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
]
RUNS = "[(*_>`<&#!~{\\-+"


def check(html: str) -> None:
    """Only the tags and attributes that we allow, and links that lead to the web or to mail: nothing is fetched."""
    for tag in BeautifulSoup(html, "html.parser").find_all(True):
        assert tag.name in text.TAGS, html
        assert set(tag.attrs) <= ({"href", "rel"} if tag.name == "a" else set()), html
        if tag.has_attr("href"):
            assert tag["href"].lower().startswith(("http://", "https://", "mailto:")), html
            assert tag["rel"] == ["nofollow", "ugc", "noopener"], html


@pytest.mark.case("XS-02", "XS-03", "XS-10")
@pytest.mark.parametrize("written", HOSTILE)
def test_hostile_markup_comes_out_as_words(written):
    check(str(text.prose(written)))


@pytest.mark.case("XS-02")
@given(st.text(max_size=400))
def test_whatever_is_written_stays_within_the_allowlist(written):
    check(str(text.prose(written)))


@pytest.mark.case("XS-02", "XS-03")
@given(st.lists(st.sampled_from([*HOSTILE, "\n\n", "- ", "> ", "**", "a", "https://example.no", "("]), max_size=30))
def test_mixed_hostile_pieces_stay_within_the_allowlist(pieces):
    check(str(text.prose("".join(pieces))))


def test_check_sees_red_without_the_cleaner():
    """The check itself can fail: raw HTML does not pass it."""
    with pytest.raises(AssertionError):
        check("<p onclick=alert(1)>x</p>")
    with pytest.raises(AssertionError):
        check('<a href="javascript:alert(1)" rel="nofollow ugc noopener">x</a>')


@pytest.mark.case("IN-14")
@pytest.mark.parametrize("mark", RUNS)
@pytest.mark.parametrize("shape", ["{m}", "{m} ", "{m}a", "a{m}b ", "\n{m}"])
def test_no_text_takes_long(mark, shape):
    written = (shape.format(m=mark) * text.LONGEST)[: text.LONGEST]
    begun = time.thread_time()
    text.stored(written)
    assert time.thread_time() - begun < 1, "quadratic"


def test_small_markdown_reads_as_it_is_meant():
    written = "Hei **du**\nny linje\n\n- én\n- to\n\n> sitat\n\nse https://example.no."
    assert str(text.prose(written)).replace("\n", "") == (
        "<p>Hei <strong>du</strong><br>ny linje</p><ul><li>én</li><li>to</li></ul><blockquote><p>sitat</p></blockquote>"
        '<p>se <a href="https://example.no" rel="nofollow ugc noopener">https://example.no</a>.</p>'
    )


def test_html_of_another_version_is_rendered_anew():
    assert str(text.shown("0\n<p>gammelt</p>", "**nytt**")) == "<p><strong>nytt</strong></p>\n"
    assert str(text.shown(text.stored("**nytt**"), "noe annet")) == "<p><strong>nytt</strong></p>\n"


HIDDEN = ["\x00", "\x1b", "\ud800", "\u202e", "\u2066", "\ufeff", "\ufffd", "a" + "\u0301" * 40]


@pytest.mark.case("XS-09")
@pytest.mark.parametrize("hidden", HIDDEN)
def test_characters_that_harm_the_page_are_told_apart_and_marked(hidden):
    assert not text.is_showable(f"før{hidden}etter")
    assert text.is_showable(text.showable(f"før{hidden}etter").replace("\ufffd", ""))


def test_norwegian_and_other_letters_are_showable():
    assert text.is_showable("Blåbærsyltetøy, Kárášjohka, Čáhcesuolu, żółć, 中文, عربي, 👨‍👩‍👧 é")


@given(st.text(max_size=80))
def test_a_slug_is_ascii_and_holds_its_shape(name):
    assert text.slug(name) == text.slug(text.slug(name))
    assert text.slug(name).isascii()


def test_names_sort_as_norwegian_does():
    names = ["Ås", "Aas", "Zorro", "Ærø", "Østre", "Bø", "bodø", "Ål"]
    assert sorted(names, key=text.sort_key) == ["bodø", "Bø", "Zorro", "Ærø", "Østre", "Ål", "Ås", "Aas"]


def test_an_excerpt_has_no_marks_and_ends_at_a_word():
    assert text.excerpt("**Hei** [lenke](https://a.no)\n- punkt", 200) == "Hei lenke punkt"
    assert text.excerpt("ord " * 100, 20) == "ord ord ord ord…"
