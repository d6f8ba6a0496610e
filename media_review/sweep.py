"""Put recordings, and what people said, back into the queue when a worker died over them.

No task engine takes up again what a killed worker held. So every worker sweeps, at its start and now and then: what
waits and shows no sign of life is queued once more. A message too many does no harm.
"""

from datetime import timedelta

from django.db.models import F, Q
from django.utils.timezone import now

from media_review import pipeline, scratch, tasks, voice
from media_review.models import Recording, Transcription, Voice

# How long a message may lie in the queue before it counts as lost. Behind many films it is sent twice, which is cheap.
LOST_SECONDS = 40
TRANSCRIPTION_LOST_SECONDS = 3600  # behind one other already


def sweep():
    """Queue what is owed and forget what has failed or was left behind; answers how many recordings were queued."""
    scratch.clean()
    lost = _lost(LOST_SECONDS)
    queued = tasks.send_again(Recording.objects.claimable().filter(lost))
    tasks.send_again(Voice.objects.claimable().filter(lost))
    tasks.send_again(Transcription.objects.claimable().filter(_lost(TRANSCRIPTION_LOST_SECONDS)))
    voice.clear_away()
    for recording in Recording.objects.filter(state=Recording.State.FAILED).exclude(original_key=""):
        pipeline.forget_film(recording)
    return queued


def _lost(seconds):
    """Nobody was told of it, or whoever took it up died over it, or nothing was heard of it for so long."""
    before = now() - timedelta(seconds=seconds)
    return Q(queued_at=None) | Q(queued_at__lt=F("lease_until")) | Q(queued_at__lt=before)
