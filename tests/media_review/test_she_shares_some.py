"""Sharing one draft, some of them, or all: in one act, with one letter, and in her own time."""

import uuid

import pytest
from django.core import mail
from django.urls import reverse

from media_review.models import Annotation
from tests import make

pytestmark = pytest.mark.usefixtures("planned")

HTMX = {"HX-Request": "true"}


@pytest.fixture
def drafts(recording, cast):
    return [make.make_annotation(recording, cast.coach, f"Number {number}", number * 1000) for number in range(4)]


def room(recording):
    return reverse("media_review:room", args=[recording.pk])


def address(recording):
    return reverse("media_review:share_feedback", args=[recording.pk])


def shared():
    return list(Annotation.objects.filter(shared_at__isnull=False).order_by("start_ms").values_list("body", flat=True))


def test_she_chooses_which_and_one_letter_goes_out(
    sign_in, cast, recording, drafts, django_capture_on_commit_callbacks
):
    browser = sign_in(cast.coach)
    make.make_annotation(recording, cast.coach, "Mine alone", is_private=True)
    make.make_annotation(recording, cast.educator, "A draft of Wren's")
    choice = browser.get(address(recording), headers=HTMX).content.decode()
    assert choice.count('name="drafts"') == 4
    assert "goes to Wren." in choice
    chosen = {"chosen": "1", "drafts": [drafts[0].pk, drafts[2].pk]}
    with django_capture_on_commit_callbacks(execute=True):
        answer = browser.post(address(recording), chosen, headers=HTMX).content.decode()
    assert "2 pieces of feedback are shared." in answer
    assert 'Share feedback <span aria-hidden="true">(2)</span>' in answer
    assert "Two drafts, only you see them. Two notes, none on the agreed focus." in answer
    assert shared() == ["Number 0", "Number 2"]
    (letter,) = mail.outbox
    assert "two pieces of feedback" in letter.body
    assert "Number" not in letter.body


def test_without_scripts_it_is_a_page_of_its_own(sign_in, cast, recording, drafts):
    browser = sign_in(cast.coach)
    assert address(recording) in browser.get(room(recording)).content.decode()
    assert "Choose what to share" in browser.get(address(recording)).content.decode()
    answer = browser.post(address(recording), {"chosen": "1", "drafts": [drafts[1].pk]})
    assert answer["Location"] == room(recording)
    assert shared() == ["Number 1"]


def test_choosing_nothing_shares_nothing(sign_in, cast, recording, drafts):
    browser = sign_in(cast.coach)
    for headers in ({}, HTMX):
        answer = browser.post(address(recording), {"chosen": "1"}, headers=headers)
        assert answer.status_code == 422
        assert "Choose at least one." in answer.content.decode()
    assert shared() == []


def test_one_is_shared_from_its_card_and_the_answer_is_that_card(sign_in, cast, recording, drafts):
    browser = sign_in(cast.coach)
    for draft in drafts:
        page = browser.get(room(recording), {"acts": draft.pk}).content.decode()
        assert f'value="{draft.pk}">Share this one' in page
    at_card = HTMX | {"HX-Target": f"f-{drafts[3].pk}"}
    answer = browser.post(address(recording), {"drafts": drafts[3].pk}, headers=at_card).content.decode()
    assert answer.lstrip().startswith(f'<li class="card" id="f-{drafts[3].pk}"')
    assert "1 piece of feedback is shared." in answer
    assert 'Share feedback <span aria-hidden="true">(3)</span>' in answer
    assert shared() == ["Number 3"]
    assert "Share this one" not in sign_in(cast.educator).get(room(recording)).content.decode()


def test_nobody_shares_the_draft_of_another_nor_a_private_note_nor_from_another_film(sign_in, cast, recording, drafts):
    private = make.make_annotation(recording, cast.coach, is_private=True)
    theirs = make.make_annotation(recording, cast.educator)
    elsewhere = make.make_annotation(make.make_recording(cast.coach), cast.coach)
    browser = sign_in(cast.coach)
    for wrong in (private.pk, theirs.pk, elsewhere.pk, uuid.uuid4(), "x", "\x00"):
        for chosen in ({"drafts": [wrong]}, {"chosen": "1", "drafts": [drafts[0].pk, wrong]}):
            answer = browser.post(address(recording), chosen, headers=HTMX)
            assert answer.status_code == 422, wrong
            assert "no longer a draft of yours" in answer.content.decode() or wrong in ("x", "\x00")
    assert shared() == []
    assert sign_in(cast.educator).post(address(recording), {"drafts": drafts[0].pk}, headers=HTMX).status_code == 422


def test_a_draft_shared_twice_keeps_its_first_moment(sign_in, cast, recording, drafts):
    browser = sign_in(cast.coach)
    browser.post(address(recording), {"drafts": drafts[0].pk})
    first = Annotation.objects.get(pk=drafts[0].pk).shared_at
    browser.post(address(recording))
    assert Annotation.objects.get(pk=drafts[0].pk).shared_at == first
    assert len(shared()) == 4


def test_the_balance_is_told_anew_with_each_draft(sign_in, cast, cycle, recording):
    focus = make.criteria_of(cycle.edition)[0]
    browser = sign_in(cast.coach)
    add = reverse("media_review:add_annotation", args=[recording.pk])
    said = {"start": "0:10", "kind": "suggestion", "body": "Try the cards."}
    one = browser.post(add, said | {"id": uuid.uuid4()}, headers=HTMX).content.decode()
    assert "One suggestion, none on the agreed focus." in one
    two = browser.post(add, said | {"id": uuid.uuid4(), "kind": "celebrate", "criterion": focus.pk}, headers=HTMX)
    assert "One suggestion, one celebration, one on the agreed focus." in two.content.decode()
    assert 'Share feedback <span aria-hidden="true">(2)</span>' in two.content.decode()
