"""Letters to somebody without an account, whose link is its own proof: its secret is made now, and kept as a hash."""

from samskaping.actions import measure_asks as asking
from samskaping.actions import needs, opinions
from samskaping.jobs.letter_desk import Desk, Facts
from samskaping.outside import signing
from samskaping.queries import measure_asks, own_needs, tasks
from samskaping.rules import limits

#: The purposes of the links in a letter to a council, in one about a need, and in one to whoever measures.
OPINION, NEED, MEASURE = "opinion", "need", "measure"


def opinion(desk: Desk) -> Facts:
    """What a council is asked, with the link that opens its page; nothing when it is answered or called off."""
    task = str(desk.letter.params.get("task", ""))
    asked = tasks.to_mail(desk.ctx, task)
    if asked is None or not asked.case_is_public:
        return None
    secret = signing.secret(desk.place.settings.secret_key, OPINION, task)
    opinions.keep_link(desk.ctx, task, secret)
    return {"asked": asked, "link": desk.link(f"/uttalelse/{secret}")}


def measure(desk: Desk) -> Facts:
    """What somebody is asked to measure, with the link that opens its page; nothing when it is done or called off."""
    public_id = str(desk.letter.params.get("ask", ""))
    behind = measure_asks.to_mail(desk.ctx, public_id)
    if behind is None:
        return None
    secret = signing.secret(desk.place.settings.secret_key, MEASURE, public_id)
    asking.keep_link(desk.ctx, public_id, secret)
    return {
        "asked": behind.asked,
        "row": behind.row,
        "title": str(behind.about.title),
        "link": desk.link(f"/maling/{secret}"),
    }


def need(desk: Desk) -> Facts:
    """The need that somebody told without an account, with the link that confirms it; nothing when that is done."""
    public_id = str(desk.letter.params.get("need", ""))
    asked = own_needs.to_mail(desk.ctx, public_id)
    if asked is None:
        return None
    secret = signing.secret(desk.place.settings.secret_key, NEED, public_id)
    needs.keep_link(desk.ctx, public_id, secret)
    return {"asked": asked, "link": desk.link(f"/behov/bekreft/{secret}"), "days": limits.NEED_LINK_DAYS}
