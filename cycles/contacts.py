"""Contacts that follow from the records: a stage that was left is a contact to be completed in a minute."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Sum
from django.utils.timezone import localdate

from cycles.models import Contact, Cycle, Participant, Partnership, StageChange

Stage = Cycle.Stage
DAYS_BACK = 120
USUAL_MINUTES = 30


@dataclass(frozen=True)
class Derived:
    """What the records already say of a contact nobody has completed yet."""

    cycle: Cycle
    stage: str
    stage_name: str
    held_on: date
    minutes: int


def coached_by(user):
    """Partnerships in which she coaches."""
    beside = Participant.objects.active().filter(partnership=OuterRef("pk"), person=user, side=Participant.Side.COACH)
    held = Partnership.objects.held_by(user)
    return held.filter(coach=user) | held.filter(Exists(beside))


def left_without_contact(changes):
    """Of these stage changes, those that left a stage which no contact completes."""
    completed = Contact.objects.filter(cycle=OuterRef("cycle"), stage=OuterRef("left"))
    return changes.exclude(left="").exclude(Exists(completed))


def waiting(user):
    """[Derived], the latest first. One query."""
    since = localdate() - timedelta(days=DAYS_BACK)
    hers = Cycle.objects.not_before_she_came(user).filter(partnership__in=coached_by(user))
    changes = StageChange.objects.filter(cycle__in=hers, at__date__gte=since)
    rows = (
        left_without_contact(changes)
        .select_related("cycle__partnership__coachee", *(f"cycle__{stage}" for stage in Stage.values))
        .annotate(taught=Sum("cycle__segments__minutes"))
        .order_by("-at")
    )
    return [derived(row) for row in rows]


def derived(change):
    cycle, stage = change.cycle, change.left
    record, day = getattr(cycle, stage), localdate(change.at)
    if stage == Stage.LESSON:
        return Derived(cycle, stage, change.get_left_display(), record.taught_on or day, change.taught or USUAL_MINUTES)
    met = localdate(record.meets_at) if record.meets_at else day
    return Derived(cycle, stage, change.get_left_display(), min(met, day), record.minutes or USUAL_MINUTES)


def of_stage(user, cycle_pk, stage):
    """What waits for her for this stage of this cycle; None when nothing does."""
    return next((each for each in waiting(user) if str(each.cycle.pk) == cycle_pk and each.stage == stage), None)
