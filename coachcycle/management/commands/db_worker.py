import logging
import signal
import time
from threading import Event, Thread

from django.conf import settings
from django.db import InterfaceError, OperationalError, close_old_connections
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Command as DatabaseWorker
from django_tasks_db.management.commands.db_worker import Worker

from coachcycle.letterbox.sending import send_letters
from media_review import stopping
from media_review.orphans import sweep_store
from media_review.sweep import sweep
from media_review.tasks import QUICK_QUEUE, TRANSCRIPT_QUEUE, forget_old_messages

logger = logging.getLogger(__name__)

SWEEP_SECONDS = 10
DATABASE_RETRY_SECONDS = 2
HOUR_SECONDS = 3600
# A film that browsers can play is ready within a second or two: waiting for the queue must not be most of that.
INTERVAL_SECONDS = 0.2
LANE_INTERVAL_SECONDS = 1
HAND_BACK_SECONDS = 8


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
        # A thread each: looking through a large store takes its time, and interrupted films must not wait for that.
        acts = {sweep: SWEEP_SECONDS, sweep_store: HOUR_SECONDS, forget_old_messages: HOUR_SECONDS, send_letters: 60}
        for act, seconds in acts.items():
            Thread(target=_keep_sweeping, args=[act, seconds, over], name=act.__name__, daemon=True).start()
        lanes = _lanes(options)
        if options["queue_name"] == "*":  # hours of listening would hold up all that comes after
            options["exclude_queues"] = ",".join(filter(None, [options["exclude_queues"], TRANSCRIPT_QUEUE]))
        for lane in lanes:
            lane.start()
        try:
            while not self._worked(options):
                time.sleep(DATABASE_RETRY_SECONDS)
        finally:
            over.set()
            for lane in lanes:
                lane.end()

    def _worked(self, options):
        """Work until told to stop; False when the database went away before that."""
        try:
            super().handle(**options)
        except (InterfaceError, OperationalError):
            _note_that_it_is_away()
            # Each round of the inherited command sets this handler to the `shutdown` of a new worker.
            return not signal.getsignal(signal.SIGTERM).__self__.running
        return True


class WorkerOfLane(Worker):
    """Told to stop with its process, at once: what the others hand back is not for it to take up."""

    @property
    def running(self):
        return self.is_wanted and not stopping.is_told()

    @running.setter
    def running(self, is_wanted):
        self.is_wanted = is_wanted


class Lane(Thread):
    """Works on one queue while the worker is busy with another."""

    def __init__(self, queue, backend_name):
        super().__init__(name=f"{queue} lane", daemon=True)
        self.worker = WorkerOfLane(
            queue_names=[queue],
            excluded_queue_names=[],
            interval=LANE_INTERVAL_SECONDS,
            batch=False,
            backend_name=backend_name,
            startup_delay=True,
            max_tasks=None,
            worker_id=get_random_string(32),
        )

    def run(self):
        while self.worker.running:
            try:
                self.worker.run()
            except (InterfaceError, OperationalError):
                _note_that_it_is_away()
                time.sleep(DATABASE_RETRY_SECONDS)

    def end(self):
        """Hand back what it holds."""
        self.worker.running = False
        if self.is_alive():
            stopping.tell_all()
            self.join(HAND_BACK_SECONDS)


def _lanes(options):
    """Beside a worker whom nobody told what to work on, or how much.

    One makes films watchable while the smaller sizes of another are made, which may take an hour. One listens to what
    is said, which may take many, where there is a model.
    """
    is_told = options["exclude_queues"] or options["batch"] or options["max_tasks"]
    if is_told or options["queue_name"] != "*" or options["backend_name"] != "default":
        return []
    queues = [QUICK_QUEUE, *([TRANSCRIPT_QUEUE] if settings.WHISPER_MODEL_DIR else [])]
    return [Lane(queue, options["backend_name"]) for queue in queues]


def _note_that_it_is_away():
    logger.exception("The database is away: trying again in %s seconds.", DATABASE_RETRY_SECONDS)
    close_old_connections()


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
