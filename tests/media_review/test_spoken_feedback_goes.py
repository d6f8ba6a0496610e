"""What becomes of a voice: it goes with its words, comes back with them, and leaves nothing in the store."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now

from coachcycle.objectstore import objects
from media_review import feedback, orphans, undo, voice
from media_review.models import Annotation, Voice
from tests import make
from tests.media_review.voices import HTMX, send, stored, to, write

TOMORROW = -1

pytestmark = pytest.mark.usefixtures("store")


def test_what_is_taken_back_can_be_undone_for_a_while_and_then_leaves_the_store(cast, recording, heard):
    said = heard.voice
    taken = feedback.take_back(heard)
    assert voice.clear_away() == 0
    undo.restore(taken.undo, recording, cast.coach)
    assert Annotation.objects.get().voice == said
    Voice.objects.update(let_go_at=now() - timedelta(days=1))
    assert voice.clear_away() == 0, "it is heard again"

    feedback.take_back(Annotation.objects.get())
    Voice.objects.update(let_go_at=now() - timedelta(minutes=undo.MINUTES))
    assert voice.clear_away() == 0
    Voice.objects.update(let_go_at=now() - timedelta(minutes=undo.MINUTES + 6))
    assert voice.clear_away() == 1
    assert not Voice.objects.exists()
    assert stored(said) == []


def test_an_answered_card_that_is_taken_back_keeps_no_voice(sign_in, cast, recording, heard):
    make.make_annotation(recording, cast.educator, "I heard it.", parent=heard, shared_at=now())
    assert feedback.take_back(heard).card_stays
    assert "audio" not in sign_in(cast.coach).get(to("annotation", heard), headers=HTMX).content.decode()
    assert sign_in(cast.coach).get(to("hear", heard)).status_code == 404
    Voice.objects.update(let_go_at=now() - timedelta(hours=1))
    assert voice.clear_away() == 1


def test_she_says_it_anew_and_the_old_words_go(sign_in, cast, recording, heard, sound):
    old, browser = heard.voice, sign_in(cast.coach)
    typed = {"start": "1:02", "kind": "note", "body": "", "voice": old.pk}
    browser.post(to("edit_annotation", heard), typed, headers=HTMX)
    heard.refresh_from_db()
    assert (heard.voice, heard.edited_at) == (old, None), "the same voice is no change"
    new = send(browser, recording, sound)
    browser.post(to("edit_annotation", heard), typed | {"voice": new}, headers=HTMX)
    heard.refresh_from_db()
    assert heard.voice_id == new
    assert heard.edited_at
    old.refresh_from_db()
    assert old.let_go_at
    browser.post(to("edit_annotation", heard), typed | {"voice": "", "body": "In words"}, headers=HTMX)
    heard.refresh_from_db()
    assert heard.voice is None


def test_what_she_discards_before_saving_goes_soon_and_what_she_saved_does_not(sign_in, cast, recording, heard, sound):
    browser = sign_in(cast.coach)
    pk = send(browser, recording, sound)
    for each in (pk, heard.voice_id):
        assert browser.post(reverse("media_review:discard_voice", args=[each])).status_code == 204
    Voice.objects.exclude(let_go_at=None).update(let_go_at=now() - timedelta(hours=1))
    assert voice.clear_away() == 1
    assert Voice.objects.get() == heard.voice


def test_the_sweep_spares_what_is_heard_and_clears_what_is_not(sign_in, cast, recording, heard, sound, settings):
    browser = sign_in(cast.coach)
    waiting = Voice.objects.get(pk=send(browser, recording, sound))
    mine = [heard.voice.key, waiting.arrived_key]
    left = [f"{heard.voice.folder}arrived", f"{heard.voice.folder}9.m4a", f"voices/{recording.pk}/{uuid.uuid4()}/1.m4a"]
    ownerless = f"voices/{uuid.uuid4()}/{uuid.uuid4()}/1.m4a"
    for key in [*left, ownerless]:
        objects.put(key, b"a voice", "audio/mp4")
    assert not any(orphans.sweep_store(trusting=True).values()), "all of it is young"
    settings.STALE_UPLOAD_DAYS = TOMORROW
    swept = orphans.sweep_store(trusting=True)
    assert swept["leftovers"] == 3
    assert swept["objects"] >= 1
    assert sorted(objects.keys_under(f"voices/{recording.pk}/")) == sorted(mine)
    assert list(objects.keys_under(ownerless)) == []


def test_what_never_came_to_be_saved_goes_after_days_and_what_never_arrived_is_said(sign_in, cast, recording, sound):
    browser = sign_in(cast.coach)
    loose, saved = send(browser, recording, sound), uuid.uuid4()
    write(browser, recording, voice=saved)
    assert voice.clear_away() == 0
    Voice.objects.update(created_at=now() - timedelta(days=30))
    assert voice.clear_away() == 1
    assert not Voice.objects.filter(pk=loose).exists()
    assert "never arrived" in browser.get(to("voice_state", Annotation.objects.get())).content.decode()


def test_a_deleted_recording_takes_the_voices_along(cast, recording, heard, settings):
    key = heard.voice.key
    recording.delete()
    assert not Voice.objects.exists()
    settings.STALE_UPLOAD_DAYS = TOMORROW
    orphans.sweep_store(trusting=True)
    assert list(objects.keys_under(key)) == []
