"""Begin a new tenant: an organization, its first program, and an invitation for the leader who invites the others."""

from django.db import transaction

from coachcycle.accounts.models import Organization, Role


@transaction.atomic
def found(organization_name, program_name, leader_email):
    """The open invitation of the first leader, to all programs. Raises ValidationError with a sentence for people."""
    organization = Organization(name=organization_name)
    organization.full_clean()
    organization.save()
    organization.add_program(program_name).full_clean()
    invitation, _ = organization.invite(email=leader_email, role=Role.LEADER, by=None)
    invitation.full_clean(exclude=["invited_by"])
    return invitation
