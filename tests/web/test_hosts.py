"""Which hosts the product answers on."""

from dataclasses import replace

import pytest

from samskaping.web.app import create_app


@pytest.mark.case("CS-07")
def test_a_host_that_is_not_trusted_is_told_so_in_plain_words(settings, connection):
    trusting = replace(settings, trusted_hosts=("samskaping.example.no",), base_url="https://samskaping.example.no")
    client = create_app(trusting, connection).test_client()
    for path in ("/healthz", "/nb/", "/halden/nb/forslag"):
        answer = client.get(path, base_url="http://evil.example.com")
        assert (answer.status_code, answer.mimetype, answer.text) == (400, "text/plain", "400\n")
    assert client.get("/healthz", base_url="https://samskaping.example.no").text == "ok\n"
