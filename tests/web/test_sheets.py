"""A spreadsheet of input in the browser: looked over first, all or nothing, and never the same row twice."""

import io
import re
from datetime import timedelta

import openpyxl
import pytest
from sqlalchemy import func, select

from samskaping.jobs.retain import RULES
from samskaping.models import Challenge, Event, Intake, IntakeContact, Municipality, Proposal, Sheet, SheetRow
from samskaping.outside import sheets as files
from samskaping.rules.events import What
from samskaping.rules.roles import Role
from tests.challenges import published
from tests.outside.test_sheets import laughs, with_macros
from tests.truths import broken

pytestmark = pytest.mark.second_in_matrix

HEADINGS = ["Tittel", "Behov", "Mottatt", "Kanal", "Tema", "Skole", "E-post"]
GOOD = ["Benk nummer {}", "Det er langt mellom benkene her.", "1.3.2026", "telefon", "Trafikk", "", ""]


def rows(count, start=1):
    return [[GOOD[0].format(number), *GOOD[1:]] for number in range(start, start + count)]


THREE_BAD = [
    ["Uten behov", "", "1.3.2026", "telefon", "Trafikk", "", ""],
    ["Fra fremtiden", "Det er langt mellom benkene her.", "1.3.2031", "røyksignal", "", "", ""],
    ["Ukjent tema", "Det er langt mellom benkene her.", "", "", "Månereiser", "", "ikke en adresse"],
]


@pytest.fixture
def kari(halden):
    halden.theme("Trafikk", halden.unit())
    return halden.caseworker()


def found(world, statement):
    """What a statement finds in the municipality."""
    return world.context().db.scalar(statement)


def proposals(world):
    return found(world, select(func.count()).select_from(Proposal))


def upload(visitor, content, name="innspill.csv", status=200):
    visitor.get("/arbeid/innspill/ark")
    fields = {"csrf_token": visitor.token, "once": "a", "channel": "papir"}
    parts = [f'--x\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n' for key, value in fields.items()]
    opening = f'--x\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    body = "".join(parts).encode() + opening.encode() + content + b"\r\n--x--\r\n"
    visitor._ask("POST", "/arbeid/innspill/ark", data=body, content_type="multipart/form-data; boundary=x")
    visitor.follow()
    return visitor._expect(status)


def test_the_preview_says_how_the_file_was_read_and_another_encoding_can_be_chosen(site, kari):
    visitor = site.visitor(kari)
    upload(visitor, "Tittel;Behov\r\nLøypa på Åsen;Det er langt mellom benkene her.\r\n".encode("mac_roman"))
    assert "Lest som Macintosh (Mac Roman)." in visitor.text
    assert "Løypa på Åsen" in visitor.text
    visitor.click("Er æ, ø og å feil? Last opp igjen og velg tegnsett")
    assert visitor.page.select_one("[name=encoding] option[selected]")["value"] == "mac_roman"
    visitor.get("/arbeid/innspill/ark?tegnsett=rot13")
    assert visitor.page.select_one("[name=encoding] option[selected]")["value"] == ""


def sheet_path(visitor):
    return re.search(r"/arbeid/innspill/ark/\w+", visitor.path)[0]


@pytest.mark.parametrize("make", [files.as_csv, files.xlsx])
def test_all_rows_come_in_at_once(site, halden, kari, make):
    visitor = site.visitor(kari)
    upload(visitor, make(HEADINGS, rows(5)))
    assert "5 rader kan tas inn" in visitor.text
    assert proposals(halden) == 0
    visitor.press("Ta inn alle 5 innspill")
    assert "5 innspill er tatt inn" in visitor.text
    assert proposals(halden) == 5
    one = found(halden, select(Proposal).where(Proposal.title == "Benk nummer 3"))
    assert str(one.submitted_at.date()) == "2026-03-01"
    assert one.unit_id is not None
    assert found(halden, select(Municipality.proposal_count)) == 5
    assert broken(halden.db) == []
    told = found(halden, select(func.count()).select_from(Event).where(Event.what == What.SHEET_TAKEN_IN))
    assert told == 1
    anyone = site.visitor()
    anyone.get("/forslag?sok=benkene")
    assert "5 treff" in anyone.text


def test_three_bad_rows_are_told_by_row_and_column_and_nothing_is_half_done(site, halden, kari):
    visitor = site.visitor(kari)
    upload(visitor, files.xlsx(HEADINGS, [*rows(2), *THREE_BAD, *rows(1, 3)]), "innspill.xlsx")
    said = [
        " ".join(row.get_text(" ").split()) for row in visitor.page.select("section[aria-labelledby=feil-h] tbody tr")
    ]
    assert said == [
        "Rad 4 Behov Fortell om behovet med minst noen få ord –",
        "Rad 5 Mottatt Datoen er fram i tid. Skriv dagen innspillet kom inn. 1.3.2031",
        "Rad 5 Kanal Kanalen er ikke kjent. Skriv papir, telefon, møte, e-post eller skranke. røyksignal",
        "Rad 6 Tema Temaet finnes ikke i kommunen Månereiser",
        "Rad 6 E-post Skriv en gyldig e-postadresse, for eksempel navn@eksempel.no ikke en adresse",
    ]
    path, key = sheet_path(visitor), visitor.token
    visitor.post(f"{path}/ta-inn", {"csrf_token": key, "once": "b", "hva": "alle"}, status=422)
    assert "Ingenting er tatt inn" in visitor.text
    assert proposals(halden) == 0
    visitor.press("Ta inn de 3 som er riktige")
    assert proposals(halden) == 3
    # The sheet comes again with the three set right: only they are new.
    upload(visitor, files.xlsx(HEADINGS, rows(6)), "rettet.xlsx")
    assert "3 rader kan tas inn" in visitor.text
    assert "3 rader er tatt inn før" in visitor.text
    visitor.press("Ta inn alle 3 innspill")
    assert proposals(halden) == 6


def test_a_preview_repeats_no_fodselsnummer_and_says_what_date_was_refused(site, halden, kari):
    number = "23867109315"
    bad = [f"Benk for {number}", f"Fortell {number} at det er langt.", "i går", "telefon", "", "", f"x {number}"]
    visitor = site.visitor(kari)
    upload(visitor, files.xlsx(HEADINGS, [bad]), "innspill.xlsx")
    assert number not in str(visitor.page)
    shown = visitor.page.select_one("section[aria-labelledby=rader-h] tbody tr").get_text(" ")
    assert "Benk for 238671•••••" in shown
    assert "i går" in shown
    assert str(halden.context().today.year) not in shown


def test_a_second_confirm_changes_nothing(site, halden, kari):
    visitor = site.visitor(kari)
    upload(visitor, files.as_csv(HEADINGS, rows(2)))
    path, key = sheet_path(visitor), visitor.token
    for turn in ("b", "b", "c"):
        visitor.post(f"{path}/ta-inn", {"csrf_token": key, "once": turn, "hva": "alle"})
    assert proposals(halden) == 2
    upload(visitor, files.as_csv(HEADINGS, rows(2)))
    visitor.post(f"{sheet_path(visitor)}/ta-inn", {"csrf_token": visitor.token, "once": "d", "hva": "alle"}, status=422)
    assert "Det er ingen nye rader å ta inn." in visitor.text
    assert proposals(halden) == 2


def test_two_who_say_the_same_are_two(site, halden, kari):
    visitor = site.visitor(kari)
    upload(visitor, files.as_csv(HEADINGS, [*rows(1), *rows(1)]))
    visitor.press("Ta inn alle 2 innspill")
    assert proposals(halden) == 2


@pytest.mark.parametrize("form", ["nb", "nn"])
def test_columns_are_known_in_both_forms_and_can_be_set_right(site, halden, kari, form):
    visitor = site.visitor(kari, form=form)
    upload(
        visitor, "Overskrift;Innspel;Motteke;Skule\nLys;Det er mørkt på vegen heim.;2.3.2026;Os skule".encode("cp1252")
    )
    assert "Lys" in visitor.text
    upload(visitor, "A;B;C\nLys;Det er mørkt på vegen heim.;x".encode("utf-16"))
    assert visitor.path.endswith("/kolonner")
    visitor.fill(title="1", need="1").press(
        "Bruk disse kolonnene" if form == "nb" else "Bruk desse kolonnane", status=422
    )
    visitor.fill(title="0", need="").press(
        "Bruk disse kolonnene" if form == "nb" else "Bruk desse kolonnane", status=422
    )
    visitor.fill(title="0", need="1").press("Bruk disse kolonnene" if form == "nb" else "Bruk desse kolonnane")
    assert "Det er mørkt på vegen heim." in visitor.text


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK\x03\x04" + b"x" * 50, "skadet"),
        (b"\x00" * 500, "tom"),
        (b"a\x00b" * 500, "ikke et regneark"),
        (b"x;y\n" * 3_000_000, "for stor"),
        (with_macros(), "makroer"),
        (laughs(), "skadet"),
        (b"", "tom"),
    ],
)
def test_what_is_no_sheet_is_told_beside_the_field(site, halden, kari, content, words):
    visitor = site.visitor(kari)
    upload(visitor, content, status=422)
    assert words in visitor.page.select_one("#file-error").get_text()


def test_no_file_hostile_cells_and_a_row_out_of_step(site, halden, kari):
    visitor = site.visitor(kari)
    visitor.get("/arbeid/innspill/ark")
    visitor.post("/arbeid/innspill/ark", {"csrf_token": visitor.token, "once": "a", "channel": "papir"}, status=422)
    assert "Velg fila du vil ta inn" in visitor.text
    content = (
        "Tittel;Behov\n=cmd|' /C calc'!A0;Det er langt mellom benkene\u202e her.;for mye\n<script>;<b>Langt mellom</b>"
    )
    upload(visitor, content.encode(), name="../../etc/passwd\u202e.csv")
    assert "Raden har flere celler enn det er overskrifter" in visitor.text
    assert "Teksten har tegn som ikke kan vises" in visitor.text
    assert not visitor.page.select("main script")


def test_a_sheet_is_its_uploaders_own_and_gone_after_a_day(site, halden, kari):
    visitor = site.visitor(kari)
    upload(visitor, files.as_csv(HEADINGS, rows(1)))
    path = sheet_path(visitor)
    other = site.visitor(halden.caseworker("Per Annen"))
    for way in ("", "/kolonner"):
        other.get(f"{path}{way}", status=404)
        other.get(f"/arbeid/innspill/ark/aaaaaaaaaa{way}", status=404)
    for role in (Role.INNSYN, Role.MODERATOR):
        site.visitor(halden.person(f"En {role}", role)).get(path, status=403)
    site.now = halden.now + timedelta(days=1, seconds=1)
    late = site.visitor(kari)
    late.get(path, status=404)
    context = halden.context()
    for statement in RULES["sheets"](site.now, site.now - timedelta(days=1)):
        context.db.execute(statement)
    assert found(halden, select(Sheet.id)) is None
    assert found(halden, select(SheetRow.id)) is None


def test_thrown_away(site, halden, kari):
    visitor = site.visitor(kari)
    upload(visitor, files.as_csv(HEADINGS, rows(1)))
    visitor.press("Slett regnearket her")
    assert found(halden, select(SheetRow.id)) is None


@pytest.mark.parametrize("form", ["nb", "nn"])
@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_the_template_can_be_filled_in_and_taken_in(site, halden, kari, ending, form):
    visitor = site.visitor(kari, form=form)
    visitor._ask("GET", f"/arbeid/innspill/mal.{ending}")
    content = visitor.answer.get_data()
    assert f"innspill-mal.{ending}" in visitor.answer.headers["Content-Disposition"]
    upload(visitor, content, f"mal.{ending}")
    visitor.press("Ta inn alle 2 innspill" if form == "nb" else "Ta inn alle 2 innspel")
    assert proposals(halden) == 2
    visitor.get("/arbeid/innspill/mal.exe", status=404)


def test_statements_do_not_grow_with_rows(site, halden, kari, statements):
    """With all that a row can bring: a theme, a challenge whose total follows, and whom it came from."""
    publicist, visitor, took = halden.person("Per Publisist", Role.PUBLISIST), site.visitor(kari), set()
    title = halden.context().db.scalar(
        select(Challenge.title).where(Challenge.public_id == published(halden, publicist))
    )
    for count, start in ((4, 1), (40, 100)):
        full = [[*row[:-1], "ola@example.no", title.nb] for row in rows(count, start)]
        upload(visitor, files.as_csv([*HEADINGS, "Utfordring"], full))
        path, key = sheet_path(visitor), visitor.token
        with statements.at_most(12):
            visitor.get(path)
        visitor.post(f"{path}/ta-inn", {"csrf_token": key, "once": f"x{count}", "hva": "alle"})
        took.add(visitor.took)
    assert len(took) == 1, took
    assert found(halden, select(func.count()).select_from(Intake)) == 44
    assert found(halden, select(func.count()).select_from(IntakeContact)) == 44
    assert broken(halden.db) == []


def test_a_workbook_that_excel_made_by_hand(site, halden, kari):
    book = openpyxl.Workbook()
    book.active.append([None])
    book.active.append(["Tittel", "Behov"])
    book.active.append(["Benk", "Det er langt mellom benkene her."])
    kept = io.BytesIO()
    book.save(kept)
    visitor = site.visitor(kari)
    upload(visitor, kept.getvalue(), "bok.xlsx")
    assert "Rad 3" in visitor.text
