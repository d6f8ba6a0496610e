import logging
from threading import Event, Thread

from django.conf import settings
from django.db import close_old_connections
from django_tasks_db.management.commands.db_worker import Command as DatabaseWorker

from media_review.sweep import sweep

logger = logging.getLogger(__name__)

SWEEP_SECONDS = 20
# A film that browsers can play is ready within a second or two: waiting for the queue must not be most of that.
INTERVAL_SECONDS = 0.2


class Command(DatabaseWorker):
    help = "Process recordings and other work in the background; several may run, on as many hosts as you like."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        # Reloading on changed code drops the task in hand, and this project's worker is restarted like its web server.
        parser.set_defaults(reload=False, interval=INTERVAL_SECONDS)
        if settings.TASK_ENGINE == "redis":  # beside `rqworker`, for the sweep alone
            parser.set_defaults(backend_name="unused")

    def handle(self, **options):
        over = Event()
        sweeper = Thread(target=_keep_sweeping, args=[over], name="sweeper", daemon=True)
        sweeper.start()
        try:
            super().handle(**options)
        finally:
            over.set()


def _keep_sweeping(over):
    """Until `over`: queue again what other workers left behind when they died."""
    while True:
        try:
            close_old_connections()
            sweep()
        except Exception:  # the database or the store is away for a while; the next round tries again
            logger.exception("The sweep failed.")
        finally:
            close_old_connections()
        if over.wait(SWEEP_SECONDS):
            return
