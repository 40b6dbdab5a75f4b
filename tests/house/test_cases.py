"""Every case of attack and fault that is wanted is shown by a test, and the checked-in table says by which."""

from tests.house.cases import LIST, NOT_HERE, WANTED, marks, shown, waiting, written

ANEW = "make cases (python -m tests.house.cases) writes it anew; commit what it wrote"


def test_the_table_of_cases_is_the_one_that_is_checked_in():
    assert written(shown()) == LIST.read_text("utf-8"), ANEW


def test_every_case_is_shown_or_waits_or_cannot_arise_here():
    """What waits can only become less: a case that lost its test stays red until it has one again."""
    tests = shown()
    left = [case for case in WANTED if case not in tests and case not in NOT_HERE]
    assert left == waiting(), ANEW


def test_no_test_names_a_case_that_nobody_asked_for():
    assert sorted(set(shown()) - set(WANTED)) == []
    assert sorted((set(NOT_HERE) - set(WANTED)) | (set(NOT_HERE) & set(shown()))) == []


def test_marks_are_read_wherever_they_can_stand(monkeypatch, tmp_path):
    monkeypatch.setattr("tests.house.cases.ROOT", tmp_path)
    path = tmp_path / "test_some.py"
    path.write_text(
        "import pytest\n"
        'pytestmark = [pytest.mark.one_database, pytest.mark.case("XX-01")]\n'
        '@pytest.mark.case("XX-02", "XX-03")\n'
        "def test_a(): ...\n"
        '@pytest.mark.parametrize("one", [pytest.param(1, marks=pytest.mark.case("XX-04")), 2])\n'
        "def test_b(one): ...\n"
    )
    assert list(marks(path)) == [
        ("XX-01", "test_some.py"),
        ("XX-02", "test_some.py::test_a"),
        ("XX-03", "test_some.py::test_a"),
        ("XX-04", "test_some.py::test_b"),
    ]
