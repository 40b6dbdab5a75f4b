"""What a file is, by its content alone: our own short list, and everything else is refused.

Nothing is unpacked but one small part of an office file, the one that says what the others are.
"""

import io
import zipfile
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from samskaping.errors import Unfit
from samskaping.language import gettext as _
from samskaping.outside import pictures
from samskaping.rules import file_names
from samskaping.rules.files import KINDS, FileKind
from samskaping.rules.limits import FILE_BYTES

_OOXML_TYPES = "[content_types].xml"
_MAINS = {
    f"application/vnd.openxmlformats-officedocument.{main}.main+xml": kind
    for kind, main in (
        (FileKind.DOCX, "wordprocessingml.document"),
        (FileKind.XLSX, "spreadsheetml.sheet"),
        (FileKind.PPTX, "presentationml.presentation"),
    )
}
_ODF_TYPES = {KINDS[kind].media_type: kind for kind in (FileKind.ODT, FileKind.ODS, FileKind.ODP)}
#: Where macros and controls lie; in OpenDocument the folders are at the top.
_MACROS, _ODF_MACROS = ("vbaproject", "vbadata", "macrosheets/", "activex/"), ("basic/", "scripts/")
_MARKUP = (b"<html", b"<!doctype", b"<script", b"<svg", b"<?php")
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEIF = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"heim", b"heis")
#: Of an office file: bytes of its list of parts, parts, bytes unpacked, bytes of the part that is read.
_LIST_MOST, _PARTS_MOST, _UNPACKED_MOST, _READ_MOST = 1_500_000, 10_000, 500_000_000, 1_000_000
_END = b"PK\x05\x06"


def recognised(content: bytes, name: str) -> FileKind:
    """What the file is. Raises ``Unfit`` with words when it is not taken, is broken, or is named as something else."""
    _of_a_size(content)
    kind = _kind(content)
    if kind is None:
        raise _unfit(_why_not(content))
    if KINDS[kind].is_picture:
        pictures.check(content, kind)
    if not file_names.fits(file_names.cleaned(name), kind):
        said = {"what": KINDS[kind].word, "end": KINDS[kind].ends[0]}
        raise _unfit(_("Innholdet er %(what)s, men det sier ikke navnet. La navnet slutte på %(end)s.") % said)
    return kind


def _unfit(words: str) -> Unfit:
    return Unfit(file=words)


def _of_a_size(content: bytes) -> None:
    if not content:
        raise _unfit(_("Fila er tom."))
    if len(content) > FILE_BYTES:
        raise _unfit(_("Fila er for stor. Den kan være på høyst %(most)s MB.") % {"most": FILE_BYTES // 1_000_000})


def _kind(content: bytes) -> FileKind | None:
    if content.startswith(b"\xff\xd8\xff"):
        return FileKind.JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return FileKind.PNG
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return FileKind.WEBP
    if content.startswith((b"%PDF-1.", b"%PDF-2.")):
        return _pdf(content)
    if content.startswith(b"PK\x03\x04"):
        return _office(content)
    return None


def _why_not(content: bytes) -> str:
    if content[4:8] == b"ftyp" and content[8:12] in _HEIF:
        return _("Bildet er lagret som HEIC, som mange ikke kan åpne. Lagre det som JPEG og prøv igjen.")
    if content.startswith(_OLD_OFFICE):
        return _("Fila har passord eller et eldre format. Lagre den som .docx, .xlsx, .pptx eller PDF uten passord.")
    return _("Slike filer kan vi ikke ta imot. Du kan legge ved bilder (JPEG, PNG, WebP), PDF, Office og OpenDocument.")


def _pdf(content: bytes) -> FileKind:
    """From its first sign to its last a PDF, and not a page for browsers as well."""
    end = content.rfind(b"%%EOF")
    after = content[end + 5 :]
    if end < 0 or after.strip(b"\x00\t\n\x0c\r "):
        raise _unfit(_("PDF-en er skadet eller ikke kommet fram helt. Prøv å lagre den på nytt."))
    if any(mark in content[:1_024].lower() for mark in _MARKUP):
        raise _unfit(_("Fila er både PDF og noe annet. Lagre den på nytt som PDF."))
    return FileKind.PDF


def _office(content: bytes) -> FileKind | None:
    broken = _unfit(_("Dokumentet er skadet eller ikke kommet fram helt. Prøv å lagre det på nytt."))
    if not _is_plain_archive(content):
        raise broken
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _document(archive)
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError, ParseError) as error:
        raise broken from error
    except (DefusedXmlException, RuntimeError, zipfile.zlib.error) as error:  # type: ignore[attr-defined]
        raise broken from error


def _is_plain_archive(content: bytes) -> bool:
    """One archive from the first sign to the last, with a list of parts that is not too long to read."""
    end = len(content) - 22
    if end < 0 or content[end : end + 4] != _END:
        return False
    size, start = (int.from_bytes(content[end + at : end + at + 4], "little") for at in (12, 16))
    return start + size == end and size <= _LIST_MOST


def _document(archive: zipfile.ZipFile) -> FileKind | None:
    parts = archive.infolist()
    names = [part.filename.casefold() for part in parts]
    if len(parts) > _PARTS_MOST or sum(part.file_size for part in parts) > _UNPACKED_MOST:
        raise _unfit(_("Dokumentet er for stort når det pakkes ut."))
    if len(set(names)) < len(names) or any(_leads_out(name) for name in names):
        raise zipfile.BadZipFile
    if any(part.flag_bits & 1 for part in parts):
        raise _unfit(_("Dokumentet har passord. Lagre det uten passord og prøv igjen."))
    if names[0] == "mimetype" and parts[0].file_size < 100:
        kind = _ODF_TYPES.get(archive.read(parts[0]).decode("ascii", "replace"))
        has_macros = any(name.startswith(_ODF_MACROS) for name in names)
    else:
        types = parts[names.index(_OOXML_TYPES)] if _OOXML_TYPES in names else None
        kind, is_told = _told(archive, types) if types else (None, False)
        has_macros = is_told or any(mark in name for name in names for mark in _MACROS)
    if has_macros:
        raise _unfit(_("Dokumentet har makroer. Lagre det uten makroer og prøv igjen."))
    return kind


def _leads_out(name: str) -> bool:
    return name.startswith("/") or "\\" in name or ".." in name.split("/")


def _told(archive: zipfile.ZipFile, types: zipfile.ZipInfo) -> tuple[FileKind | None, bool]:
    """What an Office file says that it is, and whether it says that it has macros."""
    if types.file_size > _READ_MOST:
        raise zipfile.BadZipFile
    said = [part.get("ContentType", "") for part in fromstring(archive.read(types))]
    kinds = {_MAINS[one] for one in said if one in _MAINS}
    return (kinds.pop() if len(kinds) == 1 else None), any("macroenabled" in one.casefold() for one in said)
