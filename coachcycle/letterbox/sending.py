"""Bring events to people: at once, or once a day in the morning of where they live."""

import logging
from collections import defaultdict
from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format, time_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from coachcycle.accounts.letters import letter, stop_address, stoppable
from coachcycle.accounts.middleware import zone_of
from coachcycle.accounts.models import Membership, User
from coachcycle.letterbox import events
from coachcycle.letterbox.models import Told
from cycles.models import Cycle
from media_review.models import Recording

logger = logging.getLogger(__name__)

MORNING = 7  # by her own clock
KEPT_DAYS = 60
ABOUT_A_FILM = {"feedback", "answer", "film", "objection", "agreed"}


def send_letters(now=None):
    """Tell everybody what she has not been told. Answers how many letters went out.

    A letter is noted down before it goes and taken back when the mail server refuses it: whoever is killed in between
    costs one letter, and nobody gets two.
    """
    now = now or timezone.now()
    Told.objects.filter(at__lt=now - timedelta(days=KEPT_DAYS)).delete()
    waiting = defaultdict(list)
    for event in events.happened(now):
        waiting[event.person].append(event)
    told = set(Told.objects.filter(person__in=waiting).values_list("person", "event"))
    digested = dict(Told.objects.filter(person__in=waiting, event__startswith="digest ").values_list("person", "event"))
    people = User.objects.filter(is_active=True).exclude(letters=User.Letters.NONE).in_bulk(list(waiting))
    homes = {each.user_id: each for each in _memberships(people)}
    sent = 0
    for pk, person in people.items():
        fresh = [event for event in waiting[pk] if (pk, event.key) not in told]
        if fresh and pk in homes and _is_time(person, homes[pk], now, digested):
            sent += _send(person, homes[pk], fresh, now)
    return sent


def _memberships(people):
    rows = Membership.objects.active().filter(user__in=people).select_related("organization").order_by("-started_at")
    return list(rows)


def _is_time(person, home, now, digested):
    if person.letters == User.Letters.AT_ONCE:
        return True
    here = localtime(now, zone_of(person, home))
    return here.hour >= MORNING and (person.pk, _digest_of(here)) not in digested.items()


def _digest_of(here):
    return f"digest {here:%F}"


def _send(person, home, fresh, now):
    zone = zone_of(person, home)
    keys = {event.key for event in fresh}
    if person.letters == User.Letters.DAILY:
        keys.add(_digest_of(localtime(now, zone)))
        Told.objects.filter(person=person, event__startswith="digest ").delete()
    try:
        with transaction.atomic():
            Told.objects.bulk_create(Told(person=person, event=key, at=now) for key in keys)
    except IntegrityError:  # another worker is telling her just now
        return 0
    with timezone.override(zone), translation.override(person.language or settings.LANGUAGE_CODE):
        lines = _lines(_may_still_look(person, fresh))
        if not lines:
            return 0
        message = letter(
            person.email, "letterbox/letter", language=translation.get_language(), reader=person, lines=lines,
            stop=settings.SITE_URL + stop_address(person),
        )  # fmt: skip
    try:
        stoppable(message, person).send()
    except OSError:
        Told.objects.filter(person=person, event__in=keys).delete()
        logger.exception("A letter could not be sent; it is tried again.")
        return 0
    return 1


def _may_still_look(person, fresh):
    """A share taken back since is no news any more; nor is a conference to her who left the program."""
    seen = set()
    if any(event.kind in ABOUT_A_FILM for event in fresh):
        films = Recording.objects.visible_to(person).values_list("pk", flat=True)
        seen |= {reverse("media_review:room", args=[pk]) for pk in films}
    if any(event.kind == "conference" for event in fresh):
        cycles = Cycle.objects.held_by(person).values_list("pk", flat=True)
        seen |= {reverse("cycles:detail", args=[pk]) for pk in cycles}
    bound = ABOUT_A_FILM | {"conference"}
    return [event for event in fresh if event.kind not in bound or event.url.partition("#")[0] in seen]


def _lines(fresh):
    """[(sentence, address)], each once, in the order of what matters first."""
    lines = {}
    for event in fresh:
        lines[sentence(event), settings.SITE_URL + event.url.partition("#")[0]] = None
    return list(lines)


def sentence(event):
    words = {"name": event.who}
    if event.at:
        here = localtime(event.at)
        words |= {"day": date_format(here, "MONTH_DAY_FORMAT"), "time": time_format(here)}
    return {
        "conference": _("You meet %(name)s: %(day)s, %(time)s."),
        "due": _("A next step of yours is due."),
        "look": _("You wanted to look at a next step again."),
        "feedback": _("%(name)s shared feedback with you."),
        "answer": _("%(name)s answered you."),
        "objection": _("%(name)s asks that a film of yours is not shared. Nobody else can watch it now."),
        "agreed": _("%(name)s agrees that a film of yours is shared. You can share it again."),
        "film": _("%(name)s shared a film with you. You have not looked at it yet."),
    }[event.kind] % words
