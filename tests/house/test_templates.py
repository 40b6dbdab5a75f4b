"""Templates carry no code of their own: nothing that the Content-Security-Policy would refuse, and no dead import."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment, TemplateSyntaxError, meta, nodes
from sqlalchemy import create_engine

from samskaping.config import Settings
from samskaping.web.app import create_app
from tests.house.sources import HOUSE, files

TEMPLATES = HOUSE / "templates"
# What a page may not hold, and the way out.
REFUSED = {
    r"<style\b": "a style element: write a class in static/css/components",
    r"<script\b(?![^>]*\bsrc=)": "an inline script: write a behaviour in static/js",
    r"<[a-z][^>]*\sstyle\s*=": "a style attribute: write a class, or an SVG attribute for a computed length",
    r"<[a-z][^>]*\son[a-z]+\s*=": "an inline handler: write a behaviour in static/js",
    r"javascript:": "a javascript: address",
    r"\|\s*safe\b": "|safe: markup is made by samskaping.text alone",
    r"{%-?\s*autoescape": "autoescape: it is always on",
    r"<(?:link\b[^>]*\shref|[a-z][^>]*\ssrc)\s*=\s*[\"']?(?:https?:)?//": "an address of a third party",
    r"\{%-?\s*(?:include|import|from)\b[^%]*\bignore missing": "a template that may be missing",
}
ENVIRONMENT = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"], autoescape=True)
COMMENT = re.compile(r"{#.*?#}", re.DOTALL)


def offences(folder: Path) -> Iterator[str]:
    for path in files(folder, "*.html", "*.xml", "*.txt", "*.svg"):
        source = COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), path.read_text("utf-8"))
        for pattern, words in REFUSED.items():
            for match in re.finditer(pattern, source, re.IGNORECASE):
                yield f"{path.relative_to(folder)}:{source.count(chr(10), 0, match.start()) + 1} {words}"
        yield from (f"{path.relative_to(folder)}: {fault}" for fault in faults(source))


def faults(source: str) -> Iterator[str]:
    """A template that does not parse, or that imports what it does not use."""
    try:
        tree = ENVIRONMENT.parse(source)
    except TemplateSyntaxError as error:
        yield f"line {error.lineno}: {error.message}"
        return
    used = {name.name for name in tree.find_all(nodes.Name) if name.ctx == "load"}
    for imported in tree.find_all(nodes.FromImport):
        for name in imported.names:
            local = name[1] if isinstance(name, tuple) else name
            if local not in used:
                yield f"line {imported.lineno}: {local} is imported and never used"
    for whole in tree.find_all(nodes.Import):
        if whole.target not in used:
            yield f"line {whole.lineno}: {whole.target} is imported and never used"


def test_templates_are_clean():
    assert list(offences(TEMPLATES)) == []


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("<p>\n<style>", "2 a style element"),
        ("<script defer>", "1 an inline script"),
        ('<p class="a"\n style="x">', "1 a style attribute"),
        ("<button onclick=x>", "1 an inline handler"),
        ('<a href="javascript:x">', "1 a javascript: address"),
        ("{{ x | safe }}", "1 |safe"),
        ("{% autoescape false %}{% endautoescape %}", "1 autoescape"),
        ('<img src="https://example.com/x.png">', "1 an address of a third party"),
        ("{% include 'x' ignore missing %}", "1 a template that may be missing"),
        ("{% if x %}", ": line 1: Unexpected end of template"),
        ("{% from 'x' import a, b with context %}{{ a() }}", ": line 1: b is imported and never used"),
        ("{% import 'x' as c %}", ": line 1: c is imported and never used"),
    ],
)
def test_an_offence_is_seen(source: str, words: str, tmp_path: Path):
    (tmp_path / "a.html").write_text(source)
    found = list(offences(tmp_path))
    assert len(found) == 1
    assert found[0].startswith(f"a.html{':' if words[0] != ':' else ''}{words}")


def test_what_is_allowed_is_let_be(tmp_path: Path):
    (tmp_path / "a.html").write_text(
        """{# <style> #}<script defer src="{{ asset('app.js') }}"></script><p class="style=" data-one="1">"""
        """<a href="https://example.com">x</a>{% from 'x' import a as b %}{% call b() %}{% endcall %}"""
        "{{ _('Støtt') }}{% trans %}x{% endtrans %}"
    )
    assert list(offences(tmp_path)) == []


def not_shown(components: Path) -> list[str]:
    """Components that the gallery does not show."""
    gallery = (components / "gallery.html").read_text("utf-8")
    return [
        path.name
        for path in files(components, "*.html")
        if f"/{path.name}" not in gallery and path.name != "gallery.html"
    ]


def test_each_component_is_in_the_gallery():
    assert not_shown(TEMPLATES / "components") == []


def test_a_component_that_is_not_shown_is_seen(tmp_path: Path):
    (tmp_path / "gallery.html").write_text("{% from 'components/a.html' import a %}")
    (tmp_path / "a.html").touch()
    (tmp_path / "b.html").touch()
    assert not_shown(tmp_path) == ["b.html"]


def test_each_template_compiles_in_the_application(settings: Settings):
    """Unknown filters, tests and tags, and templates that extend or include one that is not there."""
    environment = create_app(settings, create_engine("sqlite://")).jinja_env
    known = environment.list_templates()
    # Letters are written without the web: their templates have an environment of their own, tried by tests/jobs.
    for name in environment.list_templates(filter_func=lambda name: not name.startswith("mail/")):
        environment.get_template(name)
        for other in meta.find_referenced_templates(
            environment.parse(environment.loader.get_source(environment, name)[0])
        ):
            # None: the name is made from a variable, and whoever opens the page finds out.
            assert other is None or other in known, f"{name} needs {other}"
