"""Who belongs to a program, or to all of an organization, as its leader reads it."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from coachcycle.accounts.models import Membership, Role


@dataclass(frozen=True)
class Member:
    membership: Membership
    may_end: bool


@dataclass(frozen=True)
class RoleGroup:
    role: Role
    name: str
    nobody: str
    members: list[Member]


WORDS = {
    Role.EDUCATOR: (_("Educators"), _("No educator yet. Invite those who will be coached here.")),
    Role.COACH: (_("Coaches"), _("No coach yet. A cycle starts with a coach and somebody to coach.")),
    Role.LEADER: (_("Leaders"), _("No leader yet.")),
    Role.PARTNER: (_("Partners"), _("No partner. A partner sees how much coaching happens, never what is in it.")),
}


def roster(place, reader):
    """A group for each role, its members by name; `reader` is the leader who may end some of their memberships."""
    memberships = place.members().select_related("user", "program").order_by("user__name", "started_at")
    endable = set(Membership.objects.endable_by(reader).filter(pk__in=place.members()).values_list("pk", flat=True))
    members = [Member(membership, membership.pk in endable) for membership in memberships]
    return [
        RoleGroup(role, *words, [member for member in members if member.membership.role == role])
        for role, words in WORDS.items()
    ]
