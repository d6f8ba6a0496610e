"""Two at their own screens: who drives, where the driver's film is, and who follows.

A page that drives tells where its film is whenever that changes, and every few seconds besides; the others ask about
once a second. Both speak of how long ago something was by this site's clock, so no browser's clock is ever believed.
"""

from datetime import timedelta

from django.db.models import Q
from django.utils.timezone import now

from media_review.models import Debrief

# A page that drives and has not been heard for so long has gone: closed, asleep, or without a line.
SILENT_AFTER = timedelta(seconds=15)
FOLLOWS_FOR = timedelta(seconds=8)
FOLLOWS_ANEW = timedelta(seconds=3)  # not every question needs a write


def take(cycle, person, page):
    """From now on this page drives, whoever did before."""
    Debrief.objects.get_or_create(cycle_id=cycle.pk)
    Debrief.objects.filter(cycle=cycle).update(
        driver=person, wheel=page, told_at=now(), followed_at=None, is_playing=False
    )


def tell(cycle, person, page, *, item, at_ms, is_playing):
    """Where its film is. Nothing happens when another page has taken over: its next answer says so."""
    drives = Debrief.objects.filter(cycle=cycle, driver=person, wheel=page)
    drives.update(item=item, at_ms=at_ms, is_playing=is_playing, told_at=now())


def leave(cycle, person, page):
    Debrief.objects.filter(cycle=cycle, driver=person, wheel=page).update(driver=None, wheel=None, is_playing=False)


def state(cycle, person, page, follows):
    """What a page that asks needs to know, as plain values; `follows` is whether it goes along."""
    debrief = Debrief.objects.select_related("driver").filter(cycle=cycle).first() or Debrief(cycle=cycle)
    at = now()
    age = at - debrief.told_at if debrief.told_at else SILENT_AFTER
    is_driven = debrief.driver is not None and age < SILENT_AFTER
    is_mine = is_driven and debrief.driver == person and debrief.wheel == page
    if follows and is_driven and not is_mine:
        stale = Q(followed_at=None) | Q(followed_at__lt=at - FOLLOWS_ANEW)
        Debrief.objects.filter(stale, cycle=cycle).update(followed_at=at)
    return {
        "agenda": debrief.agenda_version,
        "driver": debrief.driver.short_name if is_driven else "",
        "mine": is_mine,
        "item": str(debrief.item_id or ""),
        "at": debrief.at_ms,
        "plays": is_driven and debrief.is_playing,
        "age": round(age.total_seconds() * 1000),
        "followed": debrief.followed_at is not None and at - debrief.followed_at < FOLLOWS_FOR,
    }
