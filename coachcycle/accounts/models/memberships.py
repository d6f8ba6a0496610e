"""Who people are, and where: users, the organization that is the tenant, its programs and rooms, and memberships.

A membership without a program reaches all programs of its organization. Only memberships that have not ended count.
"""

import uuid

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models, transaction
from django.db.models import Count, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from coachcycle.accounts.models.roles import Role


class UserQuerySet(models.QuerySet):
    def visible_to(self, user):
        """People one shares an organization with."""
        mine = Membership.objects.active().filter(user=user).values("organization")
        return self.filter(pk__in=Membership.objects.active().filter(organization__in=mine).values("user"))


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    def create_user(self, email, password=None, **fields):
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)


class User(AbstractBaseUser):
    """A person. The e-mail address is the name she signs in with. Nobody has rights by rank: see Membership."""

    class Letters(models.TextChoices):
        AT_ONCE = "at_once", _("at once")
        DAILY = "daily", _("once a day, in the morning")
        NONE = "none", _("never")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("your name"), max_length=120)
    # Empty means: as her browser asks, and as the clocks of her organization go.
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=60, blank=True)
    letters = models.CharField(_("letters"), max_length=10, choices=Letters, default=Letters.AT_ONCE)
    calendar_key = models.CharField(max_length=40, blank=True, editable=False)  # whoever has it sees when she meets
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=now, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    objects = UserManager()

    class Meta:
        # The constraint's own index serves no question whose key is given as a value (ADR 22).
        indexes = [models.Index(fields=["calendar_key"], name="accounts_user_calendar")]
        constraints = [
            models.UniqueConstraint(Lower("email"), name="accounts_user_email_any_case"),
            models.UniqueConstraint(
                fields=["calendar_key"], condition=~Q(calendar_key=""), name="accounts_user_one_calendar"
            ),
        ]

    def __str__(self):
        return self.name or self.email

    @property
    def short_name(self):
        return str(self).split()[0]


class OrganizationQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(pk__in=Membership.objects.active().filter(user=user).values("organization"))

    def led_by(self, user):
        """Organizations of which the person leads all programs, those to come included."""
        mine = Membership.objects.active().across().filter(user=user, role=Role.LEADER)
        return self.filter(pk__in=mine.values("organization"))

    def looked_over_by(self, user):
        """Organizations of which she leads all programs, or sees the activity of all as a partner."""
        mine = Membership.objects.active().across().filter(user=user, role__in=(Role.LEADER, Role.PARTNER))
        return self.filter(pk__in=mine.values("organization"))


class Organization(models.Model):
    """The tenant: a support organization, or a center on its own. Nothing is ever seen across two of them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=120)
    time_zone = models.CharField(_("time zone"), max_length=60, default="America/New_York")

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                name="accounts_organization_once",
                violation_error_message=_("There is an organization of this name already."),
            )
        ]

    def __str__(self):
        return self.name

    def may_lead(self, user):
        return Organization.objects.led_by(user).filter(pk=self.pk).exists()

    def may_see_activity(self, user):
        """Counts of all programs together."""
        return Organization.objects.looked_over_by(user).filter(pk=self.pk).exists()

    def members(self):
        """Active memberships across the organization. Those of one program stand with it."""
        return self.memberships.active().across()

    def waiting_invitations(self):
        return self.invitations.waiting().across()

    def invite(self, *, email, role, by):
        """As `Program.invite`, to all programs."""
        return self.invitations.get_or_create(
            email=email.lower(), role=role, program=None, accepted_at=None, defaults={"invited_by": by}
        )

    def add_program(self, name):
        return self.programs.get_or_create(name=name)[0]


class ProgramQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Programs reached by one of the person's active memberships."""
        return self.reached_by(user, *Role)

    def reached_by(self, user, *roles):
        return self.filter(pk__in=Program.objects.ids_reached_by(user, *roles))

    def ids_reached_by(self, user, *roles):
        """Where a question is deep already: SQLite reads a hundred levels, and no more."""
        mine = Membership.objects.active().filter(user=user, role__in=roles).order_by()
        across = mine.filter(program=None).values("organization")
        # A union: of an OR a database expects most programs there are, and plans all that hangs on them so.
        of_all = Program.objects.order_by().filter(organization__in=across).values("pk")
        return mine.filter(program__isnull=False).values("program").union(of_all)

    def led_by(self, user):
        if hasattr(user, "leads"):  # see `asked_once`
            return self.filter(pk__in=user.leads())
        return self.reached_by(user, Role.LEADER)

    def with_people(self):
        """`people`: how many belong to the program itself, each counted once however many roles they have."""
        active = Q(memberships__ended_at=None, memberships__user__is_active=True)
        return self.annotate(people=Count("memberships__user", filter=active, distinct=True))


class Program(models.Model):
    """A center: the place where children are."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="programs")
    name = models.CharField(_("name"), max_length=120)

    objects = ProgramQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["organization", "name"], name="accounts_program_once_per_organization")
        ]

    def __str__(self):
        return self.name

    def may_see_activity(self, user):
        """Counts of what took place, never content: for leaders and partners."""
        return Program.objects.reached_by(user, Role.LEADER, Role.PARTNER).filter(pk=self.pk).exists()

    def may_lead(self, user):
        return Program.objects.led_by(user).filter(pk=self.pk).exists()

    def members(self):
        """Active memberships that reach this program: its own, and those across its organization."""
        return Membership.objects.active().filter(Q(program=self) | Q(organization=self.organization_id, program=None))

    def waiting_invitations(self):
        return self.invitations.waiting()

    def invite(self, *, email, role, by):
        """Write an invitation down, once: asked again, it is the one that still waits. Returns it, and if it is new."""
        return self.invitations.get_or_create(
            email=email.lower(),
            role=role,
            accepted_at=None,
            defaults={"organization": self.organization, "invited_by": by},
        )

    def add_classroom(self, *, name, ages):
        return self.classrooms.get_or_create(name=name, defaults={"ages": ages})[0]


class RoleInPlaceQuerySet(models.QuerySet):
    def across(self):
        return self.filter(program=None)

    def in_places_led_by(self, user):
        """What a leader of a program looks after there; what reaches all programs, only who leads all of them."""
        across = Q(program=None, organization__in=Organization.objects.led_by(user))
        return self.filter(Q(program__in=Program.objects.led_by(user)) | across)


class RoleInPlace(models.Model):
    """A role in one program, or (without a program) in all programs of the organization."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="%(class)ss")
    program = models.ForeignKey(Program, models.CASCADE, related_name="%(class)ss", null=True, blank=True)
    role = models.CharField(_("role"), max_length=10, choices=Role)

    class Meta:
        abstract = True

    @property
    def place(self):
        return self.program or self.organization

    @property
    def as_place(self):
        """The place as one says it: "you are invited to all programs of Harbor Partners"."""
        return self.program or _("all programs of %(organization)s") % {"organization": self.organization}

    @property
    def as_role(self):
        return Role(self.role).in_a_sentence

    def get_people_url(self):
        """Where leaders look after it."""
        if self.program_id:
            return reverse("accounts:people", args=[self.program_id])
        return reverse("accounts:organization", args=[self.organization_id])


class MembershipQuerySet(RoleInPlaceQuerySet):
    def active(self):
        return self.filter(ended_at=None, user__is_active=True)

    def visible_to(self, user):
        """One's own; and, for a leader, those of the places she leads."""
        return self.filter(user=user, ended_at=None) | self.in_places_led_by(user)

    def endable_by(self, user):
        """A leader ends memberships of the places she leads; nobody ends her own, so that no place loses its last."""
        return self.active().in_places_led_by(user).exclude(user=user)


class Membership(RoleInPlace):
    """One role of one person. Only what has not ended counts."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    started_at = models.DateTimeField(default=now, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["started_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "program", "role"],
                condition=Q(ended_at=None),
                name="accounts_membership_once_in_program",
            ),
            models.UniqueConstraint(
                fields=["user", "organization", "role"],
                condition=Q(ended_at=None, program=None),
                name="accounts_membership_once_across",
            ),
        ]

    def __str__(self):
        return f"{self.user}, {self.get_role_display()}, {self.place}"

    def may_end(self, user):
        return Membership.objects.endable_by(user).filter(pk=self.pk).exists()

    def may_switch_to(self, user):
        """Only she whose membership it is looks at the house through it."""
        return self.user_id == user.pk and self.ended_at is None

    @transaction.atomic
    def end(self):
        """From the next request on, the person sees nothing this membership gave her, and whom she invited waits.

        A leader who was sent away must not come back by a letter to another address of hers; whoever leads now sees
        these invitations, and sends them again where they were meant well.
        """
        Membership.objects.filter(pk=self.pk, ended_at=None).update(ended_at=now())
        self.refresh_from_db()
        hers = self.organization.invitations.open().filter(invited_by=self.user)
        hers.exclude(pk__in=hers.in_places_led_by(self.user)).update(expires_at=now())
