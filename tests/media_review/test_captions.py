"""The words beside a film: who puts them there, who reads them, and what happened to them."""

import io
import re

import pytest
import webvtt
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from media_review import captions
from media_review.clock import timestamp
from media_review.models import Transcript
from media_review.transcripts.cues import Cue
from tests import make
from tests.queries import queries_of

VTT = "WEBVTT\n\n00:01.000 --> 00:03.500\n<v Wren>Why did the tower fall?</v>\n\n00:04.000 --> 00:06.000\n¿Por qué?\n"
SRT = "1\n00:00:01,000 --> 00:00:03,500\nWhy did the tower fall?\n"


def address(name, recording, *more):
    return reverse(f"media_review:{name}", args=[recording.pk, *more])


def send(browser, recording, content, language="es", **more):
    file = SimpleUploadedFile("captions.vtt", content if isinstance(content, bytes) else content.encode())
    told = {"file": file, "language": language, "replaces": getattr(recording_now(recording), "pk", "")} | more
    return browser.post(address("edit_captions", recording), told, follow=True)


def recording_now(recording):
    return Transcript.objects.filter(recording=recording).first()


def said(answer):
    return answer.content.decode()


def test_both_who_know_the_lesson_add_captions_and_all_who_watch_read_them(sign_in, cast, recording):
    for person, content in ((cast.educator, SRT), (cast.coach, VTT)):
        answer = send(sign_in(person), recording, content)
        assert answer.redirect_chain[-1][0] == address("room", recording)
    assert "2 captions stand here now." in said(answer)
    room = said(sign_in(cast.educator).get(address("room", recording)))
    film = address("take_captions", recording, "vtt")
    assert f'<track kind="captions" src="{film}" srclang="es" label="Español">' in room
    page = said(sign_in(cast.educator).get(address("transcript", recording)))
    assert "Español, added by Ines on" in page
    assert '<a class="moment" href="../?t=1.000">0:01</a> <p><b>Wren</b> <span>Why did the tower fall?</span>' in page
    assert "¿Por qué?" in page


def test_somebody_it_is_shared_with_reads_and_takes_them_along_but_changes_nothing(sign_in, cast, recording):
    make.make_transcript(recording)
    recording.share(by=cast.educator, person=cast.leader)
    browser = sign_in(cast.leader)
    assert browser.get(address("transcript", recording)).status_code == 200
    assert browser.get(address("take_captions", recording, "srt")).status_code == 200
    assert browser.get(address("edit_captions", recording)).status_code == 403
    assert send(browser, recording, VTT).status_code == 403
    assert browser.post(address("remove_captions", recording), {"which": 1}).status_code == 403
    assert "Change captions" not in said(browser.get(address("transcript", recording)))
    recording.shares.get(person=cast.leader).stop()
    assert browser.get(address("transcript", recording)).status_code == 404
    assert browser.get(address("take_captions", recording, "vtt")).status_code == 404


def test_a_co_coach_who_may_watch_may_change_them_and_a_coach_who_may_not_is_told_nothing(sign_in, cast, recording):
    beside = make.make_member("coach", cast.program, "Beni Side")
    recording.cycle.partnership.participants.create(person=beside, side="coach")
    assert sign_in(beside).get(address("edit_captions", recording)).status_code == 404  # it was shared before she came
    recording.shares.get().stop()
    recording.share(by=cast.educator, partnership=recording.cycle.partnership)
    assert sign_in(beside).get(address("edit_captions", recording)).status_code == 200
    recording.shares.active().get().stop()
    for person in (beside, cast.coach):
        assert sign_in(person).get(address("edit_captions", recording)).status_code == 404


def test_a_wrong_file_names_its_line_and_changes_nothing(sign_in, cast, recording):
    before = make.make_transcript(recording)
    answer = send(sign_in(cast.coach), recording, VTT.replace("00:04.000", "00:4.000"), language="pt")
    assert answer.status_code == 422
    assert "Line 6: a caption&#x27;s times are expected here, such as 00:01:02.500" in said(answer)
    assert re.search(r'<option value="pt" selected>', said(answer))
    assert recording_now(recording) == before


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "This file is empty."),
        (b"WEBVTT\n\n" + b"x" * 5 * 2**20, "This file is larger than 5 MB."),
        (b"x" * 20 * 2**20, "This file is larger than 5 MB."),
        ("WEBVTT\n\n02:00.000 --> 02:10.000\nToo late", "lie behind the end (1:30)"),
        (VTT.encode("latin-1"), "Line 7: a letter here is not UTF-8"),
    ],
)
def test_bounds_are_told_in_words(sign_in, cast, recording, content, sentence):
    answer = send(sign_in(cast.educator), recording, content)
    assert answer.status_code == 422
    assert sentence in said(answer)
    assert recording_now(recording) is None


def test_no_file_and_no_language_are_told_too(sign_in, cast, recording):
    answer = sign_in(cast.educator).post(address("edit_captions", recording), {"language": "klingon"})
    assert answer.status_code == 422
    assert "Choose a file first." in said(answer)
    assert "klingon" in said(answer)


def test_what_does_not_fit_the_film_is_cut_and_told(sign_in, cast, recording):
    late = f"{VTT}\n01:29.000 --> 01:40.000\nOver the end\n\n01:31.000 --> 01:32.000\nBehind it\n"
    answer = send(sign_in(cast.educator), recording, late)
    assert "3 captions stand here now. 1 lies behind the end and was left out. 1 ends with the recording now." in said(
        answer
    )
    assert recording_now(recording).cues[-1] == [89_000, 90_000, "Over the end"]


def test_nobodys_words_are_replaced_unseen(sign_in, cast, recording):
    first = send(sign_in(cast.coach), recording, VTT, replaces="")
    assert first.redirect_chain
    answer = send(sign_in(cast.educator), recording, SRT, replaces="")
    assert answer.status_code == 422
    assert "Somebody added captions while you were here." in said(answer)
    assert recording_now(recording).by == cast.coach
    # Now she has seen them: the page names them, and a second try replaces them.
    seen = re.search(r'name="replaces" value="(\d+)"', said(answer))[1]
    assert send(sign_in(cast.educator), recording, SRT, replaces=seen).redirect_chain
    again = send(sign_in(cast.coach), recording, VTT, replaces=seen)
    assert "replaced or removed meanwhile" in said(again)
    assert recording_now(recording).by == cast.educator


def test_they_are_removed_once_and_the_history_tells_of_all(sign_in, cast, recording):
    send(sign_in(cast.educator), recording, SRT)
    send(sign_in(cast.coach), recording, VTT)
    gone = recording_now(recording).pk
    browser = sign_in(cast.educator)
    for _ in range(2):
        page = said(browser.post(address("remove_captions", recording), {"which": gone}, follow=True))
    assert "replaced or removed meanwhile" in page
    assert recording_now(recording) is None
    sentences = [sentence for _at, sentence in captions.history(recording)]
    assert sentences == ["Wren removed the captions.", "Ines replaced the captions.", "Wren added captions."]
    assert all(sentence in page for sentence in sentences)
    assert browser.get(address("transcript", recording)).status_code == 404
    assert browser.get(address("take_captions", recording, "vtt")).status_code == 404
    assert "<track" not in said(browser.get(address("room", recording)))
    for nonsense in ({}, {"which": "x"}, {"which": "9" * 40}):
        assert browser.post(address("remove_captions", recording), nonsense).status_code == 302


def test_what_is_taken_along_is_private_and_read_by_another_reader(sign_in, cast, recording):
    send(sign_in(cast.educator), recording, VTT)
    for ending, form in (("vtt", "vtt"), ("srt", "srt")):
        answer = sign_in(cast.coach).get(address("take_captions", recording, ending))
        assert answer["Cache-Control"] == "private, no-store"
        assert answer["Content-Disposition"] == f'attachment; filename="story-time.{ending}"'
        found = webvtt.from_buffer(io.StringIO(said(answer)), format=form).captions
        assert [(cue.start, cue.end) for cue in found] == [
            ("00:00:01.000", "00:00:03.500"),
            ("00:00:04.000", "00:00:06.000"),
        ]
        assert "Why did the tower fall?" in found[0].text
    assert sign_in(cast.coach).get(address("take_captions", recording, "exe")).status_code == 404


def test_words_with_code_and_turned_letters_are_only_words(sign_in, cast, recording):
    bad = (1000, 2000, "<script>alert(1)</script> --> \u202eabc", '"><img src=x>')
    make.make_transcript(recording, cues=(bad,))
    browser = sign_in(cast.educator)
    page = said(browser.get(address("transcript", recording)))
    assert "<script>alert" not in page
    assert "<img src=x>" not in page
    assert "&lt;script&gt;" in page
    vtt = said(browser.get(address("take_captions", recording, "vtt")))
    assert vtt.count("-->") == 1
    assert "<script>" not in vtt


def test_a_film_on_its_way_has_no_captions_yet(sign_in, cast):
    recording = make.make_recording(cast.educator, state="processing")
    for name in ("transcript", "edit_captions"):
        assert sign_in(cast.educator).get(address(name, recording)).status_code == 404


def test_fifty_thousand_captions_pass_through_and_cost_the_room_nothing(sign_in, cast, recording):
    """Fifty hours of speech, and as many questions to the database as for one word."""
    browser = sign_in(cast.educator)
    pages = [address("room", recording), address("transcript", recording), address("take_captions", recording, "vtt")]
    send(browser, recording, VTT)
    weight = len(browser.get(pages[0]).content)
    few = [queries_of(browser, page) for page in pages]
    film = browser.get(pages[0]).context["here"].recording
    film.duration_ms = 50_000 * 1500
    film.save(update_fields=["duration_ms"])
    times = [number * 1500 for number in range(50_000)]
    many = "\n\n".join(["WEBVTT", *(f"{timestamp(ms)} --> {timestamp(ms + 1400)}\nWord at {ms}" for ms in times)])
    assert "50000 captions stand here now." in said(send(browser, recording, many))
    assert [queries_of(browser, page) for page in pages] == few
    assert abs(len(browser.get(pages[0]).content) - weight) < 2000
    page = said(browser.get(pages[1], headers={"HX-Request": "true"}))
    assert page.count("<li ") == 50_000
    assert page.count("<section>") == 1000
    assert "<html" not in page
    assert read_back(browser.get(pages[2])) == 50_000


def read_back(answer):
    return len(webvtt.from_buffer(io.StringIO(said(answer))).captions)


def test_cues_are_kept_as_they_were_read(cast, recording):
    words = [Cue(1, 2, "a", "b"), Cue(2, 3, "c")]
    captions.put(recording, cast.educator, language="en", cues=words, replaces=None)
    assert captions.cues_of(recording_now(recording)) == words
