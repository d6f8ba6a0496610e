"""Other ways to prepare than through the core issues of a lesson; a pair takes one for each cycle.

The appreciative way begins with what works (discovery, dream, design, destiny); goal first with what there is to count
(baseline, target, strategy). Their prompts, ours again, ask so that they fit a lesson and a session with staff alike.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Way(models.TextChoices):
    CONTENT = "content", _("Content-focused: through the core issues of a lesson")
    APPRECIATIVE = "appreciative", _("Appreciative: discovery, dream, design, destiny")
    GOAL_FIRST = "goal_first", _("Goal first: baseline, target, strategy")


class AppreciativeIssue(models.TextChoices):
    DISCOVERY = "discovery", _("Discovery: what works already")
    DREAM = "dream", _("Dream: what it could become")
    DESIGN = "design", _("Design: what it takes")
    DESTINY = "destiny", _("Destiny: how it lasts")


class GoalIssue(models.TextChoices):
    BASELINE = "baseline", _("Baseline: how it is now")
    TARGET = "target", _("Target: what shall be different")
    STRATEGY = "strategy", _("Strategy: how to get there")


APPRECIATIVE_PROMPTS = {
    AppreciativeIssue.DISCOVERY: [
        _("When did something like this go really well, and what did you do?"),
        _("What works already, however small, that we can build on?"),
    ],
    AppreciativeIssue.DREAM: [
        _("Imagine it at its best: what do we see and hear?"),
        _("If one thing could change, which would make the greatest difference?"),
    ],
    AppreciativeIssue.DESIGN: [
        _("Which part of that picture will you try this time?"),
        _("What or who will help: materials, words, places, people?"),
    ],
    AppreciativeIssue.DESTINY: [
        _("How will we notice that it is happening?"),
        _("What will you go on doing when nobody asks about it any more?"),
    ],
}

GOAL_PROMPTS = {
    GoalIssue.BASELINE: [
        _("What would one see and hear on an ordinary day?"),
        _("How often, how long, by how many? Count once before you change anything."),
    ],
    GoalIssue.TARGET: [
        _("What will be different, for whom, and by when?"),
        _("How would you notice it without being told?"),
    ],
    GoalIssue.STRATEGY: [
        _("What will you do differently to get there?"),
        _("What will its first two minutes look like?"),
        _("How will you know early that it works, or that you need another way?"),
    ],
}
