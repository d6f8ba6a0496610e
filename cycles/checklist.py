"""What is still needed before a stage of a cycle can be left, as sentences for the page."""

from django.utils.translation import gettext as _

from cycles import wording


def points(cycle, steps=None):
    """[(sentence, is it done?)] for the stage the cycle is in; `steps` are its next steps, where somebody has them."""
    if cycle.stage == "post_conference":
        return before_closing(cycle, list(cycle.next_steps()) if steps is None else steps)
    return {"pre_conference": before_the_lesson, "lesson": after_the_lesson}[cycle.stage](cycle)


def missing(cycle):
    return [sentence for sentence, is_done in points(cycle) if not is_done]


def before_the_lesson(cycle):
    pre = cycle.pre_conference
    segments = list(cycle.segments.all())
    said = wording.of(cycle)
    return [
        (said.name_a_goal, bool(pre.goals.all())),
        (_("Pick a prompt and answer it."), any(answer.text.strip() for answer in pre.answers.all())),
        (_("Choose what to focus on from the rubric."), bool(pre.focus.all())),
        (said.plan_segments, bool(segments)),
    ]


def after_the_lesson(cycle):
    segments = list(cycle.segments.all())
    lines = [
        (wording.of(cycle).say_when, cycle.lesson.taught_on is not None),
        (
            _("Say who led each segment."),
            bool(segments) and all(segment.actual_level for segment in segments),
        ),
    ]
    for segment in segments:
        if segment.actual_level and segment.actual_level != segment.agreed_level:
            sentence = _("Say why “%(segment)s” went otherwise than agreed.") % {"segment": segment.name}
            lines.append((sentence, bool(segment.reason_changed.strip())))
    return lines


def before_closing(cycle, steps):
    post = cycle.post_conference
    kinds = {point.kind for point in post.points.all()}
    return [
        (
            _("%(coachee)s writes first: how did it go?") % {"coachee": cycle.partnership.coachee.short_name},
            bool(post.reflection.strip()),
        ),
        (_("Celebrate a success."), "celebrate" in kinds),
        (_("Name one area to strengthen."), "strengthen" in kinds),
        (_("Agree on a next step."), bool(steps)),
        (
            _("Give every next step a person and a date."),
            bool(steps) and all(step.owner_id and step.due for step in steps),
        ),
    ]
