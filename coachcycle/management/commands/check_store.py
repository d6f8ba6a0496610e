from django.core.management.base import BaseCommand, CommandError

from coachcycle.objectstore.proofs import prove


class Command(BaseCommand):
    help = "Prove that the object store is private, and that uploads, playback and CORS work on it."
    requires_system_checks = ()

    def handle(self, **options):
        wrongs = 0
        for holds, sentence in prove():
            wrongs += not holds
            self.stdout.write(self.style.SUCCESS(f"✓ {sentence}") if holds else self.style.ERROR(f"✗ {sentence}"))
        if wrongs:
            raise CommandError("The object store is not in order.")
