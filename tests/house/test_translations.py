"""Nynorsk is whole: nothing missing, nothing stale, and the same placeholders as the bokmål."""

from tests.house.catalogue import catalogue, flaws, said


def test_nynorsk_is_whole():
    assert flaws(said(), catalogue()) == []


def test_every_kind_of_flaw_is_seen():
    """The twin: a catalogue with one of each."""
    written = catalogue(
        b'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
        b'msgid "Tom"\nmsgstr ""\n\n#, fuzzy\nmsgid "Usikker"\nmsgstr "Usikker"\n\n'
        b'msgid "Du har %(num)s"\nmsgstr "Du har %(antal)s"\n\nmsgid "Borte"\nmsgstr "Borte"\n\n'
        b'msgid "Hel"\nmsgstr "Heil"\n'
    )
    messages = {id_: ["x.py:1"] for id_ in ("Tom", "Usikker", "Du har %(num)s", "Hel", "Ny")}
    assert sorted(flaw.partition(":")[0] for flaw in flaws(messages, written)) == [
        "fuzzy",
        "left over",
        "missing",
        "missing",
        "other placeholders",
    ]


def test_the_extractor_reads_python_and_templates(tmp_path):
    (tmp_path / "templates").mkdir()
    (tmp_path / "a.py").write_text('_("En tekst")\nngettext("%(num)s dag", "%(num)s dager", 2)\n', "utf-8")
    (tmp_path / "templates" / "b.html").write_text("{{ _('I en mal') }}{% trans %}Og en til{% endtrans %}", "utf-8")
    assert set(said(tmp_path)) == {"En tekst", ("%(num)s dag", "%(num)s dager"), "I en mal", "Og en til"}
