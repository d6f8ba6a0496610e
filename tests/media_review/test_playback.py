"""Playing a film: playlists, signed addresses that live briefly, and the log that its uploader can read."""

import json
import re
from itertools import pairwise
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlsplit
from urllib.request import Request, urlopen

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from coachcycle.objectstore import objects
from media_review import playback
from media_review.models import Viewing
from tests import make

ADDRESSES = [("master", []), ("playlist", [720]), ("addresses", []), ("sprites", []), ("poster", []), ("viewings", [])]


def address(name, recording, *more):
    return reverse(f"media_review:{name}", args=[recording.pk, *more])


def watch(browser, recording, ranges):
    return browser.post(address("log_viewing", recording), {"ranges": json.dumps(ranges)})


def test_the_master_playlist_names_every_size_by_an_address_of_ours(sign_in, cast, recording):
    answer = sign_in(cast.coach).get(address("master", recording))
    assert answer["Content-Type"] == "application/vnd.apple.mpegurl"
    assert answer["Cache-Control"] == "private, no-store"
    text = answer.content.decode()
    assert "RESOLUTION=1280x720" in text
    assert address("playlist", recording, 720) in text.splitlines()
    assert "X-Amz" not in text


def test_a_player_of_the_browsers_own_begins_with_the_size_its_line_carries(sign_in, cast, recording):
    small = recording.renditions.get()
    small.pk, small.height, small.width, small.bandwidth = None, 480, 854, 600_000
    small.save()
    browser = sign_in(cast.coach)

    def sizes(line):
        text = browser.get(address("master", recording), {"line": line}).content.decode()
        return re.findall(r"RESOLUTION=\d+x(\d+)", text)

    assert sizes("2000000") == ["720", "480"]
    assert sizes("1000000") == sizes("100000") == sizes("a wide one") == sizes("-5") == ["480", "720"]
    assert sizes("9" * 5000) == ["720", "480"]


def test_a_playlist_holds_one_signed_address_that_lives_briefly(sign_in, cast, recording, settings):
    settings.SIGNED_URL_SECONDS = 120
    answer = sign_in(cast.coach).get(address("playlist", recording, 720))
    assert answer["Cache-Control"] == "private, no-store"
    lines = answer.content.decode().splitlines()
    signed = {line for line in lines if not line.startswith("#")}
    assert len(signed) == 1
    film = urlsplit(signed.pop())
    assert film.path.endswith(recording.renditions.get().key)
    assert parse_qs(film.query)["X-Amz-Expires"] == ["120"]
    assert "{media}" not in answer.content.decode()
    assert sign_in(cast.coach).get(address("playlist", recording, 1080)).status_code == 404


def test_a_player_gets_fresh_addresses_that_the_store_honours(sign_in, cast, recording, store, settings):
    objects.put(recording.renditions.get().key, b"0123456789", "video/mp4")
    settings.SIGNED_URL_SECONDS = 60
    fresh = sign_in(cast.coach).get(address("addresses", recording)).json()
    assert fresh["seconds"] == 60
    (film,) = fresh["films"]
    assert fetch(film, "bytes=2-4") == (206, b"234")
    assert fetch(film.split("?")[0], "bytes=2-4")[0] == 403


def fetch(url, byte_range):
    try:
        with urlopen(Request(url, headers={"Range": byte_range})) as answer:
            return answer.status, answer.read()
    except HTTPError as refusal:
        return refusal.code, b""


@pytest.mark.parametrize(("name", "more"), ADDRESSES)
def test_taking_back_a_share_ends_everything_on_the_next_request(sign_in, cast, recording, name, more):
    browser = sign_in(cast.coach)
    assert browser.get(address(name, recording, *more)).status_code != 404
    recording.shares.get().stop()
    assert browser.get(address(name, recording, *more)).status_code == 404
    assert sign_in(cast.educator).get(address(name, recording, *more)).status_code < 400


def test_poster_and_previews_are_signed_too(sign_in, cast, recording):
    recording.poster_key, recording.sprite_key = "renditions/x/1/poster.jpg", "renditions/x/1/sprite.jpg"
    recording.sprites_vtt = "WEBVTT\n\n00:00:00.000 --> 00:00:02.000\n{sprite}#xywh=0,0,160,90\n"
    recording.save()
    poster = sign_in(cast.coach).get(address("poster", recording))
    assert poster.status_code == 302
    assert "X-Amz-Signature" in poster["Location"]
    assert poster["Cache-Control"] == "private, no-store"
    sprites = sign_in(cast.coach).get(address("sprites", recording)).content.decode()
    assert "X-Amz-Signature" in sprites
    assert "#xywh=0,0,160,90" in sprites


def test_a_film_that_cannot_be_watched_yet_has_no_playlist(sign_in, cast):
    recording = make.make_recording(cast.educator, state="processing")
    assert sign_in(cast.educator).get(address("master", recording)).status_code == 404


def test_every_viewing_is_logged_and_the_uploader_reads_it_in_words(sign_in, cast, recording):
    browser = sign_in(cast.coach)
    browser.get(reverse("media_review:room", args=[recording.pk]))
    watch(browser, recording, [[0, 10_000]])
    watch(browser, recording, [[0, 15_000], [60_000, 75_000]])
    assert Viewing.objects.get().ranges == [[0, 15_000], [60_000, 75_000]]
    assert browser.get(address("viewings", recording)).status_code == 403
    hers = sign_in(cast.educator).get(address("viewings", recording)).content.decode()
    assert "Ines watched 0:00\u20130:15, 1:00\u20131:15 on" in hers


def test_opening_without_playing_is_a_viewing_and_a_later_sitting_is_another(sign_in, cast, recording):
    browser = sign_in(cast.coach)
    room = reverse("media_review:room", args=[recording.pk])
    browser.get(room)
    browser.get(room)
    first = Viewing.objects.get()
    assert first.ranges == []
    earlier = first.last_at - 2 * playback.SAME_SITTING
    Viewing.objects.update(last_at=earlier, started_at=earlier)
    browser.get(room)
    assert Viewing.objects.count() == 2
    hers = sign_in(cast.educator).get(address("viewings", recording), headers={"HX-Request": "true"})
    assert hers.content.decode().count("did not play it") == 2


@pytest.mark.parametrize(
    "ranges", ["", "no", "{}", "[[1]]", "[[5, 1]]", "[[-1, 3]]", '[["a", 2]]', "[[0.5, 2]]", "[[true, 2]]", "[" * 5000]
)
def test_stretches_that_are_none_are_refused(sign_in, cast, recording, ranges):
    answer = sign_in(cast.coach).post(address("log_viewing", recording), {"ranges": ranges})
    assert answer.status_code == 400
    assert not Viewing.objects.exists()


def test_what_was_played_ends_where_the_film_does(sign_in, cast, recording):
    assert watch(sign_in(cast.coach), recording, [[80_000, 999_999_999]]).status_code == 204
    assert Viewing.objects.get().ranges == [[80_000, 90_000]]


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)).map(lambda pair: sorted(pair))))
def test_joined_stretches_cover_the_same_moments_in_order_without_overlap(ranges):
    joined = playback.merged([list(pair) for pair in ranges])
    assert {ms for start, end in ranges for ms in range(start, end)} == {ms for s, e in joined for ms in range(s, e)}
    assert all(first[1] < second[0] for first, second in pairwise(joined))
    assert playback.merged(joined + joined) == joined


@pytest.mark.usefixtures("store")
def test_who_asks_for_the_addresses_alone_leaves_a_trace_as_well(cast, sign_in):
    film = make.make_recording(cast.educator)
    film.share(by=cast.educator, person=cast.coach)
    make.make_transcript(film)
    height = film.renditions.first().height
    ways = {"playlist": [height], "addresses": [], "transcript": [], "take_captions": ["vtt"]}
    for name, more in ways.items():
        assert sign_in(cast.coach).get(reverse(f"media_review:{name}", args=[film.pk, *more])).status_code == 200
        assert film.viewings.filter(viewer=cast.coach).count() == 1
        film.viewings.all().delete()
