"""Sending mail: over SMTP with TLS, or into a folder (Maildir) that developers read in the browser."""

import mailbox
import smtplib
import ssl
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes
from email.headerregistry import Address, HeaderRegistry, UniqueUnstructuredHeader
from email.message import EmailMessage
from email.policy import EmailPolicy, default
from email.utils import format_datetime, parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

_PATIENCE = 20


class _Link(UniqueUnstructuredHeader):
    """A header that holds an address: whole on one line, as RFC 8058 asks, where any other long one gets encoded."""

    def fold(self, *, policy: Any) -> str:
        return f"{self.name}: {self}{policy.linesep}"  # type: ignore[attr-defined]


_HEADERS = HeaderRegistry()
_HEADERS.map_to_type("list-unsubscribe", _Link)  # type: ignore[arg-type]  # it is mixed into one
_POLICY = EmailPolicy(utf8=False, header_factory=_HEADERS)


class NotSent(Exception):
    """The mail was not taken. ``for_good``: trying again will not help. The words hold no address."""

    def __init__(self, words: str, *, for_good: bool = False) -> None:
        super().__init__(words)
        self.for_good = for_good


@dataclass(frozen=True)
class Mail:
    """One mail to one person; ``id`` is the same each time it is tried. ``extra`` are further headers."""

    id: str
    sender: str
    to_name: str
    to_address: str
    subject: str
    text: str
    html: str
    language: str
    date: datetime
    reply_to: str = ""
    extra: dict[str, str] = field(default_factory=dict)


def send(url: str, mail: Mail) -> None:
    """Hand one mail over. Raises ``NotSent``."""
    parts, message = urlsplit(url), made(mail)
    if parts.scheme == "folder":
        _keep(parts, message)
        return
    if parts.scheme not in ("smtp", "smtps"):
        raise NotSent(f"SAMSKAPING_MAIL_URL begins with {parts.scheme}://")
    try:
        with _connected(parts) as server:
            server.send_message(message)
    except smtplib.SMTPRecipientsRefused as refused:
        code = next(iter(refused.recipients.values()))[0]
        raise NotSent(f"recipient refused ({code})", for_good=code >= 500) from None
    except (smtplib.SMTPException, OSError) as error:
        answered = getattr(error, "smtp_code", "")
        raise NotSent(f"{type(error).__name__} {answered}".strip()) from None


def made(mail: Mail) -> EmailMessage:
    """The message with its headers, plain text first and the same words as HTML beside it."""
    message = EmailMessage(policy=_POLICY)
    message["Message-ID"] = mail.id
    message["Date"] = format_datetime(mail.date)
    message["From"] = _address(*parseaddr(mail.sender))
    message["To"] = _address(mail.to_name, mail.to_address)
    message["Subject"] = one_line(mail.subject)
    if mail.reply_to:
        message["Reply-To"] = _address("", mail.reply_to)
    message["Auto-Submitted"] = "auto-generated"
    for name, value in mail.extra.items():
        message[name] = one_line(value)
    message.set_content(mail.text, cte="quoted-printable")
    message.add_alternative(mail.html, subtype="html", cte="quoted-printable")
    message["Content-Language"] = mail.language  # last: content headers before it move into the first part
    return message


def one_line(words: str) -> str:
    """Text for a header: one line, nothing that a mail program could take for another header."""
    return "".join(sign for sign in " ".join(words.split()) if sign.isprintable())


def _address(name: str, address: str) -> Address:
    return Address(display_name=one_line(name), addr_spec=one_line(address))


def _connected(parts: SplitResult) -> smtplib.SMTP:
    server = _reached(parts)
    try:
        # Neither a password nor anybody's mail crosses an open line; on one machine, TLS is taken where it is offered.
        is_here = parts.hostname in (None, "localhost", "127.0.0.1", "::1") and not parts.username
        if parts.scheme == "smtp" and (not is_here or server.has_extn("starttls")):
            server.starttls(context=ssl.create_default_context())
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
    except (smtplib.SMTPException, OSError):
        server.close()
        raise
    return server


def _reached(parts: SplitResult) -> smtplib.SMTP:
    host = parts.hostname or "localhost"
    if parts.scheme == "smtps":
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(host, parts.port or 465, timeout=_PATIENCE, context=context)
    server = smtplib.SMTP(host, parts.port or 587, timeout=_PATIENCE)
    server.ehlo()
    return server


def _keep(parts: SplitResult, message: EmailMessage) -> None:
    try:
        _box(parts, create=True).add(message.as_bytes())
    except OSError as error:
        raise NotSent(type(error).__name__) from None


def _box(parts: SplitResult, *, create: bool) -> mailbox.Maildir:
    folder = Path(unquote(parts.path))
    if create:
        folder.parent.mkdir(parents=True, exist_ok=True)
    return mailbox.Maildir(folder, create=create)


@dataclass(frozen=True)
class Kept:
    """A mail in the folder, as the mailbox page shows it."""

    key: str
    subject: str
    to: str
    date: datetime | None
    text: str = ""
    headers: tuple[tuple[str, str], ...] = ()


def kept(url: str) -> list[Kept]:
    """The mails in the folder, newest first; empty when mail goes elsewhere."""
    parts = urlsplit(url)
    if parts.scheme != "folder" or not Path(unquote(parts.path)).is_dir():
        return []
    box = _box(parts, create=False)
    found = [_shown(key, box.get_bytes(key)) for key in box.iterkeys()]
    return sorted(found, key=lambda one: (one.date.timestamp() if one.date else 0, one.key), reverse=True)


def kept_one(url: str, key: str) -> Kept | None:
    """One mail with its words and headers."""
    return next((one for one in kept(url) if one.key == key), None)


def _shown(key: str, raw: bytes) -> Kept:
    message = message_from_bytes(raw, policy=default)
    body = message.get_body(("plain",))
    date = message["Date"]
    return Kept(
        key=key,
        subject=str(message["Subject"] or ""),
        to=str(message["To"] or ""),
        date=date.datetime if date else None,
        text=body.get_content() if body else "",
        headers=tuple((name, str(value)) for name, value in message.items()),
    )
