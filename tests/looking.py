"""What must be right on every page, whatever the test that opens it is about."""

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from bs4 import BeautifulSoup, Tag

_SILENT = ("hidden", "submit", "button", "image")


def look(page: BeautifulSoup) -> Iterator[str]:
    """What is wrong with a page, of what a reader would not see at once but must be right everywhere."""
    tags = page.find_all(True)
    yield from _heading_and_title(page, tags)
    yield from _ids(tags)
    yield from _labels(tags)
    yield from _summary(tags)
    yield from _switch(page)
    if any(_is_inline(tag) for tag in tags):
        yield "inline style or script"
    yield from (f"a picture without words: {tag}" for tag in tags if tag.name == "img" and "alt" not in tag.attrs)
    for tag in tags:
        if (tag.name == "button" or _leads(tag)) and not (
            tag.get("aria-label") or words_of(tag) or tag.select("img[alt]:not([alt=''])")
        ):
            yield f"nothing to read on {tag}"
    if re.search(r"%\(\w+\)s|\{\{|<(p|em|strong|a)\b", page.get_text()):
        yield "a placeholder or markup shows as text"


def _is_inline(tag: Tag) -> bool:
    if tag.name == "style" or (tag.name == "script" and "src" not in tag.attrs):
        return True
    return not tag.attrs.keys().isdisjoint(("style", "onclick", "onload", "onsubmit"))


def _leads(tag: Tag) -> bool:
    return tag.name == "a" and "href" in tag.attrs


def _heading_and_title(page: BeautifulSoup, tags: Sequence[Tag]) -> Iterator[str]:
    headings = [tag for tag in tags if re.fullmatch("h[1-6]", tag.name)]
    first = [heading for heading in headings if heading.name == "h1"]
    if len(first) != 1:
        yield f"{len(first)} h1"
        return
    title = words_of(page.title) if page.title else ""
    title = title.removeprefix("Feil: ")
    if not title.startswith(words_of(first[0])):
        yield f"the title «{title}» does not begin with the h1 «{words_of(first[0])}»"
    lang = page.html.get("lang") if page.html else None
    if lang not in ("nb", "nn"):
        yield f"lang is {lang}"
    for before, after in itertools.pairwise(int(heading.name[1]) for heading in headings):
        if after > before + 1:
            yield f"a heading jumps from h{before} to h{after}"


def _ids(tags: Sequence[Tag]) -> Iterator[str]:
    ids = Counter(str(tag["id"]) for tag in tags if "id" in tag.attrs)
    yield from (f"id {one} twice" for one, times in ids.items() if times > 1)
    for tag in tags:
        for name in ("aria-labelledby", "aria-describedby", "for", "form", "aria-controls"):
            missing = set(str(tag.attrs.get(name, "")).split()) - ids.keys()
            if missing:
                yield f"{name} of {tag.name} leads to no {missing}"
        if _leads(tag) and str(tag["href"]).startswith("#") and str(tag["href"])[1:] not in ids:
            yield f"{tag['href']} leads nowhere"


def _summary(tags: Sequence[Tag]) -> Iterator[str]:
    """Mistakes are told in the order in which one meets their fields."""
    told = [str(link["href"])[1:] for tag in tags if tag.get("id") == "error-summary" for link in tag.find_all("a")]
    met = [str(tag["id"]) for tag in tags if tag.get("id") in told]
    if told != met and set(told) == set(met):
        yield f"mistakes are told as {told}, and their fields stand as {met}"


def _switch(page: BeautifulSoup) -> Iterator[str]:
    """The language switch sends a form that one may have filled in, so that what was typed comes along.

    One that is posted before one that searches: a switch sends one form, and more is typed in the former.
    """
    forms = [form for form in page.select("form") if any(_is_filled_in(tag) for tag in _controls(form))]
    forms = [form for form in forms if form.get("method") == "post"] or forms
    if not forms or not page.select_one("a[rel=alternate][hreflang], button[form][formaction][lang]"):
        return
    kept = {str(button["form"]) for button in page.select("button[form][formaction][lang]")}
    if not kept & {str(form.get("id")) for form in forms}:
        yield f"the language switch loses what is typed in {[form.get('id') or form.get('action') for form in forms]}"


def _controls(form: Tag) -> list[Tag]:
    return form.find_all(["input", "select", "textarea"])


def _is_filled_in(control: Tag) -> bool:
    return control.name != "input" or control.get("type") not in _SILENT


def _labels(tags: Sequence[Tag]) -> Iterator[str]:
    labelled = {str(tag["for"]) for tag in tags if tag.name == "label" and "for" in tag.attrs}
    for tag in tags:
        if tag.name not in ("input", "select", "textarea") or tag.get("type") in _SILENT:
            continue
        if tag.get("aria-label") or tag.get("aria-labelledby"):
            continue
        if tag.get("id") not in labelled and not tag.find_parent("label"):
            yield f"no label on {tag.get('name')}"


def words_of(tag: Tag) -> str:
    return " ".join(tag.get_text(" ").replace("\xa0", " ").replace("\xad", "").split())
