"""A municipality's list of words: how it is read, and which of them stand in a text."""

import time

import pytest

from samskaping.rules import limits
from samskaping.rules.moderation import found_words, listed
from samskaping.rules.municipalities import words_flaw

LIST = "idiot\nKjøp billig\nf***\n#hat"


def test_a_list_has_each_word_once_without_empty_lines_and_idle_spaces():
    assert listed(" Idiot \n\n  kjøp \t billig\nIDIOT\n \nKjøp  billig") == ("Idiot", "kjøp billig")
    assert listed("") == listed(None) == ()


@pytest.mark.parametrize(("written", "found"), [
    ("Du er en idiot.", ("idiot",)), ("IDIOT!", ("idiot",)), ("**idiot**", ("idiot",)), ("_idiot_", ("idiot",)),
    ("«Idiot»", ("idiot",)), ("idiotene", ()), ("en idiotisk sak", ()), ("vidiot", ()), ("idiot2", ()),
    ("Kjøp\nbillig sement", ("Kjøp billig",)), ("kjøp  BILLIG", ("Kjøp billig",)), ("kjøp noe billig", ()),
    ("kjo\u0308p billig", ()), ("KJØP BILLIG, idiot", ("idiot", "Kjøp billig")), ("f***", ("f***",)), ("f", ()),
    ("mer#hat", ("#hat",)), ("#hatt", ()), ("id\u00adi\u200bot", ("idiot",)), ("ｉｄｉｏｔ", ("idiot",)), ("", ()),
])  # fmt: skip
def test_whole_words_are_found_however_they_are_written(written, found):
    assert found_words(LIST, written) == found


def test_a_word_is_found_in_any_of_the_texts_and_never_across_two():
    assert found_words(LIST, "Fint", "Så idiot", "") == ("idiot",)
    assert found_words(LIST, "Kjøp", "billig") == ()
    assert found_words("å\nNÆRING", "A\u030a nei, næring") == ("å", "NÆRING")
    assert found_words(None, "idiot") == found_words("\n", "idiot") == ()


def test_a_list_that_is_too_long_and_a_word_that_is():
    assert words_flaw("\n".join(f"ord {number}" for number in range(limits.READ_FIRST_WORDS))) == ""
    assert words_flaw("\n".join(f"ord {number}" for number in range(limits.READ_FIRST_WORDS + 1)))
    assert words_flaw("x" * limits.READ_FIRST_WORD) == ""
    assert "«xxxxx" in words_flaw("x" * (limits.READ_FIRST_WORD + 1))


def test_the_longest_list_is_looked_for_in_the_longest_text_in_no_time():
    most = "\n".join("a " * 29 + f"{number:02}" for number in range(limits.READ_FIRST_WORDS))
    began = time.process_time()
    assert found_words(most, "a " * (limits.PROSE // 2)) == ()
    assert time.process_time() - began < 2
