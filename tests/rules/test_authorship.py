"""Each sentence is whose version brought it in."""

from samskaping.rules.authorship import Passage, passages

FIRST = ("Ola", "En benk ved elva. Den er grønn.\n\nSlutt.")


def test_a_text_that_nobody_has_changed_is_its_first_writer_s():
    assert passages([FIRST, ("Kari", FIRST[1])]) == [Passage("Ola", FIRST[1])]
    assert passages([]) == passages([("Ola", "")]) == []


def test_a_changed_sentence_is_its_changer_s_and_the_rest_stays():
    found = passages([FIRST, ("Kari", "En benk ved elva. Den er blå. Vi maler den.\n\nSlutt.")])
    assert found == [
        Passage("Ola", "En benk ved elva. "),
        Passage("Kari", "Den er blå. Vi maler den.\n\n"),
        Passage("Ola", "Slutt."),
    ]


def test_what_is_put_before_or_between_does_not_move_what_stood_to_somebody_else():
    found = passages([FIRST, ("Kari", "Først. " + FIRST[1]), ("Per", "Først. " + FIRST[1] + " Etterpå.")])
    assert [(one.who, one.text) for one in found] == [("Kari", "Først. "), ("Ola", FIRST[1] + " "), ("Per", "Etterpå.")]


def test_what_was_taken_out_and_comes_back_is_whoever_s_who_brought_it_back():
    assert passages([FIRST, ("Kari", "Slutt."), ("Per", "En benk ved elva. Slutt.")]) == [
        Passage("Per", "En benk ved elva. "), Passage("Ola", "Slutt."),
    ]  # fmt: skip


def test_all_text_is_there_and_a_hostile_one_takes_no_time():
    text = "a.b!c?\n" * 1_000
    assert "".join(one.text for one in passages([("Ola", text), ("Kari", text[::-1])])) == text[::-1]
