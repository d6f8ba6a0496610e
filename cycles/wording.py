"""How a cycle speaks of what is planned: a lesson, an activity, an interaction; with which children; or with staff."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from coachcycle.accounts.models import Classroom
from cycles.models.records import Event as Kind

Ages = Classroom.Ages
STAFF, CHILDREN = "staff", ""

GOALS = {
    CHILDREN: (
        _("Goals for children"),
        _("Goal for children"),
        _("Name a goal for children."),
        _("What shall they say, make or do? Leave children's names out. Empty a line to take it out."),
    ),
    Ages.INFANT: (
        _("Goals for babies"),
        _("Goal for babies"),
        _("Name a goal for the babies."),
        _(
            "What shall they look at, reach for or answer, with a sound or a movement? Leave children's names out. "
            "Empty a line to take it out."
        ),
    ),
    Ages.TODDLER: (
        _("Goals for toddlers"),
        _("Goal for toddlers"),
        _("Name a goal for the toddlers."),
        _("What shall they try, say or do by themselves? Leave children's names out. Empty a line to take it out."),
    ),
    STAFF: (
        _("Goals for staff"),
        _("Goal for staff"),
        _("Name a goal for staff."),
        _("What shall people say or do differently afterwards? Empty a line to take it out."),
    ),
}
PLANS = {
    Kind.LESSON: (
        _(
            "Here you two plan the lesson: the goal for children, two to four prompts to think with, what to focus on, "
            "and who leads which part."
        ),
        _("Segments of the lesson"),
        _("Plan the lesson in segments and agree who leads each."),
    ),
    Kind.ACTIVITY: (
        _(
            "Here you two plan the activity: the goal for children, two to four prompts to think with, what to focus "
            "on, and who leads which part."
        ),
        _("Segments of the activity"),
        _("Plan the activity in segments and agree who leads each."),
    ),
    Kind.INTERACTION: (
        _(
            "Here you two plan the interaction: the goal for children, two to four prompts to think with, what to "
            "focus on, and who leads which part."
        ),
        _("Segments of the interaction"),
        _("Plan the interaction in segments and agree who leads each."),
    ),
    Kind.SESSION: (
        _(
            "Here you two plan the session: the goal for staff, two to four prompts to think with, what to focus on, "
            "and who leads which part."
        ),
        _("Segments of the session"),
        _("Plan the session in segments and agree who leads each."),
    ),
}
EVENTS = {
    Kind.LESSON: (
        _("The lesson: who led"),
        _("The lesson"),
        _("Edit the lesson"),
        _("Save the lesson"),
        _("Say when the lesson took place."),
    ),
    Kind.ACTIVITY: (
        _("The activity: who led"),
        _("The activity"),
        _("Edit the activity"),
        _("Save the activity"),
        _("Say when the activity took place."),
    ),
    Kind.INTERACTION: (
        _("The interaction: who led"),
        _("The interaction"),
        _("Edit the interaction"),
        _("Save the interaction"),
        _("Say when the interaction took place."),
    ),
    Kind.SESSION: (
        _("The session with staff: who led"),
        _("The session with staff"),
        _("Edit the session"),
        _("Save the session"),
        _("Say when the session took place."),
    ),
}


@dataclass(frozen=True)
class Wording:
    goals: str
    goal: str
    name_a_goal: str
    goals_help: str
    here_you_plan: str
    segments: str
    plan_segments: str
    who_led: str
    event: str
    edit_event: str
    save_event: str
    say_when: str


def of(cycle):
    """The plan is worded as it was planned, what happened as it happened."""
    pair = cycle.partnership
    if pair.coaches_a_leader:
        return Wording(*GOALS[STAFF], *PLANS[Kind.SESSION], *EVENTS[Kind.SESSION])
    goals = GOALS.get(cycle.ages, GOALS[CHILDREN])
    happened = EVENTS.get(cycle.lesson.kind, EVENTS[Kind.LESSON])
    return Wording(*goals, *PLANS[cycle.pre_conference.kind], *happened)
