"""The core issues of lesson design, and our own prompts for each. A pair picks a few and may reword them.

The core issues are those named by the model of content-focused coaching; the wording of every prompt is ours. An
organization rewords, retires and adds prompts: see `own_prompts`.
"""

from typing import NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _

from cycles.ages import TURNED
from cycles.ways import APPRECIATIVE_PROMPTS, GOAL_PROMPTS, AppreciativeIssue, GoalIssue, Way


class CoreIssue(models.TextChoices):
    PLAN = "plan", _("Where help is wanted")
    CONTENT = "content", _("Content: what children should learn")
    CONTEXT = "context", _("Context: why this, why now")
    PRIOR = "prior", _("Prior knowledge, and what may be hard")
    IMPLEMENTATION = "implementation", _("Implementation")
    EVIDENCE = "evidence", _("Evidence of understanding")
    COLLABORATION = "collaboration", _("Learning together")


# What a prompt can be about, whichever way a pair prepares. No value stands for two things.
ISSUES = [*CoreIssue.choices, *AppreciativeIssue.choices, *GoalIssue.choices]


class PromptSet(models.TextChoices):
    """What a pair prepares, and so what it can pick from."""

    LESSON = "lesson", _("Lessons with children")
    STAFF = "staff", _("Sessions with staff")
    APPRECIATIVE = "appreciative", _("Appreciative")
    GOAL_FIRST = "goal_first", _("Goal first")


class Prompt(NamedTuple):
    issue: str
    text: str


# A prompt's place here is its name, under which organizations replace it: add new ones at the end of a list.
PROMPTS = {
    CoreIssue.PLAN: [
        _("What do you want to do, in two sentences?"),
        _("Where would you like a second pair of eyes or hands?"),
    ],
    CoreIssue.CONTENT: [
        _("What shall children be able to say, make or do at the end?"),
        _("Which idea or words do you want to stay with them?"),
    ],
    CoreIssue.CONTEXT: [
        _("What came before this, and what comes after it?"),
        _("Why does this matter for these children now?"),
    ],
    CoreIssue.PRIOR: [
        _("What do children already know that you can build on?"),
        _("What may confuse them, and what will you do then?"),
        _("Who needs another way in: languages, movement, quiet?"),
    ],
    CoreIssue.IMPLEMENTATION: [
        _("How will you open it so that children want to know more?"),
        _("How will children be grouped, and what will be in their hands?"),
        _("What will you leave out if time runs short?"),
    ],
    CoreIssue.EVIDENCE: [
        _("What will you hear or see when it works?"),
        _("How will we catch it without stopping the lesson?"),
    ],
    CoreIssue.COLLABORATION: [
        _("How will children talk and work with each other?"),
        _("Who of the adults does what?"),
    ],
}

# A leader's own session is with staff: a meeting, a training, a coaching conversation. The issues stay, the words turn.
ISSUES_WITH_STAFF = {
    CoreIssue.CONTENT: _("Content: what staff should take away"),
    CoreIssue.PRIOR: _("What staff bring, and what may be hard"),
}

PROMPTS_WITH_STAFF = {
    CoreIssue.PLAN: [
        _("What do you want this session to change, in two sentences?"),
        _("Which part would you like us to think through together?"),
    ],
    CoreIssue.CONTENT: [
        _("What shall people be able to do on Monday that they could not do before?"),
        _("Which one idea must not get lost?"),
    ],
    CoreIssue.CONTEXT: [
        _("What have staff told you or shown you that makes this the next thing?"),
        _("How does it serve the children in these rooms?"),
    ],
    CoreIssue.PRIOR: [
        _("What do people already do well that you can build on?"),
        _("What may feel risky to say here, and how will you make it safe?"),
        _("Who speaks least, and what other way in will you offer?"),
    ],
    CoreIssue.IMPLEMENTATION: [
        _("Which question will you open with?"),
        _("When will you listen, and when will you show?"),
        _("What will you leave out if time runs short?"),
    ],
    CoreIssue.EVIDENCE: [
        _("What will you hear people say when it works?"),
        _("Where will you look, two weeks later, to see that it lasted?"),
    ],
    CoreIssue.COLLABORATION: [
        _("How will people learn from each other, not only from you?"),
        _("Who will take which part of what comes next?"),
    ],
}


SETS = {
    PromptSet.LESSON: PROMPTS,
    PromptSet.STAFF: PROMPTS_WITH_STAFF,
    PromptSet.APPRECIATIVE: APPRECIATIVE_PROMPTS,
    PromptSet.GOAL_FIRST: GOAL_PROMPTS,
}


def sets_of(pair):
    """{way to prepare: its PromptSet} for this kind of pair."""
    content = PromptSet.STAFF if pair.coaches_a_leader else PromptSet.LESSON
    return {way: content if way == Way.CONTENT else PromptSet(way) for way in Way}


def issues(prompt_set):
    """{issue: its name}, as this kind of pair says it."""
    turned = ISSUES_WITH_STAFF if prompt_set == PromptSet.STAFF else {}
    return {issue: turned.get(issue, issue.label) for issue in SETS[prompt_set]}


def all_issues(pair):
    """{issue: its name}, of all ways: what was picked stays when a pair prepares another way."""
    return {issue: name for prompt_set in sets_of(pair).values() for issue, name in issues(prompt_set).items()}


def ours(prompt_set, ages=""):
    """{name: Prompt}, as one asks about children of these `ages`. A name begins with its core issue and a hyphen."""
    turned = TURNED.get(ages, {}) if prompt_set == PromptSet.LESSON else {}
    return {
        (name := f"{issue}-{place}"): Prompt(issue, str(turned.get(name, text)))
        for issue, texts in SETS[prompt_set].items()
        for place, text in enumerate(texts)
    }
