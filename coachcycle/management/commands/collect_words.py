"""Bring the files of translations up to date with code and templates; says what is still to be translated."""

from django.core.management.base import BaseCommand

from coachcycle import words


class Command(BaseCommand):
    help = __doc__

    def handle(self, **options):
        for language in words.languages():
            catalog = words.collect(language)
            self.stdout.write(f"{language}: {len(catalog)} sentences, {len(words.open_in(catalog))} to be translated.")
