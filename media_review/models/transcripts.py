"""What is said in a recording: at most one transcript, the history of it, and the work of writing one down."""

from django.conf import settings
from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from media_review import languages
from media_review.lease import Leased, LeaseQuerySet
from media_review.models.recordings import Recording

User = settings.AUTH_USER_MODEL


class Transcript(models.Model):
    """Captions of a recording, and the text beside it. What takes its place is a new row: an id names these words.

    There may be tens of thousands of cues: only who wants them reads them, and `length` says how many there are.
    """

    class Source(models.TextChoices):
        UPLOADED = "uploaded", _("from a file")
        TRANSCRIBED = "transcribed", _("written down by this site")

    recording = models.OneToOneField(Recording, models.CASCADE, related_name="transcript")
    language = models.CharField(max_length=20)  # as BCP 47 writes it
    source = models.CharField(max_length=11, choices=Source, default=Source.UPLOADED)
    cues = models.JSONField()  # see `transcripts.cues.as_rows`
    length = models.PositiveIntegerField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)

    @property
    def language_name(self):
        return languages.name_of(self.language)


class TranscriptChange(models.Model):
    """Who did what to the words beside a film, and when: they are not one person's."""

    class Act(models.TextChoices):
        ADDED = "added"
        REPLACED = "replaced"
        REMOVED = "removed"
        TRANSCRIBED = "transcribed"

    recording = models.ForeignKey(Recording, models.CASCADE, related_name="transcript_changes")
    act = models.CharField(max_length=11, choices=Act)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["-at", "-pk"]


class Transcription(Leased):
    """The wish that the site writes down what is said. Gone once the words are there, or when it is taken back."""

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting for its turn")
        PROCESSING = "processing", _("Listening")
        FAILED = "failed", _("Could not be written down")

    recording = models.OneToOneField(Recording, models.CASCADE, related_name="transcription")
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    language = models.CharField(max_length=20, blank=True)  # empty: what is heard decides
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=now)
    failed_reason = models.CharField(max_length=300, blank=True)

    objects = LeaseQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["state", "lease_until"], name="media_review_written_lease")]

    @property
    def has_failed(self):
        return self.state == self.State.FAILED
