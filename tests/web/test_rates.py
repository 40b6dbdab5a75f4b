"""Every row of the table of how often somebody may do what: the last one goes, the next is told when to come again."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from samskaping.actions import comments, exports, reports
from samskaping.actions.comments import Remark
from samskaping.actions.reports import Complaint
from samskaping.models import File
from samskaping.outside import passwords
from samskaping.rules.exports import ExportFormat, ExportList
from samskaping.rules.rates import RATES, By
from samskaping.rules.roles import Role
from samskaping.rules.speech import ReportReason
from tests.accounts import PASSWORD
from tests.actions.test_needs import tell
from tests.actions.test_offers import give, wish
from tests.files import PDF, chosen
from tests.visitor import Site, Visitor
from tests.web.test_policy_reports import tells_of_policy

pytestmark = pytest.mark.one_database
WORDS = "Det er vanskelig å komme seg over elva."
#: Does the same once more as the person or address that is counted; answers who did it.
Again = Callable[[], Visitor]


def sends(visitor: Visitor, path: str, **fields: object) -> Visitor:
    """Send a form as it is, whatever comes of it. Its page is opened once."""
    if path not in visitor.__dict__.setdefault("opened", set()):
        visitor._ask("GET", path)
        visitor.__dict__["opened"].add(path)
        visitor.__dict__["sends_with"] = visitor.token
    sent = {"csrf_token": visitor.__dict__["sends_with"], **fields}
    visitor._ask("POST", path, data=sent)
    return visitor


def signs_in(site: Site, times: int, *, others: bool = False) -> Again:
    visitor, tried = site.visitor(), iter(range(1000))
    email = (lambda: f"nr{next(tried)}@example.no") if others else (lambda: "ola@example.no")

    def again() -> Visitor:
        return sends(visitor, "/logg-inn", email=email(), password="et passord som er feil")

    return many(again, times)


def asks_for_links(site: Site, times: int) -> Again:
    visitor, tried = site.visitor(), iter(range(1000))

    def again() -> Visitor:
        return sends(visitor, "/glemt-passord", email=f"nr{next(tried)}@example.no")

    return many(again, times)


def registers(site: Site, times: int) -> Again:
    visitor, tried = site.visitor(), iter(range(1000))

    def again() -> Visitor:
        fields = {"shown_as": "eget", "form": "nb", "home": "", "old_enough": "y", "password": PASSWORD}
        return sends(visitor, "/registrer", email=f"nr{next(tried)}@example.no", name="Mona", **fields)

    return many(again, times)


def many(again: Again, times: int) -> Again:
    for _time in range(times):
        assert again().answer.status_code != 429
    return again


def looks_up(site: Site, times: int) -> Again:
    somebody = site.world.person("Olga")
    site.world.proposal(somebody)  # nobody is looked up who has written nothing here
    visitor = site.visitor(site.world.person("Mod", Role.MODERATOR))

    def again() -> Visitor:
        visitor._ask("GET", f"/arbeid/tillit/{somebody.public_id}")
        return visitor

    return many(again, times)


def searches(site: Site, times: int) -> Again:
    visitor, lists = site.visitor(site.world.person("Liv")), iter(["/forslag", "/behov"] * times)

    def again() -> Visitor:
        visitor._ask("GET", f"{next(lists)}?sok=benk")
        return visitor

    return many(again, times)


def supports(site: Site, times: int) -> Again:
    ref, need = site.world.proposal(), tell(site.world, site.world.person()).reference
    visitor = site.visitor(site.world.person("Liv"))
    doors = (f"/forslag/{ref}/stott", f"/behov/{need}/gjelder-meg", f"/forslag/{ref}/stott/trekk",
             f"/behov/{need}/gjelder-meg/trekk")  # fmt: skip
    presses = iter(doors * times)

    def again() -> Visitor:
        visitor._ask("POST", next(presses), data={"csrf_token": token})
        return visitor

    visitor.get(f"/forslag/{ref}")
    token = visitor.token
    return many(again, times)


def tells(site: Site, times: int) -> Again:
    liv = site.world.person("Liv")
    for number in range(times):
        tell(site.world, liv, f"{WORDS} {number}")
    visitor = site.visitor(liv)
    return lambda: sends(visitor, "/behov/fortell", text=WORDS, alias="")


def tells_unknown(site: Site, times: int) -> Again:
    def again() -> Visitor:
        return sends(site.visitor(), "/behov/fortell", text=WORDS, alias="", email="")

    return many(again, times)


def proposes(site: Site, times: int, hours: int = 0) -> Again:
    liv = site.world.person("Liv")
    for _number in range(times):
        site.world.proposal(liv)
    site.now += timedelta(hours=hours)
    visitor = site.visitor(liv)

    def again() -> Visitor:
        draft = site.world.draft(liv, title="Den siste")
        return sends(visitor, f"/foresla/{draft}/se-over", sure="y", once=draft)

    return again


def comments_on(site: Site, times: int) -> Again:
    ref, liv = site.world.proposal(), site.world.person("Liv")
    for _number in range(times):
        comments.write(site.world.context(liv), ref, Remark("Nok et."))
    visitor = site.visitor(liv)
    return lambda: sends(visitor, f"/forslag/{ref}/kommentar", text=WORDS, stance="for")


def offers_to(site: Site, times: int) -> Again:
    liv = site.world.person("Liv")
    refs = [tell(site.world, site.world.person(f"Nr {number}")).reference for number in range(times + 2)]
    for ref in refs[2:]:
        give(site.world, liv, ref, kind="need")
    visitor, wished = site.visitor(liv), wish()
    fields = {"kind": wished.kind.value, "text": WORDS, "amount": "4"}
    return lambda: sends(visitor, f"/bidra/behov/{refs.pop(0)}", **fields)


def reports_it(site: Site, times: int) -> Again:
    liv = site.world.person("Liv")
    refs = [site.world.proposal(site.world.person(f"Nr {number}")) for number in range(times + 2)]
    for ref in refs[2:]:
        reports.report(site.world.context(liv), ref, Complaint(ReportReason.SPAM, ""))
    visitor = site.visitor(liv)
    return lambda: sends(visitor, f"/forslag/{refs.pop(0)}/meld", reason="annet", text=WORDS)


def reports_unknown(site: Site, times: int) -> Again:
    ref = site.world.proposal()

    def again() -> Visitor:
        return sends(site.visitor(), f"/forslag/{ref}/meld", reason="annet", text=WORDS)

    return many(again, times)


def attaches(site: Site, times: int, size: int = 0) -> Again:
    """Files that were sent before stand as rows; the last are sent."""
    liv = site.world.person("Liv")
    visitor, number = site.visitor(liv), iter(range(1000))

    def again() -> Visitor:
        path = f"/filer/utkast/{site.world.draft(liv)}"
        content = PDF + b"\n" * next(number)
        return sends(visitor, path, once=path, files=chosen((f"{next(number)}.pdf", content + b" " * (size and 1000))))

    again()
    first = site.world.db.query(File).one()
    held = {column.name: getattr(first, column.name) for column in File.__table__.columns if column.name != "id"}
    for row in range(times - 1):
        held |= {"public_id": f"fil{row:07}", "key": f"nokkel{row}", "size": size or held["size"]}
        site.world.db.execute(File.__table__.insert().values(**held))
    site.world.db.commit()
    return again


def exports_it(site: Site, times: int) -> Again:
    leder = site.world.person("Leder", Role.LEDER)
    for _number in range(times):
        exports.ask(site.world.context(leder), ExportList.FORSLAG, ExportFormat.CSV, {})
    visitor, keys = site.visitor(leder), iter("abcdef")
    return lambda: sends(visitor, "/arbeid/filer/ny/forslag", format="csv", once=next(keys))


#: Row → how it is done so many times, what of what is typed is kept, and whether the page of the form says so.
WALKS: dict[str, tuple[Callable[[Site, int], Again], str]] = {
    "sign_in": (signs_in, "ola@example.no"),
    "sign_in.address": (lambda site, times: signs_in(site, times, others=True), "nr60@example.no"),
    "register": (registers, "nr5@example.no"),
    "letter": (asks_for_links, "nr10@example.no"),
    "look_up": (looks_up, ""),
    "search": (searches, ""),
    "support": (supports, ""),
    "need": (tells, WORDS),
    "need.address": (tells_unknown, WORDS),
    "proposal": (proposes, ""),
    "proposal.day": (lambda site, times: proposes(site, times, hours=2), ""),
    "comment": (comments_on, WORDS),
    "offer": (offers_to, WORDS),
    "report": (reports_it, WORDS),
    "report.address": (reports_unknown, WORDS),
    "file": (attaches, ""),
    "export": (exports_it, ""),
    "csp": (lambda site, times: many(lambda: tells_of_policy(site, "[]"), times), ""),
}


@pytest.mark.case("BL-18")
@pytest.mark.parametrize("key", [key for key in RATES if key != "file.bytes"])
def test_the_last_goes_and_the_next_is_told_when_to_come_again(site: Site, key, monkeypatch):
    monkeypatch.setattr(passwords, "fits", lambda _stored, _password: False)
    monkeypatch.setattr(passwords, "hashed", lambda _password: "x")
    rate, (walk, kept) = RATES[key], WALKS[key]
    if key == "proposal.day":
        monkeypatch.setattr("samskaping.rules.limits.PROPOSALS_HOUR", 1000)
    again = walk(site, rate.most - 1)
    assert again().answer.status_code in ((422,) if "sign_in" in key else (200, 204, 303)), "the last that goes"
    visitor = again()
    assert visitor.answer.status_code == 429
    assert 0 < int(visitor.answer.headers["Retry-After"]) <= rate.within.total_seconds() + 1
    assert kept in visitor.answer.get_data(as_text=True)


@pytest.mark.case("BL-18")
def test_so_many_bytes_a_day(site: Site):
    rate = RATES["file.bytes"]
    again = attaches(site, 2, size=rate.most - 4000)
    assert again().answer.status_code == 303
    assert again().answer.status_code == 303
    visitor = again()
    assert visitor.answer.status_code == 429
    assert 0 < int(visitor.answer.headers["Retry-After"]) <= rate.within.total_seconds()


def test_every_row_is_walked():
    assert set(WALKS) | {"file.bytes"} == set(RATES)


@pytest.mark.case("BL-18", "AC-19")
def test_one_who_searches_too_often_shuts_nobody_else_out(site: Site):
    """Reading is not counted by address: the neighbour behind the same one, known or not, searches on."""
    again = searches(site, RATES["search"].most)
    assert again().answer.status_code == 429
    again().get("/forslag")  # nor does the one who searched lose the list itself
    neighbour = site.visitor(site.world.person("Kari"))
    neighbour.get("/forslag?sok=benk")
    unknown = site.visitor()
    for _time in range(RATES["search"].most + 5):
        unknown._ask("GET", "/forslag?sok=benk")
        assert unknown.answer.status_code == 200


@pytest.mark.case("BL-18")
def test_what_one_process_counts_another_knows_where_it_is_written(settings, connection, halden):
    first, second = (Site(replace(settings), connection, halden, alone=True) for _process in range(2))
    for key in ("sign_in", "comment"):
        again = WALKS[key][0](first, RATES[key].most)
        assert again().answer.status_code == 429
    leder = halden.person("Leder", Role.LEDER)
    for number in range(RATES["export"].most):
        where = (first, second)[number % 2].visitor(leder)
        sends(where, "/arbeid/filer/ny/forslag", format="csv", once=str(number))
        assert where.answer.status_code == 303
    there = second.visitor(leder)
    assert sends(there, "/arbeid/filer/ny/forslag", format="csv", once="x").answer.status_code == 429


def test_whom_each_is_counted_for_is_said():
    assert {rate.by for rate in RATES.values()} == set(By)
    assert all(rate.most > 0 and rate.within for rate in RATES.values())
