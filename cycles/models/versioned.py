"""Rows that two people write: which version it is, who wrote it last, and by which id each of them knows it."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.timezone import now


class Versioned(models.Model):
    """A record two people may save: the one who saw an older version is told, and nothing is overwritten silently."""

    version = models.PositiveIntegerField(default=0, editable=False)
    saved_at = models.DateTimeField(null=True, editable=False)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", editable=False)

    class Meta:
        abstract = True

    def take_turn(self, seen, by):
        """Claim the right to save, inside a transaction. False when someone saved since version `seen`."""
        took = type(self).objects.filter(pk=self.pk, version=seen).update(version=seen + 1, saved_at=now(), saved_by=by)
        self.refresh_from_db(fields=["version", "saved_at", "saved_by"])
        return bool(took)


class Authored(models.Model):
    """A row in the record of a pair. Whoever begins it chooses its `key`, so that what is sent twice is made once."""

    key = models.UUIDField(default=uuid.uuid4, editable=False)
    written_at = models.DateTimeField(null=True, editable=False)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", editable=False
    )

    class Meta:
        abstract = True
