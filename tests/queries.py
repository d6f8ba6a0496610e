"""How often a page asks the database."""

from django.db import connection
from django.test.utils import CaptureQueriesContext


def queries_of(client, address, status=200):
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == status
    return len(asked)
