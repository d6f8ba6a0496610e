"""What happened lately in her pairs, by others than herself."""

from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from coachcycle.dashboards.days import day_of, near
from coachcycle.dashboards.rows import News
from cycles.models import Cycle, NextStep, Partnership, StageChange

DAYS = 21
SHOWN = 5


def lately(user, films, since):
    """The newest few; `films` are those of `feedback.shared_with`. Two queries."""
    pairs = Partnership.objects.held_by(user)
    found = [*_moves(user, since), *_kept(pairs, user, since), *_films(films, since)]
    return sorted(found, key=lambda news: news.at, reverse=True)[:SHOWN]


def _moves(user, since):
    moves = (
        StageChange.objects.filter(cycle__in=Cycle.objects.held_by(user), at__gte=since)
        .filter(Q(arrived="") | ~Q(by=user))
        .select_related("by", "cycle__partnership__coachee", "cycle__partnership__coach")
        .order_by("-at")
    )
    return [_move(move, user) for move in moves[:SHOWN]]


def _move(move, user):
    cycle = move.cycle
    words = {"name": move.by.short_name, "title": cycle.title, "stage": move.get_arrived_display()}
    if not move.arrived:
        words["other"] = cycle.partnership.other(user).short_name
        sentence = _("You and %(other)s closed %(title)s.")
    elif not move.left:
        sentence = _("%(name)s started a cycle: %(title)s.")
    else:
        sentence = _("%(name)s moved %(title)s on. It stands at the %(stage)s now.")
        words["stage"] = words["stage"].lower()
    url = reverse("cycles:detail", args=[cycle.pk])
    return News(sentence % words, url, move.at, near(day_of(move.at), localdate()), is_celebrated=not move.arrived)


def _kept(pairs, user, since):
    kept = (
        NextStep.objects.not_before_she_came(user)
        .found_by(user)
        .filter(cycle__partnership__in=pairs, done_at__gte=since, owner__isnull=False)
        .exclude(owner=user)
        .select_related("owner", "cycle__partnership", "carried_into__partnership")
        .order_by("-done_at")
    )
    return [
        News(
            _("%(name)s kept a promise: %(step)s.") % {"name": step.owner.short_name, "step": step.text.rstrip(".")},
            step.cycle_for(user).get_absolute_url(),
            step.done_at,
            near(day_of(step.done_at), localdate()),
            is_celebrated=True,
        )
        for step in kept[:SHOWN]
    ]


def _films(films, since):
    return [
        News(
            _("%(film)s from %(name)s is ready to watch.") % {"film": film.title, "name": film.uploader.short_name},
            reverse("media_review:room", args=[film.pk]),
            film.created_at,
            near(day_of(film.created_at), localdate()),
        )
        for film in [film for film in films if film.created_at >= since][:SHOWN]
    ]
