"""Coaching before, during and after a lesson: what a pair agreed, what happened, and what comes next.

The modules stand in a line: versioned → records → levels, partnership → steps → step_story, cycle → contacts.
"""

from cycles.models.contacts import Contact
from cycles.models.cycle import Cycle, StageChange
from cycles.models.levels import LevelChange
from cycles.models.own_prompts import OwnPrompt, Preparation
from cycles.models.partnership import Participant, Partnership, active_participants, asked_once, asking_once
from cycles.models.records import (
    Answer,
    ChildGoal,
    DebriefPoint,
    Lesson,
    PostConference,
    PreConference,
    Segment,
)
from cycles.models.signatures import Signature
from cycles.models.step_story import SmallTest, StepChange, StepIdea
from cycles.models.steps import NextStep

__all__ = [
    "Answer",
    "ChildGoal",
    "Contact",
    "Cycle",
    "DebriefPoint",
    "Lesson",
    "LevelChange",
    "NextStep",
    "OwnPrompt",
    "Participant",
    "Partnership",
    "PostConference",
    "PreConference",
    "Preparation",
    "Segment",
    "Signature",
    "SmallTest",
    "StageChange",
    "StepChange",
    "StepIdea",
    "active_participants",
    "asked_once",
    "asking_once",
]
