"""Static files: bundled, named after their content, compressed once, and served for a year by WhiteNoise."""

import gzip
import hashlib
import json
import posixpath
import re
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING
from wsgiref.headers import Headers

from whitenoise import WhiteNoise

from samskaping.web import security

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

SOURCE = Path(__file__).resolve().parent.parent / "static"
PREFIX = "/static/"

DESIGNSYSTEMET = (  # order and layers as in the package's own index.css
    ("ds.base", "base heading label paragraph validation-message"),
    ("ds.components", "data-size-workaround link button input field fieldset alert skip-link details dialog list"),
    ("ds.components", "chip pagination error-summary toggle-group table breadcrumbs avatar"),
)
TEXT = frozenset({".css", ".js", ".svg", ".txt", ".json", ".webmanifest"})
NOT_SERVED = frozenset({"LICENSE", "VERSION"})
HEADERS = {
    **security.HEADERS,
    "Cache-Control": "public, max-age=31536000, immutable",  # the name changes with the content
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
}

_STRING = r"""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
_COMMENT = re.compile(_STRING + r"|/\*.*?\*/", re.DOTALL)
_SPACE = re.compile(_STRING + r"|\s*([{};,])\s*|\s+")
_URL = re.compile(r"""url\(\s*(["']?)(?!data:|#|/|https?:)([^"')]+)\1\s*\)""")


def minified(css: str) -> str:
    """The same style sheet without comments and needless blanks; strings are left alone."""

    bare = _COMMENT.sub(lambda match: match[1] or "", css)
    return _SPACE.sub(lambda match: match[1] or match[2] or " ", bare).replace(";}", "}").strip()


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:12]


def hashed(name: str, content: bytes) -> str:
    """`css/app.css` -> `css/app-0123456789ab.css`."""
    stem, ending = posixpath.splitext(name)
    return f"{stem}-{digest(content)}{ending}"


def relinked(css: str, name: str, urls: Mapping[str, str]) -> str:
    """Relative addresses in the file `name` turned into the hashed ones; KeyError for a file that is not there."""

    def linked(match: re.Match[str]) -> str:
        return f"url({urls[posixpath.normpath(posixpath.join(posixpath.dirname(name), match[2]))]})"

    return _URL.sub(linked, css)


def files(source: Path) -> dict[str, bytes]:
    """Every file below `source` by its posix path, licences and version notes apart."""
    found = (path for path in sorted(source.rglob("*")) if path.is_file() and path.name not in NOT_SERVED)
    return {path.relative_to(source).as_posix(): path.read_bytes() for path in found}


def style_order(names: Iterable[str]) -> list[tuple[str | None, str]]:
    """(layer, file) in the order of the bundle: Designsystemet under our own components, paper and contrast last."""
    vendored = [
        (layer, f"vendor/designsystemet-css/{part}.css") for layer, parts in DESIGNSYSTEMET for part in parts.split()
    ]
    components = sorted(name for name in names if name.startswith("css/components/") and name.endswith(".css"))
    ours = ["css/base.css", *components, "css/motion.css", "css/contrast.css", "css/print.css"]
    first: list[tuple[str | None, str]] = [(None, "css/layers.css"), (None, "css/fonts.css")]
    return [*first, (None, "css/themes/shared.css"), *vendored, *((None, name) for name in ours)]


def bundled_style(content: Mapping[str, bytes], urls: Mapping[str, str]) -> bytes:
    parts = []
    for layer, name in style_order(content):
        css = relinked(minified(content[name].decode()), name, urls)
        parts.append(f"@layer {layer}{{{css}}}" if layer else css)
    return "\n".join(parts).encode()


def bundled_script(content: Mapping[str, bytes]) -> bytes:
    return b";\n".join(body.strip() for name, body in sorted(content.items()) if name.startswith("js/"))


def plan(source: Path) -> dict[str, tuple[str, bytes]]:
    """name -> (hashed name, content) of all that is served; pure but for reading `source`."""
    content = files(source)
    served = {name: body for name, body in content.items() if not name.endswith((".css", ".js"))}
    urls = {name: PREFIX + hashed(name, body) for name, body in served.items()}
    for name, body in content.items():
        if name.startswith("css/themes/") and name != "css/themes/shared.css":
            served[name] = minified(body.decode()).encode()
    served["css/app.css"] = bundled_style(content, urls)
    served["js/app.js"] = bundled_script(content)
    return {name: (hashed(name, body), body) for name, body in served.items()}


def write(folder: Path, wanted: Mapping[str, tuple[str, bytes]]) -> None:
    """Writes the hashed files, and beside every text a .gz that is the same on every machine."""
    for hashed_name, body in wanted.values():
        path = folder / hashed_name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)
        if path.suffix in TEXT:
            path.with_name(path.name + ".gz").write_bytes(gzip.compress(body, compresslevel=9, mtime=0))


class Assets:
    """The static files of this start: `assets("css/app.css")` is an address, `assets.serve(app)` answers it."""

    def __init__(self, target: Path, source: Path = SOURCE) -> None:
        """Builds into a folder below `target` named after the content; safe when several processes do it at once."""
        wanted = plan(source)
        self.urls = {name: PREFIX + hashed_name for name, (hashed_name, _) in wanted.items()}
        self.root = target / digest(json.dumps(sorted(self.urls.values())).encode())
        if not self.root.is_dir():
            self._build(target, wanted)

    def _build(self, target: Path, wanted: Mapping[str, tuple[str, bytes]]) -> None:
        """Builds beside, then renames: a reader sees all of it or nothing, and the first of several wins."""
        target.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=".building-", dir=target))
        try:
            write(draft, wanted)
            draft.chmod(0o755)
            draft.rename(self.root)
        except OSError:
            if not self.root.is_dir():
                raise
        finally:
            shutil.rmtree(draft, ignore_errors=True)

    def __call__(self, name: str) -> str:
        """The address of a file as it is named in samskaping/static; KeyError for one that is not there."""
        return self.urls[name]

    def serve(self, app: "WSGIApplication", headers: Mapping[str, str] = HEADERS) -> WhiteNoise:
        """The application behind its static files; what is not there is the application's own 404."""

        def add(given: Headers, _path: str, _url: str) -> None:
            for name, value in headers.items():
                given[name] = value

        return WhiteNoise(
            app,
            root=str(self.root),
            prefix=PREFIX,
            allow_all_origins=False,
            add_headers_function=add,
        )
