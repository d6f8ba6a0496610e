"""Spoken feedback: a short recording of a voice, from the microphone to whoever may read what it belongs to."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from media_review.lease import Leased, LeaseQuerySet
from media_review.models.recordings import Recording

User = settings.AUTH_USER_MODEL


class VoiceQuerySet(LeaseQuerySet):
    def visible_to(self, user):
        """One's own. What others said is reached through the feedback it belongs to."""
        return self.filter(author=user, recording__in=Recording.objects.visible_to(user))

    def loose(self):
        """Belonging to no feedback: not yet, or no more."""
        return self.filter(annotation=None)


class Voice(Leased):
    """What somebody said. Its id is chosen in the browser, as that of feedback is; keys in the store are ours alone.

    The row may be there before the sound: feedback is saved at once, and what was said follows when the line allows.
    """

    class State(models.TextChoices):
        SENDING = "sending", _("On its way")
        QUEUED = "queued", _("Being prepared")
        PROCESSING = "processing", _("Being prepared")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Could not be used")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recording = models.ForeignKey(Recording, models.CASCADE, related_name="voices")
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=now)
    state = models.CharField(max_length=10, choices=State, default=State.SENDING)
    size = models.PositiveIntegerField(default=0)  # bytes, as the browser announced and signed them
    let_go_at = models.DateTimeField(null=True)  # when the feedback it belonged to was taken back
    key = models.CharField(max_length=200, blank=True)  # what can be listened to; empty until it is ready
    duration_ms = models.PositiveIntegerField(null=True)
    failed_reason = models.CharField(max_length=300, blank=True)

    objects = VoiceQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["state", "lease_until"], name="media_review_voice_lease")]

    def __str__(self):
        return str(self.pk)

    @property
    def is_ready(self):
        return self.state == self.State.READY

    @property
    def is_settled(self):
        """Nothing more will happen to it by itself."""
        return self.state in (self.State.READY, self.State.FAILED)

    @property
    def folder(self):
        """In the store. The recording comes first: what is left of a deleted one is found by its id."""
        return f"voices/{self.recording_id}/{self.pk}/"

    @property
    def arrived_key(self):
        """What the browser sends; deleted once something that every browser plays is made of it."""
        return f"{self.folder}arrived"

    @property
    def made_key(self):
        return f"{self.folder}{self.attempt}.m4a"
