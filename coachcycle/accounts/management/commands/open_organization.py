"""The first door: an organization, a program, and a letter to the leader who invites everybody else."""

from django.core.management.base import BaseCommand
from django.db import transaction

from coachcycle.accounts import letters
from coachcycle.accounts.models import Organization, Program, Role


class Command(BaseCommand):
    help = "Open an organization with a program, or a further program in it, and invite its leader."

    def add_arguments(self, parser):
        parser.add_argument("organization", help="its name")
        parser.add_argument("--program", required=True, help="name of the program (a center)")
        parser.add_argument("--leader", required=True, help="e-mail of the person who will lead the program")
        parser.add_argument("--time-zone", default="America/New_York")

    def handle(self, *, organization, program, leader, time_zone, **options):
        with transaction.atomic():
            tenant, _ = Organization.objects.get_or_create(name=organization, defaults={"time_zone": time_zone})
            opened, _ = Program.objects.get_or_create(organization=tenant, name=program)
            invitation, _ = opened.invite(email=leader, role=Role.LEADER, by=None)
        letters.send_invitation(invitation)
        self.stdout.write(f"A letter went to {invitation.email}. {opened} waits for its leader.")
