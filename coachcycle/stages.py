"""Staged: a thing that moves forward through named stages; it never skips one and never goes back."""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _


class StagedQuerySet(models.QuerySet):
    def open(self):
        return self.filter(closed_at=None)


class Staged(models.Model):
    """Subclasses name their stages in `Stage` and keep a `history` of rows with left, arrived, by and at."""

    Stage: type[models.TextChoices]

    stage = models.CharField(max_length=20, editable=False)
    stage_entered_at = models.DateTimeField(default=now, editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True

    @property
    def is_open(self):
        return self.closed_at is None

    @property
    def next_stage(self):
        """The stage after this one, or None in the last."""
        stages = list(self.Stage)
        after = stages.index(self.Stage(self.stage)) + 1
        return stages[after] if after < len(stages) else None

    def missing(self):
        """What must still be done before this stage can be left, as sentences."""
        return []

    @transaction.atomic
    def advance(self, by):
        """Leave the current stage for the next one, or close after the last.

        Raises ValidationError with the sentences of `missing()`, or when someone else was quicker.
        """
        if missing := self.missing():
            raise ValidationError(missing)
        left, arrived, at = self.stage, self.next_stage, now()
        changes = {"stage_entered_at": at} | ({"stage": arrived} if arrived else {"closed_at": at})
        moved = type(self).objects.filter(pk=self.pk, stage=left, closed_at=None).update(**changes)
        if not moved:
            raise ValidationError(_("Someone else has already moved this on. Look at it as it stands now."))
        self.history.create(left=left, arrived=arrived or "", by=by, at=at)
        self.refresh_from_db()
