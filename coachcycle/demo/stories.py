"""What the pairs of the demo did, cycle by cycle."""

from coachcycle.demo.year import (
    CELEBRATE,
    LEADS,
    MODELING,
    NOTE,
    QUESTION,
    SUGGESTION,
    TOGETHER,
    Film,
    Pair,
    Round,
    Said,
    Step,
)

# Criteria of the built-in rubrics, by their names there.
WAITS = "Waits for an answer"
OPEN = "Open questions"
BACK_AND_FORTH = "Talk that goes back and forth"
TALK = "Children turn to each other"
WAYS_IN = "Ways in for every child"
LISTENS = "Listens more than tells"
AGREES = "Agrees on a step one can see"


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


MORNING = Round(
    "Morning circle",
    started=120,
    stage="closed",
    goals=("Children listen to one another's news.",),
    answers=(("plan", "Circle falls apart after four minutes. Watch where I lose them."),),
    focus=(TALK,),
    segments=(
        ("Song", 4, MODELING, MODELING, ""),
        ("News", 8, TOGETHER, MODELING, "Two children were new, so Ines led the first turn."),
        ("Goodbye to circle", 3, LEADS, LEADS, ""),
    ),
    taught=112,
    setting="Whole group, on the rug",
    adults=2,
    children=14,
    reflection="Better than I feared. I still answer for them.",
    celebrations=("Three children asked a friend a question without being told to.",),
    strengthen=("Waiting after a question.",),
    steps=(
        Step("Count to five before the next question", "Wren Abara", -75, "A child speaks before I do.", done=80),
        Step("Make the circle two minutes shorter", "Wren Abara", -90, "We end while they still want more.", done=95),
    ),
)

BUILDING = Round(
    "Building a bridge",
    started=64,
    stage="closed",
    goals=("Children say what they will try before they try it.",),
    answers=(("implementation", "Start with the picture of the harbor bridge, then blocks in pairs."),),
    focus=(OPEN,),
    segments=(
        ("Picture", 5, MODELING, TOGETHER, "Wren wanted to try the opening herself."),
        ("Blocks in pairs", 12, TOGETHER, TOGETHER, ""),
        ("Show and say", 5, LEADS, LEADS, ""),
    ),
    taught=58,
    setting="Two pairs at the block corner",
    adults=2,
    children=6,
    reflection="They planned more than I expected. I asked too many yes-or-no questions.",
    celebrations=("Every pair named a plan before it built.",),
    strengthen=("Questions that cannot be answered with yes.",),
    steps=(Step("Write two open questions on the plan card", "Wren Abara", -30, "They are on the card.", done=28),),
)

STORY = Round(
    "Story time, small group",
    started=12,
    stage="post_conference",
    goals=("Children say why, in their own words.", "They use three new words: shelter, hollow, twig."),
    answers=(
        ("plan", "When nobody answers I jump in. Help me wait."),
        ("content", "To say why somebody in a story did something, with because or so."),
        ("prior", "Most can retell. A why-question gets one word back. Picture cards help those who speak Portuguese."),
        ("evidence", "Ines notes every “because” that comes without a second push."),
    ),
    focus=(WAITS, OPEN),
    segments=(
        ("Launch", 5, TOGETHER, MODELING, "Wren asked Ines to show the launch once."),
        ("Reading", 8, TOGETHER, TOGETHER, ""),
        ("Pair talk", 6, LEADS, TOGETHER, "Ines stayed in for one pair that had no words yet."),
        ("Closing", 5, LEADS, LEADS, ""),
    ),
    taught=5,
    setting="Small group on the rug",
    adults=2,
    children=5,
    reflection="The second reading was calm. I was worried about time and skipped the torn page.",
    celebrations=(
        "Five slow counts, and the quietest child said “because the nest is wet”.",
        "Partners turned to each other without being told.",
    ),
    meets=1,
    steps=(
        Step(
            "Ask “what makes you think so?” after the second reading",
            "Wren Abara",
            9,
            "Two children answer.",
            because=2,
        ),
        Step("Put the picture cards where all five can reach them", None, None, because=4),
    ),
    film=Film(
        "Story time, small group",
        "phone",
        96,
        "Did I wait long enough on the second reading?",
        said=(
            Said(
                "Ines Duarte",
                12,
                CELEBRATE,
                "You counted to five before you spoke again. Then she said it: “because the nest is wet”.",
                criterion=WAITS,
                level=3,
                replies=(("Wren Abara", "I was counting under the table!"),),
            ),
            Said("Wren Abara", 21, NOTE, "I skipped the torn page here. I was worried about time."),
            Said(
                "Ines Duarte",
                30,
                QUESTION,
                "All five say “yes”. What could you ask that “yes” does not answer?",
                to=37,
                criterion=OPEN,
                replies=(
                    ("Wren Abara", "I think I fill the silence because I am afraid they feel tested."),
                    ("Ines Duarte", "That is worth talking about tomorrow."),
                ),
            ),
            Said("Wren Abara", 44, CELEBRATE, "He used “shelter” on his own!"),
            Said(
                "Ines Duarte",
                52,
                SUGGESTION,
                "Try the picture cards within reach. Two children look for them and let it go.",
                to=58,
                criterion=WAYS_IN,
                shared=False,
            ),
            Said("Ines Duarte", 64, NOTE, "Seven “because” so far, four of them without a second push."),
            Said(
                "Ines Duarte",
                70,
                CELEBRATE,
                "Partners turn to each other and you step back. Nobody looks at you for a while.",
                to=77,
                criterion=TALK,
                level=4,
            ),
            Said("Ines Duarte", 81, QUESTION, "How did you decide whom to ask first?", criterion=OPEN, shared=False),
            Said("Ines Duarte", 88, SUGGESTION, "Let a child say what was found out today.", to=94, shared=False),
        ),
    ),
)

BLOCKS = Round(
    "Block corner",
    started=6,
    stage="pre_conference",
    goals=("Children use words for where things are: under, behind, next to.",),
    answers=(("plan", "The ending gets loud and I lose the words we had. Help me with the ending."),),
    meets=0,
)

SNACK = Round(
    "Snack talk",
    started=20,
    stage="post_conference",
    goals=("Each child is answered within a breath when they babble or point.",),
    answers=(("evidence", "Count the back-and-forth turns with the two youngest."),),
    focus=(BACK_AND_FORTH,),
    segments=(("Washing hands", 4, TOGETHER, TOGETHER, ""), ("Snack", 12, LEADS, LEADS, "")),
    taught=8,
    setting="At the low table",
    adults=2,
    children=4,
    kind="interaction",
    meets=4,
    steps=(Step("Bring the picture cards to the Wren nest", "Ines Duarte", 3, "They hang by the table."),),
    film=Film(
        "Snack talk",
        "film",
        72,
        "Am I quick enough with the two little ones?",
        said=(
            Said(
                "Ines Duarte",
                18,
                CELEBRATE,
                "He points, you name it, he points again: four turns!",
                criterion=BACK_AND_FORTH,
                level=3,
            ),
            Said(
                "Ines Duarte",
                40,
                QUESTION,
                "Who of the four has not been answered yet?",
                replies=(("Adaeze Okafor", "The one on my left. I saw it only in the film."),),
            ),
        ),
    ),
)

TEAM = Round(
    "Team meeting: planning together",
    started=26,
    stage="lesson",
    goals=("Every educator leaves with one thing to try this week.",),
    answers=(("plan", "I talk most of the time. I want to ask, and then be quiet."),),
    focus=(LISTENS,),
    segments=(
        ("Opening", 5, TOGETHER, TOGETHER, ""),
        ("Looking at children's work", 20, LEADS, LEADS, ""),
        ("Who tries what", 10, LEADS, "", ""),
    ),
    taught=3,
    setting="Staff room, six educators",
    adults=7,
    kind="session",
    film=Film(
        "Team meeting, planning together",
        "film",
        64,
        "How long do I talk before somebody else does?",
        said=(
            Said(
                "Ines Duarte",
                15,
                CELEBRATE,
                "You asked and then looked down at the work. Three people spoke.",
                criterion=LISTENS,
            ),
            Said(
                "Ines Duarte",
                41,
                SUGGESTION,
                "Ask for the first try before you offer yours.",
                criterion=AGREES,
                shared=False,
            ),
        ),
    ),
)

CIRCLE = Round(
    "Morning circle",
    started=9,
    stage="lesson",
    goals=("Children take turns telling one thing about home.",),
    answers=(("collaboration", "A talking stone goes round; children call the next one."),),
    focus=(TALK,),
    segments=(("Hello", 4, MODELING, "", ""), ("Talking stone", 9, TOGETHER, "", "")),
    film=Film("Morning circle, a first try", "web", 60, "", shared=False),
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

PAIRS = (
    Pair("Ines Duarte", "Wren Abara", "Harbor Street", rounds=(MORNING, BUILDING, STORY)),
    Pair("Ines Duarte", "Tomas Kelly", "Harbor Street", rounds=(*TOMAS, BLOCKS)),
    Pair("Ines Duarte", "Adaeze Okafor", "Harbor Street", rounds=(*ADAEZE, SNACK)),
    Pair("Ines Duarte", "Halima Osei", "Harbor Street", coachee_role="leader", rounds=(*HALIMA, TEAM)),
    Pair("Ines Duarte", "Lucía Marín", "Mill Pond", rounds=(*LUCIA, CIRCLE)),
    Pair("Noor Haddad", "Priya Nair", "Mill Pond", rounds=(WATER,)),
    Pair("Noor Haddad", "Joon Park", "Mill Pond", rounds=JOON),
)
