"""The rows behind the shares of who leads: lesson by lesson, for leaders, who read these cycles anyway; and the path of
one pair, for the pair alone."""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from coachcycle.dashboards import activity
from cycles import release, support
from cycles.models import Cycle, Segment
from cycles.release import LEVELS, percents

MONTH, NUMBER = re.compile(r"\d{4}-\d{2}", re.ASCII), re.compile(r"\d{1,4}", re.ASCII)


@dataclass(frozen=True)
class Line:
    """A lesson, and of its segments how many were agreed on, and how many happened, at each level."""

    url: str
    title: str
    pair: str
    day: str
    counts: tuple[tuple[int, int], ...]  # (agreed, happened) a level


@dataclass(frozen=True)
class Rows:
    lines: tuple[Line, ...]
    totals: tuple[tuple[int, int], ...]
    segments: int


def of_program(program, months, first="", last=""):
    """Rows of the lessons taught in so many months; perhaps of those from `first` to `last` alone: months as 2026-09,
    or numbers of lessons. Four queries."""
    today = localdate()
    taught = Segment.objects.exclude(actual_level="").filter(
        cycle__partnership__program=program,
        cycle__lesson__taught_on__range=(activity.months(today, months)[0], today),
    )
    rows = taught.values_list("cycle", "cycle__lesson__taught_on", "cycle__number", "agreed_level", "actual_level")
    rows = [row for row in rows if _is_within(row, first, last)]
    cycles = Cycle.objects.with_people().in_bulk({row[0] for row in rows})
    days = {row[0]: row[1] for row in rows}
    latest_first = sorted(days, key=lambda pk: (days[pk], pk), reverse=True)
    lines = tuple(_line(cycles[pk], days[pk], [row[3:] for row in rows if row[0] == pk]) for pk in latest_first)
    return Rows(lines, _counts([row[3:] for row in rows]), len(rows))


def _is_within(row, first, last):
    day, number = row[1:3]
    if NUMBER.fullmatch(first) and NUMBER.fullmatch(last):
        return int(first) <= number <= int(last)
    if MONTH.fullmatch(first) and MONTH.fullmatch(last):
        return first <= f"{day:%Y-%m}" <= last
    return True


def _line(cycle, day, levels):
    return Line(cycle.get_absolute_url(), cycle.title, str(cycle.partnership), date_format(day), _counts(levels))


def _counts(levels):
    agreed, actual = Counter(row[0] for row in levels), Counter(row[1] for row in levels)
    return tuple((agreed[level], actual[level]) for level in LEVELS)


# --- One pair -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Lesson:
    """One lesson on a pair's path. `pairs` are (agreed, happened) percents a level; None: it is not said yet."""

    number: int
    title: str
    url: str
    day: date | None
    agreed: tuple[int, ...]
    actual: tuple[int, ...]
    pairs: tuple[tuple, ...]


@dataclass(frozen=True)
class Path:
    lessons: tuple[Lesson, ...]
    chart: release.Chart | None
    says: str
    words: tuple[str, ...]  # the levels as this pair says them


def of_pair(pair, user):
    """Path of the lessons that she may see. Two queries."""
    cycles = Cycle.objects.held_by(user).filter(partnership=pair).select_related("lesson")
    lessons = tuple(
        _lesson(cycle, segments)
        for cycle in cycles.prefetch_related("segments").order_by("number")
        if (segments := list(cycle.segments.all()))
    )
    words = tuple(str(word) for _value, word in support.choices(pair.coaches_a_leader))
    columns = [release.Column(str(each.number), each.agreed, each.actual) for each in lessons]
    return Path(lessons, release.draw(columns) if len(columns) > 1 else None, _says(lessons, words), words)


def _lesson(cycle, segments):
    said = [segment.actual_level for segment in segments if segment.actual_level]
    agreed, actual = percents([segment.agreed_level for segment in segments]), percents(said) if said else ()
    pairs = tuple(zip(agreed, actual or [None] * len(agreed), strict=True))
    return Lesson(cycle.number, cycle.title, cycle.get_absolute_url(), cycle.lesson.taught_on, agreed, actual, pairs)


def _says(lessons, words):
    """From the first to the latest of which is said who led."""
    told = [lesson for lesson in lessons if lesson.actual]
    if len(told) < 2:
        return ""
    parts = [
        _("%(level)s goes from %(before)d to %(after)d percent") % {"level": word, "before": before, "after": after}
        for word, before, after in zip(words, told[0].actual, told[-1].actual, strict=True)
    ]
    ends = {"first": told[0].number, "last": told[-1].number}
    return _("From lesson %(first)d to lesson %(last)d: %(parts)s.") % (ends | {"parts": "; ".join(parts)})
