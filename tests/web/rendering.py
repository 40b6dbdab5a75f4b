"""What the tests of components share."""

from collections.abc import Callable

from bs4 import BeautifulSoup

EVIL = "<script>alert('x')</script>\"'&"
Render = Callable[..., BeautifulSoup]
