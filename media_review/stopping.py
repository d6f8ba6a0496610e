"""A worker that is told to stop hands back what it holds, instead of finishing it or dropping it."""

import signal
import threading
from contextlib import contextmanager

SIGNALS = (signal.SIGTERM, signal.SIGINT)
_told = threading.Event()


class ToldToStop(Exception):
    """The worker is to end now; the work is somebody else's."""


def tell_all():
    """Whatever this process works on, on any of its threads, is to be handed back."""
    _told.set()


def is_told():
    return _told.is_set()


@contextmanager
def heard():
    """Yields an Event that is set once the process is told to stop; the worker's own handlers hear it, too.

    An exception raised by the handler itself could break into a query or into a request to the store.
    """
    if threading.current_thread() is not threading.main_thread():  # only that one may have handlers
        yield _told
        return
    before = {number: signal.getsignal(number) for number in SIGNALS}

    def hear(number, frame):
        tell_all()
        if callable(before[number]):
            before[number](number, frame)

    for number in SIGNALS:
        signal.signal(number, hear)
    try:
        yield _told
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
