"""The band: each municipality's own knitted border, drawn from its number.

The county (the first two digits) gives the rose, the last two give the stitches between the roses. So
neighbours are kin and no two are alike. Only rows 0-3 are written down; rows 4-6 mirror them, and the
repeat is mirrored about the middle of the rose, as a knitter would do it.
"""

from functools import cache
from typing import NamedTuple

ROWS = 7

ROSES = {  # by county; top four rows
    "03": ("....#....", "..#.#.#..", ".#.###.#.", "#.##.##.#"),
    "11": ("#...#...#", ".#.#.#.#.", "..##.##..", ".##...##."),
    "15": ("...#...", "..#.#..", ".#...#.", "#..#..#"),
    "18": ("#.......#", "##..#..##", ".##.#.##.", "..##.##.."),
    "31": ("...#...", "..###..", ".##.##.", "##.#.##"),
    "32": ("...#...", "...#...", "..###..", "####.##"),
    "33": ("#.....#", "##...##", ".##.##.", "..###.."),
    "34": ("..##.##..", ".#..#..#.", "#...#...#", "#.##.##.#"),
    "39": ("..#.#..", ".##.##.", "###.###", "..#.#.."),
    "40": ("#..#..#", ".#.#.#.", "..###..", "###.###"),
    "42": ("..###..", ".#...#.", "#..#..#", "#.###.#"),
    "46": (".#...#.", "###.###", "#.###.#", "..#.#.."),
    "50": ("....#....", "...###...", "#.##.##.#", "###...###"),
    "55": ("#...#...#", "##.###.##", ".###.###.", "..#...#.."),
    "56": ("...#.#...", "..##.##..", ".#..#..#.", "#..###..#"),
}
BETWEEN = (  # by the third digit
    ("...", "...", ".#.", "#.#"),
    ("...", "...", "...", ".#."),
    ("...", "...", ".#.", "###"),
    ("...", ".#.", "...", ".#."),
    ("#", "#", "#", "#"),
    (".#.", "#.#", ".#.", "#.#"),
    ("...", "#.#", ".#.", "#.#"),
    (".....", "..#..", ".###.", "#####"),
    ("#...#", ".#.#.", "..#..", ".#.#."),
    ("..#..", ".#.#.", "#...#", ".#.#."),
)
STITCHES = (  # by the fourth digit; on the right of a rose as written, on the left mirrored
    (".", ".", ".", "."),
    ("#", ".", ".", "."),
    (".", "#", ".", "."),
    (".", ".", "#", "."),
    (".", ".", ".", "#"),
    ("..", "..", "..", "#."),
    ("#", ".", "#", "."),
    (".", "#", ".", "#"),
    ("...", ".#.", "...", ".#."),
    ("...", "#..", ".#.", "..#"),
)


class Pattern(NamedTuple):
    """One repeat: its rows of '#' and '.', its width, and the same as an SVG path with one unit per stitch."""

    rows: tuple[str, ...]
    width: int
    path: str


def _rows(number: str) -> tuple[str, ...]:
    """`number` is a municipality number of four digits; a county that is not in the register borrows a rose."""
    roses = list(ROSES.values())
    rose = ROSES.get(number[:2]) or roses[int(number[:2]) % len(roses)]
    middle, stitch = BETWEEN[int(number[2])], STITCHES[int(number[3])]
    upper = [rose[i] + stitch[i] + middle[i] + stitch[i][::-1] for i in range(4)]
    return (*upper, *upper[2::-1])


def _path(rows: tuple[str, ...]) -> str:
    """Runs of stitches as rectangles."""
    runs = []
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            length = len(row[x:]) - len(row[x:].lstrip("#"))
            if length:
                runs.append(f"M{x} {y}h{length}v1h-{length}z")
            x += length or 1
    return "".join(runs)


@cache
def pattern(number: str) -> Pattern:
    rows = _rows(number)
    return Pattern(rows, len(rows[0]), _path(rows))
