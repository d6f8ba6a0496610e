"""A cycle in one line, wherever cycles are listed: where it stands, what comes next, how many steps are open."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.utils.formats import date_format, time_format
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cycles.models import Cycle


@dataclass(frozen=True)
class Line:
    name: str
    url: str
    stage: str
    is_open: bool
    stage_words: str
    date_words: str
    steps_words: str


def line(cycle, name):
    """The line of a cycle that was fetched by `for_list`; `name` is what the list calls it."""
    return Line(
        name=name,
        url=cycle.get_absolute_url(),
        stage=cycle.stage,
        is_open=cycle.is_open,
        stage_words=stage_words(cycle),
        date_words=date_words(cycle) if cycle.is_open else "",
        steps_words=steps_words(cycle.steps_open),
    )


def by_pair(cycles):
    """[(partnership, its lines)] of cycles that stand in the order of `by_pair`."""
    groups = groupby(cycles, key=lambda cycle: cycle.partnership)
    return [(pair, [line(cycle, cycle.title) for cycle in its_own]) for pair, its_own in groups]


def stage_words(cycle):
    if not cycle.is_open:
        return _("Closed %(day)s") % {"day": date_format(localtime(cycle.closed_at))}
    days = cycle.days_in_stage
    if not days:
        return _("%(stage)s, since today") % {"stage": cycle.get_stage_display()}
    words = ngettext("%(stage)s, %(days)d day", "%(stage)s, %(days)d days", days)
    return words % {"stage": cycle.get_stage_display(), "days": days}


def date_words(cycle):
    date = cycle.next_date
    if date is None:
        return _("No date yet")
    if cycle.stage == Cycle.Stage.LESSON:
        words = _("Session on %(day)s") if cycle.partnership.coaches_a_leader else _("Lesson on %(day)s")
        return words % {"day": date_format(date, "MONTH_DAY_FORMAT")}
    return meeting_words(localtime(date))


def meeting_words(moment: datetime):
    days = (moment.date() - localdate()).days
    day = {0: _("today"), 1: _("tomorrow")}.get(days) or date_format(moment, "MONTH_DAY_FORMAT")
    if days < 0:
        return _("Met %(day)s") % {"day": day}
    return _("Meet %(day)s, %(time)s") % {"day": day, "time": time_format(moment)}


def steps_words(number):
    if not number:
        return _("No step open")
    return ngettext("%(n)d step open", "%(n)d steps open", number) % {"n": number}
