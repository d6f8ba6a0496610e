"""Writing down what is said in a recording, on this site's own machine, with a model that somebody put there.

The row decides, as it does for films: a message that comes twice, late or after a crash finds it held, or gone. Whoever
takes her wish back deletes it, and the next sign of life finds that out. Nothing is sent anywhere, and nothing fetched.
"""

import json
import logging
import sys
import time
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from coachcycle.objectstore import objects
from media_review import ffmpeg, sandbox, scratch, stopping
from media_review.making import Superseded
from media_review.models import Transcript, TranscriptChange, Transcription
from media_review.patience import goes_on_after
from media_review.transcripts import hearing
from media_review.transcripts.cues import Cue, as_rows, fit, plain

logger = logging.getLogger("media_review.pipeline")

MOST_FAILURES, MOST_DEATHS = 2, 2
RETRY_SECONDS = 60
BEAT_SECONDS = 1
NICENESS = 19  # films go first, also in what the processor does
SPEECH_BYTES_PER_MS = 2 * ffmpeg.SPEECH_RATE // 1000
SPARE_BYTES = 2**20
# Of address space. The largest model holds three gigabytes and works on as much again.
MEMORY_BYTES = 16 * 2**30
# A large model on a slow machine takes many times as long as the recording lasts.
SLOWEST, LEAST_SECONDS = 30, 1800

NO_WORDS = _("No words were heard in this recording.")
NOT_SET_UP = _(
    "This site cannot listen just now: its model, or faster-whisper, is missing. Please tell whoever keeps the site."
)
OUR_FAULT = _("Something went wrong on our side while listening. You can ask again, or add captions from a file.")


class NotHeard(Exception):
    """It cannot be written down; the message is a sentence for who asked."""


def write_down(pk, hear=None):
    """Returns quietly when it is not owed. `hear` listens: see `_hear`, which is taken by default."""
    job = Transcription.objects.claim(pk)
    if job is None:
        return
    try:
        if job.attempt - job.excused - job.failures > MOST_DEATHS:
            raise NotHeard(OUR_FAULT)
        with stopping.heard() as told, scratch.folder() as folder:
            _put(job, *_words(job, folder, Signs(job, told), hear or _hear))
    except Superseded:
        logger.info("transcription=%s is not wanted any more.", job.pk)
    except stopping.ToldToStop:
        job.write(lease_until=None, queued_at=None, excused=F("excused") + 1)
    except NotHeard as refusal:
        _give_up(job, refusal)
    except Exception as trouble:
        logger.error("Attempt %s to listen to recording %s failed.", job.attempt, job.recording_id, exc_info=trouble)
        if not goes_on_after(job, trouble, most_failures=MOST_FAILURES, retry_seconds=RETRY_SECONDS):
            _give_up(job, OUR_FAULT)


def _words(job, folder, signs, hear):
    """(language, cues) of what is said in the smallest rendition, whose times are those that people see."""
    rendition = job.recording.renditions.order_by("height").first()
    objects.download(rendition.key, folder / ffmpeg.FILM, lambda _count: signs(0))
    length = job.recording.duration_ms
    sandbox.run(
        ffmpeg.speech(),
        folder,
        seconds=length / 1000 + 60,
        file_bytes=SPEECH_BYTES_PER_MS * length + SPARE_BYTES,
        niceness=NICENESS,
        on_progress=lambda _ms: signs(0),
    )
    language, found = hear(folder, job.language, length, lambda ms: signs(ms / length))
    cues = fit([Cue(start, max(start, end), plain(words)) for start, end, words in found], length).cues
    if not cues:
        raise NotHeard(NO_WORDS)
    return language, cues


def _hear(folder, language, length_ms, on_progress):
    """(language, [(from, until, words)]) of out/speech.raw, by the model of this machine."""
    model, program = settings.WHISPER_MODEL_DIR or "", str(Path(hearing.__file__))
    sound, words = f"{ffmpeg.OUT}/speech.raw", f"{ffmpeg.OUT}/words.jsonl"
    if not Path(model).is_dir():
        logger.error("WHISPER_MODEL_DIR=%r is no folder.", model)
        raise NotHeard(NOT_SET_UP)
    model = str(Path(model).resolve())
    try:
        sandbox.run(
            ["python", program, model, sound, words, language],
            folder,
            seconds=SLOWEST * length_ms / 1000 + LEAST_SECONDS,
            file_bytes=SPARE_BYTES + length_ms,
            memory_bytes=MEMORY_BYTES,
            niceness=NICENESS,
            reads=[*{sys.prefix, sys.base_prefix}, model, program],
            on_progress=on_progress,
        )
    except sandbox.ToolFailed as trouble:
        logger.exception("Nothing could be heard.")
        raise NotHeard(NOT_SET_UP if _is_missing(trouble.complaint) else OUR_FAULT) from trouble
    language, *found = map(json.loads, (folder / words).read_text(encoding="utf-8").splitlines())
    return language, found


def _is_missing(complaint):
    return "ModuleNotFoundError" in complaint or "There is no " in complaint


class Signs:
    """Signs of life, at most one a second. Raises when the work is not wanted any more, or not from us."""

    def __init__(self, job, told):
        self.job, self.told, self.last = job, told, 0.0

    def __call__(self, share):
        if self.told.is_set():
            raise stopping.ToldToStop
        if time.monotonic() - self.last < BEAT_SECONDS:
            return
        self.last = time.monotonic()
        if not self.job.heartbeat(round(100 * min(1, share))):
            raise Superseded


def _put(job, language, cues):
    """The words take the place of the wish. Words that somebody added meanwhile stay."""
    with transaction.atomic():
        if not job.write(lease_until=None):
            raise Superseded
        job.delete()
        try:
            with transaction.atomic():
                Transcript.objects.create(
                    recording=job.recording,
                    language=language,
                    source=Transcript.Source.TRANSCRIBED,
                    cues=as_rows(cues),
                    length=len(cues),
                    by=job.asked_by,
                )
        except IntegrityError:
            return
        act = TranscriptChange.Act.TRANSCRIBED
        TranscriptChange.objects.create(recording=job.recording, act=act, by=job.asked_by)


def _give_up(job, sentence):
    job.write(state=Transcription.State.FAILED, failed_reason=str(sentence), lease_until=None)
