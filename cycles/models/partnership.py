"""Partnerships: who coaches whom, in which program, and what the two agreed on."""

import uuid

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Max, Q
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from coachcycle.accounts.models import Classroom, Program, Role
from cycles.models.records import Lesson, PostConference, PreConference
from cycles.models.versioned import Versioned

User = settings.AUTH_USER_MODEL


class PartnershipQuerySet(models.QuerySet):
    def held_by(self, user):
        """Partnerships in which the person coaches or is coached, where she still is a member who takes part."""
        programs = Program.objects.reached_by(user, *Partnership.ROLES)
        return self.filter(Q(coach=user) | Q(coachee=user), program__in=programs)

    def visible_to(self, user):
        """Both partners', and those of the programs the person leads."""
        return self.filter(
            Q(pk__in=Partnership.objects.held_by(user).values("pk")) | Q(program__in=Program.objects.led_by(user))
        )


class Partnership(Versioned):
    """A coach and a coachee (an educator, or a leader coached on her own sessions), and what they agreed on."""

    # Who coached once and is only a partner now sees activity, as partners do, and content no more.
    ROLES = (Role.EDUCATOR, Role.COACH, Role.LEADER)

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
    classroom = models.ForeignKey(Classroom, models.SET_NULL, null=True, blank=True, related_name="partnerships")
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

    @property
    def coaches_a_leader(self):
        """Then the lesson is a leader's own session, with adults."""
        return self.coachee_role == Role.LEADER

    def includes(self, user):
        return user.pk in {self.coach_id, self.coachee_id}

    def may_edit(self, user):
        """Either partner, while it lasts: the agreement, and all that the two write together."""
        return self.ended_at is None and Partnership.objects.held_by(user).filter(pk=self.pk).exists()

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
