"""A believable small year on this machine: the store, the pages, the worker, the films. Ctrl-C stops all of it."""

import signal
from contextlib import ExitStack
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from coachcycle.demo import environment, fill, run, screening, year
from coachcycle.objectstore import launcher


class Command(BaseCommand):
    help = __doc__
    requires_system_checks: list[str] = []  # the assets are built below

    def add_arguments(self, parser):
        environment.add_arguments(parser)

    def handle(self, *, port, **options):
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        try:
            with ExitStack() as stack:
                self.run(port, stack)
        except KeyboardInterrupt:
            self.stdout.write("\nStopped. Run it again and it goes on where it was.")
        except (run.Ended, launcher.StoreRefused) as reason:
            raise CommandError(str(reason)) from None

    def run(self, port, stack):
        self.prepare(port, stack)
        web = stack.enter_context(run.web(port))
        run.wait_for(f"http://127.0.0.1:{port}/accounts/login/")
        self.greet()
        worker = stack.enter_context(run.worker())
        self.show_films()
        run.stay([web, worker])

    def prepare(self, port, stack):
        self.say("Starting the object store")
        stack.enter_context(
            launcher.start(
                Path(settings.VAR_DIR) / "objectstore",
                port=port + 1,
                bucket=settings.S3_BUCKET,
                access_key=settings.S3_ACCESS_KEY_ID,
                secret_key=settings.S3_SECRET_ACCESS_KEY,
                allow_origins=settings.S3_ALLOWED_ORIGINS,
                host="localhost",
            )
        )
        self.say("Building the pages")
        call_command("build_assets", verbosity=0, stdout=self.stdout)
        call_command("collectstatic", interactive=False, verbosity=0)
        self.say("Filling the year")
        call_command("migrate", verbosity=0)
        call_command("load_rubrics", verbosity=0)
        if not fill.is_filled():
            fill.fill()

    def greet(self):
        people = {person.name: person for person in year.PEOPLE}
        self.stdout.write(f"\n  {settings.SITE_URL}\n")
        for name in year.DOORS:
            person = people[name]
            self.stdout.write(f"  {person.role:9} {person.email:24} {year.PASSWORD}")
        self.stdout.write("\n  The films are being made meanwhile; they appear one by one. Ctrl-C stops everything.\n")

    def show_films(self):
        for seed, recording in enumerate(screening.unsent(), start=1):
            screening.send(recording, seed)

    def say(self, what):
        self.stdout.write(f"{what} …")
