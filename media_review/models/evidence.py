"""The moment that shows a next step done."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import now

from cycles.models import NextStep
from media_review.models.annotations import Annotation
from media_review.models.recordings import Recording

User = settings.AUTH_USER_MODEL


class StepEvidenceQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Where she may watch the film, and read the feedback if it hangs on one."""
        return self.filter(
            Q(annotation=None) | Q(annotation__in=Annotation.objects.visible_to(user)),
            recording__in=Recording.objects.visible_to(user),
        )


class StepEvidence(models.Model):
    """A moment of a film in which a step of the pair can be seen done. It outlives the feedback it hung on."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    step = models.ForeignKey(NextStep, models.CASCADE, related_name="evidence")
    recording = models.ForeignKey(Recording, models.CASCADE, related_name="evidence")
    annotation = models.ForeignKey(Annotation, models.SET_NULL, null=True, related_name="evidence")
    start_ms = models.PositiveIntegerField()
    end_ms = models.PositiveIntegerField(null=True)
    attached_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    attached_at = models.DateTimeField(default=now)

    objects = StepEvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["attached_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["step", "recording", "start_ms"], name="media_review_evidence_once")
        ]
