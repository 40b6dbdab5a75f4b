"""What is sent in, read as it was meant: bytes that are no UTF-8 are seen as such, and never become other text."""

from typing import IO, Any
from urllib.parse import parse_qsl

from flask import Request
from werkzeug.formparser import FormDataParser


class Fields(FormDataParser):
    """Werkzeug would keep broken bytes as the text «%FF%FE», which is stored and shown as if somebody had written it.

    Here a broken byte leaves U+FFFD, as it does in forms with files, and no field takes that (``text.is_showable``).
    """

    def _parse_urlencoded(self, stream: IO[bytes], mimetype: str, content_length: int | None, options: Any) -> Any:
        written = stream.read().decode(errors="replace")
        return stream, self.cls(parse_qsl(written, keep_blank_values=True, errors="replace")), self.cls()


class Sent(Request):
    """A request whose form is read so."""

    form_data_parser_class = Fields
