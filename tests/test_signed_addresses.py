"""No page, playlist or letter holds an address of a film that is unsigned or lives long."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from django.core import mail
from django.urls import reverse

from tests.test_permissions import MATRIX, ROLES

ADDRESS = re.compile(r"https?://[^\s\"'<>\\]+")


def film_addresses(text):
    """Addresses into the bucket, wherever they stand in a text. HTML and JSON write & in ways of their own."""
    text = text.replace("&amp;", "&").replace("\\u0026", "&")
    store = settings.S3_PUBLIC_ENDPOINT_URL
    bucket = f"{urlsplit(store).path}/{settings.S3_BUCKET}/"
    return [found for found in ADDRESS.findall(text) if found.startswith(store) and bucket in found]


def is_signed_shortly(address):
    query = parse_qs(urlsplit(address).query)
    return bool(query.get("X-Amz-Signature")) and 0 < int(query["X-Amz-Expires"][0]) <= 900


@pytest.mark.parametrize("role", [role for role in ROLES if role != "anonymous"])
def test_every_address_of_a_film_is_signed_and_short_lived(role, cast, things, client, store):
    client.force_login(getattr(cast, role))
    seen = 0
    for name, (method, thing, letters) in MATRIX.items():
        if method != "get" or letters.split()[ROLES.index(role)] != "A":
            continue
        response = client.get(reverse(name, args=things[thing]))
        texts = [response.getvalue().decode(errors="replace"), *map(str, response.headers.values())]
        for address in film_addresses("\n".join(texts)):
            assert is_signed_shortly(address), f"{name}: {address}"
            seen += 1
    if role in {"educator", "coach"}:
        assert seen, "her own film must be reachable somewhere, or this test sees nothing"
    else:
        assert seen == 0


def test_letters_hold_no_address_of_a_film(cast, things, client, store):
    client.force_login(cast.coach)
    (recording,) = things["recording"]
    client.post(reverse("media_review:share_feedback", args=[recording]))
    assert all(not film_addresses(letter.body) for letter in mail.outbox)
