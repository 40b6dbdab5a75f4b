"""How often somebody may do what, as data. Whoever comes too often is told when to come again; what is typed is kept.

Reading is never counted by address: mobile carriers put thousands of people behind one. A search is counted for those who
are signed in, each for themselves; so is what is looked up of other people. Of what is written, the rows themselves are
counted, so that all processes agree; the rest is counted in the store of ``web/rates.py``.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from samskaping.rules import limits


class By(StrEnum):
    """For whom it is counted: the account that is tried, who is signed in, or the address that it comes from."""

    ACCOUNT = "account"
    PERSON = "person"
    ADDRESS = "address"


@dataclass(frozen=True)
class Rate:
    """At most so many within so long."""

    most: int
    within: timedelta
    by: By

    def __str__(self) -> str:
        return f"{self.most} per {int(self.within.total_seconds())} second"


_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)

RATES: dict[str, Rate] = {
    #: And so at most twenty an hour.
    "sign_in": Rate(5, 15 * _MINUTE, By.ACCOUNT),
    "sign_in.address": Rate(60, _HOUR, By.ADDRESS),
    "register": Rate(5, _HOUR, By.ADDRESS),
    "letter": Rate(10, _HOUR, By.ADDRESS),
    "look_up": Rate(60, _MINUTE, By.PERSON),
    "search": Rate(60, _MINUTE, By.PERSON),
    "support": Rate(60, _MINUTE, By.PERSON),
    "need": Rate(limits.NEEDS_HOUR, _HOUR, By.PERSON),
    "need.address": Rate(limits.NEEDS_HOUR, _HOUR, By.ADDRESS),
    "proposal": Rate(limits.PROPOSALS_HOUR, _HOUR, By.PERSON),
    "proposal.day": Rate(limits.PROPOSALS_DAY, _DAY, By.PERSON),
    "comment": Rate(limits.COMMENTS_HOUR, _HOUR, By.PERSON),
    "offer": Rate(limits.OFFERS_HOUR, _HOUR, By.PERSON),
    "report": Rate(limits.REPORTS_HOUR, _HOUR, By.PERSON),
    "report.address": Rate(limits.REPORTS_HOUR, _HOUR, By.ADDRESS),
    "file": Rate(limits.FILES_HOUR, _HOUR, By.PERSON),
    "file.bytes": Rate(limits.FILE_BYTES_DAY, _DAY, By.PERSON),
    "csp": Rate(10, _MINUTE, By.ADDRESS),
    "export": Rate(limits.EXPORTS_HOUR, _HOUR, By.PERSON),
}
