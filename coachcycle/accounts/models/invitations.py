"""How people come in: a letter to an address, with one role in one place."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from coachcycle.accounts.models.memberships import Membership, RoleInPlace, RoleInPlaceQuerySet, User


def invitation_end():
    return now() + timedelta(days=settings.INVITATION_DAYS)


class InvitationQuerySet(RoleInPlaceQuerySet):
    def waiting(self):
        """Not accepted yet, still open or not."""
        return self.filter(accepted_at=None)

    def open(self):
        return self.waiting().filter(expires_at__gt=now())

    def visible_to(self, user):
        return self.in_places_led_by(user)

    def addressed_to(self, user):
        return self.open().filter(email__iexact=user.email)

    def of_letter(self, token):
        """The invitation whose letter holds `token`; none when we did not write that letter."""
        try:
            return self.filter(pk=letter_signer().unsign(token))
        except BadSignature:
            return self.none()


def letter_signer():
    return Signer(sep=".", salt="coachcycle.accounts.invitation")


class Invitation(RoleInPlace):
    """A letter that makes its reader a member with one role. It serves once and expires.

    What opens it is signed, not stored: neither a copy of the database nor a leader's page holds a key to
    somebody else's mailbox.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("e-mail"))
    invited_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=now, editable=False)
    expires_at = models.DateTimeField(default=invitation_end, editable=False)
    accepted_at = models.DateTimeField(null=True, editable=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                "program",
                "role",
                Lower("email"),
                condition=Q(accepted_at=None),
                name="accounts_invitation_waits_once",
            ),
            models.UniqueConstraint(
                "organization",
                "role",
                Lower("email"),
                condition=Q(accepted_at=None, program=None),
                name="accounts_invitation_across_waits_once",
            ),
        ]

    def __str__(self):
        return f"{self.email}, {self.get_role_display()}, {self.place}"

    def get_absolute_url(self):
        return reverse("accounts:invitation", args=[self.token])

    @property
    def token(self):
        return letter_signer().sign(self.pk)

    @property
    def is_open(self):
        return self.accepted_at is None and self.expires_at > now()

    def is_for(self, user):
        return user.is_authenticated and user.email.lower() == self.email.lower()

    def renew(self):
        """Open for another while. False when it was accepted meanwhile."""
        return bool(Invitation.objects.waiting().filter(pk=self.pk).update(expires_at=invitation_end()))

    def take_back(self):
        """False when it was accepted meanwhile."""
        return bool(Invitation.objects.waiting().filter(pk=self.pk).delete()[0])

    @transaction.atomic
    def accept(self, user):
        """Make `user` a member; None when it has ended or served already, so that no old letter opens a door again."""
        if not Invitation.objects.addressed_to(user).filter(pk=self.pk).update(accepted_at=now()):
            return None
        return Membership.objects.get_or_create(
            user=user,
            organization=self.organization,
            program=self.program,
            role=self.role,
            ended_at=None,
        )[0]
