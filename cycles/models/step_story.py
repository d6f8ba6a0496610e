"""What became of a next step on its way: who said what when; and the small test it may be."""

from django.conf import settings
from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from coachcycle.accounts.models import Organization, Program
from cycles.models.steps import NextStep
from cycles.models.versioned import Versioned
from cycles.prompts import CoreIssue

User = settings.AUTH_USER_MODEL


class StepChange(models.Model):
    """One line of a step's history."""

    class Kind(models.TextChoices):
        CHANGED = "changed", _("changed the step")
        LOOKED = "looked", _("looked at it again")
        ASKED = "asked", _("asks to be shown")
        CARRIED = "carried", _("carried it on")
        DONE = "done", _("said that it is done")
        REOPENED = "reopened", _("took it up again")
        LET_GO = "let_go", _("let it go")

    step = models.ForeignKey(NextStep, models.CASCADE, related_name="history")
    kind = models.CharField(max_length=10, choices=Kind)
    words = models.CharField(_("how it goes"), max_length=500, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["at", "pk"]


class SmallTest(Versioned):
    """A step as a trial: what is expected is written down before it is done, and read again after."""

    class Act(models.TextChoices):
        ADOPT = "adopt", _("keep it")
        ADAPT = "adapt", _("change it and try again")
        ABANDON = "abandon", _("leave it")

    step = models.OneToOneField(NextStep, models.CASCADE, related_name="small_test")
    plan = models.TextField(_("What exactly, with whom, when?"), max_length=1000, blank=True)
    prediction = models.TextField(_("What do you expect to see?"), max_length=1000, blank=True)
    did = models.TextField(_("What happened?"), max_length=2000, blank=True)
    studied = models.TextField(_("What does it tell you, beside what you expected?"), max_length=2000, blank=True)
    act = models.CharField(_("What now?"), max_length=10, choices=Act, blank=True)

    @property
    def is_from_before(self):
        """It was last saved while another coach read it."""
        since = self.step.taken_over_at
        return since is not None and self.saved_at is not None and self.saved_at < since

    def may_read(self, user):
        """Who took its step over, once somebody who wrote it has saved it again: knowing who reads it now."""
        return not self.is_from_before or self.step.cycle.partnership.includes(user)


class StepIdeaQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(organization__in=Organization.objects.visible_to(user))


class StepIdea(models.Model):
    """An organization's own start for a next step. It speaks of nobody."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="step_ideas")
    core_issue = models.CharField(_("what it is about"), max_length=20, choices=CoreIssue)
    text = models.CharField(_("the step"), max_length=300)
    how_we_will_know = models.CharField(_("how we will know"), max_length=300, blank=True)

    objects = StepIdeaQuerySet.as_manager()

    class Meta:
        ordering = ["core_issue", "pk"]

    @staticmethod
    def may_add(organization, user):
        """Whoever leads one of its programs."""
        return Program.objects.led_by(user).filter(organization=organization).exists()
