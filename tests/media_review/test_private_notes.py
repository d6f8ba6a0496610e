"""Notes that are their writer's alone for ever: sharing passes them by, and nobody else finds a trace of them."""

import uuid

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.urls import reverse

from media_review import feedback
from media_review.models import Annotation
from tests import make

HTMX = {"HX-Request": "true"}
WORDS = "I was tired that day."


@pytest.fixture
def note(recording, cast):
    return make.make_annotation(recording, cast.coach, WORDS, is_private=True)


def of(name, row, *more):
    return reverse(f"media_review:{name}", args=[row.pk, *more])


def write(browser, recording, **typed):
    typed = {"id": uuid.uuid4(), "start": "0:41", "body": WORDS, "kind": "note"} | typed
    return browser.post(of("add_annotation", recording), typed, headers=HTMX)


def test_she_writes_one_and_it_is_marked_and_not_counted_as_a_draft(sign_in, cast, recording):
    browser = sign_in(cast.coach)
    card = write(browser, recording, is_private="on").content.decode()
    assert Annotation.objects.get().is_private
    assert "Only for you, always" in card
    assert "Share feedback" not in card
    write(browser, recording, body="A draft")
    page = browser.get(of("room", recording)).content.decode()
    assert "One draft, only you see it. One note." in page


def test_sharing_passes_it_by(sign_in, cast, recording, note, django_capture_on_commit_callbacks):
    browser = sign_in(cast.coach)
    share = of("share_feedback", recording)
    with django_capture_on_commit_callbacks(execute=True):
        assert "0 pieces" in browser.post(share, headers=HTMX).content.decode()
        assert mail.outbox == []
        make.make_annotation(recording, cast.coach, "A draft")
        assert "1 piece of" in browser.post(share, headers=HTMX).content.decode()
    note.refresh_from_db()
    assert note.shared_at is None
    assert len(mail.outbox) == 1


def test_the_database_itself_keeps_it_private(note):
    with pytest.raises(IntegrityError), transaction.atomic():
        Annotation.objects.filter(pk=note.pk).update(shared_at=note.created_at)


def test_nobody_else_finds_it_anywhere(sign_in, cast, recording, note):
    browser = sign_in(cast.educator)
    for name in ("annotation", "edit_annotation", "reply", "make_next_step"):
        assert browser.get(of(name, note)).status_code == 404
    pages = [of("room", recording), of("report", recording), reverse("home")]
    pages += [of("export", recording, ending) for ending in ("vtt", "jsonld", "csv", "eaf")]
    for page in pages:
        assert WORDS not in browser.get(page).content.decode(), page
    assert WORDS in sign_in(cast.coach).get(of("export", recording, "csv")).content.decode()
    assert "only for you, always" in sign_in(cast.coach).get(of("export", recording, "csv")).content.decode()


def test_home_does_not_ask_to_share_it(sign_in, cast, recording, note):
    assert "Look and share" not in sign_in(cast.coach).get(reverse("home")).content.decode()
    make.make_annotation(recording, cast.coach, "A draft")
    assert "One draft on" in sign_in(cast.coach).get(reverse("home")).content.decode()


def test_it_becomes_a_draft_again_and_a_draft_becomes_private(sign_in, cast, recording, note):
    browser = sign_in(cast.coach)
    form = browser.get(of("edit_annotation", note), headers=HTMX).content.decode()
    assert "Only for me, always" in form
    typed = {"start": "1:02", "body": WORDS, "kind": "note"}
    assert "Draft, only you" in browser.post(of("edit_annotation", note), typed, headers=HTMX).content.decode()
    again = browser.post(of("edit_annotation", note), typed | {"is_private": "on"}, headers=HTMX).content.decode()
    assert "Only for you, always" in again


def test_what_is_shared_cannot_become_private(sign_in, cast, recording):
    said = make.make_annotation(recording, cast.coach, shared_at=recording.created_at)
    browser = sign_in(cast.coach)
    assert "Only for me" not in browser.get(of("edit_annotation", said), headers=HTMX).content.decode()
    typed = {"start": "1:02", "body": "Other words", "kind": "note", "is_private": "on"}
    browser.post(of("edit_annotation", said), typed, headers=HTMX)
    said.refresh_from_db()
    assert (said.body, said.is_private) == ("Other words", False)
    with pytest.raises(feedback.Refused, match="shared already"):
        feedback.change(said, {"is_private": True})
