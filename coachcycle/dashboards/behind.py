"""The rows behind the figures of a board, for leaders, who read these cycles anyway: what took place when, who led in
which lesson, which next steps were kept. A page of them at a time; an organization has thousands."""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from django.core.paginator import Page, Paginator
from django.db.models.functions import TruncDate
from django.utils.formats import date_format
from django.utils.timezone import localdate

from coachcycle.dashboards import activity, kept
from cycles.models import Cycle, Segment
from cycles.release import LEVELS

A_PAGE = 100
MONTH, NUMBER = re.compile(r"\d{4}-\d{2}", re.ASCII), re.compile(r"\d{1,4}", re.ASCII)


@dataclass(frozen=True)
class Line:
    """A cycle that a figure counts, on the day for which it does."""

    url: str
    title: str
    pair: str
    day: str


@dataclass(frozen=True)
class LedLine(Line):
    """Of its segments, how many were agreed on, and how many happened, at each level: (agreed, happened) a level."""

    counts: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class StepLine(Line):
    """A next step, on the day it was agreed on."""

    text: str
    due: date | None
    done_at: datetime | None

    @property
    def became(self):
        return kept.words(self.due, self.done_at)


@dataclass(frozen=True)
class Led:
    page: Page  # of LedLine
    totals: tuple[tuple[int, int], ...]  # of all pages
    segments: int


def took_place(programs, stage, months, number=None):
    """A page of Line: where that stage was held in so many months, the latest first."""
    today = localdate()
    start = activity.months(today, months)[0]
    held = activity.held(programs, stage, start, today).order_by("-day", "pk")
    return _paged(held.values_list("day", "pk"), number, Line)


def who_led(programs, months, first="", last="", number=None):
    """Lessons taught in so many months; perhaps those from `first` to `last` alone: months as 2026-09, or numbers of
    lessons."""
    today = localdate()
    taught = Segment.objects.exclude(actual_level="").filter(
        cycle__partnership__program__in=programs,
        cycle__lesson__taught_on__range=(activity.months(today, months)[0], today),
    )
    segments = taught.values_list("cycle", "cycle__lesson__taught_on", "cycle__number", "agreed_level", "actual_level")
    levels = defaultdict(list)
    for cycle, day, lesson, *agreed_and_actual in segments:
        if _is_within(day, lesson, first, last):
            levels[day, cycle].append(agreed_and_actual)
    held = [(day, cycle, _counts(levels[day, cycle])) for day, cycle in sorted(levels, reverse=True)]
    everything = [each for some in levels.values() for each in some]
    return Led(_paged(held, number, LedLine), _counts(everything), len(everything))


def next_steps(programs, months, became="", number=None):
    """A page of StepLine: those agreed on in so many months, perhaps those alone of which that became (see `kept`)."""
    steps = kept.agreed_since(programs, activity.months(localdate(), months)[0])
    if became:
        steps = kept.that_became(steps, became)
    rows = steps.annotate(day=TruncDate("created_at")).order_by("-created_at", "pk")
    return _paged(rows.values_list("day", "cycle", "text", "due", "done_at"), number, StepLine)


def _paged(held, number, line):
    """`held` are (day, cycle, what else such a line says). Its cycles are read for that page alone."""
    page = Paginator(held, A_PAGE).get_page(number)
    cycles = Cycle.objects.with_people().in_bulk({row[1] for row in page})
    page.object_list = [_line(line, cycles[cycle], day, *rest) for day, cycle, *rest in page]
    return page


def _line(line, cycle, day, *rest):
    return line(cycle.get_absolute_url(), cycle.title, str(cycle.partnership), date_format(day), *rest)


def _is_within(day, lesson, first, last):
    if NUMBER.fullmatch(first) and NUMBER.fullmatch(last):
        return int(first) <= lesson <= int(last)
    if MONTH.fullmatch(first) and MONTH.fullmatch(last):
        return first <= f"{day:%Y-%m}" <= last
    return True


def _counts(levels):
    agreed, actual = Counter(row[0] for row in levels), Counter(row[1] for row in levels)
    return tuple((agreed[level], actual[level]) for level in LEVELS)
