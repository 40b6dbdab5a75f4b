"""«Jeg er habil i denne saken»: asked in the form of whoever decides in a case without having said so yet."""

from typing import Any

from flask import g

from samskaping.actions import impartiality


def keep(form: Any) -> None:
    """Keep the word that the form gives, in the transaction of what is decided; nothing when it was not asked."""
    if "impartial" in form and form.impartial.data:
        impartiality.vouch(g.ctx, form.case_keys)
