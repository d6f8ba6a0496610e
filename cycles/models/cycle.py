"""Cycles: one round of coaching through its three stages, and who moved it when."""

import uuid

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Count, Prefetch, Q
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _

from coachcycle.stages import Staged, StagedQuerySet
from cycles import checklist
from cycles.models.partnership import Partnership
from cycles.models.steps import NextStep
from rubrics.models import Criterion, Edition


class CycleQuerySet(StagedQuerySet):
    def visible_to(self, user):
        return self.filter(partnership__in=Partnership.objects.visible_to(user))

    def held_by(self, user):
        return self.filter(partnership__in=Partnership.objects.held_by(user))

    def with_people(self):
        return self.select_related(
            "partnership__coach", "partnership__coachee", "partnership__program", "partnership__classroom"
        )

    def for_page(self):
        """With all that the page of a cycle shows, so that it costs the same for two rows and for two hundred."""
        return (
            self.with_people()
            .select_related("edition__rubric", *Cycle.Stage.values)
            .select_related(*(f"{stage}__saved_by" for stage in Cycle.Stage.values))
            .prefetch_related(
                "segments",
                Prefetch("history", StageChange.objects.select_related("by")),
                "pre_conference__goals",
                "pre_conference__answers",
                Prefetch("pre_conference__focus", Criterion.objects.select_related("domain")),
                "post_conference__points",
            )
        )

    def for_list(self):
        """With what a line about a cycle says: its dates, and `steps_open`, its own and those carried into it."""
        agreed = Count("steps_agreed", filter=Q(steps_agreed__done_at=None), distinct=True)
        carried = Count("steps_carried", filter=Q(steps_carried__done_at=None), distinct=True)
        return self.with_people().select_related(*Cycle.Stage.values).annotate(steps_open=agreed + carried)

    def by_pair(self):
        """Partnership by partnership; in each the latest cycle first: an open one is always the latest."""
        return self.order_by("partnership__coachee__name", "partnership", "-number")


class Cycle(Staged):
    """One round of coaching: pre-conference, lesson, post-conference. The record of each stage bears its name."""

    class Stage(models.TextChoices):
        PRE_CONFERENCE = "pre_conference", _("Pre-conference")
        LESSON = "lesson", _("Lesson")
        POST_CONFERENCE = "post_conference", _("Post-conference")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    stage = models.CharField(max_length=20, choices=Stage, default=Stage.PRE_CONFERENCE, editable=False)
    partnership = models.ForeignKey(Partnership, models.CASCADE, related_name="cycles")
    number = models.PositiveSmallIntegerField(editable=False)
    title = models.CharField(_("what it is about"), max_length=120)
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="cycles", editable=False)
    created_at = models.DateTimeField(default=now, editable=False)

    objects = CycleQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "number"], name="cycles_cycle_number_once"),
            models.UniqueConstraint(fields=["partnership"], condition=Q(closed_at=None), name="cycles_cycle_one_open"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("cycles:detail", args=[self.pk])

    def may_edit(self, user):
        """Both partners, until the cycle closes. Leaders read, they do not write."""
        return self.is_open and self.partnership.may_edit(user)

    def may_read_notes(self, user):
        """What the two noted, and the coachee's own view, is theirs alone: a leader reads plans, dates and steps."""
        return self.partnership.includes(user)

    @property
    def days_in_stage(self):
        until = localdate(self.closed_at) if self.closed_at else localdate()
        return (until - localdate(self.stage_entered_at)).days

    @property
    def record(self):
        """What the pair writes down in the stage it is in."""
        return getattr(self, self.stage)

    @property
    def next_date(self):
        """The moment, or the day, that the stage it is in leads to; None while the pair has set none."""
        return self.record.taught_on if self.stage == Cycle.Stage.LESSON else self.record.meets_at

    def missing(self):
        return checklist.missing(self)

    @transaction.atomic
    def move_on(self, *, by, leaving):
        """Advance from the stage the person saw. Raises ValidationError with sentences; see `Staged.advance`.

        The row is held meanwhile: nobody takes out what the stage needs between the look and the step.
        """
        held = Cycle.objects.select_for_update(of=("self",)).get(pk=self.pk)
        if held.stage != leaving or not held.is_open:
            raise ValidationError(_("Someone else has already moved this on. Look at it as it stands now."))
        held.advance(by)

    def next_steps(self):
        """The steps agreed in this cycle, and those carried into it from an earlier one."""
        return NextStep.objects.filter(Q(cycle=self) | Q(carried_into=self)).select_related(
            "owner", "cycle__partnership"
        )

    def steps_to_offer(self):
        """Steps of earlier cycles of this pair that are still open and not yet carried into this one."""
        earlier = Cycle.objects.filter(partnership=self.partnership_id, number__lt=self.number)
        return (
            NextStep.objects.open()
            .filter(cycle__in=earlier)
            .exclude(carried_into=self)
            .select_related("owner", "cycle")
        )


class StageChange(models.Model):
    """Who moved which cycle when. `left` is empty at its start, `arrived` at its close."""

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="history")
    left = models.CharField(max_length=20, choices=Cycle.Stage, blank=True)
    arrived = models.CharField(max_length=20, choices=Cycle.Stage, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["at", "pk"]
