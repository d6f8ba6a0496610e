"""How the work on films is getting on, in figures for whoever keeps the site running. No titles and no people."""

from dataclasses import dataclass

from django.db.models import Count, Min, Q
from django.utils.timezone import now

from media_review.lease import SEEN, UNSEEN, WAITING
from media_review.models import Recording


@dataclass(frozen=True)
class Figures:
    """Seconds are of waiting in line: from when a piece of work was owed, while nobody works on it."""

    states: dict[str, int]
    waiting_to_be_watchable: int
    longest_wait_to_be_watchable: int
    waiting_for_smaller_sizes: int
    longest_wait_for_smaller_sizes: int
    # Failed at least once, and to be tried again.
    troubled: int
    # What is worked on now: recording, attempt, state, progress, note, seconds until its lease ends.
    leases: list[dict]


def figures(recordings=None):
    """The figures of these recordings; of all by default."""
    recordings = Recording.objects.all() if recordings is None else recordings
    recordings = recordings.exclude(state=Recording.State.LIVE)  # no film of it will ever be in line
    at = now()
    line = recordings.filter(Q(lease_until=None) | Q(lease_until__lt=at))
    watchable, watchable_wait = _line(line.filter(state__in=UNSEEN), at)
    smaller, smaller_wait = _line(line.filter(state__in=SEEN), at)
    return Figures(
        states=dict(recordings.order_by("state").values_list("state").annotate(Count("pk"))),
        waiting_to_be_watchable=watchable,
        longest_wait_to_be_watchable=watchable_wait,
        waiting_for_smaller_sizes=smaller,
        longest_wait_for_smaller_sizes=smaller_wait,
        troubled=recordings.filter(state__in=WAITING, failures__gt=0).count(),
        leases=[_lease(each, at) for each in recordings.filter(state__in=WAITING, lease_until__gte=at)],
    )


def _line(recordings, at):
    """How many, and how many seconds the first of them has been waiting."""
    told = recordings.aggregate(count=Count("pk"), first=Min("waiting_since"))
    return told["count"], round((at - told["first"]).total_seconds()) if told["first"] else 0


def _lease(recording, at):
    return {
        "recording": str(recording.pk),
        "attempt": recording.attempt,
        "state": recording.state,
        "progress": recording.progress,
        "note": recording.progress_note,
        "seconds_left": round((recording.lease_until - at).total_seconds()),
    }
