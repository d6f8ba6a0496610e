"""Every address against every role. An address without a line here fails the suite.

A letter says what happens: A allowed, L sent to sign in, N not found (it does not exist for her), F forbidden (she may
know of it, but not do it), P a page for everybody. Roles stand in the order of ROLES. The recording is Wren's, shared
with her coach: no other column of a recording's line may ever hold an A.
"""

import pytest
from django.db import transaction
from django.urls import URLPattern, get_resolver, reverse

ROLES = ("anonymous", "outsider", "educator", "coach", "leader", "partner", "former")

# name: (method, what its address is made of, letters)
EVERYBODY_IN = "L A A A A A A"
CYCLE_READ = "L N A A A N N"
CYCLE_WRITE = "L N A A F N N"
RECORDING = "L N A A N N N"
UPLOADER = "L N A F N N N"

# A leader's page about her own program: others of the organization may know it, and are refused.
LEADER_ONLY = "L N F F A F N"
# A page about all programs: for who leads all of them, and nobody in the cast does.
LEADER_ACROSS_ONLY = "L N F F F F N"

MATRIX = {
    "home": ("get", "", EVERYBODY_IN),
    "next_steps": ("get", "", EVERYBODY_IN),
    "programs": ("get", "", "L A F F A A F"),
    "program": ("get", "program", "L N F F A A N"),
    # For whatever watches over the site
    "health": ("get", "", "A A A A A A A"),
    "health_live": ("get", "", "A A A A A A A"),
    "health_ready": ("get", "", "A A A A A A A"),
    # People
    "accounts:account": ("get", "", EVERYBODY_IN),
    "accounts:switch": ("post", "member", "L N N A F N N"),
    "accounts:organization": ("get", "organization", LEADER_ACROSS_ONLY),
    "accounts:invite_across": ("post", "organization", LEADER_ACROSS_ONLY),
    "accounts:add_program": ("post", "organization", LEADER_ACROSS_ONLY),
    "accounts:set_time_zone": ("post", "organization", LEADER_ACROSS_ONLY),
    "accounts:people": ("get", "program", LEADER_ONLY),
    "accounts:invite": ("post", "program", LEADER_ONLY),
    "accounts:add_classroom": ("post", "program", LEADER_ONLY),
    "accounts:end_membership": ("post", "member", "L N N F A N N"),
    "accounts:resend_invitation": ("post", "invitation", "L N N N A N N"),
    "accounts:take_back_invitation": ("post", "invitation", "L N N N A N N"),
    "accounts:invitation": ("get", "token", "A A A A A A A"),
    # Rubrics
    "rubrics:list": ("get", "", EVERYBODY_IN),
    "rubrics:detail": ("get", "rubric", EVERYBODY_IN),
    # Cycles
    "cycles:list": ("get", "", EVERYBODY_IN),
    "cycles:start": ("get", "", "L A A A A F F"),
    "cycles:start_partnership": ("get", "", "L A F A A F F"),
    "cycles:edit_partnership": ("get", "partnership", CYCLE_WRITE),
    "cycles:detail": ("get", "cycle", CYCLE_READ),
    "cycles:save_pre_conference": ("post", "cycle", CYCLE_WRITE),
    "cycles:save_lesson": ("post", "cycle", CYCLE_WRITE),
    "cycles:save_post_conference": ("post", "cycle", CYCLE_WRITE),
    "cycles:save_reflection": ("post", "cycle", "L N A F F N N"),
    "cycles:advance": ("post", "cycle", CYCLE_WRITE),
    "cycles:add_step": ("post", "cycle", CYCLE_WRITE),
    "cycles:edit_step": ("post", "step", CYCLE_WRITE),
    "cycles:finish_step": ("post", "step", "L N A F F N N"),
    "cycles:reopen_step": ("post", "step", "L N A F F N N"),
    "cycles:carry_step": ("post", "step", CYCLE_WRITE),
    # Recordings: on their way
    "media_review:list": ("get", "", EVERYBODY_IN),
    "media_review:new": ("get", "", "L A A A A A F"),
    "media_review:start_upload": ("post", "", "L A A A A A F"),
    "media_review:of_cycle": ("get", "cycle", CYCLE_READ),
    "media_review:upload": ("get", "recording", UPLOADER),
    "media_review:list_parts": ("get", "recording", UPLOADER),
    "media_review:sign_parts": ("post", "recording", UPLOADER),
    "media_review:finish_upload": ("post", "recording", UPLOADER),
    "media_review:cancel_upload": ("post", "recording", UPLOADER),
    "media_review:about": ("post", "recording", UPLOADER),
    "media_review:share": ("get", "recording", UPLOADER),
    "media_review:stop_sharing": ("post", "share", UPLOADER),
    # Recordings: to watch
    "media_review:progress": ("get", "recording", RECORDING),
    "media_review:room": ("get", "recording", RECORDING),
    "media_review:master": ("get", "recording", RECORDING),
    "media_review:playlist": ("get", "rendition", RECORDING),
    "media_review:addresses": ("get", "recording", RECORDING),
    "media_review:sprites": ("get", "recording", RECORDING),
    "media_review:poster": ("get", "recording", RECORDING),
    "media_review:log_viewing": ("post", "recording", RECORDING),
    "media_review:viewings": ("get", "recording", UPLOADER),
    # Feedback: the annotation is the coach's, and shared
    "media_review:add_annotation": ("post", "recording", RECORDING),
    "media_review:share_feedback": ("post", "recording", RECORDING),
    "media_review:annotation": ("get", "annotation", RECORDING),
    "media_review:edit_annotation": ("post", "annotation", "L N F A N N N"),
    "media_review:delete_annotation": ("post", "annotation", "L N F A N N N"),
    "media_review:reply": ("post", "annotation", RECORDING),
    "media_review:make_next_step": ("post", "annotation", RECORDING),
}
# allauth's own addresses: it decides who may, and its pages show only the visitor's own account.
DOOR = {"account_", "mfa_"}


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
    assert f"{name}: {' '.join(found)}" == f"{name}: {letters}"
