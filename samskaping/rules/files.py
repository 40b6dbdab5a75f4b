"""Files that people may attach: which kinds, how large and how many, and the keys that they lie under."""

import re
import secrets
from dataclasses import dataclass
from enum import StrEnum

from samskaping.language import Words


class FileKind(StrEnum):
    """What a file is, by its content. What is not here, is not taken."""

    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"
    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    PPTX = "pptx"
    ODT = "odt"
    ODS = "ods"
    ODP = "odp"


@dataclass(frozen=True)
class Kind:
    """The type a file is served as, the ends its name may have (the first is given to a name without), and a word for it."""

    media_type: str
    ends: tuple[str, ...]
    word: Words
    is_picture: bool = False


#: Programs give pictures each other's ends, and everybody sees what they are; a document's end says who opens it.
_PICTURE_ENDS = (".jpg", ".jpeg", ".jfif", ".png", ".webp")
_OOXML = "application/vnd.openxmlformats-officedocument"
_ODF = "application/vnd.oasis.opendocument"
_PICTURE = Words("bilde", "bilete")

KINDS = {
    FileKind.JPEG: Kind("image/jpeg", _PICTURE_ENDS, _PICTURE, is_picture=True),
    FileKind.PNG: Kind("image/png", (".png", *_PICTURE_ENDS), _PICTURE, is_picture=True),
    FileKind.WEBP: Kind("image/webp", (".webp", *_PICTURE_ENDS), _PICTURE, is_picture=True),
    FileKind.PDF: Kind("application/pdf", (".pdf",), Words("PDF", "PDF")),
    FileKind.DOCX: Kind(f"{_OOXML}.wordprocessingml.document", (".docx",), Words("Word-dokument", "Word-dokument")),
    FileKind.XLSX: Kind(f"{_OOXML}.spreadsheetml.sheet", (".xlsx",), Words("Excel-regneark", "Excel-rekneark")),
    FileKind.PPTX: Kind(
        f"{_OOXML}.presentationml.presentation", (".pptx",), Words("PowerPoint-presentasjon", "PowerPoint-presentasjon")
    ),
    FileKind.ODT: Kind(f"{_ODF}.text", (".odt",), Words("OpenDocument-tekst", "OpenDocument-tekst")),
    FileKind.ODS: Kind(f"{_ODF}.spreadsheet", (".ods",), Words("OpenDocument-regneark", "OpenDocument-rekneark")),
    FileKind.ODP: Kind(
        f"{_ODF}.presentation", (".odp",), Words("OpenDocument-presentasjon", "OpenDocument-presentasjon")
    ),
}
#: What a browser is told to let people choose from; what comes is looked at again here.
ACCEPTED = ",".join(sorted({end for kind in KINDS.values() for end in kind.ends}))

#: A picture may have so many pixels; one that is decoded in one piece only (all but plain JPEG) fewer, by what each
#: pixel of its kind costs meanwhile.
PIXELS_MOST = 50_000_000
WHOLE_PIXELS_MOST = {FileKind.JPEG: 16_000_000, FileKind.PNG: 20_000_000, FileKind.WEBP: 7_000_000}
SIDE_MOST = 16_000
#: Every picture is made anew in these widths, as WebP; never wider than it came.
WIDTHS = (480, 960, 1600)
WIDTH_TYPE, WIDTH_END = "image/webp", ".webp"

_KEY = re.compile(r"[0-9a-f]{32}(-[0-9]{2,4})?", re.ASCII)


def new_key() -> str:
    """A key that nobody can guess, and that says nothing of whose the file is or what."""
    return secrets.token_hex(16)


def width_key(key: str, width: int) -> str:
    """Where a picture lies in one of its widths."""
    return f"{key}-{width}"


def is_key(key: str) -> bool:
    """Whether this can be the key of a file; nothing else is ever looked for in a store."""
    return bool(_KEY.fullmatch(key))


def stem(key: str) -> str:
    """The key of the file that a width belongs to."""
    return key.partition("-")[0]
