"""Money as Norwegian writes it, exact to the øre; and which colleagues a note names."""

from decimal import Decimal

import pytest

from samskaping.rules.evaluation import kroner, spelled


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("1 234,50", "1234.50"), ("1\u00a0234,50", "1234.50"), ("1\u202f234,5", "1234.50"), ("1.234,50", "1234.50"),
        ("1234,-", "1234.00"), ("kr 1 234", "1234.00"), ("kr. 12 000 000,05", "12000000.05"), ("0,1", "0.10"),
        ("1234 kroner", "1234.00"), ("99 999 999 999,99", "99999999999.99"), (" 7 ", "7.00"),
    ],
)  # fmt: skip
def test_kroner_are_read_exactly(written, amount):
    assert kroner(written) == Decimal(amount)


@pytest.mark.parametrize(
    "written",
    ["", "1,234.50", "12,345", "-5", "1 23", "en million", "1e9", "100 000 000 000", "١٢٣", "1 2345", "12,", "½"],
)
def test_what_is_no_amount_is_refused(written):
    assert kroner(written) is None


def test_kroner_are_spelled_with_hard_spaces():
    assert spelled(Decimal("1234.50")) == "1\u00a0234,50"
    assert spelled(Decimal(12000000)) == "12\u00a0000\u00a0000"
    assert kroner(spelled(Decimal("99999999999.99"))) == Decimal("99999999999.99")
