"""Norwegian texts to fill a municipality with, taken from the demonstration and rendered once."""

import random
import tomllib
from dataclasses import dataclass
from pathlib import Path

from samskaping import text
from samskaping.rules.words import stems, tails

DEMONSTRATION = Path(text.__file__).parent / "data" / "demo"
#: Subjects that titles are made of; a search for one of them finds some hundreds of ten thousand.
SUBJECTS = [
    "Sykkelvei",
    "Gangfelt",
    "Benker",
    "Lekeplass",
    "Bussholdeplass",
    "Gatelys",
    "Badeplass",
    "Skolevei",
    "Leksehjelp",
    "Turvei",
    "Fartsgrense",
    "Parkering",
    "Bibliotek",
    "Ungdomsklubb",
    "Eldretreff",
    "Nærmiljøpark",
    "Kulturskole",
    "Ballbinge",
    "Akebakke",
    "Brygge",
    "Torgdag",
    "Svømmehall",
    "Helsestasjon",
    "Kollektivtilbud",
    "Snørydding",
    "Avfallspunkt",
    "Frivilligsentral",
    "Sansehage",
    "Musikkrom",
    "Kunstgress",
]
WISHES = [
    "ved skolen",
    "i sentrum",
    "langs elva",
    "for de minste",
    "for ungdom",
    "for eldre",
    "om vinteren",
    "ved stasjonen",
]
PLACES = ["Os", "Tistedal", "Idd", "Gimle", "Risum", "Berg", "Låby", "Sentrum"]


@dataclass(frozen=True)
class Text:
    """Source, its stored HTML, its excerpt, its stems, and what its compounds end in."""

    source: str
    html: str
    excerpt: str
    stems: str
    tails: str


def _text(source: str) -> Text:
    return Text(source, text.stored(source), text.excerpt(source), stems(source), tails(source))


class Words:
    """Draws texts, the same ones each time."""

    def __init__(self) -> None:
        self.dice = random.Random(3101)
        loaded = [tomllib.loads(path.read_text("utf-8")) for path in sorted(DEMONSTRATION.glob("*.toml"))]
        proposals = [proposal for one in loaded for proposal in one["proposal"]]
        self.needs = [_text(proposal["need"]) for proposal in proposals]
        self.ideas = [_text(proposal["idea"]) for proposal in proposals if proposal.get("idea")]
        said = [step["text"] for proposal in proposals for step in proposal.get("step", []) if step["do"] == "comment"]
        self.comments = [_text(words) for words in said]

    def title(self) -> str:
        draw = self.dice.choice
        return f"{draw(SUBJECTS)} {draw(WISHES)} på {draw(PLACES)}"
