"""«Jeg er habil i denne saken»: asked in the form of whoever decides in a case without having said so yet."""

from typing import Any


def says_so(form: Any) -> bool:
    """Whether the form says that whoever sends it is impartial; no when it was not asked."""
    return "impartial" in form and bool(form.impartial.data)
