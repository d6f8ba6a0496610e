"""Cues: what is said from when until when, as plain text. Pure."""

import math
import re
from dataclasses import dataclass
from operator import attrgetter
from typing import NamedTuple

BRIEFLY_MS = 1000  # how long words are shown whose file gives them no time at all

# What no reader would see, and what ends a line where none should end.
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff\u2028\u2029]")


class Cue(NamedTuple):
    """`text` has no markup and no empty lines; `speaker` is empty where nobody is named."""

    start_ms: int
    end_ms: int
    text: str
    speaker: str = ""


@dataclass(frozen=True)
class Fitted:
    """Cues as a film takes them, and how many of those that were read had to be changed for it."""

    cues: list[Cue]
    behind: int = 0  # began after the end of the film, and were left out
    cut: int = 0  # end with the film now
    brief: int = 0  # had no length, and got one
    silent: int = 0  # had no words, and were left out


def plain(text):
    """Words as a cue holds them: no controls, no empty lines, no blanks around a line."""
    lines = (re.sub(r"[ \t]+", " ", CONTROLS.sub("", line)).strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def fit(cues, duration_ms):
    """In the order of the film, within it, and each for some time. A length of None sets no end."""
    length = math.inf if duration_ms is None else duration_ms
    spoken = [cue for cue in cues if cue.text]
    within = sorted((cue for cue in spoken if cue.start_ms < length), key=attrgetter("start_ms"))
    return Fitted(
        cues=[_lasting(cue, length) for cue in within],
        behind=len(spoken) - len(within),
        cut=sum(cue.end_ms > length for cue in within),
        brief=sum(cue.end_ms == cue.start_ms for cue in within),
        silent=len(cues) - len(spoken),
    )


def _lasting(cue, length):
    end = cue.end_ms if cue.end_ms > cue.start_ms else cue.start_ms + BRIEFLY_MS
    return cue._replace(end_ms=min(end, length))


def as_rows(cues):
    """As JSON keeps them: [from, until, words], and who speaks where that is known."""
    return [[*cue] if cue.speaker else [*cue[:3]] for cue in cues]


def from_rows(rows):
    return [Cue(*row) for row in rows]
