"""Who leads, month by month: the share of each support level among coached segments, agreed and actual."""

from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from coachcycle.dashboards.groups import grouped
from cycles.models import Segment
from cycles.support import SupportLevel

LEVELS = list(SupportLevel)


@dataclass(frozen=True)
class Share:
    """Whole percents by level, in the order of release: coach models, side by side, educator leads."""

    label: str
    name: str  # the same with the month in full, for a sentence
    agreed: tuple[int, ...]
    actual: tuple[int, ...]
    pairs: tuple[tuple[int, int], ...]  # (agreed, actual) a level: the cells of a table row


def over_time(program, months, today):
    """[Share], oldest first; a month with fewer than three people stands together with its neighbour."""
    segments = (
        Segment.objects.filter(cycle__partnership__program=program, cycle__lesson__taught_on__range=(months[0], today))
        .exclude(actual_level="")
        .values_list("cycle__partnership__coachee", "cycle__lesson__taught_on", "agreed_level", "actual_level")
    )
    groups = grouped(list(segments), months, label_of=lambda row: row[1].replace(day=1), person_of=lambda row: row[0])
    return [_share(group) for group in groups]


def _share(group):
    agreed = percents([row[2] for row in group.rows])
    actual = percents([row[3] for row in group.rows])
    return Share(
        span(group.labels, "M"), span(group.labels, "F"), agreed, actual, tuple(zip(agreed, actual, strict=True))
    )


def span(months, form):
    """One month; several that were merged from the first to the last."""
    first, last = date_format(months[0], form), date_format(months[-1], form)
    return first if len(months) == 1 else _("%(first)s to %(last)s") % {"first": first, "last": last}


def percents(levels):
    """Whole percents that add up to 100: what is lost in rounding down goes to those that lost most."""
    exact = [100 * levels.count(level) / len(levels) for level in LEVELS]
    whole = [int(share) for share in exact]
    by_loss = sorted(range(len(exact)), key=lambda place: whole[place] - exact[place])
    for place in by_loss[: 100 - sum(whole)]:
        whole[place] += 1
    return tuple(whole)
