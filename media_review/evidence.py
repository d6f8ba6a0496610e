"""Moments that show a next step done: from feedback, or from the film alone."""

from django.db import transaction
from django.db.models import F, Q

from cycles.models import NextStep
from media_review.answers import hold
from media_review.feedback import touch
from media_review.models import StepEvidence


def steps_of(cycle):
    """What the pair agreed on, in this cycle or another: open ones first, then those done last."""
    pair = cycle.partnership_id
    steps = NextStep.objects.filter(Q(cycle__partnership=pair) | Q(carried_into__partnership=pair), let_go_at=None)
    order = (F("done_at").desc(nulls_first=True), "-created_at")
    return steps.order_by(*order).select_related("cycle__partnership", "carried_into__partnership")


@transaction.atomic
def attach(step, recording, *, by, start_ms, end_ms=None, annotation=None, finish=False):
    """Twice is once. With `finish` its owner says in the same breath that it is done. Raises Refused."""
    if annotation is not None:
        hold(annotation)
        touch(annotation.pk)
    how = {"annotation": annotation, "end_ms": end_ms, "attached_by": by}
    StepEvidence.objects.get_or_create(step=step, recording=recording, start_ms=start_ms, defaults=how)
    if finish and step.may_finish(by):
        step.finish(by=by)


def take_away(evidence):
    evidence.delete()
    if evidence.annotation_id:
        touch(evidence.annotation_id)
