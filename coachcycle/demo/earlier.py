"""Cycles the pairs of the demo closed before, most of them told in one line."""

from coachcycle.demo.year import (
    BACK_AND_FORTH,
    LEADS,
    LISTENS,
    MODELING,
    OPEN,
    TOGETHER,
    Round,
    Step,
)


def earlier(title, started, happened, owner, step, kept=True, kind="lesson", focus=OPEN, with_whom="Small group"):
    """A closed cycle of the past, told in one line: who led, and the step that came of it (kept in time or late)."""
    agreed = (TOGETHER, TOGETHER, LEADS)
    names = ("Opening", "Middle", "Ending")
    return Round(
        title,
        started=started,
        stage="closed",
        goals=("Children have more turns to speak.",)
        if kind != "session"
        else ("Everybody leaves with one thing to try.",),
        answers=(("plan", "Look at who speaks, and for how long."),),
        focus=(focus,),
        segments=tuple(
            (name, 6, planned, actual, "" if planned == actual else "It felt right in the moment.")
            for name, planned, actual in zip(names, agreed, happened, strict=True)
        ),
        taught=started - 8,
        setting=with_whom,
        adults=2,
        children=None if kind == "session" else 6,
        kind=kind,
        reflection="Calmer than last time, and I talked less.",
        celebrations=("More voices than last time.",),
        strengthen=("Waiting a little longer.",),
        steps=(Step(step, owner, -(started - 30), "Both of us see it.", done=started - (28 if kept else 38)),),
    )


TOMAS = (
    earlier("Clay", 128, (MODELING, MODELING, TOGETHER), "Tomas Kelly", "Name what hands do, not what they make"),
    earlier(
        "Garden walk", 92, (MODELING, TOGETHER, TOGETHER), "Tomas Kelly", "Let two children lead the walk", kept=False
    ),
    earlier("Ramps and balls", 55, (TOGETHER, TOGETHER, LEADS), "Tomas Kelly", "Ask before showing"),
)
ADAEZE = (
    earlier("Diaper time talk", 118, (MODELING, TOGETHER, TOGETHER), "Adaeze Okafor", "Say what comes next, then wait",
            kind="interaction", focus=BACK_AND_FORTH, with_whom="One to one"),
    earlier("Songs on the mat", 84, (TOGETHER, TOGETHER, LEADS), "Adaeze Okafor", "Stop before the last word",
            kind="activity", focus=BACK_AND_FORTH),
    earlier("Outside in the shade", 58, (TOGETHER, LEADS, LEADS), "Adaeze Okafor", "Follow where they point",
            kind="activity", focus=BACK_AND_FORTH, kept=False),
)  # fmt: skip
HALIMA = (
    earlier("Looking at children's drawings", 96, (TOGETHER, LEADS, LEADS), "Halima Osei", "Begin with what we see",
            kind="session", focus=LISTENS, with_whom="Staff room"),
    earlier("A hard conversation", 62, (TOGETHER, TOGETHER, LEADS), "Halima Osei", "Ask first, then say what I saw",
            kind="session", focus=LISTENS, with_whom="Office"),
)  # fmt: skip
LUCIA = (earlier("Counting at the door", 75, (MODELING, TOGETHER, LEADS), "Lucía Marín", "Let children count coats"),)
JOON = (
    earlier("Shadow play", 110, (MODELING, TOGETHER, TOGETHER), "Joon Park", "Wait until the second child speaks"),
    earlier("Sorting leaves", 70, (TOGETHER, LEADS, LEADS), "Joon Park", "Ask “how do you know?” twice"),
)

WATER = Round(
    "Water table",
    started=45,
    stage="closed",
    goals=("Children guess before they pour.",),
    answers=(("content", "More and less, full and empty."),),
    focus=(OPEN,),
    segments=(
        ("Guessing", 6, MODELING, MODELING, ""),
        ("Pouring", 10, TOGETHER, LEADS, "It went well, so Noor sat back."),
    ),
    taught=38,
    setting="Four children at the water table",
    adults=2,
    children=4,
    reflection="They guessed wildly and loved it.",
    celebrations=("Every child guessed before pouring.",),
    strengthen=("Let the children write the guesses down in their way.",),
    steps=(
        Step("Hang the guess board at the children's height", "Priya Nair", -6, "Children use it without help."),
        Step("Read aloud the guesses at the end", "Priya Nair", -20, "Twice a week.", done=18),
    ),
)
