"""How long the server takes for a page, and how often it asks the database: in this process, without a network."""

import time
from importlib import import_module
from statistics import quantiles

from django.conf import settings
from django.test import Client, override_settings

from tests.queries import queries_of

WARM = 5


def reader(user):
    """A browser in which she is signed in."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    return client


def p95_ms(client, address, times):
    """Milliseconds within which 95 of 100 answers are made, as a site makes them that runs for others."""
    import_module("coachcycle.wsgi")  # sets this process up as those of a site are
    with override_settings(DEBUG=False):
        for _ in range(WARM):
            assert client.get(address).status_code == 200, address
        return p95([_seconds(client, address) for _ in range(times)]) * 1000


def p95(numbers):
    return quantiles(numbers, n=20, method="inclusive")[-1]


def _seconds(client, address):
    begin = time.perf_counter()
    client.get(address)
    return time.perf_counter() - begin


def questions(client, address):
    client.get(address)  # the first visit writes what later ones only read
    return queries_of(client, address)


def session_at(site, person):
    """The cookie of somebody who is signed in there: a site signs its sessions with a secret of its own."""
    with override_settings(SECRET_KEY=site.web.env["SECRET_KEY"]):
        return reader(person).cookies[settings.SESSION_COOKIE_NAME].value
