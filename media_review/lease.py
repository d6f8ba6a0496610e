"""Who may write a recording's row while it is processed: a lease with a heartbeat, and a fencing token.

The queue only carries messages. A worker claims the row by one conditional UPDATE that raises `attempt`; every later
write of that worker names its attempt, so one that was given up for dead can no longer change anything.
"""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.timezone import now

UNSEEN = ("queued", "processing", "growing")  # nobody can see the end of it yet
SEEN = ("playable",)  # the rest of its ladder is still owed
WAITING = UNSEEN + SEEN


class LeaseQuerySet(models.QuerySet):
    def claimable(self):
        """Waiting, and held by nobody who still shows a sign of life."""
        return self.filter(Q(lease_until=None) | Q(lease_until__lt=now()), state__in=WAITING)

    def claim(self, pk, states=WAITING):
        """The recording, now ours, with a new attempt number; None when it is not to be had, or in none of `states`."""
        at = now()
        took = (
            self.claimable()
            .filter(pk=pk, state__in=states)
            .update(
                attempt=F("attempt") + 1,
                lease_until=at + timedelta(seconds=settings.MEDIA_LEASE_SECONDS),
                state=models.Case(
                    models.When(state="queued", then=models.Value("processing")),
                    default=F("state"),
                ),
            )
        )
        return self.get(pk=pk) if took else None


class Leased(models.Model):
    attempt = models.PositiveIntegerField(default=0, editable=False)
    # Attempts that ended in an error of ours, and those that ended well or through no fault of the film: the worker was
    # told to stop, the disk was full, the store was away. What is left are attempts whose worker died over them.
    failures = models.PositiveSmallIntegerField(default=0, editable=False)
    excused = models.PositiveIntegerField(default=0, editable=False)
    lease_until = models.DateTimeField(null=True, editable=False)
    queued_at = models.DateTimeField(null=True, editable=False)  # when the last message was sent
    waiting_since = models.DateTimeField(null=True, editable=False)  # when the piece of work that is owed became so
    progress = models.PositiveSmallIntegerField(default=0, editable=False)
    progress_note = models.CharField(max_length=120, blank=True, editable=False)

    class Meta:
        abstract = True

    def write(self, **changes):
        """Change the row if this attempt still holds it. False when a later attempt took over: stop at once."""
        held = type(self).objects.filter(pk=self.pk, attempt=self.attempt, state__in=WAITING)
        if not held.update(**changes):
            return False
        for name, value in changes.items():
            setattr(self, name, value)
        return True

    def heartbeat(self, progress, note=""):
        """A sign of life, with how far the work is (0 to 100) in a few words."""
        until = now() + timedelta(seconds=settings.MEDIA_LEASE_SECONDS)
        return self.write(lease_until=until, progress=progress, progress_note=note)
