"""A whole challenge for tests, through the real deeds."""

from datetime import timedelta
from typing import Any

from samskaping.actions import challenges
from samskaping.actions.challenges import Content, Quote
from samskaping.db import Texts
from samskaping.models import Person
from samskaping.rules.speech import Level
from tests.world import World


def content(world: World, **change: Any) -> Content:
    """Everything that a challenge must say."""
    today = world.context().today
    whole: dict[str, Any] = {
        "title": Texts(nb="Hvordan kan færre spise alene?", nn="Korleis kan færre ete åleine?"),
        "summary": Texts(nb="Fire av ti spiser alene."),
        "need": Texts(nb="De fleste får nok mat, men mangler **selskap**."),
        "effect": Texts(nb="Flere har noen å spise med.", nn="Fleire har nokon å ete med."),
        "success": Texts(nb="Vi teller dem som kommer.", nn="Vi tel dei som kjem."),
        "decides": Texts(nb="Kommunalsjefen bestemmer."),
        "fixed": Texts(nb="Regler for trygg mat."),
        "influence": Texts(nb="Hvor og når vi spiser."),
        "use": Texts(nb="Vi svarer på alle."),
        "quotes": (Quote("Eg et åleine.", "Mann, 80 år", "nn"),),
        "goals": (3, 10),
        "level": Level.SAMARBEIDE,
        "unit": world.unit().public_id,
        "answers_on": today + timedelta(days=60),
        "closes_on": today + timedelta(days=30),
    }
    return Content(**{**whole, **change})


def published(world: World, by: Person, **change: Any) -> str:
    """A published challenge's public id."""
    made = challenges.start(world.context(by), content(world, **change))
    challenges.publish(world.context(by), made, version=1)
    return made
