import re

import pytest
from django.core.cache import cache

from tests.make import PASSWORD


@pytest.fixture(autouse=True)
def patient_door():
    """allauth counts attempts in the cache: no test may tire the door for the next."""
    cache.clear()


@pytest.fixture
def link_in():
    """link_in(letter) → the path of the one address a letter asks to open."""

    def path(letter):
        (address,) = re.findall(r"^http://\S+$", letter.body, re.MULTILINE)
        return "/" + address.split("/", 3)[3]

    return path


@pytest.fixture
def sign_in_with_password(client):
    """As a person does it, so that allauth knows how she came in."""

    def as_(user, password=PASSWORD):
        return client.post("/accounts/login/", {"login": user.email, "password": password})

    return as_
