"""The virus scanner: clamd, asked over its socket; the file is sent to it, so that it needs to reach none of ours."""

import socket
import struct
from contextlib import suppress
from urllib.parse import urlsplit

_CONNECT_SECONDS, _ANSWER_SECONDS = 4, 60
_PIECE = 64 * 1024
_ANSWER_MOST = 4_096


class Away(Exception):
    """The scanner does not answer, or not with a verdict; the file stays where nobody is given it."""


def found(address: str, content: bytes) -> str:
    """What the scanner calls what is wrong with a file; nothing for a clean one. Raises ``Away``.

    A file that is larger than the scanner takes is as good as infected: it will never be known to be clean.
    """
    try:
        with _connected(address) as connection:
            # A scanner that will not have more says so and hangs up, while we still send.
            with suppress(BrokenPipeError, ConnectionResetError):
                _send(connection, content)
            answer = _answer(connection)
    except OSError as error:
        raise Away(type(error).__name__) from None
    if answer == "stream: OK":
        return ""
    if answer.endswith(" FOUND"):
        return answer.removeprefix("stream: ").removesuffix(" FOUND")
    if "size limit exceeded" in answer:
        return "too large to scan"
    raise Away("no verdict")


def _connected(address: str) -> socket.socket:
    parts = urlsplit(address)
    if parts.scheme == "tcp":
        connection = socket.create_connection((parts.hostname or "", parts.port or 3310), _CONNECT_SECONDS)
    else:
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(_CONNECT_SECONDS)
        try:
            connection.connect(parts.path)
        except OSError:
            connection.close()
            raise
    connection.settimeout(_ANSWER_SECONDS)
    return connection


def _send(connection: socket.socket, content: bytes) -> None:
    """INSTREAM: each piece behind its length, and an empty one at the end."""
    connection.sendall(b"zINSTREAM\0")
    for place in range(0, len(content), _PIECE):
        piece = content[place : place + _PIECE]
        connection.sendall(struct.pack("!I", len(piece)) + piece)
    connection.sendall(struct.pack("!I", 0))


def _answer(connection: socket.socket) -> str:
    heard = b""
    while not heard.endswith(b"\0") and len(heard) < _ANSWER_MOST:
        piece = connection.recv(_ANSWER_MOST)
        if not piece:
            break
        heard += piece
    return heard.rstrip(b"\0").decode("utf-8", "replace").strip()
