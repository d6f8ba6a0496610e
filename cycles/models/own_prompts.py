"""The prompts that an organization has of its own."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from coachcycle.accounts.models import Organization
from cycles.prompts import ISSUES, PromptSet
from cycles.ways import Way


class Preparation(models.Model):
    """How the pairs of an organization begin to prepare; each may take another way for a cycle."""

    organization = models.OneToOneField(Organization, models.CASCADE, related_name="preparation")
    way = models.CharField(_("how pairs prepare, unless they choose"), max_length=12, choices=Way, default=Way.CONTENT)


class OwnPromptQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(organization__in=Organization.objects.visible_to(user))


class OwnPrompt(models.Model):
    """An organization's own prompt, as typed, in its language; or its word on one of ours: reworded, or retired.

    Pairs that picked it keep the wording they picked, whatever becomes of it here.
    """

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="own_prompts")
    prompt_set = models.CharField(max_length=12, choices=PromptSet)
    core_issue = models.CharField(_("what it is about"), max_length=20, choices=ISSUES)
    instead_of = models.CharField(max_length=40, blank=True, editable=False)  # the name of one of ours
    text = models.CharField(_("prompt"), max_length=300, blank=True)  # empty: one of ours, as it reads
    retired_at = models.DateTimeField(null=True, editable=False)

    objects = OwnPromptQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "prompt_set", "instead_of"],
                condition=~Q(instead_of=""),
                name="cycles_own_prompt_once_instead",
            )
        ]

    @property
    def name(self):
        """As `prompts.ours` names: what it stands for, or a name of its own."""
        return self.instead_of or f"{self.core_issue}-own{self.pk}"
