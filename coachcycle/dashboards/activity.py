"""What took place in programs, read as plain rows: who was coached, when they met, what was taught. Never content."""

from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median_low

from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce, Least, TruncDate
from django.utils.timezone import localdate

from coachcycle.dashboards.days import midnight
from coachcycle.dashboards.groups import SMALLEST_GROUP
from cycles.models import Cycle, Participant, Partnership, StageChange

Stage = Cycle.Stage
MONTHS_SHOWN = 6
CADENCE_DAYS = 28
NO_ROOM = "no room"


@dataclass(frozen=True)
class Coached:
    """A person who is coached now, and the ages of the room; a leader has none."""

    person: str
    ages: str


@dataclass(frozen=True)
class Event:
    """Something that took place. `minutes` only where a conference was timed."""

    kind: str  # a stage of the cycle
    cycle: str
    person: str
    day: date
    minutes: int = 0


def months(today, number=MONTHS_SHOWN):
    """The first days of the last `number` months, this one included, oldest first."""
    last = today.year * 12 + today.month - 1
    return [date(month // 12, month % 12 + 1, 1) for month in range(last - number + 1, last + 1)]


def coached(programs):
    """One row a person, even where two coaches share one; the others of a group count like the first. Two queries."""
    pairs = Partnership.objects.filter(program__in=programs, ended_at=None)
    beside = Participant.objects.active().filter(partnership__in=pairs, side=Participant.Side.COACHEE)
    people = dict(beside.values_list("person", "partnership__classroom__ages"))
    people |= dict(pairs.values_list("coachee", "classroom__ages"))
    return [Coached(person, ages or NO_ROOM) for person, ages in people.items()]


def events(programs, start, today):
    """What took place in cycles that were still open at `start`: a stage counts once it was left, when it was held."""
    left, cycles = {}, _open_since(programs, start)
    changes = StageChange.objects.filter(cycle__in=cycles).exclude(left="")
    for cycle, stage, at in changes.values_list("cycle", "left", "at"):
        left[cycle, stage] = localdate(at)
    return [event for row in _told(cycles) for event in _events(row, left) if event.day <= today]


def held(programs, stage, start, today):
    """The cycles in which that stage was held from `start` on, each with the `day`: as `events` tells it, by the
    database."""
    cycles = _open_since(programs, start)
    if stage == Stage.LESSON:
        return cycles.annotate(day=F("lesson__taught_on")).filter(day__range=(start, today))
    changes = StageChange.objects.filter(cycle=OuterRef("pk"), left=stage).order_by("-at", "-pk")
    left = cycles.annotate(left=TruncDate(Subquery(changes.values("at")[:1]))).exclude(left=None)
    met = left.annotate(day=Least("left", Coalesce(TruncDate(f"{stage}__meets_at"), "left")))
    return met.filter(day__range=(start, today))


def _open_since(programs, start):
    return Cycle.objects.filter(partnership__program__in=programs).exclude(closed_at__lt=midnight(start))


def _told(cycles):
    return cycles.values(
        "pk",
        "partnership__coachee",
        "lesson__taught_on",
        "pre_conference__meets_at",
        "pre_conference__minutes",
        "post_conference__meets_at",
        "post_conference__minutes",
    )


def _events(row, left):
    cycle, person = row["pk"], row["partnership__coachee"]
    for stage, record in ((Stage.PRE_CONFERENCE, "pre_conference"), (Stage.POST_CONFERENCE, "post_conference")):
        if day := left.get((cycle, stage)):
            met = row[f"{record}__meets_at"]
            held = min(localdate(met), day) if met else day
            yield Event(stage, cycle, person, held, row[f"{record}__minutes"] or 0)
    if row["lesson__taught_on"]:
        yield Event(Stage.LESSON, cycle, person, row["lesson__taught_on"])


def met_lately(events, today):
    """The people who met their coach, or taught with her, within four weeks."""
    return {event.person for event in events if event.day > today - timedelta(days=CADENCE_DAYS)}


def days_to_conference(events, start):
    """{person: [days from lesson to post-conference]} of the lessons taught since `start`."""
    taught = {event.cycle: event for event in events if event.kind == Stage.LESSON and event.day >= start}
    waits = {}
    for event in events:
        lesson = taught.get(event.cycle)
        if lesson and event.kind == Stage.POST_CONFERENCE:
            waits.setdefault(event.person, []).append(max((event.day - lesson.day).days, 0))
    return waits


def middle_wait(waits, people):
    """Half of the conferences come within so many days; None where too few people held one to say."""
    of_these = {person: days for person, days in waits.items() if person in people}
    if len(of_these) < SMALLEST_GROUP:
        return None
    return median_low([day for days in of_these.values() for day in days])
