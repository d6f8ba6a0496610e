"""Are films being made watchable? The figures of `manage.py film_queue` for one organization, in words.

Counts alone: a leader learns that films wait, never whose or what they show.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.timesince import timesince
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from media_review import film_queue
from media_review.models import Recording

State = Recording.State
# Longer than any usual film takes, so that somebody should look whether the workers run.
TOO_LONG_SECONDS = 600
SHOWN_OF_AN_ID = 8


@dataclass(frozen=True)
class Waiting:
    name: str
    films: int
    longest: str


@dataclass(frozen=True)
class Place:
    name: str
    films: int


@dataclass(frozen=True)
class Work:
    """A film that is worked on now. `film` is the beginning of its id: enough to find it in the log, no more."""

    film: str
    doing: str
    progress: int
    attempt: int
    seconds_left: int


@dataclass(frozen=True)
class Films:
    """All figures are of one moment, `at`."""

    at: datetime
    lead: str
    is_stuck: bool
    waiting: tuple[Waiting, ...]
    places: tuple[Place, ...]
    works: tuple[Work, ...]
    troubled: int

    @property
    def has_any(self):
        return any(place.films for place in self.places)


def of(organization):
    told = film_queue.figures(Recording.objects.filter(organization=organization))
    return Films(
        at=now(),
        lead=_lead(told),
        is_stuck=told.longest_wait_to_be_watchable > TOO_LONG_SECONDS,
        waiting=_waiting(told),
        places=tuple(Place(name, told.states.get(state, 0)) for state, name in _places()),
        works=tuple(_work(lease) for lease in told.leases),
        troubled=told.troubled,
    )


def _lead(told):
    count = told.waiting_to_be_watchable
    if count:
        sentence = ngettext(
            "%(n)d film waits to be made watchable, for %(wait)s now.",
            "%(n)d films wait to be made watchable, the first of them for %(wait)s.",
            count,
        )
        return sentence % {"n": count, "wait": _words(told.longest_wait_to_be_watchable)}
    if told.states.get(State.PROCESSING) or told.states.get(State.GROWING):
        return _("No film waits: what has arrived is being made watchable now.")
    return _("No film waits: every film that arrived and can be used can be watched.")


def _waiting(told):
    lines = (
        (_("To be watchable"), told.waiting_to_be_watchable, told.longest_wait_to_be_watchable),
        (_("Smaller sizes for slow lines"), told.waiting_for_smaller_sizes, told.longest_wait_for_smaller_sizes),
    )
    return tuple(Waiting(name, films, _words(seconds) if films else _("none")) for name, films, seconds in lines)


def _places():
    return (
        (State.UPLOADING, _("On their way here")),
        (State.QUEUED, _("Arrived, not looked at yet")),
        (State.PROCESSING, _("Being made watchable")),
        (State.GROWING, _("Ready to watch from the beginning, the rest being made")),
        (State.PLAYABLE, _("Ready to watch, smaller sizes to come")),
        (State.READY, _("Ready")),
        (State.FAILED, _("Could not be used")),
    )


def _work(lease):
    is_seen = lease["state"] == State.PLAYABLE
    doing = lease["note"] or (_("Making smaller sizes") if is_seen else _("Making it watchable"))
    film = lease["recording"][:SHOWN_OF_AN_ID]
    return Work(film, doing, lease["progress"], lease["attempt"], lease["seconds_left"])


def _words(seconds):
    """90 → "1 minute"; below a minute in seconds."""
    if seconds < 60:
        return ngettext("%(n)d second", "%(n)d seconds", seconds) % {"n": seconds}
    at = now()
    return timesince(at - timedelta(seconds=seconds), at)
