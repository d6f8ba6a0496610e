"""Leave to watch a recording: given to a person or to a partnership, and taken back."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.timezone import now

from cycles.models import Participant, Partnership

User = settings.AUTH_USER_MODEL


class ShareQuerySet(models.QuerySet):
    def active(self):
        return self.filter(ended_at=None)

    def reaching(self, user):
        """Shares with the person herself, or with a partnership she is in. One filter: a second would widen it.

        Who joined a group later gets nothing of what was shared before: nobody thought of her then.
        """
        hers, shares = Partnership.objects.held_by(user).filter(ended_at=None), Share.objects.order_by().values("pk")
        came_after = Participant.objects.active().filter(
            person=user, partnership=OuterRef("partnership"), joined_at__gt=OuterRef("shared_at")
        )
        with_her_pairs = shares.filter(~Exists(came_after), partnership__in=hers)
        return self.filter(pk__in=shares.filter(person=user).union(with_her_pairs))


class Share(models.Model):
    """Leave to watch, for one person or for both partners of a partnership, until it is taken back."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recording = models.ForeignKey("Recording", models.CASCADE, related_name="shares")
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
