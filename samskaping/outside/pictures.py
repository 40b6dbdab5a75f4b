"""Pictures from people: looked at where somebody waits, and made anew by the worker in a process of its own."""

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from samskaping.errors import Unfit
from samskaping.language import gettext as _
from samskaping.outside import picture_sizes
from samskaping.rules.files import PIXELS_MOST, SIDE_MOST, WHOLE_PIXELS_MOST, WIDTHS, FileKind

_SIZES = {FileKind.JPEG: picture_sizes.jpeg, FileKind.PNG: picture_sizes.png, FileKind.WEBP: picture_sizes.webp}
#: What making one picture may cost at the most; whatever is within the limits of size costs far less.
CPU_SECONDS, CLOCK_SECONDS, MEMORY = 10, 60, 1_000_000_000
_MAKER = Path(__file__).with_name("picture_making.py")


@dataclass(frozen=True)
class Made:
    """A picture in one of the widths that are served; ``width`` and ``height`` are its true ones."""

    nominal: int
    width: int
    height: int
    content: bytes


class NotMade(Exception):
    """This cannot be made a picture of; trying again will not help."""


def check(content: bytes, kind: FileKind) -> None:
    """Look at a picture without decoding it. Raises ``Unfit`` for one that is broken, moves or is too large."""
    try:
        width, height, scales = _SIZES[kind](content)
    except picture_sizes.Animated:
        raise Unfit(file=_("Bildet beveger seg. Send et som står stille.")) from None
    except (picture_sizes.Flawed, IndexError):
        raise Unfit(file=_("Bildet er skadet eller ikke kommet fram helt. Prøv å lagre det på nytt.")) from None
    most = PIXELS_MOST if scales else WHOLE_PIXELS_MOST[kind]
    if not width or not height or max(width, height) > SIDE_MOST or width * height > most:
        words = _("Bildet er for stort: %(width)s × %(height)s punkter. Det kan ha høyst %(most)s millioner punkter.")
        raise Unfit(file=words % {"width": width, "height": height, "most": most // 1_000_000})


def make(content: bytes) -> list[Made]:
    """The picture upright, without anything but its pixels, in each width up to its own. Raises ``NotMade``."""
    with tempfile.TemporaryDirectory(prefix="samskaping-") as name:
        folder = Path(name)
        (folder / "original").write_bytes(content)
        bounds = (PIXELS_MOST, CPU_SECONDS, MEMORY, *WIDTHS)
        try:
            done = subprocess.run(  # noqa: S603  our own program, with numbers of ours
                [sys.executable, "-I", "-B", str(_MAKER), name, *map(str, bounds)],
                env={},
                cwd=name,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=CLOCK_SECONDS,
                check=True,
            )
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
            raise NotMade(_kind_of(error)) from None
        sizes = json.loads(done.stdout)
        return [
            Made(int(nominal), width, height, (folder / nominal).read_bytes())
            for nominal, (width, height) in sizes.items()
        ]


def _kind_of(error: subprocess.CalledProcessError | subprocess.TimeoutExpired) -> str:
    """The class of what went wrong, for the log: its words may hold what stands in the file."""
    if isinstance(error, subprocess.TimeoutExpired):
        return "too slow"
    last = (error.stderr or b"").decode("utf-8", "replace").strip().splitlines()[-1:]
    return last[0].partition(":")[0] if last else f"ended with {error.returncode}"
