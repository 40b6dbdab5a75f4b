"""What a moderator can do with many texts at once, and what stands in the way in each of them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from samskaping.language import gettext as _
from samskaping.rules.moderation import Deed
from samskaping.rules.pipeline import State
from samskaping.rules.policy import Actor, Can, Thing, allowed
from samskaping.rules.roles import Role

#: Against many texts with one reason. Approving is done one by one: each text is to be read before all can read it.
TOGETHER = (Deed.SKJULT, Deed.AVVIST)


class Text(Thing, Protocol):
    """A chosen text, as far as a deed asks."""

    @property
    def state(self) -> State | None: ...
    @property
    def waits_since(self) -> datetime | None: ...
    @property
    def is_refused(self) -> bool: ...
    @property
    def is_retracted(self) -> bool: ...
    @property
    def hidden_at(self) -> datetime | None: ...
    @property
    def partial_ids(self) -> Collection[int]: ...


def obstacle(actor: Actor, text: Text, deed: Deed) -> str:
    """Why the deed cannot be done with a text, in words; nothing when it can."""
    if not allowed(actor, Can.MODERATE, text):
        return _("Du er inhabil i saken")
    if text.writer_id is not None and text.writer_id == actor.person_id:
        return _("Du har skrevet teksten selv. La en annen avgjøre den.")
    return _decided(text) or _unfit(text, deed)


def _decided(text: Text) -> str:
    """What has come of a text that stands open for no such deed any more."""
    if text.state is State.UTKAST:
        return _("Forslaget er sendt tilbake til den som skrev")
    if text.hidden_at:
        return _("Teksten er skjult fra før")
    if text.is_refused:
        return _("Teksten er avvist fra før")
    return _("Den som skrev, har trukket teksten") if text.is_retracted else ""


def _unfit(text: Text, deed: Deed) -> str:
    if deed is Deed.SKJULT and text.waits_since:
        return _("Teksten er ikke publisert. Avvis den i stedet.")
    if deed is Deed.AVVIST and not text.waits_since:
        return _("Teksten er publisert. Skjul den i stedet.")
    return ""


@dataclass(frozen=True)
class Writer:
    """Whoever wrote a text, as permissions ask: themselves, their roles here, and who is partial in the case."""

    writer_id: int
    roles: frozenset[Role]
    partial_ids: Collection[int]
    is_blocked: bool
    session_id: None = None


def unblockable(actor: Actor, writer: Writer) -> str:
    """Why a writer cannot be blocked, in words; nothing when they can."""
    if writer.is_blocked:
        return _("Er blokkert fra før")
    return "" if allowed(actor, Can.PERSON_BLOCK, writer) else _("Ansatt på ditt eget nivå eller over")
