"""The Chromium of this machine, as the tests start it.

``python -m tests.chromium`` says where it is, or what to install.
"""

import os
import shutil
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
# It asks nobody outside for anything. The sandbox refuses root, and many containers refuse the sandbox.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--font-render-hinting=none",
)


class NotFoundHere(Exception):
    """This machine has no Chromium."""


def find() -> str:
    """The path of the browser; CHROMIUM may say it."""
    for name in (os.environ.get("CHROMIUM", ""), *NAMES):  # noqa: TID251
        path = shutil.which(name) if name else None
        if path:
            return path
    raise NotFoundHere("Chromium is not installed.")


if __name__ == "__main__":
    try:
        sys.stdout.write(f"{find()}\n")
    except NotFoundHere as missing:
        sys.exit(str(missing))
