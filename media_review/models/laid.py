"""Where the segments of a lesson lie in a film of it. `cycles` knows of no film, so the places stand here."""

from django.db import models

from cycles.models import Segment
from cycles.models.versioned import Versioned
from media_review.models.recordings import Recording


class LaidLesson(Versioned):
    """That a pair laid its lesson along a film. Its version guards all the places; without any, the plan shows."""

    recording = models.OneToOneField(Recording, models.CASCADE, primary_key=True, related_name="laid")
    ends_ms = models.PositiveIntegerField(null=True)  # of the lesson in the film; None: with the film


class LaidSegment(models.Model):
    """Where a segment begins; it lasts until the next one does. A segment without a row is not in this film."""

    laid = models.ForeignKey(LaidLesson, models.CASCADE, related_name="segments")
    segment = models.ForeignKey(Segment, models.CASCADE, related_name="+")
    starts_ms = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["laid", "segment"], name="media_review_laid_segment_once")]
