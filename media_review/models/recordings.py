"""Recordings and what was made of them. The promise of the product stands in `RecordingQuerySet.visible_to`."""

import uuid

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from coachcycle.accounts.models import Organization
from cycles.models import Cycle
from media_review import playlists
from media_review.lease import Leased, LeaseQuerySet
from media_review.models.shares import Share

User = settings.AUTH_USER_MODEL


class RecordingQuerySet(LeaseQuerySet):
    def visible_to(self, user):
        """Whoever uploaded it, and those it is shared with now. No one sees a recording by rank."""
        own = Recording.objects.filter(uploader=user).order_by().values("pk")
        shared = Share.objects.active().reaching(user).order_by().values("recording")
        return self.filter(pk__in=own.union(shared), organization__in=Organization.objects.visible_to(user))


class Recording(Leased):
    """A film on its way from a phone to a coach. The row is the truth about it; see `lease` for who may write it."""

    class State(models.TextChoices):
        UPLOADING = "uploading", _("Uploading")
        QUEUED = "queued", _("Checking")
        PROCESSING = "processing", _("Checking")
        GROWING = "growing", _("Ready to watch")  # from its beginning; the rest is still being made
        PLAYABLE = "playable", _("Ready to watch")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Could not be used")
        LIVE = "live", _("Seen live")  # an observation: a clock and feedback, and no film

    WATCHABLE = (State.GROWING, State.PLAYABLE, State.READY)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+", editable=False)
    uploader = models.ForeignKey(User, models.PROTECT, related_name="recordings", editable=False)
    cycle = models.ForeignKey(Cycle, models.SET_NULL, null=True, blank=True, related_name="recordings")
    title = models.CharField(_("what it shows"), max_length=120)
    look_for = models.TextField(_("what should your coach look at?"), max_length=1000, blank=True)
    created_at = models.DateTimeField(default=now, editable=False)
    state = models.CharField(max_length=10, choices=State, default=State.UPLOADING, editable=False)

    # The coach asks that the coachee leaves notes of her own before the coach's feedback opens, and may waive it.
    own_view_first = models.BooleanField(default=False, editable=False)
    own_view_waived_at = models.DateTimeField(null=True, editable=False)

    # A live observation: by how much its observer moved the start of its clock; positive if the lesson began earlier.
    start_moved_ms = models.IntegerField(default=0, editable=False)
    # Its film has come: the film, and where in it (may be negative) the observation's clock began.
    film = models.ForeignKey("self", models.SET_NULL, null=True, related_name="observations", editable=False)
    offset_ms = models.IntegerField(null=True, editable=False)

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
        indexes = [
            models.Index(fields=["state", "lease_until"], name="media_review_recording_lease"),
            # Few films ask for it, and every look at feedback asks which.
            models.Index(
                fields=["cycle"],
                condition=Q(own_view_first=True, own_view_waived_at=None),
                name="media_review_own_view_first",
            ),
        ]
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
    def is_growing(self):
        return self.state == self.State.GROWING

    @property
    def all_made(self):
        """The folder in the store under which stands all that is made of the film."""
        return f"renditions/{self.pk}/"

    def folder_of(self, attempt):
        return f"{self.all_made}{attempt}/"

    @property
    def is_settled(self):
        """Nothing more will happen to it by itself."""
        return self.state in (self.State.READY, self.State.FAILED)

    @property
    def is_sound(self):
        """It was looked into, and there is no picture in it."""
        return self.duration_ms is not None and self.width is None

    @property
    def is_live(self):
        return self.state == self.State.LIVE

    @property
    def asks_for_own_view(self):
        return self.own_view_first and self.own_view_waived_at is None

    @property
    def takes_feedback(self):
        """There is something to speak about: a film that can be watched, or a lesson that somebody sat in."""
        return self.is_watchable or self.is_live

    def may_upload(self, user):
        return self.uploader_id == user.pk

    def may_share(self, user):
        """Only who uploaded it shares it, and takes the share back."""
        return self.uploader_id == user.pk

    def may_annotate(self, user):
        return self.takes_feedback and Recording.objects.visible_to(user).filter(pk=self.pk).exists()

    def may_caption(self, user):
        """Whoever uploaded it, and who coaches in its cycle and may watch it: all who watch will read the captions."""
        return self.is_watchable and self.is_captioned_by(user) and self.may_annotate(user)

    def is_captioned_by(self, user):
        """`may_caption` of somebody who is known to be watching."""
        return self.uploader_id == user.pk or (self.cycle is not None and self.cycle.partnership.is_coach(user))

    @property
    def may_be_heard(self):
        """Is there sound, all of it, and nothing written down yet?"""
        return self.has_audio and self.captions is None and self.state in (self.State.PLAYABLE, self.State.READY)

    @property
    def captions(self):
        """Its transcript, or None. There may be very many cues: `room.recordings` leaves them in the database."""
        return getattr(self, "transcript", None)

    def may_ask_for_own_view(self, user):
        """Whoever coaches in its cycle."""
        pair = self.cycle and self.cycle.partnership
        return pair is not None and pair.is_coach(user) and pair.may_edit(user)

    def may_object(self, user):
        """Whoever takes part in the small group it was filmed with, and watches it: she may be in it."""
        pair = self.cycle and self.cycle.partnership
        in_a_group = pair is not None and pair.name != "" and self.is_watchable
        return in_a_group and self.uploader_id != user.pk and pair.may_edit(user)

    @transaction.atomic
    def share(self, *, by, person=None, partnership=None):
        """Let a person, or both partners of a partnership, watch. Sharing twice is sharing once.

        Raises ValidationError while somebody of the group objects.
        """
        Recording.objects.select_for_update(of=("self",)).get(pk=self.pk)
        if self.objections.standing().exists():
            raise ValidationError(_("Somebody of the group asks that it is not shared. It stays with you alone."))
        return self.shares.active().get_or_create(
            person=person, partnership=partnership, ended_at=None, recording=self, defaults={"shared_by": by}
        )[0]


class Rendition(models.Model):
    """One size of the film: a single fragmented MP4 in the store, and its playlist as text with `{media}` in it.

    While it grows, its key is that of the folder of its pieces.
    """

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

    @property
    def is_growing(self):
        return playlists.grows(self.playlist)
