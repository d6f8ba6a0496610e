"""Begin a new organization, and print the invitation of its first leader."""

from django.conf import settings
from django.core.management.base import BaseCommand

from coachcycle.accounts.founding import found


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("organization", help="its name")
        parser.add_argument("program", help="the name of its first program")
        parser.add_argument("leader", help="the e-mail address of the first leader")

    def handle(self, *, organization, program, leader, **options):
        invitation = found(organization, program, leader)
        self.stdout.write(settings.SITE_URL + invitation.get_absolute_url())
