"""Makes one picture anew, in a process of its own that is given nothing but a folder and may cost little.

A program, run by its path: nothing of ours is imported, so that what a hostile picture could take over knows no
settings, no database and no network address. Reads ``original``; writes a file for each width, and says what it made.
"""

import io
import json
import resource
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from PIL import Image, ImageCms

_FORMATS = ("JPEG", "PNG", "WEBP")
_QUALITY, _EFFORT = 82, 3
#: Rows that are narrowed at once.
_STRIP = 256
_Turn = Image.Transpose
#: What makes a picture upright, by what its camera said of how it was held.
_TURNS = {
    2: _Turn.FLIP_LEFT_RIGHT,
    3: _Turn.ROTATE_180,
    4: _Turn.FLIP_TOP_BOTTOM,
    5: _Turn.TRANSPOSE,
    6: _Turn.ROTATE_270,
    7: _Turn.TRANSVERSE,
    8: _Turn.ROTATE_90,
}
_LYING = (_Turn.TRANSPOSE, _Turn.ROTATE_270, _Turn.TRANSVERSE, _Turn.ROTATE_90)


def main(folder: Path, pixels: int, seconds: int, memory: int, *widths: int) -> None:
    """A width that the picture is not as wide as is made once, as wide as it came."""
    _bound(seconds, memory)
    Image.MAX_IMAGE_PIXELS = pixels
    with Image.open(folder / "original", formats=_FORMATS) as picture:
        if picture.width * picture.height > pixels:
            raise ValueError("too many pixels")
        turn = _TURNS.get(_orientation(picture))
        lies = turn in _LYING
        picture.draft("RGB", _within(picture.size, widths[-1], lies=lies))
        profile = picture.info.get("icc_profile")
        largest = _made(picture, widths[-1], lies=lies)
    plain = _plain(largest.transpose(turn) if turn is not None else largest, profile)
    sizes = {}
    for width in widths:
        small = _made(plain, width, lies=False)
        small.save(folder / str(width), "WEBP", quality=_QUALITY, method=_EFFORT)
        sizes[width] = small.size
        if small.size == plain.size:
            break
    sys.stdout.write(json.dumps(sizes))


def _bound(seconds: int, memory: int) -> None:
    """What this may cost. Where the system has no such bounds, the one that started it stops it by the clock."""
    for what, most in ((resource.RLIMIT_CPU, seconds), (resource.RLIMIT_AS, memory), (resource.RLIMIT_CORE, 0)):
        with suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))


def _orientation(picture: Image.Image) -> int:
    with suppress(Exception):  # what cannot be read about a picture turns nothing
        return int(picture.getexif().get(0x0112, 1))
    return 1


def _within(size: tuple[int, int], width: int, *, lies: bool) -> tuple[int, int]:
    """No wider than this and no more than four times as high, when it is upright; never larger than it came."""
    most = (4 * width, width) if lies else (width, 4 * width)
    share = min(1.0, most[0] / size[0], most[1] / size[1])
    return max(1, round(size[0] * share)), max(1, round(size[1] * share))


def _made(picture: Image.Image, width: int, *, lies: bool) -> Image.Image:
    """The picture in this width; narrowed strip by strip, so that nothing but what came is ever held whole."""
    size, mode = _within(picture.size, width, lies=lies), _mode(picture)
    if size == picture.size:
        picture.load()
        return picture if picture.mode == mode else picture.convert(mode)
    narrow = Image.new(mode, (size[0], picture.height))
    for top in range(0, picture.height, _STRIP):
        strip = picture.crop((0, top, picture.width, min(top + _STRIP, picture.height)))
        strip = strip if strip.mode == mode else strip.convert(mode)
        narrow.paste(strip.resize((size[0], strip.height), Image.Resampling.LANCZOS), (0, top))
    return narrow.resize(size, Image.Resampling.LANCZOS)


def _mode(picture: Image.Image) -> str:
    """How it is held while it is made smaller."""
    if picture.mode in ("L", "LA", "RGB", "RGBA", "CMYK"):
        return picture.mode
    return "RGBA" if "transparency" in picture.info else "RGB"


def _plain(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """In sRGB, for the profile goes too; with nothing along but the pixels."""
    if profile:
        with suppress(ImageCms.PyCMSError, OSError, ValueError, TypeError):
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            alpha = picture.getchannel("A") if picture.mode in ("RGBA", "LA") else None
            colours: Any = picture.convert("RGB") if alpha else picture
            colours = ImageCms.profileToProfile(colours, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
            if alpha:
                colours.putalpha(alpha)
            picture = colours
    seen = "A" in picture.mode or "transparency" in picture.info
    picture = picture.convert("RGBA" if seen else "RGB")
    return Image.frombytes(picture.mode, picture.size, picture.tobytes())


if __name__ == "__main__":
    main(Path(sys.argv[1]), *(int(word) for word in sys.argv[2:]))
