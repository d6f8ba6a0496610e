from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from coachcycle.objectstore import launcher


class Command(BaseCommand):
    help = "Run the embedded S3 store in the foreground, for a developer's machine. Ctrl-C ends it."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument(
            "--root",
            type=Path,
            default=settings.VAR_DIR / "objectstore",
            help="the folder that holds the data",
        )
        parser.add_argument(
            "--port",
            type=int,
            default=urlsplit(settings.S3_ENDPOINT_URL).port,
            help="default: the port in S3_ENDPOINT_URL",
        )

    def handle(self, *, root, port, **options):
        if port is None:
            raise CommandError(
                "S3_ENDPOINT_URL names no port: it is another store's. Give --port to run one all the same."
            )
        try:
            store = launcher.start(
                root,
                port,
                bucket=settings.S3_BUCKET,
                access_key=settings.S3_ACCESS_KEY_ID,
                secret_key=settings.S3_SECRET_ACCESS_KEY,
                allow_origins=settings.S3_ALLOWED_ORIGINS,
            )
        except launcher.StoreRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        told = f"The object store answers at {store.url} and keeps its data in {root}. Ctrl-C ends it."
        with store:
            try:
                self.stdout.write(told)
                self.stdout.flush()
                code = store.process.wait()
            except KeyboardInterrupt:
                return
        raise CommandError(f"The object store ended by itself (exit code {code}).")
