"""Contacts: that a coach met somebody or worked for her, how long and how. Entered once, for pair and funders."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from coachcycle.accounts.models import Program
from cycles.models.cycle import Cycle
from cycles.models.partnership import Partnership

User = settings.AUTH_USER_MODEL


class Strategy(models.TextChoices):
    """What a coach does, in the words of coaching logs."""

    OBSERVING = "observing", _("observed")
    MODELING = "modeling", _("modeled")
    SIDE_BY_SIDE = "side_by_side", _("prompted side by side, in words")
    GESTURES = "gestures", _("prompted side by side, by gestures")
    ENVIRONMENT = "environment", _("arranged the room together")
    REFLECTION = "reflection", _("reflected together")
    PROBLEM_SOLVING = "problem_solving", _("solved a problem together")
    GOALS = "goals", _("set goals")
    FEEDBACK = "feedback", _("gave feedback on practice")
    VIDEO = "video", _("watched film together")
    ROLE_PLAY = "role_play", _("role play")
    MATERIALS = "materials", _("brought or made materials")


class Challenge(models.TextChoices):
    TIME = "time", _("too little time")
    SCHEDULE = "schedule", _("schedules that did not meet")
    STAFFING = "staffing", _("too few adults in the room")
    TURNOVER = "turnover", _("somebody left or changed rooms")
    DEMANDS = "demands", _("other demands came first")
    TRAINING = "training", _("more training is needed first")
    TRUST = "trust", _("coaching is not yet wanted")


class ContactQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own, and those of one's partnerships. Leaders and partners see sums: see `dashboards.hours`."""
        hers = Q(coach=user) | Q(partnership__in=Partnership.objects.held_by(user))
        return self.filter(hers, program__in=Program.objects.visible_to(user))


class Contact(models.Model):
    class Kind(models.TextChoices):
        ONE_ON_ONE = "one_on_one", _("one-on-one")
        GROUP = "group", _("group")
        SUPPORT = "support", _("support")  # for somebody, who was not there

    class Mode(models.TextChoices):
        ON_SITE = "on_site", _("on site")
        VIRTUAL = "virtual", _("virtual")
        PHONE = "phone", _("phone")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    program = models.ForeignKey(Program, models.CASCADE, related_name="contacts")
    coach = models.ForeignKey(User, models.PROTECT, related_name="contacts", editable=False)
    partnership = models.ForeignKey(Partnership, models.CASCADE, null=True, blank=True, related_name="contacts")
    # The stage of a cycle it completes; each is entered once.
    cycle = models.ForeignKey(Cycle, models.CASCADE, null=True, related_name="contacts", editable=False)
    stage = models.CharField(max_length=20, choices=Cycle.Stage, blank=True, editable=False)
    held_on = models.DateField(_("day"), default=localdate)
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.ONE_ON_ONE)
    mode = models.CharField(_("where"), max_length=10, choices=Mode, default=Mode.ON_SITE)
    strategies = models.JSONField(default=list, blank=True)
    challenges = models.JSONField(default=list, blank=True)

    objects = ContactQuerySet.as_manager()

    class Meta:
        ordering = ["-held_on", "-pk"]
        indexes = [models.Index(fields=["program", "held_on"], name="cycles_contact_ledger")]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "stage"], condition=Q(cycle__isnull=False), name="cycles_contact_once_a_stage"
            ),
            models.CheckConstraint(condition=Q(minutes__gt=0), name="cycles_contact_takes_time"),
        ]

    def may_edit(self, user):
        """Whoever entered it."""
        return self.coach_id == user.pk
