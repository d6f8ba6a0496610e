import logging
import signal
import time
from threading import Event, Thread

from django.conf import settings
from django.db import InterfaceError, OperationalError, close_old_connections
from django_tasks_db.management.commands.db_worker import Command as DatabaseWorker

from media_review.orphans import sweep_store
from media_review.sweep import sweep

logger = logging.getLogger(__name__)

SWEEP_SECONDS = 10
DATABASE_RETRY_SECONDS = 2
SWEEP_STORE_SECONDS = 3600
# A film that browsers can play is ready within a second or two: waiting for the queue must not be most of that.
INTERVAL_SECONDS = 0.2


class Command(DatabaseWorker):
    help = "Process recordings and other work in the background; several may run, on as many hosts as you like."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        # Reloading on changed code drops the task in hand, and this project's worker is restarted like its web server.
        parser.set_defaults(reload=False, interval=INTERVAL_SECONDS, queue_name="*")
        if settings.TASK_ENGINE == "redis":  # beside `rqworker`, for the sweep alone
            parser.set_defaults(backend_name="unused")

    def handle(self, **options):
        over = Event()
        # Two threads: looking through a large store takes its time, and interrupted films must not wait for that.
        for act, seconds in ((sweep, SWEEP_SECONDS), (sweep_store, SWEEP_STORE_SECONDS)):
            Thread(target=_keep_sweeping, args=[act, seconds, over], name=act.__name__, daemon=True).start()
        try:
            while not self._worked(options):
                time.sleep(DATABASE_RETRY_SECONDS)
        finally:
            over.set()

    def _worked(self, options):
        """Work until told to stop; False when the database went away before that."""
        try:
            super().handle(**options)
        except (InterfaceError, OperationalError):
            logger.exception("The database is away: trying again in %s seconds.", DATABASE_RETRY_SECONDS)
            close_old_connections()
            # Each round of the inherited command sets this handler to the `shutdown` of a new worker.
            return not signal.getsignal(signal.SIGTERM).__self__.running
        return True


def _keep_sweeping(act, seconds, over):
    """Until `over`: put right what other processes left behind when they died."""
    while True:
        try:
            close_old_connections()
            act()
        except Exception:  # the database or the store is away for a while; the next round tries again
            logger.exception("The %s failed.", act.__name__)
        finally:
            close_old_connections()
        if over.wait(seconds):
            return
