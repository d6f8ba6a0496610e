"""What the page of a cycle shows to one reader, gathered once, so that its queries do not grow with its rows."""

from django.utils.translation import gettext as _

from coachcycle.accounts import kept
from cycles import checklist, child_names, negotiating, prompts, references, support, wording
from cycles.forms.post_conference import PostConferenceForm, ReflectionForm
from cycles.forms.pre_conference import PreConferenceForm
from cycles.models import Cycle, DebriefPoint
from cycles.models.cycle import STEPS_IN_SIGHT

Stage = Cycle.Stage


def context(cycle, user, *, may_write, form=None, editing="", refusals=()):
    """`form` is the open form of the stage `editing`; `refusals` say why the cycle did not move on.

    `may_write` is what `pair.may_edit(user)` said: most views have asked already.
    """
    pair = cycle.partnership
    may_edit = may_write and cycle.is_open
    may_reflect = may_edit and cycle.post_conference.may_reflect(user)
    if may_edit and not form and waits_for_coach(cycle, user):
        form, editing = PostConferenceForm(cycle.post_conference, user), "post_conference"
    in_pre = cycle.is_open and cycle.stage == Stage.PRE_CONFERENCE
    steps, to_offer = cycle.steps_in_sight(user)
    return {
        "room": "cycles",
        "cycle": cycle,
        "pair": pair,
        "said": wording.of(cycle),
        "goals": list(cycle.pre_conference.goals.all()),
        "may_write": may_write,
        "may_edit": may_edit,
        "may_arrange": may_write and not pair.is_coached(user),
        "may_reflect": may_reflect,
        "gone": pair.gone() if may_edit and not editing else [],
        "reflection_form": reflection_form(cycle) if may_reflect else None,
        "may_read_notes": cycle.may_read_notes(user),
        "may_read_points": cycle.post_conference.may_read_points(user),
        "checklist": checklist.points(cycle, steps) if cycle.is_open else [],
        "move_on": move_on_words(cycle),
        "save_and_move_on": save_and_move_on_words(cycle),
        "may_say_as_agreed": may_edit and may_say_as_agreed(cycle),
        "may_start_next": may_write and not may_edit and not pair.cycles.filter(number__gt=cycle.number).exists(),
        "path": path(cycle),
        "stages": in_order_of_use(cycle),
        "names": names(cycle, form) if may_edit else [],
        "answers": answers(cycle),
        "references": references.read(cycle.pre_conference.references),
        "segments": segments(cycle),
        # Not beside the form in which levels are agreed on: its own questions are many.
        "negotiated": negotiating.told(cycle) if editing != Stage.PRE_CONFERENCE else [],
        "points": by_kind(cycle),
        "steps": steps,
        "steps_are_many": len(steps) + len(to_offer) == STEPS_IN_SIGHT,
        "steps_to_offer": to_offer if in_pre and may_edit else [],
        "history": cycle.history.select_related("by"),  # not on paper: asked where it is shown
        "form": form,
        "editing": editing,
        "keep_seconds": kept.seconds(),
        "refusals": refusals,
    }


def reflection_form(cycle):
    """Open at once when it is the coachee's turn: the own view comes first, and nothing else can go on."""
    post = cycle.post_conference
    if cycle.stage == Stage.POST_CONFERENCE and not post.reflection.strip():
        return ReflectionForm(instance=post)
    return None


def waits_for_coach(cycle, user):
    """The coachee has written her own view, and nothing else stands there: then the form is open, too."""
    post = cycle.post_conference
    is_time = cycle.stage == Stage.POST_CONFERENCE and post.reflection.strip() and not post.points.all()
    return bool(is_time) and not post.may_reflect(user)


def move_on_words(cycle):
    return {
        Stage.PRE_CONFERENCE: _("Move on to the lesson"),
        Stage.LESSON: _("Move on to the post-conference"),
        Stage.POST_CONFERENCE: _("Close the cycle"),
    }[cycle.stage]


def save_and_move_on_words(cycle):
    return {
        Stage.PRE_CONFERENCE: _("Save and go to the lesson"),
        Stage.LESSON: _("Save and go to the post-conference"),
        Stage.POST_CONFERENCE: _("Save and close"),
    }[cycle.stage]


def may_say_as_agreed(cycle):
    """While nothing is said yet of who led: it went otherwise as soon as one of them says so."""
    segments = list(cycle.segments.all())
    return cycle.stage == Stage.LESSON and bool(segments) and not any(segment.actual_level for segment in segments)


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


def names(cycle, form):
    """Words that may name a child: of what is typed in the open form, else of what is saved."""
    is_typed = isinstance(form, PreConferenceForm) and form.data is not None
    return child_names.in_form(cycle, form.data) if is_typed else child_names.in_plan(cycle)


def answers(cycle):
    names = prompts.all_issues(cycle.partnership)
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
