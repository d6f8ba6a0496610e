"""Every address against every role. An address without a line here fails the suite.

A letter says what happens: A allowed, L sent to sign in, N not found (it does not exist for her), F forbidden (she may
know of it, but not do it), P a page for everybody. Roles stand in the order of ROLES. The recording is Wren's, shared
with her coach: no other column of a recording's line may ever hold an A.
"""

import pytest
from django.db import transaction
from django.urls import URLPattern, get_resolver, reverse

from coachcycle.accounts.models import Invitation
from cycles.models import NextStep
from tests import make

ROLES = ("anonymous", "outsider", "educator", "coach", "leader", "partner", "former")

# name: (method, what its address is made of, letters)
EVERYBODY_IN = "L A A A A A A"
CYCLE_READ = "L N A A A N N"
CYCLE_WRITE = "L N A A F N N"
RECORDING = "L N A A N N N"
UPLOADER = "L N A F N N N"

MATRIX = {
    "home": ("get", "", EVERYBODY_IN),
    "next_steps": ("get", "", EVERYBODY_IN),
    "programs": ("get", "", "L A F F A A F"),
    "program": ("get", "program", "L N F F A A N"),
    "rubrics:list": ("get", "", EVERYBODY_IN),
    "rubrics:detail": ("get", "rubric", EVERYBODY_IN),
    "cycles:list": ("get", "", EVERYBODY_IN),
    "cycles:start": ("get", "", EVERYBODY_IN),
    "cycles:detail": ("get", "cycle", CYCLE_READ),
    "cycles:save_pre_conference": ("post", "cycle", CYCLE_WRITE),
    "cycles:save_lesson": ("post", "cycle", CYCLE_WRITE),
    "cycles:save_post_conference": ("post", "cycle", CYCLE_WRITE),
    "cycles:advance": ("post", "cycle", CYCLE_WRITE),
    "cycles:add_step": ("post", "cycle", CYCLE_WRITE),
    "cycles:edit_step": ("post", "step", CYCLE_WRITE),
    "cycles:finish_step": ("post", "step", "L N A F F N N"),
    "media_review:list": ("get", "", EVERYBODY_IN),
    "media_review:new": ("get", "", "L A A A A A F"),
    "media_review:room": ("get", "recording", RECORDING),
    "media_review:master": ("get", "recording", RECORDING),
    "media_review:share": ("get", "recording", UPLOADER),
    "media_review:stop_sharing": ("post", "share", UPLOADER),
}
# allauth's own addresses: it decides who may, and its pages show only the visitor's own account.
DOOR = {"account_", "mfa_"}


@pytest.fixture
def things(cast, cycle):
    recording = make.make_recording(cast.educator, cycle=cycle)
    share = recording.share(by=cast.educator, partnership=cycle.partnership)
    annotation = make.make_annotation(recording, cast.coach, shared_at=recording.created_at)
    return {
        "": (),
        "program": (cast.program.pk,),
        "rubric": (cycle.edition.rubric_id,),
        "cycle": (cycle.pk,),
        "partnership": (cycle.partnership_id,),
        "step": (NextStep.objects.create(cycle=cycle, text="Wait for five counts", owner=cast.educator).pk,),
        "recording": (recording.pk,),
        "rendition": (recording.pk, 720),
        "share": (recording.pk, share.pk),
        "annotation": (annotation.pk,),
        "member": (cast.coach.memberships.get().pk,),
        "invitation": (Invitation.objects.create(email="new@example.org", program=cast.program, role="coach").pk,),
    }


def addresses(patterns=None, prefix=""):
    """The names of all addresses, with their rooms."""
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        if isinstance(pattern, URLPattern):
            assert pattern.name, f"{pattern} has no name"
            yield prefix + pattern.name
        else:
            space = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from addresses(pattern.url_patterns, prefix + space)


def letter(response):
    if response.status_code == 302 and "/accounts/login/" in response["Location"]:
        return "L"
    return {403: "F", 404: "N"}.get(response.status_code, "A")


def test_every_address_stands_in_the_matrix():
    names = {name for name in addresses() if not any(name.startswith(door) for door in DOOR)}
    assert sorted(names - set(MATRIX)) == []
    assert sorted(set(MATRIX) - names) == []


@pytest.mark.parametrize("name", MATRIX)
def test_who_may(name, cast, things, client):
    method, thing, letters = MATRIX[name]
    address = reverse(name, args=things[thing])
    found = []
    for role in ROLES:
        client.logout()
        if role != "anonymous":
            client.force_login(getattr(cast, role))
        with transaction.atomic():
            response = getattr(client, method)(address)
            assert response.status_code < 500
            found.append(letter(response))
            transaction.set_rollback(True)
    assert dict(zip(ROLES, found, strict=True)) == dict(zip(ROLES, letters.split(), strict=True))
