"""Files of every kind, whole ones and hostile ones, made here so that each test says what is wrong with its own."""

import io
import struct
import zipfile
import zlib

from PIL import Image

_OOXML = "application/vnd.openxmlformats-officedocument."
MAINS = {
    "docx": f"{_OOXML}wordprocessingml.document.main+xml",
    "xlsx": f"{_OOXML}spreadsheetml.sheet.main+xml",
    "pptx": f"{_OOXML}presentationml.presentation.main+xml",
    "docm": "application/vnd.ms-word.document.macroEnabled.main+xml",
    "ppsx": f"{_OOXML}presentationml.slideshow.main+xml",
}
ODF = {"odt": "text", "ods": "spreadsheet", "odp": "presentation", "odg": "graphics"}
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n"


def picture(kind: str = "JPEG", size: tuple[int, int] = (64, 48), mode: str = "RGB", **options: object) -> bytes:
    made = io.BytesIO()
    Image.new(mode, size, "red" if mode == "RGB" else 0).save(made, kind, **options)
    return made.getvalue()


def moving(kind: str, frames: int) -> bytes:
    made = io.BytesIO()
    pictures = [Image.new("RGB", (8, 8), (number % 256, number // 256, 9)) for number in range(frames)]
    pictures[0].save(made, kind, save_all=True, append_images=pictures[1:], duration=20)
    return made.getvalue()


def zipped(**parts: bytes | str) -> bytes:
    return archive(list(parts.items()))


def archive(parts: list[tuple[str, bytes | str]], comment: bytes = b"") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.comment = comment
        for name, content in parts:
            packed.writestr(name, content)
    return made.getvalue()


def ooxml(end: str, *more: tuple[str, bytes | str], said: str = "") -> bytes:
    """An Office file that says what it is, with further parts."""
    main = f'<Override PartName="/main.xml" ContentType="{MAINS[end]}"/>'
    types = f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{main}{said}</Types>'
    return archive([("[Content_Types].xml", types), ("main.xml", "<x/>"), *more])


def odf(end: str, *more: tuple[str, bytes | str]) -> bytes:
    said = f"application/vnd.oasis.opendocument.{ODF[end]}"
    return archive([("mimetype", said), ("content.xml", "<x/>"), *more])


def png(width: int, height: int, depth: int = 1, *chunks: tuple[bytes, bytes]) -> bytes:
    """A PNG of nothing but zeros, which packs to very little."""
    row = b"\0" * ((width * depth + 7) // 8 + 1)
    packer = zlib.compressobj(9)
    data = b"".join(packer.compress(row) for _row in range(height)) + packer.flush()
    head = struct.pack("!IIBBBBB", width, height, depth, 0, 0, 0, 0)
    parts = ((b"IHDR", head), *chunks, (b"IDAT", data), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack("!I", len(part)) + kind + part + struct.pack("!I", zlib.crc32(kind + part)) for kind, part in parts
    )


def photograph(orientation: int = 1, size: tuple[int, int] = (640, 480)) -> bytes:
    """As a telephone takes it: where, by whom, with what, and how it was held. The left half is red, the right blue."""
    picture = Image.new("RGB", size, "blue")
    picture.paste("red", (0, 0, size[0] // 2, size[1]))
    exif = Image.Exif()
    exif[0x010F], exif[0x0112], exif[0x9C9D] = "TelefonMerke", orientation, "Kari Nordmann".encode("utf-16-le")
    exif[0x013B], exif[0x8298] = "Kari Nordmann", "Kari Nordmann"
    exif.get_ifd(0x8825).update({1: "N", 2: (59.0, 7.0, 12.0), 3: "E", 4: (11.0, 23.0, 1.0), 29: "2026:11:22"})
    made = io.BytesIO()
    picture.save(made, "JPEG", exif=exif, comment=b"TelefonMerke", xmp=b"<x:xmpmeta>Kari Nordmann</x:xmpmeta>")
    return made.getvalue()


def many_scans() -> bytes:
    """Each further scan costs a whole walk through the picture."""
    whole = picture("JPEG", (3_000, 3_000), progressive=True)
    scan = whole[whole.rfind(b"\xff\xda") : -2]
    return whole[:-2] + scan * 5_000 + whole[-2:]
