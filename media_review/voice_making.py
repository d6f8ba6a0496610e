"""Preparing what was said: looked into like any file from a stranger, then made into what every browser plays.

Nothing of the file that arrived is served, and what it says of where and on what it was recorded is left behind.
"""

import logging

from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from coachcycle.objectstore import objects
from media_review import facts, ffmpeg, sandbox, scratch
from media_review.facts import MediaError
from media_review.making import Superseded
from media_review.models import Annotation, Voice
from media_review.patience import goes_on_after

logger = logging.getLogger("media_review.pipeline")

MOST_MS = 2 * 60 * 1000
SPARE_MS = 5000  # recorders stop when they like
MOST_FAILURES, MOST_DEATHS = 3, 3
RETRY_SECONDS = 5
SECONDS = 120
MADE_BYTES = 8 * 1024**2

UNREADABLE = _("What you said could not be understood as sound. Please record it again.")
TOO_LONG = _("This is longer than two minutes. Please say it in two recordings.")
OUR_FAULT = _("Something went wrong on our side with what you said. We are sorry: please record it again.")


def prepare(voice_id):
    """Returns quietly when it is not owed: somebody else is at it, or it is done."""
    voice = Voice.objects.claim(voice_id)
    if voice is None:
        return
    try:
        if voice.attempt - voice.excused - voice.failures > MOST_DEATHS:
            raise MediaError(OUR_FAULT)
        with scratch.folder() as folder:
            _make(voice, folder)
    except Superseded:
        objects.delete(voice.made_key)
    except MediaError as refusal:
        _give_up(voice, refusal)
    except Exception as trouble:
        logger.error("Attempt %s on voice %s failed.", voice.attempt, voice.pk, exc_info=trouble)
        if not goes_on_after(voice, trouble, most_failures=MOST_FAILURES, retry_seconds=RETRY_SECONDS):
            _give_up(voice, OUR_FAULT)


def _make(voice, folder):
    objects.download(voice.arrived_key, folder / ffmpeg.FILM)
    heard = _look(voice, folder)
    sandbox.run(
        ffmpeg.voice(heard), folder, seconds=SECONDS, file_bytes=MADE_BYTES, on_progress=lambda _ms: _beat(voice)
    )
    objects.upload(folder / ffmpeg.OUT / "voice.m4a", voice.made_key, "audio/mp4")
    state = {"state": Voice.State.READY, "lease_until": None, "progress": 100}
    if not voice.write(**state, key=voice.made_key, duration_ms=heard.duration_ms):
        raise Superseded
    logger.info("voice=%s attempt=%s step=made bytes=%s", voice.pk, voice.attempt, voice.size)
    _tell(voice)
    objects.delete(voice.arrived_key)


def _look(voice, folder):
    try:
        heard = facts.probe(folder, lambda _ms: _beat(voice))
    except MediaError as refusal:
        logger.info("voice=%s is refused: %s", voice.pk, refusal)
        raise MediaError(UNREADABLE) from refusal
    if heard.audio is None:
        raise MediaError(UNREADABLE)
    if heard.duration_ms > MOST_MS + SPARE_MS:
        raise MediaError(TOO_LONG)
    return heard


def _beat(voice):
    if not voice.heartbeat(0):
        raise Superseded


def _tell(voice):
    """The card it stands on looks different now, be it feedback or the answer to some."""
    Annotation.objects.filter(Q(voice=voice.pk) | Q(replies__voice=voice.pk)).update(changed_at=now())


def _give_up(voice, sentence):
    if voice.write(state=Voice.State.FAILED, failed_reason=str(sentence), lease_until=None):
        _tell(voice)
        objects.delete(voice.arrived_key)
