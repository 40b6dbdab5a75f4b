"""What must not stand in public text is found however it is written, and what only looks like it is left alone.

Every national number here is synthetic: its month is raised by 80, which no person has (Skatteetaten, Tenor).
"""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samskaping.rules.intakes import Channel
from samskaping.rules.private_numbers import (
    Private,
    find,
    is_account_number,
    is_national_number,
    mark,
    national_number_flaw,
    words,
)
from samskaping.rules.sheet_rows import Names, Reading, read

K1, K2 = (3, 7, 6, 1, 8, 9, 4, 5, 2), (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
SYNTHETIC = "23867109315"
DIGITS = ("0123456789", "٠١٢٣٤٥٦٧٨٩", "०१२३४५६७८९", "０１２３４５６７８９", "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗")
BETWEEN = ("", " ", "-", ".", " - ", "\u00a0", "\u2009", "\u200b", "\u00ad", "–", "/", "\n")


def control(digits, weights, rest=0):
    """The control digit that leaves this rest, or none when it would be 10."""
    found = (rest - sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True))) % 11
    return None if found == 10 else str(found)


@st.composite
def national(draw, rests=(0,)):
    """A synthetic number as registers make them; ``rests`` is what its first control digit may leave."""
    day = date(2000, 1, 1) + timedelta(days=draw(st.integers(0, 36_000)))
    d_number = draw(st.booleans())
    born = f"{day.day + 40 * d_number:02}{day.month + 80:02}{day.year % 100:02}"
    nine = born + f"{draw(st.integers(0, 999)):03}"
    first = control(nine, K1, draw(st.sampled_from(rests)))
    second = control(nine + first, K2) if first else None
    if second is None:
        return SYNTHETIC
    return nine + first + second


def kinds(text):
    return [one.kind for one in find(text)]


@given(national())
def test_numbers_of_today_are_known(number):
    assert is_national_number(number)


@given(national(rests=(1, 2, 3)))
def test_numbers_given_from_2032_are_known(number):
    assert is_national_number(number)


@pytest.mark.parametrize("rest", range(4, 11))
def test_a_first_control_digit_that_leaves_anything_else_is_none(rest):
    tried = [made(f"018100{individual:03}", rest) for individual in range(50)]
    assert any(tried)
    assert not any(is_national_number(number) for number in tried if number)


@given(national(rests=(0, 1, 2, 3)), st.integers(1, 9))
def test_a_wrong_last_digit_makes_it_none(number, step):
    wrong = number[:10] + str((int(number[10]) + step) % 10)
    assert not is_national_number(wrong)


@given(
    national(rests=(0, 1, 2, 3)),
    st.sampled_from(DIGITS),
    st.lists(st.sampled_from(BETWEEN), min_size=10, max_size=10),
    st.sampled_from(("", "Mitt nummer er ", "(", "3 barn, ")),
    st.sampled_from(("", ".", " takk", ", hilsen Ola", ") og")),
)
def test_a_number_is_found_in_any_digits_with_anything_between(number, script, between, before, after):
    signs = [script[int(digit)] for digit in number]
    written = signs[0] + "".join(gap + sign for gap, sign in zip(between, signs[1:], strict=True))
    assert Private.FODSELSNUMMER in kinds(before + written + after)


@pytest.mark.parametrize("month", ["31824838789", "00867109315", "23937109315"])
def test_what_is_no_day_is_no_number(month):
    assert not is_national_number(month)


@pytest.mark.parametrize(
    "text",
    [
        "Saken har nummer 2026-000123, se også 2025-0001234.",
        "https://example.no/sak/23867109315?a=91234567",
        "Det ligger på 59.12345678, 11.38765432.",
        "59.12345 10.12345",
        "Det koster 25 000 000 kroner, eller kr 22334455.",
        "Beløpet er 91234567,- og ikke 1 200 000,50.",
        "Foreningen har 974 760 673 og 974760673 i Brønnøysund.",
        "Møtet er 04.12.2026-05.12.2026 fra 17.00 til 19.30.",
        "Levert 20261122, mellom 2025 2026 og 2027.",
        "238671093151 og 2386710931 er for langt og for kort.",
        "1 2 3 4 5 6 7 8 9 10 11 12",
        "gnr. 12 bnr. 345 fnr. 6 snr. 7",
        "Veien er 12345678 mm lang. Vi var 22-33 stykker, på 1/2 time.",
        "@kommunen er ikke noen adresse, og ikke a@b heller.",
    ],
)
def test_what_only_looks_like_it_is_left_alone(text):
    assert find(text) == ()


@pytest.mark.parametrize(
    ("text", "what", "written"),
    [
        ("Ring meg på 912 34 567.", Private.TELEFON, "912 34 567"),
        ("Tlf. 22 33 44 55", Private.TELEFON, "22 33 44 55"),
        ("tlf:91234567", Private.TELEFON, "91234567"),
        ("(+47 91234567)", Private.TELEFON, "+47 91234567"),
        ("0047 912 34 567 hele dagen", Private.TELEFON, "0047 912 34 567"),
        ("Skriv til kari.demo+x@example.no.", Private.E_POST, "kari.demo+x@example.no"),
        ("Gi til 1234.56.78903 i dag", Private.KONTONUMMER, "1234.56.78903"),
        ("konto 12345678903", Private.KONTONUMMER, "12345678903"),
    ],
)
def test_what_is_asked_about_is_named_with_its_place(text, what, written):
    (one,) = find(text)
    assert (one.kind, one.written, text[one.at :].startswith(written)) == (what, written, True)


def test_a_number_that_is_both_is_taken_for_the_graver():
    both = next(
        number for individual in range(1000) if (number := made(f"238671{individual:03}")) and is_account_number(number)
    )
    assert kinds(f"{both[:4]}.{both[4:6]}.{both[6:]}") == [Private.FODSELSNUMMER]


def made(nine, rest=0):
    """The nine digits with their control digits; None when there are none."""
    first = control(nine, K1, rest)
    second = first and control(nine + first, K2)
    return second and nine + first + second


def test_a_message_never_repeats_a_national_number_whole():
    said = words(find(f"Jeg er 238671 09315 og har kari@example.no ({SYNTHETIC})"))
    assert "238671 •••••" in said
    assert "09315" not in said
    assert "kari@example.no" in said
    assert national_number_flaw("Ring 912 34 567") == ""


def test_the_mark_says_what_was_found_and_not_where():
    first, same, other = (mark(find(text)) for text in ("Ring 91234567", "Heisann: 91234567!", "Ring 91234568"))
    assert first == same != other


@given(st.text(alphabet="0123456789 .-@a+\u200b", max_size=400))
def test_any_text_is_read_without_a_fault(text):
    for one in find(text):
        assert text[one.at :].startswith(one.written)


@pytest.mark.parametrize("written", [f"Bestemor {SYNTHETIC} trenger benker.", "Ring 912 34 567 om benkene."])
def test_a_row_of_a_sheet_says_what_is_wrong_in_its_own_cell(written):
    names, headings = Names({}, {}, {}), ("Tittel", "Behov")
    reading = Reading({"title": 0, "need": 1}, headings, Channel.PAPIR, date(2026, 3, 2), "nb", names)
    _entry, found = read(("Benker i parken", written), reading)
    assert [(flaw.column, SYNTHETIC in flaw.words + flaw.written) for flaw in found] == [("need", False)]
