import json
from dataclasses import asdict

from django.core.management.base import BaseCommand

from media_review.film_queue import figures


class Command(BaseCommand):
    help = "Show what waits, how long, who works on what, and what went wrong; --json for machines."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="one JSON object")

    def handle(self, **options):
        told = asdict(figures())
        if options["json"]:
            self.stdout.write(json.dumps(told))
            return
        states, leases = told.pop("states"), told.pop("leases")
        lines = [*told.items(), *((f"state {state}", count) for state, count in states.items())]
        for name, figure in lines:
            self.stdout.write(f"{name.replace('_', ' '):<32} {figure:>8}")
        for lease in leases:
            self.stdout.write(
                "lease {recording} attempt {attempt}: {state}, {progress} %, {seconds_left} s left".format(**lease)
            )
