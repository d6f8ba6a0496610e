"""Feedback on a recording: who wrote it, who may read it, and what its reader answers with one tap."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.base import ModelState
from django.db.models.functions import Coalesce
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from cycles.models import NextStep, Participant, Partnership
from media_review.models.recordings import Recording
from media_review.models.voices import Voice
from rubrics.models import Criterion, Level

User = settings.AUTH_USER_MODEL


def awaiting_own_view(user):
    """Films on which she is asked for her own view first, and has left none: no draft and no private note either."""
    own = Annotation.objects.own_notes_of(user).filter(recording=OuterRef("pk"))
    asked = Recording.objects.filter(own_view_first=True, own_view_waived_at=None)
    return asked.filter(~Exists(own), cycle__partnership__in=Partnership.objects.where_coached(user))


class AnnotationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own drafts and what others shared, on recordings one may watch, but for what awaits her own view."""
        films = Recording.objects.visible_to(user)
        return self._open_to(user).filter(recording__in=films)._but_for_held_back_from(user)

    def said_on(self, recording, user):
        """The same on one recording that `visible_to` has let her see: a question that is many times as short."""
        said = self._open_to(user).filter(recording=recording)
        return said._but_for_held_back_from(user) if recording.asks_for_own_view else said

    def _open_to(self, user):
        return self.filter(Q(author=user) | Q(shared_at__isnull=False))

    def _but_for_held_back_from(self, user):
        root, waits = Coalesce("parent", "pk"), Annotation.objects.held_back_from(user).values("pk")
        return self.alias(root=root).exclude(Q(root__in=waits) | Q(pk__in=waits))

    def held_back_from(self, user):
        """What those who coach her said where her own view comes first. What hangs on it is held back with it."""
        return self.by_coaches().filter(recording__in=awaiting_own_view(user))

    def by_coaches(self):
        """What those who coach in the cycle of its recording said."""
        beside = Participant.objects.filter(  # also who left since: what she said waits all the same
            partnership=OuterRef("recording__cycle__partnership"),
            person=OuterRef("author"),
            side=Participant.Side.COACH,
        )
        return self.filter(Q(author=F("recording__cycle__partnership__coach")) | Exists(beside))

    def own_notes_of(self, user):
        """What makes her own view: a draft and a private note, too."""
        return self.filter(author=user, parent=None, taken_back_at=None)

    def drafts_of(self, user):
        """What she may still share. What is private never will be."""
        return self.filter(author=user, shared_at=None, is_private=False)


class Annotation(models.Model):
    """Feedback at a moment or over a range of a film. Integer milliseconds; `end_ms` is null for a moment."""

    class Kind(models.TextChoices):
        CELEBRATE = "celebrate", _("celebrate")
        QUESTION = "question", _("question")
        SUGGESTION = "suggestion", _("suggestion")
        NOTE = "note", _("note")
        LOOK = "look", _("you look at this one")  # a stretch left for the coachee to make something of

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # Both have indexes below that begin with them.
    recording = models.ForeignKey(Recording, models.CASCADE, related_name="annotations", db_index=False)
    author = models.ForeignKey(User, models.PROTECT, related_name="annotations", db_index=False)
    parent = models.ForeignKey("self", models.CASCADE, null=True, related_name="replies")
    start_ms = models.PositiveIntegerField()
    end_ms = models.PositiveIntegerField(null=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.NOTE)
    # What was seen and heard stands apart from what its author makes of it.
    body = models.TextField(_("what did you see?"), max_length=5000, blank=True)
    interpretation = models.TextField(_("what do you make of it?"), max_length=5000, blank=True)
    link = models.URLField(_("link to a resource"), max_length=500, blank=True)
    # Strokes on the frame at `start_ms`, as vectors: see `media_review.drawing`.
    drawing = models.JSONField(null=True, blank=True)
    voice = models.OneToOneField(Voice, models.SET_NULL, null=True, editable=False)
    criterion = models.ForeignKey(Criterion, models.PROTECT, null=True, blank=True, related_name="+")
    level = models.ForeignKey(Level, models.PROTECT, null=True, blank=True, related_name="+")
    next_step = models.ForeignKey(NextStep, models.SET_NULL, null=True, related_name="moments")
    created_at = models.DateTimeField(default=now)
    shared_at = models.DateTimeField(null=True)
    is_private = models.BooleanField(default=False)  # its author's alone for ever: sharing passes it by
    # It was written while watching the lesson itself; this is the observation it was written in.
    observed_in = models.ForeignKey(Recording, models.SET_NULL, null=True, related_name="+")
    # Where it stood on the clock of that observation when it was last moved by it: see `media_review.offsets`.
    observed_start_ms = models.IntegerField(null=True)
    observed_end_ms = models.IntegerField(null=True)
    # When the card last looked different to anybody: an answer to it counts too.
    changed_at = models.DateTimeField(default=now)
    edited_at = models.DateTimeField(null=True)
    # Its author took it back after others had answered: the words are gone, the answers and the next step stay.
    taken_back_at = models.DateTimeField(null=True)

    # What its author writes, and may change.
    WRITTEN = (
        "start_ms",
        "end_ms",
        "kind",
        "body",
        "interpretation",
        "link",
        "drawing",
        "voice",
        "criterion",
        "level",
        "is_private",
    )

    objects = AnnotationQuerySet.as_manager()

    class Meta:
        ordering = ["start_ms", "created_at"]
        indexes = [
            models.Index(fields=["recording", "start_ms"], name="media_review_annotation_place"),
            models.Index(fields=["recording", "changed_at"], name="media_review_annotation_news"),
            models.Index(fields=["author", "recording", "changed_at"], name="media_review_annotation_hers"),
            models.Index(
                fields=["recording", "shared_at"],
                condition=Q(parent=None, shared_at__isnull=False),
                name="media_review_annotation_first",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(end_ms=None) | Q(end_ms__gt=models.F("start_ms")),
                name="media_review_range_forward",
            ),
            models.CheckConstraint(
                condition=Q(is_private=False) | Q(shared_at=None), name="media_review_private_stays"
            ),
        ]

    def __str__(self):
        return self.gist[:60]

    @classmethod
    def from_db(cls, db, field_names, values):
        """As Django makes it, but at once: setting each of its fields is a twentieth of a page of a thousand cards."""
        if len(values) != len(cls._meta.concrete_fields):  # some are deferred
            return super().from_db(db, field_names, values)
        row = cls.__new__(cls)
        row.__dict__.update(zip(field_names, values, strict=True))
        row._state = ModelState()
        row._state.adding, row._state.db = False, db
        return row

    @property
    def gist(self):
        """What it says in a few words, also where its author wrote none."""
        if words := self.body or self.interpretation:
            return words
        return str(_("Spoken feedback") if self.voice_id else _("A drawing") if self.drawing else self.link)

    @property
    def is_draft(self):
        """Its author's alone; for ever, if it is private as well."""
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

    def may_respond(self, user):
        """Say thanks and the like with one tap: to others, not to oneself."""
        return self.author_id != user.pk and self.may_answer(user)

    def may_become_step(self, user):
        """Either partner of the recording's cycle; a step outlives the cycle, so it need not be open."""
        cycle = self.recording.cycle
        return self.takes_answers and cycle is not None and cycle.partnership.may_edit(user)

    def may_be_talked_about(self, user):
        """Put on the agenda of the post-conference, by the same two; a cycle that is closed refuses in words."""
        return self.may_become_step(user)


class Response(models.Model):
    """What its reader says to shared feedback with one tap; each at most once."""

    class Kind(models.TextChoices):
        THANKS = "thanks", _("thanks")
        TALK = "talk", _("let's talk")
        TRIED = "tried", _("tried it")

    annotation = models.ForeignKey(Annotation, models.CASCADE, related_name="responses")
    person = models.ForeignKey(User, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["annotation", "person", "kind"], name="media_review_response_once")
        ]
