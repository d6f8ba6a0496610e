from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from rubrics import loading


class Command(BaseCommand):
    help = "Publish the built-in rubrics. Safe to run again: what is there stays as it is."

    def handle(self, **options):
        for told in loading.built_in():
            try:
                is_new = loading.load(told)
            except ValidationError as error:
                raise CommandError(" ".join(error.messages)) from error
            if options["verbosity"]:
                self.stdout.write(f"{told['name']}, edition {told['edition']}: {'published' if is_new else 'in place'}")
