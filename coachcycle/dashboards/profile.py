"""How one person gives feedback: for herself alone. Nobody else has a page about her."""

from dataclasses import dataclass
from statistics import median

from django.db.models import Count, Exists, Min, OuterRef, Q
from django.utils.timezone import localdate

from coachcycle.dashboards.activity import MONTHS_SHOWN, months
from coachcycle.dashboards.days import midnight
from cycles.models import PreConference
from media_review.models import Annotation, Response, Share

SECONDS_A_DAY = 24 * 3600


@dataclass(frozen=True)
class Kind:
    value: str
    word: str
    number: int
    percent: int


@dataclass(frozen=True)
class Profile:
    """Of what she shared since `since`. Percents are whole; None where there is nothing to count them from."""

    since: object
    pieces: int
    films: int
    kinds: tuple[Kind, ...]
    on_focus: int | None
    with_criterion: int | None
    answered: int | None
    days_to_first: float | None  # the middle one of all films: from when she could watch to what she first shared


def of(user):
    """Three queries."""
    since = months(localdate(), MONTHS_SHOWN)[0]
    said = Annotation.objects.filter(author=user, parent=None, shared_at__gte=midnight(since), taken_back_at=None)
    said = said.exclude(recording__uploader=user).order_by()
    counts = said.aggregate(
        pieces=Count("pk"),
        films=Count("recording", distinct=True),
        on_focus=Count("pk", filter=Exists(_focus())),
        with_criterion=Count("pk", filter=Q(criterion__isnull=False)),
        answered=Count("pk", filter=Exists(_replies(user)) | Exists(_taps(user)) | Q(next_step__isnull=False)),
        **{kind: Count("pk", filter=Q(kind=kind)) for kind in Annotation.Kind.values},
    )
    pieces = counts["pieces"]
    return Profile(
        since=since,
        pieces=pieces,
        films=counts["films"],
        kinds=tuple(
            Kind(kind.value, str(kind.label), counts[kind.value], _percent(counts[kind.value], pieces) or 0)
            for kind in Annotation.Kind
        ),
        on_focus=_percent(counts["on_focus"], pieces),
        with_criterion=_percent(counts["with_criterion"], pieces),
        answered=_percent(counts["answered"], pieces),
        days_to_first=_days_to_first(user, said),
    )


def _focus():
    """That a piece is on a criterion its pair had agreed to look at."""
    through = PreConference.focus.through.objects
    return through.filter(preconference__cycle=OuterRef("recording__cycle"), criterion=OuterRef("criterion"))


def _replies(user):
    return Annotation.objects.filter(parent=OuterRef("pk")).exclude(author=user)


def _taps(user):
    return Response.objects.filter(annotation=OuterRef("pk")).exclude(person=user)


def _days_to_first(user, said):
    shared = Annotation.objects.filter(author=user, shared_at__isnull=False, recording__in=said.values("recording"))
    first_said = dict(shared.order_by().values_list("recording").annotate(Min("shared_at")))
    could_watch = Share.objects.filter(recording__in=first_said).order_by().values_list("recording")
    waits = [
        first_said[film] - could for film, could in could_watch.annotate(Min("shared_at")) if could <= first_said[film]
    ]
    return round(median(wait.total_seconds() for wait in waits) / SECONDS_A_DAY, 1) if waits else None


def _percent(part, whole):
    return round(100 * part / whole) if whole else None
