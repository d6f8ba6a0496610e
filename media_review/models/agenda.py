"""What a pair will talk about at its post-conference, and where in it the two are while they look together."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from cycles.models import Cycle, DebriefPoint, Partnership
from cycles.models.versioned import Versioned
from media_review.models.annotations import Annotation

User = settings.AUTH_USER_MODEL


class AgendaItemQuerySet(models.QuerySet):
    def of_pairs(self, user):
        """Of the cycles she is a partner in. What a pair talks about is nobody else's."""
        return self.filter(cycle__partnership__in=Partnership.objects.held_by(user))

    def visible_to(self, user):
        """Of her pairs, as far as she sees the feedback now: a film taken back takes its items out of sight."""
        seen = Annotation.objects.visible_to(user).filter(shared_at__isnull=False)
        return self.of_pairs(user).filter(annotation__in=seen)


class AgendaItem(Versioned):
    """A piece of feedback to talk about. Its version guards the note, which either partner may write."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="agenda")
    annotation = models.ForeignKey(Annotation, models.CASCADE, related_name="agenda_items")
    position = models.PositiveIntegerField()
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=now)
    discussed_at = models.DateTimeField(null=True)
    note = models.TextField(_("what you want to keep of it"), max_length=2000, blank=True)
    # The paragraph of the post-conference's notes that holds the note, letter by letter as it was put there.
    landed = models.TextField(blank=True, editable=False)
    # The celebration, or the area to strengthen, that came of it.
    point = models.ForeignKey(DebriefPoint, models.SET_NULL, null=True, related_name="+")

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        ordering = ["position", "added_at"]
        constraints = [models.UniqueConstraint(fields=["cycle", "annotation"], name="media_review_agenda_item_once")]

    @property
    def is_discussed(self):
        return self.discussed_at is not None


class Debrief(models.Model):
    """Where a pair is in its agenda while both look, each at a screen: one of them drives, the other's film follows.

    `at_ms` is where the film was at `told_at`, by the clock of the site: what a browser's clock says is never compared.
    """

    cycle = models.OneToOneField(Cycle, models.CASCADE, primary_key=True, related_name="debrief")
    # Counts up with every change of the agenda, so that a page can ask whether it is still right.
    agenda_version = models.PositiveIntegerField(default=0)
    driver = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    wheel = models.UUIDField(null=True)  # the page that drives: a person may have two open
    item = models.ForeignKey(AgendaItem, models.SET_NULL, null=True, related_name="+")
    at_ms = models.PositiveIntegerField(default=0)
    is_playing = models.BooleanField(default=False)
    told_at = models.DateTimeField(null=True)
    followed_at = models.DateTimeField(null=True)  # when the other's page last asked, and followed
