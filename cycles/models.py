"""Coaching before, during and after a lesson: what a pair agreed, what happened, and what comes next."""

import uuid

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Max, Q
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _

from coachcycle.accounts.models import Classroom, Program, Role
from coachcycle.stages import Staged, StagedQuerySet
from cycles import checklist
from cycles.prompts import CoreIssue
from cycles.support import SupportLevel
from rubrics.models import Criterion, Edition

User = settings.AUTH_USER_MODEL


class PartnershipQuerySet(models.QuerySet):
    def held_by(self, user):
        """Partnerships in which the person coaches or is coached, where she still is a member."""
        return self.filter(Q(coach=user) | Q(coachee=user), program__in=Program.objects.visible_to(user))

    def visible_to(self, user):
        """Both partners', and those of the programs the person leads."""
        return self.filter(
            Q(pk__in=Partnership.objects.held_by(user).values("pk"))
            | Q(program__in=Program.objects.led_by(user))
        )


class Partnership(models.Model):
    """A coach and a coachee (an educator, or a leader coached on her own sessions), and what they agreed on."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    program = models.ForeignKey(Program, models.CASCADE, related_name="partnerships")
    coach = models.ForeignKey(User, models.PROTECT, related_name="coaching")
    coachee = models.ForeignKey(User, models.PROTECT, related_name="coached")
    coachee_role = models.CharField(
        _("coached as"),
        max_length=10,
        choices=[(Role.EDUCATOR.value, Role.EDUCATOR.label), (Role.LEADER.value, Role.LEADER.label)],
        default=Role.EDUCATOR,
    )
    classroom = models.ForeignKey(
        Classroom, models.SET_NULL, null=True, blank=True, related_name="partnerships"
    )
    confidentiality = models.TextField(_("what stays between us"), blank=True)
    stepping_in = models.TextField(_("when the coach may step in"), blank=True)
    started_on = models.DateField(default=localdate, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)

    objects = PartnershipQuerySet.as_manager()

    class Meta:
        ordering = ["-started_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["coach", "coachee", "program"],
                condition=Q(ended_at=None),
                name="cycles_partnership_once",
            ),
            models.CheckConstraint(condition=~Q(coach=models.F("coachee")), name="cycles_partnership_of_two"),
        ]

    def __str__(self):
        return _("%(coachee)s with %(coach)s") % {"coachee": self.coachee, "coach": self.coach}

    def includes(self, user):
        return user.pk in {self.coach_id, self.coachee_id}

    def may_start_cycle(self, user):
        return self.ended_at is None and Partnership.objects.held_by(user).filter(pk=self.pk).exists()

    def may_edit(self, user):
        return self.may_start_cycle(user)

    def other(self, user):
        """The partner of `user`."""
        return self.coachee if user.pk == self.coach_id else self.coach

    @transaction.atomic
    def start_cycle(self, *, by, title, edition):
        """Open the next cycle with its three empty records. Raises ValidationError while another one is open."""
        Partnership.objects.select_for_update().get(pk=self.pk)
        if self.cycles.open().exists():
            raise ValidationError(_("Close the cycle that is open before you start the next one."))
        number = (self.cycles.aggregate(last=Max("number"))["last"] or 0) + 1
        cycle = self.cycles.create(number=number, title=title, edition=edition)
        PreConference.objects.create(cycle=cycle)
        Lesson.objects.create(cycle=cycle)
        PostConference.objects.create(cycle=cycle)
        cycle.history.create(left="", arrived=cycle.stage, by=by)
        return cycle


class CycleQuerySet(StagedQuerySet):
    def visible_to(self, user):
        return self.filter(partnership__in=Partnership.objects.visible_to(user))

    def held_by(self, user):
        return self.filter(partnership__in=Partnership.objects.held_by(user))


class Cycle(Staged):
    """One round of coaching: pre-conference, lesson, post-conference."""

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
            models.UniqueConstraint(
                fields=["partnership"], condition=Q(closed_at=None), name="cycles_cycle_one_open"
            ),
        ]

    def __str__(self):
        return self.title

    def may_edit(self, user):
        """Both partners, until the cycle closes. Leaders read, they do not write."""
        return self.is_open and self.partnership.may_start_cycle(user)

    def missing(self):
        return checklist.missing(self)

    def next_steps(self):
        """The steps agreed in this cycle, and those carried into it from an earlier one."""
        return NextStep.objects.filter(Q(cycle=self) | Q(carried_into=self)).select_related("owner", "cycle")

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
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["at", "pk"]


class Versioned(models.Model):
    """A record two people may save: the one who saw an older version is told, and nothing is overwritten silently."""

    version = models.PositiveIntegerField(default=0, editable=False)
    saved_at = models.DateTimeField(null=True, editable=False)
    saved_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", editable=False)

    class Meta:
        abstract = True

    def take_turn(self, seen, by):
        """Claim the right to save, inside a transaction. False when someone saved since version `seen`."""
        took = (
            type(self)
            .objects.filter(pk=self.pk, version=seen)
            .update(version=seen + 1, saved_at=now(), saved_by=by)
        )
        self.refresh_from_db(fields=["version", "saved_at", "saved_by"])
        return bool(took)


class PreConference(Versioned):
    cycle = models.OneToOneField(Cycle, models.CASCADE, related_name="pre_conference")
    meets_at = models.DateTimeField(_("when you meet"), null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)
    focus = models.ManyToManyField(Criterion, blank=True, related_name="+")


class ChildGoal(models.Model):
    """What children shall learn or do; the first one leads the cycle's page."""

    pre_conference = models.ForeignKey(PreConference, models.CASCADE, related_name="goals")
    text = models.CharField(_("goal for children"), max_length=300)

    class Meta:
        ordering = ["pk"]


class Answer(models.Model):
    """A prompt the pair picked, in the pair's own wording, and what they say to it."""

    pre_conference = models.ForeignKey(PreConference, models.CASCADE, related_name="answers")
    core_issue = models.CharField(max_length=20, choices=CoreIssue)
    prompt = models.CharField(_("prompt"), max_length=300)
    text = models.TextField(_("your answer"), max_length=5000, blank=True)

    class Meta:
        ordering = ["pk"]


class Segment(models.Model):
    """A stretch of the lesson: planned minutes, the support level agreed on, and the one that happened."""

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="segments")
    name = models.CharField(_("segment"), max_length=80)
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    agreed_level = models.CharField(_("agreed"), max_length=12, choices=SupportLevel)
    actual_level = models.CharField(_("happened"), max_length=12, choices=SupportLevel, blank=True)
    reason_changed = models.CharField(_("why it changed"), max_length=500, blank=True)

    class Meta:
        ordering = ["pk"]


class Lesson(Versioned):
    class Kind(models.TextChoices):
        LESSON = "lesson", _("lesson")
        ACTIVITY = "activity", _("activity")
        INTERACTION = "interaction", _("interaction")
        SESSION = "session", _("session with staff")

    cycle = models.OneToOneField(Cycle, models.CASCADE, related_name="lesson")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.LESSON)
    taught_on = models.DateField(_("date"), null=True, blank=True)
    setting = models.CharField(_("setting"), max_length=200, blank=True)
    adults = models.PositiveSmallIntegerField(_("adults"), null=True, blank=True)
    children = models.PositiveSmallIntegerField(_("children"), null=True, blank=True)
    notes = models.TextField(_("what happened"), max_length=5000, blank=True)


class PostConference(Versioned):
    cycle = models.OneToOneField(Cycle, models.CASCADE, related_name="post_conference")
    meets_at = models.DateTimeField(_("when you meet"), null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)
    reflection = models.TextField(_("your own view first"), max_length=5000, blank=True)
    notes = models.TextField(_("what you talked about"), max_length=5000, blank=True)


class DebriefPoint(models.Model):
    """A success the pair celebrates, or an area it wants to strengthen."""

    class Kind(models.TextChoices):
        CELEBRATE = "celebrate", _("celebrate")
        STRENGTHEN = "strengthen", _("strengthen")

    post_conference = models.ForeignKey(PostConference, models.CASCADE, related_name="points")
    kind = models.CharField(max_length=10, choices=Kind)
    text = models.CharField(_("in a sentence"), max_length=500)

    class Meta:
        ordering = ["kind", "pk"]


class NextStepQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(cycle__in=Cycle.objects.visible_to(user))

    def open(self):
        return self.filter(done_at=None)


class NextStep(models.Model):
    """What somebody will do, by when, and how both will know. `carried_into` is the cycle that took it up again."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="steps_agreed")
    carried_into = models.ForeignKey(
        Cycle, models.SET_NULL, null=True, related_name="steps_carried", editable=False
    )
    text = models.CharField(_("the step"), max_length=300)
    owner = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="next_steps")
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
        return self.cycle.partnership.may_start_cycle(user)

    def may_finish(self, user):
        """A step is done when its owner says so."""
        return self.owner_id == user.pk and self.may_edit(user)
