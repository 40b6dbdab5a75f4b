"""The checked-in table of attacks and faults: each with the tests that show it to be closed.

A test says which by ``@pytest.mark.case("AC-02")``. ``python -m tests.house.cases`` (make cases) writes cases.txt anew
from those marks, and takes out of waiting.txt whatever is shown by now; it never puts anything in there.
"""

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.house.sources import ROOT, files

LIST = Path(__file__).with_name("cases.txt")
STILL = Path(__file__).with_name("waiting.txt")

WANTED = {
    # Who may do and see what, and the border between municipalities.
    "AC-01": "Every door answers every kind of visitor, at home and elsewhere, as a checked-in list says",
    "AC-02": "Another resident neither reads nor changes somebody's draft or proposal",
    "AC-03": "Staff of another municipality meet nothing by our ids, change nothing, and the denial is logged",
    "AC-04": "An id, a link or a session of one municipality gives nothing under the address of another",
    "AC-07": "Words of what is not public are found in no list, search, feed, map, preview, count, file or mail",
    "AC-08": "A deed on many refuses them all when one of them is foreign or forbidden",
    "AC-10": "A link to a file is worth nothing to others, after its time, or after the role is gone",
    "AC-11": "Fields that a form does not have change nothing when they are sent along",
    "AC-14": "Hostile words for sorting and filtering choose nothing and cost nothing",
    "AC-17": "Nothing public holds an address, a telephone number, a fødselsnummer or an inner id",
    "AC-18": "Another format, header or method of an address is decided as the page is, and overrides are ignored",
    "AC-19": "Nobody can be listed: no walk over people, no completion of names of those who said nothing in public",
    "AC-20": "Nobody grants above their own or to self, the last administrator stays, a lost role counts at once",
    # Signing in, links in mails, ID-porten.
    "AU-01": "Signing in fails alike, and as slowly, whoever the address belongs to",
    "AU-02": "Asking for a new password answers alike for known and unknown addresses",
    "AU-03": "Making an account with a known address answers alike, and its owner is told",
    "AU-04": "A cookie from before signing in, a new role or a new password is worth nothing",
    "AU-05": "A cookie from before signing out is worth nothing, and signing out is no GET",
    "AU-06": "A new password ends the sessions in other browsers",
    "AU-07": "Cookies have the strictest attributes, and reading sets none",
    "AU-08": "Sessions end after their time idle and in all, and what was being written is kept",
    "AU-09": "Guessing is slowed for each account and address, and the owner still comes in from a known device",
    "AU-12": "A link for a new password works once, for half an hour, the newest only; its hash alone is stored",
    "AU-14": "Opening a mailed link uses nothing up, and a link for no more mail shows and opens nothing else",
    "AU-15": "An invitation counts for its address, once, in time, and while the inviter may invite",
    "AU-16": "No mail leads to a host that a request made up",
    "AU-17": "Nobody is sent to another site after signing in or switching language",
    "AU-18": "Another site cannot sign anybody in or out",
    "AU-20": "An answer from ID-porten counts for the browser and the attempt that it belongs to",
    "AU-21": "A token is believed when issuer, audience, times, nonce, signature and key are right",
    "AU-22": "A level below the one that is needed is refused, never lowered",
    "AU-23": "Signing out at ID-porten ends the session here, and false messages end nothing",
    "AU-24": "Passwords: long, none from the list of bad ones, nothing of oneself, any letters, hashed by argon2id",
    "AU-25": "What is sensitive asks for the password again, and the old address is told with a way back",
    "AU-26": "Staff with a password have no rights before the second factor, whose codes count once",
    "AU-27": "A real installation refuses to start with a weak key or what belongs to development",
    "AU-30": "When ID-porten hangs or lies, its button fails fast and all else goes on",
    "AU-31": "A fødselsnummer from ID-porten stands nowhere in clear",
    # Other sites, headers, what is kept by browsers and others.
    "CS-01": "Each door that changes something refuses a form without its token, and takes one without Referer",
    "CS-02": "Following every link as an administrator changes nothing",
    "CS-04": "A form that stood open for hours, or over a new sign-in, loses no text",
    "CS-05": "The security headers stand on every kind of answer, each exact",
    "CS-06": "No page holds script or style of its own making, and nothing in it that must be new each time is kept",
    "CS-07": "Errors made before the application is reached show no version and carry the headers",
    "CS-08": "Pages of somebody signed in are stored by nobody; reading sets no cookie",
    "CS-10": "No other site reads answers with cookies or frames a page",
    "CS-11": "After signing out, the way back in the browser shows nothing of anybody",
    "CS-13": "http leads to the same address by https, without a cookie",
    # What people write.
    "XS-01": "Hostile text in any field is text wherever it is shown",
    "XS-02": "Of raw HTML only what is on the list is left",
    "XS-03": "Links lead by http, https or mailto alone, and no picture is fetched from elsewhere",
    "XS-05": "Hostile words in an address, a parameter or a cookie are never executed",
    "XS-07": "Hostile words leave data blocks, feeds and site maps well-formed",
    "XS-08": "Mails escape hostile names and titles, and lead to ourselves only",
    "XS-09": "Letters that turn, hide or pile up are refused or kept inside their own words",
    "XS-10": "Ids, names, classes and styles of ours cannot be written into text",
    "XS-11": "Nobody looks like staff by what they write",
    # Files in and out.
    "UP-01": "Files of other kinds than they say, or than are taken, are refused",
    "UP-02": "A stored file is sent as inert, by its right type",
    "UP-03": "Hostile file names neither leave the store nor break a header",
    "UP-04": "Too large, too many, too slow, empty: refused, and nothing is left behind",
    "UP-05": "Pictures that burst are refused fast and cheaply",
    "UP-07": "Pictures are served upright, without place, owner and device",
    "UP-08": "A virus is refused, and what is not yet scanned is not served",
    "UP-10": "A deed that fails leaves no file without row, and no row without file",
    "UP-11": "Hostile ranges and conditions are answered within bounds",
    "UP-12": "No cell of an exported list is a formula, and its text is the one written",
    "UP-14": "An exported list holds what its reader may see, also after hiding and erasing",
    "UP-15": "A large list streams, and a broken file is seen to be broken",
    "UP-16": "An exported file is its owner's, for a day, and is stored by no browser",
    # Malformed input.
    "IN-01": "A null character anywhere is told, on both databases",
    "IN-02": "Broken Unicode anywhere is told, on both databases",
    "IN-03": "Impossible ids are told",
    "IN-04": "Impossible pages and page sizes are told or made possible",
    "IN-06": "Every field has a length that browser and server agree on, and nothing is cut in silence",
    "IN-07": "Impossible days and times are told",
    "IN-08": "Bodies of a strange type or encoding are told",
    "IN-09": "The same field twice counts by one rule, and checks are not gone round",
    "IN-10": "Words that are no choice are told",
    "IN-12": "Whatever is searched for is looked for as it stands, fast",
    "IN-13": "The dearest lists and searches stay fast with many cases, and a statement has a limit",
    "IN-14": "Text made to be slow is not",
    "IN-15": "Line breaks in names and titles make no headers in mails",
    "IN-17": "No address that somebody writes makes the server fetch from within",
    "IN-19": "Drawn input in every form and parameter gives no fault",
    # The rules of the work, also when many act at once.
    "BL-01": "The same support many times at once counts once",
    "BL-02": "Supports given and taken at once by many end in the right count",
    "BL-03": "Support outside its time, by those who may not, or for what is hidden, is refused",
    "BL-06": "Of two moves at once one is made, and the other is told who and what, with the text kept",
    "BL-07": "Moves that the table does not have are refused",
    "BL-08": "Of two edits of the same text none is lost in silence",
    "BL-10": "The same form sent twice has the effect of once",
    "BL-12": "What is written while a case is hidden, erased or joined ends in its final place or is refused",
    "BL-13": "The same account made, or the same link used, many times at once, is made and used once",
    "BL-14": "After any row of deeds every stored count is the one that is counted anew",
    "BL-15": "Many writers at once never meet a locked SQLite",
    "BL-16": "The last step of several is refused when those before were not taken",
    "BL-18": "Limits for each person are told with when to come back, and the text is kept",
    "BL-20": "Many drafts, long keys and deep nesting meet a limit",
    # Mail.
    "RE-02": "A worker that dies sends everything, at most twice, under the same Message-ID",
    "RE-04": "While the mail server is away nobody notices, and links that are over are not sent after",
    "RE-06": "What was refused or undone tells nobody",
    # Logs, settings, what it is made of.
    "LG-01": "Grants, decisions, exports, sign-ins and denials are one row each, which nothing changes after",
    "LG-02": "No password, token, session or fødselsnummer is in a log, an error, an address or the database",
    "LG-03": "Hostile words in a request leave one valid line in the log",
    "LG-04": "A real installation refuses to start with what belongs to development",
    "LG-05": "Parts are locked by hash, listed with the image, above the floors, and asked about",
    "LG-06": "Well-known places of faults and secrets hold nothing",
    "LG-07": "Erasing an account leaves nothing of the person; security.txt is there and in force",
}

#: Cases that cannot arise here, and why.
NOT_HERE: dict[str, str] = {}


def _ids(call: ast.AST) -> list[str]:
    """The cases that ``pytest.mark.case(…)`` names; nothing when this is another call."""
    if isinstance(call, ast.Call) and ast.unparse(call.func) == "pytest.mark.case":
        return [ast.literal_eval(given) for given in call.args]
    return []


def marks(path: Path) -> Iterator[tuple[str, str]]:
    """Each mark in a file of tests: the case, and the test; the file alone when it stands for all its tests."""
    name = path.relative_to(ROOT).as_posix()
    for part in ast.parse(path.read_text("utf-8")).body:
        # A class of tests would be a name between; the house has none.
        own = f"{name}::{part.name}" if isinstance(part, ast.FunctionDef) else name
        for node in ast.walk(part):
            yield from ((one, own) for one in _ids(node))


def shown(folder: Path = ROOT / "tests") -> dict[str, list[str]]:
    """Each case that some test is marked with, and those tests in order."""
    found: dict[str, set[str]] = {}
    for path in files(folder, "test_*.py"):
        for case, test in marks(path):
            found.setdefault(case, set()).add(test)
    return {case: sorted(tests) for case, tests in found.items()}


def waiting() -> list[str]:
    """The cases that no test shows yet, as they are checked in."""
    return STILL.read_text("utf-8").split()


def written(tests: dict[str, list[str]]) -> str:
    """The table: a case on a line, and under it what shows it."""
    return "".join(f"{case} | {title}\n{_under(case, tests)}" for case, title in WANTED.items())


def _under(case: str, tests: dict[str, list[str]]) -> str:
    lines: Iterable[str] = tests.get(case) or [NOT_HERE.get(case, "waits")]
    return "".join(f"    {line}\n" for line in lines)


if __name__ == "__main__":
    now = shown()
    LIST.write_text(written(now), "utf-8")
    STILL.write_text("".join(f"{case}\n" for case in waiting() if case not in now and case not in NOT_HERE), "utf-8")
