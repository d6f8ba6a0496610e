"""One coach hands a partnership over to another: what goes along, and what does not.

Along go the agreement's words (to be signed anew), the classroom, the cycle that was open, begun afresh under its
title, and those open next steps that were ticked: with them a cycle begins in any case. What the two wrote and said,
their notes, and the films shared with the partnership stay behind: their uploader shares them again if she wants to.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext as _

from cycles.models import Cycle, NextStep, Partnership


def open_steps(pair):
    return NextStep.objects.open().filter(Q(cycle__partnership=pair) | Q(carried_into__partnership=pair))


@transaction.atomic
def hand_over(pair, *, by, to, steps):
    """The new partnership. Raises ValidationError with a sentence when it cannot be."""
    held = Partnership.objects.select_for_update().get(pk=pair.pk)
    if held.ended_at is not None:
        raise ValidationError(_("This partnership has ended meanwhile."))
    if Partnership.objects.filter(program=held.program, coach=to, coachee=held.coachee, ended_at=None).exists():
        raise ValidationError(_("These two are partners already."))
    cycle = held.cycles.order_by("-number").first()
    Partnership.objects.filter(pk=held.pk).update(ended_at=now())
    same = ("program", "coachee", "coachee_role", "classroom", "confidentiality", "stepping_in", "name")
    new = Partnership.objects.create(coach=to, previous=held, **{name: getattr(held, name) for name in same})
    for participant in held.participants.active().exclude(person=to):
        new.participants.create(person=participant.person, side=participant.side)
    if cycle is not None and (cycle.is_open or steps):
        if cycle.is_open:
            _end(cycle, by)
        begun = new.start_cycle(by=by, title=cycle.title, edition=cycle.edition)
        for step in steps:
            step.hand_over(begun, by=by)
    return new


@transaction.atomic
def end(pair, *, by):
    """Nobody takes it over: an open cycle ends as it stands, and stays to be read. Ending twice is ending once."""
    held = Partnership.objects.select_for_update().get(pk=pair.pk)
    if held.ended_at is None:
        for cycle in held.cycles.open():
            _end(cycle, by)
        Partnership.objects.filter(pk=held.pk).update(ended_at=now())


def _end(cycle, by):
    at = now()
    Cycle.objects.filter(pk=cycle.pk).update(closed_at=at, stage_entered_at=at)
    cycle.history.create(left=cycle.stage, arrived="", by=by, at=at)
