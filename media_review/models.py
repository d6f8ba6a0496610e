"""Recordings, who may watch them, and who did. The promise of the product stands in `RecordingQuerySet.visible_to`."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from coachcycle.accounts.models import Organization
from cycles.models import Cycle, NextStep, Partnership
from media_review.lease import Leased, LeaseQuerySet
from rubrics.models import Criterion, Level

User = settings.AUTH_USER_MODEL


class RecordingQuerySet(LeaseQuerySet):
    def visible_to(self, user):
        """Whoever uploaded it, and those it is shared with now. No one sees a recording by rank."""
        shared = Share.objects.active().reaching(user).filter(recording=OuterRef("pk"))
        return self.filter(Q(uploader=user) | Exists(shared), organization__in=Organization.objects.visible_to(user))


class Recording(Leased):
    """A film on its way from a phone to a coach. The row is the truth about it; see `lease` for who may write it."""

    class State(models.TextChoices):
        UPLOADING = "uploading", _("Uploading")
        QUEUED = "queued", _("Checking")
        PROCESSING = "processing", _("Checking")
        PLAYABLE = "playable", _("Ready to watch")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Could not be used")

    WATCHABLE = (State.PLAYABLE, State.READY)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+", editable=False)
    uploader = models.ForeignKey(User, models.PROTECT, related_name="recordings", editable=False)
    cycle = models.ForeignKey(Cycle, models.SET_NULL, null=True, blank=True, related_name="recordings")
    title = models.CharField(_("what it shows"), max_length=120)
    look_for = models.TextField(_("what should your coach look at?"), max_length=1000, blank=True)
    created_at = models.DateTimeField(default=now, editable=False)
    state = models.CharField(max_length=10, choices=State, default=State.UPLOADING, editable=False)

    # The upload. Key and upload id are ours alone: they never come from a browser.
    file_name = models.CharField(max_length=255, editable=False)
    size = models.BigIntegerField(editable=False)
    part_size = models.IntegerField(editable=False)
    original_key = models.CharField(max_length=200, editable=False)
    upload_id = models.CharField(max_length=1024, blank=True, editable=False)
    # What tells this film from others before it has arrived: choosing it again goes on with the same upload.
    fingerprint = models.CharField(max_length=120, blank=True, editable=False)

    # What was found in it and made from it.
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    duration_ms = models.PositiveIntegerField(null=True, editable=False)
    width = models.PositiveIntegerField(null=True, editable=False)
    height = models.PositiveIntegerField(null=True, editable=False)
    has_audio = models.BooleanField(default=True, editable=False)
    poster_key = models.CharField(max_length=200, blank=True, editable=False)
    sprite_key = models.CharField(max_length=200, blank=True, editable=False)
    sprites_vtt = models.TextField(blank=True, editable=False)
    peaks = models.JSONField(default=list, editable=False)
    failed_reason = models.CharField(max_length=300, blank=True, editable=False)

    objects = RecordingQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["state", "lease_until"], name="media_review_recording_lease")]
        constraints = [
            models.UniqueConstraint(
                fields=["uploader", "fingerprint"],
                condition=Q(state="uploading") & ~Q(fingerprint=""),
                name="media_review_recording_one_upload",
            )
        ]

    def __str__(self):
        return self.title

    @property
    def is_watchable(self):
        return self.state in self.WATCHABLE

    @property
    def is_settled(self):
        """Nothing more will happen to it by itself."""
        return self.state in (self.State.READY, self.State.FAILED)

    def may_upload(self, user):
        return self.uploader_id == user.pk

    def may_share(self, user):
        """Only who uploaded it shares it, and takes the share back."""
        return self.uploader_id == user.pk

    def may_annotate(self, user):
        return self.is_watchable and Recording.objects.visible_to(user).filter(pk=self.pk).exists()

    def share(self, *, by, person=None, partnership=None):
        """Let a person, or both partners of a partnership, watch. Sharing twice is sharing once."""
        return self.shares.active().get_or_create(
            person=person, partnership=partnership, ended_at=None, recording=self, defaults={"shared_by": by}
        )[0]


class Rendition(models.Model):
    """One size of the film: a single fragmented MP4 in the store, and its playlist as text with `{media}` in it."""

    recording = models.ForeignKey(Recording, models.CASCADE, related_name="renditions")
    attempt = models.PositiveIntegerField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    bandwidth = models.PositiveIntegerField(help_text="peak, bits per second")
    average_bandwidth = models.PositiveIntegerField(help_text="bits per second")
    codecs = models.CharField(max_length=80)
    key = models.CharField(max_length=200)
    playlist = models.TextField()

    class Meta:
        ordering = ["height"]
        constraints = [
            models.UniqueConstraint(fields=["recording", "attempt", "height"], name="media_review_rendition_once")
        ]


class ShareQuerySet(models.QuerySet):
    def active(self):
        return self.filter(ended_at=None)

    def reaching(self, user):
        """Shares with the person herself, or with a partnership she is in. One filter: a second would widen it."""
        return self.filter(Q(person=user) | Q(partnership__in=Partnership.objects.held_by(user).filter(ended_at=None)))


class Share(models.Model):
    """Leave to watch, for one person or for both partners of a partnership, until it is taken back."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recording = models.ForeignKey(Recording, models.CASCADE, related_name="shares")
    person = models.ForeignKey(User, models.CASCADE, null=True, related_name="+")
    partnership = models.ForeignKey(Partnership, models.CASCADE, null=True, related_name="+")
    shared_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    shared_at = models.DateTimeField(default=now)
    ended_at = models.DateTimeField(null=True)

    objects = ShareQuerySet.as_manager()

    class Meta:
        ordering = ["shared_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(person=None, partnership__isnull=False) | Q(person__isnull=False, partnership=None),
                name="media_review_share_with_one",
            ),
            models.UniqueConstraint(
                fields=["recording", "person"],
                condition=Q(ended_at=None),
                name="media_review_share_person_once",
            ),
            models.UniqueConstraint(
                fields=["recording", "partnership"],
                condition=Q(ended_at=None),
                name="media_review_share_partnership_once",
            ),
        ]

    def stop(self):
        """Takes effect on the next request; an address signed before it lives SIGNED_URL_SECONDS at most."""
        Share.objects.active().filter(pk=self.pk).update(ended_at=now())


class AnnotationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own drafts and what others shared, on recordings one may watch."""
        return self.filter(
            Q(author=user) | Q(shared_at__isnull=False), recording__in=Recording.objects.visible_to(user)
        )

    def drafts_of(self, user):
        return self.filter(author=user, shared_at=None)


class Annotation(models.Model):
    """Feedback at a moment or over a range of a film. Integer milliseconds; `end_ms` is null for a moment."""

    class Kind(models.TextChoices):
        CELEBRATE = "celebrate", _("celebrate")
        QUESTION = "question", _("question")
        SUGGESTION = "suggestion", _("suggestion")
        NOTE = "note", _("note")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recording = models.ForeignKey(Recording, models.CASCADE, related_name="annotations")
    author = models.ForeignKey(User, models.PROTECT, related_name="annotations")
    parent = models.ForeignKey("self", models.CASCADE, null=True, related_name="replies")
    start_ms = models.PositiveIntegerField()
    end_ms = models.PositiveIntegerField(null=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.NOTE)
    body = models.TextField(_("what did you see?"), max_length=5000)
    criterion = models.ForeignKey(Criterion, models.PROTECT, null=True, blank=True, related_name="+")
    level = models.ForeignKey(Level, models.PROTECT, null=True, blank=True, related_name="+")
    next_step = models.ForeignKey(NextStep, models.SET_NULL, null=True, related_name="moments")
    created_at = models.DateTimeField(default=now)
    shared_at = models.DateTimeField(null=True)
    edited_at = models.DateTimeField(null=True)
    # Its author took it back after others had answered: the words are gone, the answers and the next step stay.
    taken_back_at = models.DateTimeField(null=True)

    objects = AnnotationQuerySet.as_manager()

    class Meta:
        ordering = ["start_ms", "created_at"]
        indexes = [models.Index(fields=["recording", "start_ms"], name="media_review_annotation_place")]
        constraints = [
            models.CheckConstraint(
                condition=Q(end_ms=None) | Q(end_ms__gt=models.F("start_ms")),
                name="media_review_range_forward",
            )
        ]

    def __str__(self):
        return self.body[:60]

    @property
    def is_draft(self):
        return self.shared_at is None

    @property
    def is_taken_back(self):
        return self.taken_back_at is not None

    @property
    def takes_answers(self):
        """Can become the start of something: a reply, a next step. A draft cannot, nor what was taken back."""
        return not self.is_draft and not self.is_taken_back and self.parent_id is None

    def may_edit(self, user):
        return self.author_id == user.pk and not self.is_taken_back

    def may_answer(self, user):
        return self.takes_answers and self.recording.may_annotate(user)

    def may_become_step(self, user):
        """Either partner of the recording's cycle; a step outlives the cycle, so it need not be open."""
        cycle = self.recording.cycle
        return self.takes_answers and cycle is not None and cycle.partnership.may_edit(user)


class Viewing(models.Model):
    """Who watched what, when, and which stretches: [[from_ms, to_ms], …] in order, never overlapping."""

    recording = models.ForeignKey(Recording, models.CASCADE, related_name="viewings")
    viewer = models.ForeignKey(User, models.PROTECT, related_name="+")
    started_at = models.DateTimeField(default=now)
    last_at = models.DateTimeField(default=now)
    ranges = models.JSONField(default=list)

    class Meta:
        ordering = ["-started_at"]
