"""Partnerships: who coaches whom, in which program, and what they agreed on. A pair, or a small group."""

import uuid
from contextlib import contextmanager
from functools import cache, wraps

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Max, Prefetch, Q
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _

from coachcycle.accounts.models import Classroom, Membership, Program, Role
from cycles.models.own_prompts import Preparation
from cycles.models.records import Event, Lesson, PostConference, PreConference
from cycles.models.versioned import Versioned

User = settings.AUTH_USER_MODEL
WITH_THE_YOUNGEST = {Classroom.Ages.INFANT: Event.INTERACTION, Classroom.Ages.TODDLER: Event.ACTIVITY}


@contextmanager
def asked_once(user):
    """While it lasts, her partnerships and the programs she leads are asked for once, not within each question anew.

    For pages of many questions: the database would plan the same nest a dozen times, and take longer over that than
    over the answers.
    """
    if hasattr(user, "takes_part_in"):
        yield  # it lasts already
        return
    hers, led = Partnership.objects.held_by(user), Program.objects.led_by(user)
    user.takes_part_in, user.leads = _ids(hers), _ids(led)
    try:
        yield
    finally:
        del user.takes_part_in, user.leads


def _ids(found):
    """What gives their ids, and asks for them when it is first called."""
    return cache(lambda: list(found.order_by().values_list("pk", flat=True)))


def asking_once(view):
    """A view of many questions, within `asked_once`."""

    @wraps(view)
    def asking(request, *args, **kwargs):
        with asked_once(request.user):
            return view(request, *args, **kwargs)

    return asking


class PartnershipQuerySet(models.QuerySet):
    def held_by(self, user):
        """Partnerships in which the person coaches or is coached, where she still is a member who takes part."""
        if hasattr(user, "takes_part_in"):
            return self.filter(pk__in=user.takes_part_in())
        # A union, as everywhere on the way to what may be seen: of an OR over tables no database makes use of indexes.
        hers = Partnership.objects.order_by().values("pk")
        beside = Participant.objects.active().filter(person=user).order_by().values("partnership")
        takes_part = hers.filter(coach=user).union(hers.filter(coachee=user), beside)
        return self.filter(pk__in=takes_part, program__in=Program.objects.ids_reached_by(user, *Partnership.ROLES))

    def visible_to(self, user):
        """Both partners', and those of the programs the person leads."""
        all_of_them = Partnership.objects.order_by().values("pk")
        return self.filter(
            pk__in=all_of_them.held_by(user).union(all_of_them.filter(program__in=Program.objects.led_by(user)))
        )

    def where_coached(self, user):
        """Ids of partnerships in which the person is coached, also those that have ended; each half by an index."""
        beside = Participant.objects.active().filter(person=user, side=Participant.Side.COACHEE)
        hers = self.filter(coachee=user).order_by().values("pk")
        return hers.union(beside.order_by().values("partnership"))

    def with_people(self):
        return self.select_related("coach", "coachee").prefetch_related(active_participants())


class Partnership(Versioned):
    """A coach and a coachee (an educator, or a leader coached on her own sessions), and what they agreed on.

    Co-coaches, and the others of a small group, take part beside these two: see `Participant`.
    """

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
    name = models.CharField(_("name of the group"), max_length=80, blank=True)  # a pair needs none
    classroom = models.ForeignKey(Classroom, models.SET_NULL, null=True, blank=True, related_name="partnerships")
    confidentiality = models.TextField(_("what stays between us"), blank=True)
    stepping_in = models.TextField(_("when the coach may step in"), blank=True)
    interests = models.TextField(_("other ties between us"), blank=True)
    started_on = models.DateField(default=localdate, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)
    # The partnership that another coach handed over: what went along stands in `cycles.handover`.
    previous = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+", editable=False)

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
        return _("%(coachee)s with %(coach)s") % {"coachee": self.coached, "coach": self.coach}

    @property
    def coached(self):
        """Who is coached, in a word: the group's name, or the one person's."""
        return self.name or str(self.coachee)

    @property
    def coaches_a_leader(self):
        """Then the lesson is a leader's own session, with adults."""
        return self.coachee_role == Role.LEADER

    @property
    def coaches(self):
        return [self.coach, *self._beside(Participant.Side.COACH)]

    @property
    def coachees(self):
        return [self.coachee, *self._beside(Participant.Side.COACHEE)]

    @property
    def people(self):
        """All who take part now. Of many partnerships, fetch them by `with_people`."""
        return self.coaches + self.coachees

    def gone(self):
        """Those who take part and no longer belong to the program: they see nothing of it. One query."""
        people = self.people
        place = Q(program=self.program_id) | Q(program=None, organization=self.program.organization_id)
        here = Membership.objects.active().filter(place, user__in=people, role__in=Partnership.ROLES)
        belong = set(here.values_list("user", flat=True))
        return [person for person in people if person.pk not in belong]

    def people_since(self, moment):
        """The first two, and of the others those who took part already then: what was given before is not theirs."""
        beside = [each for each in self.participants.all() if each.left_at is None and each.joined_at <= moment]
        return [self.coach, self.coachee, *(each.person for each in beside)]

    def _beside(self, side):
        return [each.person for each in self.participants.all() if each.side == side and each.left_at is None]

    def includes(self, user):
        return user.pk in {self.coach_id, self.coachee_id} or user in self.people

    def is_coach(self, user):
        return user.pk == self.coach_id or (user.pk != self.coachee_id and user in self.coaches)

    def is_coached(self, user):
        return user.pk == self.coachee_id or (user.pk != self.coach_id and user in self.coachees)

    def may_edit(self, user):
        """Either partner, while it lasts: the agreement, and all that the two write together."""
        return self.ended_at is None and Partnership.objects.held_by(user).filter(pk=self.pk).exists()

    def may_arrange(self, user):
        """Who takes part, and who coaches: those who coach here, and leaders of the program."""
        if self.ended_at is not None:
            return False
        coaches = not self.is_coached(user) and self.may_edit(user)
        return coaches or Program.objects.led_by(user).filter(pk=self.program_id).exists()

    def other(self, user):
        """Whom `user` has before her: the coachee for those who coach, the coach for those who are coached."""
        return self.coach if self.is_coached(user) else self.coachee

    def usual_event(self):
        """What a cycle is about unless its pair says otherwise."""
        if self.coaches_a_leader:
            return Event.SESSION
        ages = self.classroom.ages if self.classroom else ""
        return WITH_THE_YOUNGEST.get(ages, Event.LESSON)

    @transaction.atomic
    def start_cycle(self, *, by, title, edition):
        """Open the next cycle with its three empty records. Raises ValidationError while another one is open."""
        Partnership.objects.select_for_update().get(pk=self.pk)
        if self.cycles.open().exists():
            raise ValidationError(_("Close the cycle that is open before you start the next one."))
        number = (self.cycles.aggregate(last=Max("number"))["last"] or 0) + 1
        cycle = self.cycles.create(number=number, title=title, edition=edition)
        usual = Preparation.objects.filter(organization=self.program.organization_id).first() or Preparation()
        PreConference.objects.create(cycle=cycle, way=usual.way, kind=self.usual_event())
        Lesson.objects.create(cycle=cycle, kind=self.usual_event())
        PostConference.objects.create(cycle=cycle)
        cycle.history.create(left="", arrived=cycle.stage, by=by)
        return cycle


class ParticipantQuerySet(models.QuerySet):
    def active(self):
        return self.filter(left_at=None)


class Participant(models.Model):
    """Somebody who takes part beside the first two: a co-coach, or one more of a group, until she leaves."""

    class Side(models.TextChoices):
        COACH = "coach", _("coaches")
        COACHEE = "coachee", _("is coached")

    partnership = models.ForeignKey(Partnership, models.CASCADE, related_name="participants")
    person = models.ForeignKey(User, models.PROTECT, related_name="+")
    side = models.CharField(max_length=10, choices=Side)
    joined_at = models.DateTimeField(default=now, editable=False)
    left_at = models.DateTimeField(null=True, editable=False)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        ordering = ["joined_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "person"], condition=Q(left_at=None), name="cycles_participant_once"
            )
        ]


def active_participants(path="participants"):
    """Prefetch for `Partnership.people`, one query however many partnerships; `path` leads to them."""
    return Prefetch(path, Participant.objects.active().select_related("person"))
