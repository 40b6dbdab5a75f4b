"""Addresses that belong to the host itself."""

#: First parts of addresses that belong to the host itself; no municipality may be called one of them.
ROOT_PATHS = frozenset(
    {
        "static",
        "healthz",
        "readyz",
        "robots.txt",
        "sitemap.xml",
        "favicon.ico",
        ".well-known",
        "id-porten",
        "ansatt",
        "csp",
        "_postkasse",
        "_components",
    }
)
