"""Where an address leads: municipality and form out of the path or the host, before any routing."""

import pytest

from samskaping.web.tenancy import ROOT_PATHS, Tenancy


def seen(path: str, host: str = "samskaping.example.no") -> tuple[str | None, str | None, str | None, str, str, bool]:
    """(slug, own host, form, script name, path, rooted) as the application behind the middleware sees it."""
    environ = {"HTTP_HOST": host, "PATH_INFO": path, "SCRIPT_NAME": ""}
    Tenancy(lambda _environ, _start: [], frozenset({"samskaping.example.no"}))(environ, None)
    keys = ("samskaping.slug", "samskaping.host", "samskaping.form", "SCRIPT_NAME", "PATH_INFO", "samskaping.rooted")
    return tuple(environ[key] for key in keys)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/", (None, None, None, "", "/", False)),
        ("/nb/", (None, None, "nb", "/nb", "/", False)),
        ("/nb", (None, None, "nb", "/nb", "/", False)),
        ("/nn/kommuner", (None, None, "nn", "/nn", "/kommuner", False)),
        ("/halden/nb/forslag/2026-000123", ("halden", None, "nb", "/halden/nb", "/forslag/2026-000123", False)),
        ("/heroy-nordland/nn/", ("heroy-nordland", None, "nn", "/heroy-nordland/nn", "/", False)),
        ("/halden/nn", ("halden", None, "nn", "/halden/nn", "/", False)),
        ("/halden", ("halden", None, None, "", "/halden", False)),
        ("/halden/forslag", ("halden", None, None, "", "/halden/forslag", False)),
        ("/static/css/app.css", (None, None, None, "", "/static/css/app.css", True)),
        ("/healthz", (None, None, None, "", "/healthz", True)),
        ("/HALDEN/nb/", ("halden", None, "nb", "/HALDEN/nb", "/", False)),
        ("/Halden", ("halden", None, None, "", "/Halden", False)),
        ("/../nb/", (None, None, None, "", "/../nb/", False)),
    ],
)
def test_paths_on_the_shared_host(path, expected):
    assert seen(path) == expected


def test_a_municipality_on_its_own_host_needs_no_slug():
    own = "medvirkning.halden.kommune.example.no"
    assert seen("/nb/forslag", own) == (None, own, "nb", "/nb", "/forslag", False)
    assert seen("/forslag", f"{own}:443") == (None, own, None, "", "/forslag", False)
    assert seen("/halden/nb/", own)[:3] == (None, own, None)


def test_no_municipality_is_called_like_a_path_of_the_host():
    assert {seen(f"/{name}/x")[0] for name in ROOT_PATHS} == {None}
