"""Who leads, month by month or lesson by lesson: the share of each support level among coached segments, agreed and
actual. Never of fewer than three people, and never one pair beside another."""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from coachcycle.dashboards.groups import grouped
from cycles import release
from cycles.models import Segment
from cycles.release import percents


@dataclass(frozen=True)
class Taught:
    """A segment of a lesson that was taught, and who led it."""

    person: str
    day: date
    number: int  # of the pair's cycle
    agreed: str
    actual: str

    @property
    def month(self):
        return self.day.replace(day=1)


@dataclass(frozen=True)
class Share:
    """Whole percents by level, in the order of release: coach models, side by side, educator leads."""

    label: str
    name: str  # the same in full, for a sentence
    agreed: tuple[int, ...]
    actual: tuple[int, ...]
    pairs: tuple[tuple[int, int], ...]  # (agreed, actual) a level: the cells of a table row
    first: str  # as an address names it
    last: str
    weight: int = 1


def taught(programs, months, today):
    """[Taught] of which the pair has said who led. One query."""
    segments = (
        Segment.objects.filter(cycle__partnership__program__in=programs)
        .filter(cycle__lesson__taught_on__range=(months[0], today))
        .exclude(actual_level="")
        .values_list(
            "cycle__partnership__coachee",
            "cycle__lesson__taught_on",
            "cycle__number",
            "agreed_level",
            "actual_level",
        )
    )
    return [Taught(*row) for row in segments]


def by_month(rows, months):
    """[Share], oldest first; a month with fewer than three people stands together with its neighbour."""
    groups = grouped(rows, months, label_of=lambda row: row.month, person_of=lambda row: row.person)
    return [
        _share(group, span(group.labels, "M"), span(group.labels, "F"), "{:%Y-%m}".format, _months_of(group.labels))
        for group in groups
    ]


def by_lesson(rows):
    """[Share], each pair's first lesson first; of lessons with fewer than three people as of months."""
    numbers = range(1, max((row.number for row in rows), default=0) + 1)
    groups = grouped(rows, numbers, label_of=lambda row: row.number, person_of=lambda row: row.person)
    return [_share(group, _numbers(group.labels), _lessons(group.labels), str, len(group.labels)) for group in groups]


def _share(group, label, name, in_address, weight):
    agreed = percents([row.agreed for row in group.rows])
    actual = percents([row.actual for row in group.rows])
    pairs = tuple(zip(agreed, actual, strict=True))
    ends = in_address(group.labels[0]), in_address(group.labels[-1])
    return Share(label, name, agreed, actual, pairs, *ends, weight)


def span(months, form):
    """One month; several that were merged from the first to the last."""
    first, last = date_format(months[0], form), date_format(months[-1], form)
    return first if len(months) == 1 else _("%(first)s to %(last)s") % {"first": first, "last": last}


def _months_of(labels):
    first, last = labels[0], labels[-1]
    return 12 * (last.year - first.year) + last.month - first.month + 1


def _numbers(labels):
    return str(labels[0]) if len(labels) == 1 else f"{labels[0]}\u2013{labels[-1]}"


def _lessons(labels):
    if len(labels) == 1:
        return _("Lesson %(number)d") % {"number": labels[0]}
    return _("Lessons %(first)d to %(last)d") % {"first": labels[0], "last": labels[-1]}


def chart(shares):
    """Two columns make a path; with one the table says it all."""
    if len(shares) < 2:
        return None
    return release.draw([release.Column(share.label, share.agreed, share.actual, share.weight) for share in shares])
