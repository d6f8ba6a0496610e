"""What a connection to PostgreSQL is given, besides `settings.POSTGRES_OPTIONS`. See ADR 22."""

from datetime import UTC, datetime
from functools import cache

PLANS_KEPT = 300  # of one connection: some twenty questions for each page that people open every day


def prepare(connection, **_):
    """A receiver of `connection_created`."""
    if connection.vendor != "postgresql":
        return
    # psycopg keeps a hundred, and so forgets what was asked often before it is asked again.
    connection.connection.prepared_max = PLANS_KEPT
    if connection.timezone == UTC:
        connection.connection.adapters.register_loader("timestamptz", _moments())


@cache
def _moments():
    """A page of a thousand cards reads three thousand moments. PostgreSQL writes them as ISO 8601, which Python reads
    in a twentieth of the time that Django's loader takes with a pattern."""
    from django.db.backends.postgresql.psycopg_any import BaseTzLoader

    class Moments(BaseTzLoader):
        timezone = UTC

        def load(self, data):
            try:
                return datetime.fromisoformat(bytes(data).decode())
            except ValueError:  # a moment that Python has no date for is refused in Django's own words
                return super().load(data)

    return Moments
