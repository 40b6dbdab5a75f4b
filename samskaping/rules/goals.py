"""The seventeen sustainable development goals of the UN: short titles in both forms, colour and legible text."""

from dataclasses import dataclass

from samskaping.language import Words


@dataclass(frozen=True)
class Goal:
    """One goal: number 1–17, its short title, the UN's colour and whether white text is legible on it."""

    number: int
    title: Words
    colour: str
    text_colour: str


_WHITE, _DARK = "#FFFFFF", "#1A1A1A"

GOALS: dict[int, Goal] = {
    goal.number: goal
    for goal in (
        Goal(1, Words("Utrydde fattigdom", "Utrydde fattigdom"), "#E5243B", _WHITE),
        Goal(2, Words("Utrydde sult", "Utrydde svolt"), "#DDA63A", _DARK),
        Goal(3, Words("God helse og livskvalitet", "God helse og livskvalitet"), "#4C9F38", _DARK),
        Goal(4, Words("God utdanning", "God utdanning"), "#C5192D", _WHITE),
        Goal(5, Words("Likestilling mellom kjønnene", "Likestilling mellom kjønna"), "#FF3A21", _DARK),
        Goal(6, Words("Rent vann og gode sanitærforhold", "Reint vatn og gode sanitærforhold"), "#26BDE2", _DARK),
        Goal(7, Words("Ren energi til alle", "Rein energi til alle"), "#FCC30B", _DARK),
        Goal(8, Words("Anstendig arbeid og økonomisk vekst", "Anstendig arbeid og økonomisk vekst"), "#A21942", _WHITE),
        Goal(
            9, Words("Industri, innovasjon og infrastruktur", "Industri, innovasjon og infrastruktur"), "#FD6925", _DARK
        ),
        Goal(10, Words("Mindre ulikhet", "Mindre ulikskap"), "#DD1367", _WHITE),
        Goal(11, Words("Bærekraftige byer og lokalsamfunn", "Berekraftige byar og lokalsamfunn"), "#FD9D24", _DARK),
        Goal(12, Words("Ansvarlig forbruk og produksjon", "Ansvarleg forbruk og produksjon"), "#BF8B2E", _DARK),
        Goal(13, Words("Stoppe klimaendringene", "Stoppe klimaendringane"), "#3F7E44", _WHITE),
        Goal(14, Words("Livet i havet", "Livet i havet"), "#0A97D9", _DARK),
        Goal(15, Words("Livet på land", "Livet på land"), "#56C02B", _DARK),
        Goal(
            16,
            Words(
                "Fred, rettferdighet og velfungerende institusjoner", "Fred, rettferd og velfungerande institusjonar"
            ),
            "#00689D",
            _WHITE,
        ),
        Goal(17, Words("Samarbeid for å nå målene", "Samarbeid for å nå måla"), "#19486A", _WHITE),
    )
}


def read(written: str) -> int | None:
    """The number of a goal as an address writes it; None for anything that is no goal's."""
    number = int(written) if written.isascii() and written.isdecimal() and len(written) < 3 else 0
    return number if number in GOALS else None


def choices() -> list[tuple[str, str]]:
    """Every goal to choose from: its number, and «3. God helse og livskvalitet» in the form in force."""
    return [(str(goal.number), f"{goal.number}. {goal.title}") for goal in GOALS.values()]
