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
ARRANGE = "L N F A A N N"
RECORDING = "L N A A N N N"
UPLOADER = "L N A F N N N"
OBSERVER = "L N F A N N N"

# A leader's page about her own program: others of the organization may know it, and are refused.
LEADER_ONLY = "L N F F A F N"
# A page about all programs: for who leads all of them, and nobody in the cast does.
LEADER_ACROSS_ONLY = "L N F F F F N"

MATRIX = {
    "home": ("get", "", EVERYBODY_IN),
    "profile": ("get", "", EVERYBODY_IN),
    "next_steps": ("get", "", EVERYBODY_IN),
    "programs": ("get", "", "L A F F A A F"),
    "who_led": ("get", "program", LEADER_ONLY),
    "release_path": ("get", "partnership", "L N A A F N N"),
    "took_place": ("get", "took_place", LEADER_ONLY),
    "steps_agreed": ("get", "program", LEADER_ONLY),
    "who_led_across": ("get", "organization", LEADER_ACROSS_ONLY),
    "took_place_across": ("get", "took_place_across", LEADER_ACROSS_ONLY),
    "steps_agreed_across": ("get", "organization", LEADER_ACROSS_ONLY),
    "organization_board": ("get", "organization", LEADER_ACROSS_ONLY),
    "paper": ("get", "cycle", CYCLE_READ),
    "paper_pdf": ("get", "cycle", CYCLE_READ),
    "hours": ("get", "", "L A F F A A F"),
    "hours_file": ("get", "hours_file", "L A F F A A F"),
    "program": ("get", "program", "L N F F A A N"),
    # For whatever watches over the site
    "health": ("get", "", "A A A A A A A"),
    "health_live": ("get", "", "A A A A A A A"),
    "health_ready": ("get", "", "A A A A A A A"),
    "stop_letters": ("get", "letters", "A A A A A A A"),
    "set_language": ("post", "", "A A A A A A A"),
    # People
    "accounts:account": ("get", "", EVERYBODY_IN),
    "accounts:choose_ways": ("post", "", EVERYBODY_IN),
    "accounts:switch": ("post", "member", "L N N A F N N"),
    "accounts:organization": ("get", "organization", LEADER_ACROSS_ONLY),
    "films": ("get", "organization", LEADER_ACROSS_ONLY),
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
    "cycles:sign_agreement": ("post", "partnership", CYCLE_WRITE),
    "cycles:people": ("get", "partnership", ARRANGE),
    "cycles:remove_participant": ("post", "participant", ARRANGE),
    "cycles:hand_over": ("get", "partnership", ARRANGE),
    "cycles:end_partnership": ("post", "partnership", ARRANGE),
    "cycles:detail": ("get", "cycle", CYCLE_READ),
    "cycles:save_pre_conference": ("post", "cycle", CYCLE_WRITE),
    "cycles:save_lesson": ("post", "cycle", CYCLE_WRITE),
    "cycles:save_post_conference": ("post", "cycle", CYCLE_WRITE),
    "cycles:worker": ("get", "worker", CYCLE_WRITE),
    "cycles:save_reflection": ("post", "cycle", "L N A F F N N"),
    "cycles:look_for_names": ("post", "cycle", CYCLE_WRITE),
    "cycles:not_a_child": ("post", "cycle", CYCLE_WRITE),
    "cycles:advance": ("post", "cycle", CYCLE_WRITE),
    "cycles:add_step": ("post", "cycle", CYCLE_WRITE),
    "cycles:edit_step": ("post", "step", CYCLE_WRITE),
    "cycles:finish_step": ("post", "step", "L N A F F N N"),
    "cycles:reopen_step": ("post", "step", "L N A F F N N"),
    "cycles:carry_step": ("post", "step", CYCLE_WRITE),
    "cycles:let_go_step": ("post", "step", CYCLE_WRITE),
    "cycles:look_again": ("post", "step", CYCLE_WRITE),
    "cycles:ask_to_show": ("post", "step", "L N F A F N N"),
    "cycles:small_test": ("get", "step", CYCLE_WRITE),
    "cycles:step_ideas": ("get", "organization", LEADER_ONLY),
    "cycles:remove_step_idea": ("post", "step_idea", LEADER_ONLY),
    "cycles:set_usual_way": ("post", "organization", LEADER_ACROSS_ONLY),
    "cycles:own_prompts": ("get", "prompt_set", LEADER_ACROSS_ONLY),
    "cycles:reword_prompt": ("post", "prompt", LEADER_ACROSS_ONLY),
    "cycles:retire_prompt": ("post", "prompt", LEADER_ACROSS_ONLY),
    "cycles:caseload": ("get", "", "L A F A A F F"),
    "cycles:plan_date": ("post", "cycle", CYCLE_WRITE),
    "cycles:make_calendar": ("post", "", EVERYBODY_IN),
    "cycles:end_calendar": ("post", "", EVERYBODY_IN),
    "cycles:calendar_feed": ("get", "calendar", "A A A A A A A"),
    "cycles:contacts": ("get", "", "L A F A A F F"),
    "cycles:add_contact": ("get", "", "L A F A A F F"),
    "cycles:edit_contact": ("get", "contact", "L N F A N N N"),
    "cycles:remove_contact": ("post", "contact", "L N F A N N N"),
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
    "media_review:object_to": ("post", "recording", "L N F F N N N"),  # in a pair's film is nobody else
    "media_review:agree_to_sharing": ("post", "objection", "L N N A N N N"),
    "media_review:stop_sharing": ("post", "share", UPLOADER),
    # Recordings: to watch
    "media_review:progress": ("get", "recording", RECORDING),
    "media_review:room": ("get", "recording", RECORDING),
    "media_review:master": ("get", "recording", RECORDING),
    "media_review:playlist": ("get", "rendition", RECORDING),
    "media_review:piece": ("get", "piece", RECORDING),
    "media_review:addresses": ("get", "recording", RECORDING),
    "media_review:sprites": ("get", "recording", RECORDING),
    "media_review:poster": ("get", "recording", RECORDING),
    "media_review:log_viewing": ("post", "recording", RECORDING),
    "media_review:viewings": ("get", "recording", UPLOADER),
    "media_review:lay_parts": ("post", "recording", RECORDING),
    # Feedback: the annotation is the coach's, and shared
    "media_review:changes": ("get", "recording", RECORDING),
    "media_review:add_annotation": ("post", "recording", RECORDING),
    "media_review:ask_for_own_view": ("post", "recording", "L N F A N N N"),
    "media_review:waive_own_view": ("post", "recording", "L N F A N N N"),
    "media_review:share_feedback": ("post", "recording", RECORDING),
    "media_review:restore_feedback": ("post", "recording", RECORDING),
    "media_review:annotation": ("get", "annotation", RECORDING),
    "media_review:edit_annotation": ("post", "annotation", "L N F A N N N"),
    "media_review:delete_annotation": ("post", "annotation", "L N F A N N N"),
    "media_review:reply": ("post", "annotation", RECORDING),
    # With one tap, to others: the coach does not answer herself.
    "media_review:respond": ("post", "annotation", "L N A F N N N"),
    "media_review:make_next_step": ("post", "annotation", RECORDING),
    "media_review:shows_step": ("get", "annotation", RECORDING),
    "media_review:moment_shows_step": ("get", "recording", RECORDING),
    "media_review:take_evidence_away": ("post", "evidence", RECORDING),
    "media_review:talk_about": ("post", "annotation", RECORDING),
    # A lesson seen live: the observation is the coach's, shared with the pair
    "media_review:observe": ("post", "cycle", CYCLE_WRITE),
    "media_review:keep_clock": ("post", "observation", OBSERVER),
    "media_review:worker": ("get", "observation", RECORDING),
    "media_review:align": ("get", "observation", OBSERVER),
    "media_review:undo_align": ("post", "observation", OBSERVER),
    # What a pair talks about: leaders read a cycle, but not this
    "media_review:debrief": ("get", "cycle", CYCLE_WRITE),
    "media_review:debrief_now": ("get", "cycle", CYCLE_WRITE),
    "media_review:talk_about_all": ("post", "cycle", CYCLE_WRITE),
    "media_review:take_wheel": ("post", "cycle", CYCLE_WRITE),
    "media_review:tell_place": ("post", "cycle", CYCLE_WRITE),
    "media_review:leave_wheel": ("post", "cycle", CYCLE_WRITE),
    "media_review:move_item": ("post", "agenda", RECORDING),
    "media_review:take_off": ("post", "agenda", RECORDING),
    "media_review:discuss": ("post", "agenda", RECORDING),
    "media_review:keep_note": ("post", "agenda", "L N F A N N N"),  # she has not written her own view yet
    "media_review:name_point": ("post", "agenda", "L N F A N N N"),
    "media_review:make_step_of_item": ("get", "agenda", RECORDING),
    # What the coach said in it
    "media_review:start_voice": ("post", "recording", RECORDING),
    "media_review:finish_voice": ("post", "voice", "L N N A N N N"),
    "media_review:discard_voice": ("post", "voice", "L N N A N N N"),
    "media_review:hear": ("get", "annotation", RECORDING),
    "media_review:voice_state": ("get", "annotation", RECORDING),
    "media_review:export": ("get", "export", RECORDING),
    "media_review:report": ("get", "recording", RECORDING),
    "media_review:bring_in": ("get", "recording", RECORDING),
    # The words beside it: whoever watches reads them, and the two who know the lesson put them there
    "media_review:transcript": ("get", "recording", RECORDING),
    "media_review:take_captions": ("get", "captions", RECORDING),
    "media_review:edit_captions": ("get", "recording", RECORDING),
    "media_review:remove_captions": ("post", "recording", RECORDING),
    "media_review:transcription": ("get", "recording", RECORDING),
    "media_review:transcribe": ("post", "recording", RECORDING),
    "media_review:stop_transcribing": ("post", "recording", RECORDING),
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


@pytest.mark.usefixtures("store")
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
