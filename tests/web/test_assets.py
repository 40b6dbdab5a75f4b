"""Static files: what is bundled, how it is named, that it is there for everybody, and how it is answered."""

import gzip
import multiprocessing
import re
import shutil
from pathlib import Path

import pytest
from werkzeug.test import Client
from werkzeug.wrappers import Response

from samskaping.web import assets
from samskaping.web.assets import SOURCE, Assets

ACCENTS = ("blabaer", "fjord", "furu", "sjo", "midnatt", "granitt", "plomme", "einer")
KB = 1000


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    return Assets(tmp_path_factory.mktemp("static"))


@pytest.fixture(scope="module")
def client(built):
    return Reader(built.serve(Response("the application", status=404)), Response)


class Reader(Client):
    def open(self, *args, **options):
        return super().open(*args, buffered=True, **options)


def path_of(built: Assets, name: str) -> Path:
    return built.root / built(name).removeprefix(assets.PREFIX)


def compressed(built: Assets, name: str) -> int:
    return Path(f"{path_of(built, name)}.gz").stat().st_size


class TestMinified:
    @pytest.mark.parametrize(
        ("css", "wanted"),
        [
            ("a { b : c ; }  /* note */\nd{}", "a{b : c}d{}"),
            ('a::before { content: "  { /* no */ } " }', 'a::before{content: "  { /* no */ } "}'),
            ("a { width: calc(1px + 2px) }", "a{width: calc(1px + 2px)}"),
            ("@media (a) and (b) { c { d: e } }", "@media (a) and (b){c{d: e}}"),
            ("a { b: url('x  y') }", "a{b: url('x  y')}"),
            (".a .b, .c > .d { e: f }", ".a .b,.c > .d{e: f}"),
            (r'a { b: "\" { }  /*" }', r'a{b: "\" { }  /*"}'),
        ],
    )
    def test_keeps_the_meaning(self, css, wanted):
        assert assets.minified(css) == wanted


class TestRelinked:
    def test_relative_addresses_become_hashed(self):
        css = "a{b:url(../img/x.svg)}c{d:url('../img/x.svg')}e{f:url( \"y.woff2\" )}"
        urls = {"img/x.svg": "/static/img/x-1.svg", "css/y.woff2": "/static/css/y-2.woff2"}
        assert assets.relinked(css, "css/a.css", urls) == (
            "a{b:url(/static/img/x-1.svg)}c{d:url(/static/img/x-1.svg)}e{f:url(/static/css/y-2.woff2)}"
        )

    @pytest.mark.parametrize("url", ["data:image/svg+xml,%3Csvg", "#part", "/static/x.svg", "https://example.no/x.svg"])
    def test_others_are_left_alone(self, url):
        assert assets.relinked(f"a{{b:url({url})}}", "css/a.css", {}) == f"a{{b:url({url})}}"

    def test_a_file_that_is_not_there_is_an_error(self):
        with pytest.raises(KeyError):
            assets.relinked("a{b:url(gone.svg)}", "css/a.css", {})


class TestBundle:
    def test_order(self):
        names = [name for _, name in assets.style_order(assets.files(SOURCE))]
        assert names[0] == "css/layers.css"
        assert names[-1] == "css/print.css"
        assert names.index("css/base.css") > max(i for i, name in enumerate(names) if name.startswith("vendor/"))

    def test_every_style_sheet_of_ours_is_in_it(self):
        ours = {p.relative_to(SOURCE).as_posix() for p in (SOURCE / "css").rglob("*.css") if p.stem not in ACCENTS}
        assert ours == {name for _, name in assets.style_order(assets.files(SOURCE)) if name.startswith("css/")}

    def test_every_script_is_in_it(self, built):
        script = path_of(built, "js/app.js").read_text("utf-8")
        for path in (SOURCE / "js").glob("*.js"):
            assert path.read_text("utf-8").strip() in script

    def test_every_address_in_it_is_a_file(self, built):
        for name in ("css/app.css", *(f"css/themes/{accent}.css" for accent in ACCENTS)):
            for url in re.findall(r"url\(([^)\"'d][^)]*)\)", path_of(built, name).read_text("utf-8")):
                assert (built.root / url.removeprefix(assets.PREFIX)).is_file(), url

    def test_the_fonts_are_in_it_by_their_hashed_names(self, built):
        css = path_of(built, "css/app.css").read_text("utf-8")
        for font in (
            "vendor/inter/inter-latin-opsz-normal.woff2",
            "vendor/newsreader/newsreader-latin-wght-normal.woff2",
        ):
            assert f"url({built(font)})" in css

    def test_no_third_party_is_called(self, built):
        for name in ("css/app.css", "js/app.js"):
            text = path_of(built, name).read_text("utf-8")
            assert set(re.findall(r"https?://[\w.]+", text)) <= {"http://www.w3.org"}
            assert "@import" not in text

    def test_first_view_leaves_room_for_the_page(self, built):
        """75 kB is for all of it; the page itself gets 30."""
        for accent in ACCENTS:
            names = ("css/app.css", f"css/themes/{accent}.css", "js/app.js")
            assert sum(compressed(built, name) for name in names) <= 45 * KB


class TestBuild:
    def test_names_follow_the_content(self, built):
        for url in built.urls.values():
            path = built.root / url.removeprefix(assets.PREFIX)
            assert assets.digest(path.read_bytes()) in path.name

    def test_texts_are_compressed_beside(self, built):
        for url in built.urls.values():
            path = built.root / url.removeprefix(assets.PREFIX)
            side = Path(f"{path}.gz")
            assert side.exists() == (path.suffix in assets.TEXT)
            if side.exists():
                assert gzip.decompress(side.read_bytes()) == path.read_bytes()
                assert side.read_bytes()[4:8] == bytes(4), "no time of making: the same on every machine"

    def test_licences_and_notes_are_not_served(self, built):
        assert not [name for name in built.urls if Path(name).name in assets.NOT_SERVED]

    def test_an_unknown_name_is_an_error(self, built):
        with pytest.raises(KeyError):
            built("css/gone.css")

    def test_again_is_the_same_and_touches_nothing(self, built):
        before = {path: path.stat().st_mtime_ns for path in built.root.rglob("*")}
        again = Assets(built.root.parent)
        assert (again.root, again.urls) == (built.root, built.urls)
        assert {path: path.stat().st_mtime_ns for path in again.root.rglob("*")} == before

    def test_other_content_is_another_folder(self, built, tmp_path):
        source = tmp_path / "static"
        shutil.copytree(SOURCE, source)
        style = source / "css" / "base.css"
        style.write_text(style.read_text("utf-8") + "\nb { color: red }\n", "utf-8")
        other = Assets(tmp_path / "target", source)
        assert other.root.name != built.root.name
        assert other("css/app.css") != built("css/app.css")
        assert other("img/icon.svg") == built("img/icon.svg")

    def test_many_at_once_make_one(self, tmp_path):
        with multiprocessing.get_context("spawn").Pool(4) as pool:
            roots = pool.map(_root_of, [tmp_path / "static"] * 8)
        assert len(set(roots)) == 1
        assert [path.name for path in (tmp_path / "static").iterdir()] == [Path(roots[0]).name]

    def test_one_who_comes_second_uses_the_first(self, tmp_path, monkeypatch):
        """Between looking and renaming, another process finished."""
        real = assets.write

        def slow(folder: Path, wanted: object) -> None:
            real(folder, wanted)
            if not list(tmp_path.glob("[!.]*")):
                monkeypatch.setattr(assets, "write", real)
                Assets(tmp_path)

        monkeypatch.setattr(assets, "write", slow)
        second = Assets(tmp_path)
        assert [path.name for path in tmp_path.iterdir()] == [second.root.name]

    def test_a_full_disk_leaves_nothing_half_done(self, tmp_path, monkeypatch):
        def full(folder: Path, wanted: object) -> None:
            (folder / "half").write_text("half")
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(assets, "write", full)
        with pytest.raises(OSError, match="No space"):
            Assets(tmp_path)
        assert list(tmp_path.iterdir()) == []


def _root_of(target: Path) -> str:
    return str(Assets(target).root)


class TestServed:
    def test_for_a_year_and_for_us_alone(self, built, client):
        for name in ("css/app.css", "js/app.js", "img/icon.svg", "vendor/inter/inter-latin-opsz-normal.woff2"):
            answer = client.get(built(name))
            assert answer.status_code == 200
            assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
            assert "Access-Control-Allow-Origin" not in answer.headers
            for header, value in assets.HEADERS.items():
                assert answer.headers[header] == value

    def test_compressed_for_who_reads_that(self, built, client):
        plain = client.get(built("css/app.css"))
        small = client.get(built("css/app.css"), headers={"Accept-Encoding": "gzip"})
        assert "Content-Encoding" not in plain.headers
        assert small.headers["Content-Encoding"] == "gzip"
        assert "Accept-Encoding" in small.headers["Vary"]
        assert gzip.decompress(small.data) == plain.data

    @pytest.mark.parametrize(
        "url",
        [
            "/static/", "/static/css", "/static/css/app.css", "/static/../assets.py", "/static/%2e%2e/assets.py",
            "/static/vendor/inter/LICENSE", "/halden/static/css/app.css", "/",
        ],
    )  # fmt: skip
    def test_everything_else_is_the_applications(self, client, url):
        assert client.get(url).data == b"the application"

    def test_types(self, built, client):
        for name, kind in {
            "css/app.css": "text/css",
            "js/app.js": "text/javascript",
            "img/icon.svg": "image/svg",
        }.items():
            assert client.get(built(name)).headers["Content-Type"].startswith(kind)


class TestVendored:
    def test_each_package_has_its_licence_and_the_locked_version(self):
        lock = (SOURCE.parent.parent / ".ci" / "vendor.lock").read_text("utf-8")
        packages = [line.split()[1] for line in lock.splitlines() if line and not line.startswith("#")]
        found = {}
        for folder in (SOURCE / "vendor").iterdir():
            assert (folder / "LICENSE").stat().st_size > 500
            name, version = (folder / "VERSION").read_text("utf-8").split()
            found[f"{name}@{version}"] = folder.name
        assert sorted(found) == sorted(packages)
