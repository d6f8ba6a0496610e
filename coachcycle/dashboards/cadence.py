"""How often people meet their coach, and how close lesson and conference lie together; by the ages of the room."""

from dataclasses import dataclass
from datetime import timedelta

from django.contrib.humanize.templatetags.humanize import apnumber
from django.db.models import Q
from django.utils.text import capfirst, get_text_list
from django.utils.timezone import now
from django.utils.translation import gettext as _

from coachcycle.accounts.models import Classroom
from coachcycle.dashboards.activity import NO_ROOM, days_to_conference, met_lately, middle_wait
from coachcycle.dashboards.days import A_WEEK
from coachcycle.dashboards.groups import grouped
from coachcycle.dashboards.numbers import spelled
from cycles.models import Cycle

SOON_ENOUGH_DAYS = 7  # a debrief is worth most while the lesson is fresh


@dataclass(frozen=True)
class Line:
    name: str
    people: int
    met: int
    days: int | None  # half of the conferences come within so many days of the lesson; None: too few to say


@dataclass(frozen=True)
class Cadence:
    people: int
    met: int
    days: int | None
    lines: tuple[Line, ...]
    is_merged: bool

    @property
    def slow(self):
        return [line for line in self.lines if line.days is not None and line.days > SOON_ENOUGH_DAYS]


def of(coached, events, start, today):
    """None while fewer than three people are coached at present."""
    met, waits = met_lately(events, today), days_to_conference(events, start)
    ages = [*Classroom.Ages.values, NO_ROOM]
    groups = grouped(coached, ages, label_of=lambda row: row.ages, person_of=lambda row: row.person)
    if not groups:
        return None
    everyone = frozenset().union(*(group.people for group in groups))
    return Cadence(
        people=len(everyone),
        met=len(everyone & met),
        days=middle_wait(waits, everyone),
        lines=tuple(
            Line(_name(group.labels), len(group.people), len(group.people & met), middle_wait(waits, group.people))
            for group in groups
        ),
        is_merged=any(len(group.labels) > 1 for group in groups),
    )


def _name(labels):
    names = dict(Classroom.Ages.choices) | {NO_ROOM: _("people without a room")}
    return capfirst(get_text_list([str(names[label]) for label in labels], _("and")))


def sentence(cadence):
    if cadence is None:
        return ""
    if cadence.met == cadence.people:
        return _("Everyone met their coach in the last four weeks.")
    words = {"met": spelled(cadence.met), "people": apnumber(cadence.people)}
    if not cadence.met:
        return _("Nobody of %(people)s met their coach in the last four weeks.") % words
    return _("%(met)s of %(people)s people met their coach in the last four weeks.") % words


def conferences_without_date(programs):
    """Open cycles that have waited a week for a conference nobody has set a date for. One query."""
    waiting = Q(stage="pre_conference", pre_conference__meets_at=None) | Q(
        stage="post_conference", post_conference__meets_at=None
    )
    entered = now() - timedelta(days=A_WEEK)
    cycles = Cycle.objects.open().filter(partnership__program__in=programs, stage_entered_at__lt=entered)
    return cycles.filter(waiting).count()
