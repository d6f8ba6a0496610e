"""What rubrics say of a place as a whole, and how soon films get feedback; only where three people stand behind it."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from statistics import median_low

from django.db.models import OuterRef, Subquery

from coachcycle.dashboards.days import midnight
from coachcycle.dashboards.groups import SMALLEST_GROUP
from media_review.models import Annotation, Recording, Share
from rubrics.wording import in_words


@dataclass(frozen=True)
class Seen:
    """How often each level of a criterion was given: [(level, whole percent)], lowest first."""

    domain: str
    criterion: str
    levels: tuple[tuple[str, int], ...]


def by_criterion(programs, start):
    """Criteria with levels on films of three people or more. One that has fewer is left out, and no total stands beside
    it from which it could be computed."""
    rows = Annotation.objects.filter(
        recording__cycle__partnership__program__in=programs,
        level__isnull=False,
        shared_at__gte=midnight(start),
        taken_back_at=None,
    ).values_list(
        "criterion__domain__name",
        "criterion__name",
        "level__number",
        "level__name",
        "recording__cycle__partnership__coachee",
    )
    people, given = defaultdict(set), defaultdict(Counter)
    for domain, criterion, number, name, person in rows:
        people[domain, criterion].add(person)
        given[domain, criterion][number, name] += 1
    for key in sorted(given):
        if len(people[key]) >= SMALLEST_GROUP:
            yield Seen(*map(in_words, key), _percents(given[key]))


def _percents(counts):
    total = sum(counts.values())
    return tuple(
        (f"{number} {in_words(name)}", round(100 * count / total)) for (number, name), count in sorted(counts.items())
    )


def days_to_feedback(programs, start):
    """Half of the films had their first feedback within so many days of being shared; None: too few people to say."""
    shared = Share.objects.filter(recording=OuterRef("pk")).order_by("shared_at").values("shared_at")
    said = Annotation.objects.filter(recording=OuterRef("pk"), shared_at__isnull=False, parent=None)
    first = said.exclude(author=OuterRef("uploader")).order_by("shared_at").values("shared_at")
    films = (
        Recording.objects.filter(cycle__partnership__program__in=programs, created_at__gte=midnight(start))
        .order_by()
        .values_list("uploader", Subquery(shared[:1]), Subquery(first[:1]))
    )
    waits = [(uploader, (first - could).days) for uploader, could, first in films if could and first and first >= could]
    if len({uploader for uploader, _days in waits}) < SMALLEST_GROUP:
        return None
    return median_low([days for _uploader, days in waits])
