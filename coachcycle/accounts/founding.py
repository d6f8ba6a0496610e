"""Begin a new tenant: an organization, its first program, and an invitation for the leader who invites the others."""

from django.db import transaction

from coachcycle.accounts.models import Invitation, Organization, Program, Role


@transaction.atomic
def found(organization_name, program_name, leader_email):
    """The open invitation of the first leader."""
    organization = Organization.objects.create(name=organization_name)
    program = Program.objects.create(organization=organization, name=program_name)
    return Invitation.objects.create(email=leader_email, program=program, role=Role.LEADER)
