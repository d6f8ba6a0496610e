"""Coaching before, during and after a lesson: what a pair agreed, what happened, and what comes next.

The modules stand in a line: versioned → records → partnership → steps → cycle.
"""

from cycles.models.cycle import Cycle, StageChange
from cycles.models.partnership import Partnership
from cycles.models.records import (
    Answer,
    ChildGoal,
    DebriefPoint,
    Lesson,
    PostConference,
    PreConference,
    Segment,
)
from cycles.models.steps import NextStep

__all__ = [
    "Answer",
    "ChildGoal",
    "Cycle",
    "DebriefPoint",
    "Lesson",
    "NextStep",
    "Partnership",
    "PostConference",
    "PreConference",
    "Segment",
    "StageChange",
]
