"""Who led, lesson by lesson: the path of one pair, for the pair alone."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from cycles import release, support
from cycles.models import Cycle
from cycles.release import percents


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
