"""Every kind of personal data is used for something that the page on privacy says, with a right and a time."""

import re

import pytest

from samskaping.rules.own_data import PARTS
from samskaping.rules.purposes import PURPOSES, kinds
from samskaping.rules.retention import RETENTION

STATED = {table for purpose in PURPOSES for table in purpose.tables}
TIMED = {keep.table.split(" ")[0] for keep in RETENTION}


def test_every_kind_of_data_has_a_purpose():
    assert {part.table for part in PARTS} - STATED == set()
    assert set() == TIMED - STATED


def test_no_purpose_names_what_there_is_not():
    assert STATED - {part.table for part in PARTS} - TIMED == set()
    every = [table for purpose in PURPOSES for table in purpose.tables]
    assert len(every) == len(set(every)), "each kind stands under what it is there for, once"


@pytest.mark.parametrize("purpose", PURPOSES, ids=lambda one: one.key)
def test_each_says_its_right_who_receives_and_how_long_in_both_forms(purpose):
    for words in (purpose.what, purpose.right, purpose.receivers):
        assert words.nb
        assert words.nn
    assert re.search(r"artikkel 6 nr. 1 bokstav [a-f]", purpose.right.nb)
    assert re.search(r"artikkel 6 nr. 1 bokstav [a-f]", purpose.right.nn)
    assert re.search(r"§|artikkel 15", purpose.right.nb)
    assert kinds(purpose)
    assert all(what.nb and why.nn for what, why in kinds(purpose))


def test_what_is_deleted_by_the_clock_is_said_where_it_is_used():
    told = {what.nb for purpose in PURPOSES for what, _why in kinds(purpose)}
    assert {keep.what.nb for keep in RETENTION} <= told
