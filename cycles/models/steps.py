"""Next steps: what comes out of a cycle, and may be carried into the next one."""

import uuid

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _

from cycles.models.partnership import Partnership
from cycles.models.versioned import Versioned


class NextStepQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(cycle__partnership__in=Partnership.objects.visible_to(user))

    def open(self):
        return self.filter(done_at=None)


class NextStep(Versioned):
    """What somebody will do, by when, and how both will know. `carried_into` is the cycle that took it up again."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cycle = models.ForeignKey("Cycle", models.CASCADE, related_name="steps_agreed")
    carried_into = models.ForeignKey("Cycle", models.SET_NULL, null=True, related_name="steps_carried", editable=False)
    text = models.CharField(_("the step"), max_length=300)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="next_steps"
    )
    due = models.DateField(_("by when"), null=True, blank=True)
    how_we_will_know = models.CharField(_("how we will know"), max_length=300, blank=True)
    created_at = models.DateTimeField(default=now, editable=False)
    done_at = models.DateTimeField(null=True, editable=False)

    objects = NextStepQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]

    def __str__(self):
        return self.text

    @property
    def is_overdue(self):
        return self.done_at is None and self.due is not None and self.due < localdate()

    def may_edit(self, user):
        """Either partner, also after the cycle closed: a step outlives it."""
        return self.cycle.partnership.may_edit(user)

    def may_finish(self, user):
        """A step is done when its owner says so."""
        return self.owner_id == user.pk and self.may_edit(user)

    def finish(self):
        """Done, from now. Saying so twice keeps the first day."""
        NextStep.objects.open().filter(pk=self.pk).update(done_at=now())
        self.refresh_from_db(fields=["done_at"])

    def reopen(self):
        NextStep.objects.filter(pk=self.pk).update(done_at=None)
        self.refresh_from_db(fields=["done_at"])

    def carry_on(self):
        """Take it up again in the pair's open cycle. Raises ValidationError when there is none to carry it into."""
        cycle = self.cycle.partnership.cycles.open().exclude(pk=self.cycle_id).first()
        if cycle is None:
            raise ValidationError(_("Start the next cycle first; then this step can be carried into it."))
        NextStep.objects.open().filter(pk=self.pk).update(carried_into=cycle)
        self.refresh_from_db(fields=["carried_into"])
        return cycle
