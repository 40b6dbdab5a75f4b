"""What comes with a form: looked at, laid in the store, and attached; what is not kept, is not left lying there."""

import hashlib
import logging
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask import current_app

from samskaping.actions import files as deeds
from samskaping.actions.files import Change, Outcome, Upload
from samskaping.context import Context
from samskaping.errors import Denied
from samskaping.language import gettext as _
from samskaping.outside import file_kinds, file_stores
from samskaping.rules import file_names, limits
from samskaping.rules.files import new_key

_log = logging.getLogger(__name__)


def store() -> file_stores.Store:
    """Where files lie."""
    return file_stores.store(current_app.config["SETTINGS"].files)


def put(ctx: Context, kind: str, name: str, change: Change, chosen: Sequence[Any]) -> tuple[Outcome, list[str]]:
    """Change the files of one thing, with the good ones of those that came along. Answers what came of it, and what is
    wrong with each of the others, by name; raises what ``deeds.put`` does.
    """
    flaws: list[str] = []
    laid: list[Upload] = []
    kept: frozenset[str] = frozenset()
    try:
        for file in chosen[: limits.FILES_AT_ONCE]:
            _lay(file, laid, flaws)
        outcome = deeds.put(ctx, kind, name, replace(change, uploads=laid))
        kept = outcome.kept
    finally:
        for one in (one for one in laid if one.key not in kept):
            _forget(one.key)
    if len(chosen) > limits.FILES_AT_ONCE:
        flaws.append(_("Velg høyst %(most)s filer om gangen. De første er lagt ved.") % {"most": limits.FILES_AT_ONCE})
    return outcome, flaws


def _lay(file: Any, laid: list[Upload], flaws: list[str]) -> None:
    content = file.stream.read(limits.FILE_BYTES + 1)
    shown = file_names.cleaned(file.filename) or _("Fila")
    try:
        kind = file_kinds.recognised(content, file.filename)
        key = new_key()
        store().put(key, content)
    except file_stores.Away as away:
        _log.warning("the store of files does not answer: %s", away)
        flaws.append(f"«{shown}»: " + _("Vi får ikke lagret filer nå. Prøv igjen om litt."))
    except Denied as error:
        flaws.append(f"«{shown}»: {error.message}")
    else:
        name = file_names.named(file.filename, kind, _("Vedlegg"))
        laid.append(Upload(name, kind, len(content), hashlib.sha256(content).hexdigest(), key))


def _forget(key: str) -> None:
    try:
        store().delete(key)
    except file_stores.Away as away:
        _log.warning("a file that is not kept goes later: %s", away)
