"""Somebody of a small group asks that a film is not shared: she may be in it, and need not say why."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import now

from coachcycle.accounts.models import Organization
from media_review.models.recordings import Recording

User = settings.AUTH_USER_MODEL


class ObjectionQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(lifted_at=None)

    def visible_to(self, user):
        """Her own. Whose film it is reads of it at the film; nobody else does."""
        return self.filter(person=user, recording__organization__in=Organization.objects.visible_to(user))


class Objection(models.Model):
    """It stands until she agrees; meanwhile the film is shared with nobody: see `media_review.objecting`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recording = models.ForeignKey(Recording, models.CASCADE, related_name="objections")
    person = models.ForeignKey(User, models.PROTECT, related_name="+")
    raised_at = models.DateTimeField(default=now)
    lifted_at = models.DateTimeField(null=True)

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        ordering = ["raised_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["recording", "person"], condition=Q(lifted_at=None), name="media_review_objection_once"
            )
        ]
