"""What a picture says of itself, read without decoding it: its size, and whether it is whole, still and harmless.

Runs where people wait, so it costs the same whatever the picture would cost: it walks from part to part, and gives up
on one that has more of them than any program makes.
"""

from collections.abc import Iterator

_PARTS_MOST, _SCANS_MOST = 20_000, 200
_PNG = b"\x89PNG\r\n\x1a\n"
#: Start of frame: every kind but DHT, JPG and DAC, which have numbers among them.
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_PLAIN_FRAMES = frozenset({0xC0, 0xC1})
_BARE = frozenset({0x01, *range(0xD0, 0xD8)})


class Flawed(Exception):
    """This is no whole, still picture."""


class Animated(Flawed):
    """This is a picture that moves."""


def jpeg(content: bytes) -> tuple[int, int, bool]:
    """Width, height, and whether it can be decoded smaller than it is, which only a plain one can at no cost."""
    size: tuple[int, int, bool] | None = None
    for marker, start, end in _segments(content):
        if marker in _FRAMES and size is None:
            part = content[start:end]
            if len(part) < 6:
                raise Flawed
            size = (int.from_bytes(part[3:5]), int.from_bytes(part[1:3]), marker in _PLAIN_FRAMES)
        if marker == 0xDA:  # the picture itself: no part of it can hold these marks by chance
            if size is None or content.count(b"\xff\xda", end) > _SCANS_MOST or content.find(b"\xff\xd9", end) < 0:
                raise Flawed
            return size
    raise Flawed


def _segments(content: bytes) -> Iterator[tuple[int, int, int]]:
    """Each segment before the picture: its marker, and where what it holds begins and ends."""
    place = 2
    for _part in range(_PARTS_MOST):
        while content[place : place + 2] == b"\xff\xff" and place < len(content):
            place = _past_fill(content, place)
        if content[place : place + 1] != b"\xff" or place + 4 > len(content):
            raise Flawed
        marker = content[place + 1]
        if marker in _BARE:
            place += 2
            continue
        end = place + 2 + int.from_bytes(content[place + 2 : place + 4])
        if end > len(content) or end < place + 4:
            raise Flawed
        yield marker, place + 4, end
        place = end
    raise Flawed


def _past_fill(content: bytes, place: int) -> int:
    """The last of the 0xFF that a program may fill up with."""
    rest = content[place : place + 4_096]
    return place + max(1, len(rest) - len(rest.lstrip(b"\xff")) - 1)


def png(content: bytes) -> tuple[int, int, bool]:
    """Width, height, and False: it is decoded whole."""
    if not content.startswith(_PNG) or content[12:16] != b"IHDR":
        raise Flawed
    place = len(_PNG)
    for _part in range(_PARTS_MOST):
        kind, length = content[place + 4 : place + 8], int.from_bytes(content[place : place + 4])
        place += 12 + length
        if len(kind) < 4 or place > len(content):
            raise Flawed
        if kind == b"acTL":
            raise Animated
        if kind == b"IEND":
            return int.from_bytes(content[16:20]), int.from_bytes(content[20:24]), False
    raise Flawed


def webp(content: bytes) -> tuple[int, int, bool]:
    """Width, height, and False: it is decoded whole."""
    if len(content) < 30 or int.from_bytes(content[4:8], "little") + 8 > len(content):
        raise Flawed
    kind = content[12:16]
    if kind == b"VP8X":
        if content[20] & 0x02:
            raise Animated
        return int.from_bytes(content[24:27], "little") + 1, int.from_bytes(content[27:30], "little") + 1, False
    if kind == b"VP8L":
        bits = int.from_bytes(content[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1, False
    if kind == b"VP8 ":
        return (
            int.from_bytes(content[26:28], "little") & 0x3FFF,
            int.from_bytes(content[28:30], "little") & 0x3FFF,
            False,
        )
    raise Flawed
