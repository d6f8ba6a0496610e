"""Write all rows of an organization into one documented zip file. Films stay in the bucket."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from coachcycle.accounts.models import Organization
from coachcycle.archive import writing


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("organization", help="its name")
        parser.add_argument("file", type=Path)

    def handle(self, organization, file, **options):
        found = Organization.objects.filter(name__iexact=organization).first()
        if found is None:
            raise CommandError(f"There is no organization called {organization!r}.")
        try:
            with file.open("xb") as out:
                counts = writing.write(found, out)
        except FileExistsError:
            raise CommandError(f"{file} is there already; nothing was written.") from None
        file.chmod(0o600)
        self.stdout.write(f"{sum(counts.values())} rows of {found} in {file}. Keep it as you would keep the films.")
