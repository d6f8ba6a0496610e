"""Conferences and lessons as iCalendar (RFC 5545): a feed of one's own, and invitations by letter.

They say who meets whom, when and where to look; nothing that was planned or said.
"""

import logging
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone, translation
from django.utils.timezone import now
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vCalAddress, vText

from coachcycle.accounts.letters import stop_address, stoppable
from coachcycle.accounts.models import User
from cycles.models import Cycle

logger = logging.getLogger(__name__)

Stage = Cycle.Stage
USUAL_MINUTES = 45
DAYS_BACK, DAYS_AHEAD = 60, 400
PRODUCT = "-//coachcycle//conferences//EN"


def feed(person):
    """Her conferences and lesson days, from two months ago on, as the bytes of a calendar."""
    calendar = _calendar("PUBLISH")
    calendar.add("x-wr-calname", "coachcycle")
    since = now() - timedelta(days=DAYS_BACK)
    cycles = Cycle.objects.held_by(person).filter(
        partnership__ended_at=None, created_at__gte=since - timedelta(days=DAYS_AHEAD)
    )
    for cycle in cycles.with_people().select_related(*Stage.values):
        for stage in (Stage.PRE_CONFERENCE, Stage.POST_CONFERENCE):
            record = getattr(cycle, stage)
            if record.meets_at and record.meets_at >= since:
                calendar.add_component(_conference(cycle, stage, record))
        if cycle.lesson.taught_on and cycle.lesson.taught_on >= since.date():
            calendar.add_component(_lesson(cycle))
    return calendar.to_ical()


def tell(cycle, stage, before):
    """When a conference got another time than `before`: a letter to each who takes part, with it for her calendar."""
    record = getattr(cycle, stage)
    if stage == Stage.LESSON or record.meets_at == before:
        return
    is_off = record.meets_at is None
    for person in _who_meet(cycle):
        if person.letters != User.Letters.NONE:
            _send(person, cycle, stage, before if is_off else record.meets_at, is_off)


def _who_meet(cycle):
    """Who left the program is not told any more, nor named to the others."""
    return [person for person in cycle.partnership.people if cycle.partnership.may_edit(person)]


def _send(person, cycle, stage, at, is_off):
    record = getattr(cycle, stage)
    calendar = _calendar("CANCEL" if is_off else "REQUEST")
    event = _conference(cycle, stage, record, at)
    event.add("status", "CANCELLED" if is_off else "CONFIRMED")
    event["organizer"] = _address(settings.DEFAULT_FROM_EMAIL.rpartition("<")[2].strip(">"), "coachcycle")
    for each in _who_meet(cycle):
        event.add("attendee", _address(each.email, str(each)), encode=False)
    calendar.add_component(event)
    zone = person.time_zone or cycle.partnership.program.organization.time_zone
    with translation.override(person.language or settings.LANGUAGE_CODE), timezone.override(zone):
        words = _("This conference is off: %(name)s") if is_off else _("A conference has its time: %(name)s")
        subject = words % {"name": _summary(cycle, stage)}
        body = _("It stands in the file beside this letter, for your calendar. What you two plan stands here:")
        stop = _("How often you get letters stands in your account. No more of them at all:")
        said = f"{body}\n{_url(cycle)}\n\n{stop}\n{settings.SITE_URL}{stop_address(person)}\n"
        letter = stoppable(EmailMessage(" ".join(subject.split()), said, to=[person.email]), person)
    letter.attach("conference.ics", calendar.to_ical().decode(), f"text/calendar; method={calendar['method']}")
    try:
        letter.send()
    except OSError:
        logger.exception("An invitation to a conference of cycle %s could not be sent.", cycle.pk)


def _calendar(method):
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    return calendar


def _conference(cycle, stage, record, at=None):
    event = _event(cycle, stage)
    event.add("dtstart", at or record.meets_at)
    event.add("duration", timedelta(minutes=record.minutes or USUAL_MINUTES))
    event.add("sequence", record.version)
    return event


def _lesson(cycle):
    event = _event(cycle, Stage.LESSON)
    event.add("dtstart", cycle.lesson.taught_on)
    event.add("sequence", cycle.lesson.version)
    event.add("transp", "TRANSPARENT")
    return event


def _event(cycle, stage):
    event = Event()
    event.add("uid", f"{cycle.pk}-{stage}@{settings.SITE.hostname}")
    event.add("dtstamp", getattr(cycle, stage).saved_at or cycle.created_at)
    event.add("summary", _summary(cycle, stage))
    event.add("url", _url(cycle))
    return event


def _summary(cycle, stage):
    name = (
        _("Session with staff") if stage == Stage.LESSON and cycle.partnership.coaches_a_leader else Stage(stage).label
    )
    return f"{name}: {cycle.partnership}"


def _url(cycle):
    return settings.SITE_URL + cycle.get_absolute_url()


def _address(email, name):
    address = vCalAddress(f"MAILTO:{email}")
    address.params["cn"] = vText(name)
    return address
