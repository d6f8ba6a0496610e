"""Days in the words of somebody who plans her week: "Today, 15:00", "Thursday", "2 days late", "Since Sunday"."""

from datetime import datetime, time

from django.utils.formats import date_format, time_format
from django.utils.timezone import localdate, localtime, make_aware
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

A_WEEK = 7


def day_of(moment):
    """The local day of a date or of an aware datetime."""
    return localdate(moment) if isinstance(moment, datetime) else moment


def midnight(day):
    """When a local day begins."""
    return make_aware(datetime.combine(day, time.min))


def near(moment, today):
    """A day at most a week away by its name, else by its date; with the clock where `moment` has one."""
    day = day_of(moment)
    words = {0: _("Today"), 1: _("Tomorrow"), -1: _("Yesterday")}.get((day - today).days)
    if words is None:
        words = date_format(day, "l" if abs((day - today).days) < A_WEEK else "MONTH_DAY_FORMAT")
    if not isinstance(moment, datetime):
        return words
    return _("%(day)s, %(time)s") % {"day": words, "time": time_format(localtime(moment))}


def late(due, today):
    days = (today - due).days
    return ngettext("%(days)d day late", "%(days)d days late", days) % {"days": days}


def due_words(due, today):
    return late(day_of(due), today) if day_of(due) < today else near(due, today)


def since(moment, today):
    day = day_of(moment)
    words = {0: _("Since today"), 1: _("Since yesterday")}.get((today - day).days)
    return words or _("Since %(day)s") % {"day": near(day, today)}
