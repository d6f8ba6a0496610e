from coachcycle.accounts.models.invitations import Invitation
from coachcycle.accounts.models.memberships import Classroom, Membership, Organization, Program, Role, User

__all__ = ["Classroom", "Invitation", "Membership", "Organization", "Program", "Role", "User"]
