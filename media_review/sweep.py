"""Put recordings back into the queue when a worker died over them.

No task engine takes up again what a killed worker held. So every worker sweeps, at its start and now and then: what
waits and shows no sign of life is queued once more. A message too many does no harm.
"""

from datetime import timedelta

from django.db.models import F, Q
from django.utils.timezone import now

from media_review import pipeline
from media_review.models import Recording
from media_review.tasks import process_recording

# How long a message may lie in the queue before it counts as lost. Behind many films it is sent twice, which is cheap.
LOST_SECONDS = 120


def sweep():
    """Queue what is owed and forget what has failed; answers how many recordings were queued."""
    at = now()
    lost = Q(queued_at=None) | Q(queued_at__lt=F("lease_until")) | Q(queued_at__lt=at - timedelta(seconds=LOST_SECONDS))
    owed = Recording.objects.claimable().filter(lost)
    queued = 0
    for pk in owed.values_list("pk", flat=True):
        # Several workers sweep: only the one whose update counts sends the message.
        if owed.filter(pk=pk).update(queued_at=at):
            process_recording.enqueue(str(pk))
            queued += 1
    for recording in Recording.objects.filter(state=Recording.State.FAILED).exclude(original_key=""):
        pipeline.forget_film(recording)
    return queued
