"""Changing a card that another tab has changed meanwhile; taking feedback back, and wanting it again."""

import re

import pytest
from django.urls import reverse

from media_review import undo
from media_review.models import Annotation
from tests import make

pytestmark = pytest.mark.usefixtures("planned")

HTMX = {"HX-Request": "true"}


@pytest.fixture
def said(recording, cast, cycle):
    """Feedback of the coach, shared, with all that words can hold."""
    criterion = make.criteria_of(cycle.edition)[0]
    return make.make_annotation(
        recording,
        cast.coach,
        kind="question",
        interpretation="They trust the silence.",
        link="https://example.org/waiting",
        criterion=criterion,
        level=criterion.levels.first(),
        shared_at=recording.created_at,
    )


def to(name, annotation):
    return reverse(f"media_review:{name}", args=[annotation.pk])


def hidden(page, name):
    return re.search(rf'name="{name}" value="([^"]*)"', page.content.decode())[1]


def as_it_is():
    """Every value of every piece of feedback but for when its card last changed."""
    return sorted(
        (row | {"changed_at": None} for row in Annotation.objects.values()), key=lambda row: str(row["created_at"])
    )


# --- Two tabs ------------------------------------------------------------------------------------


def change(browser, annotation, body, seen, headers=HTMX):
    typed = {"start": "1:02", "kind": "question", "body": body, "seen": seen}
    return browser.post(to("edit_annotation", annotation), typed, headers=headers)


def test_the_second_of_two_tabs_is_told_and_may_go_on_knowing_it(sign_in, cast, said):
    browser = sign_in(cast.coach)
    seen = hidden(browser.get(to("edit_annotation", said), headers=HTMX), "seen")
    assert change(browser, said, "From the first tab", seen).status_code == 200
    second = change(browser, said, "From the second tab", seen)
    assert second.status_code == 422
    assert "it now says “From the first tab”" in second.content.decode()
    said.refresh_from_db()
    assert said.body == "From the first tab"
    told = re.search(r'"mark": "(\w+)"', second["HX-Trigger"])[1]
    assert change(browser, said, "From the second tab", told).status_code == 200
    said.refresh_from_db()
    assert said.body == "From the second tab"


def test_the_second_tab_is_told_without_scripts_too(sign_in, cast, said):
    browser = sign_in(cast.coach)
    seen = hidden(browser.get(to("edit_annotation", said)), "seen")
    change(browser, said, "From the first tab", seen)
    second = change(browser, said, "From the second tab", seen, headers={})
    assert second.status_code == 422
    assert "From the second tab</textarea>" in second.content.decode()
    assert change(browser, said, "From the second tab", hidden(second, "seen"), headers={}).status_code == 302


def test_an_answer_that_came_meanwhile_is_no_change_of_ones_own_words(sign_in, cast, said):
    browser = sign_in(cast.coach)
    seen = hidden(browser.get(to("edit_annotation", said), headers=HTMX), "seen")
    sign_in(cast.educator).post(to("reply", said), {"body": "I counted."}, headers=HTMX)
    assert change(sign_in(cast.coach), said, "Five slow counts", seen).status_code == 200


def test_another_mistake_does_not_make_her_overwrite_what_she_was_not_told_of(sign_in, cast, said):
    browser = sign_in(cast.coach)
    seen = hidden(browser.get(to("edit_annotation", said), headers=HTMX), "seen")
    change(browser, said, "From the first tab", seen)
    too_long = change(browser, said, "x" * 6000, seen)
    assert "5000 are the most" in too_long.content.decode()
    assert '"mark": ""' not in too_long["HX-Trigger"]
    told = re.search(r'"mark": "(\w*)"', too_long["HX-Trigger"])[1]
    assert change(browser, said, "Shorter", told).status_code == 422


# --- Undo ----------------------------------------------------------------------------------------


def take_back(browser, annotation, headers=HTMX):
    return browser.post(to("delete_annotation", annotation), headers=headers)


def bring_back(browser, recording, token, headers=HTMX):
    address = reverse("media_review:restore_feedback", args=[recording.pk])
    return browser.post(address, {"undo": token}, headers=headers)


def test_what_she_deleted_comes_back_whole(sign_in, cast, recording, said):
    make.make_annotation(recording, cast.coach, "And one thing more", parent=said, shared_at=recording.created_at)
    before, browser = as_it_is(), sign_in(cast.coach)
    deleted = take_back(browser, said)
    assert "Deleted." in deleted.content.decode()
    assert not Annotation.objects.exists()
    for _ in range(2):  # twice is once
        answer = bring_back(browser, recording, hidden(deleted, "undo"))
        assert "You waited five slow counts." in answer.content.decode()
        assert as_it_is() == before


def test_what_was_answered_gets_its_words_back(sign_in, cast, recording, said):
    make.make_annotation(recording, cast.educator, "I counted.", parent=said, shared_at=recording.created_at)
    before, browser = as_it_is(), sign_in(cast.coach)
    deleted = take_back(browser, said)
    assert "Taken back by its author." in deleted.content.decode()
    make.make_annotation(recording, cast.educator, "Oh.", parent=said, shared_at=recording.created_at)
    answer = bring_back(browser, recording, hidden(deleted, "undo")).content.decode()
    assert "They trust the silence." in answer
    assert "Oh." in answer
    Annotation.objects.get(body="Oh.").delete()
    assert as_it_is() == before


def test_feedback_that_somebody_thanked_for_leaves_its_card(sign_in, cast, said):
    said.responses.create(person=cast.educator, kind="thanks")
    assert "Taken back by its author." in take_back(sign_in(cast.coach), said).content.decode()
    assert said.responses.exists()


def test_without_scripts_undo_stands_on_a_page(sign_in, cast, recording, said):
    browser = sign_in(cast.coach)
    page = take_back(browser, said, headers={})
    assert bring_back(browser, recording, hidden(page, "undo"), headers={}).status_code == 302
    assert Annotation.objects.get() == said


def test_only_its_author_brings_it_back_only_there_and_only_for_a_while(sign_in, cast, recording, said, monkeypatch):
    elsewhere = make.make_recording(cast.coach)
    token = hidden(take_back(sign_in(cast.coach), said), "undo")
    assert bring_back(sign_in(cast.educator), recording, token).status_code == 422
    assert bring_back(sign_in(cast.leader), recording, token).status_code == 404
    browser = sign_in(cast.coach)
    assert bring_back(browser, elsewhere, token).status_code == 422
    assert bring_back(browser, recording, token[:-1]).status_code == 422
    assert bring_back(browser, recording, "").status_code == 422
    monkeypatch.setattr(undo, "MINUTES", -1)
    late = bring_back(browser, recording, token)
    assert "the time for it is over" in late.content.decode()
    assert not Annotation.objects.exists()
    recording.shares.get().stop()
    assert bring_back(browser, recording, token).status_code == 404


def test_an_answer_does_not_come_back_to_what_is_gone(sign_in, cast, recording, said):
    reply = make.make_annotation(recording, cast.educator, "I counted.", parent=said, shared_at=recording.created_at)
    token = hidden(take_back(sign_in(cast.educator), reply), "undo")
    take_back(sign_in(cast.coach), said)
    assert bring_back(sign_in(cast.educator), recording, token).status_code == 422
    assert not Annotation.objects.exists()
