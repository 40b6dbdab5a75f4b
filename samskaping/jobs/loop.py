"""The worker: one loop over the jobs, every two seconds, until it is told to stop."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

from samskaping.db import Unavailable
from samskaping.jobs.benefits import benefits
from samskaping.jobs.close import close
from samskaping.jobs.deadlines import deadlines, quiet
from samskaping.jobs.erasure import erasure
from samskaping.jobs.export import export
from samskaping.jobs.files import looked_through
from samskaping.jobs.gatherings import gatherings
from samskaping.jobs.initiatives import drives
from samskaping.jobs.late import late
from samskaping.jobs.notices import digest, notices
from samskaping.jobs.own_copy import own_copy
from samskaping.jobs.paces import paces
from samskaping.jobs.phases import phases
from samskaping.jobs.place import Place
from samskaping.jobs.post import post
from samskaping.jobs.publish import publish
from samskaping.jobs.reflections import reflections
from samskaping.jobs.retain import retain
from samskaping.jobs.swept import swept
from samskaping.jobs.tell import tell
from samskaping.jobs.votes import votes

_log = logging.getLogger(__name__)
PAUSE_SECONDS = 2.0
_MOST_ROUNDS = 1_000


@dataclass(frozen=True)
class Job:
    """Something that follows later: its name, seconds between two looks, and what it does; answers how much it did."""

    name: str
    every: float
    run: Callable[[Place], int]


#: In the order in which one leads to the next.
JOBS = (
    Job("close", 60, close),
    Job("phases", 60, phases),
    Job("reflections", 600, reflections),
    Job("benefits", 600, benefits),
    Job("initiatives", 600, drives),
    Job("votes", 60, votes),
    Job("gatherings", 300, gatherings),
    # What is written for an hour that has come goes out before leaders hear that it lacks.
    Job("publish", 5, publish),
    Job("deadlines", 60, deadlines),
    Job("quiet", 600, quiet),
    Job("late", 600, late),
    Job("tell", 0, tell),
    Job("notices", 0, notices),
    Job("digest", 30, digest),
    Job("post", 0, post),
    Job("export", 2, export),
    Job("own_copy", 2, own_copy),
    Job("erasure", 5, erasure),
    Job("files", 0, looked_through),
    Job("swept", 10, swept),
    Job("retain", 600, retain),
    Job("paces", 600, paces),
)


def work(place: Place) -> None:
    """Work until told to stop; what is begun is finished first."""
    looked: dict[str, float] = {}
    _log.info("worker begins", extra={"worker": place.name})
    while not place.stopping.is_set():
        begun = time.monotonic()
        done = sum(_turn(place, job) for job in JOBS if begun - looked.get(job.name, -job.every) >= job.every)
        looked |= {job.name: begun for job in JOBS if begun - looked.get(job.name, -job.every) >= job.every}
        if not done:
            place.stopping.wait(PAUSE_SECONDS)
    _log.info("worker ends", extra={"worker": place.name})


def work_once(place: Place) -> int:
    """Do all that waits, until nothing does. Answers how much was done."""
    total = 0
    for _round in range(_MOST_ROUNDS):
        done = sum(job.run(place) for job in JOBS)
        total += done
        if not done or place.stopping.is_set():
            break
    return total


def _turn(place: Place, job: Job) -> int:
    if place.stopping.is_set():
        return 0
    try:
        return job.run(place)
    except Unavailable:
        _log.warning("the database did not answer", extra={"job": job.name})
    except Exception:  # noqa: BLE001  the other jobs go on; this one is tried again
        _log.exception("job %s failed", job.name)
    return 0
