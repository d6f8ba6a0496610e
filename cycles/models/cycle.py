"""Cycles: one round of coaching through its three stages, and who moved it when."""

import uuid

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _

from coachcycle.stages import Staged, StagedQuerySet
from cycles import checklist
from cycles.models.partnership import Participant, Partnership, active_participants
from cycles.models.records import Answer, ChildGoal, DebriefPoint, Segment
from cycles.models.step_story import StepChange
from cycles.models.steps import NextStep
from rubrics.models import Criterion, Edition

STEPS_IN_SIGHT = 100


class CycleQuerySet(StagedQuerySet):
    def visible_to(self, user):
        return self.not_before_she_came(user).filter(partnership__in=Partnership.objects.visible_to(user))

    def held_by(self, user):
        return self.not_before_she_came(user).filter(partnership__in=Partnership.objects.held_by(user))

    def not_before_she_came(self, user):
        """Who joins a group sees the cycles that are open on that day and later ones: the earlier are the others'."""
        came_after = Participant.objects.active().filter(
            person=user, partnership=OuterRef("partnership"), joined_at__gt=OuterRef("closed_at")
        )
        return self.exclude(Exists(came_after))

    def hold(self, pk, stage):
        """Until the transaction ends nobody closes this cycle, nor writes that record. Fetch it after this."""
        list(self.filter(pk=pk).select_for_update(of=("self",)).values_list("pk"))
        records = self.model._meta.get_field(stage).related_model.objects
        list(records.filter(cycle=pk).select_for_update(of=("self",)).values_list("pk"))

    def with_people(self):
        return self.select_related(
            "partnership__coach", "partnership__coachee", "partnership__program", "partnership__classroom"
        ).prefetch_related(active_participants("partnership__participants"))

    def for_page(self):
        """With all that the page of a cycle shows, so that it costs the same for two rows and for two hundred."""
        return (
            self.with_people()
            .select_related("edition__rubric", "partnership__program__organization", *Cycle.Stage.values)
            .select_related(*(f"{stage}__saved_by" for stage in Cycle.Stage.values))
            .prefetch_related(
                *(
                    Prefetch(name, kind.objects.select_related("written_by"))
                    for name, kind in (
                        ("segments", Segment),
                        ("pre_conference__goals", ChildGoal),
                        ("pre_conference__answers", Answer),
                        ("post_conference__points", DebriefPoint),
                    )
                ),
                Prefetch("pre_conference__focus", Criterion.objects.select_related("domain")),
            )
        )

    def for_list(self):
        """With what a line about a cycle says: its dates, and `steps_open`, its own and those carried into it."""
        steps = NextStep.objects.open().order_by()

        def number(cycle):
            """Asked only for the cycles on the page; joined, steps would be counted of all of them."""
            those = steps.filter(**{cycle: OuterRef("pk")}).values(cycle)
            return Coalesce(Subquery(those.annotate(number=Count("pk")).values("number")), 0)

        found = self.with_people().select_related(*Cycle.Stage.values)
        return found.annotate(steps_open=number("cycle") + number("carried_into"))

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
    def ages(self):
        """Of the children in this cycle: as the pair said, else as the classroom has them. Empty when neither says."""
        classroom = self.partnership.classroom
        return self.pre_conference.ages or (classroom.ages if classroom else "")

    @property
    def days_in_stage(self):
        until = localdate(self.closed_at) if self.closed_at else localdate()
        return (until - localdate(self.stage_entered_at)).days

    @property
    def record(self):
        """What the pair writes down in the stage it is in."""
        return getattr(self, self.stage)

    @property
    def version(self):
        """Grows with every save of any of its records; what is asked again and again compares it."""
        return sum(getattr(self, stage).version for stage in self.Stage.values)

    @property
    def next_date(self):
        """The moment, or the day, that the stage it is in leads to; None while the pair has set none."""
        return self.record.taught_on if self.stage == Cycle.Stage.LESSON else self.record.meets_at

    def missing(self):
        return checklist.missing(self)

    @transaction.atomic
    def move_on(self, *, by, leaving, as_agreed=False):
        """Advance from the stage the person saw. Raises ValidationError with sentences; see `Staged.advance`.

        The row is held meanwhile: nobody takes out what the stage needs between the look and the step. `as_agreed`
        says of the lesson that it went so, today unless its day is known.
        """
        held = Cycle.objects.select_for_update(of=("self",)).get(pk=self.pk)
        if held.stage != leaving or not held.is_open:
            raise ValidationError(_("Someone else has already moved this on. Look at it as it stands now."))
        if as_agreed and held.stage == Cycle.Stage.LESSON:
            held.lesson.go_as_agreed(by)
        held.advance(by)

    def next_steps(self):
        """The steps agreed in this cycle, and those carried into it from an earlier."""
        return NextStep.objects.filter(Q(cycle=self) | Q(carried_into=self)).select_related(
            "owner", "cycle__partnership"
        )

    def steps_in_sight(self, user):
        """(the steps of `next_steps`, those of earlier cycles of the pair that are open and may be carried on).

        Of very many the latest: nobody reads a page without end, and the rest stands on the page of all next steps.
        `became` is what was said of one when it was carried into this cycle; `was_before` her time: see `found_by`.
        """
        carried = StepChange.objects.filter(step=OuterRef("pk"), kind=StepChange.Kind.CARRIED, at__gte=self.created_at)
        every = NextStep.objects.order_by().values("pk")
        earlier = Cycle.objects.filter(partnership=self.partnership_id, number__lt=self.number)
        found = every.filter(cycle=self).union(
            every.filter(carried_into=self), every.open().filter(cycle__in=earlier.order_by().values("pk"))
        )
        latest = NextStep.objects.filter(pk__in=found).found_by(user).order_by("-created_at", "-pk")
        latest = latest.annotate(became=Subquery(carried.order_by("-at").values("words")[:1]))
        steps = list(latest.select_related("owner", "cycle__partnership")[:STEPS_IN_SIGHT])[::-1]
        here = [step for step in steps if self.pk in (step.cycle_id, step.carried_into_id)]
        return here, [step for step in steps if self.pk not in (step.cycle_id, step.carried_into_id)]


class StageChange(models.Model):
    """Who moved which cycle when. `left` is empty at its start, `arrived` at its close."""

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="history")
    left = models.CharField(max_length=20, choices=Cycle.Stage, blank=True)
    arrived = models.CharField(max_length=20, choices=Cycle.Stage, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["at", "pk"]
