"""A log line is one JSON object, whatever is in it."""

import json
import logging

from samskaping.logs import JsonLines


def test_a_line_is_one_json_object_also_with_newlines_and_tracebacks():
    words = 'et "sitat"\nog en ny linje\x1b[31m'
    try:
        raise ValueError(words)
    except ValueError as error:
        record = logging.LogRecord(
            "navn", logging.ERROR, __file__, 1, "feil\ni %s", ("lås",), (ValueError, error, None)
        )
    record.status = 500
    line = JsonLines().format(record)
    assert "\n" not in line
    assert "\x1b" not in line
    read = json.loads(line)
    assert (read["level"], read["logger"], read["message"], read["status"]) == ("ERROR", "navn", "feil\ni lås", 500)
    assert "builtins.ValueError" in read["traceback"]
    assert "sitat" not in read["traceback"]
    assert "sitat" in json.loads(JsonLines(with_words=True).format(record))["traceback"]
