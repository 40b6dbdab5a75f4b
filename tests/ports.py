"""Ports for servers that are to open them themselves."""

import socket


def reserved() -> int:
    """A port that the kernel gives to nobody for a minute, but to whoever asks for it by number.

    One connection has been shut on it from our side, and waits there; a port that was only looked up and let go can be
    somebody's own before it is opened.
    """
    with socket.create_server(("127.0.0.1", 0)) as door, socket.create_connection(door.getsockname()):
        ours, _address = door.accept()
        ours.close()
        return int(door.getsockname()[1])
