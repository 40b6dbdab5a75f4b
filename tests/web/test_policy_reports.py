"""What browsers tell of pages that broke their policy: taken in without a form, and kept without anything personal."""

import json

import pytest

STOPPED = {
    "type": "csp-violation",
    "age": 10,
    "url": "https://samskaping.example/halden/nb/lenke/Hemmelig-nokkel_123?e=ola@example.no",
    "body": {
        "effectiveDirective": "script-src-elem",
        "blockedURL": "https://bruker:ord@ondt.example:8443/skript.js?om=ola",
        "documentURL": "https://samskaping.example/halden/nb/forslag/2026-000001/lenke/Hemmelig-nokkel_123?e=ola@example.no",
        "sourceFile": None,
        "sample": "Ola bor i Storgata",
    },
}


def tells_of_policy(site, told, mimetype="application/reports+json", **more):
    visitor = site.visitor()
    data = told if isinstance(told, str | bytes) else json.dumps(told)
    visitor._ask("POST", "http://localhost/csp", data=data, content_type=mimetype, **more)
    return visitor


def tells(site, *told, **more):
    return tells_of_policy(site, *told, **more).answer.status_code


def test_what_a_policy_stopped_is_a_line_in_the_log_that_tells_of_nobody(site, caplog):
    inline = {"type": "csp-violation", "body": {"effectiveDirective": "style-src-attr", "blockedURL": "inline"}}
    assert tells(site, [STOPPED, inline, {"type": "deprecation", "body": {}}, "tull", {"type": "csp-violation"}]) == 204
    said = [
        (one.directive, one.blocked, one.page, one.source) for one in caplog.records if "policy" in one.getMessage()
    ]
    assert said == [
        ("script-src-elem", "https://ondt.example:8443", "/halden/nb/forslag/…/lenke/…", ""),
        ("style-src-attr", "inline", "", ""),
    ]
    assert not [
        word for word in ("Hemmelig", "ola@", "Storgata", "ord@") if word in str([vars(r) for r in caplog.records])
    ]


@pytest.mark.parametrize(
    ("told", "mimetype", "status"),
    [
        ("[" * 15_000, "application/reports+json", 400),
        ("{", "application/reports+json", 400),
        (b"\xff\xfe", "application/reports+json", 400),
        ("[]" + " " * 30_000, "application/reports+json", 413),
        (
            '[{"type": "csp-violation", "body": {"blockedURL": "http://[", "documentURL": 7}}]',
            "application/reports+json",
            204,
        ),
        ("{}", "application/reports+json", 204),
        ("[]", "application/json", 415),
    ],
)
def test_what_is_no_report_is_answered_and_nothing_more(site, told, mimetype, status):
    assert tells(site, told, mimetype) == status


def test_a_browser_needs_no_form_of_ours_and_another_site_cannot_send_it(site):
    assert tells(site, [STOPPED], headers={"Sec-Fetch-Site": "same-origin"}) == 204
    assert tells(site, [STOPPED], headers={"Sec-Fetch-Site": "cross-site"}) == 403
