"""What needs her? One page for whoever she is: what to do, what is under way, what happened lately."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coachcycle.dashboards import conferences, feedback, news, promises
from coachcycle.dashboards.numbers import spelled
from coachcycle.dashboards.rows import Need, News
from cycles.lines import Line
from cycles.models import asked_once

NOON, EVENING = 12, 18


@dataclass(frozen=True)
class Home:
    greeting: str
    lead: str
    needs: list[Need]
    under_way: list[Line]
    news: list[News]
    is_new: bool  # nothing has ever happened here: the page teaches instead


def look(user):
    with asked_once(user):
        return _look(user)


def _look(user):
    today = localtime().date()
    cycles, since = conferences.open_cycles(user), now() - timedelta(days=news.DAYS)
    films = feedback.shared_with(user, since)
    needs = [
        *conferences.needs(cycles, user, today),
        *feedback.needs(user, films, today),
        *promises.needs(user, today),
    ]
    lately = news.lately(user, films, since)
    return Home(
        greeting=greeting(user),
        lead=lead(needs, cycles),
        needs=sorted(needs, key=lambda need: need.order),
        under_way=conferences.under_way(cycles, user),
        news=lately,
        is_new=not (needs or cycles or lately),
    )


def greeting(user):
    hour = localtime().hour
    words = _("Good morning, %(name)s") if hour < NOON else _("Good afternoon, %(name)s")
    return (words if hour < EVENING else _("Good evening, %(name)s")) % {"name": user.short_name}


def lead(needs, cycles):
    """How much there is to do, in a sentence or two."""
    if not needs:
        return _("Nothing needs you just now.") if cycles else _("Nothing is under way yet.")
    words = ngettext("One thing needs you.", "%(n)s things need you.", len(needs)) % {"n": spelled(len(needs))}
    late = sum(need.is_late for need in needs)
    if not late:
        return words
    if late == len(needs):
        return words + " " + ngettext("It is late.", "All of them are late.", late)
    return words + " " + ngettext("One of them is late.", "%(n)s of them are late.", late) % {"n": spelled(late)}
