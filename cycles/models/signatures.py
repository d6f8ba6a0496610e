"""The agreement of a partnership, signed by each who takes part; whoever changes it asks for new signatures."""

from django.conf import settings
from django.db import models
from django.utils.timezone import now

from cycles.models.partnership import Partnership


class Signature(models.Model):
    """That a person agreed to these words: the agreement as it stood in this version."""

    partnership = models.ForeignKey(Partnership, models.CASCADE, related_name="signatures")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    signed_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["signed_at"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "person", "version"], name="cycles_signature_once")
        ]
