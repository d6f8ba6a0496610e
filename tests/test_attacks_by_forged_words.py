"""A letter that no database takes (NUL), in every address and every field of every form: refused, or left out."""

import pytest
from django.db import transaction
from django.urls import reverse

from tests.cycles.pages import read
from tests.test_permissions import MATRIX

NUL = "a\0b"
# What no form on a page shows: what scripts send, and what addresses carry.
UNSEEN = (
    *("body", "words", "text", "name", "note", "q", "query", "next", "page", "person", "program", "stage", "months"),
    *("who", "to", "say", "unsay", "item", "cycle", "more", "idea", "of", "at", "since", "seen", "leaving", "version"),
    *("kind", "film", "undo", "ranges", "part", "feedback", "line", "language", "mine", "others", "edition", "steps"),
)


def fields_of(page):
    return read(page).fields if page.get("Content-Type", "").startswith("text/html") else {}


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("name", MATRIX)
def test_a_letter_no_database_takes_breaks_no_page(name, cast, things, client):
    _method, thing, _letters = MATRIX[name]
    address = reverse(name, args=things[thing])
    for role in ("coach", "leader"):
        client.force_login(getattr(cast, role))
        with transaction.atomic():
            page = client.get(address, dict.fromkeys(UNSEEN, NUL))
            assert page.status_code < 500
            sent = dict.fromkeys(UNSEEN, NUL) | dict.fromkeys(fields_of(page), NUL)
            assert client.post(address, sent).status_code < 500
            for one in fields_of(page) if role == "coach" else ():
                assert client.post(address, fields_of(page) | {one: NUL}).status_code < 500, one
            transaction.set_rollback(True)
