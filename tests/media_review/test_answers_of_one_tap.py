"""Thanks, let's talk, tried it: what a reader says to feedback with one tap, and who sees that."""

import re

import pytest
from django.urls import reverse

from media_review import answers, feedback
from media_review.models import Annotation, Response
from tests import make

HTMX = {"HX-Request": "true"}


@pytest.fixture
def said(recording, cast):
    """Feedback of the coach, shared."""
    return make.make_annotation(recording, cast.coach, kind="suggestion", shared_at=recording.created_at)


def to(name, annotation):
    return reverse(f"media_review:{name}", args=[annotation.pk])


def tap(browser, annotation, headers=HTMX, **answer):
    return browser.post(to("respond", annotation), answer, headers=headers)


def room(browser, recording, query=""):
    return browser.get(reverse("media_review:room", args=[recording.pk]) + query).content.decode()


def is_hidden(annotation, page):
    (card,) = re.findall(f'<li [^>]*id="f-{annotation.pk}"[^>]*>', page)
    return card.endswith(" hidden>")


def test_she_says_thanks_and_wants_to_talk_and_her_coach_reads_it(sign_in, cast, recording, said):
    browser = sign_in(cast.educator)
    card = tap(browser, said, say="thanks").content.decode()
    assert "You say thanks" in card
    assert 'name="unsay" value="thanks" aria-pressed="true"' in card
    assert 'name="say" value="talk" aria-pressed="false"' in card
    assert "You say thanks · You want to talk" in tap(browser, said, say="talk").content.decode()
    assert "Wren says thanks · Wren wants to talk" in room(sign_in(cast.coach), recording)
    assert set(said.responses.values_list("person", "kind")) == {
        (cast.educator.pk, "thanks"),
        (cast.educator.pk, "talk"),
    }


def test_saying_it_twice_is_saying_it_once_and_it_can_be_taken_back(sign_in, cast, said):
    browser = sign_in(cast.educator)
    for _ in range(2):
        tap(browser, said, say="tried")
    assert said.responses.count() == 1
    for _ in range(2):
        card = tap(browser, said, unsay="tried").content.decode()
        assert "You tried it" not in card
    assert not said.responses.exists()


def test_without_scripts_she_comes_back_to_the_room_at_the_card(sign_in, cast, recording, said):
    browser = sign_in(cast.educator)
    page = room(browser, recording, f"?acts={said.pk}")
    assert f'<button formaction="{to("respond", said)}" name="say" value="thanks"' in page
    answer = tap(browser, said, headers={}, say="thanks")
    assert answer["Location"] == reverse("media_review:room", args=[recording.pk]) + f"#f-{said.pk}"
    assert said.responses.count() == 1


def test_nobody_answers_herself_nor_a_draft_nor_a_reply_nor_what_was_taken_back(sign_in, cast, recording, said):
    assert tap(sign_in(cast.coach), said, say="thanks").status_code == 403
    assert 'class="taps"' not in room(sign_in(cast.coach), recording)
    draft = make.make_annotation(recording, cast.coach)
    assert tap(sign_in(cast.educator), draft, say="thanks").status_code == 404
    reply = make.make_annotation(recording, cast.coach, parent=said, shared_at=said.shared_at)
    assert tap(sign_in(cast.educator), reply, say="thanks").status_code == 403
    make.make_annotation(recording, cast.educator, parent=said, shared_at=said.shared_at)
    feedback.take_back(said)
    assert tap(sign_in(cast.educator), said, say="thanks").status_code == 403
    assert not Response.objects.exists()


def test_only_those_who_can_watch_answer_and_only_with_words_we_know(sign_in, cast, recording, said):
    for person in (cast.leader, cast.outsider, cast.former):
        assert tap(sign_in(person), said, say="thanks").status_code == 404
    browser = sign_in(cast.educator)
    for wrong in ({}, {"say": "shout"}, {"say": ""}, {"unsay": "\x00"}):
        assert tap(browser, said, **wrong).status_code == 400
    assert not Response.objects.exists()
    recording.shares.get().stop()
    own = make.make_annotation(recording, cast.educator, shared_at=recording.created_at)
    assert tap(sign_in(cast.coach), own, say="thanks").status_code == 404


def test_a_thanks_is_an_answer_so_the_feedback_no_longer_waits_for_one(sign_in, cast, recording, said):
    make.make_annotation(recording, cast.coach, body="Still waits", shared_at=recording.created_at)
    tap(sign_in(cast.educator), said, say="thanks")
    assert is_hidden(said, room(sign_in(cast.coach), recording, "?answered=no"))
    tap(sign_in(cast.educator), said, unsay="thanks")
    assert not is_hidden(said, room(sign_in(cast.coach), recording, "?answered=no"))


def test_what_somebody_answered_with_one_tap_keeps_its_place_when_it_is_taken_back(sign_in, cast, recording, said):
    tap(sign_in(cast.educator), said, say="talk")
    card = sign_in(cast.coach).post(to("delete_annotation", said), headers=HTMX).content.decode()
    assert "Taken back by its author." in card
    assert "Wren wants to talk" in card
    assert 'class="taps"' not in sign_in(cast.educator).get(to("annotation", said), headers=HTMX).content.decode()


def test_a_card_that_goes_meanwhile_refuses_in_words(cast, said):
    Annotation.objects.filter(pk=said.pk).delete()
    with pytest.raises(feedback.Refused, match="taken back meanwhile"):
        answers.respond(said, cast.educator, "thanks", stands=True)


def test_what_others_who_watch_say_stands_under_their_names(sign_in, cast, recording, said):
    peer = make.make_member("educator", cast.program, "Paz Peer")
    recording.share(by=cast.educator, person=peer)
    tap(sign_in(peer), said, say="tried")
    assert "Paz tried it" in room(sign_in(cast.educator), recording)
    recording.shares.get(person=peer).stop()
    assert "Paz tried it" in room(sign_in(cast.educator), recording)
