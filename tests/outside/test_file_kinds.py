"""What is taken and what is not, by content; and that no answer costs much."""

import time

import pytest

from samskaping.errors import Unfit
from samskaping.outside.file_kinds import recognised
from samskaping.rules.files import FileKind
from tests import samples

TAKEN = {
    "bilde.jpg": (FileKind.JPEG, samples.picture("JPEG")),
    "bilde.jpeg": (FileKind.JPEG, samples.picture("JPEG", progressive=True)),
    "bilde.png": (FileKind.PNG, samples.picture("PNG")),
    "bilde.webp": (FileKind.WEBP, samples.picture("WEBP")),
    "uten tap.webp": (FileKind.WEBP, samples.picture("WEBP", lossless=True)),
    "gjennom.webp": (FileKind.WEBP, samples.picture("WEBP", mode="RGBA")),
    "lagret fra nettet.jpg": (FileKind.WEBP, samples.picture("WEBP")),
    "SKANN 001": (FileKind.PDF, samples.PDF),
    "Vedlegg.PDF": (FileKind.PDF, samples.PDF + b"\r\n\0\0"),
    "søknad.docx": (FileKind.DOCX, samples.ooxml("docx", ("word/embeddings/oleObject1.bin", "x"))),
    "tall.xlsx": (FileKind.XLSX, samples.ooxml("xlsx")),
    "møte.pptx": (FileKind.PPTX, samples.ooxml("pptx")),
    "tekst.odt": (FileKind.ODT, samples.odf("odt", ("Configurations2/", ""))),
    "tall.ods": (FileKind.ODS, samples.odf("ods")),
    "møte.odp": (FileKind.ODP, samples.odf("odp")),
}


@pytest.mark.parametrize("name", TAKEN)
def test_what_is_taken_is_known_by_its_content(name):
    kind, content = TAKEN[name]
    assert recognised(content, name) is kind


HTML = b"<!doctype html><html><script>alert(1)</script></html>"
REFUSED = {
    "side.html": HTML,
    "tegning.svg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "data.xml": b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]><x>&y;</x>',
    "skall.php": b"<?php system($_GET['x']); ?>",
    "program.exe": b"MZ\x90\0" + b"\0" * 500,
    "bilde.png": HTML,
    "bilde.jpg": b"\xff\xd8\xff" + HTML,
    "bilde.webp": b"RIFF\x10\0\0\0WEBP" + HTML,
    "bilde.gif": b"GIF89a<script>alert(1)</script>",
    "rapport.pdf": HTML,
    "begge.pdf": b"%PDF-1.7\n" + HTML + samples.PDF,
    "etterpå.pdf": samples.PDF + HTML,
    "først.pdf": HTML + samples.PDF,
    "arkiv.pdf": samples.PDF + samples.zipped(x="y"),
    "halv.pdf": samples.PDF[:40],
    "brev.docm": samples.ooxml("docm"),
    "brev.docx": samples.ooxml("docm"),
    "med makro.docx": samples.ooxml("docx", ("word/vbaProject.bin", "x")),
    "med kontroll.docx": samples.ooxml("docx", ("word/activeX/activeX1.bin", "x")),
    "med makroark.xlsx": samples.ooxml("xlsx", ("xl/macrosheets/sheet1.xml", "x")),
    "med annet inni.docx": samples.ooxml(
        "docx", said='<Default Extension="xlsm" ContentType="application/vnd.ms-excel.sheet.macroEnabled.12"/>'
    ),
    "med makro.odt": samples.odf("odt", ("Basic/Standard/Module1.xml", "x")),
    "med skript.ods": samples.odf("ods", ("Scripts/python/x.py", "x")),
    "framvisning.ppsx": samples.ooxml("ppsx"),
    "tegning.odg": samples.odf("odg"),
    "arkiv.zip": samples.zipped(x="y"),
    "program.jar": samples.archive([("META-INF/MANIFEST.MF", "x"), ("A.class", "x")]),
    "to ganger.docx": samples.ooxml("docx", ("[content_types].xml", "x")),
    "ut av mappa.docx": samples.ooxml("docx", ("../../x", "x")),
    "fra roten.odt": samples.odf("odt", ("/etc/passwd", "x")),
    "bak noe.docx": HTML + samples.ooxml("docx"),
    "bak noe annet.docx": b"PK\x03\x04" + HTML + samples.ooxml("docx"),
    "foran noe.docx": samples.ooxml("docx") + HTML,
    "halvt.docx": samples.ooxml("docx")[:-30],
    "gammelt.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500,
    "bilde.heic": b"\0\0\0\x18ftypheic" + b"\0" * 100,
    "tom.pdf": b"",
    "stor.pdf": samples.PDF[:-1] + b" " * 12_000_000,
}


@pytest.mark.case("UP-01", "UP-05")
@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_taken_is_refused_in_words(name):
    with pytest.raises(Unfit) as refused:
        recognised(REFUSED[name], name)
    assert refused.value.fields["file"].endswith(".")


@pytest.mark.case("UP-01")
@pytest.mark.parametrize("name", ["a.pdf.html", "a.html", "a.docx", "a.exe", "a.pdf.php", "a.pdf;.svg"])
def test_a_name_that_says_something_else_is_refused(name):
    with pytest.raises(Unfit, match=r"slutte på \.pdf"):
        recognised(samples.PDF, name)


@pytest.mark.parametrize("name", ["Møte 3.12.2026", "nr. 7 om skolen", "Kap.4", "Notat fra v. Hansen"])
def test_a_dot_in_a_name_is_no_end(name):
    assert recognised(samples.PDF, name) is FileKind.PDF


def of_entities() -> bytes:
    return samples.archive([("[Content_Types].xml", '<!DOCTYPE x [<!ENTITY a "a"><!ENTITY b "&a;&a;">]><x>&b;</x>')])


def of_parts(count: int) -> bytes:
    """An archive that is nothing but a list of parts: reading that alone fills memory."""
    parts = (b"PK\x01\x02" + b"\0" * 24 + b"\x03\0" + b"\0" * 16 + number.to_bytes(3, "big") for number in range(count))
    listed = b"".join(parts)
    end = b"PK\x05\x06" + b"\0" * 8 + len(listed).to_bytes(4, "little") + (4).to_bytes(4, "little") + b"\0\0"
    return b"PK\x03\x04" + listed + end


BOMBS = {
    "utpakket.docx": lambda: samples.ooxml("docx", ("word/media/x", b"\0" * 501_000_000)),
    "mange deler.docx": lambda: samples.archive([(f"{number}", "") for number in range(30_000)]),
    "svært mange deler.docx": lambda: of_parts(240_000),
    "lang liste.docx": lambda: samples.archive([("[Content_Types].xml", b"<a>" * 2_000_000)]),
    "enheter.docx": of_entities,
    "dyp.docx": lambda: samples.archive([("[Content_Types].xml", b"<a>" * 300_000)]),
    "biter.jpg": lambda: b"\xff\xd8" + b"\xff\xe1\0\2" * 2_900_000,
    "fyll.jpg": lambda: b"\xff\xd8" + b"\xff" * 11_900_000,
    "biter.png": lambda: samples.png(8, 8, 1)[:33] + b"\0\0\0\0tEXt\0\0\0\0" * 900_000,
    "tall.png": lambda: b"\x89PNG\r\n\x1a\n" + b"\xff" * 11_900_000,
}


@pytest.mark.case("UP-05")
@pytest.mark.parametrize("name", BOMBS)
def test_what_would_cost_much_is_refused_at_once(name):
    content = BOMBS[name]()
    begun = time.process_time()
    with pytest.raises(Unfit):
        recognised(content, name)
    assert time.process_time() - begun < 1
