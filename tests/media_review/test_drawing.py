"""What she draws on a frame is kept as vectors, and nothing else is."""

import json
import uuid
import xml.etree.ElementTree as ET

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as some

from media_review import drawing
from media_review.models import Annotation
from tests import make

HTMX = {"HX-Request": "true"}
BOX = {"tool": "box", "points": [[0.25, 0.25], [0.75, 0.5]]}
ARROW = {"tool": "arrow", "points": [[0.9, 0.9], [0.1, 0.1]]}
PEN = {"tool": "pen", "points": [[0.1, 0.8], [0.2, 0.9], [0.3, 0.8]]}

places = some.lists(some.floats(0, 1), min_size=2, max_size=2)
strokes = some.one_of(
    some.builds(lambda points: {"tool": "pen", "points": points}, some.lists(places, min_size=2, max_size=8)),
    some.builds(
        lambda tool, points: {"tool": tool, "points": points},
        some.sampled_from(["arrow", "box"]),
        some.lists(places, min_size=2, max_size=2),
    ),
)


def write(browser, recording, **typed):
    typed = {"id": uuid.uuid4(), "start": "0:41.25", "kind": "note", "body": ""} | typed
    return browser.post(reverse("media_review:add_annotation", args=[recording.pk]), typed, headers=HTMX)


@given(some.lists(strokes, max_size=5))
def test_whatever_is_drawn_is_read_back_as_it_was_kept(drawn):
    kept = drawing.read(json.dumps(drawn))
    assert (kept is None) == (drawn == [])
    if kept:
        assert drawing.read(drawing.written(kept)) == kept
        assert all(0 <= share <= 1 for stroke in kept for point in stroke["points"] for share in point)
        ET.fromstring(drawing.svg(kept, 1280, 720))
        assert drawing.in_words(kept)


@pytest.mark.parametrize(
    "sent",
    [
        "nonsense",
        "{}",
        '"pen"',
        "[[]]",
        '[{"tool": "pen"}]',
        '[{"tool": "spray", "points": [[0, 0], [1, 1]]}]',
        '[{"tool": ["pen"], "points": [[0, 0], [1, 1]]}]',
        '[{"tool": "pen", "points": [[0, 0]]}]',
        '[{"tool": "box", "points": [[0, 0], [1, 1], [0, 1]]}]',
        '[{"tool": "pen", "points": [[0, 0], [1, 1.01]]}]',
        '[{"tool": "pen", "points": [[0, 0], [1, -0.01]]}]',
        '[{"tool": "pen", "points": [[0, 0], [1, NaN]]}]',
        '[{"tool": "pen", "points": [[0, 0], [1, Infinity]]}]',
        '[{"tool": "pen", "points": [[0, 0], [1, true]]}]',
        '[{"tool": "pen", "points": [[0, 0], [1, "0"]]}]',
        '[{"tool": "pen", "points": [[0, 0], [1, 0, 0]]}]',
        '[{"tool": "pen", "points": [[0, 0], [1, 1]], "onclick": "alert()"}]',
        json.dumps([BOX] * 31),
        json.dumps([{"tool": "pen", "points": [[0, 0]] * 301}]),
        json.dumps([{"tool": "pen", "points": [[0, 0]] * 300}] * 4),
        "[" * 100_000,
    ],
)
def test_what_is_no_drawing_is_refused_in_words(sent, sign_in, cast, recording):
    with pytest.raises(ValueError, match=r"."):
        drawing.read(sent)
    answer = write(sign_in(cast.coach), recording, body="His hands", drawing=sent)
    assert answer.status_code == 422
    assert "The drawing could not be read" in answer.content.decode()
    assert not Annotation.objects.exists()


def test_she_leaves_a_drawing_without_a_word(sign_in, cast, recording):
    answer = write(sign_in(cast.coach), recording, drawing=json.dumps([BOX, ARROW]))
    saved = Annotation.objects.get()
    assert (saved.drawing, saved.body, saved.start_ms) == ([BOX, ARROW], "", 41_250)
    page = answer.content.decode()
    assert "Drawing: box in the middle and arrow at the upper left" in page
    assert "data-drawing=" in page


def test_with_neither_words_nor_drawing_there_is_nothing_to_save(sign_in, cast, recording):
    answer = write(sign_in(cast.coach), recording, drawing="[]")
    assert answer.status_code == 422
    assert "Write a few words first." in answer.content.decode()


def test_she_changes_the_drawing_and_others_see_that_it_was_edited(sign_in, cast, recording):
    said = make.make_annotation(recording, cast.coach, drawing=[BOX], shared_at=recording.created_at)
    address = reverse("media_review:edit_annotation", args=[said.pk])
    browser = sign_in(cast.coach)
    typed = {"start": "1:02", "body": said.body, "kind": "note"}
    browser.post(address, typed | {"drawing": json.dumps([BOX])}, headers=HTMX)
    said.refresh_from_db()
    assert said.edited_at is None, "the same strokes are no change"
    browser.post(address, typed | {"drawing": json.dumps([PEN])}, headers=HTMX)
    said.refresh_from_db()
    assert said.drawing == [PEN]
    assert said.edited_at
    browser.post(address, typed | {"drawing": ""}, headers=HTMX)
    said.refresh_from_db()
    assert said.drawing is None
    assert "data-drawing" not in browser.get(reverse("media_review:room", args=[recording.pk])).content.decode()


def test_what_is_taken_back_shows_no_drawing_any_more(sign_in, cast, recording):
    said = make.make_annotation(recording, cast.coach, drawing=[BOX], shared_at=recording.created_at)
    make.make_annotation(recording, cast.educator, "I saw it.", parent=said, shared_at=recording.created_at)
    answer = sign_in(cast.coach).post(reverse("media_review:delete_annotation", args=[said.pk]), headers=HTMX)
    assert "Drawing:" not in answer.content.decode()
    said.refresh_from_db()
    assert said.drawing is None


def test_a_reader_who_does_not_see_it_hears_what_is_where():
    assert drawing.in_words([BOX]) == "box in the middle"
    assert drawing.in_words([PEN, ARROW]) == "line at the lower left and arrow at the upper left"
    assert drawing.in_words([BOX] * 5) == "box in the middle, box in the middle, box in the middle and 2 more"


def test_a_recording_of_sound_alone_has_nothing_to_draw_on(sign_in, cast):
    call = make.make_recording(cast.educator, width=None, height=None)
    page = sign_in(cast.educator).get(reverse("media_review:room", args=[call.pk])).content.decode()
    assert "Draw on the film" not in page
    film = make.make_recording(cast.educator)
    page = sign_in(cast.educator).get(reverse("media_review:room", args=[film.pk])).content.decode()
    assert "Draw on the film" in page


def test_a_drawing_and_a_voice_leave_with_the_feedback(sign_in, cast, recording):
    voice = make.make_voice(recording, cast.coach)
    said = make.make_annotation(recording, cast.coach, "", drawing=[BOX], voice=voice, shared_at=recording.created_at)
    told = sign_in(cast.coach).get(reverse("media_review:export", args=[recording.pk, "jsonld"])).json()
    (item,) = told["first"]["items"]
    refined = item["target"]["selector"]["refinedBy"]
    assert refined["type"] == "SvgSelector"
    path = ET.fromstring(refined["value"]).find(".//{http://www.w3.org/2000/svg}path")
    assert path.get("d") == "M320.0 180.0H960.0V360.0H320.0Z"
    sound = next(body for body in item["body"] if body["type"] == "Audio")
    assert sound["id"].endswith(reverse("media_review:hear", args=[said.pk]))


def test_the_printed_still_shows_the_drawing(sign_in, cast, recording, store):
    recording.sprite_key = "renditions/1/sprite.jpg"
    recording.sprites_vtt = "WEBVTT\n\n0:00.000 --> 1:30.000\n{sprite}#xywh=160,90,160,90\n"
    recording.save()
    make.make_annotation(recording, cast.coach, "Look", drawing=[BOX], shared_at=recording.created_at)
    page = sign_in(cast.coach).get(reverse("media_review:report", args=[recording.pk])).content.decode()
    assert 'd="M40.0 22.5H120.0V45.0H40.0Z" transform="translate(160 90)"' in page
