from django.core.management.base import BaseCommand, CommandError

from media_review.orphans import AnotherDatabase, sweep_store


class Command(BaseCommand):
    help = "Clear the object store of unfinished uploads and of films without a recording, as workers do each hour."

    def add_arguments(self, parser):
        parser.add_argument(
            "--trust-database", action="store_true", help="delete even when most of the store is unknown to it"
        )

    def handle(self, **options):
        try:
            swept = sweep_store(trusting=options["trust_database"])
        except AnotherDatabase as doubt:
            raise CommandError(f"{doubt} If it is, run this again with --trust-database.") from doubt
        self.stdout.write(
            "Cleared away: {uploads} unfinished uploads, the parts of {parts} uploads that belong to no recording, "
            "{objects} objects that belong to none, {leftovers} leftovers of interrupted work.".format(**swept)
        )
