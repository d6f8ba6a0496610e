"""This site writes down what is said, where it has a model: real store, real ffmpeg, real rows, and the real program.

No model is small enough to be kept here. Where one is needed, an ear of ours stands in: it hears when there is sound in
what ffmpeg took out of the film, and says so in two words.
"""

import array
import sys
from datetime import timedelta

import pytest
from django.conf import settings as site
from django.urls import reverse
from django.utils.timezone import now

from media_review import captions, checks, listening, pipeline, sandbox, stopping, tasks, transcribing
from media_review.models import Recording, Transcript, Transcription
from media_review.sweep import sweep
from media_review.transcripts import hearing
from tests import films, make, worker
from tests.media_review.test_pipeline_in_order import wait_until

SECONDS = 6
RATE = 16_000


@pytest.fixture
def model(settings, tmp_path):
    """A folder that looks like a model from outside."""
    for name in hearing.NEEDED:
        (tmp_path / name).write_bytes(b"no model")
    settings.WHISPER_MODEL_DIR = str(tmp_path)
    return tmp_path


@pytest.fixture(autouse=True)
def every_sign_of_life(monkeypatch):
    """Else a second goes by between two, and nothing here takes so long."""
    monkeypatch.setattr(transcribing, "BEAT_SECONDS", 0)


@pytest.fixture
def recording(arrive, tmp_path):
    """Two seconds of silence, and then a tone, watchable."""
    late = ("-af", "volume=0:enable='lt(t,2)'")
    row = arrive(films.safe(tmp_path / "film", *late, seconds=SECONDS))
    pipeline.make_playable(row.pk)
    pipeline.make_ladder(row.pk)
    row.refresh_from_db()
    assert row.state == Recording.State.READY
    return row


progress = []


def ear(folder, language, length_ms, on_progress):
    """Hears from when until when there is any sound."""
    samples = array.array("h", (folder / "out" / "speech.raw").read_bytes())
    loud = [number for number, sample in enumerate(samples) if abs(sample) > 500]
    on_progress(length_ms / 2)
    progress.append(Transcription.objects.values_list("progress", flat=True).first())
    return language or "es", [[1000 * loud[0] // RATE, 1000 * loud[-1] // RATE, " a\n tone "], [0, 10, "  "]]


def ask(browser, recording, language=""):
    address = reverse("media_review:transcribe", args=[recording.pk])
    return browser.post(address, {"language": language}, follow=True).content.decode()


def captions_page(browser, recording):
    return browser.get(reverse("media_review:edit_captions", args=[recording.pk])).content.decode()


@pytest.mark.django_db(transaction=True)
def test_what_is_said_is_written_down_when_it_is_said(recording, model, sign_in, monkeypatch):
    monkeypatch.setattr(transcribing, "_hear", ear)
    browser = sign_in(recording.uploader)
    assert "Waiting for its turn." in ask(browser, recording)
    job = Transcription.objects.get()
    tasks.write_down.call(str(job.pk))
    assert progress.pop() == 50
    transcript = Transcript.objects.get()
    [(start, end, words)] = transcript.cues
    assert start == pytest.approx(2000, abs=80)
    assert end == pytest.approx(1000 * SECONDS, abs=120)
    assert (words, transcript.language, transcript.source) == ("a\ntone", "es", "transcribed")
    assert not Transcription.objects.exists()
    page = captions_page(browser, recording)
    assert "Español, written down by this site" in page
    assert "The site wrote down what is said, as Wren had asked." in page
    # The page that asks how far it is shows itself anew.
    told = browser.get(reverse("media_review:transcription", args=[recording.pk]), headers={"HX-Request": "true"})
    assert told["HX-Refresh"] == "true"


@pytest.mark.django_db(transaction=True)
def test_a_message_that_comes_twice_or_to_two_workers_does_no_harm(recording, model):
    listening.ask(recording, recording.uploader, "")
    job = Transcription.objects.get()
    assert Transcription.objects.claim(job.pk)
    transcribing.write_down(job.pk, hear=None)  # held by somebody who shows signs of life
    assert not Transcript.objects.exists()
    Transcription.objects.update(lease_until=now() - timedelta(seconds=1), excused=1)

    def overtaken(*arguments):
        assert Transcription.objects.filter(pk=job.pk).update(lease_until=now() - timedelta(seconds=1))
        transcribing.write_down(job.pk, hear=ear)
        return ear(*arguments[:3], lambda ms: None)

    transcribing.write_down(job.pk, hear=overtaken)
    assert Transcript.objects.count() == 1
    assert not Transcription.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_whoever_asked_may_take_it_back_and_the_ear_is_ended(recording, model, sign_in):
    browser = sign_in(recording.uploader)
    ask(browser, recording)

    def taken_back(folder, language, length_ms, on_progress):
        browser.post(reverse("media_review:stop_transcribing", args=[recording.pk]))
        on_progress(length_ms)
        pytest.fail("It listens on.")

    transcribing.write_down(Transcription.objects.get().pk, hear=taken_back)
    assert not Transcription.objects.exists()
    assert not Transcript.objects.exists()
    assert "Write it down" in captions_page(browser, recording)


@pytest.mark.django_db(transaction=True)
def test_a_file_that_comes_meanwhile_stays_and_the_listening_ends(recording, model):
    listening.ask(recording, recording.uploader, "")

    def meanwhile(*arguments):
        captions.put(recording, recording.uploader, language="en", cues=[], replaces=None)
        return "en", [[0, 1000, "heard"]]

    transcribing.write_down(Transcription.objects.get().pk, hear=meanwhile)
    assert Transcript.objects.get().source == "uploaded"
    assert not Transcription.objects.exists()
    assert listening.ask(Recording.objects.get(), recording.uploader, "") is False


@pytest.mark.django_db(transaction=True)
def test_silence_and_trouble_are_told_in_a_sentence_and_tried_again(recording, model, sign_in):
    browser = sign_in(recording.uploader)
    ask(browser, recording)
    transcribing.write_down(Transcription.objects.get().pk, hear=lambda *_: ("en", [[0, 10, " "]]))
    assert "No words were heard in this recording." in captions_page(browser, recording)

    def broken(*_arguments):
        raise RuntimeError("The ear is broken.")

    assert "Waiting for its turn." in ask(browser, recording)
    for _ in range(2):
        Transcription.objects.update(lease_until=None)
        transcribing.write_down(Transcription.objects.get().pk, hear=broken)
    assert "Something went wrong on our side while listening." in captions_page(browser, recording)
    assert "Waiting for its turn." in ask(browser, recording, "pt")
    assert Transcription.objects.get().language == "pt"


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_told_to_stop_hands_it_back_and_the_sweep_sends_it_again(recording, model):
    listening.ask(recording, recording.uploader, "")
    job = Transcription.objects.get()

    def stopped(folder, language, length_ms, on_progress):
        stopping.tell_all()
        try:
            on_progress(0)
        finally:
            stopping._told.clear()

    transcribing.write_down(job.pk, hear=stopped)
    job.refresh_from_db()
    assert (job.lease_until, job.queued_at, job.state) == (None, None, "processing")
    sweep()
    job.refresh_from_db()
    assert job.queued_at is not None
    # Killed ones leave their lease behind, and too many of them a sentence.
    Transcription.objects.update(attempt=4, excused=1, lease_until=now() - timedelta(seconds=1))
    transcribing.write_down(job.pk, hear=stopped)
    job.refresh_from_db()
    assert job.failed_reason == str(transcribing.OUR_FAULT)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("walls", ["bubblewrap", "limits"])
def test_the_real_program_in_its_walls_says_what_is_missing(recording, model, settings, walls, caplog):
    """Nobody installs faster-whisper here: the program itself must find that out, and the asker read it in words."""
    settings.MEDIA_SANDBOX = walls
    listening.ask(recording, recording.uploader, "")
    transcribing.write_down(Transcription.objects.get().pk)
    assert Transcription.objects.get().failed_reason == str(transcribing.NOT_SET_UP)
    assert "faster_whisper" in caplog.text
    (model / "tokenizer.json").unlink()
    Transcription.objects.all().delete()
    listening.ask(recording, recording.uploader, "")
    transcribing.write_down(Transcription.objects.get().pk)
    assert f"There is no tokenizer.json in {model}" in caplog.text


def test_what_runs_there_has_no_network_and_sees_only_what_it_is_shown(settings, tmp_path):
    settings.MEDIA_SANDBOX = "bubblewrap"
    (tmp_path / "film").write_bytes(b"")
    program, shown, hidden = (tmp_path.parent / name for name in ("program.py", "shown", "hidden"))
    shown.write_text("shown")
    hidden.write_text("hidden")
    program.write_text(
        "import os, socket, sys\n"
        "assert open(sys.argv[1]).read() == 'shown'\n"
        "assert not os.path.exists(sys.argv[2])\n"
        "try: socket.create_connection(('127.0.0.1', 9), 1)\n"
        "except OSError as trouble: print('net:', trouble.errno)\n"
        "try: open(sys.argv[1], 'w')\n"
        "except OSError as trouble: print('file:', trouble.errno)\n"
        "print('nice:', os.nice(0))\n"
        "sys.exit(3)\n"
    )
    reads = [*{sys.prefix, sys.base_prefix}, shown, program]
    argv = ["python", str(program), str(shown), str(hidden)]
    with pytest.raises(sandbox.ToolFailed) as told:
        sandbox.run(argv, tmp_path, seconds=20, file_bytes=1000, niceness=19, reads=reads)
    assert "nice: 19" in told.value.complaint
    assert "file: 30" in told.value.complaint  # read-only
    assert "net: " in told.value.complaint


@pytest.mark.django_db(transaction=True)
def test_films_never_wait_for_it(recording, model, settings):
    """A worker told to do one piece of work does the film, though the wish to listen came first."""
    listening.ask(recording, recording.uploader, "")
    if settings.TASK_ENGINE != "database":
        pytest.skip("With Redis, who starts the worker names its queues.")
    film = make.make_recording(recording.uploader, state="queued", attempt=0, original_key="originals/none")
    film.renditions.all().delete()
    tasks.enqueue_processing(film.pk)
    done = worker.start(tasks=1, WHISPER_MODEL_DIR=str(model))
    assert done.wait(60) == 0
    film.refresh_from_db()
    assert film.attempt == 1
    assert Transcription.objects.get().attempt == 0


def test_without_a_model_the_page_says_how_one_is_added(sign_in, cast, cycle, settings):
    settings.WHISPER_MODEL_DIR = None
    recording = make.make_recording(cast.educator, cycle=cycle)
    recording.share(by=cast.educator, partnership=cycle.partnership)
    for person in (cast.educator, cast.coach):
        page = captions_page(sign_in(person), recording)
        assert "It has no model for that yet" in page
        assert "Write it down" not in page
    assert "cannot be listened to just now" in ask(sign_in(cast.coach), recording)
    assert not Transcription.objects.exists()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"has_audio": False}, "There is no sound in this recording."),
        ({"state": "growing"}, "as soon as all of this recording is prepared"),
    ],
)
def test_what_cannot_be_listened_to_says_so(sign_in, cast, model, changes, sentence):
    recording = make.make_recording(cast.educator, **changes)
    assert sentence in captions_page(sign_in(cast.educator), recording)
    assert "cannot be listened to just now" in ask(sign_in(cast.educator), recording)


def test_a_language_out_of_no_list_is_refused_in_words(sign_in, cast, model):
    recording = make.make_recording(cast.educator)
    assert "Choose the language out of the list" in ask(sign_in(cast.educator), recording, "klingon")
    assert not Transcription.objects.exists()


def test_who_may_not_caption_may_not_have_it_heard_either(sign_in, cast, cycle, model):
    recording = make.make_recording(cast.educator, cycle=cycle)
    recording.share(by=cast.educator, person=cast.leader)
    for name in ("transcribe", "stop_transcribing"):
        assert sign_in(cast.leader).post(reverse(f"media_review:{name}", args=[recording.pk])).status_code == 403
    assert sign_in(cast.leader).get(reverse("media_review:transcription", args=[recording.pk])).status_code == 403
    assert not Transcription.objects.exists()


def test_the_check_names_what_is_missing(model, settings):
    [said] = checks.what_listens_is_there(None)
    assert "faster-whisper is not installed" in said.msg
    (model / "model.bin").unlink()
    assert "There is no model.bin in WHISPER_MODEL_DIR" in checks.what_listens_is_there(None)[0].msg
    settings.WHISPER_MODEL_DIR = None
    assert checks.what_listens_is_there(None) == []


@pytest.mark.django_db(transaction=True)
def test_a_worker_on_a_host_with_a_model_listens_beside_its_other_work(recording, model):
    """The model of this test is none, which the real program in a lane of the real worker finds out."""
    queues = {"queues": ["transcripts"]} if site.TASK_ENGINE == "redis" else {}
    listening.ask(recording, recording.uploader, "")
    running = worker.start(WHISPER_MODEL_DIR=str(model), **queues)
    try:
        wait_until(lambda: Transcription.objects.get().has_failed)
        assert Transcription.objects.get().failed_reason == str(transcribing.NOT_SET_UP)
        assert running.poll() is None
    finally:
        running.terminate()
        running.wait()
