"""Passwords: long, any characters, and never what guessers try first."""

import time

import pytest

from samskaping.outside import passwords
from samskaping.rules.passwords import flaw

ME = ("Kari Nordmann", "kari.nordmann@halden.example.no", "Halden")


@pytest.mark.case("AU-24")
@pytest.mark.parametrize(
    "password",
    [
        "grønne epler på låven",
        "to små troll i skogen",
        "kaffe med melk i Tistedal",
        "xkq vbn trw plo mnd",
        "🦊🐟🌲🍎🧶🚲⛵🎣🧀🏔🦌🐧🌧🔔🎻",
        "kari liker blå hester og sur sild",
        " mellomrom foran og bak ",
        "a1!" * 4 + "hvalross",
    ],
)
def test_what_is_long_and_ones_own_is_taken(password: str):
    assert flaw(password, about=ME) == ""


@pytest.mark.case("AU-24")
@pytest.mark.parametrize(
    "password",
    [
        "passordpassord1",
        "Passord123456789",
        "P@ssw0rdP@ssw0rd",
        "123456789012345",
        "qwertyuiopåasdfgh",
        "aaaaaaaaaaaaaaa",
        "norge norge norge",
        "Fotballsommer2026",
        "correct horse battery staple",
        "abcabcabcabcabcabc",
        "hemmeligpassord!!",
        "1q2w3e4r5t6y7u8i",
        "Velkommen2026!!!",
        "jegelskerdeg123456",
    ],
)
def test_what_guessers_try_is_refused(password: str):
    assert "lett å gjette" in flaw(password, about=ME)


@pytest.mark.case("AU-24")
@pytest.mark.parametrize(
    "password", ["Kari Nordmann 1985", "kari.nordmann@halden", "nordmannkarihalden", "samskaping halden"]
)
def test_what_others_know_of_one_is_refused(password: str):
    assert flaw(password, about=ME) != ""


@pytest.mark.case("AU-24")
def test_lengths_are_code_points_after_composing():
    assert flaw("grønne epler a") != ""
    assert flaw("grønne epler på") == ""
    assert flaw("å" * 7 + "bcdefgh") != ""
    decomposed = "gra\u030a te" + "a\u030a" * 7
    assert len(decomposed) > 15
    assert "minst 15" in flaw(decomposed)
    assert flaw("grønne epler på låven" + "x" * 107) == ""
    assert "høyst 128" in flaw("grønne epler på låven" + "x" * 108)


def test_a_hostile_password_is_judged_quickly():
    begun = time.process_time()
    for hostile in ("a" * 128, "ab" * 64, "passord" * 18, "1" * 127 + "x", "\u0301" * 128):
        flaw(hostile, about=(hostile, hostile))
    assert time.process_time() - begun < 1


@pytest.mark.case("AU-24")
def test_what_is_stored_is_argon2id_and_the_same_however_it_is_composed():
    stored = passwords.hashed("blå å gra\u030a te i skogen")
    assert stored.startswith("$argon2id$v=19$m=")
    memory, turns, lanes = (int(part.split("=")[1]) for part in stored.split("$")[3].split(","))
    assert (memory >= 19_456, turns >= 2, lanes) == (True, True, 1)
    assert passwords.fits(stored, "blå å grå te i skogen")
    assert not passwords.fits(stored, "blå å grå te i  skogen")
