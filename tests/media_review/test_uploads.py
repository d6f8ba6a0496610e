"""An educator brings a film to her coach: straight to the store, whole or not at all, whatever interrupts it."""

import pytest
import requests
from django.urls import reverse

from coachcycle.objectstore import multipart, objects, presign
from media_review.models import Recording
from tests.media_review.sending import (
    FILM,
    PART,
    finish,
    md5,
    messages_for,
    piece,
    put,
    row,
    send,
    sign,
    start,
    unfinished_under,
)

pytestmark = pytest.mark.usefixtures("store")


@pytest.fixture
def educator(cast, sign_in):
    return sign_in(cast.educator)


def test_she_brings_a_film_and_it_is_queued_once(educator, cast, cycle, django_capture_on_commit_callbacks):
    upload = start(educator, cycle=cycle.pk, audience=cycle.partnership_id)
    assert (upload["parts"], upload["part_size"], upload["have"]) == (3, PART, [])
    send(educator, upload, 3, 1, 2)

    with django_capture_on_commit_callbacks(execute=True):
        first, second = finish(educator, upload), finish(educator, upload)

    assert first.status_code == second.status_code == 200
    assert first.json() == second.json()
    recording = row(upload)
    assert (recording.state, recording.uploader, recording.cycle) == ("queued", cast.educator, cycle)
    assert recording.title == cycle.title
    assert objects.size_of(recording.original_key) == len(FILM)
    address = presign.get_url(recording.original_key, seconds=60, content_type="video/mp4")
    assert requests.get(address, timeout=30).content == FILM
    assert messages_for(upload) == 1
    assert unfinished_under(recording) == []


def test_finishing_with_parts_missing_says_which_and_queues_nothing(educator):
    upload = start(educator)
    send(educator, upload, 2)

    refused = finish(educator, upload)

    assert refused.status_code == 409
    assert refused.json()["missing"] == [1, 3]
    assert "2 parts are missing" in refused.json()["sentence"]
    assert row(upload).state == "uploading"
    assert objects.size_of(row(upload).original_key) is None
    send(educator, upload, 1, 3)
    assert finish(educator, upload).status_code == 200


def test_a_part_of_the_wrong_size_counts_as_missing(educator):
    upload = start(educator)
    recording = row(upload)
    send(educator, upload, 1, 3)
    address = sign(educator, upload, 2).json()["urls"]["2"]
    assert put(address, piece(2) + b"!", announced=piece(2)).status_code == 403
    short = presign.part_url(recording.original_key, recording.upload_id, 2, size=PART - 1, seconds=60)
    assert requests.put(short, data=piece(2)[:-1], timeout=30).ok

    assert educator.get(upload["addresses"]["parts"]).json()["have"] == [1, 3]
    assert finish(educator, upload).json()["missing"] == [2]
    assert objects.size_of(recording.original_key) is None


def test_a_part_damaged_on_the_way_is_refused_by_the_store_and_sent_again(educator):
    upload = start(educator)
    address = sign(educator, upload, 1).json()["urls"]["1"]
    damaged = b"?" + piece(1)[1:]

    assert put(address, damaged, announced=piece(1)).status_code == 400
    assert put(address, damaged).status_code == 403
    assert requests.put(address, data=piece(1), timeout=30).status_code == 403
    assert educator.get(upload["addresses"]["parts"]).json()["have"] == []
    assert put(address, piece(1)).ok
    assert educator.get(upload["addresses"]["parts"]).json()["have"] == [1]


def test_after_a_reload_only_what_has_not_arrived_is_sent(educator):
    before = start(educator)
    send(educator, before, 2)

    again = start(educator)

    assert again["recording"] == before["recording"]
    assert again["have"] == [2]
    assert educator.get(again["addresses"]["parts"]).json()["have"] == [2]
    assert start(educator, fingerprint="b2")["recording"] != before["recording"]


def test_choosing_the_film_again_never_shares_more_than_was_chosen_last(educator, cycle):
    upload = start(educator, cycle=cycle.pk, audience=cycle.partnership_id)
    coach = cycle.partnership.coach
    assert Recording.objects.visible_to(coach).filter(pk=upload["recording"]).exists()

    start(educator, cycle=cycle.pk, audience="")

    assert not Recording.objects.visible_to(coach).filter(pk=upload["recording"]).exists()


def test_only_me_is_what_happens_when_nothing_is_chosen(educator, cycle):
    upload = start(educator, cycle=cycle.pk)
    assert row(upload).shares.count() == 0
    page = educator.get(reverse("media_review:new"), {"cycle": cycle.pk}).content.decode()
    assert f'value="{cycle.partnership_id}" id="id_audience_0" checked' in page
    assert "My coach, Ines Duarte" in page
    assert "Only me for now" in page


def test_more_addresses_are_signed_for_parts_the_film_has_and_no_others(educator):
    upload = start(educator)
    good = md5(piece(1))

    assert sorted(sign(educator, upload, 1, 3).json()["urls"]) == ["1", "3"]
    wrong = [
        [],
        ["1"],
        ["1:"],
        ["1:abc"],
        [f"one:{good}"],
        [f"0:{good}"],
        [f"4:{good}"],
        [f"-1:{good}"],
        [f"1:{good}\n"],
    ]
    for asked in [*wrong, [f"{number}:{good}" for number in range(1, 60)]]:
        refused = educator.post(upload["addresses"]["parts"], {"part": asked})
        assert refused.status_code == 422
        assert refused.json()["sentence"]


def test_no_addresses_are_signed_once_the_film_has_arrived(educator):
    upload = start(educator)
    send(educator, upload, 1, 2, 3)
    finish(educator, upload)

    assert sign(educator, upload, 1).status_code == 409
    assert educator.get(upload["addresses"]["parts"]).json()["have"] == [1, 2, 3]


def test_a_crash_between_completing_and_noting_it_down_is_healed(educator):
    upload = start(educator)
    send(educator, upload, 1, 2, 3)
    recording = row(upload)
    multipart.complete(recording.original_key, recording.upload_id)

    assert educator.get(upload["addresses"]["parts"]).json()["have"] == [1, 2, 3]
    assert finish(educator, upload).status_code == 200
    assert row(upload).state == "queued"


def test_an_upload_the_store_swept_away_begins_anew_by_itself(educator):
    upload = start(educator)
    send(educator, upload, 1)
    swept = row(upload)
    multipart.abort(swept.original_key, swept.upload_id)

    again = educator.get(upload["addresses"]["parts"]).json()

    assert again["have"] == []
    send(educator, again, 1, 2, 3)
    assert finish(educator, upload).status_code == 200


def test_a_row_whose_upload_never_began_begins_when_asked(educator):
    upload = start(educator)
    Recording.objects.filter(pk=upload["recording"]).update(upload_id="")
    again = educator.get(upload["addresses"]["parts"]).json()
    send(educator, again, 1, 2, 3)
    assert finish(educator, upload).status_code == 200


def test_something_else_in_the_store_is_not_taken_for_the_film(educator):
    upload = start(educator)
    recording = row(upload)
    multipart.abort(recording.original_key, recording.upload_id)
    objects.put(recording.original_key, b"not the film", "text/plain")

    refused = finish(educator, upload)

    assert refused.status_code == 409
    assert refused.json()["missing"] == [1, 2, 3]
    assert row(upload).state == "uploading"


def test_stopping_deletes_the_row_and_every_part(educator, cycle):
    upload = start(educator, cycle=cycle.pk, audience=cycle.partnership_id)
    recording = row(upload)
    send(educator, upload, 1, 2)
    left = sign(educator, upload, 3).json()["urls"]["3"]

    told = educator.post(upload["addresses"]["cancel"], follow=True)

    assert "is deleted" in told.content.decode()
    assert not Recording.objects.filter(pk=recording.pk).exists()
    assert unfinished_under(recording) == []
    assert list(objects.keys_under(recording.original_key)) == []
    assert put(left, piece(3)).status_code == 404
    assert finish(educator, upload).status_code == 404


def test_a_film_that_has_arrived_cannot_be_cancelled(educator):
    upload = start(educator)
    send(educator, upload, 1, 2, 3)
    finish(educator, upload)

    told = educator.post(upload["addresses"]["cancel"], follow=True)

    assert "nothing to cancel" in told.content.decode()
    assert row(upload).state == "queued"
    assert objects.size_of(row(upload).original_key) == len(FILM)
