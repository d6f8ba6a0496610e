"""Tell people what they have not been told yet. Workers do it by themselves, every minute."""

from django.core.management.base import BaseCommand

from coachcycle.letterbox.sending import send_letters


class Command(BaseCommand):
    help = __doc__

    def handle(self, **options):
        self.stdout.write(f"{send_letters()} letters were sent.")
