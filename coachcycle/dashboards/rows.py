"""What the pages show: frozen rows of plain values, ready to be read. Never models: nothing hangs on them."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Moment:
    """A place in a film that the reader may watch."""

    url: str
    clock: str
    film: str


@dataclass(frozen=True)
class Need:
    """One line of work. `due` sorts it: what is late comes first, what has no date last."""

    heading: str
    sentence: str
    when: str
    act: str
    url: str
    due: date | None = None
    is_late: bool = False
    is_post: bool = False  # the act changes something: a form, not a link
    quote: str = ""
    moment: Moment | None = None

    @property
    def order(self):
        return (self.due is None, self.due or date.max, self.heading)


@dataclass(frozen=True)
class News:
    sentence: str
    url: str
    at: datetime
    when: str
    is_celebrated: bool = False


@dataclass(frozen=True)
class Promise:
    """A next step. `may_finish` is the reader's leave to say that it is done."""

    pk: str
    text: str
    owner: str  # empty while nobody has taken it
    is_hers: bool
    pair: str
    cycle: str  # empty where it was closed before the reader joined the group, and so is `url`
    url: str
    due: date | None
    due_words: str
    is_late: bool
    done_words: str
    how_we_will_know: str
    may_finish: bool
    moments: tuple[Moment, ...] = ()  # that it came from
    evidence: tuple[Moment, ...] = ()  # that show it done


@dataclass(frozen=True)
class Chapter:
    heading: str
    promises: list[Promise]
