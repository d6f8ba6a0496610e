"""Begin a new organization, and print the invitation of its first leader: she adds programs and invites the others."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from coachcycle.accounts.founding import found


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("organization", help="its name")
        parser.add_argument("program", help="the name of its first program")
        parser.add_argument("leader", help="the e-mail address of the first leader")

    def handle(self, *, organization, program, leader, **options):
        try:
            invitation = found(organization, program, leader)
        except ValidationError as refused:
            raise CommandError(" ".join(refused.messages)) from refused
        self.stdout.write(settings.SITE_URL + invitation.get_absolute_url())
