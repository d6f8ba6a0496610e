"""The believable small year of the demo, as plain data: who, with whom, about what, and what was said at which moment.

Days are counted back from today, so that the demo is always in the middle of its year.
"""

from dataclasses import dataclass, field

PASSWORD = "calm-paper-and-ink"
DOMAIN = "demo.example"

MODELING, TOGETHER, LEADS = "modeling", "co_teaching", "educator_led"
CELEBRATE, QUESTION, SUGGESTION, NOTE = "celebrate", "question", "suggestion", "note"


@dataclass(frozen=True)
class Person:
    name: str
    role: str
    program: str | None  # None: across the organization
    room: str = ""

    @property
    def email(self):
        return f"{self.name.split()[0].lower().translate(str.maketrans('íé', 'ie'))}@{DOMAIN}"


@dataclass(frozen=True)
class Said:
    """Feedback: by whom, at which second (or from, to), what kind, about which criterion, and whether it is shared.

    `taps` are answers of one tap: who says what of `Response.Kind`. The pair will `talk` about it when it meets.
    """

    by: str
    at: int
    kind: str
    words: str
    to: int | None = None
    criterion: str = ""
    level: int | None = None
    shared: bool = True
    private: bool = False
    replies: tuple[tuple[str, str], ...] = ()
    taps: tuple[tuple[str, str], ...] = ()
    talk: bool = False


@dataclass(frozen=True)
class Step:
    text: str
    owner: str | None
    due: int | None  # days from today
    how: str = ""
    done: int | None = None  # days before today
    because: int | None = None  # index into the film's feedback


@dataclass(frozen=True)
class Film:
    title: str
    kind: str  # a kind that `films.make` knows
    seconds: int
    look_for: str = ""
    shared: bool = True
    said: tuple[Said, ...] = ()
    laid: tuple[tuple[str, int], ...] = ()  # (a segment, at which second of the film it begins)


@dataclass(frozen=True)
class Round:
    """One cycle: started so many days ago; `stage` is where it stands now, "closed" when it is over."""

    title: str
    started: int
    stage: str
    goals: tuple[str, ...] = ()
    way: str = "content"
    answers: tuple[tuple[str, str], ...] = ()
    references: str = ""
    focus: tuple[str, ...] = ()
    segments: tuple[tuple, ...] = ()  # (name, minutes, agreed, actual or "", why it changed)
    first_agreed: tuple[
        tuple[str, str], ...
    ] = ()  # (segment, level) that was agreed on, before it was agreed otherwise
    taught: int | None = None
    setting: str = ""
    adults: int | None = None
    children: int | None = None
    reflection: str = ""
    celebrations: tuple[str, ...] = ()
    strengthen: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    film: Film | None = None
    kind: str = "lesson"
    meets: int | None = None  # days from today of the conference that comes next


@dataclass(frozen=True)
class Pair:
    coach: str
    coachee: str
    program: str
    coachee_role: str = "educator"
    group: str = ""  # its name, when the coachee is one of several
    others: tuple[str, ...] = ()  # who is coached beside the coachee
    rounds: tuple[Round, ...] = field(default=())


ORGANIZATION = "Tidewater Early Learning Partners"
PROGRAMS = {
    "Harbor Street": (("Sparrow room", "preschool"), ("Robin room", "toddler"), ("Wren nest", "infant")),
    "Mill Pond": (("Otter room", "preschool"), ("Heron room", "mixed")),
}
PEOPLE = (
    Person("Ines Duarte", "coach", None),
    Person("Noor Haddad", "coach", "Mill Pond"),
    Person("Halima Osei", "leader", "Harbor Street"),
    Person("Ruth Adler", "leader", "Mill Pond"),
    Person("Petra Lind", "partner", None),
    Person("Wren Abara", "educator", "Harbor Street", "Sparrow room"),
    Person("Tomas Kelly", "educator", "Harbor Street", "Robin room"),
    Person("Adaeze Okafor", "educator", "Harbor Street", "Wren nest"),
    Person("Lucía Marín", "educator", "Mill Pond", "Otter room"),
    Person("Priya Nair", "educator", "Mill Pond", "Heron room"),
    Person("Joon Park", "educator", "Mill Pond", "Otter room"),
)
# Whose address and password the demo prints, one a role.
DOORS = ("Wren Abara", "Ines Duarte", "Halima Osei", "Petra Lind")

CONFIDENTIALITY = (
    "What we say and film stays between us two. Our leader sees that we met and which steps we agreed on, "
    "never a film and never what was said about it."
)
STEPPING_IN = "Only when the coachee looks over and nods, or when a child needs a second adult."

# The questions the pairs picked, one for each core issue.
QUESTIONS = {
    "discovery": "What works already, however small, that we can build on?",
    "dream": "Imagine it at its best: what do we see and hear?",
    "plan": "Where would you like a second pair of eyes or hands?",
    "content": "What shall children be able to say, make or do at the end?",
    "prior": "What do children already know that you can build on?",
    "implementation": "How will you open it so that children want to know more?",
    "evidence": "What will you hear or see when it works?",
    "collaboration": "How will children talk and work with each other?",
}

# What the organization asks beside our prompts.
OWN_PROMPTS = (
    ("evidence", "What will families hear about it at pick-up?"),
    ("prior", "¿Qué palabras traen los niños de casa?"),
)

# Criteria of the built-in rubrics, by their names there.
WAITS = "Waits for an answer"
OPEN = "Open questions"
BACK_AND_FORTH = "Talk that goes back and forth"
TALK = "Children turn to each other"
WAYS_IN = "Ways in for every child"
LISTENS = "Listens more than tells"
AGREES = "Agrees on a step one can see"
