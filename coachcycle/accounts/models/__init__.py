from coachcycle.accounts.models.classrooms import Classroom
from coachcycle.accounts.models.invitations import Invitation
from coachcycle.accounts.models.memberships import Membership, Organization, Program, User
from coachcycle.accounts.models.roles import Role

__all__ = ["Classroom", "Invitation", "Membership", "Organization", "Program", "Role", "User"]
