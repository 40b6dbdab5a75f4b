"""Several people who do something at the same instant, each on a connection of their own."""

import threading

from samskaping.context.doors import without_browser
from samskaping.db import Unavailable, transaction
from samskaping.errors import Denied
from tests.world import municipality

#: How many do the same at the same instant.
AT_ONCE = 8


def at_once(engine, here, now, *deeds):
    """What came of each deed (a person's key, and what they do with their context): None for done, or the refusal.

    One that never came to an end, or ended in a fault, is "lost".
    """
    results, barrier = ["lost"] * len(deeds), threading.Barrier(len(deeds))

    def one(number, person, deed):
        barrier.wait()
        try:
            with transaction(engine, here.id) as db:
                deed(without_browser(db, here, person, now))
            results[number] = None
        except (Denied, Unavailable) as error:
            results[number] = error

    threads = [threading.Thread(target=one, args=(number, *pair)) for number, pair in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


def kinds(results):
    """The kind of each refusal instead of itself."""
    return [type(one) if isinstance(one, Exception) else one for one in results]


class Crowd:
    """A municipality where commits are real, and people who do something at the same instant."""

    def __init__(self, engine):
        self.engine = engine
        with transaction(engine) as db:
            self.world = municipality(db, "halden")
            self.here, self.now = self.world.here, self.world.now
            self.gather(self.world)

    def gather(self, world):
        """Who they are, and what it is about."""

    def race(self, *deeds):
        """What came of it, what was done first: None for done, or the kind of refusal."""
        return sorted(kinds(at_once(self.engine, self.here, self.now, *deeds)), key=lambda one: one is not None)

    def each(self, deed, *people):
        """The same deed ``AT_ONCE`` times, by these over and over."""
        return self.race(*((people[number % len(people)], deed) for number in range(AT_ONCE)))

    def scalar(self, statement):
        with transaction(self.engine, self.here.id) as db:
            return db.scalar(statement)
