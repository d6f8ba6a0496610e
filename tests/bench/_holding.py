"""A PostgreSQL that holds one of the sets of `_state`."""

import os
from contextlib import contextmanager

from django.db import transaction

from tests.bench._state import fill
from tests.servers import Postgres, rows_in


@contextmanager
def holding(size):
    """This process works on the set of that size.

    A whole state takes some ten minutes to make; $BENCH_STATE may be the URL of a database that holds one, made by
    `_state.fill`: then that is used, and left as it was.
    """
    kept = os.environ.get("BENCH_STATE") if size == "state" else None
    if kept:
        with rows_in(kept), transaction.atomic():
            yield
            transaction.set_rollback(True)
        return
    with Postgres() as server, server.holds_our_rows():
        fill(size)
        yield
