"""What an uploader reads and writes while a film is on its way."""

from django.urls import reverse

from media_review.models import Recording
from tests import make


def address(name, recording):
    return reverse(f"media_review:{name}", args=[recording.pk])


def test_the_states_are_said_in_the_words_of_the_house(cast, sign_in):
    recording = make.make_recording(cast.educator)
    browser = sign_in(cast.educator)
    words = {
        "uploading": "Uploading",
        "queued": "Checking",
        "processing": "Checking",
        "playable": "Ready to watch",
        "ready": "Ready",
        "failed": "Could not be used",
    }
    for state, word in words.items():
        Recording.objects.filter(pk=recording.pk).update(state=state, failed_reason="This film has no picture.")
        told = browser.get(address("progress", recording))
        page = told.content.decode()
        assert f'<strong class="state">{word}' in page
        settled = state in ("ready", "failed")
        assert told.status_code == (286 if settled else 200)
        assert ('hx-trigger="every 2s"' in page) is not settled
    assert "This film has no picture." in page
    assert reverse("media_review:new") in page


def test_the_uploader_and_nobody_else_is_told_the_fingerprint_of_what_arrived(cast, cycle, sign_in):
    recording = make.make_recording(cast.educator, state="playable", sha256="ab" * 32)
    recording.share(by=cast.educator, partnership=cycle.partnership)

    page = sign_in(cast.educator).get(address("upload", recording)).content.decode()
    assert "ab" * 32 in page
    assert "<dd>1:30</dd>" in page
    assert "11.4" in page
    assert "ab" * 32 in sign_in(cast.educator).get(address("progress", recording), {"path": ""}).content.decode()
    assert "ab" * 32 not in sign_in(cast.coach).get(address("progress", recording), {"path": ""}).content.decode()


def test_a_page_that_knows_already_is_told_nothing(cast, sign_in):
    recording = make.make_recording(cast.educator, state="processing", progress=40)
    browser = sign_in(cast.educator)

    assert browser.get(address("progress", recording), {"seen": "processing-40"}).status_code == 204
    assert browser.get(address("progress", recording), {"seen": "processing-39"}).status_code == 200


def test_what_she_says_about_it_is_saved_as_she_types_and_overwrites_nothing_else(cast, cycle, sign_in):
    recording = make.make_recording(cast.educator, state="processing")
    browser = sign_in(cast.educator)
    said = {"title": "Second reading", "cycle": cycle.pk, "look_for": "Did I wait long enough?"}

    saved = browser.post(address("about", recording), said, headers={"hx-request": "true"})

    assert saved.content.decode().strip() == "Saved."
    recording.refresh_from_db()
    assert (recording.title, recording.cycle, recording.look_for) == ("Second reading", cycle, said["look_for"])
    refused = browser.post(
        address("about", recording), said | {"title": "", "look_for": "x" * 1001}, headers={"hx-request": "true"}
    )
    assert "required" in refused.content.decode()
    assert "1000" in refused.content.decode()
    recording.refresh_from_db()
    assert recording.title == "Second reading"
    assert browser.post(address("about", recording), said).status_code == 302
    kept = browser.post(address("about", recording), said | {"title": "", "look_for": "Is it too loud?"})
    assert "Is it too loud?" in kept.content.decode()
    assert "</html>" in kept.content.decode()


def test_saving_does_not_take_back_what_a_worker_wrote_meanwhile(cast, sign_in, monkeypatch):
    recording = make.make_recording(cast.educator, state="processing", progress=10)
    stale = Recording.objects.get(pk=recording.pk)
    Recording.objects.filter(pk=recording.pk).update(state="ready", progress=100)
    monkeypatch.setattr("media_review.views.uploads._own", lambda request, pk: stale)

    sign_in(cast.educator).post(address("about", recording), {"title": "Lunch", "look_for": ""})

    recording.refresh_from_db()
    assert (recording.title, recording.state, recording.progress) == ("Lunch", "ready", 100)


def test_a_lesson_of_others_cannot_be_named(cast, sign_in):
    recording = make.make_recording(cast.educator)
    theirs = make.make_cycle(make.make_partnership(cast.program))

    refused = sign_in(cast.educator).post(
        address("about", recording), {"title": "Lunch", "cycle": theirs.pk}, headers={"hx-request": "true"}
    )

    assert "not one of the available choices" in refused.content.decode()
    recording.refresh_from_db()
    assert recording.cycle is None


def test_the_lesson_stays_after_its_cycle_closed(cast, cycle, sign_in):
    recording = make.make_recording(cast.educator, cycle=cycle)
    type(cycle).objects.filter(pk=cycle.pk).update(closed_at=recording.created_at)

    saved = sign_in(cast.educator).post(
        address("about", recording), {"title": "Lunch", "cycle": cycle.pk}, headers={"hx-request": "true"}
    )

    assert saved.content.decode().strip() == "Saved."


def test_the_page_of_an_upload_asks_for_the_same_film_and_later_says_what_became_of_it(cast, sign_in):
    recording = make.make_recording(cast.educator, state="uploading", fingerprint="12-ab")
    browser = sign_in(cast.educator)

    page = browser.get(address("upload", recording)).content.decode()
    assert 'data-fingerprint="12-ab"' in page
    assert "Choose the same film again" in page
    assert recording.file_name in page
    Recording.objects.filter(pk=recording.pk).update(state="queued")
    page = browser.get(address("upload", recording)).content.decode()
    assert "Your film has arrived" in page
    assert "data-choose" not in page


def test_a_failed_film_may_be_deleted_and_one_in_the_works_may_not(cast, sign_in):
    failed = make.make_recording(cast.educator, state="failed", original_key="")
    working = make.make_recording(cast.educator, state="processing")
    browser = sign_in(cast.educator)

    for recording in (failed, working):
        browser.post(address("cancel_upload", recording))

    assert list(Recording.objects.all()) == [working]
