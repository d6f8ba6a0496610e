from io import StringIO

import pytest
from django.conf import settings as site
from django.core.management import CommandError, call_command

from coachcycle.objectstore import multipart, objects


def check():
    """(whether all is in order, what was said)."""
    said = StringIO()
    try:
        call_command("check_store", stdout=said, no_color=True)
    except CommandError:
        return False, said.getvalue()
    return True, said.getvalue()


def test_a_good_store_passes_and_nothing_is_left_on_it():
    in_order, said = check()
    assert in_order, said
    assert said.splitlines() == [
        f"✓ The key pair works, and the bucket {site.S3_BUCKET} keeps objects.",
        "✓ The bucket is private.",
        "✓ Signed addresses work, ranges included.",
        "✓ Forged addresses are refused.",
        "✓ Uploads in parts work.",
        *(f"✓ Pages of {origin} may send parts and read ranges." for origin in site.S3_ALLOWED_ORIGINS),
        "✓ Pages of other sites may not.",
        "✓ Deleting works: nothing is left of this check.",
    ]
    assert list(objects.keys_under("check-store/")) == []
    assert list(multipart.unfinished("check-store/")) == []


@pytest.mark.parametrize(
    ("setting", "value", "sentence"),
    [
        ("S3_SECRET_ACCESS_KEY", "wrong", "S3_SECRET_ACCESS_KEY does not fit S3_ACCESS_KEY_ID"),
        ("S3_ACCESS_KEY_ID", "nobody:here", "does not"),
        ("S3_BUCKET", "absent", "There is no bucket absent"),
        ("S3_ENDPOINT_URL", "http://127.0.0.1:9", "No store answers at http://127.0.0.1:9"),
        ("S3_ALLOWED_ORIGINS", ["https://new.test"], "✗ Pages of https://new.test may not PUT"),
        ("S3_ALLOWED_ORIGINS", [], "✗ S3_ALLOWED_ORIGINS is empty"),
    ],
)
def test_a_wrong_setting_is_named(settings, setting, value, sentence):
    setattr(settings, setting, value)
    in_order, said = check()
    assert not in_order
    assert sentence in said


def test_a_careless_store_is_found_out(settings, careless_store):
    settings.S3_PUBLIC_ENDPOINT_URL = careless_store
    in_order, said = check()
    assert not in_order
    for sentence in (
        "✗ Anybody might read an object",
        "players cannot seek",
        "✗ The store checks no signatures",
        "✗ The store takes parts longer than was signed",
        "✗ Pages of any site may PUT",
        "✓ Deleting works",
    ):
        assert sentence in said
    assert list(multipart.unfinished("check-store/")) == []
