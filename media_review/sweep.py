"""Put recordings back into the queue when a worker died over them.

No task engine takes up again what a killed worker held. So every worker sweeps, at its start and now and then: what
waits and shows no sign of life is queued once more. A message too many does no harm.
"""

from datetime import timedelta

from django.db.models import F, Q
from django.utils.timezone import now

from media_review import pipeline, scratch, tasks
from media_review.models import Recording

# How long a message may lie in the queue before it counts as lost. Behind many films it is sent twice, which is cheap.
LOST_SECONDS = 40


def sweep():
    """Queue what is owed and forget what has failed or was left behind; answers how many recordings were queued."""
    scratch.clean()
    lost_before = now() - timedelta(seconds=LOST_SECONDS)
    lost = Q(queued_at=None) | Q(queued_at__lt=F("lease_until")) | Q(queued_at__lt=lost_before)
    queued = tasks.send_again(Recording.objects.claimable().filter(lost))
    for recording in Recording.objects.filter(state=Recording.State.FAILED).exclude(original_key=""):
        pipeline.forget_film(recording)
    return queued
