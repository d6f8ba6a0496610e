"""Read an organization back from a file that `export_organization` wrote: whole, or not at all."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from coachcycle.archive import reading


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)

    def handle(self, file, **options):
        try:
            with file.open("rb") as archive:
                organization = reading.read(archive)
        except FileNotFoundError:
            raise CommandError(f"There is no file {file}.") from None
        except reading.Refused as refusal:
            raise CommandError(f"Nothing was changed. {refusal}") from None
        self.stdout.write(f"{organization} is here. Copy its films into the bucket; people set new passwords.")
