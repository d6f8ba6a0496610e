"""What has happened, or will soon, that somebody may want to be told. A handful of queries for the whole site.

An event is told to those it concerns and who may still look: no sentence holds a word of feedback, of a plan or a step.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F, Max, Q
from django.urls import reverse
from django.utils.timezone import localdate

from coachcycle.accounts.models import User
from cycles.models import Cycle, NextStep, active_participants
from media_review import sharing
from media_review.models import Annotation, Objection, Recording, Share, Viewing

RECENTLY = timedelta(days=3)
SOON = timedelta(hours=24)
FILM_WAITS = timedelta(days=3)


@dataclass(frozen=True)
class Event:
    """`who` is whose doing it was, by short name; `at` a moment that is named, in her own time zone."""

    key: str
    kind: str
    person: UUID
    url: str
    who: str = ""
    at: datetime | None = None


def happened(now):
    """Every [Event] of these days, told already or not."""
    return [*conferences(now), *steps(now), *feedback(now), *answers(now), *films_that_wait(now), *objections(now)]


def conferences(now):
    """Each who takes part is reminded a day before."""
    cycles = Cycle.objects.open().filter(partnership__ended_at=None).with_people()
    for stage in (Cycle.Stage.PRE_CONFERENCE, Cycle.Stage.POST_CONFERENCE):
        soon = Q(**{f"{stage}__meets_at__gte": now, f"{stage}__meets_at__lt": now + SOON})
        for cycle in cycles.filter(soon, stage=stage).select_related(stage):
            at = getattr(cycle, stage).meets_at
            for person in cycle.partnership.people:
                other = cycle.partnership.other(person).short_name
                yield Event(f"conference {cycle.pk} {at:%F %R}", "conference", person.pk, _cycle(cycle.pk), other, at)


def steps(now):
    """A day before a step of hers is due; and both, on the day they wanted to look at it again."""
    today = localdate(now)
    open_steps = NextStep.objects.open().in_pairs_that_go_on()
    for step in open_steps.filter(due__range=(today - RECENTLY, today + timedelta(days=1)), owner__isnull=False):
        yield Event(f"due {step.pk} {step.due}", "due", step.owner_id, reverse("next_steps"))
    pairs = ("cycle__partnership", "carried_into__partnership")
    again = open_steps.to_look_at(today).select_related(
        *(f"{pair}__{side}" for pair in pairs for side in ("coach", "coachee"))
    )
    for step in again.prefetch_related(*(active_participants(f"{pair}__participants") for pair in pairs)):
        for person in step.home.partnership.people:
            url = reverse("cycles:edit_step", args=[step.pk])
            yield Event(f"look {step.pk} {step.check_on}", "look", person.pk, url)


def feedback(now):
    """Told to all who may watch but its author. Who wants letters at once has had one from the act of sharing."""
    shared = Annotation.objects.filter(shared_at__gte=now - RECENTLY, parent=None, taken_back_at=None)
    acts = shared.values_list("recording", "author", "author__name").annotate(Max("shared_at")).order_by("recording")
    films = Recording.objects.filter(pk__in=shared.values("recording")).select_related("uploader")
    watching = sharing.who_can_watch(films)
    for recording, author, name, at in acts:  # several acts between two letters are one piece of news
        for person in watching[recording]:
            if person.pk != author and person.letters == User.Letters.DAILY:
                key = f"feedback {recording} {author} {at:%F %T.%f}"
                yield Event(key, "feedback", person.pk, _room(recording), _short(name))


def answers(now):
    replies = Annotation.objects.filter(shared_at__gte=now - RECENTLY, parent__isnull=False, taken_back_at=None)
    for reply in replies.exclude(author=F("parent__author")).select_related("author", "parent"):
        url = f"{_room(reply.recording_id)}#f-{reply.parent_id}"
        yield Event(f"answer {reply.pk}", "answer", reply.parent.author_id, url, reply.author.short_name)


def films_that_wait(now):
    """Shared with her pair some days ago, and she has not looked at it."""
    shares = Share.objects.active().filter(
        shared_at__gte=now - FILM_WAITS - RECENTLY,
        shared_at__lt=now - FILM_WAITS,
        partnership__ended_at=None,
        recording__state__in=Recording.WATCHABLE,
    )
    people = ("recording__uploader", "partnership__coach", "partnership__coachee")
    rows = list(shares.select_related(*people).prefetch_related(active_participants("partnership__participants")))
    looked = Viewing.objects.filter(recording__in=[share.recording_id for share in rows])
    seen = set(looked.values_list("recording", "viewer"))
    for share in rows:
        uploader = share.recording.uploader
        for person in share.partnership.people_since(share.shared_at) if share.partnership else [share.person]:
            if person != uploader and (share.recording_id, person.pk) not in seen:
                yield Event(f"film {share.pk}", "film", person.pk, _room(share.recording_id), uploader.short_name)


def objections(now):
    """Whose film it is learns that somebody of the group asks not to share it, and that she agrees again."""
    since = now - RECENTLY
    lately = Objection.objects.filter(Q(raised_at__gte=since) | Q(lifted_at__gte=since))
    for each in lately.select_related("person", "recording"):
        kind, url = "agreed" if each.lifted_at else "objection", _room(each.recording_id)
        yield Event(f"{kind} {each.pk}", kind, each.recording.uploader_id, url, each.person.short_name)


def _cycle(pk):
    return reverse("cycles:detail", args=[pk])


def _room(pk):
    return reverse("media_review:room", args=[pk])


def _short(name):
    return name.split()[0] if name else ""
