"""Pictures: bombs stop before they are decoded, and what is served is upright and says nothing but what it shows."""

import io
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
from PIL import Image, ImageCms

from samskaping.errors import Unfit
from samskaping.outside import pictures
from samskaping.outside.file_kinds import recognised
from samskaping.rules.files import WIDTHS, FileKind
from tests import samples

#: Run apart, so that what it measures is one file's doing: CPU seconds and peak memory (kB) over what it began with.
MEASURED = """
import resource, sys
from samskaping.errors import Unfit
from samskaping.outside.file_kinds import recognised
before = resource.getrusage(resource.RUSAGE_SELF)
content = open(sys.argv[1], "rb").read()
try:
    recognised(content, sys.argv[1])
    said = "taken"
except Unfit:
    said = "refused"
after = resource.getrusage(resource.RUSAGE_SELF)
print(said, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, after.ru_maxrss - before.ru_maxrss)
"""
BOMBS = {
    "13000.png": lambda: samples.png(13_000, 13_000),
    "20000.png": lambda: samples.png(20_000, 20_000),
    "millioner.png": lambda: samples.png(8, 8)[:16] + b"\xff\xff\xff\x7f" * 2 + samples.png(8, 8)[24:],
    "5000 ganger.gif": lambda: samples.moving("GIF", 5_000),
    "5000 ganger.png": lambda: samples.moving("PNG", 5_000),
    "500 ganger.webp": lambda: samples.moving("WEBP", 500),
    "skannet.tiff": lambda: samples.picture("TIFF"),
    "halvt.jpg": lambda: samples.photograph()[:-4_000],
    "halvt.png": lambda: samples.picture("PNG", (800, 800))[:-100],
    "halvt.webp": lambda: samples.picture("WEBP", (800, 800))[:-10],
    "høyt.png": lambda: samples.png(1, 16_001),
    "stort og gradvis.jpg": lambda: samples.picture("JPEG", (6_000, 5_000), progressive=True),
    "gjennomgått.jpg": samples.many_scans,
    "uten størrelse.jpg": lambda: b"\xff\xd8\xff\xda\0\2" + b"\0" * 50 + b"\xff\xd9",
}


#: What Pillow makes a picture of without harm, when it is asked to.
LET_THROUGH = {"halvt.jpg", "stort og gradvis.jpg", "høyt.png", "5000 ganger.png", "500 ganger.webp"}


@pytest.mark.case("UP-05")
@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_before_it_costs_anything(name, tmp_path):
    file = tmp_path / name
    file.write_bytes(BOMBS[name]())
    done = subprocess.run([sys.executable, "-c", MEASURED, file], capture_output=True, text=True, check=True)
    said, seconds, kilobytes = done.stdout.split()
    assert said == "refused"
    assert float(seconds) < 2
    assert int(kilobytes) < 150_000


@pytest.mark.case("UP-05")
@pytest.mark.parametrize("name", BOMBS)
def test_one_that_came_so_far_would_be_stopped_in_its_own_process(name, monkeypatch):
    """The second lock: whatever the look at its parts lets through. What is broken may become a picture, quickly."""
    monkeypatch.setattr(pictures, "CPU_SECONDS", 2)
    begun = time.monotonic()
    with suppress(pictures.NotMade):
        made = pictures.make(BOMBS[name]())
        assert name in LET_THROUGH
        assert all(len(one.content) < 1_000_000 for one in made)
    assert time.monotonic() - begun < pictures.CLOCK_SECONDS


def test_a_process_that_takes_too_long_is_stopped(monkeypatch):
    monkeypatch.setattr(pictures, "CLOCK_SECONDS", 0.01)
    with pytest.raises(pictures.NotMade, match="too slow"):
        pictures.make(samples.photograph())


@pytest.mark.case("UP-05")
def test_a_process_has_bounds_of_its_own(monkeypatch):
    monkeypatch.setattr(pictures, "MEMORY", 60_000_000)
    with pytest.raises(pictures.NotMade):
        pictures.make(samples.photograph(size=(4_000, 3_000)))


#: Runs the maker, and says what it held at the most (kB), which is the memory of its own alone.
HELD = """
import runpy, sys
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
print(next(line for line in open("/proc/self/status") if line.startswith("VmHWM")), file=sys.stderr)
"""
#: The largest that is taken of each kind that is decoded whole, as dear as it comes.
LARGEST = {
    FileKind.JPEG: lambda: samples.picture("JPEG", (4_900, 3_200), progressive=True, subsampling=0),
    FileKind.PNG: lambda: samples.picture("PNG", (5_400, 3_600), "RGBA"),
    FileKind.WEBP: lambda: samples.picture("WEBP", (3_000, 2_300), "RGBA"),
}


@pytest.mark.case("UP-05")
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux says what a process held")
@pytest.mark.parametrize("largest", LARGEST)
def test_the_largest_that_is_taken_is_made_anew_within_bounds(largest, tmp_path):
    content = LARGEST[largest]()
    assert recognised(content, "x") is largest
    (tmp_path / "original").write_bytes(content)
    command = [sys.executable, "-c", HELD, str(pictures._MAKER), str(tmp_path), "60000000", "10", "1000000000"]
    done = subprocess.run([*command, *map(str, WIDTHS)], capture_output=True, text=True, check=True)
    assert int(done.stderr.split()[1]) < 160_000


@pytest.mark.case("UP-07")
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photograph_is_upright_and_tells_nothing_of_place_and_owner(orientation):
    content = samples.photograph(orientation, (1_000, 700))
    assert b"Kari" in content
    assert b"TelefonMerke" in content
    made = pictures.make(content)
    for one in made:
        for trace in (
            b"Kari",
            "Kari".encode("utf-16-le"),
            b"TelefonMerke",
            b"EXIF",
            b"XMP ",
            b"ICCP",
            b"VP8X",
            b"Exif",
        ):
            assert trace not in one.content
    with Image.open(io.BytesIO(made[-1].content)) as shown:
        assert dict(shown.getexif()) == {}
        lies = orientation < 5
        assert shown.size == (made[-1].width, made[-1].height) == ((1_000, 700) if lies else (700, 1_000))
        reds = {
            place
            for place, at in {"left": (50, 350), "right": (950, 350), "top": (350, 50), "bottom": (350, 950)}.items()
            if at[0] < shown.width and at[1] < shown.height and shown.getpixel(at)[0] > 200
        }
    side = ("left", "right", "right", "left", "top", "top", "bottom", "bottom")[orientation - 1]
    assert reds & {"left", "right"} == ({side} if lies else reds & {"left", "right"})
    assert reds & {"top", "bottom"} == (reds & {"top", "bottom"} if lies else {side})


def test_a_picture_is_made_in_each_width_up_to_its_own():
    wide = pictures.make(samples.picture("PNG", (2_000, 1_000)))
    assert [(one.nominal, one.width, one.height) for one in wide] == [
        (480, 480, 240),
        (960, 960, 480),
        (1600, 1600, 800),
    ]
    assert [one.nominal for one in wide] == list(WIDTHS)
    small = pictures.make(samples.picture("PNG", (700, 70)))
    assert [(one.nominal, one.width, one.height) for one in small] == [(480, 480, 48), (960, 700, 70)]
    tall = pictures.make(samples.picture("PNG", (100, 15_000)))
    assert [(one.nominal, one.height) for one in tall] == [(480, 1_920), (960, 3_840), (1600, 6_400)]
    assert [(one.width, one.height) for one in pictures.make(samples.picture("PNG", (1, 1)))] == [(1, 1)]


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_kind_of_png_becomes_a_picture(mode):
    content = samples.picture("PNG", (600, 400), mode)
    assert recognised(content, "x.png") is FileKind.PNG
    with Image.open(io.BytesIO(pictures.make(content)[0].content)) as made:
        assert made.size == (480, 320)


@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK"])
def test_every_kind_of_jpeg_becomes_a_picture(mode):
    assert len(pictures.make(samples.picture("JPEG", (600, 400), mode))) == 2


def test_a_photograph_with_another_inside_is_one_picture():
    """Telephones add a second one for depth or light; what people see is the first."""
    made = io.BytesIO()
    first, second = Image.new("RGB", (600, 400), "green"), Image.new("RGB", (60, 40), "red")
    first.save(made, "MPO", save_all=True, append_images=[second])
    assert recognised(made.getvalue(), "x.jpg") is FileKind.JPEG
    assert [one.width for one in pictures.make(made.getvalue())] == [480, 600]


def test_what_is_clear_stays_clear():
    made = pictures.make(samples.picture("PNG", (600, 400), "RGBA"))
    with Image.open(io.BytesIO(made[0].content)) as shown:
        assert shown.convert("RGBA").getpixel((5, 5))[3] == 0


def test_colours_of_another_space_are_set_right():
    """A profile goes with all else that the file said; its colours have to be brought over first."""
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
    with_profile = samples.picture("JPEG", (600, 400), icc_profile=lab.tobytes())
    for content in (with_profile, samples.picture("JPEG", (600, 400), icc_profile=b"ikke en profil")):
        with Image.open(io.BytesIO(pictures.make(content)[0].content)) as shown:
            red, green, blue = shown.convert("RGB").getpixel((5, 5))
            assert (red > 240, green < 20, blue < 20) == (True, True, True)


@pytest.mark.case("UP-05")
def test_whatever_else_calls_itself_a_picture_is_not_made_one():
    for content in (b"", b"x" * 1_000, samples.picture("TIFF"), samples.picture("GIF"), samples.picture("BMP")):
        with pytest.raises(pictures.NotMade):
            pictures.make(content)
    with pytest.raises(Unfit, match="beveger seg"):
        recognised(samples.moving("WEBP", 300), "x.webp")
