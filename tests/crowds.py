"""Several people who do something at the same instant, each on a connection of their own."""

import threading

from samskaping.context.doors import without_browser
from samskaping.db import Unavailable, transaction
from samskaping.errors import Denied


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
