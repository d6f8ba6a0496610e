"""What the page of a cycle shows to one reader, gathered once, so that its queries do not grow with its rows."""

from django.utils.translation import gettext as _

from cycles import checklist, prompts, support
from cycles.forms.post_conference import ReflectionForm
from cycles.models import Cycle, DebriefPoint

Stage = Cycle.Stage


def context(cycle, user, *, form=None, editing="", refusals=()):
    """`form` is the open form of the stage `editing`; `refusals` say why the cycle did not move on."""
    pair = cycle.partnership
    may_write = pair.may_edit(user)
    may_edit = may_write and cycle.is_open
    may_reflect = may_edit and cycle.post_conference.may_reflect(user)
    in_pre = cycle.is_open and cycle.stage == Stage.PRE_CONFERENCE
    return {
        "room": "cycles",
        "cycle": cycle,
        "pair": pair,
        "goals": list(cycle.pre_conference.goals.all()),
        "may_write": may_write,
        "may_edit": may_edit,
        "may_reflect": may_reflect,
        "reflection_form": reflection_form(cycle) if may_reflect else None,
        "may_read_notes": cycle.may_read_notes(user),
        "may_read_points": cycle.post_conference.may_read_points(user),
        "checklist": checklist.points(cycle) if cycle.is_open else [],
        "move_on": move_on_words(cycle),
        "path": path(cycle),
        "stages": in_order_of_use(cycle),
        "answers": answers(cycle),
        "segments": segments(cycle),
        "points": by_kind(cycle),
        "steps": list(cycle.next_steps()),
        "steps_to_offer": list(cycle.steps_to_offer()) if in_pre and may_edit else [],
        "history": list(cycle.history.all()),
        "form": form,
        "editing": editing,
        "refusals": refusals,
    }


def reflection_form(cycle):
    """Open at once when it is the coachee's turn: the own view comes first, and nothing else can go on."""
    post = cycle.post_conference
    if cycle.stage == Stage.POST_CONFERENCE and not post.reflection.strip():
        return ReflectionForm(instance=post)
    return None


def move_on_words(cycle):
    return {
        Stage.PRE_CONFERENCE: _("Move on to the lesson"),
        Stage.LESSON: _("Move on to the post-conference"),
        Stage.POST_CONFERENCE: _("Close the cycle"),
    }[cycle.stage]


def path(cycle):
    """[(stage, "done" | "now" | "")] in order."""
    stages = list(Stage)
    here = stages.index(cycle.stage) if cycle.is_open else len(stages)
    return [(stage, "done" if place < here else "now" if place == here else "") for place, stage in enumerate(stages)]


def in_order_of_use(cycle):
    """The stage the pair is in comes first, then what lies behind it, latest first, then what is still to come."""
    stages = list(Stage)
    here = stages.index(cycle.stage)
    return stages[here::-1] + stages[here + 1 :]


def answers(cycle):
    names = prompts.issues(cycle.partnership.coaches_a_leader)
    return [(names[answer.core_issue], answer) for answer in cycle.pre_conference.answers.all()]


def segments(cycle):
    """Each segment with its agreed and actual level in this pair's words."""
    words = dict(support.choices(cycle.partnership.coaches_a_leader))
    return [
        {"row": row, "agreed": words[row.agreed_level], "actual": words.get(row.actual_level, "")}
        for row in cycle.segments.all()
    ]


def by_kind(cycle):
    points = list(cycle.post_conference.points.all())
    return {kind.value: [point for point in points if point.kind == kind] for kind in DebriefPoint.Kind}
